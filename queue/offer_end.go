package queue

import (
	"slices"

	"thirdring/agent"
)

// offerOverdue ends an offer whose phone has rung to the limit, or whose
// channel never came to be.
func (c *Core) offerOverdue(call *Call, o *Offer) {
	c.hangup(c.on(call), o.Leg, causeNoAnswer)
	if o.Dialled.IsZero() {
		c.offerLost(call, o, OfferFailed)
		return
	}
	c.offerLost(call, o, OfferNoAnswer)
}

// Q.850 causes that the core tells apart.
const (
	causeUnallocated  = 1
	causeNoRoute      = 3
	causeNormal       = 16
	causeBusy         = 17
	causeNoUser       = 18
	causeNoAnswer     = 19
	causeUnregistered = 20
	causeRejected     = 21
	causeElsewhere    = 26 // another phone has answered
	causeUnspecified  = 31 // normal, unspecified: some phones' word for a hang-up
)

// offerGone ends an offer whose channel died before anybody answered.
func (c *Core) offerGone(call *Call, o *Offer, cause int) {
	if o.For == ForCallback {
		c.callbackGone(call, o, cause)
		return
	}
	switch cause {
	case causeBusy, causeRejected, causeNormal, causeUnspecified:
		c.offerLost(call, o, OfferRejected)
	case causeNoAnswer:
		c.offerLost(call, o, OfferNoAnswer)
	case causeUnallocated, causeNoRoute, causeNoUser, causeUnregistered:
		c.offerLost(call, o, OfferOffline)
	default:
		c.offerLost(call, o, OfferFailed)
	}
}

// offerLost goes on after an offer that nobody took, by what it was for.
func (c *Core) offerLost(call *Call, o *Offer, result OfferResult) {
	c.offerFailed(call, o, result, !c.down[call.Node]) // a cut connection says nothing of the agent
}

// offerFailed is offerLost with a word on whether the agent is to blame.
func (c *Core) offerFailed(call *Call, o *Offer, result OfferResult, blame bool) {
	c.dropOffer(call, o, result)
	switch o.For {
	case ForQueue:
		if c.mayMiss(call, o, result, blame) {
			c.passedOver(o)
		} else {
			c.missed(o, result, blame)
		}
		if len(call.Offers) == 0 {
			c.backInLine(call)
		} else {
			c.keepsRinging(call)
		}
	case ForTransfer:
		c.missed(o, result, blame)
		c.transferLost(call)
	case ForReturn:
		c.missed(o, result, blame)
		c.returnLost(call)
	case ForConsult:
		c.missed(o, result, blame)
		c.consultLost(call)
	case ForDialler:
		c.missed(o, result, blame && result != OfferRejected) // one's own call may be declined
		c.diallerLost(call, result)
	case ForCustomer:
		c.customerLost(call, result)
	case ForBack:
		c.backLost(call)
	case ForDuty:
		if call.urgent() {
			c.dutyMissed(call)
		} else {
			c.nextDuty(call)
		}
	case ForCallback:
		c.callbackLost(call, o, result)
	}
}

// mayMiss reports whether the agent goes on after an offer that was not taken:
// the queue wants several in a row before it takes one for not responding.
func (c *Core) mayMiss(call *Call, o *Offer, result OfferResult, blame bool) bool {
	a := c.agents[o.Agent]
	return a != nil && blame && (result == OfferNoAnswer || result == OfferRejected) &&
		a.Missed+1 < c.room(call.Place.Queue).config.Misses
}

// passedOver counts the offer that the agent missed.
func (c *Core) passedOver(o *Offer) {
	a := c.agents[o.Agent]
	a.Missed++
	c.settleAgent(a, a.Pass(c.now))
}

// missed lets go of the agent whose phone was rung in vain, if it was one's.
func (c *Core) missed(o *Offer, result OfferResult, blame bool) {
	a := c.agents[o.Agent]
	if a == nil {
		return
	}
	var err error
	switch {
	case !blame:
		err = a.Release(c.now)
	case result == OfferNoAnswer:
		err = c.miss(a, agent.NoAnswer)
	case result == OfferRejected:
		err = c.miss(a, agent.Rejected)
	default:
		err = c.miss(a, agent.Offline)
	}
	c.settleAgent(a, err)
}

// backInLine gives the caller the old place back.
func (c *Core) backInLine(call *Call) {
	if call.Phase == Offering {
		c.enter(call, Waiting)
		if c.overstay(call) || c.chosenBefore(call) {
			return
		}
		c.comfortLater(call)
	}
	c.join(call)
}

// offerOver ends an offer because the call is over. The agent who would have
// had the call back or was in it all the time is the conversation's to free.
func (c *Core) offerOver(call *Call, o *Offer) {
	c.hangup(c.on(call), o.Leg, 0)
	c.dropOffer(call, o, OfferCaller)
	if a := c.agents[o.Agent]; a != nil && o.For != ForReturn && o.For != ForBack {
		c.settleAgent(a, a.Release(c.now))
	}
}

// offersOver ends whatever is rung for a call, or a conversation, that is over.
func (c *Core) offersOver(call *Call) {
	for len(call.Offers) > 0 {
		c.offerOver(call, call.Offers[0])
	}
}

// takeOffer ends an offer that was answered.
func (c *Core) takeOffer(call *Call, o *Offer) { c.closeOffer(call, o, OfferAnswered) }

// closeOffer closes the offer's books.
func (c *Core) closeOffer(call *Call, o *Offer, result OfferResult) {
	if try := call.try(o); try != nil {
		try.Ended, try.Result = c.now, result
	}
	if o.For == ForDuty {
		call.rung().Result = result
	}
	c.forgetOffer(call, o)
}

func (c *Core) forgetOffer(call *Call, o *Offer) {
	call.Offers = slices.DeleteFunc(call.Offers, func(other *Offer) bool { return other == o })
	if (o.For == ForQueue || o.For == ForDuty) && len(call.Offers) == 0 {
		c.stopsRinging(call)
	}
	c.touch(call)
}

// dropOffer ends an offer that came to nothing. Its bridge goes too, unless it is
// that of the conversation or of others who are rung.
func (c *Core) dropOffer(call *Call, o *Offer, result OfferResult) {
	c.closeOffer(call, o, result)
	if len(call.Offers) == 0 && (call.Talk == nil || call.Talk.Bridge != o.Bridge) {
		c.emit(CloseBridge{On: c.on(call), Bridge: o.Bridge})
	}
	if o.Agent != "" && o.For != ForBack { // whose pop is that of the conversation
		c.emit(WithdrawOffer{Agent: o.Agent, Call: call.ID, Result: result})
	}
}
