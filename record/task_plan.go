package record

import (
	"slices"
	"time"

	"thirdring/queue"
)

// registered reports whether the row says what the agent registered for good:
// with all that is required, or as the draft that was left when the call was
// over and done with.
func (e entry) registered() bool {
	w := e.Record.Wrap
	return w.Complete || e.Final && !w.SavedAt.IsZero()
}

// taskIDs are the tasks that a row may change; none for most rows.
func (e entry) taskIDs() []string {
	var ids []string
	rec := e.Record
	if e.registered() {
		ids = append(ids, taskID(rec.Call, Promise), taskID(rec.Call, FollowUp))
	}
	for _, s := range e.singles() {
		ids = append(ids, s.id)
	}
	if rec.Task != "" && (e.Final || e.registered()) {
		ids = append(ids, rec.Task)
	}
	return ids
}

// single is a task that is made once, of something that happened in the call.
type single struct {
	id   string
	make func(*kept, entry)
}

func (e entry) singles() []single {
	var all []single
	if e.left() {
		all = append(all, single{taskID(e.Record.Call, Callback), (*kept).callBack})
	}
	if e.unhappy() {
		all = append(all, single{taskID(e.Record.Call, unhappyTask), (*kept).askWhy})
	}
	if e.givenUp() {
		all = append(all, single{taskID(e.Record.Callback.Of, Callback), (*kept).callAgain})
	}
	return all
}

// plan tells what a row makes of its tasks. It changes nothing that it was
// given, and the same row again makes no further change.
func plan(e entry, have map[string]kept) []kept {
	var changed []kept
	note := func(before, after kept) {
		if after.ID != "" && (before.ID == "" || !before.same(after)) {
			changed = append(changed, after)
		}
	}
	moved := false
	if before, ok := have[e.Record.Task]; ok && e.Record.Task != "" {
		after := before.clone()
		moved = after.called(e)
		note(before, after)
	}
	for _, s := range e.singles() {
		after := have[s.id].clone()
		s.make(&after, e)
		note(have[s.id], after)
	}
	if !e.registered() {
		return changed
	}
	w := e.Record.Wrap
	for kind, due := range map[TaskKind]time.Time{Promise: promised(w, moved), FollowUp: w.FollowUpAt} {
		before := have[taskID(e.Record.Call, kind)]
		after := before.clone()
		after.follow(e, kind, due)
		note(before, after)
	}
	return changed
}

// promised is the time promised to the customer, zero for none. One that the
// task of an outbound call has taken over makes no task of its own.
func promised(w queue.Disposition, moved bool) time.Time {
	if w.Resolved || moved {
		return time.Time{}
	}
	return w.PromisedReplyAt
}

// follow makes the task as its row says now. What a person did to the task
// stays until the row says something else than before.
func (k *kept) follow(e entry, kind TaskKind, due time.Time) {
	rec := e.Record
	switch {
	case k.ID == "" && due.IsZero(), k.newerThan(e):
		return
	case k.ID == "":
		k.Task = Task{ID: taskID(rec.Call, kind), Kind: kind, CreatedAt: rec.Wrap.SavedAt, State: TaskOpen}
	}
	k.Row = e.version().list()
	if k.State == TaskOpen || !due.Equal(k.RowDue) {
		k.about(rec)
	}
	if due.Equal(k.RowDue) {
		return
	}
	k.RowDue = due
	switch {
	case !due.IsZero():
		k.open()
		k.Due = due
	case k.State == TaskOpen && kind == Promise && rec.Wrap.Resolved:
		k.close(ClosedAsSolved, rec.Wrap.SavedAt, string(registrar(rec).ID), "")
	case k.State == TaskOpen:
		k.close(ClosedWithdrawn, rec.Wrap.SavedAt, string(registrar(rec).ID), "")
	}
}

// called notes an outbound call made for the task and reports whether the
// call's new promise has become the task's.
func (k *kept) called(e entry) (moved bool) {
	rec, w := e.Record, e.Record.Wrap
	if k.State == TaskDone && k.DoneCall != rec.Call {
		return slices.ContainsFunc(k.Postponed, func(p Postponed) bool { return p.Call == rec.Call })
	}
	answered := rec.Outcome == queue.OutcomeAnswered && e.registered()
	switch {
	case answered && w.Resolved:
		k.close(ClosedByCall, w.SavedAt, string(registrar(rec).ID), w.Summary)
		k.DoneCall = rec.Call
	case answered && !w.PromisedReplyAt.IsZero():
		k.open()
		k.postpone(Postponed{
			At: w.SavedAt, By: string(registrar(rec).ID), To: w.PromisedReplyAt, Reason: w.UnresolvedReason, Call: rec.Call,
		})
		return true
	case e.Final:
		k.open()
		k.try(TaskTry{Call: rec.Call, At: rec.Times.Ring, Outcome: rec.Outcome})
	}
	return false
}

// newerThan reports whether the task has followed a later version of the row.
func (k *kept) newerThan(e entry) bool {
	if len(k.Row) != 3 {
		return false
	}
	seen := version{level: uint8(k.Row[0]), registered: k.Row[1], stamp: k.Row[2]}
	return e.version().less(seen)
}

func (v version) list() []int64 { return []int64{int64(v.level), v.registered, v.stamp} }

func (v version) less(w version) bool {
	if v.level != w.level {
		return v.level < w.level
	}
	if v.registered != w.registered {
		return v.registered < w.registered
	}
	return v.stamp < w.stamp
}
