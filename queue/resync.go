package queue

import (
	"cmp"
	"maps"
	"slices"

	"thirdring/agent"
)

// nodeLost keeps the node's calls as they are until a Resync: they live on,
// but nobody new can be connected to them.
func (c *Core) nodeLost(ev NodeLost) {
	c.down[ev.Node] = true
	for _, call := range c.ordered() {
		if call.Node == ev.Node {
			c.leave(call)
		}
	}
}

// resync adopts what lives on a node, ends what died unseen, takes in callers
// that arrived unseen, and removes channels that belong to nothing.
func (c *Core) resync(ev Resync) {
	delete(c.down, ev.Node)
	live := make(map[LegID]LiveLeg, len(ev.Legs))
	for _, l := range ev.Legs {
		live[l.Leg] = l
	}
	c.resyncPhones(ev.Phones)
	lost := EndWhileAway
	if len(ev.Legs) == 0 {
		lost = EndNodeLost
	}
	for _, call := range c.ordered() {
		if call.Node == ev.Node {
			c.rearm(call)
			c.resyncCall(call, live, lost)
		}
	}
	c.forgetLegs(ev.Node, live)
	for _, l := range ev.Legs {
		c.adopt(ev.Node, l)
	}
	c.fire() // what came due while the node was away
}

func (c *Core) resyncPhones(reachable []agent.ID) {
	for _, a := range c.sortedAgents() {
		if up := slices.Contains(reachable, a.ID); up != a.Presence.Phone {
			a.Presence.Phone = up
			c.touchAgent(a)
		}
	}
}

func (c *Core) resyncCall(call *Call, live map[LegID]LiveLeg, lost EndReason) {
	caller, alive := live[call.Caller.ID]
	if !alive {
		call.Caller.Gone = true
		c.touch(call)
	}
	if t := call.Talk; t != nil {
		_, up := live[t.Leg]
		t.Gone = !up
	}
	switch {
	case call.Phase == Ended:
		c.resyncEnded(call)
	case !alive:
		c.end(call, End{Class: ByNetwork, Reason: lost})
	default:
		if caller.Up {
			call.Caller.Up = true
		}
		c.resyncLive(call, live)
	}
}

// resyncEnded finishes what the end of a call left over.
func (c *Core) resyncEnded(call *Call) {
	if !call.Caller.Gone {
		c.emit(HangupLeg{On: c.on(call), Leg: call.Caller.ID})
	}
	if call.Talk != nil && !call.Talk.Gone {
		c.emit(HangupLeg{On: c.on(call), Leg: call.Talk.Leg})
	}
	c.finish(call, call.Filed)
}

func (c *Core) resyncLive(call *Call, live map[LegID]LiveLeg) {
	if call.Phase == Talking {
		c.resyncTalk(call, live)
		return
	}
	if o := call.Offer; o != nil {
		phone, alive := live[o.Leg]
		switch {
		case !alive:
			c.dropUnseen(call)
		case phone.Up:
			c.connect(call)
			return
		default:
			o.Created = true
			c.dial(call)
		}
	}
	if call.Playing.ID != "" { // its end may have been missed
		c.hush(call)
		c.played(call)
	} else if call.Caller.Music {
		c.music(call)
	}
	if call.Phase == Waiting && call.Due[TimerComfort].IsZero() {
		c.setTimer(call, TimerComfort, c.comfortEvery(call))
	}
	if call.Offer == nil && !call.Place.Entered.IsZero() {
		c.join(call)
	}
}

// dropUnseen ends an offer that died while nobody watched; the agent is not
// to blame for it.
func (c *Core) dropUnseen(call *Call) {
	a := c.dropOffer(call, OfferFailed)
	a.Contact.Leg = ""
	c.settleAgent(a, a.Release(c.now))
	if call.Phase == Offering {
		c.enter(call, Waiting)
	}
}

// resyncTalk leaves a conversation alone, joins one that came apart, and
// saves a caller whose agent went.
func (c *Core) resyncTalk(call *Call, live map[LegID]LiveLeg) {
	t := call.Talk
	if t.Gone {
		a := c.agents[t.Agent]
		a.Contact.Leg = ""
		c.agentDropped(call)
		return
	}
	bridge := live[call.Caller.ID].Bridge
	if bridge == t.Bridge && live[t.Leg].Bridge == t.Bridge {
		c.stopTimer(call, TimerConnect)
		return
	}
	c.emit(Connect{On: c.on(call), Bridge: t.Bridge, Caller: call.Caller.ID, Agent: t.Leg})
	c.setTimer(call, TimerConnect, connectLimit)
}

// forgetLegs drops the node's legs that are gone, and frees their agents.
func (c *Core) forgetLegs(node string, live map[LegID]LiveLeg) {
	for _, id := range slices.Sorted(maps.Keys(c.legs)) {
		who := c.legs[id]
		if _, alive := live[id]; alive || who.node != node {
			continue
		}
		delete(c.legs, id)
		if a := c.agents[who.agent]; a != nil && a.Contact.Leg == string(id) {
			a.Contact.Leg = ""
			c.settleAgent(a, nil)
		}
	}
}

// adopt takes in a caller nobody knows, and removes any other stray channel.
func (c *Core) adopt(node string, l LiveLeg) {
	if _, known := c.legs[l.Leg]; known {
		return
	}
	if l.Inbound {
		c.arrive(CallArrived{Leg: l.Leg, Node: node, From: l.From, To: l.To, Up: l.Up})
		return
	}
	c.emit(HangupLeg{On: On{Node: node}, Leg: l.Leg})
}

// ordered lists the calls in the order of their arrival.
func (c *Core) ordered() []*Call {
	return slices.SortedFunc(maps.Values(c.calls), func(a, b *Call) int {
		if d := a.Record.Times.Ring.Compare(b.Record.Times.Ring); d != 0 {
			return d
		}
		return cmp.Compare(a.ID, b.ID)
	})
}
