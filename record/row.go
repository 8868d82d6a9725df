package record

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Row is one row of the register: the facts of a queue.Record and everything
// that is computed from them. Times that never came are left out, and so are
// figures that make no sense for the call, such as the rings to an answer
// that never was.
type Row struct {
	Line
	Customer
	Answering
	Handling
	Closing
	Registration
	Outgoing
	Recording *Recording `json:"recording,omitempty"`
	// Earlier are recordings with agents whose phone died in the call.
	Earlier []*Recording `json:"recordings_earlier,omitempty"`
	// Message is the recording that is a message the caller left.
	Message queue.RecordingID `json:"message,omitempty"`
	Ways    []Way             `json:"ways,omitempty" doc:"What was done with a caller whom no agent served."`
	LeftOut int               `json:"left_out,omitempty" doc:"So many lines are missing in t_offer and ways: of very many the row keeps the last."`
	PlaceOf queue.CallID      `json:"place_of,omitempty" doc:"The call whose place in the queue this one had: its caller hung up and rang again."`

	Urgent   *Urgent       `json:"urgent,omitempty" doc:"The emergency lane; left out if the call was not in it."`
	Callback *PromisedCall `json:"callback,omitempty" doc:"The call-back that was asked for, or tried to be made, in this call."`
	Survey   *Survey       `json:"survey,omitempty" doc:"The customer's opinion; left out if nobody asked for it."`

	Notice  bool     `json:"recording_notice_played"`
	Prompts []Prompt `json:"prompts_played,omitempty"`
	Final   bool     `json:"final"` // the core has nothing to add
}

// Line is what was dialled and where the call went.
type Line struct {
	CallID    queue.CallID    `json:"call_id"`
	Direction queue.Direction `json:"direction"`
	Hotline   string          `json:"hotline"`
	Project   string          `json:"project,omitempty"`
	Queue     string          `json:"queue,omitempty"`
	LinkedID  queue.CallID    `json:"linked_id,omitempty" doc:"The call that this one belongs to: in which the call-back was asked for that this one tries to make, or whose place in the queue this one had."`
}

// Outgoing is what an outbound call was made for.
type Outgoing struct {
	Purpose string `json:"purpose,omitempty"`
	Task    string `json:"task,omitempty"`
}

// Customer is the other side of the call. CallerNumber and CallerRaw are empty
// unless the numbers were asked for in clear.
type Customer struct {
	CallerNumber       string      `json:"caller_number,omitempty"`
	CallerRaw          string      `json:"caller_raw,omitempty"`
	CallerNumberMasked string      `json:"caller_number_masked"`
	Match              queue.Match `json:"match,omitempty"`
	OwnerID            string      `json:"owner_id,omitempty"`
	OwnerName          string      `json:"owner_name,omitempty"`
	UnitRef            string      `json:"unit_ref,omitempty"`
	Relation           string      `json:"relation,omitempty"`
}

// Answering is how the call was answered, by the system and by a person.
type Answering struct {
	Ring             time.Time  `json:"t_ring"`
	Answer           *time.Time `json:"t_answer,omitempty"`
	RingMS           int64      `json:"ring_ms"`
	RingCount        int        `json:"ring_count,omitempty"`
	WithinThreeRings *bool      `json:"within_3_rings,omitempty"`

	QueueIn  *time.Time `json:"t_queue_in,omitempty"`
	Position int        `json:"queue_position_at_entry"`
	Offers   []Offer    `json:"t_offer,omitempty"`
	WaitMS   int64      `json:"wait_ms"`
	Why      string     `json:"why,omitempty" doc:"Why the last agent whom the queue asked was chosen, in one line."`
	Moves    []Move     `json:"moves,omitempty" doc:"What supervisors did with the call while it waited."`

	AgentAnswer           *time.Time `json:"t_agent_answer,omitempty"`
	AgentRingCount        int        `json:"agent_ring_count,omitempty"`
	AgentWithinThreeRings *bool      `json:"agent_within_3_rings,omitempty"`
}

// Offer is one offer of the call to an agent.
type Offer struct {
	Agent  agent.ID          `json:"agent"`
	At     time.Time         `json:"t"`
	RingMS int64             `json:"ring_ms"`
	Rings  int               `json:"rings,omitempty"` // 0: the phone never rang
	Shown  bool              `json:"shown"`
	Result queue.OfferResult `json:"result"`
}

