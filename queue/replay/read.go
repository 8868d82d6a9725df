package replay

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Line is an event or a command of the journal.
type Line struct {
	Type string
	Data []byte // JSON
}

// Entry is an entry of the journal.
type Entry struct {
	At       time.Time
	Call     queue.CallID
	Event    Line
	Commands []Line
}

// Reader gathers a day from its entries, in their order.
type Reader struct {
	day    *Day
	calls  map[queue.CallID]*Call
	legs   map[queue.LegID]*ringing
	phones map[agent.ID]*ringing     // the last one of each agent
	out    map[queue.CallID]agent.ID // calls that agents make
	plays  map[queue.PlayID]string
}

// ringing is an agent's telephone.
type ringing struct {
	agent   agent.ID
	dialled time.Time
}

// NewReader reads entries from from to to.
func NewReader(from, to time.Time) *Reader {
	return &Reader{
		day:   &Day{From: from, To: to, Agents: map[agent.ID]*Worker{}, Prompts: map[string]time.Duration{}},
		calls: map[queue.CallID]*Call{}, legs: map[queue.LegID]*ringing{}, phones: map[agent.ID]*ringing{}, out: map[queue.CallID]agent.ID{}, plays: map[queue.PlayID]string{},
	}
}

// Day is what was read. Calls that had not ended are left out, since nobody
// knows how they went on.
func (r *Reader) Day() *Day {
	d := *r.day
	d.Calls = nil
	for _, c := range r.day.Calls {
		if !c.Ended.IsZero() {
			d.Calls = append(d.Calls, c)
		}
	}
	return &d
}

// Read takes the next entry.
func (r *Reader) Read(e Entry) error {
	if err := r.event(e); err != nil {
		return fmt.Errorf("replay: %s at %s: %w", e.Event.Type, e.At.Format(time.RFC3339), err)
	}
	for _, cmd := range e.Commands {
		if err := r.command(e, cmd); err != nil {
			return fmt.Errorf("replay: %s at %s: %w", cmd.Type, e.At.Format(time.RFC3339), err)
		}
	}
	return nil
}

// into reads a line as the core's type.
func into[T any](l Line) (v T, err error) {
	if len(l.Data) > 0 {
		err = json.Unmarshal(l.Data, &v)
	}
	return v, err
}

func (r *Reader) event(e Entry) error {
	switch e.Event.Type {
	case "CallArrived":
		ev, err := into[queue.CallArrived](e.Event)
		if e.Call != "" && r.calls[e.Call] == nil {
			c := &Call{ID: e.Call, At: e.At, Arrived: ev}
			r.calls[e.Call], r.day.Calls = c, append(r.day.Calls, c)
		}
		return err
	case "Identified":
		ev, err := into[queue.Identified](e.Event)
		if c := r.calls[ev.Call]; c != nil {
			c.Identified, c.KnownAfter = &ev, e.At.Sub(c.At)
		}
		return err
	case "PlayStarted":
		ev, err := into[queue.PlayStarted](e.Event)
		if prompts := r.plays[ev.Play]; prompts != "" {
			r.day.Prompts[prompts] = ev.Length
		}
		return err
	case "PlayEnded":
		ev, err := into[queue.PlayEnded](e.Event)
		if c := r.calls[ev.Call]; c != nil && c.Entered.IsZero() {
			c.Entered = e.At // after the greeting; an offer knows better
		}
		return err
	case "LegAnswered":
		ev, err := into[queue.LegAnswered](e.Event)
		r.answered(e, ev.Leg)
		return err
	case "LegGone":
		ev, err := into[queue.LegGone](e.Event)
		if c := r.calls[e.Call]; c != nil && c.Arrived.Leg == ev.Leg && c.Ended.IsZero() {
			c.Ended, c.ByCaller = e.At, true
		}
		return err
	case "SetState":
		ev, err := into[queue.SetState](e.Event)
		r.shift(e.At, ev)
		return err
	case "SaveWrapUp":
		ev, err := into[queue.SaveWrapUp](e.Event)
		if ev.Done {
			r.wrapped(r.day.worker(ev.Agent), e.At)
		}
		return err
	}
	return r.move(e)
}

