package queue

import (
	"slices"
	"testing"
	"time"

	"thirdring/agent"
)

// talking1 is a core in which 1001 talks to a caller.
func talking1(t *testing.T) (*Core, time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC)
	c := New()
	c.Step(now, Configured{testCenter()})
	for _, ev := range []Event{
		PhoneState{Agent: "1001", Reachable: true},
		DesktopState{"1001", true},
		SetState{Agent: "1001", State: agent.Ready},
		CallArrived{Leg: "ann", Node: "ast1", To: "4008001234", Up: true},
	} {
		c.Step(now, ev)
	}
	for _, a := range c.agents {
		if a.Contact.Leg != "" {
			c.Step(now, LegAnswered{LegID(a.Contact.Leg)})
		}
	}
	if got := c.agents["1001"].State; got != agent.Talking {
		t.Fatalf("the agent is %s", got)
	}
	return c, now
}

// TestRestoreWithoutAnAgent leaves out an agent whose value could not be read:
// the conversation goes on, and the agent with it.
func TestRestoreWithoutAnAgent(t *testing.T) {
	old, now := talking1(t)
	saved := old.Snapshot()
	saved.Agents = slices.DeleteFunc(saved.Agents, func(a agent.Agent) bool { return a.ID == "1001" })
	c := New()
	c.Restore(now, saved)
	c.Step(now, Configured{testCenter()})
	a := c.agents["1001"]
	if a.State != agent.Talking || a.Contact.Call != string(saved.Calls[0].ID) || a.WorkNo != "1001" {
		t.Errorf("got %+v", a)
	}
	c.Step(now, Resync{Node: "ast1"})
	if c.Illegal() != 0 || a.State != agent.WrapUp {
		t.Errorf("after the end: %s, %d illegal moves", a.State, c.Illegal())
	}
}

// TestRestoreWithoutACall leaves out a call: its agent is free.
func TestRestoreWithoutACall(t *testing.T) {
	old, now := talking1(t)
	saved := old.Snapshot()
	saved.Calls = nil
	c := New()
	c.Restore(now, saved)
	c.Step(now, Configured{testCenter()})
	c.Step(now, Resync{Node: "ast1", Phones: []agent.ID{"1001"}})
	c.Step(now, DesktopState{"1001", true})
	if a := c.agents["1001"]; !a.Able() || c.Illegal() != 0 {
		t.Errorf("got %+v, %d illegal moves", a, c.Illegal())
	}
}
