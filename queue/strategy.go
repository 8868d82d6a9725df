package queue

import (
	"cmp"
	"slices"
	"time"

	"thirdring/agent"
)

// Strategy is how a queue chooses among the agents who are free. Those of a
// lower level are always asked before those of a higher one.
type Strategy string

// Strategies. The counts are of the day.
const (
	LongestIdle Strategy = "longest_idle" // also if empty
	RoundRobin  Strategy = "round_robin"  // whose last offer is longest ago
	FewestCalls Strategy = "fewest_calls"
	LeastTalk   Strategy = "least_talk" // least time in conversations
	Random      Strategy = "random"     // drawn from the call's id
	Ordered     Strategy = "ordered"    // always the same order: by id
	RingAll     Strategy = "ring_all"   // all at once; who answers first has the call
)

// Strategies lists every strategy.
var Strategies = []Strategy{LongestIdle, RoundRobin, FewestCalls, LeastTalk, Random, Ordered, RingAll}

// spot is an agent's place among those who are free: by level, by what the
// strategy counts, then the longest idle first.
type spot struct {
	level int
	count int64
	idle  time.Time
	id    agent.ID
}

func bySpot(a, b spot) int {
	if a.level != b.level {
		return cmp.Compare(a.level, b.level)
	}
	if a.count != b.count {
		return cmp.Compare(a.count, b.count)
	}
	if d := a.idle.Compare(b.idle); d != 0 {
		return d
	}
	return cmp.Compare(a.id, b.id)
}

// spot is the place that the strategy gives the agent.
func (s Strategy) spot(a *agent.Agent, level int) spot {
	p := spot{level: level, idle: a.IdleSince, id: a.ID}
	switch s {
	case RoundRobin:
		if !a.LastOffer.IsZero() {
			p.count = a.LastOffer.UnixNano()
		}
	case FewestCalls:
		p.count = int64(a.Today.Calls)
	case LeastTalk:
		p.count = int64(a.Today.Talk)
	case Random, Ordered:
		p.idle = time.Time{}
	case LongestIdle, RingAll:
	}
	return p
}

// next is the agent whom the strategy chooses for the call. One who missed it
// already is asked again only if nobody else is free.
func (l *lane) next(call *Call) (id agent.ID, ok bool) {
	free := l.ready.items
	if len(free) == 0 {
		return "", false
	}
	if l.strategy == Random {
		return l.drawn(call), true
	}
	for _, s := range free {
		if !call.missedBy(s.id) {
			return s.id, true
		}
	}
	return free[0].id, true
}

// drawn is one of the agents of the lowest level who are free and have not
// missed the call, by lot. The lot is drawn from the call's id and the number
// of the offer, so that the same events lead to the same agent.
func (l *lane) drawn(call *Call) agent.ID {
	for free := l.ready.items; len(free) > 0; {
		same, _ := slices.BinarySearchFunc(free, free[0].level+1, func(s spot, level int) int { return cmp.Compare(s.level, level) })
		first := int(lot(call) % uint32(same))
		for i := range same {
			if id := free[(first+i)%same].id; !call.missedBy(id) {
				return id
			}
		}
		free = free[same:]
	}
	return l.ready.items[0].id
}

// lot is a number that looks random (FNV-1a).
func lot(call *Call) uint32 {
	n := uint32(2166136261)
	for i := range len(call.ID) {
		n = (n ^ uint32(call.ID[i])) * 16777619
	}
	n = (n ^ uint32(len(call.Record.Offers)+call.Record.LeftOut)) * 16777619
	return n ^ n>>15
}

// missed reports whether the phone was rung to no avail, and not let go by us.
func (r OfferResult) missed() bool {
	return r != "" && r != OfferAnswered && r != OfferTaken && r != OfferPulled
}

// missedBy reports whether the agent's phone was rung for the call in vain.
func (call *Call) missedBy(id agent.ID) bool {
	for i := range call.Record.Offers {
		if o := &call.Record.Offers[i]; o.Agent == id && o.Result.missed() {
			return true
		}
	}
	return false
}
