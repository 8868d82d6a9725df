package queue

import (
	"slices"

	"thirdring/agent"
)

// How an attempt ends that did not reach the customer, and what follows.

// callbackGone takes note that the customer's channel ended before she
// confirmed. Who answered and pressed no key was a mailbox, or somebody else.
func (c *Core) callbackGone(call *Call, o *Offer, cause int) {
	call.Record.End.Cause = cause
	if o.Asked != "" {
		c.offerLost(call, o, OfferNoAnswer)
		return
	}
	c.offerLost(call, o, notReachedBy(cause))
}

// callbackLost ends an attempt; its offer is dropped already.
func (c *Core) callbackLost(call *Call, o *Offer, result OfferResult) {
	if a := c.agents[o.Agent]; a != nil {
		c.settleAgent(a, a.Release(c.now))
	}
	// Without a cause nobody has seen it end: its node was away.
	ours := result == OfferFailed && (o.Dialled.IsZero() || call.Record.End.Cause == 0)
	c.endAttempt(call, c.notReached(call, result), ours)
}

// endAttempt ends an attempt, and lets the next one stand in its place if there
// is to be one.
func (c *Core) endAttempt(call *Call, how End, ours bool) {
	if open := c.openPromise(call); open != nil { // she rang while she was asked to confirm, and was promised another
		call.Record.Callback.Last, call.Record.Callback.Reached = true, true
		c.end(call, End{Class: ByCaller, Reason: EndRangAgain, Cause: how.Cause})
		c.improve(open, call) // only now: the two have the same place
		return
	}
	next, more := c.retry(call, ours)
	call.Record.Callback.Last = !more
	c.end(call, how)
	if more {
		c.standIn(call, next)
	}
}

// promiseOver closes the books of a promise whose call ends, and tells what is
// left of it. Who confirmed and then waited in vain is owed a call still.
func (c *Core) promiseOver(call *Call, from Phase) *Callback {
	if call.Callback == nil {
		return nil
	}
	c.forgetPromise(call)
	if call.Caller.ID == "" || call.Record.Callback.Last { // she never confirmed, or it was decided
		return nil
	}
	reached, by := !call.Record.Times.Person.IsZero(), call.Record.End.Class
	waited := (from == Waiting || from == Offering) && call.Detour == nil && (by == ByCaller || by == ByNetwork)
	if waited && !reached && c.openPromise(call) == nil {
		if next, more := c.retry(call, by == ByNetwork || call.missed()); more {
			return &next
		}
	}
	call.Record.Callback.Last, call.Record.Callback.Reached = true, reached
	return nil
}

// missed reports whether an agent did not take the call.
func (call *Call) missed() bool {
	return slices.ContainsFunc(call.Record.Offers, func(try OfferTry) bool {
		switch try.Result {
		case OfferNoAnswer, OfferRejected, OfferOffline, OfferFailed:
			return true
		default:
			return false
		}
	})
}

// stays reports whether an agent who is reserved for a call-back can be
// expected to take it. Just after thirdring itself was away, the absence of
// desktop and telephone says nothing.
func (c *Core) stays(a *agent.Agent) bool {
	if a.Next != "" && a.Next != agent.Ready {
		return false
	}
	if c.now.Before(c.restored.Add(desktopGrace)) {
		return true
	}
	return a.Reachable() && (a.Presence.LostSince.IsZero() || c.now.Before(graceEnd(a)))
}

// checkReserved lets go of an agent who will not take the call-back after all.
func (c *Core) checkReserved(a *agent.Agent) {
	call := c.calls[CallID(a.Contact.Call)]
	if call != nil && call.Phase == CallingBack && !c.down[call.Node] && !c.stays(a) {
		c.unreserve(call, a, OfferOffline)
	}
}

// unreserve takes the agent from a call-back. While the customer's telephone
// rings that ends the attempt: she must not pick up for nobody. Once she has,
// she is asked, and waits at her place.
func (c *Core) unreserve(call *Call, a *agent.Agent, why OfferResult) {
	o := call.OfferTo(a.ID)
	if o.Asked != "" {
		o.Agent = ""
		c.touch(call)
		c.emit(WithdrawOffer{Agent: a.ID, Call: call.ID, Result: why})
		c.settleAgent(a, a.Release(c.now))
		return
	}
	c.hangup(c.on(call), o.Leg, 0)
	c.standDown(call, o, why)
	call.Record.Outcome = OutcomeCancelled
	c.endAttempt(call, End{Class: ByAgent, Reason: EndNotReached}, true)
}

// resyncCallback goes on with an attempt as its telephone is found.
func (c *Core) resyncCallback(call *Call, live map[LegID]LiveLeg) {
	c.resyncOffers(call, live)
	if o := call.OnlyOffer(); o != nil && call.Phase == CallingBack {
		if a := c.agents[o.Agent]; a != nil {
			c.checkReserved(a)
		}
	}
}
