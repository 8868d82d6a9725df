package replay

import (
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
	Duty     map[string]*Phone        // duty phones, by their numbers
	Outside  []time.Duration          // rings of other telephones outside, before answers

	Outages  []Outage
	LeftOut  int   // calls that an outage touched
	Open     int   // calls that had not ended
	Versions []int // of the configuration, that came into force

	attempts map[queue.CallID]*Call // to keep a promise, and whose they are
}

// Call is a caller of the day.
type Call struct {
	ID         queue.CallID
	At         time.Time
	Arrived    queue.CallArrived
	Identified *queue.Identified
	KnownAfter time.Duration // from the arrival to Identified

	Entered  time.Time // the queue; zero if never, or not known
	Answered time.Time // by a person
	Out      time.Time // left the queue another way
	Ended    time.Time
	Agent    agent.ID // who answered
	ByCaller bool     // the caller's channel went first
	Left     bool     // the queue another way, and nobody answered there
	Closed   bool     // the hotline was

	Keys    []Key         // that the caller pressed before a person answered
	Message time.Duration // that she left
	Tries   []*Try        // to call her back
	Parts   []Part        // of the conversation
	Row     *queue.Brief  // nil in a journal of an earlier version

	acts  []act
	wraps []wrap
	third queue.Target // who was consulted last
	now   agent.ID     // who has the customer
}

// Key is a key and when it was pressed.
type Key struct {
	After time.Duration // from the arrival
	Digit string
}

// Try is an attempt to call a customer back: a call of its own.
type Try struct {
	*Call
	Rang     time.Duration // until she answered, or her telephone gave up
	PickedUp bool          // somebody, or a mailbox
	Cause    int           // why the telephone gave up
	Key      string        // that she pressed; empty: none
	KeyAfter time.Duration // from the answer
}

// Worker is how an agent was on the day.
type Worker struct {
	Rings  []time.Duration // before answers
	Missed int             // offers
	Gone   []time.Duration // rings until the caller gave up
	Away   []time.Duration // after them
	Here   bool            // at work when the day began
	seen   bool
	wraps  *wrapping
	missed time.Time
}

// Phone is how a telephone on duty was.
type Phone struct {
	Rings  []time.Duration // before answers with the key
	Keys   []time.Duration // from those to the key
	Missed int             // not answered, or without the key
}

// Shift is an agent who begins or stops to take calls.
type Shift struct {
	At    time.Time
	Agent agent.ID
	State agent.State // ready, break or signed_out
}

// Outage is a time in which a node or thirdring itself was away.
type Outage struct {
	From, To time.Time
	Node     string // empty: thirdring was
}

func (d *Day) worker(id agent.ID) *Worker {
	w := d.Agents[id]
	if w == nil {
		w = &Worker{}
		d.Agents[id] = w
	}
	return w
}

func (d *Day) duty(number string) *Phone {
	p := d.Duty[number]
	if p == nil {
		p = &Phone{}
		d.Duty[number] = p
	}
	return p
}

// left reports whether a caller of a queue went another way, and nobody
// answered there.
func left(o queue.Outcome) bool {
	return o == queue.OutcomeVoicemail || o == queue.OutcomeOverflow || o == queue.OutcomeCallback
}

func (c *Call) gaveUp() bool {
	return c.Answered.IsZero() && c.ByCaller && !c.Left && !c.Closed && !c.Ended.IsZero()
}

// lostPatience reports whether the caller is known to have waited no longer:
// for an agent, or while duty phones rang for her.
func (c *Call) lostPatience() bool { return c.gaveUp() || c.Left && c.ByCaller }

// waited is how long the caller is known to have waited.
func (c *Call) waited() time.Duration {
	switch {
	case !c.Answered.IsZero():
		return c.Answered.Sub(c.At)
	case !c.Out.IsZero():
		return c.Out.Sub(c.At)
	default:
		return c.Ended.Sub(c.At)
	}
}
