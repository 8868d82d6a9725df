package replay

import (
	"cmp"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Day is what the journal says of a day.
type Day struct {
	From, To time.Time
	Calls    []*Call // by arrival
	Agents   map[agent.ID]*Worker
	Shifts   []Shift
	Moves    []Move
	Prompts  map[string]time.Duration // lengths of prompts, by their ids
}

// Call is a caller of the day.
type Call struct {
	ID         queue.CallID
	At         time.Time
	Arrived    queue.CallArrived
	Identified *queue.Identified
	KnownAfter time.Duration // from the arrival to Identified

	Entered  time.Time // the queue; zero if never, or not known
	Answered time.Time // by an agent
	Ended    time.Time
	Agent    agent.ID
	Wrap     time.Duration // 0: not known, or to the limit
	ByCaller bool          // the caller's channel went first
	Left     bool          // the queue another way, and nobody answered there
}

// Worker is how an agent was on the day.
type Worker struct {
	Rings  []time.Duration // before answers
	Missed int             // offers
	Gone   []time.Duration // rings until the caller gave up
	Away   []time.Duration // after them
	Here   bool            // at work when the day began
	seen   bool
	wraps  *Call
	missed time.Time
}

// Shift is an agent who begins or stops to take calls.
type Shift struct {
	At    time.Time
	Agent agent.ID
	State agent.State // ready, break or signed_out
}

func (d *Day) worker(id agent.ID) *Worker {
	w := d.Agents[id]
	if w == nil {
		w = &Worker{}
		d.Agents[id] = w
	}
	return w
}

// median of the spans, or otherwise if there are none.
func median(spans []time.Duration, otherwise time.Duration) time.Duration {
	if len(spans) == 0 {
		return otherwise
	}
	sorted := slices.Sorted(slices.Values(spans))
	return sorted[len(sorted)/2]
}

// nature is what a day says of callers in general.
type nature struct {
	waits []wait
	talks []time.Duration
}

func (d *Day) nature() nature {
	n := nature{waits: d.waits()}
	for _, c := range d.Calls {
		if !c.Answered.IsZero() && c.Ended.After(c.Answered) {
			n.talks = append(n.talks, c.Ended.Sub(c.Answered))
		}
	}
	return n
}

// patience is how long the call's caller waits, from the arrival on; ok is
// false for one who waits without end.
func (n *nature) patience(of *Call) (time.Duration, bool) {
	if of.gaveUp() {
		return of.Ended.Sub(of.At), true
	}
	if of.Answered.IsZero() {
		return 0, false
	}
	waited, left, u := of.Answered.Sub(of.At), 1.0, of.draw("patience")
	for i, w := range n.waits {
		if !w.gaveUp || w.span <= waited {
			continue
		}
		if left *= 1 - 1/float64(len(n.waits)-i); left <= u {
			return w.span, true
		}
	}
	return 0, false
}

type wait struct {
	span   time.Duration
	gaveUp bool
}

// waits are those of the day's callers, the shortest first.
func (d *Day) waits() []wait {
	var all []wait
	for _, c := range d.Calls {
		switch {
		case c.gaveUp():
			all = append(all, wait{c.Ended.Sub(c.At), true})
		case !c.Answered.IsZero():
			all = append(all, wait{c.Answered.Sub(c.At), false})
		}
	}
	slices.SortFunc(all, func(a, b wait) int { return cmp.Compare(a.span, b.span) })
	return all
}

// turnedOut takes the row's word for who was not served.
func (c *Call) turnedOut(o queue.Outcome) {
	c.Left = left(o)
	switch {
	case o == queue.OutcomeAfterHours:
		c.Left, c.Entered = true, time.Time{} // the closed hotline's message was no greeting
	case o == queue.OutcomeAnswered && c.Answered.IsZero():
		c.ByCaller = false // somebody on duty talked to her
	}
}

// left reports whether a caller of a queue went another way, and nobody
// answered there.
func left(o queue.Outcome) bool {
	return o == queue.OutcomeVoicemail || o == queue.OutcomeOverflow || o == queue.OutcomeCallback
}

func (c *Call) gaveUp() bool {
	return c.Answered.IsZero() && c.ByCaller && !c.Left && !c.Ended.IsZero()
}

// talk is how long the call's conversation takes.
func (n *nature) talk(of *Call) time.Duration {
	if !of.Answered.IsZero() && of.Ended.After(of.Answered) {
		return of.Ended.Sub(of.Answered)
	}
	if len(n.talks) == 0 {
		return usualTalk
	}
	return n.talks[int(of.draw("talk")*float64(len(n.talks)))]
}

// draw is a number from 0 to 1 that looks random (FNV-1a).
func (c *Call) draw(what string) float64 {
	n := uint64(14695981039346656037)
	for _, b := range []byte(string(c.ID) + what) {
		n = (n ^ uint64(b)) * 1099511628211
	}
	n ^= n >> 32
	return float64(n%1_000_003) / 1_000_003
}
