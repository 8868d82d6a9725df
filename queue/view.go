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

	Incidents []Incident // all that are switched on
	Proposals []Proposal // all buildings with a surge of calls
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
	Overflowed  int           // left another way, and nobody answered here
	Promised    int           // asked to be called back
	PromisedIn  int           // within the threshold
	Kept        int           // of promises, those kept by a conversation; not counted as answered
	LateNow     int           // past the threshold, neither answered nor gone yet
	Estimate    time.Duration // wait of a caller who comes now; 0 unknown
	Threshold   time.Duration
	Asked       int // customers who were asked for their opinion
	Rated       int // of those, who gave it
	Satisfied   int // of those, who were satisfied

	// Emergencies, by who answered first. They are among the counts above.
	UrgentAgent, UrgentDuty, UrgentLost int
}

// ServiceLevel is the headline formula A_T / (A + Ab - S), where a call counts
// as soon as the threshold passes. A call that overflowed counts as one that
// nobody answered, and so does one whose caller waited longer than that on the
// line before she asked to be called back. Who asked sooner does not count: she
// was neither served in time nor kept waiting. ok is false while nothing was
// counted.
func (f Figures) ServiceLevel() (level float64, ok bool) {
	counted := f.Answered + f.Abandoned - f.Short + f.Overflowed + f.Promised - f.PromisedIn + f.LateNow
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
	ErrFollowUp   = errors.New("the follow-up must be in the future")

	ErrBusy         = errors.New("this is not possible now: finish the call or wrap-up first")
	ErrTarget       = errors.New("the target of the transfer is not in the centre's configuration")
	ErrTargetBusy   = errors.New("the colleague is not free")
	ErrWhy          = errors.New("a transfer needs a reason")
	ErrPurpose      = errors.New("choose a purpose of the centre's list for the call")
	ErrNumber       = errors.New("this is no number that can be dialled")
	ErrUnreachable  = errors.New("your telephone cannot be reached")
	ErrNoThird      = errors.New("there is no third party in this call")
	ErrThird        = errors.New("there is a third party in this call already")
	ErrPhoneHold    = errors.New("the call was put on hold at the telephone: take it back there")
	ErrNotRecorded  = errors.New("this call is not being recorded")
	ErrNoSurvey     = errors.New("customers of this queue are not asked for their opinion")
	ErrNotAsked     = errors.New("this customer is not to be asked for an opinion")
	ErrDigits       = errors.New("only the keys 0 to 9, * and # can be sent")
	ErrWrapUpMax    = errors.New("the wrap-up cannot be extended any further")
	ErrNothingAsked = errors.New("nothing has been asked for")
	ErrDevice       = errors.New("choose the page, the desk phone, or a number as your telephone")
	ErrUrgent       = errors.New("this is an emergency: it goes before all others, and everybody is rung for it already")
	ErrIncidentOf   = errors.New("say which project the notice is for")
	ErrIncidentOver = errors.New("the notice must end in the future")
	ErrNotWaiting   = errors.New("this call does not wait in a queue any more")
	ErrFirst        = errors.New("this call is the first in its queue already")
	ErrNoQueue      = errors.New("no such queue in the centre's configuration")
	ErrSameQueue    = errors.New("the call waits in that queue already")
	ErrOffDuty      = errors.New("this agent takes no calls at the moment")
	ErrMissedIt     = errors.New("this agent has missed this call already")
	ErrLimit        = errors.New("say how long the caller shall wait for that agent: at most 30 minutes")
	ErrSignedOut    = errors.New("this agent is signed out: queues can be changed for the day only of agents at work")
	ErrNoPromise    = errors.New("no call-back is promised with this call any more")
	ErrNotResting   = errors.New("this call-back stands in line already")
	ErrClosed       = errors.New("the hotline is closed: nobody is called back before it opens")
	ErrOnTheLine    = errors.New("the customer has answered the call-back already")
	ErrNoNode       = errors.New("no Asterisk is connected: nobody can be called")
)

// Entry is a line of the journal: an event and what the core made of it.
type Entry struct {
	At       time.Time
	Call     CallID // empty when it is about no single call
	Event    Event
	Commands []Command
}
