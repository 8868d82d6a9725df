package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// What a supervisor changes while callers wait. Each is in the call's row.

// waitingCall is a call that stands in line, so that it can be moved.
func (c *Core) waitingCall(id CallID) (*Call, *waitingRoom, error) {
	call := c.calls[id]
	switch {
	case call == nil || !call.inLine():
		return nil, nil, ErrNotWaiting
	case c.cutOff(call):
		return nil, nil, ErrNoNode
	case call.urgent():
		return nil, nil, ErrUrgent
	}
	return call, c.room(call.Place.Queue), nil
}

// moveUp moves a call up in its queue: to the head, or before the one ahead,
// with whom it changes places.
func (c *Core) moveUp(ev MoveUpInLine) error {
	call, room, err := c.waitingCall(ev.Call)
	if err != nil {
		return err
	}
	ahead := room.justAhead(call, ev.ToHead)
	if ahead == nil {
		return ErrFirst
	}
	what := MoveUp
	if ev.ToHead {
		what = MoveHead
		c.replace(call, func() { call.Place.Rank = ahead.Place.Rank.Add(-1) })
	} else {
		mine, its := call.Place, ahead.Place
		c.replace(call, func() {
			c.replace(ahead, func() { ahead.Place.Rank, ahead.Place.Seq = mine.Rank, mine.Seq })
			call.Place.Rank, call.Place.Seq = its.Rank, its.Seq
		})
	}
	c.noteMove(call, ev.By, what, "")
	return nil
}

// justAhead is the caller before the call, or the very first; nil if there is
// none. Only those whom an agent can be offered to count.
func (r *waitingRoom) justAhead(call *Call, first bool) *Call {
	var found *Call
	for _, items := range r.lines() {
		n, _ := slices.BinarySearchFunc(items, call, byPlace)
		if n == 0 {
			continue
		}
		near := items[n-1]
		if first {
			near = items[0]
		}
		if found == nil || first == (byPlace(near, found) < 0) {
			found = near
		}
	}
	return found
}

// lines are the queue's callers, by lane, but for those in an emergency, who go
// first wherever they stand.
func (r *waitingRoom) lines() [][]*Call {
	all := [][]*Call{slices.DeleteFunc(slices.Clone(r.apart.items), (*Call).urgent)}
	for _, l := range r.mine {
		all = append(all, l.waiting.items)
	}
	return all
}

// moveToQueue lets the caller wait in another queue, at the place that the
// wait until now deserves. The queue that answers the call counts it.
func (c *Core) moveToQueue(ev MoveToQueue) error {
	call, from, err := c.waitingCall(ev.Call)
	if resting := c.calls[ev.Call]; resting != nil && resting.Resting() {
		call, from, err = resting, c.room(resting.Place.Queue), nil
	}
	if err != nil {
		return err
	}
	to := c.queues[ev.Queue]
	switch {
	case to == nil || to.removed:
		return ErrNoQueue
	case to == from:
		return ErrSameQueue
	}
	c.unwantHere(call)
	c.sendTo(call, to)
	c.noteMove(call, ev.By, MoveQueue, ev.Queue)
	return nil
}

// unwantHere forgets for whom a call in line waits.
func (c *Core) unwantHere(call *Call) {
	if call.Place.Wants != "" {
		c.replace(call, func() { c.unwant(call) })
	}
}

// giveToAgent lets the caller wait for one agent, who gets the call next, up to
// a limit; then whoever is able gets it. For no agent in particular is at once
// whoever is able.
func (c *Core) giveToAgent(ev GiveToAgent) error {
	call, _, err := c.waitingCall(ev.Call)
	switch {
	case err != nil:
		return err
	case ev.Agent == "" && call.Place.Wants == "":
		return ErrNothingAsked
	case ev.Agent == "":
		c.unwantHere(call)
		c.noteMove(call, ev.By, MoveAgent, "")
		return nil
	}
	a := c.agents[ev.Agent]
	switch {
	case a == nil || !c.listed(ev.Agent):
		return ErrNoAgent
	case !onDuty(a):
		return ErrOffDuty
	case call.missedBy(a.ID):
		return ErrMissedIt
	case ev.Limit <= 0 || ev.Limit > maxGiven:
		return ErrLimit
	}
	c.unwantHere(call)
	c.want(call, ev.Agent, ev.By, ev.Limit)
	c.noteMove(call, ev.By, MoveAgent, string(ev.Agent))
	return nil
}

// maxGiven is the longest that a caller may be left to wait for one agent.
const maxGiven = 30 * time.Minute

// noteMove notes a move in the call's row.
func (c *Core) noteMove(call *Call, by string, what Move, to string) {
	call.Record.Moves = append(call.Record.Moves, Moved{At: c.now, By: by, What: what, To: to})
	c.touch(call)
}

// signQueue lets an agent serve a queue, or no longer, until the agent signs
// out or the agent's queues are configured anew.
func (c *Core) signQueue(ev SignQueue) error {
	a, room := c.agents[ev.Agent], c.queues[ev.Queue]
	switch {
	case a == nil || !c.listed(ev.Agent):
		return ErrNoAgent
	case room == nil || room.removed:
		return ErrNoQueue
	case a.State == agent.SignedOut:
		return ErrSignedOut
	case a.Serves(ev.Queue) == ev.In:
		return nil
	}
	usual := a.Usual
	if usual == nil {
		usual = append([]string{}, a.Queues...)
	}
	if ev.In {
		a.Queues = append(slices.Clone(a.Queues), ev.Queue)
	} else {
		a.Queues = slices.DeleteFunc(slices.Clone(a.Queues), func(q string) bool { return q == ev.Queue })
	}
	if a.Usual = usual; slices.Equal(a.Queues, usual) {
		a.Usual = nil
	}
	c.touchAgent(a)
	return nil
}
