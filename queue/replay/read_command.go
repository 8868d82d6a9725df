package replay

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

func (r *Reader) command(e Entry, cmd Line) error {
	switch cmd.Type {
	case "Play":
		v, err := into[queue.Play](cmd)
		r.plays[v.ID] = promptKey(v.Prompts)
		return err
	case "Identify":
		v, err := into[queue.Identify](cmd)
		r.promised(e.At, v.Call)
		return err
	case "Explain":
		v, err := into[queue.Explain](cmd)
		if c := r.calls[v.Call]; c != nil {
			c.Entered = e.At.Add(-v.Waited)
		}
		w := r.day.worker(v.Agent)
		if !w.seen {
			w.seen, w.Here = true, true
		}
		w.wraps = nil // it ended by itself
		return err
	case "CreateLeg":
		v, err := into[queue.CreateLeg](cmd)
		r.created(e.At, v)
		return err
	case "DialLeg":
		v, err := into[queue.DialLeg](cmd)
		if phone := r.legs[v.Leg]; phone != nil {
			phone.dialled = e.At
		}
		return err
	case "WithdrawOffer":
		v, err := into[queue.WithdrawOffer](cmd)
		r.withdrawn(e.At, v)
		return err
	case "RecordLeg":
		v, err := into[queue.RecordLeg](cmd)
		r.spoken[v.Recording] = r.calls[v.Call]
		return err
	case "SaveRecord":
		v, err := into[struct {
			Call    queue.CallID
			Outcome queue.Outcome
			Row     *queue.Brief
		}](cmd)
		r.saved = v.Call
		r.over(e.At, v.Call, v.Outcome, v.Row)
		return err
	}
	return nil
}

// promised notes an attempt to keep a promise. It is the continuation of the
// call whose row was written just before: of the one in which the promise was
// given, or of the attempt before.
func (r *Reader) promised(at time.Time, id queue.CallID) {
	of := r.day.attempts[r.saved]
	if of == nil {
		of = r.calls[r.saved]
	}
	if of == nil || r.calls[id] != nil {
		return
	}
	try := &Try{Call: &Call{ID: id, At: at}}
	of.Tries = append(of.Tries, try)
	r.calls[id], r.tries[id], r.day.attempts[id] = try.Call, try, of
}

func (r *Reader) created(at time.Time, v queue.CreateLeg) {
	phone := &ringing{call: r.calls[v.Call], agent: v.Agent, number: v.Number}
	r.legs[v.Leg] = phone
	if v.Agent == "" {
		return
	}
	r.phones[v.Agent] = phone
	if v.AutoAnswer && phone.call == nil { // a call out
		r.out[v.Call] = v.Agent
		r.day.Shifts = append(r.day.Shifts, Shift{at, v.Agent, agent.Break})
	}
}

func (r *Reader) withdrawn(at time.Time, v queue.WithdrawOffer) {
	phone := r.phones[v.Agent]
	if r.calls[v.Call] == nil || phone == nil || phone.call != r.calls[v.Call] {
		return // a call-back whose agent was only reserved
	}
	w := r.day.worker(v.Agent)
	if v.Result == queue.OfferNoAnswer || v.Result == queue.OfferRejected {
		w.Missed++
		w.missed = at
	}
	if v.Result == queue.OfferCaller && !phone.dialled.IsZero() {
		w.Gone = append(w.Gone, at.Sub(phone.dialled))
	}
}

// pressed notes a key: of a caller whom nobody serves yet, or of somebody
// outside who was asked to take a call.
func (r *Reader) pressed(e Entry, ev queue.LegDigit) {
	c := r.calls[e.Call]
	if c != nil && c.Arrived.Leg == ev.Leg && c.Answered.IsZero() && c.Ended.IsZero() {
		c.Keys = append(c.Keys, Key{e.At.Sub(c.At), ev.Digit})
		return
	}
	phone := r.legs[ev.Leg]
	if phone == nil || phone.agent != "" || phone.answered.IsZero() || phone.pressed {
		return
	}
	after := e.At.Sub(phone.answered)
	if try := r.tries[e.Call]; try != nil && (ev.Digit == keyYes || ev.Digit == keyNo) {
		try.Key, try.KeyAfter, phone.pressed = ev.Digit, after, true
		try.PickedUp, try.Rang = true, phone.answered.Sub(phone.dialled)
	} else if try == nil && ev.Digit == keyYes {
		p := r.day.duty(phone.number)
		p.Rings, p.Keys = append(p.Rings, phone.answered.Sub(phone.dialled)), append(p.Keys, after)
		phone.pressed = true
		if c != nil && c.Answered.IsZero() {
			c.Answered = e.At
		}
	}
}

