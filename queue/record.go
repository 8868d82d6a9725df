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
	Parts     []Part // who talked to the customer, in order; Agent is the last
	Transfers []Transferred
	Purpose   string // of an outbound call, a code of the centre's list
	Task      string // that an outbound call was made for
	Help      []HelpAsked
	Exits     []ExitTaken // the ways of a caller whom no agent served
	PlaceOf   CallID      // the call whose place in the queue this one had, as its caller hung up a moment before
	Message   RecordingID // the recording that is a message the caller left
	Urgent    Urgent      // the emergency lane, as far as it came to that
	Callback  PromisedCall
	Survey    Opinion

	LeftOut int // lines that Offers and Exits lack, as there were very many

	Why   string // why the last agent to whom the queue offered the call was chosen, in one line
	Moves []Moved
}

// ExitTaken is a way that a caller took whom no agent served.
type ExitTaken struct {
	At     time.Time
	Why    Why
	Key    string // that the caller chose it with
	Exit   Exit
	Phone  DutyPhone   // that was rung, if it is one of a duty list
	Result OfferResult // what became of that
}

// PromisedCall is the call-back of which this call is the asking or an attempt. The zero
// value means that it is neither.
type PromisedCall struct {
	Of      CallID // the call in which it was asked for; on that call itself its own id
	Try     int    // the number of the attempt, from 1; 0 where it was asked for
	Spared  bool   // the attempt does not count as one of those that the queue makes: our side has failed
	Last    bool   // nothing more is tried: kept, or else somebody has to see to it
	Reached bool   // kept: the customer has talked to somebody, does not need it any more, or rang again herself
}

// Opinion is what the customer thinks of the service. The zero value means
// that nobody asked.
type Opinion struct {
	AskedAt time.Time
	Score   Score // 0: no answer
	At      time.Time
}

// Score is a key of the survey.
type Score int

// Scores.
const (
	Satisfied    Score = 1 // 满意
	Fair         Score = 2 // 一般
	Dissatisfied Score = 3 // 不满意
)

// Moved is what a supervisor did with a call that waited.
type Moved struct {
	At   time.Time
	By   string
	What Move
	To   string // queue or agent
}

// Move is a kind of it.
type Move string

// Moves.
const (
	MoveHead  Move = "head"  // to the head of the queue
	MoveUp    Move = "up"    // before the one ahead
	MoveQueue Move = "queue" // to another queue
	MoveAgent Move = "agent" // to an agent, or to whoever is able again
	MoveTask  Move = "task"  // out of the queue: a promised call becomes a task
	MoveNow   Move = "now"   // a promised call that rested stands in line at once
)

// Part is an agent's or an outside party's time with the customer.
type Part struct {
	Agent AgentRef // empty for an outside party
	To    Target   // the outside party
	Span  Span
}

// Transferred is a transfer, consultation or conference and what became of it.
type Transferred struct {
	At     time.Time
	By     agent.ID
	To     Target
	Name   string // the target's, as at the time
	Kind   TransferKind
	Reason string
	Result TransferResult // empty while it is going on
	Ended  time.Time
}

// TransferKind is the way of a transfer.
type TransferKind string

// Kinds of transfers.
const (
	Blind      TransferKind = "blind"
	Attended   TransferKind = "attended"   // after a consultation
	Consulting TransferKind = "consult"    // the customer stayed with the agent
	Conferring TransferKind = "conference" // all three talked
)

// TransferResult is what became of a transfer.
type TransferResult string

// Results of a transfer.
const (
	TransferTaken     TransferResult = "taken"     // the target talks to the customer
	TransferReturned  TransferResult = "returned"  // nobody took it: back with the agent or the queue
	TransferQueued    TransferResult = "queued"    // waits in the other queue
	TransferCancelled TransferResult = "cancelled" // the agent or customer gave up
	TransferEnded     TransferResult = "ended"     // the third party was talked to and left
)

// HelpAsked is a call for a supervisor during the call.
type HelpAsked struct {
	At    time.Time
	Agent agent.ID
	Text  string
	By    string // the supervisor who took it, if one
	Taken time.Time
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

	Segment string   // the owner's
	Last    LastTalk // the last conversation before this call
}

// LastTalk is when an agent had a conversation with the caller.
type LastTalk struct {
	Agent agent.ID
	At    time.Time
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
	OfferTaken    OfferResult = "taken"     // another telephone answered first
	OfferPulled   OfferResult = "preempted" // an emergency needed the agent
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

	EndMessage  EndReason = "message"  // the caller has left a message
	EndUnserved EndReason = "unserved" // the hotline is closed, or its queue did not take or keep the caller
	EndPromised EndReason = "promised" // the caller asked to be called back
	EndSurvey   EndReason = "survey"   // the agent asked for the customer's opinion

	EndGivenUp   EndReason = "given_up"   // a promised call that the queue keeps no longer: it is a task now
	EndDeclined  EndReason = "declined"   // the customer does not need the promised call any more
	EndRangAgain EndReason = "rang_again" // the customer to whom it was promised rang first

	EndNotReached EndReason = "not_reached" // outbound: the customer's phone was busy or nobody took the call
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
	OutcomeNoAnswer   Outcome = "no_answer" // outbound: the customer did not answer
	OutcomeBusy       Outcome = "busy"      // outbound: the customer's line was busy or refused
	OutcomeCancelled  Outcome = "cancelled" // outbound: the agent gave up before an answer, or a promised call was not needed or not made

	OutcomeVoicemail  Outcome = "voicemail"   // left a message
	OutcomeAfterHours Outcome = "after_hours" // called a hotline that was closed, and nobody answered
	OutcomeOverflow   Outcome = "overflow"    // left the queue another way, and nobody answered
	OutcomeCallback   Outcome = "callback"    // asked to be called back
)

// Outcomes lists every outcome, for closed sets such as metric labels.
var Outcomes = []Outcome{
	OutcomeAnswered, AbandonedRing, AbandonedGreeting, AbandonedQueue, OutcomeShort, OutcomeFailed,
	OutcomeNoAnswer, OutcomeBusy, OutcomeCancelled, OutcomeVoicemail, OutcomeAfterHours, OutcomeOverflow, OutcomeCallback,
}

// Disposition is what the agent registers in wrap-up.
type Disposition struct {
	Category         string
	SubCategory      string
	Summary          string
	Resolved         bool
	UnresolvedReason string
	PromisedReplyAt  time.Time
	MustKeep         bool
	FollowUpAt       time.Time // to call the customer again; zero for none
	SavedAt          time.Time // zero until the agent saved it, drafts included
	By               agent.ID  // who saved it last
	Complete         bool      // saved with all that is required, not as a draft
}

// Recording of a conversation.
type Recording struct {
	ID       RecordingID
	File     string
	From     time.Time
	Duration time.Duration
	SHA256   string
	Gaps     []Span // paused: silence in the file
	Failed   string // why there is no file, if there should be one
}

// Made reports whether there is or should be a recording.
func (r *Recording) Made() bool {
	return r.ID != "" || r.File != "" || r.Failed != "" || r.SHA256 != "" || r.Duration > 0 || !r.From.IsZero()
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
	Prompt  string
	Version int `json:",omitempty"` // as the centre counts its changes; 0: as installed
	At      time.Time
}
