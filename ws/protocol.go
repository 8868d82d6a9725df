package ws

import (
	"encoding/json"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// This file and protocol_board.go, which is for supervisors, are the whole
// protocol. Every frame is a JSON text frame holding one envelope.
//
// After the socket opens the server sends one snapshot (seq 1) and then deltas
// with seq 2, 3, ... A client that sees a gap reconnects. Snapshot and deltas
// carry a seq and no id; answers carry the request's id and no seq. Every
// request gets exactly one answer, TypeOK or TypeError.
//
// Clients ignore unknown types and fields, so that a newer server may add some.

// ServerFrame is the envelope of a frame to the client.
type ServerFrame struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`  // the request that is answered
	Seq  uint64 `json:"seq,omitempty"` // position among snapshot and deltas
	Data any    `json:"data,omitempty"`
}

// ClientFrame is the envelope of a request. ID is chosen by the client, 1 to
// 64 characters, and should be fresh for every request of a socket.
type ClientFrame struct {
	Type string          `json:"type"`
	ID   string          `json:"id"`
	Data json.RawMessage `json:"data,omitempty"`
}

// Types of frames to the client, with the type of their data.
const (
	TypeSnapshot  = "snapshot"   // Snapshot
	TypeCenter    = "center"     // Center: the configuration changed
	TypeAgent     = "agent"      // AgentState: own, or anybody's for a supervisor
	TypeTeam      = "team"       // Team: colleagues that changed, at most once a second
	TypeQueue     = "queue"      // QueueState
	TypePop       = "pop"        // Pop: a new call for this agent
	TypePopUpdate = "pop.update" // Pop: the same call, replaces all that was known
	TypePopEnd    = "pop.end"    // PopEnd: take the pop away
	TypeHelp      = "help"       // Help: for supervisors; all who ask for help now
	TypeTasks     = "tasks"      // Tasks: the agent's own list changed
	TypeOK        = "ok"         // OK: the request was done
	TypeError     = "error"      // Refusal: the request was refused or failed
)

// Types of requests, with the type of their data.
const (
	TypePing        = "ping"         // no data
	TypeStateSet    = "state.set"    // StateSet
	TypeWrapUpSave  = "wrapup.save"  // WrapUpSave
	TypeOwnerChoose = "owner.choose" // OwnerChoose
	TypeCallHangup  = "call.hangup"  // CallRef

	TypeCallHold       = "call.hold"       // CallHold
	TypeCallSwap       = "call.swap"       // CallRef
	TypeCallConference = "call.conference" // CallRef
	TypeCallMute       = "call.mute"       // CallSwitch
	TypeCallDigits     = "call.digits"     // CallDigits
	TypeCallPause      = "call.pause"      // CallSwitch: pauses the recording
	TypeCallConsult    = "call.consult"    // CallTransfer
	TypeCallTransfer   = "call.transfer"   // CallTransfer: without talking to the target
	TypeCallComplete   = "call.complete"   // CallRef: the customer goes to the third party
	TypeCallDrop       = "call.drop"       // CallRef: the third party goes
	TypeCallSurvey     = "call.survey"     // CallRef: ends the call, the customer is asked for an opinion
	TypeCallHelp       = "call.help"       // CallHelp
	TypeCallDial       = "call.dial"       // CallDial
	TypePhoneBack      = "phone.back"      // PhoneBack
	TypeDeviceSet      = "device.set"      // Device
	TypeWrapUpExtend   = "wrapup.extend"   // CallRef

	// Of supervisors.
	TypeHelpTake    = "help.take"    // CallRef
	TypeBreakDecide = "break.decide" // BreakDecide
)

// Snapshot is all that the desktop shows.
type Snapshot struct {
	Protocol   int          `json:"protocol"` // the version of the protocol
	ServerTime time.Time    `json:"server_time"`
	Me         Me           `json:"me"`
	Center     Center       `json:"center"`
	Agents     []AgentState `json:"agents"` // every agent for a supervisor, else empty
	Team       []TeamMate   `json:"team"`   // who shares a queue with the agent, the agent included; empty over 200 or without an agent
	Queues     []QueueState `json:"queues"` // the agent's own; all for a supervisor
	Pop        *Pop         `json:"pop,omitempty"`
	Help       Help         `json:"help"`  // for supervisors
	Tasks      Tasks        `json:"tasks"` // of the agent

	Lines       []Line      `json:"lines"` // for supervisors, as what follows
	Emergencies Emergencies `json:"emergencies"`
	Incidents   Incidents   `json:"incidents"`
}

// Protocol is the version of this protocol.
const Protocol = 1

// Me is who the socket belongs to. Agent is missing when the user is no agent.
type Me struct {
	User  string      `json:"user"`
	Role  string      `json:"role"`
	Agent *AgentState `json:"agent,omitempty"`
}

// Center is what the desktop needs of the centre's configuration.
type Center struct {
	Name       string        `json:"name"`
	Breaks     []BreakReason `json:"breaks"`
	Categories []Category    `json:"categories"`
	Queues     []QueueInfo   `json:"queues"`
	RingOnS    float64       `json:"ring_on_s"`  // the country's ringing: so long a tone,
	RingOffS   float64       `json:"ring_off_s"` // and so long a pause; together one ring

	Departments     []Department     `json:"departments"`
	TransferReasons []TransferReason `json:"transfer_reasons"`
	Purposes        []Purpose        `json:"purposes"`
	Targets         Targets          `json:"targets"`
}

// Targets are the figures that the centre wants to reach, shares from 0 to 1
// and means in seconds; missing: no target. The formulas are in docs/admin.md.
type Targets struct {
	ServiceLevel *float64 `json:"service_level,omitempty"` // at least
	ThreeRings   *float64 `json:"three_rings,omitempty"`   // at least
	Answered     *float64 `json:"answered,omitempty"`      // at least
	Abandoned    *float64 `json:"abandoned,omitempty"`     // at most
	Satisfaction *float64 `json:"satisfaction,omitempty"`  // at least
	Resolved     *float64 `json:"resolved,omitempty"`      // at least
	AnswerS      float64  `json:"answer_s,omitempty"`      // at most
	HandleS      float64  `json:"handle_s,omitempty"`      // at most
	ReplyS       float64  `json:"reply_s,omitempty"`       // at most
}

// BreakReason is a reason that may be given for a break.
type BreakReason struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Approval bool   `json:"approval,omitempty"` // a supervisor must agree
}

// Department is an entry of the directory that calls are transferred to.
type Department struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"` // such as its hours
}

