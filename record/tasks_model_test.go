package record

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// modelTask is all that the model knows of a task.
type modelTask struct {
	open     bool
	due, row time.Time // now, and as the row said last
	agent    agent.ID
	assigned bool
	tries    int
	by       queue.CallID // the outbound call that closed it
}

// world is the register with its tasks, and next to it what should be in it.
type world struct {
	*rapid.T
	r     *Register
	model map[string]modelTask
	clock time.Time
	calls int
	steps int
	last  func()
}

var (
	someCalls  = rapid.SampledFrom([]queue.CallID{"a", "b", "c"})
	someKinds  = rapid.SampledFrom([]TaskKind{Promise, FollowUp})
	someAgents = rapid.SampledFrom([]agent.ID{"1001", "1002"})
)

// hour draws a time to come, all different from those of people.
func (w *world) hour(label string) time.Time {
	return at("12:00:00").Add(time.Duration(rapid.IntRange(1, 6).Draw(w.T, label)) * time.Hour)
}

func (w *world) maybe(label string) time.Time {
	if rapid.Bool().Draw(w.T, label+"?") {
		return time.Time{}
	}
	return w.hour(label)
}

func (w *world) save(rec queue.Record, final bool) {
	e := entry{Record: rec, Final: final, At: w.clock}
	w.last = func() {
		results, err := w.r.save(context.Background(), []entry{e})
		if err = errors.Join(err, results[0].err); err != nil {
			w.Fatal(err)
		}
	}
	w.last()
}

// register saves a row of an inbound call, as the agent registered it.
func (w *world) register() {
	w.clock = w.clock.Add(time.Minute)
	rec := answered()
	rec.Call = someCalls.Draw(w.T, "call")
	rec.Agent = queue.AgentRef{ID: someAgents.Draw(w.T, "agent")}
	rec.Wrap = queue.Disposition{
		Category: "INQ", Summary: "x", SavedAt: w.clock, Complete: true,
		PromisedReplyAt: w.maybe("promise"), FollowUpAt: w.maybe("follow-up"),
	}
	rec.Wrap.Resolved = rec.Wrap.PromisedReplyAt.IsZero()
	w.save(rec, true)
	w.rowSays(taskID(rec.Call, Promise), rec.Wrap.PromisedReplyAt, rec.Agent.ID)
	w.rowSays(taskID(rec.Call, FollowUp), rec.Wrap.FollowUpAt, rec.Agent.ID)
}

func (w *world) rowSays(id string, due time.Time, by agent.ID) {
	m, ok := w.model[id]
	if !ok && due.IsZero() {
		return
	}
	moved := !due.Equal(m.row)
	if (m.open || moved || !ok) && !m.assigned {
		m.agent = by
	}
	if moved {
		m.row, m.open = due, !due.IsZero()
		if m.open {
			m.due, m.by = due, ""
		}
	}
	w.model[id] = m
}

// callOut saves an outbound call for a task, answered or not.
func (w *world) callOut() {
	w.clock = w.clock.Add(time.Minute)
	w.calls++
	id := taskID(someCalls.Draw(w.T, "for"), someKinds.Draw(w.T, "kind"))
	rec := callFor(id, queue.CallID(fmt.Sprintf("out-%d", w.calls)), queue.OutcomeAnswered, queue.Disposition{
		Category: "FUP", Summary: "y", Resolved: true, SavedAt: w.clock, Complete: true,
	})
	m, ok := w.model[id]
	switch rapid.IntRange(0, 2).Draw(w.T, "outcome") {
	case 0:
		rec.Outcome, rec.Wrap = queue.OutcomeNoAnswer, queue.Disposition{}
		m.tries++
	case 1:
		m.open, m.by = false, rec.Call
	case 2:
		rec.Wrap.Resolved, rec.Wrap.PromisedReplyAt = false, w.hour("again")
		if m.due = rec.Wrap.PromisedReplyAt; !ok || !m.open {
			w.model[taskID(rec.Call, Promise)] = modelTask{open: true, due: m.due, row: m.due, agent: rec.Agent.ID}
		}
	}
	if ok && w.model[id].open {
		w.model[id] = m
	}
	w.save(rec, true)
}