// silent notes the end of a telephone outside that did not take the call.
func (r *Reader) silent(at time.Time, ev queue.LegGone) {
	phone := r.legs[ev.Leg]
	if phone == nil || phone.agent != "" || phone.call == nil || phone.dialled.IsZero() || phone.pressed {
		return
	}
	until := at
	if !phone.answered.IsZero() {
		until = phone.answered
	}
	rang := until.Sub(phone.dialled)
	switch try := r.tries[phone.call.ID]; {
	case try != nil && try.Rang == 0:
		try.Rang, try.PickedUp, try.Cause = rang, !phone.answered.IsZero(), ev.Cause
	case try != nil:
	case phone.call.third.ID == "":
		if phone.call.Ended.IsZero() || rang > 2*usualRing { // else the caller went
			r.day.duty(phone.number).Missed++
		}
	case !phone.answered.IsZero():
		r.day.Outside = append(r.day.Outside, rang)
	}
}

// control notes what an agent did with the customer.
func (r *Reader) control(e Entry) error {
	c := r.calls[e.Call]
	if c == nil || refused(e) {
		return nil
	}
	switch e.Event.Type {
	case "Transfer":
		ev, err := into[queue.Transfer](e.Event)
		c.acts, c.third = append(c.acts, act{e.At, ev.Agent, ev}), queue.Target{Kind: ev.To.Kind, ID: outside(ev.To)}
		r.wraps(ev.Agent, c, e.At)
		return err
	case "LegReferred":
		ev, err := into[queue.LegReferred](e.Event)
		c.acts = append(c.acts, act{e.At, c.now, ev})
		r.wraps(c.now, c, e.At)
		return err
	case "Consult":
		ev, err := into[queue.Consult](e.Event)
		c.acts, c.third = append(c.acts, act{e.At, ev.Agent, ev}), ev.To
		return err
	case "DropThird":
		ev, err := into[queue.DropThird](e.Event)
		c.acts = append(c.acts, act{e.At, ev.Agent, ev})
		return err
	case "CompleteTransfer":
		ev, err := into[queue.CompleteTransfer](e.Event)
		c.acts = append(c.acts, act{e.At, ev.Agent, ev})
		if c.third.Kind == queue.ToAgent {
			c.now = agent.ID(c.third.ID)
		} else if c.third.Kind != queue.ToQueue {
			r.wraps(ev.Agent, c, e.At)
		}
		return err
	}
	return nil
}

// outside is the target's id if it is outside the centre.
func outside(to queue.Target) string {
	if to.Kind == queue.ToNumber || to.Kind == queue.ToDepartment {
		return to.ID
	}
	return ""
}

// refused reports whether the core refused what was asked for.
func refused(e Entry) bool {
	for _, cmd := range e.Commands {
		if cmd.Type != "Reply" {
			continue
		}
		if v, err := into[struct{ Err any }](cmd); err == nil && v.Err != nil {
			return true
		}
	}
	return false
}

// over notes the end of a call, and what its row says of it.
func (r *Reader) over(at time.Time, id queue.CallID, outcome queue.Outcome, row *queue.Brief) {
	if who := r.out[id]; who != "" {
		delete(r.out, id)
		r.day.Shifts = append(r.day.Shifts, Shift{at, who, agent.Ready})
	}
	c := r.calls[id]
	if c == nil {
		return
	}
	first := c.Ended.IsZero() || c.Row == nil && c.Ended.Equal(at)
	if c.Ended.IsZero() {
		c.Ended = at
	}
	c.turnedOut(outcome, row)
	if who := c.lastAgent(); first && who != "" {
		r.wraps(who, c, at)
	}
}

// lastAgent is who has to wrap the call up, unless that began before.
func (c *Call) lastAgent() agent.ID {
	if c.Row == nil {
		return c.Agent
	}
	if last := len(c.Row.Parts) - 1; last >= 0 {
		return c.Row.Parts[last].Agent
	}
	return ""
}

// turnedOut takes the row's word for how it was.
func (c *Call) turnedOut(outcome queue.Outcome, row *queue.Brief) {
	c.Left, c.Closed = left(outcome), outcome == queue.OutcomeAfterHours
	if c.Closed {
		c.Entered = time.Time{} // the closed hotline's message was no greeting
	}
	if row == nil || row.Hangup.IsZero() {
		if outcome == queue.OutcomeAnswered && c.Answered.IsZero() {
			c.ByCaller = false // somebody on duty talked to her
		}
		if c.Left && c.Out.IsZero() {
			c.Out = c.Ended
		}
		return
	}
	c.Row = row
	c.Entered, c.Answered, c.Ended, c.ByCaller = row.QueueIn, row.Person, row.Hangup, row.By == queue.ByCaller
	for _, x := range row.Exits {
		if x.Kind != queue.ExitQueue && x.Kind != queue.ExitEmergency {
			c.Out = x.At
			break
		}
	}
	if !c.Answered.IsZero() && !c.Out.IsZero() && c.Out.Before(c.Answered) && c.Row.Agent != "" && len(row.Parts) > 0 && row.Parts[0].Agent != "" {
		c.Out = time.Time{} // the way led nowhere
	}
}
