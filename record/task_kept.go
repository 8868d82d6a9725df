package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// maxTaskNotes bounds a task's postponements and tries; the oldest go first.
const maxTaskNotes = 50

// kept is a task as it is stored: a revision, a space and JSON. Its names are
// those of the API and stay for ever.
type kept struct {
	Task
	Number   string       `json:"number,omitempty"`    // instead of Task's, which no page gets
	RowDue   time.Time    `json:"row_due,omitzero"`    // as the call's row last said; a change of it moves the task
	Assigned bool         `json:"assigned,omitempty"`  // by a person: the row's agent no longer counts
	DoneCall queue.CallID `json:"done_call,omitempty"` // that closed it
	Row      []int64      `json:"row,omitempty"`       // the version of the row that was followed last

	rev int // 0 for a task that is not stored yet
}

// encode leaves out what is computed on reading.
func (k kept) encode() []byte {
	k.Overdue, k.NumberMasked, k.Salutation = false, "", ""
	body, err := json.Marshal(k)
	if err != nil { // a year beyond 9999, which the callers keep out
		panic(fmt.Sprintf("record: encode task %s: %v", k.ID, err))
	}
	return body
}

var errBadTask = errors.New("record: a task cannot be read")

func decodeTask(value string, zone *time.Location) (kept, error) {
	rev, body, _ := strings.Cut(value, " ")
	n, err := strconv.Atoi(rev)
	if err != nil {
		return kept{}, fmt.Errorf("%w: no revision: %w", errBadTask, err)
	}
	k := kept{rev: n}
	if err := json.Unmarshal([]byte(body), &k); err != nil {
		return kept{}, fmt.Errorf("%w: %w", errBadTask, err)
	}
	for _, t := range []*time.Time{&k.Due, &k.CreatedAt, &k.DoneAt, &k.RowDue} {
		if !t.IsZero() {
			*t = t.In(zone)
		}
	}
	return k, nil
}

// shown is the task as the API and the desktop have it.
func (k kept) shown(now time.Time) Task {
	t := k.Task
	t.Number, t.Overdue = k.Number, t.State == TaskOpen && t.Due.Before(now)
	if k.Number != "" {
		t.NumberMasked = Mask(k.Number)
	}
	return t
}

func (k kept) same(other kept) bool { return bytes.Equal(k.encode(), other.encode()) }

// clone shares nothing that may change.
func (k kept) clone() kept {
	k.Postponed, k.Tries, k.Row = slices.Clone(k.Postponed), slices.Clone(k.Tries), slices.Clone(k.Row)
	return k
}

func (k *kept) close(how TaskClosing, at time.Time, by, result string) {
	k.State, k.Closing, k.DoneAt, k.DoneBy, k.Result = TaskDone, how, at, by, result
}

func (k *kept) open() {
	k.State, k.Closing, k.DoneAt, k.DoneBy, k.Result, k.DoneCall = TaskOpen, "", time.Time{}, "", "", ""
}

// postpone moves the due time. A call moves it once, however often its row
// changes.
func (k *kept) postpone(p Postponed) {
	p.From = k.Due
	at := slices.IndexFunc(k.Postponed, func(q Postponed) bool { return p.Call != "" && q.Call == p.Call })
	if at >= 0 {
		if k.Postponed[at].To.Equal(p.To) {
			return
		}
		p.From = k.Postponed[at].From
		k.Postponed = slices.Delete(k.Postponed, at, at+1)
	}
	k.Postponed = append(k.Postponed, p)
	k.Postponed = k.Postponed[max(0, len(k.Postponed)-maxTaskNotes):]
	k.Due = p.To
}

func (k *kept) try(t TaskTry) {
	k.Tries = slices.DeleteFunc(k.Tries, func(old TaskTry) bool { return old.Call == t.Call })
	k.Tries = append(k.Tries, t)
	k.Tries = k.Tries[max(0, len(k.Tries)-maxTaskNotes):]
}

// taskID names the task of a kind that a call's row gives rise to.
func taskID(call queue.CallID, kind TaskKind) string { return string(call) + "." + string(kind) }

// registrar is the agent who wrote the registration, else who talked last.
func registrar(rec queue.Record) queue.AgentRef {
	if by := rec.Wrap.By; by != "" && by != rec.Agent.ID {
		for _, p := range rec.Parts {
			if p.Agent.ID == by {
				return p.Agent
			}
		}
	}
	return rec.Agent
}

// about fills in what a task takes from its call's row.
func (k *kept) about(rec queue.Record) {
	k.CallID, k.Number = rec.Call, rec.Caller.Number
	k.OwnerID, k.OwnerName, k.Unit = rec.Caller.Owner.ID, rec.Caller.Owner.Name, rec.Caller.Owner.Unit
	k.Text, k.Category = cmp.Or(rec.Wrap.Summary, rec.Wrap.UnresolvedReason), rec.Wrap.Category
	if !k.Assigned {
		k.give(registrar(rec))
	}
}

func (k *kept) give(to queue.AgentRef) { k.Agent, k.AgentName = to.ID, to.Name }

// agents are those whose lists a change of the task touches.
func agentsOfTasks(tasks ...kept) []agent.ID {
	var ids []agent.ID
	for _, k := range tasks {
		if k.Agent != "" && !slices.Contains(ids, k.Agent) {
			ids = append(ids, k.Agent)
		}
	}
	return ids
}
