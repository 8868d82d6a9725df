package queue

import "thirdring/agent"

// offer reserves the agent for the call, shows the pop, and prepares the
// phone. The phone rings when both are ready, so that the pop comes first.
func (c *Core) offer(call *Call, a *agent.Agent) {
	c.explain(call, a)
	c.leave(call)
	id := LegID(call.mint("a"))
	if err := a.Reserve(c.now, agent.Contact{Call: string(call.ID), Leg: string(id), Node: call.Node}); err != nil {
		c.illegal++
	}
	c.touchAgent(a)
	if call.Phase == Waiting {
		c.enter(call, Offering)
	}
	c.stopTimer(call, TimerComfort)
	call.Offer = &Offer{Agent: a.ID, Leg: id, At: c.now, Bridge: BridgeID(call.mint("b"))}
	call.Record.Offers = append(call.Record.Offers, OfferTry{Agent: a.ID, At: c.now})
	c.legs[id] = leg{call: call.ID, node: call.Node, agent: a.ID}
	c.touch(call)

	c.emit(ShowOffer{Agent: a.ID, Call: call.clone(), Leg: id})
	c.emit(CreateLeg{
		On: c.on(call), Leg: id, Agent: a.ID, Bridge: call.Offer.Bridge,
		CallerNumber: call.Record.Caller.display(), DetectTalk: a.WorkNo != "",
	})
	c.setTimer(call, TimerShow, showLimit)
	c.setTimer(call, TimerOffer, createLimit)
}

// display is what the agent's phone shows.
func (p Party) display() string {
	switch {
	case p.Match == Withheld:
		return "anonymous"
	case p.Number != "":
		return p.Number
	default:
		return p.Raw
	}
}

func (c *Core) offerShown(ev OfferShown) {
	call := c.calls[ev.Call]
	if call == nil || call.Offer == nil || call.Offer.Leg != ev.Leg {
		c.ignored++
		return
	}
	c.offerReady(call, ev.Shown)
}

// offerReady notes that the desktop shows the pop, or that nobody waits for
// it any longer, and rings the phone if that is ready too.
func (c *Core) offerReady(call *Call, shown bool) {
	c.stopTimer(call, TimerShow)
	call.Offer.Shown = true
	if shown && call.Offer.Dialled.IsZero() {
		call.try().Shown = true
	}
	c.dial(call)
}

func (c *Core) legCreated(ev LegCreated) {
	call := c.calls[c.legs[ev.Leg].call]
	if call == nil || call.Offer == nil || call.Offer.Leg != ev.Leg {
		c.ignored++
		return
	}
	call.Offer.Created = true
	c.dial(call)
}

func (c *Core) dial(call *Call) {
	o := call.Offer
	c.touch(call)
	if !o.Shown || !o.Created || !o.Dialled.IsZero() {
		return
	}
	limit := c.room(call.Place.Queue).config.RingLimit
	o.Dialled = c.now
	call.try().Dialled = c.now
	c.emit(DialLeg{On: c.on(call), Leg: o.Leg, Limit: limit})
	c.setTimer(call, TimerOffer, limit)
}

// try is the record's line of the offer under way.
func (call *Call) try() *OfferTry { return &call.Record.Offers[len(call.Record.Offers)-1] }

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

// offerLost lets go of the agent and gives the caller the old place back.
func (c *Core) offerLost(call *Call, result OfferResult) {
	a := c.dropOffer(call, result)
	var err error
	switch {
	case c.down[call.Node]: // that says nothing of the agent
		err = a.Release(c.now)
	case result == OfferNoAnswer:
		err = c.miss(a, agent.NoAnswer)
	case result == OfferRejected:
		err = c.miss(a, agent.Rejected)
	default:
		err = c.miss(a, agent.Offline)
	}
	c.settleAgent(a, err)
	if call.Phase == Ended {
		return
	}
	if call.Phase == Offering {
		c.enter(call, Waiting)
		c.comfortLater(call)
	}
	c.join(call)
}

// dropOffer closes the offer's books and returns its agent.
func (c *Core) dropOffer(call *Call, result OfferResult) *agent.Agent {
	o := *call.Offer
	try := call.try()
	try.Ended, try.Result = c.now, result
	call.Offer = nil
	c.stopTimer(call, TimerShow, TimerOffer)
	c.touch(call)
	c.emit(CloseBridge{On: c.on(call), Bridge: o.Bridge})
	c.emit(WithdrawOffer{Agent: o.Agent, Call: call.ID, Result: result})
	return c.agents[o.Agent]
}