// person postpones, closes or gives away a task.
func (w *world) person() {
	ctx, tasks := context.Background(), w.r.Tasks()
	id := taskID(someCalls.Draw(w.T, "call"), someKinds.Draw(w.T, "kind"))
	m, ok := w.model[id]
	want := error(nil)
	switch {
	case !ok:
		want = ErrNoTask
	case !m.open:
		want = ErrTaskDone
	}
	var err error
	switch rapid.IntRange(0, 2).Draw(w.T, "act") {
	case 0:
		m.due = w.hour("later").Add(time.Minute)
		_, err = tasks.Postpone(ctx, id, "boss", m.due, "x")
	case 1:
		m.open = false
		_, err = tasks.Done(ctx, id, "boss", "x")
	case 2:
		m.agent, m.assigned = someAgents.Draw(w.T, "to"), true
		_, err = tasks.Assign(ctx, id, queue.AgentRef{ID: m.agent})
	}
	if !errors.Is(err, want) {
		w.Fatalf("%s: got %v, want %v", id, err, want)
	}
	if err == nil {
		w.model[id] = m
	}
}

// checkSometimes looks at all lists after every fifth step: every look is a
// dozen round trips.
func (w *world) checkSometimes() {
	if w.steps++; w.steps%5 == 0 {
		w.check()
	}
}

// check compares every list with the model.
func (w *world) check() {
	for _, who := range []agent.ID{"", "1001", "1002"} {
		open, done := map[string]time.Time{}, map[string]bool{}
		for id, m := range w.model {
			switch {
			case who != "" && m.agent != who:
			case m.open:
				open[id] = m.due
			default:
				done[id] = true
			}
		}
		w.compare(who, open, done)
	}
	for _, id := range slices.Sorted(maps.Keys(w.model)) {
		task, err := w.r.Tasks().Get(context.Background(), id)
		if m := w.model[id]; err != nil || task.Agent != m.agent || len(task.Tries) != m.tries || (task.State == TaskOpen) != m.open {
			w.Fatalf("%s is %+v, %v; the model says %+v", id, task, err, m)
		}
	}
}

func (w *world) compare(who agent.ID, open map[string]time.Time, done map[string]bool) {
	ctx, tasks := context.Background(), w.r.Tasks()
	list, err := tasks.List(ctx, TaskFilter{Agent: who})
	got := map[string]time.Time{}
	for _, task := range list {
		got[task.ID] = task.Due
	}
	sorted := slices.IsSortedFunc(list, func(a, b Task) int { return a.Due.Compare(b.Due) })
	if err != nil || !maps.EqualFunc(got, open, time.Time.Equal) || !sorted {
		w.Fatalf("open tasks of %q are %v (sorted: %v), %v; the model says %v", who, got, sorted, err, open)
	}
	list, err = tasks.List(ctx, TaskFilter{Agent: who, State: TaskDone})
	if len(list) != len(done) || err != nil || slices.ContainsFunc(list, func(t Task) bool { return !done[t.ID] }) {
		w.Fatalf("done tasks of %q are %v, %v; the model says %v", who, list, err, done)
	}
	if who != "" {
		if counts, err := tasks.Counts(ctx, who); err != nil || counts.Open != len(open) {
			w.Fatalf("counts of %s are %+v, %v; the model says %d", who, counts, err, len(open))
		}
		return
	}
	owed, err := tasks.Owed(ctx, answered().Caller.Owner.ID, answered().Caller.Number)
	if err != nil || len(owed) != min(len(open), maxOwed) {
		w.Fatalf("owed are %v, %v; the model says %v", owed, err, open)
	}
}

// TestTasksAgainstAModel plays rows, outbound calls and people against a
// simple model, with rows that come twice in between.
func TestTasksAgainstAModel(t *testing.T) {
	client := dial(t, redistest.Start(t))
	rapid.Check(t, func(t *rapid.T) {
		if err := client.FlushAll(context.Background()).Err(); err != nil {
			t.Fatal(err)
		}
		r, err := NewRegister(RegisterOptions{Redis: client, Site: "s1", Zone: shanghai, Now: func() time.Time { return at("12:00:00") }})
		if err != nil {
			t.Fatal(err)
		}
		w := &world{T: t, r: r, model: map[string]modelTask{}, clock: at("12:00:00"), last: func() {}}
		t.Repeat(map[string]func(*rapid.T){
			"row":    func(t *rapid.T) { w.T = t; w.register() },
			"call":   func(t *rapid.T) { w.T = t; w.callOut() },
			"person": func(t *rapid.T) { w.T = t; w.person() },
			"again":  func(t *rapid.T) { w.T = t; w.last() },
			"":       func(t *rapid.T) { w.T = t; w.checkSometimes() },
		})
		w.T = t
		w.check()
	})
}
