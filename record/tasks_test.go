package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// unsolved is a call that agent 1001 registered with a promise.
func unsolved(id queue.CallID, due time.Time) queue.Record {
	rec := answered()
	rec.Call, rec.Wrap.PromisedReplyAt, rec.Wrap.Complete = id, due, true
	return rec
}

// callFor is a finished outbound call of agent 1001 for a task.
func callFor(task string, id queue.CallID, outcome queue.Outcome, wrap queue.Disposition) queue.Record {
	rec := answered()
	rec.Call, rec.Direction, rec.Task, rec.Purpose, rec.Outcome, rec.Wrap = id, queue.Outbound, task, "callback", outcome, wrap
	return rec
}

func mustTask(t *testing.T, r *Register, id string) Task {
	t.Helper()
	task, err := r.Tasks().Get(context.Background(), id)
	if err != nil {
		t.Fatalf("task %s: %v", id, err)
	}
	return task
}

func openTaskIDs(t *testing.T, r *Register, id agent.ID) []string {
	t.Helper()
	list, err := r.Tasks().List(context.Background(), TaskFilter{Agent: id})
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, task := range list {
		ids = append(ids, task.ID)
	}
	return ids
}

func wantOpen(t *testing.T, r *Register, id agent.ID, want ...string) {
	t.Helper()
	if got := openTaskIDs(t, r, id); !slices.Equal(got, want) {
		t.Errorf("open tasks of %s are %q, want %q", id, got, want)
	}
}

func TestAnUnsolvedCallMakesAPromise(t *testing.T) {
	r := startRegister(t)
	rec := unsolved("c1", at("15:00:00"))
	rec.Wrap.FollowUpAt = at("18:00:00")
	rec.Wrap.Complete = false
	mustSave(t, r, rec, false) // a draft promises nothing
	wantOpen(t, r, "1001")

	rec.Wrap.Complete = true
	for range 2 { // the row comes again, as it may
		mustSave(t, r, rec, true)
		wantOpen(t, r, "1001", "c1.promise", "c1.follow_up")
	}
	got := mustTask(t, r, "c1.promise")
	want := Task{
		ID: "c1.promise", Kind: Promise, CallID: "c1", Agent: "1001", AgentName: "李婷", Number: "+8613800001234",
		NumberMasked: "138****1234", OwnerID: "o17", OwnerName: "王建国", Unit: "翠湖/3栋/1502", Due: at("15:00:00"),
		Text: rec.Wrap.Summary, Category: "REP-U", CreatedAt: rec.Wrap.SavedAt, State: TaskOpen,
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	row := mustGet(t, r, "c1")
	if row.Promise == nil || row.Promise.Task != "c1.promise" || row.FollowUp == nil || row.FollowUp.Task != "c1.follow_up" {
		t.Errorf("the row says promise %+v, follow-up %+v", row.Promise, row.FollowUp)
	}
}

func TestTheRowMovesAndClosesItsTasks(t *testing.T) {
	r := startRegister(t)
	rec := unsolved("c1", at("15:00:00"))
	mustSave(t, r, rec, true)
	if _, err := r.Tasks().Postpone(context.Background(), "c1.promise", "boss", at("16:00:00"), "等配件"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise").Due; !got.Equal(at("16:00:00")) {
		t.Errorf("the same row moved a postponed task to %s", got)
	}
	rec.Wrap.PromisedReplyAt, rec.Wrap.SavedAt = at("17:00:00"), rec.Wrap.SavedAt.Add(time.Minute)
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise"); !got.Due.Equal(at("17:00:00")) || len(got.Postponed) != 1 {
		t.Errorf("after another promise: due %s, postponed %+v", got.Due, got.Postponed)
	}
	rec.Wrap.Resolved, rec.Wrap.SavedAt = true, rec.Wrap.SavedAt.Add(time.Minute)
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise"); got.State != TaskDone || got.Closing != ClosedAsSolved || got.DoneBy != "1001" {
		t.Errorf("solved: %+v", got)
	}
	wantOpen(t, r, "1001")
	rec.Wrap.Resolved, rec.Wrap.SavedAt = false, rec.Wrap.SavedAt.Add(time.Minute)
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise"); got.State != TaskOpen || !got.DoneAt.IsZero() {
		t.Errorf("not solved after all: %+v", got)
	}
}

func TestWhatAPersonSaysStays(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	rec := unsolved("c1", at("15:00:00"))
	mustSave(t, r, rec, true)
	if _, err := r.Tasks().Assign(ctx, "c1.promise", queue.AgentRef{ID: "1002", Name: "张三"}); err != nil {
		t.Fatal(err)
	}
	rec.Wrap.Summary, rec.Wrap.SavedAt = "改过的内容", rec.Wrap.SavedAt.Add(time.Minute)
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise"); got.Agent != "1002" || got.Text != "改过的内容" {
		t.Errorf("after assigning and another row: agent %s, text %s", got.Agent, got.Text)
	}
	wantOpen(t, r, "1001")
	wantOpen(t, r, "1002", "c1.promise")
	if _, err := r.Tasks().Done(ctx, "c1.promise", "1002", "已回复"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, r, rec, true)
	if got := mustTask(t, r, "c1.promise"); got.State != TaskDone || got.Closing != ClosedByHand || got.Result != "已回复" {
		t.Errorf("the row opened it again: %+v", got)
	}
	done, err := r.Tasks().List(ctx, TaskFilter{State: TaskDone, Agent: "1002"})
	if err != nil || len(done) != 1 {
		t.Errorf("done tasks of 1002 are %+v, %v", done, err)
	}
}

