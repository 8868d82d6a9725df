package queue

import (
	"testing"
	"time"

	"thirdring/agent"
)

// TestNightIsNoWait: a promise that has rested over the night stands in line
// since the opening, as far as the queue's figures and its pace go. Else the
// first answer of the day would tell callers of hours to wait.
func TestNightIsNoWait(t *testing.T) {
	center := testCenter()
	center.Hotlines[0].Schedule = "daily"
	q := &center.Queues[0]
	q.Keys = []MenuKey{{"1", []Exit{{Kind: ExitCallback}}}}
	q.Callbacks = Callbacks{Tries: 3, Every: time.Minute, Keep: time.Hour, Overnight: true}
	c := New()
	evening := time.Date(2026, 11, 22, 17, 50, 0, 0, time.UTC)
	c.Step(evening, Configured{center})
	c.Step(evening, CallArrived{Leg: "ann", Node: "ast1", From: "13800000001", To: "4008001234", Up: true})
	c.Step(evening.Add(time.Second), LegDigit{"ann", "1"})
	morning := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	c.Step(morning, Woke{})
	room := c.room("owners")
	if f := room.snapshot(); f.Waiting != 1 || !f.Oldest.Equal(morning) {
		t.Errorf("%d wait, since %s", f.Waiting, f.Oldest)
	}
	c.Step(morning.Add(time.Minute), CallArrived{Leg: "bob", Node: "ast1", From: "13800000002", To: "4008001234", Up: true})
	if f := room.snapshot(); f.Waiting != 2 || !f.Oldest.Equal(morning) {
		t.Errorf("%d wait, since %s", f.Waiting, f.Oldest)
	}
	now := morning.Add(2 * time.Minute)
	for _, ev := range []Event{
		PhoneState{Agent: "1001", Reachable: true}, DesktopState{"1001", true}, SetState{Agent: "1001", State: agent.Ready},
	} {
		c.Step(now, ev)
	}
	var call *Call
	for _, one := range c.ordered() {
		if one.Phase == CallingBack {
			call = one
		}
	}
	leg := call.OnlyOffer().Leg
	for _, ev := range []Event{OfferShown{call.ID, leg, true}, LegCreated{leg}, LegAnswered{leg}, LegDigit{leg, "1"}} {
		c.Step(now, ev)
	}
	phone := call.OnlyOffer().Leg
	for _, ev := range []Event{OfferShown{call.ID, phone, true}, LegCreated{phone}, LegAnswered{phone}} {
		c.Step(now, ev)
	}
	if room.figures.Kept != 1 || room.pace.mean != 2*time.Minute {
		t.Errorf("kept %d, and the queue's pace is %s", room.figures.Kept, room.pace.mean)
	}
}
