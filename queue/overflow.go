package queue

import "time"

// Overflow says when a queue does not take or keep a caller, and which ways
// are open then. Without exits it never happens.
type Overflow struct {
	MaxWaiting int           // so many wait already; 0: any number may
	MaxWait    time.Duration // waited so long in this queue; 0: as long as the caller likes
	Nobody     time.Duration // nobody took the queue's calls for so long; 0: that is waited for
	Exits      []Exit
}

// full reports whether the queue takes nobody more.
func (r *waitingRoom) full() bool {
	o := r.config.Overflow
	return o.MaxWaiting > 0 && len(o.Exits) > 0 && r.connected()+len(r.away.items) >= o.MaxWaiting
}

// setWaits sets the limits on the wait of a call that enters a queue. Those of
// one that it left are no more.
func (c *Core) setWaits(call *Call) {
	call.Place.Overstayed = false
	c.stopTimer(call, TimerWait, TimerNobody)
	room := c.room(call.Place.Queue)
	o := &room.config.Overflow
	if len(o.Exits) == 0 || call.urgent() {
		return
	}
	if o.MaxWait > 0 {
		c.setTimer(call, TimerWait, o.MaxWait)
	}
	if o.Nobody > 0 {
		call.Place.Unserved = room.duty == 0
		c.setTimer(call, TimerNobody, o.Nobody)
	}
}

// waitedLong lets a caller who has waited long enough go another way. One for
// whom a phone rings just now goes on if nobody answers it.
func (c *Core) waitedLong(call *Call) {
	call.Place.Overstayed = true
	if call.Phase == Waiting {
		c.overstay(call)
	}
}

// overstay diverts a caller who has waited too long, if so, and reports it.
// Somebody who is free is better than any other way.
func (c *Core) overstay(call *Call) bool {
	room := c.room(call.Place.Queue)
	l := c.laneOf(call, room)
	free := l != nil && len(l.ready.items) > 0
	if !call.Place.Overstayed || call.urgent() || call.Place.Counted || free || len(room.config.Overflow.Exits) == 0 {
		return false
	}
	c.divert(call, WhyWaited, room.config.Overflow.Exits)
	return true
}

// checkServed diverts a waiting caller if nobody took the queue's calls when
// it was looked at last, and nobody does now. Breaks of a moment do not count.
func (c *Core) checkServed(call *Call) {
	room := c.room(call.Place.Queue)
	o := &room.config.Overflow
	if o.Nobody <= 0 || len(o.Exits) == 0 {
		return
	}
	unserved := room.duty == 0
	if unserved && call.Place.Unserved && call.Phase == Waiting {
		c.divert(call, WhyNobody, o.Exits)
		return
	}
	call.Place.Unserved = unserved
	c.setTimer(call, TimerNobody, o.Nobody)
}
