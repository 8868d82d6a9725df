package ws

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// The part of the protocol that is for supervisors: who waits, what may be
// changed about that, emergencies and notices.

// Types of frames to supervisors, with the type of their data.
const (
	TypeLine        = "line"        // Line: a queue's callers changed
	TypeEmergencies = "emergencies" // Emergencies: all of them
	TypeIncidents   = "incidents"   // Incidents: all that are on, and proposed
	TypeTeamTasks   = "tasks.team"  // no data: somebody's tasks changed, or nobody's; for all who see everybody
)

// Types of supervisors' requests about the queues, with the type of their data.
const (
	TypeCallMoveUp     = "call.move_up"    // CallMoveUp
	TypeCallMoveQueue  = "call.move_queue" // CallMoveQueue
	TypeCallGive       = "call.give"       // CallGive
	TypeCallbackCancel = "callback.cancel" // CallRef: the promise becomes a task, nobody is called by the queue
	TypeCallbackNow    = "callback.now"    // CallRef: a promise that rests stands in line at once
	TypeAgentQueues    = "agent.queues"    // AgentQueues
	TypeIncidentSet    = "incident.set"    // IncidentSet
	TypeIncidentClear  = "incident.clear"  // IncidentPlace
)

// Line is a queue's callers in the order in which they are served: the first
// of them, since thousands may wait. Then come those on another way: in a menu,
// on duty, leaving a message; and promised calls that rest, between two attempts
// or while the hotline is closed.
type Line struct {
	Queue  string         `json:"queue"`
	Total  int            `json:"total"`  // who stand in line, shown or not
	Beside int            `json:"beside"` // who are on another way, shown or not
	Order  []queue.CallID `json:"order"`  // whom the line shows
	Shown  int            `json:"shown"`  // so many of Order stand in line, the first of which is next; the others are on another way
	Rows   []Waiting      `json:"rows"`   // those of Order that are new or have changed; in a snapshot all
}

// Waiting is a caller whom nobody has answered yet, or who was promised a call.
type Waiting struct {
	Call     queue.CallID `json:"call"`
	Masked   string       `json:"masked,omitempty"` // empty when withheld
	Match    queue.Match  `json:"match,omitempty"`
	Owner    string       `json:"owner,omitempty"` // the name, if it is certain who calls
	Home     string       `json:"home,omitempty"`  // the unit, or the building that all who it may be live in
	Segment  string       `json:"segment,omitempty"`
	Hotline  string       `json:"hotline"` // its name
	Phase    queue.Phase  `json:"phase"`
	Since    time.Time    `json:"since"`              // of the phase
	QueuedAt time.Time    `json:"queued_at,omitzero"` // waiting time counts from here

	Ringing []agent.ID `json:"ringing,omitempty"` // whose telephones ring for the caller

	PriorityS float64 `json:"priority_s,omitempty"` // waiting time that the caller is spared,
	Why       string  `json:"why,omitempty"`        // and for what
	Stage     int     `json:"stage,omitempty"`      // how often the search was widened

	Wants      agent.ID   `json:"wants,omitempty"`       // waits for this agent alone,
	WantsBy    string     `json:"wants_by,omitempty"`    // for this supervisor; empty: the agent had the last conversation
	WantsUntil time.Time  `json:"wants_until,omitzero"`  // then all may have the call
	Moved      queue.Move `json:"moved,omitempty"`       // what a supervisor did last,
	MovedBy    string     `json:"moved_by,omitempty"`    // and who
	UrgentAt   time.Time  `json:"urgent_at,omitzero"`    // in the emergency lane since
	Escalated  time.Time  `json:"escalated_at,omitzero"` // duty phones are rung as well since
	Tries      int        `json:"tries,omitempty"`       // of a promised call: attempts so far
	NextTry    time.Time  `json:"next_try,omitzero"`     // rests, and stands in line again then
	KeepUntil  time.Time  `json:"keep_until,omitzero"`   // then the promise becomes a task
}

// Emergencies are the urgent calls that nobody has answered yet, the longest
// waiting first, and for a while those whose caller gave up.
type Emergencies struct {
	Calls []Emergency `json:"calls"`
}

// Emergency is a call of the emergency lane.
type Emergency struct {
	Call      queue.CallID    `json:"call"`
	Masked    string          `json:"masked,omitempty"`
	Owner     string          `json:"owner,omitempty"`
	Home      string          `json:"home,omitempty"`
	Hotline   string          `json:"hotline"`
	Project   string          `json:"project,omitempty"` // of the hotline
	Why       queue.UrgentWhy `json:"why"`
	Since     time.Time       `json:"since"`
	Ringing   []agent.ID      `json:"ringing,omitempty"`
	Escalated time.Time       `json:"escalated_at,omitzero"` // duty phones ring since
	GoneAt    time.Time       `json:"gone_at,omitzero"`      // the caller gave up
}

// Incidents are the notices that are on, and the buildings with a surge.
type Incidents struct {
	Active   []Incident `json:"active"`
	Proposed []Proposal `json:"proposed"`
}

// Incident is a notice that callers from a place hear first.
type Incident struct {
	Project  string    `json:"project"`
	Building string    `json:"building,omitempty"` // empty: all of the project
	Prompt   string    `json:"prompt"`
	Since    time.Time `json:"since"`
	Until    time.Time `json:"until,omitzero"` // missing: until it is switched off
	By       string    `json:"by"`
}

// Proposal is a building from which so many people call that a notice may
// spare others the wait.
type Proposal struct {
	Project  string    `json:"project"`
	Building string    `json:"building"`
	Callers  int       `json:"callers"` // different numbers within 10 minutes
	Since    time.Time `json:"since"`
}

// CallMoveUp moves a waiting call before the one ahead, or to the head.
type CallMoveUp struct {
	Call queue.CallID `json:"call"`
	Head bool         `json:"head,omitempty"`
}

// CallMoveQueue moves a waiting call to another queue.
type CallMoveQueue struct {
	Call  queue.CallID `json:"call"`
	Queue string       `json:"queue"`
}

// CallGive lets a waiting call wait for one agent up to a limit. Without an
// agent whoever is able gets it again.
type CallGive struct {
	Call   queue.CallID `json:"call"`
	Agent  agent.ID     `json:"agent,omitempty"`
	LimitS float64      `json:"limit_s,omitempty"` // at most 1800
}

// AgentQueues lets an agent serve a queue, or no longer, until signing out.
type AgentQueues struct {
	Agent agent.ID `json:"agent"`
	Queue string   `json:"queue"`
	In    bool     `json:"in"`
}

// IncidentSet switches a notice on or changes it.
type IncidentSet struct {
	IncidentPlace
	Prompt string    `json:"prompt"`
	Until  time.Time `json:"until,omitzero"` // missing: until it is switched off
}

// IncidentPlace is whose callers a notice is for.
type IncidentPlace struct {
	Project  string `json:"project"`
	Building string `json:"building,omitempty"`
}

// Doing is what an agent's state does not say.
type Doing string

// What agents may be doing.
const (
	DoingOutbound Doing = "outbound" // calls a customer, or talks to one who was called
	DoingConsult  Doing = "consult"  // two agents, or an agent and somebody outside, confer
)
