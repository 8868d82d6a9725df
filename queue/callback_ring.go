package queue

import (
	"time"

	"thirdring/agent"
)

// An attempt to keep a promise: an agent is reserved and sees who is called,
// then the customer's telephone is rung. She confirms with a key that it is
// she and that she wants to talk; from then on she is a caller like any other.

const (
	callbackYes    = "1"              // the key that confirms
	callbackNo     = "2"              // and the one of who does not need it any more
	callbackAnswer = 30 * time.Second // from the customer's answer to a key; the question is heard twice
)

// callBack makes an attempt with an agent who is free.
func (c *Core) callBack(call *Call, a *agent.Agent, l *lane) {
	node, connected := c.anyNode()
	if !connected || c.closed(c.hotline(call.Record.Hotline)) { // never: it would stand elsewhere, or rest
		c.illegal++
		c.giveUp(call)
		return
	}
	c.explain(call, a, l, 0)
	c.leave(call)
	c.stopTimer(call, TimerRetry)
	a.LastOffer = c.now
	call.Node, call.Record.Times.Ring = node, c.now
	c.enter(call, CallingBack)
	// The agent's own telephone is not rung yet: no leg of this contact is it.
	if err := a.Reserve(c.now, agent.Contact{Call: string(call.ID), Node: node}); err != nil {
		c.illegal++
	}
	c.touchAgent(a)
	c.startOffer(call, Offer{For: ForCallback, Agent: a.ID, Leg: LegID(call.mint("c"))},
		CreateLeg{Number: call.Callback.Number, CallerNumber: call.Record.Hotline})
}

// answeredBack reports whether the customer has picked up, so that the promise
// is about to be kept.
func (call *Call) answeredBack() bool {
	o := call.OnlyOffer()
	return call.Callback != nil && (call.Phase != Promised && call.Phase != CallingBack || o != nil && o.Asked != "")
}

// askCustomer asks who picked up to confirm.
func (c *Core) askCustomer(call *Call, o *Offer) {
	c.askKey(call, o, Prompt{ID: "callback.confirm"}, callbackAnswer)
}

// callbackKey takes the customer's word.
func (c *Core) callbackKey(call *Call, o *Offer, key string) {
	switch key {
	case callbackYes:
		c.confirmed(call, o)
	case callbackNo:
		c.declined(call, o)
	default:
		c.ignored++
	}
}

// pickedUp makes the customer who answered the call's caller.
func (c *Core) pickedUp(call *Call, o *Offer) {
	c.emit(StopPlay{On: c.on(call), ID: o.Asked})
	c.forgetPromise(call)
	c.stopTimer(call, TimerPromise)
	call.Caller = Leg{ID: o.Leg}
	c.isUp(call, c.now)
}

// confirmed lets the customer wait for the agent who is reserved, or, if that
// one is not there any more, at her place.
func (c *Core) confirmed(call *Call, o *Offer) {
	c.pickedUp(call, o)
	c.forgetOffer(call, o)
	a := c.agents[o.Agent]
	if a == nil {
		c.emit(CloseBridge{On: c.on(call), Bridge: o.Bridge})
		c.enter(call, Waiting)
		c.join(call)
		c.greeted = append(c.greeted, call)
		return
	}
	c.enter(call, Offering)
	c.play(call, Prompt{ID: "connect.start"})
	call.Record.Offers = append(call.Record.Offers, OfferTry{Agent: a.ID, At: c.now})
	next := Offer{For: ForQueue, Leg: LegID(call.mint("a")), Bridge: o.Bridge, Level: a.Level(call.Place.Queue), Round: c.now}
	a.Contact.Leg = string(next.Leg)
	c.touchAgent(a)
	c.ringAgent(call, a, next)
	c.keepsRinging(call)
}

// declined ends the attempt and the promise: the customer does not need it any
// more, and has said so herself.
func (c *Core) declined(call *Call, o *Offer) {
	c.pickedUp(call, o)
	c.standDown(call, o, OfferCaller)
	call.Record.Callback.Last, call.Record.Callback.Reached = true, true
	call.Record.Outcome = OutcomeCancelled
	c.end(call, End{Class: ByCaller, Reason: EndDeclined}, Prompt{ID: "close.short"})
}

// standDown ends the offer of an attempt and lets go of its agent, who is not
// to blame and has nothing to wrap up.
func (c *Core) standDown(call *Call, o *Offer, result OfferResult) {
	c.dropOffer(call, o, result)
	if a := c.agents[o.Agent]; a != nil {
		c.settleAgent(a, a.Release(c.now))
	}
}
