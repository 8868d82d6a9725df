package main

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
	"thirdring/store"
	"thirdring/store/redistest"
)

// TestReplay plays a day of one call, written by the core and read from the
// journal, with a draft in which nobody serves the queue.
func TestReplay(t *testing.T) {
	s, err := store.Open(t.Context(), store.Options{Addr: redistest.Start(t), Site: "test", Registerer: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := store.Default()
	now.Hotlines = []store.HotlineDoc{store.DefaultHotline("4008001234", "热线", "service", queue.GreetFirst)}
	now.Queues[0].Record = false
	now.Agents = []store.AgentDoc{{ID: "1001", Name: "王芳", Queues: []string{"service"}}}
	if now, err = s.Put(t.Context(), now, "test", ""); err != nil {
		t.Fatal(err)
	}
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
	var out strings.Builder
	if err := got.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1 calls from", "QUEUE    FIGURE               AS IT WAS  MODEL    DRAFT", "service  answered of offered  1/1        1/1      0/1",
		"service  service level        100.0%     100.0%", "1001     calls, talk          1, 1m0s    1, 1m0s  0, 0s",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// oneCall is the journal of an agent who takes one call for a minute.
func oneCall(center queue.Center, at time.Time) []queue.Entry {
	core := queue.New()
	var entries []queue.Entry
	var call queue.CallID
	step := func(after time.Duration, ev queue.Event) (leg queue.LegID) {
		cmds := append([]queue.Command(nil), core.Step(at.Add(after), ev)...)
		entries = append(entries, queue.Entry{At: at.Add(after), Call: core.About(), Event: ev, Commands: cmds})
		for _, cmd := range cmds {
			switch cmd := cmd.(type) {
			case queue.CreateLeg:
				leg = cmd.Leg
			case queue.Identify:
				call = cmd.Call
			}
		}
		return leg
	}
	step(0, queue.Configured{Center: center})
	step(0, queue.PhoneState{Agent: "1001", Reachable: true})
	step(0, queue.DesktopState{Agent: "1001", Connected: true})
	step(time.Second, queue.SetState{Agent: "1001", State: "ready", By: "1001"})
	leg := step(2*time.Second, queue.CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234", Up: true})
	step(2*time.Second, queue.LegCreated{Leg: leg})
	step(2*time.Second, queue.OfferShown{Call: call, Leg: leg, Shown: true})
	step(6*time.Second, queue.LegAnswered{Leg: leg})
	step(6*time.Second, queue.Connected{Call: call, Leg: leg})
	step(66*time.Second, queue.LegGone{Leg: "ann", Cause: 16})
	return entries
}
