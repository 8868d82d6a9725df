package main

import (
	"testing"
	"time"

	"thirdring/queue"
)

// TestLastTalk finds the agent of a caller's last conversation, within the
// longest time that a queue looks back, and looks for nobody if none does.
func TestLastTalk(t *testing.T) {
	a := newPast(t)
	a.called(t, "c1", 3, queue.Disposition{Category: "INQ", Summary: "x", Resolved: true})
	byNumber := queue.Identified{Number: "+8613800001234"}
	byOwner := queue.Identified{Number: "+8613900000000", Owner: queue.OwnerRef{ID: "1"}}
	const day = 24 * time.Hour
	for _, c := range []struct {
		name   string
		window time.Duration
		who    queue.Identified
		want   string
	}{
		{"off", 0, byNumber, ""},
		{"by number", 7 * day, byNumber, "1001"},
		{"by owner", 7 * day, byOwner, "1001"},
		{"too long ago", 2 * day, byNumber, ""},
		{"somebody else", 7 * day, queue.Identified{Number: "+8613800009999"}, ""},
		{"nobody", 7 * day, queue.Identified{}, ""},
	} {
		a.center.center = queue.Center{Queues: []queue.QueueConfig{{ID: "a"}, {ID: "b", SameAgent: c.window}}}
		if got, err := a.lastTalk(t.Context(), c.who); err != nil || string(got.Agent) != c.want {
			t.Errorf("%s: got %+v, %v, want %q", c.name, got, err, c.want)
		}
	}
}
