package queue

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"thirdring/agent"
)

// dialOut calls a customer for an agent: the agent's own phone is rung, then
// the customer's, and then it is a conversation like any other.
func (c *Core) dialOut(ev Dial) error {
	a := c.agents[ev.Agent]
	if a == nil || !c.listed(a.ID) {
		return ErrNoAgent
	}
	if err := c.mayDial(a, ev); err != nil {
		return err
	}
	node, ok := c.anyNode()
	if !ok {
		return ErrNoNode
	}
	line, queue := c.lineOf(a)
	call := &Call{ID: c.mintCall(), Phase: Arrived, Since: c.now, Node: node, Place: Place{Queue: queue}, Due: map[Timer]time.Time{}}
	call.Record = Record{
		Call:      call.ID,
		Direction: Outbound,
		Hotline:   line.Number,
		Project:   line.Project,
		Queue:     queue,
		Cadence:   c.center.Cadence,
		Caller:    Party{Raw: ev.Number, Owner: ev.Owner},
		Times:     Times{Ring: c.now},
		Agent:     refOf(a),
		Purpose:   ev.Purpose,
		Task:      ev.Task,
	}
	c.calls[call.ID] = call
	c.enter(call, Dialling)
	c.emit(Identify{Call: call.ID, From: ev.Number})
	c.reserve(call, a, Offer{For: ForDialler, To: Target{Kind: ToNumber, ID: ev.Number}, From: a.ID})
	return nil
}

func (c *Core) mayDial(a *agent.Agent, ev Dial) error {
	switch {
	case a.State == agent.SignedOut:
		return fmt.Errorf("%w: sign in before you call", agent.ErrIllegal)
	case a.State.Bound(), a.State == agent.WrapUp, a.Contact.Leg != "":
		return ErrBusy
	case !slices.ContainsFunc(c.center.Purposes, func(p DialPurpose) bool { return p.Code == ev.Purpose }):
		return ErrPurpose
	case !agent.Dialable(ev.Number):
		return ErrNumber
	case !a.Reachable():
		return ErrUnreachable
	}
	return nil
}

// anyNode is a connected node; they take turns.
func (c *Core) anyNode() (node string, ok bool) {
	connected := slices.Sorted(maps.Keys(c.nodes))
	connected = slices.DeleteFunc(connected, func(n string) bool { return c.down[n] })
	if len(connected) == 0 {
		return "", false
	}
	return connected[c.seq%uint64(len(connected))], true
}

// lineOf is the hotline whose number the agent's customers see, and the queue
// whose settings count for the agent's calls.
func (c *Core) lineOf(a *agent.Agent) (Hotline, string) {
	line := c.hotline("")
	first := slices.IndexFunc(a.Queues, func(q string) bool { return c.queues[q] != nil && !c.queues[q].removed })
	if first < 0 {
		return line, line.Queue
	}
	queue := a.Queues[first]
	own := slices.IndexFunc(c.center.Hotlines, func(l Hotline) bool { return l.Queue == queue })
	if own >= 0 {
		line = c.center.Hotlines[own]
	}
	return line, queue
}

// diallerAnswered rings the customer; the agent hears how that goes.
func (c *Core) diallerAnswered(call *Call, o *Offer) {
	c.takeOffer(call, o)
	a := c.agents[o.Agent]
	c.settleAgent(a, a.Talk(c.now))
	// Whoever calls speaks first: no work number is announced.
	call.Talk = &Talk{Agent: a.ID, Leg: o.Leg, Bridge: o.Bridge, Spoke: true}
	c.emit(JoinLeg{On: c.on(call), Bridge: o.Bridge, Leg: o.Leg})
	call.Caller = Leg{ID: LegID(call.mint("c"))}
	c.ringOutside(call, o.To.ID, Offer{For: ForCustomer, To: o.To, From: a.ID, Leg: call.Caller.ID, Bridge: o.Bridge})
}