// TransferReason is a reason for a transfer.
type TransferReason struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Purpose is a reason to call a customer.
type Purpose struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	OptOut string `json:"opt_out,omitempty"` // the opt-out that forbids it: care_call, marketing, survey
}

// Category of calls with its sub-categories.
type Category struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	Subs []string `json:"subs"`

	// Silent marks nuisance calls: neither summary nor result is needed.
	Silent bool `json:"silent,omitempty"`
}

// QueueInfo is what the desktop needs of a queue's settings.
type QueueInfo struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	WrapUpS     float64 `json:"wrap_up_s"`    // wrap-up ends by itself after this; 0: there is none
	RingLimitS  float64 `json:"ring_limit_s"` // an agent's phone rings at most this long
	ThresholdS  float64 `json:"threshold_s"`  // of the service level
	RecordCalls bool    `json:"record_calls"`
	Targets     Targets `json:"targets"` // the centre's where the queue has none of its own
}

// AgentState is an agent with its live state.
type AgentState struct {
	ID         agent.ID     `json:"id"`
	Name       string       `json:"name"`
	WorkNo     string       `json:"work_no"`
	Queues     []string     `json:"queues"`
	Usual      []string     `json:"usual,omitempty"` // the configured queues while a supervisor has changed them
	State      agent.State  `json:"state"`
	Doing      Doing        `json:"doing,omitempty"`  // more than the state says
	Reason     agent.Reason `json:"reason,omitempty"` // code of a break, or why not responding
	Since      time.Time    `json:"since,omitzero"`
	Next       agent.State  `json:"next,omitempty"` // takes effect when the call ends
	NextReason agent.Reason `json:"next_reason,omitempty"`
	WrapUpBy   time.Time    `json:"wrap_up_by,omitzero"` // wrap-up ends by itself
	Phone      bool         `json:"phone"`               // the telephone that the agent uses can be reached
	Device     Device       `json:"device"`              // that telephone
	Asked      agent.Reason `json:"asked,omitempty"`     // a break that waits for a supervisor's approval
	AskedAt    time.Time    `json:"asked_at,omitzero"`
	Desktop    bool         `json:"desktop"`        // a desktop is connected
	Call       queue.CallID `json:"call,omitempty"` // reserved for, talking to or wrapping up
}

