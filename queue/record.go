package queue

import (
	"time"

	"thirdring/agent"
)

// Record is what the register keeps of a call: facts and times only. Whatever
// can be computed from them (waits, rings, masked numbers) is computed by the
// record package.
type Record struct {
	Call      CallID
	Direction Direction
	Hotline   string // the number that was dialled
	Project   string
	Queue     string
	Cadence   Cadence // ringing, to count rings by
	Caller    Party
	Times     Times
	Position  int // callers ahead at queue entry
	Offers    []OfferTry
	Holds     []Span
	Agent     AgentRef
	End       End
	Outcome   Outcome
	Wrap      Disposition
	Recording Recording
	Earlier   []Recording // of agents whose phone died in the call, before Recording
	Prompts   []Played
}

// Direction of a call.
type Direction string

// Directions.
const (
	Inbound  Direction = "in"
	Outbound Direction = "out"
	Internal Direction = "internal"
)

// Party is the customer's side of a call.
type Party struct {
	Raw    string // as the network gave it, at most 64 printable characters
	Number string // canonical form, empty until identified or when withheld
	Match  Match
	Owner  OwnerRef
}

// Match is the result of looking the caller up.
type Match string

// Matches.
const (
	Unidentified Match = ""         // the look-up has not answered (yet)
	Known        Match = "known"    // exactly one owner
	Choice       Match = "choice"   // several owners share the number
	Unknown      Match = "unknown"  // nobody has the number: 未登记来电
	Withheld     Match = "withheld" // no number was sent
)

// OwnerRef points to an owner's file and the unit the call is about.
type OwnerRef struct {
	ID       string
	Name     string
	Relation string
	Unit     string // project/building/room as written
}

// AgentRef names the agent as at the time of the call.
type AgentRef struct {
	ID     agent.ID
	WorkNo string
	Name   string
}

// Times of a call; zero means that it never came to that.
type Times struct {
	Ring    time.Time // the call reached the system
	Answer  time.Time // the system or a person answered
	QueueIn time.Time // queue entry
	Person  time.Time // a person answered
	Connect time.Time // both could hear each other
	Hangup  time.Time // the call ended for the caller
	Wrapped time.Time // wrap-up ended
}

// OfferTry is one offer of the call to an agent.
type OfferTry struct {
	Agent   agent.ID
	At      time.Time // reservation
	Dialled time.Time // the phone began to ring
	Ended   time.Time
	Shown   bool // the desktop had the pop before the phone rang
	Result  OfferResult
}

// OfferResult is how an offer ended.
type OfferResult string

// Results of an offer.
const (
	OfferAnswered OfferResult = "answered"
	OfferNoAnswer OfferResult = "no_answer"
	OfferRejected OfferResult = "rejected"
	OfferOffline  OfferResult = "offline"
	OfferCaller   OfferResult = "caller_gone"
	OfferFailed   OfferResult = "failed"
)

// Span is a stretch of time; To is zero while it lasts.
type Span struct{ From, To time.Time }

// End says why and by whom a call ended.
type End struct {
	Class  Class
	Reason EndReason
	Cause  int // Q.850 cause of the channel that went first, 0 if none
}

// Class is whose act ended a call.
type Class string

// Classes.
const (
	ByCaller  Class = "caller"
	ByAgent   Class = "agent"
	BySystem  Class = "system"
	ByNetwork Class = "network"
)

// EndReason says more than Class.
type EndReason string

// Reasons of an end.
const (
	EndHangup    EndReason = "hangup"     // a person hung up
	EndNodeLost  EndReason = "node_lost"  // Asterisk restarted under the call
	EndWhileAway EndReason = "while_away" // ended while thirdring was away
	EndFailed    EndReason = "failed"     // a command that the call needs failed
)

// Outcome is how a call is counted.
type Outcome string

// Outcomes.
const (
	OutcomeAnswered   Outcome = "answered"
	AbandonedRing     Outcome = "abandoned_ring"
	AbandonedGreeting Outcome = "abandoned_greeting"
	AbandonedQueue    Outcome = "abandoned_queue"
	OutcomeShort      Outcome = "short"
	OutcomeFailed     Outcome = "failed"
)

// Disposition is what the agent registers in wrap-up.
type Disposition struct {
	Category         string
	SubCategory      string
	Summary          string
	Resolved         bool
	UnresolvedReason string
	PromisedReplyAt  time.Time
	MustKeep         bool
	SavedAt          time.Time // zero until the agent saved it
}

// Recording of a conversation.
type Recording struct {
	ID       RecordingID
	File     string
	From     time.Time
	Duration time.Duration
	SHA256   string
	Failed   string // why there is no file, if there should be one
}

// open reports whether the recording's facts are still to come.
func (r *Recording) open() bool { return r.ID != "" && r.File == "" && r.Failed == "" }

// recordings are all of a call, none of them nil.
func (r *Record) recordings() []*Recording {
	all := []*Recording{&r.Recording}
	for i := range r.Earlier {
		all = append(all, &r.Earlier[i])
	}
	return all
}

// recording is the call's recording of that id, nil if there is none.
func (r *Record) recording(id RecordingID) *Recording {
	for _, known := range r.recordings() {
		if id != "" && known.ID == id {
			return known
		}
	}
	return nil
}

// recorded reports whether no recording's facts are still to come.
func (r *Record) recorded() bool {
	for _, known := range r.recordings() {
		if known.open() {
			return false
		}
	}
	return true
}

// Played is a prompt that the caller heard, at least in part.
type Played struct {
	Prompt string
	At     time.Time
}