// customerAnswered begins the conversation.
func (c *Core) customerAnswered(call *Call, o *Offer) {
	c.takeOffer(call, o)
	c.isUp(call, c.now)
	call.Record.Times.Person = c.now
	call.Record.Outcome = OutcomeAnswered
	c.handTo(call, c.agents[call.Talk.Agent], Target{}, nil)
	c.newRecording(call)
	c.bridge(call, false, call.Talk.Recording)
	c.checkPage(c.agents[call.Talk.Agent])
}

// diallerLost ends a call whose agent's own phone did not answer; the agent
// is free already. A phone that was rung and not picked up is a change of mind.
func (c *Core) diallerLost(call *Call, result OfferResult) {
	if result == OfferRejected || result == OfferNoAnswer {
		c.end(call, End{Class: ByAgent, Reason: EndHangup})
		return
	}
	c.end(call, End{Class: ByNetwork, Reason: EndFailed})
}

// customerGone takes note that the customer's channel ended unanswered. A
// network that says nothing but that the call was cleared has usually told the
// agent in words that nobody can be reached.
func (c *Core) customerGone(call *Call, cause int) {
	c.dropOffer(call, call.OnlyOffer(), OfferFailed)
	call.Record.End.Cause = cause
	c.customerLost(call, notReachedBy(cause))
}

// notReachedBy is what the cause says of a customer who did not answer.
func notReachedBy(cause int) OfferResult {
	switch cause {
	case causeBusy, causeRejected:
		return OfferRejected
	case causeNormal, causeUnspecified, causeNoUser, causeNoAnswer, causeUnregistered:
		return OfferNoAnswer
	default:
		return OfferFailed
	}
}

// customerLost ends a call whose customer was not reached. The attempt is
// registered like any call.
func (c *Core) customerLost(call *Call, result OfferResult) {
	c.end(call, c.notReached(call, result))
}

// notReached is the end of a call whose customer was not reached; the outcome
// is noted.
func (c *Core) notReached(call *Call, result OfferResult) End {
	how := End{Class: ByNetwork, Reason: EndFailed, Cause: call.Record.End.Cause}
	switch result {
	case OfferRejected:
		how.Class, how.Reason = ByCaller, EndNotReached
		call.Record.Outcome = OutcomeBusy
	case OfferNoAnswer:
		how.Class, how.Reason = ByCaller, EndNotReached
		call.Record.Outcome = OutcomeNoAnswer
	case OfferAnswered, OfferOffline, OfferCaller, OfferFailed, OfferTaken, OfferPulled:
	}
	return how
}

// dialledOff ends a call whose agent's phone went while the customer's rang.
func (c *Core) dialledOff(call *Call, cause int) {
	if cause == causeNormal || cause == causeUnspecified {
		c.end(call, End{Class: ByAgent, Reason: EndHangup, Cause: cause})
		return
	}
	c.end(call, End{Class: ByNetwork, Reason: EndFailed, Cause: cause})
}

// resyncDialling goes on with a call whose customer has not answered yet.
func (c *Core) resyncDialling(call *Call, live map[LegID]LiveLeg, lost EndReason) {
	o := call.OnlyOffer()
	if _, rung := live[o.Leg]; !rung {
		c.dropOffer(call, o, OfferFailed)
		if a := c.agents[o.Agent]; a != nil {
			a.Contact.Leg = ""
			c.settleAgent(a, a.Release(c.now))
		}
		c.end(call, End{Class: ByNetwork, Reason: lost})
		return
	}
	if t := call.Talk; t != nil {
		if t.Gone {
			c.end(call, End{Class: ByNetwork, Reason: lost})
			return
		}
		if live[t.Leg].Bridge != t.Bridge {
			c.emit(JoinLeg{On: c.on(call), Bridge: t.Bridge, Leg: t.Leg})
		}
	}
	c.resyncOffers(call, live)
}

// placeOutbound gives a customer who was called, and has to wait now because
// the agent's phone died or the call was given to a queue, the place of one who
// called when the agent did: nearly always the head. The queue's figures do not
// count the call; it was answered before it ever came there.
func (c *Core) placeOutbound(call *Call) {
	if !call.Place.Entered.IsZero() {
		return
	}
	c.enqueue(call, call.Record.Times.Ring)
	call.Place.Counted = true
}
