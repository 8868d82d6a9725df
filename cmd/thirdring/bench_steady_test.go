package main

import (
	"fmt"
	"testing"
	"time"

	"thirdring/telephony/sipphone"
)

// window is how long a steady load is looked at in each turn.
const window = 10 * time.Second

// BenchmarkHold measures what 300 callers cost who wait with music while all 60
// agents are on a break.
func BenchmarkHold(b *testing.B) {
	const waiting, agents = 300, 60
	s := newSite(b, benchQueue(agents))
	c := s.crew(agents)
	centres := s.both(c)
	var used [2]usage
	for b.Loop() {
		for i, at := range centres {
			calls := c.wait(at, waiting)
			used[i].over(b, at.parts)
			for _, call := range calls {
				s.within("hang up", call.Hangup)
			}
		}
	}
	fmt.Printf("\n%d callers waiting with music, %d agents on a break, real RTP both ways\n", waiting, agents)
	steady(fmt.Sprintf("CPU of %d callers waiting, Redis not counted", waiting), centres, used, b.N, "% of a core", 0.8)
}

// wait brings callers into the queue that nobody serves, and returns when all
// hear music.
func (c *crew) wait(at centre, n int) []*sipphone.Call {
	t := c.site.t
	t.Helper()
	calls := make([]*sipphone.Call, n)
	for i := range calls {
		call, err := c.callers.Dial(t.Context(), sipphone.DialOptions{
			Number: at.away, From: fmt.Sprintf("139%08d", i), Server: at.sip, Source: sipphone.Tone(callerTone, 12),
		})
		if err != nil {
			t.Fatal(err)
		}
		calls[i] = call
		c.site.within("answer", call.WaitAnswered)
	}
	pass(2*greeting + inLine) // the greeting and, at thirdring, the word that they wait
	return calls
}

// BenchmarkTalk measures what conversations cost that go on, recorded: most of
// what real calls, which last minutes, cost.
func BenchmarkTalk(b *testing.B) {
	const talking = 30
	s := newSite(b, benchQueue(talking))
	c := s.crew(talking)
	centres := s.both(c)
	c.begin()
	var used [2]usage
	for b.Loop() {
		for i, at := range centres {
			visits := make([]*visit, talking)
			for j := range visits {
				visits[j] = &visit{at: time.Duration(j) * 50 * time.Millisecond, talk: window + 5*time.Second, done: make(chan struct{})}
			}
			over := make(chan struct{})
			go func() {
				defer close(over)
				c.run(b, at, visits, patience)
			}()
			pass(visits[talking-1].at + greeting + 2*time.Second) // all talk by now
			used[i].over(b, at.parts)
			<-over
			for _, v := range visits {
				if v.wrong != nil {
					b.Fatalf("a call failed: %v", v.wrong)
				}
			}
		}
	}
	fmt.Printf("\n%d conversations that go on, recorded, real RTP\n", talking)
	steady(fmt.Sprintf("CPU of %d recorded conversations, Redis not counted", talking), centres, used, b.N, "% of a core", 1)
}

// over adds what is used in the window that begins now.
func (u *usage) over(t testing.TB, p processes) {
	t.Helper()
	before := p.cpu(t)
	pass(window)
	u.since(t, p, before)
}

// steady prints what was used in n windows.
func steady(what string, centres [2]centre, used [2]usage, n int, unit string, limit float64) {
	percent := window.Seconds() * 10 * float64(n) // of one core, in ms
	for i, at := range centres {
		fmt.Printf(" %s\n", at.name)
		used[i].tell(at.parts, percent, unit)
	}
	beside(what, unit, ms(used[0].sum(centres[0].parts))/percent, ms(used[1].sum(centres[1].parts))/percent, "at most", limit)
}

// pass lets time go by that is measured.
func pass(d time.Duration) {
	over := time.NewTimer(d)
	<-over.C
}
