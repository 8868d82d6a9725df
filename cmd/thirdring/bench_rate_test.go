package main

import (
	"fmt"
	"testing"
	"time"
)

// The staircase of BenchmarkRate.
const (
	rateCrew  = 60
	rateTalk  = 200 * time.Millisecond
	rateFor   = 3 * time.Second
	rateFirst = 40
	rateStep  = 10
	rateMost  = 200
	rateLimit = 500 * time.Millisecond // INVITE to 200 OK, p99
	rateTries = 2
)

// step is a rate at one centre.
type step struct {
	answer delays
	failed int
	why    error
	used   time.Duration // a call; Redis not counted
}

func (s step) met() bool { return s.failed == 0 && s.answer.at(0.99) <= rateLimit }

func (s step) String() string {
	text := fmt.Sprintf("p99 %6.1f ms, %4.1f ms of CPU a call", ms(s.answer.at(0.99)), ms(s.used))
	if s.failed > 0 {
		text += fmt.Sprintf(", %d failed (%v)", s.failed, s.why)
	}
	return text
}

// BenchmarkRate finds the most calls a second that come, are answered, greeted,
// queued, connected with an agent until both have heard each other, recorded and
// ended without a failure. The telephones share the cores with what is measured,
// which is the same for both.
func BenchmarkRate(b *testing.B) {
	s := newSite(b, benchQueue(rateCrew))
	c := s.crew(rateCrew)
	centres := s.both(c)
	c.begin()
	var best [2]int
	for b.Loop() {
		fmt.Printf("\ncalls a second for %v, %d agents, talk %v, recorded, real RTP from telephones on the same cores\n", rateFor, rateCrew, rateTalk)
		best = [2]int{}
		out := [2]bool{}
		for rate := rateFirst; rate <= rateMost && (!out[0] || !out[1]); rate += rateStep {
			for i, at := range centres {
				for try := 0; try < rateTries && !out[i] && best[i] < rate; try++ {
					step := c.step(b, at, rate)
					fmt.Printf("  %4d/s %-10s %v\n", rate, at.name, step)
					if step.met() {
						best[i] = rate
					}
				}
				out[i] = best[i] < rate
			}
		}
	}
	beside("calls a second without a failure", "/s", float64(best[0]), float64(best[1]), "at least", 1)
}

// step lets so many callers a second call, and returns when all are gone.
func (c *crew) step(b *testing.B, at centre, rate int) step {
	visits := make([]*visit, rate*int(rateFor/time.Second))
	for i := range visits {
		visits[i] = &visit{at: time.Duration(i) * time.Second / time.Duration(rate), talk: rateTalk, done: make(chan struct{})}
	}
	var used usage
	before := at.parts.cpu(b)
	c.run(b, at, visits, 10*time.Second)
	if at.name == "thirdring" {
		c.site.waitClean()
	}
	used.since(b, at.parts, before)
	s := step{used: used.sum(at.parts) / time.Duration(len(visits))}
	for _, v := range visits {
		if v.wrong != nil {
			s.failed, s.why = s.failed+1, v.wrong
			continue
		}
		s.answer = append(s.answer, v.call.Times().AnswerDelay())
	}
	if s.failed > 0 {
		c.again()
	}
	return s
}
