package store

import (
	"fmt"
	"slices"

	"thirdring/queue"
)

// Advice lists what is possible but most likely not meant, in the order of the
// document. It is no reason to refuse a document: a centre may be in the middle
// of a change.
func (d Document) Advice() []Problem {
	var a adviser
	if len(d.Agents) > 0 { // else the centre is being set up
		a.served(d)
	}
	a.itself(d)
	a.circles(d)
	a.closed(d)
	a.lane(d)
	return a.found
}

type adviser struct{ found []Problem }

func (a *adviser) say(path, reason string, args ...any) {
	a.found = append(a.found, Problem{Path: path, Reason: fmt.Sprintf(reason, args...)})
}

// served finds queues whose callers would wait for nobody.
func (a *adviser) served(d Document) {
	for i, q := range d.Queues {
		if d.serves(q.ID) || slices.ContainsFunc(q.Routing.Widen, func(w WidenDoc) bool { return w.Queue != "" && d.serves(w.Queue) }) {
			continue
		}
		path := fmt.Sprintf("queues[%d]", i)
		if q.Overflow == nil || q.Overflow.MaxWait == 0 && q.Overflow.Nobody == 0 {
			a.say(path, "no agent serves this queue, and its callers are never sent elsewhere: let agents serve it, or set nobody of overflow")
		} else {
			a.say(path, "no agent serves this queue: its callers only wait to be sent elsewhere")
		}
	}
}

func (d Document) serves(id string) bool {
	return slices.ContainsFunc(d.Agents, func(a AgentDoc) bool { return slices.Contains(a.Queues, id) })
}

// itself finds ways out of a queue that lead back into it at once.
func (a *adviser) itself(d Document) {
	for i, q := range d.Queues {
		if q.Overflow == nil {
			continue
		}
		for j, e := range q.Overflow.Then {
			if e == (ExitDoc{Kind: queue.ExitQueue, ID: q.ID}) {
				a.say(fmt.Sprintf("queues[%d].overflow.then[%d]", i, j), "the caller waits in this queue already, so that this way is never taken: name another way")
			}
		}
	}
}

// circles finds queues whose callers are only sent to other queues, and from
// there back: each queue takes a caller once, then the call ends.
func (a *adviser) circles(d Document) {
	ways := map[string][]ExitDoc{}
	for _, q := range d.Queues {
		if q.Overflow != nil {
			ways[q.ID] = q.Overflow.Then
		}
	}
	for i, q := range d.Queues {
		if len(ways[q.ID]) > 0 && onlyRound(q.ID, ways) {
			a.say(fmt.Sprintf("queues[%d].overflow.then", i), "these ways only lead round in a circle: whom no queue serves is sent round once and then cut off; add voicemail, duty phones or goodbye as the last way")
		}
	}
}

// onlyRound reports whether all that can be reached from a queue are queues
// that send their callers on.
func onlyRound(from string, ways map[string][]ExitDoc) bool {
	reached := []string{from}
	for i := 0; i < len(reached); i++ {
		if len(ways[reached[i]]) == 0 {
			return false // who gets here may stay
		}
		for _, e := range ways[reached[i]] {
			if e.Kind != queue.ExitQueue {
				return false
			}
			if !slices.Contains(reached, e.ID) {
				reached = append(reached, e.ID)
			}
		}
	}
	return true
}

// closed finds hours that are never open, and ways that nobody gets to.
func (a *adviser) closed(d Document) {
	for i, s := range d.Schedules {
		if !slices.ContainsFunc(s.Week, func(w DaysDoc) bool { return len(w.Days) > 0 && len(w.Hours) > 0 }) {
			a.say(fmt.Sprintf("schedules[%d].week", i), "no day of the week is open: hotlines with these hours are always closed")
		}
	}
	for i, h := range d.Hotlines {
		if h.AfterHours != nil && h.Schedule == "" {
			a.say(fmt.Sprintf("hotlines[%d].after_hours", i), "the hotline is always open, so that nobody hears this: choose opening hours, or leave this out")
		}
	}
}

func (a *adviser) lane(d Document) {
	if d.Emergency != nil && d.Emergency.Duty == "" {
		a.say("emergency.duty", "there is no duty list: an emergency that no agent answers goes on ringing the agents only; choose one")
	}
}
