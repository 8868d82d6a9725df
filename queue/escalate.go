package queue

import "time"

// An emergency that no agent answers is taken to the duty phones (值班手机): they
// are rung as well, one after the other, and the list begins anew as long as the
// caller waits.

// DutyRound is how far the duty list has been rung for an emergency.
type DutyRound struct {
	Began time.Time // with the first phone of the list
	Next  int       // the phone that is rung next
}

// dutyPause is the shortest time from one beginning of the list to the next,
// so that phones that are all switched off are not rung without a break.
const dutyPause = 10 * time.Second

// planEscalation sees to it that the duty phones are rung for an emergency: once
// it has waited for so long, and at once if it was taken to them before.
func (c *Core) planEscalation(call *Call) {
	after := c.center.Emergency.Escalate
	left := call.Urgent.Since.Add(after).Sub(c.now)
	switch {
	case c.down[call.Node] || call.rings(ForDuty) || !call.Due[TimerEscalate].IsZero():
	case !call.Urgent.Escalated.IsZero():
		c.ringDuty(call)
	case after > 0 && left > 0:
		c.setTimer(call, TimerEscalate, left)
	case after > 0:
		c.escalate(call)
	}
}

// escalationDue rings the duty phones, or the first of them anew.
func (c *Core) escalationDue(call *Call) {
	if call.Urgent.Escalated.IsZero() {
		c.escalate(call)
	} else {
		c.ringDuty(call)
	}
}

// escalate rings the duty phones for an emergency, if they are not rung yet.
func (c *Core) escalate(call *Call) {
	if !call.Urgent.Escalated.IsZero() || len(c.dutyPhones()) == 0 || c.down[call.Node] {
		return
	}
	call.Urgent.Escalated = c.now
	call.Record.Urgent = call.Urgent
	c.ringDuty(call)
}

// dutyPhones are those of the list for emergencies.
func (c *Core) dutyPhones() []DutyPhone { return c.dutyList(c.center.Emergency.Duty) }

// ringDuty rings the next phone of the list, beside the agents' that ring.
func (c *Core) ringDuty(call *Call) {
	phones, round := c.dutyPhones(), &call.DutyRound
	if len(phones) == 0 || c.down[call.Node] {
		return
	}
	if round.Next >= len(phones) {
		round.Next = 0
	}
	if wait := round.Began.Add(dutyPause).Sub(c.now); round.Next == 0 && wait > 0 {
		c.setTimer(call, TimerEscalate, wait)
		return
	}
	if round.Next == 0 {
		round.Began = c.now
	}
	phone := phones[round.Next]
	round.Next++
	c.stopTimer(call, TimerEscalate)
	c.leave(call)
	if call.Phase == Waiting {
		c.enter(call, Offering)
	}
	c.stopTimer(call, TimerComfort)
	call.Record.addRung(ExitTaken{
		At: c.now, Why: WhyEmergency, Exit: Exit{Kind: ExitDuty, ID: c.center.Emergency.Duty}, Phone: phone,
	})
	c.ringDutyPhone(call, phone)
	c.keepsRinging(call)
}

// dutyMissed goes on after a duty phone that was rung for an emergency did not
// take it.
func (c *Core) dutyMissed(call *Call) {
	c.ringDuty(call)
	if len(call.Offers) == 0 {
		c.backInLine(call)
	}
}
