package main

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store/redistest"
)

// newPast is an app with a register and owners, and nothing else.
func newPast(t *testing.T) *App {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: redistest.Start(t), ContextTimeoutEnabled: true, MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() })
	a := &App{zone: time.UTC}
	var err error
	if a.owners, err = owner.New(owner.Options{Redis: client, Site: "test", AreaCode: "021"}); err != nil {
		t.Fatal(err)
	}
	if a.register, err = record.NewRegister(record.RegisterOptions{Redis: client, Site: "test", Zone: time.UTC}); err != nil {
		t.Fatal(err)
	}
	a.callers = newCallers(a.owners, func(queue.Event) {}, slog.New(slog.DiscardHandler))
	a.callers.complaints = a.complaints
	return a
}

// called saves a call of owner 1 some days ago.
func (a *App) called(t *testing.T, id queue.CallID, days int, wrap queue.Disposition) {
	t.Helper()
	at := a.now().AddDate(0, 0, -days).Truncate(time.Millisecond)
	wrap.SavedAt, wrap.Complete = at, true
	rec := queue.Record{
		Call: id, Direction: queue.Inbound, Outcome: queue.OutcomeAnswered, Times: queue.Times{Ring: at, Hangup: at},
		Caller: queue.Party{Number: "+8613800001234", Match: queue.Known, Owner: queue.OwnerRef{ID: "1", Name: "李雷", Unit: "江南府 11栋 101"}},
		Agent:  queue.AgentRef{ID: "1001", Name: "王芳"}, Wrap: wrap,
	}
	if err := a.register.Save(t.Context(), rec, true); err != nil {
		t.Fatal(err)
	}
}

// TestRecentCallsShowOpenPromises lists the last five calls and an older one
// whose promise is still open; a promise that was kept is none any more.
func TestRecentCallsShowOpenPromises(t *testing.T) {
	a := newPast(t)
	due := a.now().Add(time.Hour).Truncate(time.Millisecond)
	promise := queue.Disposition{Category: "CMP", Summary: "x", UnresolvedReason: "y", PromisedReplyAt: due}
	a.called(t, "old", 90, promise)
	for i := range 5 {
		a.called(t, queue.CallID(fmt.Sprintf("c%d", i)), 10+i, queue.Disposition{Category: "INQ", Summary: "x", Resolved: true})
	}
	a.called(t, "kept", 1, promise)
	if _, err := a.register.Tasks().Done(t.Context(), "kept.promise", "1001", "已回复"); err != nil {
		t.Fatal(err)
	}
	who := queue.Party{Number: "+8613800001234", Owner: queue.OwnerRef{ID: "1"}}
	got, err := a.recent(t.Context(), who)
	if err != nil || len(got) != 6 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if first := got[0]; first.Call != "kept" || !first.PromisedReplyAt.IsZero() || first.Category != "CMP" {
		t.Errorf("the newest is %+v", first)
	}
	if last := got[5]; last.Call != "old" || !last.PromisedReplyAt.Equal(due) {
		t.Errorf("the oldest is %+v", last)
	}
	if none, err := a.recent(t.Context(), queue.Party{}); err != nil || none != nil {
		t.Errorf("of nobody: %+v, %v", none, err)
	}
}

func TestComplaintsRepeat(t *testing.T) {
	a := newPast(t)
	for _, days := range []int{400, 30, 3} {
		a.called(t, queue.CallID(fmt.Sprint("c", days)), days, queue.Disposition{Category: "CMP", Summary: "x", Resolved: true})
	}
	if n, repeat, err := a.complaints(t.Context(), "1"); n != 2 || !repeat || err != nil {
		t.Errorf("got %d, %v, %v, want 2 in twelve months, repeated", n, repeat, err)
	}
	if n, repeat, err := a.complaints(t.Context(), "2"); n != 0 || repeat || err != nil {
		t.Errorf("of somebody else: %d, %v, %v", n, repeat, err)
	}
}

// TestCardsFollow shows a picked owner first, once, and a changed file at once.
func TestCardsFollow(t *testing.T) {
	a := newPast(t)
	o, err := a.owners.QuickCreate(t.Context(), owner.Quick{Number: "13800001234", Name: "李雷"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	if a.callers.show(t.Context(), "gone", o) {
		t.Error("a call that is over got a card")
	}
	a.callers.live["c1"] = &lookedUp{}
	for range 2 {
		if !a.callers.show(t.Context(), "c1", o) {
			t.Error("the call got no card")
		}
	}
	o.Name = "李雷雷"
	if calls := a.callers.changed(o); len(calls) != 1 || calls[0] != "c1" {
		t.Errorf("changed in calls %v", calls)
	}
	got := a.callers.Cards("c1")
	if len(got) != 1 || got[0].Name != "李雷雷" || fmt.Sprint(cards{a}.Owners("c1")) != "["+string(o.ID)+"]" {
		t.Errorf("cards are %+v", got)
	}
}