// answered notes an agent's answer to a call of a queue.
func (r *Reader) answered(e Entry, id queue.LegID) {
	c, phone := r.calls[e.Call], r.legs[id]
	if phone == nil || c == nil || !c.Answered.IsZero() || phone.dialled.IsZero() {
		return
	}
	c.Answered, c.Agent = e.At, phone.agent
	w := r.day.worker(phone.agent)
	w.Rings = append(w.Rings, e.At.Sub(phone.dialled))
	w.missed = time.Time{}
}

// shift notes an agent's wish for another state, unless it only ended a
// wrap-up or a rest after a missed call.
func (r *Reader) shift(at time.Time, ev queue.SetState) {
	w := r.day.worker(ev.Agent)
	if !w.seen {
		w.seen, w.Here = true, ev.State != agent.Ready
	}
	if ev.State == agent.Ready && (w.wraps != nil || !w.missed.IsZero()) {
		if !w.missed.IsZero() {
			w.Away = append(w.Away, at.Sub(w.missed))
			w.missed = time.Time{}
		}
		r.wrapped(w, at)
		return
	}
	r.wrapped(w, at)
	r.day.Shifts = append(r.day.Shifts, Shift{at, ev.Agent, ev.State})
}

// wrapped notes that the agent ended a wrap-up.
func (r *Reader) wrapped(w *Worker, at time.Time) {
	if w.wraps != nil && !w.wraps.Ended.IsZero() {
		w.wraps.Wrap = at.Sub(w.wraps.Ended)
	}
	w.wraps = nil
}

func (r *Reader) command(e Entry, cmd Line) error {
	switch cmd.Type {
	case "Play":
		v, err := into[queue.Play](cmd)
		r.plays[v.ID] = promptKey(v.Prompts)
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
		if v.Agent != "" {
			r.legs[v.Leg] = &ringing{agent: v.Agent}
			r.phones[v.Agent] = r.legs[v.Leg]
		}
		if v.Agent != "" && v.AutoAnswer && r.calls[v.Call] == nil { // a call out
			r.out[v.Call] = v.Agent
			r.day.Shifts = append(r.day.Shifts, Shift{e.At, v.Agent, agent.Break})
		}
		return err
	case "DialLeg":
		v, err := into[queue.DialLeg](cmd)
		if phone := r.legs[v.Leg]; phone != nil {
			phone.dialled = e.At
		}
		return err
	case "WithdrawOffer":
		v, err := into[queue.WithdrawOffer](cmd)
		if r.calls[v.Call] != nil && (v.Result == queue.OfferNoAnswer || v.Result == queue.OfferRejected) {
			w := r.day.worker(v.Agent)
			w.Missed++
			w.missed = e.At
		}
		if c := r.calls[v.Call]; c != nil && v.Result == queue.OfferCaller {
			if phone := r.phones[v.Agent]; phone != nil && !phone.dialled.IsZero() {
				w := r.day.worker(v.Agent)
				w.Gone = append(w.Gone, e.At.Sub(phone.dialled))
			}
		}
		return err
	case "SaveRecord":
		v, err := into[struct {
			Call    queue.CallID
			Outcome queue.Outcome
		}](cmd)
		r.over(e, v.Call)
		if c := r.calls[v.Call]; c != nil {
			c.turnedOut(v.Outcome)
		}
		return err
	}
	return nil
}

// over notes the end of a call.
func (r *Reader) over(e Entry, id queue.CallID) {
	if who := r.out[id]; who != "" {
		delete(r.out, id)
		r.day.Shifts = append(r.day.Shifts, Shift{e.At, who, agent.Ready})
	}
	c := r.calls[id]
	if c == nil {
		return
	}
	if c.Ended.IsZero() {
		c.Ended = e.At
	}
	if c.Agent != "" && c.Wrap == 0 && c.Ended.Equal(e.At) {
		r.day.worker(c.Agent).wraps = c
	}
}

// promptKey names prompts played in a row.
func promptKey(prompts []queue.Prompt) string {
	var ids []string
	for _, p := range prompts {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}
