package queue

import (
	"time"

	"thirdring/agent"
)

// CallID names a call for ever: its arrival to the millisecond and a number.
type CallID string

// LegID names one telephone's part of a call. It is the Asterisk channel's id;
// the caller's comes from Asterisk, all others are minted by the core.
type LegID string

// PlayID names one playing of prompts to a call.
type PlayID string

// BridgeID names the bridge where a call's two people talk.
type BridgeID string

// RecordingID names a recording; it is also its file's name without ending.
type RecordingID string

// RequestID names a person's request that awaits exactly one Reply. Empty
// means that nobody waits.
type RequestID string

// Call is a live call: where it stands, who is on it, and what the register
// will say of it.
type Call struct {
	ID      CallID
	Phase   Phase
	Since   time.Time // when Phase began
	Node    string    // the Asterisk node that all legs are on; empty for a promise
	Caller  Leg
	Place   Place
	Offers  []*Offer // the telephones that are rung; the first to answer has the call
	Talk    *Talk    // set from a person's answer on
	Detour  *Detour  // set while no agent is to serve the caller
	Playing Playing
	Due     map[Timer]time.Time // the deadlines that run
	Minted  int                 // ids minted for this call so far
	Filed   bool                // the final row is on its way to the register
	Record  Record
	Homes   []Home   // where the caller has units
	Told    []uint64 // versions of the incidents whose notice was played
	Dial    string   // the caller's number as it is to be dialled, as far as the look-up knows it

	Urgent    Urgent    // in the emergency lane, unless zero
	DutyRound DutyRound // of the duty phones that are rung for an emergency
	Callback  *Callback // set if the call is one that was promised
	NoSurvey  bool      // the customer does not want to be asked for opinions
	Survey    *Survey   // set while the caller of an ended call is asked for an opinion
}

// Leg is the caller's channel.
type Leg struct {
	ID    LegID
	Up    bool // answered
	Gone  bool
	Music bool // hears music on hold
}

// callerLives reports whether the customer has a channel. One who is being
// called has none yet.
func (call *Call) callerLives() bool { return call.Caller.ID != "" && !call.Caller.Gone }

// Place is a call's place in its queue. While the call waits Entered only ever
// becomes earlier, when it turns out that its caller has waited before: no caller
// loses the place. See replace.
type Place struct {
	Queue     string
	Entered   time.Time
	Rank      time.Time     // orders the queue: Entered less Priority, unless a supervisor moved the call
	Seq       uint64        // breaks ties of Rank
	Priority  time.Duration // waiting time that the caller is spared
	Why       string        // what Priority is for
	Stage     int           // widenings in force
	Late      bool          // the service-level threshold has passed
	Counted   bool          // answered or abandoned once; a return to the queue counts nothing
	ToldAhead int           // position last announced; 0 means none yet
	ToldWait  int           // estimate last announced, in minutes; 0 means none yet
	Comforts  int           // comfort prompts heard so far
	Pressed   string        // the key pressed while a telephone rings: what is done if nobody answers

	Left       []string // queues that the caller was in before
	Overstayed bool     // waited as long as the queue keeps a caller
	Unserved   bool     // nobody took the queue's calls when that was looked at last

	Wants      agent.ID  // waits for this agent alone; empty: for whoever is able
	WantsBy    string    // the supervisor who wanted it so; empty: the agent had the last conversation
	WantsUntil time.Time // when all others may have the call
	WantedLast bool      // the last agent was looked for, which is done once
}

// Offer is a telephone being rung for a call: an agent's, or an outside one
// when Agent is empty.
type Offer struct {
	For     OfferKind
	Agent   agent.ID
	To      Target   // what was asked for; not set for callers of a queue and calls back
	From    agent.ID // the agent who asked for it, to whom the call returns
	Leg     LegID
	Bridge  BridgeID // where the two will talk
	At      time.Time
	Shown   bool          // the desktop has the pop, or there is none to have it
	Created bool          // the channel waits to be dialled
	Dialled time.Time     // zero until the phone rings
	Limit   time.Duration // how long it rings; 0: what is usual
	Asked   PlayID        // played to who answered outside: take the call with a key

	ShowBy time.Time // OfferShown is overdue then; zero unless it is waited for
	EndBy  time.Time // LegCreated is overdue then, later: it has rung long enough

	// Of several that are rung at once, the same for all of them.
	Round time.Time // when the first of them was rung
	Level int       // agents of the queue up to it are rung
}

