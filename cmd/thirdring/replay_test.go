package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/queue/replay"
	"thirdring/store"
	"thirdring/store/redistest"
)

var updateReports = flag.Bool("update", false, "write the reports in testdata anew")

// replaySite is a store with a centre of one agent, whose callers may press 1
// to be called back.
func replaySite(t *testing.T) (*store.Store, store.Document) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Addr: redistest.Start(t), Site: "test", Registerer: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	now := store.Default()
	now.Hotlines = []store.HotlineDoc{store.DefaultHotline("4008001234", "热线", "service", queue.GreetFirst)}
	now.Queues[0].Record = false
	now.Queues[0].Keys = []store.KeyDoc{{Key: "1", Then: []store.ExitDoc{{Kind: queue.ExitCallback}}}}
	now.Queues[0].Callbacks = &store.CallbacksDoc{Tries: 2, Every: store.Duration(time.Minute)}
	now.Agents = []store.AgentDoc{{ID: "1001", Name: "王芳", Queues: []string{"service"}}}
	if now, err = s.Put(t.Context(), now, "test", ""); err != nil {
		t.Fatal(err)
	}
	return s, now
}

// TestReplay plays a day of one call, written by the core and read from the
// journal, with a draft in which nobody serves the queue.
func TestReplay(t *testing.T) {
	s, now := replaySite(t)
	from := time.Now().Add(-10 * time.Minute).Truncate(time.Second)
	if err := s.Save(t.Context(), queue.Update{At: from}, oneCall(now.Center(), from)); err != nil {
		t.Fatal(err)
	}
	draft := now
	draft.Agents = []store.AgentDoc{{ID: "1001", Name: "王芳", Queues: []string{}}}
	got, err := replayDay(t.Context(), s, from, from.Add(time.Hour), draft)
	if err != nil {
		t.Fatal(err)
	}
	view := got.view()
	if !view.Fits || view.Calls != 1 || view.Actual.Queues[0].Answered != 1 || view.Actual.Queues[0].WaitS != 4 || view.Draft.Queues[0].Waiting != 1 ||
		*view.Draft.Queues[0].ServiceLevel != 0 || len(view.Changes) != 1 || len(view.Turns) != 1 || view.Turns[0].To != replay.FateWaits {
		text, _ := json.MarshalIndent(view, "", "  ") // of a plain struct
		t.Errorf("got %s", text)
	}
	if _, err := replayDay(t.Context(), s, from.Add(-2*time.Hour), from.Add(-time.Hour), draft); err == nil {
		t.Error("a day without calls was played")
	}
}

// TestReplayReport reads as it is in testdata, in both languages: one agent has
// a caller, the second is promised a call, the third gives up, and the draft
// has one agent more.
func TestReplayReport(t *testing.T) {
	s, now := replaySite(t)
	nine := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	if err := s.Save(t.Context(), queue.Update{At: nine}, threeCallers(now.Center(), nine)); err != nil {
		t.Fatal(err)
	}
	draft := now
	draft.Agents = append(slices.Clone(now.Agents), store.AgentDoc{ID: "1002", Name: "李娜", Queues: []string{"service"}})
	got := replayed{From: nine, To: nine.Add(time.Hour), Begins: nine, Now: now, Draft: draft}
	reader := replay.NewReader(got.From, got.To)
	if err := s.Each(t.Context(), time.Time{}, time.Time{}, func(e store.JournalEntry) error { return reader.Read(entryOf(e, time.UTC)) }); err != nil {
		t.Fatal(err)
	}
	got.Day = reader.Day()
	got.play()
	for _, lang := range []string{"en", "zh"} {
		var out strings.Builder
		if err := got.print(&out, lang); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "replay_"+lang+".txt")
		if *updateReports {
			if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("got\n%s\nwant (-update writes it)\n%s", out.String(), want)
		}
	}
}

// journalist drives a core and writes down what its journal would have.
type journalist struct {
	core    *queue.Core
	at      time.Time
	entries []queue.Entry
	made    []queue.CreateLeg
	called  queue.CallID // identified last
}

func newJournalist(center queue.Center, at time.Time) *journalist {
	j := &journalist{core: queue.New(), at: at}
	j.step(0, queue.Configured{Center: center})
	j.step(0, queue.PhoneState{Agent: "1001", Reachable: true})
	j.step(0, queue.DesktopState{Agent: "1001", Connected: true})
	j.step(time.Second, queue.SetState{Agent: "1001", State: agent.Ready, By: "1001"})
	return j
}

func (j *journalist) step(after time.Duration, ev queue.Event) {
	at := j.at.Add(after)
	cmds := append([]queue.Command(nil), j.core.Step(at, ev)...)
	j.entries = append(j.entries, queue.Entry{At: at, Call: j.core.About(), Event: ev, Commands: cmds})
	for _, cmd := range cmds {
		switch cmd := cmd.(type) {
		case queue.CreateLeg:
			j.made = append(j.made, cmd)
		case queue.Identify:
			j.called = cmd.Call
		}
	}
}

// answered lets the telephone that was made last answer after 4 s.
func (j *journalist) answered(after time.Duration) {
	leg := j.made[len(j.made)-1]
	j.step(after, queue.LegCreated{Leg: leg.Leg})
	j.step(after, queue.OfferShown{Call: leg.Call, Leg: leg.Leg, Shown: true})
	j.step(after+4*time.Second, queue.LegAnswered{Leg: leg.Leg})
}

// oneCall is the journal of an agent who takes one call for a minute.
func oneCall(center queue.Center, at time.Time) []queue.Entry {
	j := newJournalist(center, at)
	j.step(2*time.Second, queue.CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234", Up: true})
	j.answered(2 * time.Second)
	j.step(6*time.Second, queue.Connected{Call: j.called, Leg: j.made[0].Leg})
	j.step(66*time.Second, queue.LegGone{Leg: "ann", Cause: 16})
	return j.entries
}

// threeCallers is the journal of the report's day.
func threeCallers(center queue.Center, at time.Time) []queue.Entry {
	j := newJournalist(center, at)
	arrive := func(after time.Duration, leg queue.LegID, from string) {
		j.step(after, queue.CallArrived{Leg: leg, Node: "ast1", From: from, To: "4008001234", Up: true})
	}
	j.step(0, queue.Resync{Node: "ast1", Phones: []agent.ID{"1001"}})
	arrive(2*time.Second, "ann", "13800001234")
	j.answered(2 * time.Second)
	agents := j.made[0].Leg
	j.step(6*time.Second, queue.Connected{Call: j.made[0].Call, Leg: agents})
	arrive(10*time.Second, "bob", "13800005678")
	arrive(12*time.Second, "eve", "13800009999")
	j.step(30*time.Second, queue.LegDigit{Leg: "bob", Digit: "1"})
	j.step(31*time.Second, queue.LegGone{Leg: "bob", Cause: 16})
	j.step(50*time.Second, queue.LegGone{Leg: "eve", Cause: 16})
	j.step(66*time.Second, queue.LegGone{Leg: "ann", Cause: 16})
	j.step(66*time.Second, queue.LegGone{Leg: agents, Cause: 16})
	j.step(70*time.Second, queue.SetState{Agent: "1001", State: agent.Ready, By: "1001"})
	j.answered(70 * time.Second) // bob's telephone
	bob := j.made[len(j.made)-1]
	j.step(77*time.Second, queue.LegDigit{Leg: bob.Leg, Digit: "1"})
	j.answered(77 * time.Second) // the agent's
	j.step(141*time.Second, queue.LegGone{Leg: bob.Leg, Cause: 16})
	return j.entries
}
