package queue

import (
	"time"

	"thirdring/agent"
)

// Restore takes up what an earlier instance saved. A Resync of each node must
// follow before its calls go on.
func (c *Core) Restore(now time.Time, u Update) {
	c.now, c.seq, c.restored = now, u.Seq, now
	c.incidents = append(c.incidents, u.Incidents...)
	for _, i := range u.Incidents {
		c.seq = max(c.seq, i.Version)
	}
	for _, f := range u.Queues {
		f.LateNow = 0 // counted anew from the calls
		c.room(f.Queue).figures = f
	}
	for _, saved := range u.Agents {
		a := saved
		c.agents[a.ID] = &a
		c.restoreAgent(&a)
	}
	for _, saved := range u.Calls {
		c.restoreCall(saved.clone())
	}
	for _, a := range c.sortedAgents() {
		c.unbindFromNothing(a)
	}
}

// restoreAgent takes up an agent. Nobody is connected to this instance yet,
// so every desktop's grace begins; deadlines that are past fire with the first
// Step.
func (c *Core) restoreAgent(a *agent.Agent) {
	if a.Presence.Desktop || a.State.Bound() && !a.Presence.Deskless {
		a.Presence.Desktop, a.Presence.LostSince = false, c.now
	}
	if !a.Presence.LostSince.IsZero() {
		c.setAgentTimer(a, graceEnd(a))
	}
	if !a.Contact.WrapUpBy.IsZero() {
		c.setAgentTimer(a, a.Contact.WrapUpBy)
	}
	if end := restEnd(a); !end.IsZero() {
		c.setAgentTimer(a, end)
	}
	if a.Contact.Leg != "" { // perhaps of an offer that is over
		c.legs[LegID(a.Contact.Leg)] = leg{node: a.Contact.Node, agent: a.ID}
		c.down[a.Contact.Node] = true
	}
	c.touchAgent(a)
}

func (c *Core) restoreCall(call Call) {
	c.calls[call.ID] = &call
	if call.Node != "" { // a promise has none
		c.down[call.Node] = true
	}
	if call.callerLives() {
		c.legs[call.Caller.ID] = leg{call: call.ID, node: call.Node}
	}
	for _, o := range call.Offers {
		c.rebindOffer(&call, o)
	}
	if call.Talk != nil {
		c.restoreTalk(&call)
	}
	if call.Place.Rank.IsZero() { // saved before there were ranks
		call.Place.Rank = call.Place.Entered
	}
	if call.Phase == Promised || call.Phase == CallingBack {
		c.notePromise(&call)
	}
	if call.inLine() {
		c.join(&call)
	}
	if call.Place.Late {
		c.room(call.Place.Queue).figures.LateNow++
	}
	if call.Talk != nil && !call.Talk.LostSince.IsZero() && !call.Due[TimerLost].IsZero() {
		call.Due[TimerLost] = c.now.Add(lostLimit) // the page could not come back meanwhile
	}
	c.seq = max(c.seq, call.Place.Seq)
	c.rearm(&call)
	c.touch(&call)
}

// restoreTalk takes up who is on the call. An agent who gave it away is bound
// to it until somebody took it.
func (c *Core) restoreTalk(call *Call) {
	t := call.Talk
	if call.Phase == Talking || call.Phase == Dialling {
		c.rebind(call, t.Agent, t.Leg, agent.Talking)
	} else if !t.Gone {
		c.legs[t.Leg] = leg{call: call.ID, node: call.Node, agent: t.Agent}
	}
	if third := t.Third; third != nil {
		c.rebind(call, third.Agent, third.Leg, agent.Talking)
	}
	if call.Phase == Transferring && call.OfferTo(t.Agent) == nil {
		if a := c.agents[t.Agent]; a == nil || !c.awaits(a, call) {
			c.rebind(call, t.Agent, t.Leg, agent.WrapUp)
		}
	}
}

// binds is the state of an agent whose phone is rung for that.
func (k OfferKind) binds() agent.State {
	if k == ForBack {
		return agent.Talking
	}
	return agent.Reserved
}

// rebindOffer is rebind for a telephone that is rung. That of a call-back is
// the customer's: the agent's own is free.
func (c *Core) rebindOffer(call *Call, o *Offer) {
	c.rebind(call, o.Agent, o.Leg, o.For.binds())
	if o.For != ForCallback {
		return
	}
	c.legs[o.Leg] = leg{call: call.ID, node: call.Node}
	if a := c.agents[o.Agent]; a != nil && a.Contact.Leg == string(o.Leg) {
		a.Contact.Leg = ""
	}
}

// rebind makes sure that the agent is bound to the call as the call says: each
// is saved as its own value, and one that cannot be read is left out.
func (c *Core) rebind(call *Call, id agent.ID, phone LegID, state agent.State) {
	c.legs[phone] = leg{call: call.ID, node: call.Node, agent: id}
	if id == "" {
		return // somebody outside
	}
	a := c.agents[id]
	if a == nil {
		a = &agent.Agent{Profile: agent.Profile{ID: id}}
		c.agents[id] = a
	}
	if a.State != state || a.Contact.Call != string(call.ID) {
		a.State, a.Since = state, c.now
		a.Contact = agent.Contact{Call: string(call.ID), Leg: string(phone), Node: call.Node}
	}
	c.touchAgent(a)
}

// unbindFromNothing frees an agent whose call was not saved.
func (c *Core) unbindFromNothing(a *agent.Agent) {
	if a.Contact.Call != "" && c.calls[CallID(a.Contact.Call)] == nil {
		c.settleAgent(a, a.Finish(c.now))
	}
}
