package record

import (
	"slices"
	"testing"
	"time"

	"thirdring/queue"
)

// asking is the row of a caller who asked to be called back.
func asking(id queue.CallID, number string) queue.Record {
	rec := abandoned(1, at("09:00:00"))
	rec.Call, rec.Outcome, rec.Caller.Number, rec.Caller.Raw = id, queue.OutcomeCallback, "+86"+number, number
	rec.End = queue.End{Class: queue.BySystem, Reason: queue.EndPromised}
	rec.Callback = queue.PromisedCall{Of: id}
	return rec
}

// attempt is the row of a call to keep that promise.
func attempt(of queue.Record, id queue.CallID, try int, outcome queue.Outcome) queue.Record {
	rec := abandoned(1, at("09:10:00").Add(time.Duration(try)*time.Minute))
	rec.Call, rec.Direction, rec.Outcome, rec.Caller = id, queue.Outbound, outcome, of.Caller
	rec.Callback = queue.PromisedCall{Of: of.Call, Try: try, Reached: outcome == queue.OutcomeAnswered}
	rec.Callback.Last = rec.Callback.Reached
	return rec
}

func foundIDs(t *testing.T, r *Register, f Filter) []queue.CallID {
	t.Helper()
	page, err := r.Search(t.Context(), Query{Filter: f})
	if err != nil {
		t.Fatal(err)
	}
	var ids []queue.CallID
	for _, row := range page.Rows {
		ids = append(ids, row.CallID)
	}
	slices.Sort(ids)
	return ids
}

func TestACallBackIsFoundFromBothEnds(t *testing.T) {
	r := startRegister(t)
	ann := asking("ann", "13800001234")
	mustSave(t, r, ann, true)
	mustSave(t, r, answered(), true) // the same customer, another matter
	if row := mustGet(t, r, "ann"); row.Callback.State != PromiseOpen || len(row.Callback.Attempts) != 0 || row.LinkedID != "" {
		t.Errorf("asked for: %+v", row.Callback)
	}
	spared := attempt(ann, "ann-1", 1, queue.OutcomeNoAnswer)
	spared.Callback.Spared = true
	mustSave(t, r, spared, true)
	if got, want := promise(mustGet(t, r, "ann-1")), "第1次回电,因我方原因未完成,不计次数"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	mustSave(t, r, attempt(ann, "ann-2", 2, queue.OutcomeAnswered), true)

	row := mustGet(t, r, "ann")
	if p := row.Callback; p.State != PromiseKept || len(p.Attempts) != 2 || p.Attempts[0].CallID != "ann-1" || p.Attempts[1].CallID != "ann-2" {
		t.Errorf("kept: %+v", p)
	}
	if got, want := promise(row), "要求回电,已回电"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := links(row), "ann-1; ann-2"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if back := mustGet(t, r, "ann-2"); back.LinkedID != "ann" || back.Callback.Try != 2 || !back.Callback.Reached {
		t.Errorf("back: %s, %+v", back.LinkedID, back.Callback)
	}
	if list := openTaskIDs(t, r, ""); slices.Contains(list, "ann.callback") {
		t.Error("a call-back that was kept made a task")
	}
}

// TestACallBackIsAskedForTwice by a customer who has one promise and rings again:
// the second call is no attempt, and leads to the first.
func TestACallBackIsAskedForTwice(t *testing.T) {
	r := startRegister(t)
	ann, again := asking("ann", "13800001234"), asking("again", "13800001234")
	again.Callback.Of = "ann"
	mustSave(t, r, ann, true)
	mustSave(t, r, again, true)
	if p := mustGet(t, r, "ann").Callback; len(p.Attempts) != 0 || p.State != PromiseOpen {
		t.Errorf("got %+v", p)
	}
	row := mustGet(t, r, "again")
	if row.LinkedID != "ann" || promise(row) != "再次要求回电" {
		t.Errorf("got %q, %v", row.LinkedID, promise(row))
	}
	if got := foundIDs(t, r, Filter{Callback: PromiseOpen}); len(got) != 1 || got[0] != "ann" {
		t.Errorf("open: %q", got)
	}
}

func TestACallBackThatIsGivenUpMakesATask(t *testing.T) {
	r := startRegister(t)
	ann := asking("ann", "13800001234")
	last := attempt(ann, "ann-2", 2, queue.OutcomeNoAnswer)
	last.Callback.Last = true
	mustSave(t, r, ann, true)
	mustSave(t, r, attempt(ann, "ann-1", 1, queue.OutcomeBusy), true)
	mustSave(t, r, last, false)
	if list := openTaskIDs(t, r, ""); len(list) != 0 {
		t.Fatalf("before it was given up: %q", list)
	}
	mustSave(t, r, last, true)
	mustSave(t, r, last, true)
	if list := openTaskIDs(t, r, ""); len(list) != 1 {
		t.Fatalf("tasks: %q", list)
	}
	task := mustTask(t, r, "ann.callback")
	if task.Kind != Callback || task.CallID != "ann" || task.Agent != "" || task.Number != ann.Caller.Number ||
		task.Text != givenUpText || !task.Due.Equal(last.Times.Hangup.Add(24*time.Hour)) {
		t.Errorf("got %+v", task)
	}
}

func TestSearchByCallBack(t *testing.T) {
	r := startRegister(t)
	open, kept, givenUp := asking("open", "13800000001"), asking("kept", "13800000002"), asking("lost", "13800000003")
	last := attempt(givenUp, "lost-1", 1, queue.OutcomeNoAnswer)
	last.Callback.Last = true
	for _, rec := range []queue.Record{
		open, kept, givenUp, answered(), attempt(open, "open-1", 1, queue.OutcomeNoAnswer), attempt(kept, "kept-1", 1, queue.OutcomeAnswered), last,
	} {
		mustSave(t, r, rec, true)
	}
	for state, want := range map[PromiseState]queue.CallID{PromiseOpen: "open", PromiseKept: "kept", PromiseGivenUp: "lost"} {
		if got := foundIDs(t, r, Filter{Callback: state}); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q", state, got)
		}
		if got := foundIDs(t, r, Filter{Callback: state, Number: asking("", "13800000001").Caller.Number}); len(got) == 1 != (state == PromiseOpen) {
			t.Errorf("%s, one number: got %q", state, got)
		}
	}
	if got := foundIDs(t, r, Filter{Outcome: queue.OutcomeCallback}); len(got) != 3 {
		t.Errorf("by outcome: got %q", got)
	}
}

func TestEmergenciesAreFoundAndShown(t *testing.T) {
	r := startRegister(t)
	rec := answered()
	rec.Call, rec.Urgent = "fire", queue.Urgent{Since: at("09:30:10"), Why: queue.UrgentKey, Escalated: at("09:30:25")}
	mustSave(t, r, rec, true)
	mustSave(t, r, answered(), true)
	if got := foundIDs(t, r, Filter{Urgent: true}); len(got) != 1 || got[0] != "fire" {
		t.Errorf("got %q", got)
	}
	row := mustGet(t, r, "fire")
	if u := row.Urgent; u == nil || u.Why != queue.UrgentKey || !u.Since.Equal(at("09:30:10")) || !u.Escalated.Equal(at("09:30:25")) {
		t.Errorf("got %+v", u)
	}
	if got, want := emergency(row), "按键求助,已呼叫值班"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
