package ws

import (
	"time"

	"thirdring/queue"
)

// The screen-pop: all that an agent sees of a call.

// PopPhase is where the call of a pop stands for the agent.
type PopPhase string

// Phases of a pop.
const (
	PopOffering PopPhase = "offering" // the phone is about to ring or rings
	PopTalking  PopPhase = "talking"  // the agent answered
	PopEnded    PopPhase = "ended"    // over; the agent wraps up

	PopDialling     PopPhase = "dialling"     // outbound: the customer's phone is rung; for a call-back by the queue, before the agent's
	PopTransferring PopPhase = "transferring" // given away; the target is rung
)

// Pop is the screen-pop: everything about the call the agent is bound to.
// Timers are absolute server times; reckon with Snapshot.ServerTime.
type Pop struct {
	Call   queue.CallID `json:"call"`
	Phase  PopPhase     `json:"phase"`
	Caller Caller       `json:"caller"`

	Direction  queue.Direction `json:"direction"`
	For        queue.OfferKind `json:"for,omitempty"`         // why the phone rings or rang: empty for a caller of the queue
	From       *TeamMate       `json:"from,omitempty"`        // who consults or transfers
	FromReason string          `json:"from_reason,omitempty"` // and why, in words
	AutoAnswer bool            `json:"auto_answer,omitempty"` // the phone shall answer by itself
	Purpose    string          `json:"purpose,omitempty"`     // of an outbound call
	Task       string          `json:"task,omitempty"`        // that the call is for
	Urgent     queue.UrgentWhy `json:"urgent,omitempty"`      // an emergency, and how it came into that lane

	Consulted   bool      `json:"consulted,omitempty"`    // this agent is the third party: no hold, transfer or wrap-up
	Muted       bool      `json:"muted,omitempty"`        // the agent is not heard
	PhoneHold   bool      `json:"phone_hold,omitempty"`   // the customer was put on hold at the telephone
	Paused      bool      `json:"paused,omitempty"`       // the recording is
	LostSince   time.Time `json:"lost_since,omitzero"`    // the page's phone is away; the customer hears music
	LostBy      time.Time `json:"lost_by,omitzero"`       // then the customer goes back to the queue
	WrapUpUntil time.Time `json:"wrap_up_until,omitzero"` // wrap-up cannot be extended beyond
	Survey      bool      `json:"survey,omitempty"`       // the customer may be asked for an opinion
	Third       *Third    `json:"third,omitempty"`
	Help        string    `json:"help,omitempty"`    // text of the call for help
	HelpBy      string    `json:"help_by,omitempty"` // the supervisor who has taken it

	Hotline     string `json:"hotline"` // the number dialled
	HotlineName string `json:"hotline_name"`
	Project     string `json:"project"`
	Queue       string `json:"queue"`
	QueueName   string `json:"queue_name"`
	Recorded    bool   `json:"recorded"` // the conversation is, or will be, recorded

	ArrivedAt   time.Time `json:"arrived_at,omitzero"`
	QueuedAt    time.Time `json:"queued_at,omitzero"` // waiting time counts from here
	OfferedAt   time.Time `json:"offered_at,omitzero"`
	RingBy      time.Time `json:"ring_by,omitzero"` // the phone rings until then
	AnsweredAt  time.Time `json:"answered_at,omitzero"`
	ConnectedAt time.Time `json:"connected_at,omitzero"`
	HeldSince   time.Time `json:"held_since,omitzero"`
	EndedAt     time.Time `json:"ended_at,omitzero"`
	WrapUpBy    time.Time `json:"wrap_up_by,omitzero"`

	EndedBy   queue.Class     `json:"ended_by,omitempty"`
	EndReason queue.EndReason `json:"end_reason,omitempty"`
	Wrap      *WrapUp         `json:"wrap,omitempty"` // as last saved, so that a reload shows it

	Script []Script     `json:"script"`
	Recent []RecentCall `json:"recent"`        // the caller's last calls, newest first
	Loaded bool         `json:"recent_loaded"` // Recent has been looked up
}

