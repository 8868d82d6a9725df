package queue

import (
	"encoding/json"
	"testing"
	"time"

	"thirdring/agent"
)

// TestLongEmergency lets an emergency ring for a night: the duty phones are all
// switched off, and so is the telephone of the only agent. The row stays small, and
// says how much is missing.
func TestLongEmergency(t *testing.T) {
	center := testCenter()
	center.Hotlines[0].Emergency = true
	center.Emergency = Emergency{Escalate: 15 * time.Second, Duty: "night"}
	c, now := New(), time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)
	c.Step(now, Configured{center})
	c.Step(now, PhoneState{Agent: "1001", Reachable: true})
	c.Step(now, DesktopState{"1001", true})
	c.Step(now, SetState{Agent: "1001", State: agent.Ready})
	rung := map[agent.ID]int{}
	var take func(commands []Command)
	take = func(commands []Command) {
		for _, cmd := range append([]Command(nil), commands...) {
			if leg, ok := cmd.(CreateLeg); ok {
				rung[leg.Agent]++
				now = now.Add(10 * time.Millisecond)
				take(c.Step(now, LegGone{leg.Leg, causeUnregistered}))
			}
		}
	}
	take(c.Step(now, CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234", Up: true}))
	for night := now.Add(10 * time.Hour); now.Before(night); {
		at, ok := c.Deadline()
		if !ok {
			t.Fatal("nobody is rung any more")
		}
		now = at
		take(c.Step(now, Woke{}))
	}
	call := c.ordered()[0]
	row := call.Record
	if rung[""] < 3000 || rung["1001"] < 3000 {
		t.Errorf("rung too seldom: %v", rung)
	}
	if got, want := len(row.Offers)+len(row.Exits)+row.LeftOut, rung[""]+rung["1001"]; got != want {
		t.Errorf("the row tells of %d, not of %d", got, want)
	}
	if !call.missedBy("1001") {
		t.Error("it is forgotten who missed the call")
	}
	text, err := json.Marshal(row)
	if err != nil || len(text) > 40_000 {
		t.Errorf("the row takes %d bytes, %v", len(text), err)
	}
}
