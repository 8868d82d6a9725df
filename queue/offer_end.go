package queue

import "thirdring/agent"

// offerOverdue ends an offer whose phone has rung to the limit, or whose
// channel never came to be.
func (c *Core) offerOverdue(call *Call) {
	o := *call.Offer
	c.hangup(c.on(call), o.Leg, causeNoAnswer)
	if o.Dialled.IsZero() {
		c.offerLost(call, OfferFailed)
		return
	}
	c.offerLost(call, OfferNoAnswer)
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
	causeUnspecified  = 31 // normal, unspecified: some phones' word for a hang-up
)

// offerGone ends an offer whose channel died before anybody answered.
func (c *Core) offerGone(call *Call, cause int) {
	switch cause {
	case causeBusy, causeRejected, causeNormal, causeUnspecified:
		c.offerLost(call, OfferRejected)
	case causeNoAnswer:
		c.offerLost(call, OfferNoAnswer)
	case causeUnallocated, causeNoRoute, causeNoUser, causeUnregistered:
		c.offerLost(call, OfferOffline)
	default:
		c.offerLost(call, OfferFailed)
	}
}

// offerLost goes on after an offer that nobody took, by what it was for.
func (c *Core) offerLost(call *Call, result OfferResult) {
	c.offerFailed(call, result, !c.down[call.Node]) // a cut connection says nothing of the agent
}

// offerFailed is offerLost with a word on whether the agent is to blame.
func (c *Core) offerFailed(call *Call, result OfferResult, blame bool) {
	o := c.dropOffer(call, result)
	switch o.For {
	case ForQueue:
		if c.mayMiss(call, o, result, blame) {
			c.passedOver(o)
		} else {
			c.missed(o, result, blame)
		}
		c.backInLine(call)
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
		c.diallerLost(call, o, result)
	case ForCustomer:
		c.customerLost(call, o, result)
	case ForBack:
		c.backLost(call, o, result)
	case ForDuty:
		c.nextDuty(call)
	}
}

// mayMiss reports whether the agent goes on after an offer that was not taken:
// the queue wants several in a row before it takes one for not responding.
func (c *Core) mayMiss(call *Call, o Offer, result OfferResult, blame bool) bool {
	a := c.agents[o.Agent]
	return a != nil && blame && (result == OfferNoAnswer || result == OfferRejected) &&
		a.Missed+1 < c.room(call.Place.Queue).config.Misses
}

// passedOver counts the offer that the agent missed.
func (c *Core) passedOver(o Offer) {
	a := c.agents[o.Agent]
	a.Missed++
	c.settleAgent(a, a.Pass(c.now))
}

// missed lets go of the agent whose phone was rung in vain, if it was one's.
func (c *Core) missed(o Offer, result OfferResult, blame bool) {
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
		if c.overstay(call) {
			return
		}
		c.comfortLater(call)
	}
	c.join(call)
}

// offerOver ends an offer because the call is over. The agent who would have
// had the call back or was in it all the time is the conversation's to free.
func (c *Core) offerOver(call *Call) {
	c.hangup(c.on(call), call.Offer.Leg, 0)
	o := c.dropOffer(call, OfferCaller)
	if a := c.agents[o.Agent]; a != nil && o.For != ForReturn && o.For != ForBack {
		c.settleAgent(a, a.Release(c.now))
	}
}

// takeOffer closes the books of an offer that was answered.
func (c *Core) takeOffer(call *Call) Offer {
	o := *call.Offer
	if try := call.try(); try != nil {
		try.Ended, try.Result = c.now, OfferAnswered
	}
	if o.For == ForDuty {
		call.rung().Result = OfferAnswered
	}
	call.Offer = nil
	c.stopTimer(call, TimerShow, TimerOffer)
	c.touch(call)
	return o
}

// dropOffer closes the offer's books. Its bridge goes too, unless it is that
// of the conversation.
func (c *Core) dropOffer(call *Call, result OfferResult) Offer {
	o := *call.Offer
	if try := call.try(); try != nil {
		try.Ended, try.Result = c.now, result
	}
	if o.For == ForDuty {
		call.rung().Result = result
	}
	call.Offer = nil
	c.stopTimer(call, TimerShow, TimerOffer)
	c.touch(call)
	if call.Talk == nil || call.Talk.Bridge != o.Bridge {
		c.emit(CloseBridge{On: c.on(call), Bridge: o.Bridge})
	}
	if o.Agent != "" && o.For != ForBack { // whose pop is that of the conversation
		c.emit(WithdrawOffer{Agent: o.Agent, Call: call.ID, Result: result})
	}
	return o
}