func TestRefusals(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	tasks := r.Tasks()
	mustSave(t, r, unsolved("c1", at("15:00:00")), true)
	check := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
	}
	_, err := tasks.Done(ctx, "nothing", "1001", "x")
	check("no such task", err, ErrNoTask)
	_, err = tasks.Done(ctx, "c1.promise", "1001", " ")
	check("no result", err, ErrTaskText)
	_, err = tasks.Postpone(ctx, "c1.promise", "1001", at("11:00:00"), "x")
	check("into the past", err, ErrTaskDue)
	_, err = tasks.Postpone(ctx, "c1.promise", "1001", at("11:00:00").AddDate(2, 0, 0), "x")
	check("two years on", err, ErrTaskDue)
	_, err = tasks.Postpone(ctx, "c1.promise", "1001", at("16:00:00"), "")
	check("no reason", err, ErrTaskText)
	_, err = tasks.Create(ctx, NewTask{Call: "nobody", Due: at("16:00:00"), Text: "x"})
	check("no such call", err, ErrNotFound)
	if _, err = tasks.Done(ctx, "c1.promise", "1001", "好了"); err != nil {
		t.Fatal(err)
	}
	_, err = tasks.Done(ctx, "c1.promise", "1001", "x")
	check("done twice", err, ErrTaskDone)
	_, err = tasks.Postpone(ctx, "c1.promise", "1001", at("16:00:00"), "x")
	check("postpone a done one", err, ErrTaskDone)
}

func TestOutboundCallsForATask(t *testing.T) {
	r := startRegister(t)
	mustSave(t, r, unsolved("c1", at("15:00:00")), true)
	mustSave(t, r, callFor("c1.promise", "o1", queue.OutcomeNoAnswer, queue.Disposition{}), true)
	mustSave(t, r, callFor("c1.promise", "o1", queue.OutcomeNoAnswer, queue.Disposition{}), true)
	mustSave(t, r, callFor("c1.promise", "o2", queue.OutcomeBusy, queue.Disposition{}), true)
	if got := mustTask(t, r, "c1.promise"); got.State != TaskOpen || len(got.Tries) != 2 || got.Tries[1].Outcome != queue.OutcomeBusy {
		t.Errorf("two tries in vain: %+v", got)
	}
	later := queue.Disposition{
		Category: "PRG", Summary: "仍在等配件", UnresolvedReason: "等配件", PromisedReplyAt: at("20:00:00"), SavedAt: at("15:10:00"), Complete: true,
	}
	for range 2 {
		mustSave(t, r, callFor("c1.promise", "o3", queue.OutcomeAnswered, later), true)
	}
	got := mustTask(t, r, "c1.promise")
	if !got.Due.Equal(at("20:00:00")) || len(got.Postponed) != 1 || got.Postponed[0].Call != "o3" || got.Postponed[0].Reason != "等配件" {
		t.Errorf("promised again: due %s, postponed %+v", got.Due, got.Postponed)
	}
	wantOpen(t, r, "1001", "c1.promise") // and no second task for the same matter
	solved := queue.Disposition{Category: "PRG", Summary: "已修好", Resolved: true, SavedAt: at("19:00:00"), Complete: true}
	for range 2 {
		mustSave(t, r, callFor("c1.promise", "o4", queue.OutcomeAnswered, solved), true)
	}
	if got := mustTask(t, r, "c1.promise"); got.State != TaskDone || got.Closing != ClosedByCall || got.Result != "已修好" {
		t.Errorf("solved by a call: %+v", got)
	}
	mustSave(t, r, callFor("c1.promise", "o5", queue.OutcomeAnswered, later), true)
	wantOpen(t, r, "1001", "o5.promise") // the old one is done: a new promise is a new task
}

func TestCallbacksAreMadeOnce(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	mustSave(t, r, abandoned(1, at("08:00:00")), true)
	wish := NewTask{Call: "a-1", Agent: queue.AgentRef{ID: "1001", Name: "李婷"}, Due: at("15:00:00"), Text: "回电给未接来电"}
	first, err := r.Tasks().Create(ctx, wish)
	if err != nil || first.NumberMasked != "139****0001" || first.Number != "+8613900000001" {
		t.Fatalf("got %+v, %v", first, err)
	}
	if again, err := r.Tasks().Create(ctx, wish); err != nil || again.ID != first.ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	wantOpen(t, r, "1001", first.ID)
	wish.Call, wish.Customer = "live", queue.Party{Number: "+8613900000002"}
	if live, err := r.Tasks().Create(ctx, wish); err != nil || live.Number != "+8613900000002" {
		t.Errorf("of a live call: %+v, %v", live, err)
	}
}

