package queue

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"thirdring/agent"
)

// BenchmarkStep plays whole calls, from the first ring to the last word, and
// reports steps per second: with a few calls at a time, and with 10,000
// callers waiting for 2,000 agents. The second should be no slower than half
// of the first (DESIGN.md, numbers to keep).
func BenchmarkStep(b *testing.B) {
	for _, size := range []struct {
		name            string
		agents, waiting int
		change          func(*Center)
	}{
		{"quiet", 100, 0, func(*Center) {}},
		{"crowded", 2000, 10_000, func(*Center) {}},
		{"skilled", 2000, 10_000, skilled},
	} {
		b.Run(size.name, func(b *testing.B) {
			l := newLoad(size.agents, size.waiting, size.change)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				l.step()
				if i%4096 == 4095 { // as the loop does after each turn
					b.StopTimer()
					l.tidy()
					b.StartTimer()
				}
			}
			b.StopTimer()
			if l.core.Illegal() != 0 {
				b.Fatalf("%d illegal moves", l.core.Illegal())
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}

// load answers every command the way a quick Asterisk and quick people would.
type load struct {
	core    *Core
	now     time.Time
	todo    []Event
	head    int
	callers int
	caller  map[CallID]LegID

	hotlines []string
}

func newLoad(agents, waiting int, change func(*Center)) *load {
	center := testCenter()
	center.Queues[0].WrapUp = 0
	center.Agents = nil
	for i := range agents {
		id := agent.ID(strconv.Itoa(1000 + i))
		center.Agents = append(center.Agents, agent.Profile{ID: id, Queues: []string{"owners"}})
	}
	change(&center)
	l := &load{core: New(), now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), caller: map[CallID]LegID{}}
	for _, h := range center.Hotlines {
		l.hotlines = append(l.hotlines, h.Number)
	}
	l.core.Step(l.now, Configured{center})
	for range agents + waiting {
		l.arrive()
	}
	for len(l.todo) > l.head {
		l.step()
	}
	for _, a := range center.Agents {
		l.todo = append(l.todo, PhoneState{Agent: a.ID, Reachable: true}, DesktopState{a.ID, true}, SetState{Agent: a.ID, State: agent.Ready})
	}
	for range agents * 3 {
		l.step()
	}
	l.tidy()
	return l
}

func (l *load) arrive() {
	l.callers++
	l.todo = append(l.todo, CallArrived{Leg: LegID(fmt.Sprint("caller", l.callers)), Node: "ast1", From: "13800001234", To: l.hotlines[l.callers%len(l.hotlines)]})
}

// skilled gives every third hotline and agent a skill, and the queue levels,
// widening and weights.
func skilled(c *Center) {
	c.Hotlines = append(c.Hotlines, Hotline{Number: "4008005678", Queue: "owners", Mode: GreetFirst, Skills: []Skill{{"cantonese", 5}}, Priority: 30 * time.Second})
	c.Hotlines = append(c.Hotlines, Hotline{Number: "4008009999", Queue: "repairs", Mode: GreetFirst})
	second := c.Queues[0]
	second.ID, second.Weight = "repairs", 2
	c.Queues[0].Strategy = FewestCalls
	c.Queues[0].Widen = []Widening{{After: 100 * time.Millisecond, Lower: 2}, {After: 200 * time.Millisecond, Queue: "repairs"}}
	c.Queues = append(c.Queues, second)
	for i := range c.Agents {
		a := &c.Agents[i]
		a.Skills, a.Levels = map[string]int{"cantonese": i % 9}, map[string]int{"owners": 1 + i%3}
		if i%2 == 0 {
			a.Queues = []string{"owners", "repairs"}
		}
	}
}

// step feeds the next event; a call that ended makes room for the next.
func (l *load) step() {
	if l.head == len(l.todo) {
		l.todo, l.head = l.todo[:0], 0
		l.arrive()
	}
	ev := l.todo[l.head]
	l.head++
	l.now = l.now.Add(10 * time.Microsecond)
	for _, cmd := range l.core.Step(l.now, ev) {
		l.answer(cmd)
	}
}

// tidy takes the changes and drops the events that were fed.
func (l *load) tidy() {
	l.core.Changes()
	l.todo = append([]Event(nil), l.todo[l.head:]...)
	l.head = 0
}

func (l *load) answer(cmd Command) {
	switch cmd := cmd.(type) {
	case Answer:
		l.caller[cmd.Call] = cmd.Leg
		l.todo = append(l.todo, LegAnswered{cmd.Leg})
	case Identify:
		l.todo = append(l.todo, Identified{Call: cmd.Call, Match: Unknown})
	case Play:
		l.todo = append(l.todo, PlayStarted{Call: cmd.Call, Play: cmd.ID, Length: time.Second}, PlayEnded{Call: cmd.Call, Play: cmd.ID})
	case ShowOffer:
		l.todo = append(l.todo, OfferShown{cmd.Call.ID, cmd.Leg, true})
	case CreateLeg:
		l.todo = append(l.todo, LegCreated{cmd.Leg})
	case DialLeg:
		l.todo = append(l.todo, LegAnswered{cmd.Leg})
	case Connect:
		l.todo = append(l.todo, Connected{cmd.Call, cmd.Agent}, LegGone{cmd.Caller, 16})
		l.arrive()
	case HangupLeg:
		l.todo = append(l.todo, LegGone{cmd.Leg, 16})
	case SaveRecord:
		if !cmd.Final && cmd.Record.Recording.ID != "" {
			l.todo = append(l.todo, RecordingEnded{cmd.Record.Call, Recording{ID: cmd.Record.Recording.ID, File: "a.wav"}})
		}
		if cmd.Final {
			delete(l.caller, cmd.Record.Call)
			l.todo = append(l.todo, RecordSaved{cmd.Record.Call, true})
		}
	}
}
