package replay

import (
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Move is what a supervisor changed while callers waited.
type Move struct {
	At    time.Time
	Event queue.Event // names the day's call
}

// move notes a supervisor's event, if it is one.
func (r *Reader) move(e Entry) error {
	var ev queue.Event
	var err error
	switch e.Event.Type {
	case "MoveUpInLine":
		ev, err = into[queue.MoveUpInLine](e.Event)
	case "MoveToQueue":
		ev, err = into[queue.MoveToQueue](e.Event)
	case "GiveToAgent":
		ev, err = into[queue.GiveToAgent](e.Event)
	case "CancelCallback":
		ev, err = into[queue.CancelCallback](e.Event)
	case "SignQueue":
		ev, err = into[queue.SignQueue](e.Event)
	default:
		return nil
	}
	r.day.Moves = append(r.day.Moves, Move{e.At, ev})
	return err
}

// moving is the event with the core's name of the call; the core refuses what
// makes no sense any more, such as to move a call that was answered sooner.
func (p *player) moving(ev queue.Event) queue.Event {
	switch ev := ev.(type) {
	case queue.MoveUpInLine:
		ev.Call = p.played(ev.Call)
		return ev
	case queue.MoveToQueue:
		ev.Call = p.played(ev.Call)
		return ev
	case queue.GiveToAgent:
		ev.Call = p.played(ev.Call)
		return ev
	case queue.CancelCallback:
		ev.Call = p.played(ev.Call)
		return ev
	}
	return ev
}

// played is the core's name of the day's call, or of the attempt to call its
// customer back that is under way; empty if it has not come yet.
func (p *player) played(id queue.CallID) queue.CallID {
	c := p.day.attempts[id]
	for name, call := range p.of {
		if live, lives := p.live[name]; lives && live.Phase != queue.Ended && (call == c && live.Callback != nil || call.ID == id) {
			return name
		}
	}
	return ""
}

// Join lets an agent who was not there work as the others did: from the first
// who came to the last who left, with the rings and misses that are usual.
func (d *Day) Join(id agent.ID) {
	if d.Agents[id] != nil {
		return
	}
	w := &Worker{}
	var first, last time.Time
	for _, s := range d.Shifts {
		if s.State == agent.Ready && (first.IsZero() || s.At.Before(first)) {
			first = s.At
		}
		if s.State == agent.SignedOut && s.At.After(last) {
			last = s.At
		}
	}
	for _, other := range d.Agents {
		w.Here = w.Here || other.Here
		w.Rings, w.Gone = append(w.Rings, other.Rings...), append(w.Gone, other.Gone...)
		w.Missed += other.Missed
	}
	if !w.Here && first.IsZero() {
		return // nobody worked on that day
	}
	if !w.Here {
		d.Shifts = append(d.Shifts, Shift{first, id, agent.Ready})
	}
	if !last.IsZero() && !slices.ContainsFunc(d.Shifts, func(s Shift) bool { return s.State == agent.Ready && s.At.After(last) }) {
		d.Shifts = append(d.Shifts, Shift{last, id, agent.SignedOut})
	}
	if d.Agents == nil {
		d.Agents = map[agent.ID]*Worker{}
	}
	d.Agents[id] = w
}
