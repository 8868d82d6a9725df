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
	calls  map[queue.CallID]*Call // attempts to call back among them
	tries  map[queue.CallID]*Try
	legs   map[queue.LegID]*ringing
	phones map[agent.ID]*ringing     // the last one of each agent
	out    map[queue.CallID]agent.ID // calls that agents make
	plays  map[queue.PlayID]string
	spoken map[queue.RecordingID]*Call // messages

	saved queue.CallID         // by the command before
	last  time.Time            // of the entry before
	nodes map[string]time.Time // since when they are lost; zero: they are there

	started, stopped time.Time // the configuration was read, and the last entry before that
}

// ringing is a telephone.
type ringing struct {
	call              *Call
	agent             agent.ID // empty: outside
	number            string
	dialled, answered time.Time
	pressed           bool
}

// NewReader reads entries from from to to.
func NewReader(from, to time.Time) *Reader {
	return &Reader{
		day: &Day{
			From: from, To: to, Agents: map[agent.ID]*Worker{}, Prompts: map[string]time.Duration{}, Duty: map[string]*Phone{},
			attempts: map[queue.CallID]*Call{},
		},
		calls: map[queue.CallID]*Call{}, tries: map[queue.CallID]*Try{}, legs: map[queue.LegID]*ringing{}, phones: map[agent.ID]*ringing{},
		out: map[queue.CallID]agent.ID{}, plays: map[queue.PlayID]string{}, spoken: map[queue.RecordingID]*Call{}, nodes: map[string]time.Time{},
	}
}

// Day is what was read. Calls that had not ended are left out, since nobody
// knows how they went on, and so are those that an outage touched.
func (r *Reader) Day() *Day {
	d := *r.day
	d.Calls = nil
	for _, c := range r.day.Calls {
		c.settle()
		for _, t := range c.Tries {
			t.settle()
		}
		switch {
		case c.Ended.IsZero():
			d.Open++
			d.busy(c)
		case d.touched(c):
			d.LeftOut++
			d.busy(c)
		default:
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
	r.saved = ""
	for _, cmd := range e.Commands {
		if err := r.command(e, cmd); err != nil {
			return fmt.Errorf("replay: %s at %s: %w", cmd.Type, e.At.Format(time.RFC3339), err)
		}
	}
	r.last = e.At
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
		r.seen(ev.Node)
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
		r.answered(e, r.legs[ev.Leg])
		return err
	case "LegDigit":
		ev, err := into[queue.LegDigit](e.Event)
		r.pressed(e, ev)
		return err
	case "LegGone":
		ev, err := into[queue.LegGone](e.Event)
		if c := r.calls[e.Call]; c != nil && c.Arrived.Leg == ev.Leg && c.Ended.IsZero() {
			c.Ended, c.ByCaller = e.At, true
		}
		r.silent(e.At, ev)
		return err
	case "RecordingEnded":
		ev, err := into[queue.RecordingEnded](e.Event)
		if c := r.spoken[ev.Recording.ID]; c != nil {
			c.Message = max(c.Message, ev.Recording.Duration)
		}
		return err
	}
	return r.people(e)
}

// people reads what agents and supervisors did, and what became of nodes.
func (r *Reader) people(e Entry) error {
	switch e.Event.Type {
	case "SetState":
		ev, err := into[queue.SetState](e.Event)
		r.shift(e.At, ev)
		return err
	case "SaveWrapUp":
		ev, err := into[queue.SaveWrapUp](e.Event)
		if ev.Done {
			r.wrapped(ev.Agent, e.At)
		}
		return err
	case "NodeLost":
		ev, err := into[queue.NodeLost](e.Event)
		r.nodeLost(e.At, ev.Node)
		return err
	case "Resync":
		ev, err := into[queue.Resync](e.Event)
		r.nodeBack(e.At, ev.Node)
		return err
	case "Configured":
		ev, err := into[struct{ Version int }](e.Event)
		r.day.Versions = append(r.day.Versions, ev.Version)
		r.started, r.stopped = e.At, r.last
		return err
	}
	if err := r.control(e); err != nil {
		return err
	}
	return r.move(e)
}

// answered notes an answer to a call of a queue.
func (r *Reader) answered(e Entry, phone *ringing) {
	if phone == nil || phone.call == nil || phone.call != r.calls[e.Call] || phone.dialled.IsZero() || !phone.answered.IsZero() {
		return
	}
	phone.answered = e.At
	c, rang := phone.call, e.At.Sub(phone.dialled)
	if phone.agent == "" {
		return // it is known later what for
	}
	w := r.day.worker(phone.agent)
	w.Rings, w.missed = append(w.Rings, rang), time.Time{}
	if c.third.ID == string(phone.agent) {
		return // to be asked
	}
	c.now = phone.agent
	if c.Answered.IsZero() {
		c.Answered, c.Agent = e.At, phone.agent
	}
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
		r.wrapped(ev.Agent, at)
		return
	}
	r.wrapped(ev.Agent, at)
	r.day.Shifts = append(r.day.Shifts, Shift{at, ev.Agent, ev.State})
}

// wraps notes that the agent begins to wrap up.
func (r *Reader) wraps(id agent.ID, c *Call, at time.Time) {
	if w := r.day.worker(id); w.wraps == nil || w.wraps.call != c {
		w.wraps = &wrapping{c, at}
	}
}

// wrapped notes that the agent ended a wrap-up; after the conversation, since
// a wish for it may come before.
func (r *Reader) wrapped(id agent.ID, at time.Time) {
	w := r.day.worker(id)
	if w.wraps == nil {
		return
	}
	c := w.wraps.call
	c.wraps = append(c.wraps, wrap{id, at.Sub(w.wraps.since)})
	w.wraps = nil
}

// promptKey names prompts played in a row.
func promptKey(prompts []queue.Prompt) string {
	var ids []string
	for _, p := range prompts {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}
