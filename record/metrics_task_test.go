package record

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// TestOutboundCallsStayOutOfTheHotlinesFigures counts outbound calls, transfers
// and calls for help, and none of them as an answer to a caller.
func TestOutboundCallsStayOutOfTheHotlinesFigures(t *testing.T) {
	w := newWriting(t, dial(t, redistest.Start(t)), t.TempDir())
	m := w.metrics
	w.stop(t)
	rec := callFor("", "o1", queue.OutcomeAnswered, queue.Disposition{})
	rec.Transfers = []queue.Transferred{{Kind: queue.Attended, Result: queue.TransferTaken}, {Kind: queue.Blind, Result: queue.TransferReturned}}
	rec.Help = []queue.HelpAsked{{Text: "?"}, {Text: "?", Taken: at("09:40:00")}}
	m.call(rec)
	m.call(callFor("", "o2", queue.OutcomeBusy, queue.Disposition{}))
	for name, n := range map[string]int{"wait": testutil.CollectAndCount(m.seconds), "rings": testutil.CollectAndCount(m.rings)} {
		if n != 0 {
			t.Errorf("%s: an outbound call counts for the hotline", name)
		}
	}
	for _, c := range []struct {
		of   prometheus.Counter
		want float64
		what string
	}{
		{m.calls.WithLabelValues("out", "answered"), 1, "answered"},
		{m.calls.WithLabelValues("out", "busy"), 1, "busy"},
		{m.calls.WithLabelValues("out", "no_answer"), 0, "no answer"},
		{m.transfers.WithLabelValues("attended", "taken"), 1, "transfers taken"},
		{m.transfers.WithLabelValues("blind", "returned"), 1, "transfers returned"},
		{m.help.WithLabelValues("true"), 1, "help that came"},
		{m.help.WithLabelValues("false"), 1, "help that did not come"},
	} {
		if got := testutil.ToFloat64(c.of); got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}

func TestTaskMetrics(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	registry := prometheus.NewRegistry()
	registry.MustRegister(r.tasks.metrics.created, r.tasks.metrics.closed, openTasks{r.tasks, time.Second})
	mustSave(t, r, unsolved("late", at("10:00:00")), true)
	mustSave(t, r, unsolved("kept", at("15:00:00")), true)
	mustSave(t, r, unsolved("open", at("15:00:00")), true)
	mustSave(t, r, unsolved("overdue", at("10:00:00")), true)
	for _, id := range []string{"late.promise", "kept.promise"} {
		if _, err := r.Tasks().Done(ctx, id, "1001", "x"); err != nil {
			t.Fatal(err)
		}
	}
	want := `
		# HELP thirdring_record_tasks_closed_total Promises, follow-ups and call-backs by whether they were kept; withdrawn ones apart.
		# TYPE thirdring_record_tasks_closed_total counter
		thirdring_record_tasks_closed_total{kind="callback",result="in_time"} 0
		thirdring_record_tasks_closed_total{kind="callback",result="late"} 0
		thirdring_record_tasks_closed_total{kind="callback",result="withdrawn"} 0
		thirdring_record_tasks_closed_total{kind="follow_up",result="in_time"} 0
		thirdring_record_tasks_closed_total{kind="follow_up",result="late"} 0
		thirdring_record_tasks_closed_total{kind="follow_up",result="withdrawn"} 0
		thirdring_record_tasks_closed_total{kind="promise",result="in_time"} 1
		thirdring_record_tasks_closed_total{kind="promise",result="late"} 1
		thirdring_record_tasks_closed_total{kind="promise",result="withdrawn"} 0
		# HELP thirdring_record_tasks_open Promises, follow-ups and call-backs that are still to be done, overdue ones included; missing while Redis is away.
		# TYPE thirdring_record_tasks_open gauge
		thirdring_record_tasks_open{kind="callback"} 0
		thirdring_record_tasks_open{kind="follow_up"} 0
		thirdring_record_tasks_open{kind="promise"} 2
		# HELP thirdring_record_tasks_overdue Promises, follow-ups and call-backs that are late; missing while Redis is away.
		# TYPE thirdring_record_tasks_overdue gauge
		thirdring_record_tasks_overdue{kind="callback"} 0
		thirdring_record_tasks_overdue{kind="follow_up"} 0
		thirdring_record_tasks_overdue{kind="promise"} 1
	`
	names := []string{"thirdring_record_tasks_closed_total", "thirdring_record_tasks_open", "thirdring_record_tasks_overdue"}
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
}
