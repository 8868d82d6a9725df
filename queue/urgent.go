package queue

import (
	"cmp"
	"slices"
)

// The emergency lane (紧急通道). Its callers go before those of every queue, and
// everybody who is free of the agents named for it is rung at once, from the
// moment the call arrives. It is a lane like others, which exists while there
// are such callers.

// urgent reports whether the call is in the emergency lane, or would be if its
// caller had to wait again.
func (call *Call) urgent() bool { return !call.Urgent.Since.IsZero() }

// newUrgentLane makes the lane.
func (c *Core) newUrgentLane() *lane {
	c.emergency = &lane{
		need:     need{urgent: true, queues: c.center.Emergency.Queues},
		strategy: RingAll,
		waiting:  line[*Call]{less: byUrgency},
		ringing:  line[*Call]{less: byUrgency},
		ready:    line[spot]{less: bySpot},
	}
	c.moved = append(c.moved, c.sortedAgents()...) // who is free for it?
	return c.emergency
}

// byUrgency is the order of emergencies: that of their arrival.
func byUrgency(a, b *Call) int {
	if d := a.Urgent.Since.Compare(b.Urgent.Since); d != 0 {
		return d
	}
	return cmp.Compare(a.ID, b.ID)
}

// declareUrgent puts the call into the emergency lane as soon as it joins.
func (c *Core) declareUrgent(call *Call, why UrgentWhy) {
	call.Urgent = Urgent{Since: c.now, Why: why}
	call.Record.Urgent = call.Urgent
	call.Place.Overstayed, call.Place.Pressed = false, ""
	c.stopTimer(call, TimerWait, TimerNobody)
	c.unwant(call)
}

// receiveUrgent takes in the caller of an emergency line: answered at once,
// whatever the hour and however many wait, and rung for while greeted.
func (c *Core) receiveUrgent(call *Call) {
	c.declareUrgent(call, UrgentLine)
	if call.Caller.Up { // the fallback dialplan has answered and greeted
		call.Record.Times.Answer = c.now
		c.queueUp(call)
		return
	}
	c.greet(call)
	c.join(call)
}

// emergencyKey lets a caller who pressed the key for it into the lane.
func (c *Core) emergencyKey(call *Call) {
	c.bookExit(call, Exit{Kind: ExitEmergency})
	call.Detour = nil
	c.stopsRinging(call)
	c.declareUrgent(call, UrgentKey)
	c.answer(call)
	c.play(call, Prompt{ID: "emergency.route"})
	if len(call.Offers) > 0 {
		c.ringMore(call)
		return
	}
	c.enter(call, Waiting)
	c.comfortLater(call)
	c.join(call)
}

// ringMore lets everybody join whom the lane asks, while the phones that ring
// already ring on.
func (c *Core) ringMore(call *Call) {
	for _, o := range call.Offers {
		o.Round, o.Level = c.now, 1
	}
	c.keepsRinging(call)
}

// attend looks after the emergencies for which no agent's phone rings: agents
// whose phones ring for others are taken from those, and if nobody is on duty
// the duty phones are rung at once. It reports whether agents were taken.
func (c *Core) attend() bool {
	l := c.emergency
	switch {
	case len(l.waiting.items)+len(l.ringing.items) == 0:
		c.emergency = nil
		return false
	case len(l.ready.items) > 0: // will be rung
		return false
	}
	var alone []*Call
	for _, call := range slices.Concat(l.waiting.items, l.ringing.items) {
		if !call.rings(ForQueue) {
			alone = append(alone, call)
		}
	}
	if len(alone) == 0 {
		return false
	}
	if c.pull(l) {
		return true
	}
	if !c.anybodyFor(l) {
		for _, call := range alone {
			c.escalate(call)
		}
	}
	return false
}

// anybodyFor reports whether an agent of the lane takes calls now or after the
// present one.
func (c *Core) anybodyFor(l *lane) bool {
	for _, a := range c.agents {
		if _, takes := l.need.takes(a); takes && onDuty(a) {
			return true
		}
	}
	return false
}

// pull takes the agents whose phones ring for ordinary callers of a queue, or
// who are reserved for a call-back: each of those callers keeps the place, and
// nobody is blamed. Never from people who talk.
func (c *Core) pull(l *lane) bool {
	pulled := false
	for _, a := range c.sortedAgents() {
		call := c.calls[CallID(a.Contact.Call)]
		if _, takes := l.need.takes(a); !takes || call == nil || call.urgent() {
			continue
		}
		o := call.OfferTo(a.ID)
		switch {
		case o == nil || c.down[call.Node]:
			continue
		case o.For == ForQueue:
			c.withdraw(call, o, OfferPulled)
			if len(call.Offers) == 0 {
				c.backInLine(call)
			}
			pulled = true
		case o.For == ForCallback:
			c.unreserve(call, a, OfferPulled)
			pulled = true
		}
	}
	return pulled
}