// Urgent says since when a call is in the emergency lane. The zero value means
// that it is not.
type Urgent struct {
	Since     time.Time
	Why       UrgentWhy
	Escalated time.Time // duty phones are rung as well since; zero: not yet
}

// UrgentWhy is how a call came into the emergency lane.
type UrgentWhy string

// Ways into the emergency lane.
const (
	UrgentLine UrgentWhy = "line" // the hotline is one for emergencies
	UrgentKey  UrgentWhy = "key"  // the caller pressed the key
)

// Callback is a promise to call a customer who waited back. See callback.go.
type Callback struct {
	Of     CallID        // the call that it was asked for in
	Number string        // as it is to be dialled
	At     time.Time     // when it was asked for
	Keep   time.Duration // of opening hours from then on; 0: for ever
	Tries  int           // attempts before this one
	Spared int           // and those that do not count, because it was our side that failed
	Pause  time.Time     // the time between two attempts lasts until then
	After  time.Time     // rests until then, out of line; zero: stands in line
	Stands time.Time     // in line again since then; zero: has not rested
	Until  time.Time     // then it becomes a task
}

// Survey is the question for the caller's opinion.
type Survey struct {
	Asked int // how often the question was played
}

// OfferKind is what a telephone is rung for.
type OfferKind string

// Purposes of an offer.
const (
	ForQueue    OfferKind = ""         // a caller of the queue
	ForTransfer OfferKind = "transfer" // the customer is given away
	ForReturn   OfferKind = "return"   // a transfer nobody took comes back to its agent
	ForConsult  OfferKind = "consult"  // the agent wants to talk to a third party
	ForDialler  OfferKind = "dialler"  // the phone of an agent who calls a customer
	ForCustomer OfferKind = "customer" // the customer who is called
	ForBack     OfferKind = "back"     // the agent's page came back without the call
	ForDuty     OfferKind = "duty"     // somebody on duty, for a caller whom no agent serves
	ForCallback OfferKind = "callback" // a customer who asked to be called back; Agent is reserved meanwhile
)

// Side is one of those whom an agent talks to.
type Side string

// Sides of a conversation.
const (
	SideCustomer Side = "customer"
	SideThird    Side = "third"
)

// Target is whom a call is transferred to or who is consulted.
type Target struct {
	Kind TargetKind
	ID   string // agent's or queue's id, department's code, or the number
}

// TargetKind is what a Target's ID is.
type TargetKind string

// Kinds of targets.
const (
	ToAgent      TargetKind = "agent"
	ToQueue      TargetKind = "queue"
	ToDepartment TargetKind = "department"
	ToNumber     TargetKind = "number"
)

// Third is the third party of a conversation: a colleague or somebody outside.
type Third struct {
	Agent agent.ID // empty for an outside party
	To    Target
	Leg   LegID
	Held  bool // out of the bridge, hears music
	Muted bool // by the agent who is it
	Gone  bool
}

// Help is a call for a supervisor. The zero value means that none is asked.
type Help struct {
	Text  string
	Since time.Time
	By    string // the supervisor who has taken it
}

// Talk is a conversation between the caller and an agent. All its parties are
// in one bridge, except those on hold.
type Talk struct {
	Agent     agent.ID
	Leg       LegID
	Gone      bool // the agent's channel is gone
	Connected bool // the two could hear each other
	Spoke     bool // the agent spoke before that
	Bridge    BridgeID
	Recording RecordingID
	HeldSince time.Time // the customer is on hold; zero unless so
	PhoneHold bool      // by the phone's own button: only that takes the customer back
	Referred  bool      // the phone asked with REFER to give the call away and waits for ReportTransfer
	Muted     bool
	Paused    bool      // the recording is
	LostSince time.Time // the agent's page is gone, the customer on hold; zero unless so
	Third     *Third
	Help      Help
}

// Playing is what the caller hears from the system at the moment.
type Playing struct {
	ID      PlayID
	Prompts []Prompt
	Started bool // the prompts are in the record
}

// Prompt is one prompt of the centre's manifest with its placeholders' values.
type Prompt struct {
	ID     string
	Number int    // {n}
	Digits string // {digits}
}
