package queue

import (
	"errors"
	"time"

	"thirdring/agent"
)

// Update is what changed by some steps, as copies that readers may keep.
type Update struct {
	Seq    uint64
	At     time.Time
	Calls  []Call
	Gone   []CallID // calls that left the core
	Agents []agent.Agent
	Queues []Figures
}

// Figures are a queue's live figures. The counts are of the day Day and are
// of calls that entered the queue.
type Figures struct {
	Queue       string
	Day         string    // 2026-11-22, in the centre's time zone
	day         time.Time // a moment of Day
	Waiting     int
	Oldest      time.Time     // entry of the longest waiting call; zero if none
	Offered     int           // entered the queue
	Answered    int           // A
	AnsweredIn  int           // A within the threshold
	Abandoned   int           // Ab, short ones included
	AbandonedIn int           // Ab within the threshold, short ones included
	Short       int           // S
	LateNow     int           // past the threshold, neither answered nor gone yet
	Estimate    time.Duration // wait of a caller who comes now; 0 unknown
	Threshold   time.Duration
}

// ServiceLevel is the headline formula A_T / (A + Ab - S), where a call counts
// as soon as the threshold passes. ok is false while nothing was counted.
func (f Figures) ServiceLevel() (level float64, ok bool) {
	counted := f.Answered + f.Abandoned - f.Short + f.LateNow
	if counted <= 0 {
		return 0, false
	}
	return float64(f.AnsweredIn) / float64(counted), true
}

// Errors of a refused request; each is a sentence for a person.
var (
	ErrNoAgent    = errors.New("no such agent in the centre's configuration")
	ErrNoCall     = errors.New("this call is not yours, or it has been finished")
	ErrNoReason   = errors.New("this break reason is not in the centre's configuration")
	ErrCategory   = errors.New("choose a category and sub-category of the centre's list")
	ErrSummary    = errors.New("the summary is missing")
	ErrUnresolved = errors.New("an unsolved call needs the reason and a promised reply time in the future")
)

// Entry is a line of the journal: an event and what the core made of it.
type Entry struct {
	At       time.Time
	Call     CallID // empty when it is about no single call
	Event    Event
	Commands []Command
}
