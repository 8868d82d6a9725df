package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// offer lets the phone of an agent ring for a caller of the queue.
func (c *Core) offer(call *Call, a *agent.Agent, o Offer) {
	c.leave(call)
	a.LastOffer = c.now
	if call.Phase == Waiting {
		c.enter(call, Offering)
	}
	c.stopTimer(call, TimerComfort)
	call.Record.addTry(OfferTry{Agent: a.ID, At: c.now})
	c.reserve(call, a, o)
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
	switch {
	case o.Bridge != "":
	case len(call.Offers) > 0: // only one of them will answer
		o.Bridge = call.Offers[0].Bridge
	default:
		o.Bridge = BridgeID(call.mint("b"))
	}
	o.At = c.now
	call.Offers = append(call.Offers, &o)
	c.legs[o.Leg] = leg{call: call.ID, node: call.Node, agent: o.owner()}
	c.touch(call)
	if !o.Shown {
		c.emit(ShowOffer{Agent: o.Agent, Call: call.clone(), Leg: o.Leg})
		o.ShowBy = c.setOfferTimer(&o, timerShow, showLimit)
	}
	create.On, create.Leg, create.Bridge = c.on(call), o.Leg, o.Bridge
	create.Ringback = o.For == ForConsult || o.For == ForCustomer
	c.emit(create)
	o.EndBy = c.setOfferTimer(&o, timerOffer, createLimit)
}

// owner is the agent whose telephone is rung. For a call-back it is the
// customer's, though an agent is reserved.
func (o *Offer) owner() agent.ID {
	if o.For == ForCallback {
		return ""
	}
	return o.Agent
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
	o := call.offerOn(ev.Leg)
	if o == nil {
		c.ignored++
		return
	}
	c.offerReady(call, o, ev.Shown)
}

// offerReady notes that the desktop shows the pop, or that nobody waits for
// it any longer, and rings the phone if that is ready too.
func (c *Core) offerReady(call *Call, o *Offer, shown bool) {
	o.ShowBy, o.Shown = time.Time{}, true
	if try := call.try(o); try != nil && shown && o.Dialled.IsZero() {
		try.Shown = true
	}
	c.dial(call, o)
}

func (c *Core) legCreated(ev LegCreated) {
	call := c.calls[c.legs[ev.Leg].call]
	o := call.offerOn(ev.Leg)
	if o == nil {
		c.ignored++
		return
	}
	o.Created = true
	c.dial(call, o)
}

func (c *Core) dial(call *Call, o *Offer) {
	c.touch(call)
	if !o.Shown || !o.Created || !o.Dialled.IsZero() {
		return
	}
	if o.For == ForCallback && c.closed(c.hotline(call.Record.Hotline)) { // in this very moment
		c.hangup(c.on(call), o.Leg, 0)
		c.offerLost(call, o, OfferFailed)
		return
	}
	limit := c.ringLimit(call, o)
	o.Dialled = c.now
	if try := call.try(o); try != nil {
		try.Dialled = c.now
	}
	c.emit(DialLeg{On: c.on(call), Leg: o.Leg, Limit: limit})
	o.EndBy = c.setOfferTimer(o, timerOffer, limit)
}

// ringLimit is how long the offer's phone rings. An outside one gets longer:
// networks take their time, and its owner expects no call.
func (c *Core) ringLimit(call *Call, o *Offer) time.Duration {
	switch {
	case o.Limit > 0:
		return o.Limit
	case o.For == ForCustomer, o.For == ForCallback:
		return customerRing
	case o.Agent == "":
		return outsideRing
	}
	return c.room(call.Place.Queue).config.RingLimit
}

// try is the record's line of an offer under way; nil unless it is one of the
// queue: other telephones are in Transfers.
func (call *Call) try(o *Offer) *OfferTry {
	if o.For != ForQueue {
		return nil
	}
	for i := len(call.Record.Offers) - 1; i >= 0; i-- {
		if try := &call.Record.Offers[i]; try.Agent == o.Agent && try.Ended.IsZero() {
			return try
		}
	}
	return nil
}

// offerOn is the offer whose telephone the leg is; nil if there is none. A call
// may be nil, too.
func (call *Call) offerOn(id LegID) *Offer {
	if call == nil {
		return nil
	}
	for _, o := range call.Offers {
		if o.Leg == id {
			return o
		}
	}
	return nil
}

// OfferTo is the offer to the agent, nil if the agent's telephone is not rung.
func (call *Call) OfferTo(id agent.ID) *Offer {
	for _, o := range call.Offers {
		if o.Agent == id && id != "" {
			return o
		}
	}
	return nil
}

// OnlyOffer is the telephone that is rung for a call for which only one can be:
// neither for an emergency nor where the queue rings all. It is nil if none is.
func (call *Call) OnlyOffer() *Offer {
	if len(call.Offers) == 0 {
		return nil
	}
	return call.Offers[0]
}

// rings reports whether a telephone is rung for that.
func (call *Call) rings(what OfferKind) bool {
	return slices.ContainsFunc(call.Offers, func(o *Offer) bool { return o.For == what })
}
