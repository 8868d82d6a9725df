package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
)

// registerCalls puts two calls of November 2026 into the register.
func registerCalls(t *testing.T, cfg *Config) {
	t.Helper()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	ring := time.Date(2026, 11, 30, 23, 30, 0, 0, zone)
	call := func(id queue.CallID, number string, after time.Duration) queue.Record {
		t := ring.Add(after)
		return queue.Record{
			Call: id, Direction: queue.Inbound, Queue: "main", Outcome: queue.AbandonedQueue,
			Caller: queue.Party{Raw: number, Number: "+86" + number, Match: queue.Unknown},
			Times:  queue.Times{Ring: t, Answer: t.Add(time.Second), QueueIn: t.Add(9 * time.Second), Hangup: t.Add(20 * time.Second)},
			End:    queue.End{Class: queue.ByCaller, Reason: queue.EndHangup},
		}
	}
	err = withRegister(t.Context(), cfg, func(r *record.Register, _ *time.Location) error {
		for _, rec := range []queue.Record{call("c1", "13800001234", 0), call("c2", "13900005678", time.Minute)} {
			if err := r.Save(t.Context(), rec, true); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRegisterListAndShow(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	registerCalls(t, cfg)

	list := RegisterListCmd{Limit: 50, JSON: true, Number: "138 0000 1234", From: "2026-11-30", To: "2026-12-01"}
	var row record.Row
	if err := json.Unmarshal([]byte(output(t, func() error { return list.Run(ctx, cfg) })), &row); err != nil {
		t.Fatal(err)
	}
	if row.CallID != "c1" || row.CallerNumberMasked != "138****1234" || row.CallerNumber != "" {
		t.Errorf("got %s, number %q, masked %q, want c1 masked", row.CallID, row.CallerNumber, row.CallerNumberMasked)
	}
	table := output(t, func() error { return (&RegisterListCmd{Limit: 1}).Run(ctx, cfg) })
	if lines := strings.Split(strings.TrimSpace(table), "\n"); len(lines) != 2 || !strings.Contains(lines[1], "c2") {
		t.Errorf("list --limit 1: got %q, want titles and the newest call", table)
	}
	if shown := output(t, func() error { return (&RegisterShowCmd{ID: "c2"}).Run(ctx, cfg) }); !strings.Contains(shown, "139****5678") {
		t.Errorf("show: got %q, want the masked number", shown)
	}

	for name, cmd := range map[string]RegisterListCmd{
		"survey": {Limit: 1, Survey: 4}, "callback": {Limit: 1, Callback: "maybe"},
		"from": {Limit: 1, From: "yesterday"}, "to": {Limit: 1, To: "30.11.2026"}, "number": {Limit: 1, Number: "anonymous"}, "limit": {},
	} {
		if err := cmd.Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), "--"+name) {
			t.Errorf("bad --%s: got %v, want an error that names it", name, err)
		}
	}
}

// TestRegisterFindsOpinionsAndCallBacks prints who was not satisfied, and a call-back
// with the attempts to make it.
func TestRegisterFindsOpinionsAndCallBacks(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	registerCalls(t, cfg)
	ring := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	caller := queue.Party{Raw: "13700001111", Number: "+8613700001111", Match: queue.Unknown}
	row := func(id queue.CallID, after time.Duration, outcome queue.Outcome) queue.Record {
		at := ring.Add(after)
		return queue.Record{Call: id, Queue: "main", Caller: caller, Outcome: outcome, Times: queue.Times{Ring: at, Hangup: at.Add(time.Minute)}}
	}
	asking, attempt := row("asking", 0, queue.OutcomeCallback), row("attempt", time.Hour, queue.OutcomeAnswered)
	asking.Callback = queue.PromisedCall{Of: "asking"}
	attempt.Callback = queue.PromisedCall{Of: "asking", Try: 1, Last: true, Reached: true}
	attempt.Survey = queue.Opinion{AskedAt: ring, Score: queue.Dissatisfied, At: ring}
	err := withRegister(ctx, cfg, func(r *record.Register, _ *time.Location) error {
		return errors.Join(r.Save(ctx, asking, true), r.Save(ctx, attempt, true))
	})
	if err != nil {
		t.Fatal(err)
	}
	for call, list := range map[string]RegisterListCmd{"attempt": {Limit: 5, Survey: queue.Dissatisfied}, "asking": {Limit: 5, Callback: record.PromiseKept}} {
		lines := strings.Split(strings.TrimSpace(output(t, func() error { return list.Run(ctx, cfg) })), "\n")
		if len(lines) != 2 || !strings.Contains(lines[1], call) {
			t.Errorf("got %q, want %s", lines, call)
		}
	}
	shown := output(t, func() error { return (&RegisterShowCmd{ID: "asking"}).Run(ctx, cfg) })
	if !strings.Contains(shown, "要求回电,已回电") || !strings.Contains(shown, "attempt") {
		t.Errorf("got %q, want what became of the call-back", shown)
	}
}

func TestRegisterShowsNumbersForAReason(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	registerCalls(t, cfg)
	show := RegisterShowCmd{ID: "c1", clearNumbers: clearNumbers{Reason: "complaint 17"}}
	if shown := output(t, func() error { return show.Run(ctx, cfg) }); !strings.Contains(shown, "13800001234") {
		t.Errorf("got %q, want the number in clear", shown)
	}
	err := withStore(ctx, cfg, func(s *store.Store) error {
		trail, err := s.AuditTrail(ctx, 1)
		if err == nil && (len(trail) != 1 || trail[0].What != "register.numbers" || trail[0].Subject != "c1: complaint 17") {
			t.Errorf("audit trail: got %+v, want the look and its reason", trail)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRegisterExport(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	registerCalls(t, cfg)
	name := filepath.Join(t.TempDir(), "november.csv")
	if err := (&RegisterExportCmd{Month: "2026-11", Format: record.CSV, Out: name}).Run(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil || strings.Count(string(text), "\r\n") != 3 {
		t.Errorf("got %q, %v, want titles and two calls", text, err)
	}
	out := output(t, func() error {
		return (&RegisterExportCmd{Month: "2026-12", Format: record.CSV, Out: "-"}).Run(ctx, cfg)
	})
	if strings.Count(out, "\r\n") != 1 {
		t.Errorf("december: got %q, want titles only", out)
	}
	missing := filepath.Join(t.TempDir(), "nowhere", "x.csv")
	if err := (&RegisterExportCmd{Month: "2026-11", Format: record.CSV, Out: missing}).Run(ctx, cfg); err == nil {
		t.Error("a folder that is not there: got no error")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".thirdring-*")); len(left) != 0 {
		t.Errorf("temporary files stay: %v", left)
	}
}