// Help lists who asks for help now, the longest waiting first.
type Help struct {
	Asked []HelpAsked `json:"asked"`
}

// HelpAsked is an agent who asks for help.
type HelpAsked struct {
	Call      queue.CallID `json:"call"`
	Agent     agent.ID     `json:"agent"`
	AgentName string       `json:"agent_name"`
	Text      string       `json:"text"`
	Since     time.Time    `json:"since"`
	By        string       `json:"by,omitempty"` // the supervisor who has taken it
}

// Tasks counts the agent's open promises and call-backs; the list itself is
// GET /api/tasks, to be loaded again when Version changes.
type Tasks struct {
	Version uint64    `json:"version"`
	Open    int       `json:"open"`
	Overdue int       `json:"overdue"`
	NextDue time.Time `json:"next_due,omitzero"` // of those that are not overdue
}

// Team carries those of the team whose state changed, the agent included: all
// who serve the same queues get the same frame.
type Team struct {
	Agents []TeamMate `json:"agents"`
}

// TeamMate is one of the team as the others may see one.
type TeamMate struct {
	ID     agent.ID     `json:"id"`
	Name   string       `json:"name"`
	WorkNo string       `json:"work_no"`
	State  agent.State  `json:"state"`
	Reason agent.Reason `json:"reason,omitempty"`
	Since  time.Time    `json:"since,omitzero"`
}

// QueueState is a queue's live figures; the counts are of Day.
type QueueState struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Day          string    `json:"day"`
	Waiting      int       `json:"waiting"`
	Oldest       time.Time `json:"oldest,omitzero"`         // entry of the longest waiting call
	ServiceLevel *float64  `json:"service_level,omitempty"` // 0 to 1: A_T / (A + Ab - S); missing while nothing was counted
	ThresholdS   float64   `json:"threshold_s"`
	EstimateS    float64   `json:"estimate_s"` // wait of a caller who comes now; 0 unknown
	Offered      int       `json:"offered"`
	Answered     int       `json:"answered"`
	AnsweredIn   int       `json:"answered_in"` // within the threshold
	Abandoned    int       `json:"abandoned"`   // short ones included
	AbandonedIn  int       `json:"abandoned_in"`
	Short        int       `json:"short"`
	Overflowed   int       `json:"overflowed"` // left another way, and nobody answered here
	Promised     int       `json:"promised"`   // calls promised and not made yet
	LateNow      int       `json:"late_now"`   // waiting past the threshold
	Asked        int       `json:"asked"`      // customers asked for their opinion
	Rated        int       `json:"rated"`      // of those, who gave it
	Satisfied    int       `json:"satisfied"`  // of those, who were satisfied
	Ready        int       `json:"ready"`      // agents of the queue by state
	Talking      int       `json:"talking"`    // reserved ones included
	WrapUp       int       `json:"wrap_up"`
	Away         int       `json:"away"`      // on break or not responding
	SignedIn     int       `json:"signed_in"` // all but signed out
}

// StateSet asks for ready, break or signed_out. During a call it is noted and
// takes effect at the call's end (AgentState.Next).
type StateSet struct {
	State  agent.State  `json:"state"`
	Reason agent.Reason `json:"reason,omitempty"` // needed for a break
}

// WrapUpSave registers the call; Done also ends wrap-up and needs all required
// fields. Without Done it is a draft, which the server keeps so that a reload or
// a transfer loses nothing. It may be sent while the call lasts, and again:
// the last one counts.
type WrapUpSave struct {
	Call queue.CallID `json:"call"`
	WrapUp
	Done bool `json:"done"`
}

