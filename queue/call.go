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
	Node    string    // the Asterisk node that all legs are on
	Caller  Leg
	Place   Place
	Offer   *Offer // set while an agent's phone is rung
	Talk    *Talk  // set from a person's answer on
	Playing Playing
	Due     map[Timer]time.Time // the deadlines that run
	Minted  int                 // ids minted for this call so far
	Filed   bool                // the final row is on its way to the register
	Record  Record
}

// Leg is the caller's channel.
type Leg struct {
	ID    LegID
	Up    bool // answered
	Gone  bool
	Music bool // hears music on hold
}

// Place is a call's place in its queue. Entered orders the queue and never
// changes while the call waits, so that no caller loses the place.
type Place struct {
	Queue    string
	Entered  time.Time
	Seq      uint64 // breaks ties of Entered
	Late     bool   // the service-level threshold has passed
	Counted  bool   // answered or abandoned once; a return to the queue counts nothing
	ToldWait int    // estimate last announced, in minutes; 0 means none yet
	Comforts int    // comfort prompts heard so far
}

// Offer is a call being offered to one agent.
type Offer struct {
	Agent   agent.ID
	Leg     LegID
	Bridge  BridgeID // where the two will talk
	At      time.Time
	Shown   bool      // the desktop has the pop, or there is none to have it
	Created bool      // the channel waits to be dialled
	Dialled time.Time // zero until the phone rings
}

// Talk is a conversation between the caller and an agent.
type Talk struct {
	Agent     agent.ID
	Leg       LegID
	Gone      bool // the agent's channel is gone
	Connected bool // the two could hear each other
	Spoke     bool // the agent spoke before that
	Bridge    BridgeID
	Recording RecordingID
	HeldSince time.Time // zero unless on hold
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
