package queue

import (
	"time"

	"thirdring/agent"
)

// Waiting for one agent by name: the one who had this caller last, or the one
// to whom a supervisor gave the call. It ends with the limit, or when that
// agent takes no more calls; then whoever is able takes the call, at the place
// that it has kept.

// given reports whether a supervisor gave the call to an agent.
func (p *Place) given() bool { return p.WantsBy != "" }

// wantLast lets the caller wait for the agent who had the last conversation
// with them, if the queue wants that and the agent takes calls now.
func (c *Core) wantLast(call *Call) {
	config, last := c.room(call.Place.Queue).config, call.Record.Caller.Last
	switch {
	case call.urgent():
	case config.SameAgent <= 0 || last.Agent == "" || call.Place.Wants != "" || call.Place.WantedLast:
	case last.At.Before(c.now.Add(-config.SameAgent)):
	default:
		call.Place.WantedLast = true
		if a := c.agents[last.Agent]; a != nil && onDuty(a) && a.Serves(call.Place.Queue) {
			c.want(call, last.Agent, "", config.SameAgentWait)
		}
	}
}

// want lets the call wait for the agent, up to the limit.
func (c *Core) want(call *Call, id agent.ID, by string, limit time.Duration) {
	c.replace(call, func() {
		call.Place.Wants, call.Place.WantsBy, call.Place.WantsUntil = id, by, c.now.Add(limit)
	})
}

// wants sets the clock for the limit, and drops the wish if it has passed.
func (c *Core) wants(call *Call) {
	if call.Place.Wants == "" {
		return
	}
	left := call.Place.WantsUntil.Sub(c.now)
	if a := c.agents[call.Place.Wants]; left <= 0 || a == nil || !onDuty(a) || call.missedBy(a.ID) {
		c.unwant(call)
		return
	}
	c.setTimer(call, TimerWants, left)
}

// unwant forgets the wish. The call must not stand in line.
func (c *Core) unwant(call *Call) {
	call.Place.Wants, call.Place.WantsBy, call.Place.WantsUntil = "", "", time.Time{}
	c.touch(call)
}

// waitedEnough lets a call that waits for one agent be taken by all.
func (c *Core) waitedEnough(call *Call) {
	room := c.room(call.Place.Queue)
	if c.unstand(call, room) {
		c.unwant(call)
		c.stand(call, room)
	}
}

// letGo lets those who wait for an agent who takes no more calls be taken by
// all.
func (c *Core) letGo(a *agent.Agent) {
	own := c.own[a.ID]
	for own != nil && len(own.waiting.items) > 0 {
		c.waitedEnough(own.waiting.items[0])
	}
}

// known goes on after it was learned who calls.
func (c *Core) known(call *Call) {
	if !call.Place.Entered.IsZero() && call.Phase != Ended {
		c.credit(call) // also while a phone rings for her: nobody may answer it
	}
	if call.inLine() {
		c.wantLast(call)
	}
}