// WrapUp is what the agent registers of a call.
type WrapUp struct {
	Category         string    `json:"category"`
	SubCategory      string    `json:"sub_category,omitempty"`
	Summary          string    `json:"summary"`
	Resolved         bool      `json:"resolved"`
	UnresolvedReason string    `json:"unresolved_reason,omitempty"` // needed unless resolved
	PromisedReplyAt  time.Time `json:"promised_reply_at,omitzero"`  // needed unless resolved
	MustKeep         bool      `json:"must_keep"`
	FollowUpAt       time.Time `json:"follow_up_at,omitzero"` // call the customer again then
}

// OwnerChoose says who calls and about which unit (a Unit's Ref, may be empty).
type OwnerChoose struct {
	Call  queue.CallID `json:"call"`
	Owner string       `json:"owner"`
	Unit  string       `json:"unit,omitempty"`
}

// CallRef names the call that a request is about.
type CallRef struct {
	Call queue.CallID `json:"call"`
}

// CallHold puts one side of the call on hold or takes it back.
type CallHold struct {
	Call queue.CallID `json:"call"`
	Side queue.Side   `json:"side"`
	On   bool         `json:"on"`
}

// CallSwitch switches something about the call on or off.
type CallSwitch struct {
	Call queue.CallID `json:"call"`
	On   bool         `json:"on"`
}

// CallDigits sends keys to whom the agent talks to.
type CallDigits struct {
	Call   queue.CallID `json:"call"`
	Digits string       `json:"digits"` // 0-9, * and #, at most 32
}

// CallTransfer names whom to consult or transfer the call to, and why.
type CallTransfer struct {
	Call   queue.CallID `json:"call"`
	To     Target       `json:"to"`
	Reason string       `json:"reason"` // a code of Center.TransferReasons, or words
}

// Target is whom a call goes to.
type Target struct {
	Kind queue.TargetKind `json:"kind"`
	ID   string           `json:"id"` // agent's or queue's id, department's code, or the number
}

// CallHelp asks a supervisor for help; an empty text withdraws it.
type CallHelp struct {
	Call queue.CallID `json:"call"`
	Text string       `json:"text"`
}

// CallDial calls a customer: the agent's phone first, then the number. A
// masked number cannot be dialled: give the row's call or the task instead, and
// the server knows the number.
type CallDial struct {
	Number  string       `json:"number,omitempty"` // any written form
	Call    queue.CallID `json:"call,omitempty"`   // call back the customer of this row of the register
	Task    string       `json:"task,omitempty"`   // that the call is for
	Owner   string       `json:"owner,omitempty"`
	Unit    string       `json:"unit,omitempty"`
	Purpose string       `json:"purpose"` // a code of Center.Purposes
}

// PhoneBack says that the page's phone is registered (again) while the agent
// has a call. Alive means that it still has the call's session; if not, the
// phone is rung anew and shall answer at once.
type PhoneBack struct {
	Alive bool `json:"alive"`
}

// Device is the telephone that an agent uses.
type Device struct {
	Kind   agent.DeviceKind `json:"kind"`
	Number string           `json:"number,omitempty"` // of kind number
}

// BreakDecide grants or refuses the break that an agent asked for.
type BreakDecide struct {
	Agent agent.ID `json:"agent"`
	Grant bool     `json:"grant"`
}

// OK answers a request that was done.
type OK struct {
	ServerTime time.Time `json:"server_time"`
}

// Refusal answers a request that was refused or failed. Message is a sentence
// for the user in the browser's language. Temporary means that the same
// request may succeed later.
type Refusal struct {
	Code      ErrorCode `json:"code"`
	Message   string    `json:"message"`
	Temporary bool      `json:"temporary"`
}

// ErrorCode numbers the errors: 1xx the frame is wrong, 2xx the wish cannot be
// granted, 3xx the server cannot do it now.
type ErrorCode int