// Third is the third party of a call, being rung or talked to.
type Third struct {
	To         Target               `json:"to"`
	Name       string               `json:"name"`
	Kind       queue.TransferKind   `json:"kind"`
	Ringing    bool                 `json:"ringing,omitempty"`
	Held       bool                 `json:"held,omitempty"`
	Since      time.Time            `json:"since,omitzero"`
	Conference bool                 `json:"conference,omitempty"` // all three talk
	Result     queue.TransferResult `json:"result,omitempty"`     // the last one ended so; there is none now
}

// Caller is who calls.
type Caller struct {
	// Number is in full for the agent on the call, as the centre
	// knows it; Raw is what the network sent. Both are empty when withheld.
	Number string      `json:"number"`
	Raw    string      `json:"raw"`
	Masked string      `json:"masked"` // 138****1234, for everywhere else on the screen
	Match  queue.Match `json:"match"`  // empty while the look-up runs: a pop.update follows

	// Owner is the person it is, once known or chosen; Unit the property the
	// call is about. Choices is set while several owners share the number.
	Owner   *Card  `json:"owner,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Choices []Card `json:"choices,omitempty"`
}

// Card is an owner's file as far as the pop shows it. Relation, segment,
// opt-outs and levels are codes, which the page has the words for in each of
// its languages; all else is text of the file, shown as it is.
type Card struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Salutation   string   `json:"salutation,omitempty"` // such as 先生
	Relation     string   `json:"relation,omitempty"`   // owner, occupant, family, tenant, prospect
	Segment      string   `json:"segment,omitempty"`    // ordinary, loyal, valued, prospect, vip
	LanguageNote string   `json:"language_note,omitempty"`
	Units        []Unit   `json:"units"`
	OptOuts      []string `json:"opt_outs,omitempty"` // care_call, sms, marketing, survey
	Alerts       []Alert  `json:"alerts,omitempty"`
	Complaints   int      `json:"complaints_12m,omitempty"`
	Repeat       bool     `json:"repeat_complaint,omitempty"`
}

// Unit is a property of an owner. Ref is what owner.choose sends back.
type Unit struct {
	Ref        string     `json:"ref"` // project/building/room as the register writes it
	Project    string     `json:"project"`
	Phase      string     `json:"phase,omitempty"`
	Building   string     `json:"building,omitempty"`
	Room       string     `json:"room,omitempty"`
	HouseType  string     `json:"house_type,omitempty"`
	Ambassador string     `json:"ambassador,omitempty"`  // who looks after the customers of the building
	Company    string     `json:"company,omitempty"`     // the property-management company
	HandoverAt string     `json:"handover_at,omitempty"` // 2024-06-30
	Status     string     `json:"status,omitempty"`
	SoundsLike []string   `json:"sounds_like,omitempty"` // buildings of the project that are easily misheard: read back
	Warranty   []Warranty `json:"warranty,omitempty"`
}

// Warranty is an item under warranty until a day.
type Warranty struct {
	Item  string `json:"item"`
	Until string `json:"until"` // 2027-06-30
	Over  bool   `json:"over,omitempty"`
}

// Alert is a remark that the agent must see.
type Alert struct {
	Text  string `json:"text"`
	Level string `json:"level"` // info, warn, danger
}

// Script is a phrase for the agent to say.
type Script struct {
	ID   string `json:"id"` // of the prompts' manifest, such as agent.greet
	Text string `json:"text"`
}

// RecentCall is an earlier call of the same caller.
type RecentCall struct {
	Call            queue.CallID  `json:"call"`
	At              time.Time     `json:"at"`
	Outcome         queue.Outcome `json:"outcome"`
	AgentName       string        `json:"agent_name,omitempty"`
	Category        string        `json:"category,omitempty"`
	SubCategory     string        `json:"sub_category,omitempty"`
	Summary         string        `json:"summary,omitempty"`
	Resolved        bool          `json:"resolved"`
	PromisedReplyAt time.Time     `json:"promised_reply_at,omitzero"` // an open promise
	Survey          int           `json:"survey,omitempty"`           // the customer's answer: 1 satisfied, 2 fair, 3 not satisfied
	Urgent          bool          `json:"urgent,omitempty"`           // in the emergency lane
}

// PopEnd takes the pop away: the offer ended without an answer (Result), or
// wrap-up is over (Result is answered).
type PopEnd struct {
	Call   queue.CallID      `json:"call"`
	Result queue.OfferResult `json:"result"`
}
