package queue

import (
	"time"

	"thirdring/agent"
)

// Center is the centre's configuration as far as the core needs it. It is
// replaced as a whole by a Configured event.
type Center struct {
	Version    int
	Name       string
	Hotlines   []Hotline
	Queues     []QueueConfig
	Agents     []agent.Profile
	Breaks     []BreakReason
	Categories []Category
	Cadence    Cadence

	Departments     []Department
	TransferReasons []TransferReason
	Purposes        []DialPurpose

	Schedules  []Schedule
	Calendar   []Day // holidays and make-up workdays, for every schedule
	DutyLists  []DutyList
	Voicemail  Voicemail
	Emergency  Emergency
	Surge      int // so many callers from one building within 10 minutes propose an incident; 0: none do
	Priorities []Priority
	Targets    Targets
}

// Targets are the figures that the centre wants to reach. Nothing is decided by
// them: people see them beside what was reached. Nil and 0: no target.
type Targets struct {
	ServiceLevel *float64 // at least: answered within the threshold / (answered + abandoned - short)
	ThreeRings   *float64 // at least: answered by a person before the fourth ring of the agent's telephone / answered
	Answered     *float64 // at least: answered / offered
	Abandoned    *float64 // at most: abandoned without short ones / (answered + abandoned - short)
	Satisfaction *float64 // at least: satisfied / opinions given
	Resolved     *float64 // at least: no repeat from the same unit and category in 7 days / answered

	Answer time.Duration // at most: mean of queue entry to a person's answer
	Handle time.Duration // at most: mean of talk, hold and wrap-up
	Reply  time.Duration // at most: from a call's end to the reply that was promised
}

// Priority spares the owners of a segment waiting time.
type Priority struct {
	Segment string
	Credit  time.Duration
}

// Emergency is the lane that goes before every queue.
type Emergency struct {
	Queues   []string      // whose agents are rung, all at once; none: every agent
	Escalate time.Duration // then the duty list is rung as well; 0: only if no agent is on duty
	Duty     string        // id of the duty list
}

// Callbacks says how a queue keeps its promises to call back.
type Callbacks struct {
	Tries     int           // attempts in all; 0: none is promised
	Every     time.Duration // between two attempts
	Keep      time.Duration // of opening hours: how long a promise is kept before it becomes a task
	Overnight bool          // a promise rests while the hotline is closed; else it becomes a task when it closes
}

// SurveyRules says whose opinion of the service is asked after a conversation.
type SurveyRules struct {
	Ask     bool          // after the agent hangs up first
	MinTalk time.Duration // only if the customer talked to agents so long
}

// Department is an entry of the directory that calls are transferred to.
type Department struct {
	Code, Name string
	Number     string // as it is to be dialled
	Note       string // for the agent, such as the hours
}

// TransferReason is a reason for a transfer.
type TransferReason struct{ Code, Name string }

// DialPurpose is a reason to call a customer.
type DialPurpose struct {
	Code, Name string
	OptOut     string // the owner's opt-out that forbids it: care_call, marketing, survey; empty: none does
}

// Mode is how a hotline answers.
type Mode string

// Modes of answering (DOMAIN: three rings).
const (
	GreetFirst Mode = "greet-first" // answer, greet, queue
	AgentFirst Mode = "agent-first" // ring an agent while the caller hears ringing
)

// Hotline is a number that customers dial.
type Hotline struct {
	Number      string
	Name        string
	Project     string
	Queue       string
	Priority    time.Duration // waiting time that its callers are spared
	Skills      []Skill       // that its callers need, beside the queue's
	Mode        Mode
	AnswerAfter time.Duration // greet-first: ring this long; agent-first: the limit for a person
	Schedule    string        // id of its opening hours; empty: always open
	AfterHours  AfterHours
	Greeting    string // prompt; greet.main if empty
	Closing     string // prompt to a caller whose agent hangs up first; empty: none
	Emergency   bool   // its callers are in the emergency lane
}

// QueueConfig is one queue's settings.
type QueueConfig struct {
	ID           string
	Name         string
	RingLimit    time.Duration // an agent's phone rings at most this long
	Threshold    time.Duration // service-level threshold, from queue entry
	Short        time.Duration // an abandon sooner than this is short
	WrapUp       time.Duration // wrap-up ends by itself after this; 0 means none
	WrapUpMax    time.Duration // and may be extended to this; 0 means ten times WrapUp
	ComfortEvery time.Duration // between comfort prompts; 0 means none
	Comforts     []string      // the prompts, played in turn; none: queue.comfort
	Announce     Announce
	KeepPlace    time.Duration // who hung up while waiting has the place back within this time; 0: not
	Record       bool
	Overflow     Overflow
	Keys         []MenuKey // what a caller may press while waiting
	KeysPrompt   string    // tells of them; empty: queue.callback, if key 1 leads to a call-back that can be promised
	Callbacks    Callbacks
	Survey       SurveyRules
	Targets      Targets // the centre's where the queue has none of its own
	Music        string  // class of music on hold for who waits; empty: the usual one

	Strategy      Strategy      // among the agents who are free
	Weight        int           // multiplies its callers' waits where an agent serves several queues; 0 means 1
	Misses        int           // so many missed calls in a row, and an agent rests; 0 means 1
	Level         int           // agents up to this level are asked; 0 for all
	Skills        []Skill       // that an agent needs
	Widen         []Widening    // asks more agents over time, by After
	SameAgent     time.Duration // the agent of a conversation not longer ago is asked first; 0 means no
	SameAgentWait time.Duration // the caller waits at most so long for that agent
}

// Announce is what callers who wait are told of their wait, beside comfort.
type Announce string

// What callers are told.
const (
	AnnounceAll      Announce = ""         // position and estimated wait
	AnnouncePosition Announce = "position" // how many are ahead
	AnnounceWait     Announce = "wait"     // the estimate
	AnnounceNothing  Announce = "nothing"
)

// WrapUpLimit is how long wrap-up may last, with all extensions.
func (q QueueConfig) WrapUpLimit() time.Duration {
	if q.WrapUpMax > 0 {
		return max(q.WrapUpMax, q.WrapUp)
	}
	return 10 * q.WrapUp
}

// Cadence is the rhythm of ringing.
type Cadence struct{ On, Off time.Duration }

// Rings is the number of the ring that sounds t after the first began.
func (c Cadence) Rings(t time.Duration) int {
	if c.On+c.Off <= 0 || t < 0 {
		return 1
	}
	return int(t/(c.On+c.Off)) + 1
}

// BreakReason is a code with the name people read.
type BreakReason struct {
	Code, Name string
	Approval   bool // a supervisor must agree
}

// Category of calls with its sub-categories.
type Category struct {
	Code, Name string
	Subs       []string
	Silent     bool // nothing to write down: nuisance calls
}
