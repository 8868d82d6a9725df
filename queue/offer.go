package queue

import (
	"time"

	"thirdring/agent"
)

// offer lets the phone of an agent ring for a caller of the queue.
func (c *Core) offer(call *Call, a *agent.Agent, l *lane) {
	c.explain(call, a, l)
	c.leave(call)
	a.LastOffer = c.now
	if call.Phase == Waiting {
		c.enter(call, Offering)
	}
	c.stopTimer(call, TimerComfort)
	call.Record.Offers = append(call.Record.Offers, OfferTry{Agent: a.ID, At: c.now})
	c.reserve(call, a, Offer{For: ForQueue})
}

// reserve binds an agent who is free to the call and rings the agent's phone.
func (c *Core) reserve(call *Call, a *agent.Agent, o Offer) {
	o.Leg = LegID(call.mint("a"))
	if err := a.Reserve(c.now, agent.Contact{Call: string(call.ID), Leg: string(o.Leg), Node: call.Node}); err != nil {
		c.illegal++
	}
	c.touchAgent(a)
	c.ringAgent(call, a, o)
}

// ringAgent shows the pop and prepares the phone of an agent who is bound to
// the call. The phone rings when both are ready, so that the pop comes first.
func (c *Core) ringAgent(call *Call, a *agent.Agent, o Offer) {
	o.Agent = a.ID
	device, number := a.Phone(), call.Record.Caller.display()
	if device.Kind == agent.OutsidePhone {
		number = call.Record.Hotline // as in ringOutside
	}
	c.startOffer(call, o, CreateLeg{
		Agent: a.ID, Device: device, CallerNumber: number,
		DetectTalk: a.WorkNo != "" && o.For.announces(), AutoAnswer: o.For == ForDialler || o.For == ForBack,
	})
}

// ringOutside rings a telephone outside the centre. It shows the hotline's
// number: the customer's is not for everybody to see.
func (c *Core) ringOutside(call *Call, number string, o Offer) {
	o.Agent, o.Shown = "", true
	c.startOffer(call, o, CreateLeg{Number: number, CallerNumber: call.Record.Hotline})
}

// startOffer makes the offer's channel. The leg and the bridge are minted
// unless they are set already.
func (c *Core) startOffer(call *Call, o Offer, create CreateLeg) {
	if o.Leg == "" {
		o.Leg = LegID(call.mint("a"))
	}
	if o.Bridge == "" {
		o.Bridge = BridgeID(call.mint("b"))
	}
	o.At = c.now
	call.Offer = &o
	c.legs[o.Leg] = leg{call: call.ID, node: call.Node, agent: o.Agent}
	c.touch(call)
	if !o.Shown {
		c.emit(ShowOffer{Agent: o.Agent, Call: call.clone(), Leg: o.Leg})
		c.setTimer(call, TimerShow, showLimit)
	}
	create.On, create.Leg, create.Bridge = c.on(call), o.Leg, o.Bridge
	create.Ringback = o.For == ForConsult || o.For == ForCustomer
	c.emit(create)
	c.setTimer(call, TimerOffer, createLimit)
}

// announces reports whether the customer hears the work number of the agent
// who answers.
func (k OfferKind) announces() bool {
	return k == ForQueue || k == ForTransfer || k == ForConsult
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
	if try := call.try(); try != nil && shown && call.Offer.Dialled.IsZero() {
		try.Shown = true
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
	limit := c.ringLimit(call)
	o.Dialled = c.now
	if try := call.try(); try != nil {
		try.Dialled = c.now
	}
	c.emit(DialLeg{On: c.on(call), Leg: o.Leg, Limit: limit})
	c.setTimer(call, TimerOffer, limit)
}

// ringLimit is how long the phone of the offer under way rings. An outside
// one gets longer: networks take their time, and its owner expects no call.
func (c *Core) ringLimit(call *Call) time.Duration {
	switch {
	case call.Offer.Limit > 0:
		return call.Offer.Limit
	case call.Offer.For == ForCustomer:
		return customerRing
	case call.Offer.Agent == "":
		return outsideRing
	}
	return c.room(call.Place.Queue).config.RingLimit
}

// try is the record's line of the offer under way; nil unless it is one of
// the queue: other telephones are in Transfers.
func (call *Call) try() *OfferTry {
	if call.Offer == nil || call.Offer.For != ForQueue {
		return nil
	}
	return &call.Record.Offers[len(call.Record.Offers)-1]
}