// Handling is the conversation.
type Handling struct {
	AgentID   agent.ID   `json:"agent_id,omitempty"`
	WorkNo    string     `json:"work_no,omitempty"`
	AgentName string     `json:"agent_name,omitempty"`
	Connect   *time.Time `json:"t_connect,omitempty"`
	Parts     []Part     `json:"parts,omitempty" doc:"Who talked to the customer, in order."`
	Transfers []Transfer `json:"transfers,omitempty"`
	Help      []Help     `json:"help,omitempty"`
	Hold      []Span     `json:"hold,omitempty"`
	HoldMS    int64      `json:"hold_ms"`
	TalkMS    int64      `json:"talk_ms"`
	WrapMS    int64      `json:"wrap_ms"`
	HandleMS  int64      `json:"handle_ms"`
}

// Part is one agent's or outside party's time with the customer.
type Part struct {
	AgentID   agent.ID         `json:"agent_id,omitempty"`
	WorkNo    string           `json:"work_no,omitempty"`
	AgentName string           `json:"agent_name,omitempty"`
	Kind      queue.TargetKind `json:"outside_kind,omitempty"`
	Outside   string           `json:"outside,omitempty" doc:"The department's code, or the number, masked."`
	Span
}

// Transfer is a transfer, consultation or conference and what became of it.
type Transfer struct {
	At     time.Time            `json:"t"`
	From   agent.ID             `json:"from"`
	Kind   queue.TargetKind     `json:"to_kind"`
	To     string               `json:"to" doc:"Id of the agent or queue, the department's code, or the number, masked."`
	ToName string               `json:"to_name,omitempty"`
	Type   queue.TransferKind   `json:"type"`
	Reason string               `json:"reason"`
	Result queue.TransferResult `json:"result,omitempty"`
	Ended  *time.Time           `json:"ended,omitempty"`
}

// Help is a call for a supervisor during the call.
type Help struct {
	At    time.Time  `json:"t"`
	Agent agent.ID   `json:"agent"`
	Text  string     `json:"text"`
	By    string     `json:"by,omitempty"`
	Taken *time.Time `json:"taken,omitempty"`
}

// Span is a stretch of time; To is left out while it lasts.
type Span struct {
	From time.Time  `json:"from"`
	To   *time.Time `json:"to,omitempty"`
}

// Closing is how the call ended and how it is counted.
type Closing struct {
	Hangup    *time.Time      `json:"t_hangup,omitempty"`
	HangupBy  string          `json:"hangup_by,omitempty"`
	EndClass  queue.Class     `json:"end_class,omitempty"`
	EndReason queue.EndReason `json:"end_reason,omitempty"`
	Cause     int             `json:"cause,omitempty"`
	Outcome   queue.Outcome   `json:"outcome,omitempty"`
}

// Registration is what the agent wrote down.
type Registration struct {
	Category         string     `json:"category,omitempty"`
	SubCategory      string     `json:"sub_category,omitempty"`
	Summary          string     `json:"summary,omitempty"`
	Resolved         bool       `json:"resolved_on_call"`
	UnresolvedReason string     `json:"unresolved_reason,omitempty"`
	PromisedReplyAt  *time.Time `json:"promised_reply_at,omitempty"`
	RegisteredAt     *time.Time `json:"registered_at,omitempty"`
	RegisteredBy     agent.ID   `json:"registered_by,omitempty"`
	Complete         bool       `json:"complete" doc:"With all that is required; otherwise it is a draft, or missing."`
	FollowUp         *Follow    `json:"follow_up,omitempty"`
	Promise          *Follow    `json:"promise,omitempty" doc:"What became of the promised reply; only with a single row."`
}

// Follow is what is owed to the customer after the call. What became of it is
// known to a single row only.
type Follow struct {
	Due    time.Time  `json:"due"`
	Task   string     `json:"task,omitempty"`
	State  TaskState  `json:"state,omitempty"`
	DoneAt *time.Time `json:"done_at,omitempty"`
	Result string     `json:"result,omitempty"`
}

// Recording of the conversation.
type Recording struct {
	ID         queue.RecordingID `json:"id"`
	File       string            `json:"file,omitempty"`
	From       *time.Time        `json:"from,omitempty"`
	DurationMS int64             `json:"duration"`
	SHA256     string            `json:"sha256,omitempty"`
	MustKeep   bool              `json:"must_keep"`
	Gaps       []Span            `json:"gaps,omitempty" doc:"Paused: silence in the file."`
	Failed     string            `json:"failed,omitempty"`
}

// Prompt is a prompt that the caller heard, at least in part.
type Prompt struct {
	ID      string    `json:"id"`
	Version int       `json:"version,omitempty"` // as the centre counts its changes; missing: as installed
	At      time.Time `json:"t"`
}
