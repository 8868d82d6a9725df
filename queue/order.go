package queue

import (
	"cmp"
	"time"
)

// The order of callers. A place is a moment, Rank: that of the queue entry,
// less the credit that the caller has. So a credit is time that the caller
// need not wait, and nobody waits for ever behind those who have more.

func byPlace(a, b *Call) int { return a.Place.Compare(&b.Place) }

// Compare orders a queue's line: it is negative if p is before the other place.
func (p *Place) Compare(other *Place) int {
	if d := p.Rank.Compare(other.Rank); d != 0 {
		return d
	}
	return cmp.Compare(p.Seq, other.Seq)
}

// before reports whether a, of any queue, is served before b: the one who has
// waited longer, each multiplied by the queue's weight. Whom a supervisor gave
// to an agent comes first with that agent, and an emergency before everybody.
// Those for whom phones ring already come last.
func (c *Core) before(a, b *Call) bool {
	if first := a.urgent(); first != b.urgent() {
		return first
	}
	if waits := len(a.Offers) == 0; waits != (len(b.Offers) == 0) {
		return waits
	}
	if first := a.Place.given(); first != b.Place.given() {
		return first
	}
	wa, wb := c.room(a.Place.Queue).weight(), c.room(b.Place.Queue).weight()
	if wa != wb {
		if d := cmp.Compare(wa*c.now.Sub(a.Place.Rank), wb*c.now.Sub(b.Place.Rank)); d != 0 {
			return d > 0
		}
		return wa > wb
	}
	return byPlace(a, b) < 0
}

func (r *waitingRoom) weight() time.Duration { return time.Duration(max(1, r.config.Weight)) }

// enqueue gives the call its place, once.
func (c *Core) enqueue(call *Call, entered time.Time) {
	c.seq++
	call.Place.Entered, call.Place.Rank, call.Place.Seq = entered, entered, c.seq
	c.credit(call)
}

// credit gives the call the time that its hotline and its caller's segment
// are worth. It is known late who calls: the call may wait already.
func (c *Core) credit(call *Call) {
	worth, why := c.worth(call)
	if worth == call.Place.Priority {
		return
	}
	c.replace(call, func() {
		call.Place.Rank = call.Place.Rank.Add(call.Place.Priority - worth)
		call.Place.Priority, call.Place.Why = worth, why
	})
}

// replace changes the place of a call, wherever it stands by it: in line, in that
// of those who are away, or where others may join whose phones ring for it. Left
// there it would not be found again.
func (c *Core) replace(call *Call, change func()) {
	room := c.room(call.Place.Queue)
	stood, away, rang := c.unstand(call, room), room.away.remove(call), c.stopsRinging(call)
	change()
	c.touch(call)
	switch {
	case stood:
		c.stand(call, room)
	case away:
		room.away.add(call)
	case rang:
		c.keepsRinging(call)
	}
	c.touchRoom(room)
}

// worth is the call's credit, and what it is given for.
func (c *Core) worth(call *Call) (credit time.Duration, why string) {
	if len(c.center.Priorities) > 0 && call.Record.Caller.Segment != "" {
		for _, rule := range c.center.Priorities {
			if rule.Segment == call.Record.Caller.Segment {
				credit, why = rule.Credit, "segment "+rule.Segment
			}
		}
	}
	if line := c.credits[call.Record.Hotline]; line > 0 {
		credit += line
		if why != "" {
			why += ", "
		}
		why += "hotline " + call.Record.Hotline
	}
	return credit, why
}
