package queue

import (
	"testing"
	"time"
)

// TestMidnight lets a caller wait over midnight: the counts start anew by
// themselves, but who is late stays so until the answer or the end.
func TestMidnight(t *testing.T) {
	now := time.Date(2026, 11, 22, 23, 59, 30, 0, time.UTC)
	c := New()
	c.Step(now, Configured{testCenter()})
	c.Step(now, CallArrived{Leg: "ann", Node: "ast1", To: "4008001234", Up: true})
	figures := func() Figures { return c.Snapshot().Queues[0] }

	c.Step(now.Add(15*time.Second), Woke{})
	if f := figures(); f.Day != "2026-11-22" || f.Offered != 1 || f.LateNow != 1 {
		t.Errorf("before midnight: %+v", f)
	}
	midnight := now.Add(30 * time.Second)
	if at, _ := c.Deadline(); at.After(midnight) {
		t.Errorf("the next deadline is %s, after midnight", at)
	}
	c.Step(midnight, Woke{})
	if f := figures(); f.Day != "2026-11-23" || f.Offered != 0 || f.LateNow != 1 || f.Waiting != 1 {
		t.Errorf("after midnight: %+v", f)
	}
	c = reborn(t, c, midnight)
	c.Step(midnight, Configured{testCenter()})
	c.Step(midnight, Resync{Node: "ast1", Legs: []LiveLeg{{Leg: "ann", Inbound: true, Up: true}}})
	c.Step(midnight.Add(time.Minute), LegGone{Leg: "ann"})
	if f := figures(); f.Abandoned != 1 || f.AbandonedIn != 0 || f.LateNow != 0 || f.Waiting != 0 {
		t.Errorf("after the end: %+v", f)
	}
	if at, ok := c.Deadline(); !ok || at.Hour() != 0 && at.After(midnight.Add(24*time.Hour)) {
		t.Errorf("no next midnight: %s", at)
	}
}
