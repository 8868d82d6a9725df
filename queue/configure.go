package queue

import (
	"cmp"
	"maps"
	"slices"

	"thirdring/agent"
)

// configure replaces the configuration. Calls in progress keep what they
// already were promised: their deadlines stand, and so does their queue unless
// it is there no more.
func (c *Core) configure(center Center) {
	c.center = center
	for _, room := range c.queues {
		room.removed = true
	}
	for _, config := range center.Queues {
		room := c.room(config.ID)
		room.config, room.removed = config, false
	}
	c.newDay()
	listed := map[agent.ID]bool{}
	for _, profile := range center.Agents {
		listed[profile.ID] = true
		a := c.agents[profile.ID]
		if a == nil {
			a = &agent.Agent{State: agent.SignedOut, Since: c.now}
			c.agents[profile.ID] = a
		}
		c.assign(a, profile)
	}
	for _, a := range c.sortedAgents() {
		if !listed[a.ID] {
			c.dismiss(a)
		}
	}
	c.relane()
	for _, call := range c.ordered() {
		removed := c.room(call.Place.Queue).removed
		switch {
		case call.Phase == Ended:
		case call.Phase == Promised && removed:
			c.giveUp(call) // another queue has promised nothing
		case call.Phase == Promised:
			c.standOrRest(call) // the hours may be others
		case removed:
			c.moveTo(call, c.hotline(call.Record.Hotline).Queue)
		}
	}
}

// dismiss signs out an agent who is no longer in the configuration, after the
// contact if there is one. The next configuration forgets the agent: until
// then everybody can see that the agent is gone.
func (c *Core) dismiss(a *agent.Agent) {
	a.Queues, a.Usual = nil, nil
	if a.State == agent.SignedOut && a.Contact.Leg == "" {
		c.unindex(a.ID)
		delete(c.posts, a.ID)
		delete(c.agents, a.ID)
		return
	}
	c.settleAgent(a, a.AskAfter(c.now, agent.SignedOut, ""))
}

func (c *Core) listed(id agent.ID) bool {
	return slices.ContainsFunc(c.center.Agents, func(p agent.Profile) bool { return p.ID == id })
}

// sendTo lets a caller go on waiting in another queue, which counts the call from
// now on, and whose limits hold.
func (c *Core) sendTo(call *Call, to *waitingRoom) {
	c.countMove(call, to)
	c.moveTo(call, to.config.ID)
	c.setWaits(call)
}

// moveTo gives a call the same place in another queue. Its deadlines stand, which is
// all that happens to it when its own queue is removed.
func (c *Core) moveTo(call *Call, queue string) {
	from, to := c.room(call.Place.Queue), c.room(queue)
	if to.removed || to == from {
		return // nowhere to go: the call keeps being told to wait
	}
	c.leave(call)
	c.stopsRinging(call)
	if call.Place.Late {
		from.figures.LateNow--
		to.figures.LateNow++
	}
	call.Place.Left = append(slices.Clip(call.Place.Left), call.Place.Queue)
	call.Place.Queue, call.Record.Queue, call.Place.Pressed = queue, queue, "" // keys mean something else there
	c.touch(call)
	c.touchRoom(from)
	c.touchRoom(to)
	if call.inLine() {
		c.join(call)
	}
	c.keepsRinging(call)
}

func (c *Core) sortedAgents() []*agent.Agent {
	return slices.SortedFunc(maps.Values(c.agents), func(a, b *agent.Agent) int { return cmp.Compare(a.ID, b.ID) })
}
