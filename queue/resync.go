package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// nodeLost keeps the node's calls as they are until a Resync: they live on,
// but nobody new can be connected to them.
func (c *Core) nodeLost(ev NodeLost) {
	c.down[ev.Node] = true
	for _, call := range c.ordered() {
		if call.Phase != Ended && (call.Node == ev.Node || call.Node == "") { // who has ended may have left the place to another
			c.leave(call)
			c.stopsRinging(call)
			if call.inLine() {
				c.join(call) // the line of those who are away
			}
		}
	}
}

// meet notes a node that is connected. Calls back can be made from it, which
// wait while there is none.
func (c *Core) meet(node string) {
	alone := c.alone()
	c.nodes[node] = true
	delete(c.down, node)
	if !alone {
		return
	}
	for _, call := range c.ordered() {
		if call.Phase == Promised && call.inLine() {
			c.join(call)
		}
	}
}

// resync adopts what lives on a node, ends what died unseen, takes in callers
// that arrived unseen, and removes channels that belong to nothing.
func (c *Core) resync(ev Resync) {
	c.meet(ev.Node)
	live := make(map[LegID]LiveLeg, len(ev.Legs))
	for _, l := range ev.Legs {
		live[l.Leg] = l
	}
	c.resyncPhones(ev)
	c.forgetLegs(ev.Node, live)
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
	for _, l := range ev.Legs {
		c.adopt(ev.Node, l)
	}
	c.fire() // what came due while the node was away
}

func (c *Core) resyncCall(call *Call, live map[LegID]LiveLeg, lost EndReason) {
	caller, alive := live[call.Caller.ID]
	if !alive && call.Caller.ID != "" {
		call.Caller.Gone = true
		c.touch(call)
	}
	if t := call.Talk; t != nil {
		_, up := live[t.Leg]
		t.Gone = !up
		c.touch(call)
	}
	switch {
	case call.Phase == Ended:
		c.resyncEnded(call)
	case call.Phase == Dialling:
		c.resyncDialling(call, live, lost)
	case call.Phase == CallingBack:
		c.resyncCallback(call, live)
	case !alive:
		c.end(call, End{Class: ByNetwork, Reason: lost})
	default:
		if caller.Up && !call.Caller.Up {
			c.isUp(call, c.answeredAbout(call))
		}
		c.resyncLive(call, live)
	}
}

// resyncEnded finishes what the end of a call left over, and gives it its
// time again: closing the bridge once more brings the word of a recording that
// ended unheard.
func (c *Core) resyncEnded(call *Call) {
	c.farewellOver(call)
	if call.callerLives() {
		c.hangup(c.on(call), call.Caller.ID, 0)
	}
	if call.Record.Message != "" && !call.Record.recorded() {
		c.emit(AskRecording{On: c.on(call), Recording: call.Record.Message})
	}
	if call.Talk != nil {
		if !call.Talk.Gone {
			c.hangup(c.on(call), call.Talk.Leg, 0)
		}
		if !call.Record.recorded() {
			c.emit(CloseBridge{On: c.on(call), Bridge: call.Talk.Bridge})
		}
	}
	if !call.Filed {
		c.setTimer(call, TimerFinish, finishLimit)
	}
	c.finish(call, call.Filed)
}

func (c *Core) resyncLive(call *Call, live map[LegID]LiveLeg) {
	if b := live[call.Caller.ID].Bridge; b != "" && call.Phase != Talking && call.Phase != Outside {
		c.emit(HoldLeg{On: c.on(call), Bridge: b, Leg: call.Caller.ID}) // left there when the connection broke
		call.Caller.Music = true
	}
	switch call.Phase {
	case Talking, Outside:
		c.resyncTalk(call, live)
	case Transferring:
		c.resyncTransfer(call, live)
	default:
		if c.resyncOffers(call, live) {
			return
		}
	}
	switch {
	case call.Phase == Ringing && !call.Caller.Up:
		c.emit(Ring{On: c.on(call), Leg: call.Caller.ID})
	case call.Phase == Ringing, call.Phase == Greeting && (!call.Caller.Up || !call.Playing.Started):
		c.hush(call)
		c.greet(call) // nothing of it was heard
	default:
		c.answer(call)
	}
	if call.Caller.Music && call.Playing.ID == "" {
		c.music(call)
	}
	c.resyncDetour(call)
	if call.Phase == Waiting && call.Due[TimerComfort].IsZero() {
		c.comfortLater(call)
	}
	if call.inLine() {
		c.join(call)
	}
	c.keepsRinging(call)
}

// answeredAbout is the best guess at when a caller was answered who was not
// seen to be: the command for it was given when the phase began.
func (c *Core) answeredAbout(call *Call) time.Time {
	if call.Phase == Ringing {
		return c.now
	}
	return call.Since
}

// resyncOffers goes on with the offers as their phones are found: those that
// are gone end, and of the others the first that was answered has the call. It
// reports true if one was.
func (c *Core) resyncOffers(call *Call, live map[LegID]LiveLeg) bool {
	found := slices.Clone(call.Offers)
	found = slices.DeleteFunc(found, func(o *Offer) bool {
		_, alive := live[o.Leg]
		if !alive {
			c.offerUnseen(call, o)
		}
		return !alive
	})
	for _, o := range found {
		if live[o.Leg].Up && !c.confirms(call, o) {
			c.offerAnswered(call, o)
			return true
		}
	}
	for _, o := range found {
		if o.Agent != "" && o.For != ForBack {
			c.emit(ShowOffer{Agent: o.Agent, Call: call.clone(), Leg: o.Leg}) // an earlier instance's desktops are gone
		}
		if live[o.Leg].Up {
			c.askDuty(call, o)
			continue
		}
		o.Created = true
		c.dial(call, o)
	}
	return false
}

// offerUnseen ends an offer that died while nobody watched; the agent is not
// to blame for it.
func (c *Core) offerUnseen(call *Call, o *Offer) {
	if a := c.agents[o.Agent]; a != nil {
		a.Contact.Leg = ""
	}
	c.offerFailed(call, o, OfferFailed, false)
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

// adopt takes in a caller nobody knows, and removes any channel that belongs
// to nothing or was told to go before the connection broke.
func (c *Core) adopt(node string, l LiveLeg) {
	who, known := c.legs[l.Leg]
	call := c.calls[who.call]
	switch {
	case who.again.Equal(c.now.Add(hangupLimit)): // told just now
	case who.again.IsZero() && call != nil && call.uses(l.Leg):
	case !known && l.Inbound:
		c.arrive(CallArrived{Leg: l.Leg, Node: node, From: l.From, To: l.To, Up: l.Up})
	default:
		c.hangup(On{Call: who.call, Node: node}, l.Leg, who.cause)
	}
}

// uses reports whether the channel is part of the call; those of an ended one
// were told to go.
func (call *Call) uses(id LegID) bool {
	if call.Caller.ID == id || call.offerOn(id) != nil {
		return true
	}
	t := call.Talk
	return t != nil && (t.Leg == id && (call.Phase != Transferring || t.Referred) || t.Third != nil && t.Third.Leg == id)
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