func TestCountsAndOwed(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	before, err := r.Tasks().Counts(ctx, "1001")
	if err != nil || before != (TaskCounts{}) {
		t.Fatalf("nothing yet: %+v, %v", before, err)
	}
	mustSave(t, r, unsolved("c1", at("10:00:00")), true) // overdue: it is past twelve
	mustSave(t, r, unsolved("c2", at("15:00:00")), true)
	other := unsolved("c3", at("14:00:00")) // the same telephone, another person
	other.Caller.Owner = queue.OwnerRef{ID: "o18", Name: "王芳"}
	mustSave(t, r, other, true)
	nobody := unsolved("c4", at("16:00:00"))
	nobody.Caller.Owner = queue.OwnerRef{}
	mustSave(t, r, nobody, true)
	got, err := r.Tasks().Counts(ctx, "1001")
	if err != nil || got.Open != 4 || got.Overdue != 1 || !got.NextDue.Equal(at("14:00:00")) || got.Version == 0 {
		t.Errorf("counts are %+v, %v", got, err)
	}
	list, err := r.Tasks().List(ctx, TaskFilter{Agent: "1001"})
	if err != nil || !list[0].Overdue || list[1].Overdue {
		t.Errorf("the overdue one is not the first: %+v, %v", list, err)
	}
	for _, c := range []struct{ owner, number, want string }{
		{"o17", "+8613800001234", "[c1.promise c2.promise c4.promise]"},
		{"o18", "", "[c3.promise]"},
		{"", "+8613800001234", "[c1.promise c3.promise c2.promise c4.promise]"},
		{"", "", "[]"},
		{"o99", "+8613900000000", "[]"},
	} {
		owed, err := r.Tasks().Owed(ctx, c.owner, c.number)
		ids := []string{}
		for _, task := range owed {
			ids = append(ids, task.ID)
		}
		if fmt.Sprint(ids) != c.want || err != nil {
			t.Errorf("owed to %q %q: %v, %v, want %s", c.owner, c.number, ids, err, c.want)
		}
	}
}

// TestTasksOutliveRedis registers a promise while Redis is away: the task comes
// with the row, out of the spool.
func TestTasksOutliveRedis(t *testing.T) {
	server := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	dir := t.TempDir()
	w := newWriting(t, dial(t, server.Addr), dir)
	w.Start()
	server.Stop()
	w.Save(unsolved("c1", at("15:00:00")), true)
	w.stop(t) // the process ends before Redis is back
	server.Start()
	w = newWriting(t, dial(t, server.Addr), dir)
	w.Start()
	waitDrained(t, w)
	wantOpen(t, w.register, "1001", "c1.promise")
	w.stop(t)
}

// TestTasksAreMadeUpFor saves a row whose tasks could not be saved with it, as
// after a crash in between: the very same row brings them.
func TestTasksAreMadeUpFor(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	e := entry{Record: unsolved("c1", at("15:00:00")), Final: true, At: at("12:00:00")}
	for range 2 {
		if _, err := r.save(ctx, []entry{e}); err != nil {
			t.Fatal(err)
		}
		if err := r.redis.Del(ctx, r.keys.task("c1.promise")).Err(); err != nil {
			t.Fatal(err)
		}
	}
	results, err := r.save(ctx, []entry{e})
	if err != nil || !results[0].same {
		t.Fatalf("got %+v, %v", results, err)
	}
	mustTask(t, r, "c1.promise")
}

// TestABadTaskHoldsNobodyUp puts a row aside whose task cannot be read, and
// saves those of the other rows.
func TestABadTaskHoldsNobodyUp(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	if err := r.redis.Set(ctx, r.keys.task("c1.promise"), "rubbish", 0).Err(); err != nil {
		t.Fatal(err)
	}
	results, err := r.save(ctx, []entry{
		{Record: unsolved("c1", at("15:00:00")), Final: true, At: at("12:00:00")},
		{Record: unsolved("c2", at("16:00:00")), Final: true, At: at("12:00:00")},
	})
	if err != nil || results[0].err == nil || temporary(results[0].err) || results[1].err != nil {
		t.Fatalf("got %+v, %v", results, err)
	}
	mustTask(t, r, "c2.promise")
}

func TestOvertakenChangesAreTriedAgain(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	mustSave(t, r, unsolved("c1", at("15:00:00")), true)
	r.tasks.now = func() time.Time { return at("12:00:00") } // for many goroutines
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			if _, err := r.Tasks().Postpone(ctx, "c1.promise", fmt.Sprint(n), at("16:00:00").Add(time.Duration(n)*time.Minute), "x"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := mustTask(t, r, "c1.promise"); len(got.Postponed) != 4 {
		t.Errorf("postponed %d times, want 4", len(got.Postponed))
	}
}