// Codes of errors.
const (
	CodeBadFrame   ErrorCode = 100 // not an envelope, or without an id
	CodeBadType    ErrorCode = 101 // unknown type
	CodeBadData    ErrorCode = 102 // the data does not fit the type
	CodeNotAgent   ErrorCode = 200 // only an agent may ask this
	CodeNoAgent    ErrorCode = 201 // the agent is not in the centre's configuration
	CodeBadState   ErrorCode = 202 // this change of state is not possible
	CodeNoReason   ErrorCode = 203 // a break without a reason, or with an unknown one
	CodeNoCall     ErrorCode = 204 // not your call, or it has been finished
	CodeCategory   ErrorCode = 205 // category or sub-category missing or unknown
	CodeSummary    ErrorCode = 206 // the summary is missing
	CodeUnresolved ErrorCode = 207 // unsolved without reason and a promised time to come
	CodeNoOwner    ErrorCode = 208 // this owner or unit does not belong to the call
	CodeBusy       ErrorCode = 209 // finish the call or wrap-up first
	CodeTarget     ErrorCode = 210 // the target of the transfer is unknown
	CodeTargetBusy ErrorCode = 211 // the colleague is not free
	CodeWhy        ErrorCode = 212 // a transfer needs a reason
	CodePurpose    ErrorCode = 213 // the purpose of an outbound call is missing or unknown
	CodeNumber     ErrorCode = 214 // no number that can be dialled
	CodeOptOut     ErrorCode = 215 // the customer does not want such calls
	CodeNoPhone    ErrorCode = 216 // the agent's telephone cannot be reached
	CodeThird      ErrorCode = 217 // there is no third party, or one already
	CodePhoneHold  ErrorCode = 218 // on hold at the telephone
	CodeNoRecord   ErrorCode = 219 // the call is not recorded
	CodeDigits     ErrorCode = 220 // only 0-9, * and #
	CodeWrapUpMax  ErrorCode = 221 // no further extension
	CodeNothing    ErrorCode = 222 // nothing has been asked for
	CodeDevice     ErrorCode = 223 // no such telephone
	CodeNotAllowed ErrorCode = 224 // only a supervisor may do this
	CodeFollowUp   ErrorCode = 225 // the follow-up is not in the future
	CodeNotWaiting ErrorCode = 226 // the call does not wait any more
	CodeFirst      ErrorCode = 227 // it is the first already
	CodeNoQueue    ErrorCode = 228 // no such queue
	CodeSameQueue  ErrorCode = 229 // it waits in that queue already
	CodeOffDuty    ErrorCode = 230 // the agent takes no calls at the moment
	CodeMissedIt   ErrorCode = 231 // the agent has missed this call already
	CodeLimit      ErrorCode = 232 // no limit on the wait for an agent, or too long a one
	CodeSignedOut  ErrorCode = 233 // the agent is signed out
	CodePlace      ErrorCode = 234 // a notice without a project
	CodeUntil      ErrorCode = 235 // a notice that would be over already
	CodeNoSurvey   ErrorCode = 236 // the customer is not to be asked for an opinion
	CodeNoPromise  ErrorCode = 237 // no call-back is promised any more
	CodeOnTheLine  ErrorCode = 238 // the customer has answered the call-back already
	CodeUrgent     ErrorCode = 239 // the call is an emergency, for which everybody is rung
	CodeNotResting ErrorCode = 240 // the promised call stands in line already
	CodeClosed     ErrorCode = 241 // the hotline is closed: nobody is called back
	CodeNoNode     ErrorCode = 302 // no Asterisk is connected
	CodeTimeout    ErrorCode = 300 // no answer in time
	CodeFailed     ErrorCode = 301 // something went wrong inside
)

// CloseCode is a websocket close code. After 4000 to 4499, and after the
// standard codes 1001, 1006, 1011 to 1013, the client reconnects (with a delay that
// grows from 0.5 s to 10 s, and some chance in it); after 4500 to 4999, and
// 1009, it does not.
type CloseCode int

// Codes of closing.
const (
	CloseShutdown     CloseCode = 4000 // the server stops; another one takes over
	CloseSlow         CloseCode = 4001 // the client did not read fast enough
	CloseSilent       CloseCode = 4002 // the client did not answer pings
	CloseSessionEnded CloseCode = 4500 // signed out elsewhere: go to sign-in
	CloseFlood        CloseCode = 4501 // far too many requests
	CloseNotText      CloseCode = 4502 // a binary frame
	CloseTooLarge     CloseCode = 1009 // a frame over 64 KB
)

// Reconnect reports whether a client should connect again after the code.
func (c CloseCode) Reconnect() bool { return c < CloseSessionEnded && c != CloseTooLarge }
