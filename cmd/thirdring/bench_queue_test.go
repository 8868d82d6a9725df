package main

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// The load of BenchmarkOverload: more callers than the agents can serve at
// once, so that nearly always somebody waits.
const (
	crewSize   = 8
	backlog    = 10
	arrivals   = 140
	perSecond  = 7.0
	talkOf     = time.Second
	greeting   = time.Second            // greet.main and greet.record of the tests' sounds
	sameMoment = 50 * time.Millisecond  // callers who came closer together may change places
	inLine     = 200 * time.Millisecond // after the greeting everybody stands in the queue
)

// day is what was measured of one centre.
type day struct {
	answer delays // INVITE to 200 OK
	freed  delays // agent freed to that agent's next INVITE, with callers waiting
	audio  delays // agent's 200 to both hearing each other
	over   int    // callers overtaken
	calls  int
	used   usage
}

// add takes in the visits of one run.
func (d *day) add(t testing.TB, visits []*visit) {
	t.Helper()
	last := map[int]*visit{}
	byRing := slices.SortedFunc(slices.Values(visits), func(a, b *visit) int { return a.rang.Compare(b.rang) })
	for _, v := range byRing {
		if v.wrong != nil {
			t.Fatalf("a call failed: %v", v.wrong)
		}
		d.calls++
		d.answer = append(d.answer, v.call.Times().AnswerDelay())
		d.audio = append(d.audio, v.heard)
		if before := last[v.agent]; before != nil && anyoneWaits(visits, before.freed) {
			d.freed = append(d.freed, v.rang.Sub(before.freed))
		}
		last[v.agent] = v
		if overtaken(visits, v) {
			d.over++
		}
	}
}

// anyoneWaits reports whether a caller stood in the queue then.
func anyoneWaits(visits []*visit, then time.Time) bool {
	return slices.ContainsFunc(visits, func(v *visit) bool {
		return v.call.Times().Answer.Add(greeting+inLine).Before(then) && v.rang.After(then)
	})
}

// overtaken reports whether somebody who came later was served earlier.
func overtaken(visits []*visit, v *visit) bool {
	return slices.ContainsFunc(visits, func(other *visit) bool {
		return other.call.Times().Invite.Sub(v.call.Times().Invite) > sameMoment && v.rang.Sub(other.rang) > sameMoment
	})
}

// BenchmarkOverload serves the same Poisson arrivals with the same agents in
// turn: how soon a freed agent has the next call, who is overtaken, how soon
// both hear each other, and what a call costs.
func BenchmarkOverload(b *testing.B) {
	s := newSite(b, benchQueue(crewSize))
	c := s.crew(crewSize)
	centres := s.both(c)
	c.begin()
	var days [2]day
	for seed := uint64(1); b.Loop(); seed++ {
		for i, at := range centres {
			visits := plan(seed, backlog, arrivals, perSecond, talkOf)
			before := at.parts.cpu(b)
			c.run(b, at, visits, 2*time.Minute)
			if i == 0 {
				s.waitClean()
			}
			days[i].used.since(b, at.parts, before)
			days[i].add(b, visits)
		}
	}
	fmt.Printf("\n%d agents, %d callers in turn at both, Poisson arrivals, talk %v on average, recorded, real RTP\n", crewSize, days[0].calls, talkOf)
	for i, at := range centres {
		fmt.Printf(" %s\n", at.name)
		days[i].answer.report("INVITE to 200 OK")
		days[i].freed.report("agent freed to that agent's next INVITE")
		days[i].audio.report("agent's 200 to two-way audio")
		days[i].used.tell(at.parts, float64(days[i].calls), "ms of CPU a call")
	}
	ours, theirs := days[0], days[1]
	fmt.Printf("agent freed to next INVITE, p99: thirdring %.1f ms (limit: at most 35) %s\n", ms(ours.freed.at(0.99)), verdict(ours.freed.at(0.99) <= 35*time.Millisecond))
	times := ms(theirs.freed.at(0.5)) / ms(ours.freed.at(0.5))
	fmt.Printf("agent freed to next INVITE, p50: thirdring %.1f ms, app_queue %.1f ms, %.0f times faster (limit: at least 50) %s\n",
		ms(ours.freed.at(0.5)), ms(theirs.freed.at(0.5)), times, verdict(times >= 50))
	fmt.Printf("callers overtaken: thirdring %d, app_queue %d, of %d each (limit: 0) %s\n", ours.over, theirs.over, ours.calls, verdict(ours.over == 0))
	beside("agent's 200 to two-way audio, p99", "ms", ms(ours.audio.at(0.99)), ms(theirs.audio.at(0.99)), "at most", 1.1)
	beside("CPU a call under overload, Redis not counted", "ms", ms(ours.used.sum(centres[0].parts))/float64(ours.calls),
		ms(theirs.used.sum(centres[1].parts))/float64(theirs.calls), "at most", 1)
}
