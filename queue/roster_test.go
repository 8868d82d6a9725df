package queue

import (
	"strconv"
	"testing"
	"time"

	"thirdring/agent"
)

// TestTalliesStartAnewAtMidnight counts an agent's conversations of the day. A
// new configuration does not touch the counts, midnight does.
func TestTalliesStartAnewAtMidnight(t *testing.T) {
	l := newLoad(2, 0, func(*Center) {})
	for range 200 {
		l.step()
	}
	talked := func() (calls int) {
		for _, a := range l.core.Snapshot().Agents {
			calls += a.Today.Calls
		}
		return calls
	}
	before := talked()
	if before == 0 {
		t.Fatal("nobody talked")
	}
	l.core.Step(l.now, Configured{l.core.center})
	if got := talked(); got != before {
		t.Errorf("a configuration makes %d conversations %d", before, got)
	}
	l.core.Step(l.now.Add(16*time.Hour), Woke{})
	for _, a := range l.core.Snapshot().Agents {
		if a.Today != (agent.Tally{Day: "2026-11-23"}) {
			t.Errorf("after midnight %s has %+v", a.ID, a.Today)
		}
	}
}

// TestDecisionsNameFewAgents bounds what a decision says of others, whatever
// the size of the centre.
func TestDecisionsNameFewAgents(t *testing.T) {
	center, now := testCenter(), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	center.Agents = nil
	for i := range 300 {
		center.Agents = append(center.Agents, agent.Profile{ID: agent.ID(strconv.Itoa(1000 + i)), Queues: []string{"owners"}})
	}
	core := New()
	core.Step(now, Configured{center})
	for i, a := range center.Agents[:200] {
		core.Step(now, PhoneState{Agent: a.ID, Reachable: true})
		core.Step(now, DesktopState{a.ID, true})
		core.Step(now.Add(time.Duration(i)), SetState{Agent: a.ID, State: agent.Ready})
	}
	for _, cmd := range core.Step(now, CallArrived{Leg: "x", Node: "ast1", From: "13800001234", To: "4008001234", Up: true}) {
		e, ok := cmd.(Explain)
		if !ok {
			continue
		}
		named := map[agent.ID]bool{e.Agent: true}
		for _, other := range e.Others {
			if named[other.Agent] {
				t.Errorf("%s is named twice", other.Agent)
			}
			named[other.Agent] = true
		}
		if len(e.Others) != maxNamed {
			t.Errorf("%d others are named, want %d", len(e.Others), maxNamed)
		}
		return
	}
	t.Error("no decision")
}
