package replay

import (
	"fmt"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// BenchmarkPlay plays a day of 5,000 calls to 60 agents.
func BenchmarkPlay(b *testing.B) {
	d := &Day{From: nine, To: nine.Add(10 * time.Hour), Agents: map[agent.ID]*Worker{}}
	for i := range 5000 {
		at := nine.Add(time.Minute + time.Duration(i)*7200*time.Millisecond)
		c := &Call{ID: queue.CallID(fmt.Sprint("day-", i)), At: at, Arrived: queue.CallArrived{Leg: queue.LegID(fmt.Sprint("c", i)), From: fmt.Sprint(13800000000 + i), To: "4008001234"}}
		c.Entered, c.Answered = at.Add(6*time.Second), at.Add(10*time.Second)
		c.Parts = talksFor(time.Duration(240+i*31%240) * time.Second)
		d.Calls = append(d.Calls, c)
	}
	for i := range 60 {
		d.Shifts = append(d.Shifts, Shift{nine, agent.ID(fmt.Sprint(1001 + i)), agent.Ready})
	}
	for b.Loop() {
		if got := Play(d, center(60)); got.Queues[0].Answered < 4900 {
			b.Fatalf("%+v", got.Queues[0])
		}
	}
}
