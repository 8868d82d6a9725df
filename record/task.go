package record

import (
	"errors"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Task is something that the centre owes a customer: a promised reply, a call
// to make again, or a call-back. Times that never came are left out.
type Task struct {
	ID           string       `json:"id"`
	Kind         TaskKind     `json:"kind" enum:"promise,follow_up,callback"`
	CallID       queue.CallID `json:"call_id,omitempty" doc:"The call that it comes from."`
	Agent        agent.ID     `json:"agent,omitempty" doc:"Who has to do it."`
	AgentName    string       `json:"agent_name,omitempty"`
	Number       string       `json:"-"` // in clear, for the server to dial
	NumberMasked string       `json:"number_masked,omitempty"`
	OwnerID      string       `json:"owner_id,omitempty"`
	OwnerName    string       `json:"owner_name,omitempty"`
	Salutation   string       `json:"salutation,omitempty"` // filled in by who has the owners' files
	Unit         string       `json:"unit,omitempty"`
	Due          time.Time    `json:"due"`
	Text         string       `json:"text"`

	Message queue.RecordingID `json:"message,omitempty" doc:"What the customer left to be heard, if so."`

	Category  string      `json:"category,omitempty"`
	CreatedAt time.Time   `json:"created_at"`
	State     TaskState   `json:"state" enum:"open,done"`
	Overdue   bool        `json:"overdue"`
	DoneAt    time.Time   `json:"done_at,omitzero"`
	DoneBy    string      `json:"done_by,omitempty"`
	Closing   TaskClosing `json:"closing,omitempty" enum:"done,called,resolved,withdrawn"`
	Result    string      `json:"result,omitempty"`
	Postponed []Postponed `json:"postponed,omitempty" doc:"Oldest first; at most 50."`
	Tries     []TaskTry   `json:"tries,omitempty" doc:"Calls made for it that did not settle it, oldest first; at most 50."`
}

// TaskKind is what a task is.
type TaskKind string

// Kinds of tasks.
const (
	Promise  TaskKind = "promise"   // a reply promised to the customer (未能当场答复)
	FollowUp TaskKind = "follow_up" // to call the customer again (回访)
	Callback TaskKind = "callback"  // asked for by an agent (回电)
)

// TaskState says whether a task is still to be done.
type TaskState string

// States of tasks.
const (
	TaskOpen TaskState = "open"
	TaskDone TaskState = "done"
)

// TaskClosing says how a task came to be done.
type TaskClosing string

// Ways of closing a task.
const (
	ClosedByHand    TaskClosing = "done"      // a person said so
	ClosedByCall    TaskClosing = "called"    // an outbound call settled it
	ClosedAsSolved  TaskClosing = "resolved"  // the call's row says now that it was solved
	ClosedWithdrawn TaskClosing = "withdrawn" // the call's row no longer asks for it
)

// Postponed is one change of a task's due time.
type Postponed struct {
	At     time.Time    `json:"t"`
	By     string       `json:"by"`
	From   time.Time    `json:"from"`
	To     time.Time    `json:"to"`
	Reason string       `json:"reason"`
	Call   queue.CallID `json:"call_id,omitempty"` // in which the customer was told
}

// TaskTry is a call that was made for a task and did not settle it.
type TaskTry struct {
	Call    queue.CallID  `json:"call_id"`
	At      time.Time     `json:"t"`
	Outcome queue.Outcome `json:"outcome"`
}

// NewTask is a call-back that an agent or supervisor wants.
type NewTask struct {
	Call     queue.CallID // whose customer to call; may be empty
	Customer queue.Party  // of a call that lives; else the call's row knows
	Agent    queue.AgentRef
	Due      time.Time
	Text     string
}

// TaskFilter chooses tasks; an empty field chooses all.
type TaskFilter struct {
	State TaskState // TaskOpen unless set
	Agent agent.ID
	Limit int // 1 to MaxLimit; 0 means MaxLimit
}

// TaskCounts are an agent's tasks in figures.
type TaskCounts struct {
	Version uint64    // changes with the agent's list
	Open    int       // overdue ones included
	Overdue int       // due before now
	NextDue time.Time // of those that are not overdue
}

// Errors of tasks that a person can do something about.
var (
	ErrNoTask   = errors.New("record: there is no such task")
	ErrTaskDone = errors.New("record: the task is done already")
	ErrTaskDue  = errors.New("record: a task must be due in the time to come, within a year")
	ErrTaskText = errors.New("record: the task lacks a text or a reason")
)
