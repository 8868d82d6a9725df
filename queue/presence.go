package queue

import (
	"time"

	"thirdring/agent"
)

// agentTimer fires an agent's deadline: the end of wrap-up, of the grace for
// a desktop, or of the rest after a phone could not be rung.
func (c *Core) agentTimer(a *agent.Agent, at time.Time) {
	switch {
	case at.Equal(a.Contact.WrapUpBy):
		c.endWrapUp(a)
	case at.Equal(restEnd(a)):
		c.phoneMoved(a)
	default:
		c.settleAgent(a, nil)
	}
	c.checkPage(a)
}

// settleAgent finishes a change of an agent's state. A ready agent whose
// desktop stayed away is taken off the queue; one in a contact follows when
// that ends.
func (c *Core) settleAgent(a *agent.Agent, err error) {
	if err != nil {
		c.illegal++
	}
	if a.State == agent.Ready && !a.Presence.LostSince.IsZero() && !c.now.Before(graceEnd(a)) {
		if err := a.Ask(c.now, agent.Break, agent.DesktopLost); err != nil {
			c.illegal++
		}
	}
	c.touchAgent(a)
	if a.State == agent.Reserved {
		c.checkReserved(a)
	}
}

// graceEnd is when an agent whose desktop went is taken off the queue; zero
// while the desktop is there.
func graceEnd(a *agent.Agent) time.Time {
	if a.Presence.LostSince.IsZero() {
		return time.Time{}
	}
	return a.Presence.LostSince.Add(desktopGrace)
}

// miss takes an agent who did not take a call off the queue: until a click,
// or for a while where the phone and not the person is the reason.
func (c *Core) miss(a *agent.Agent, why agent.Reason) error {
	err := a.Miss(c.now, why)
	if end := restEnd(a); !end.IsZero() {
		c.setAgentTimer(a, end)
	}
	return err
}

// restEnd is when an agent whose phone could not be rung is tried again; zero
// if that is not why the agent does not respond.
func restEnd(a *agent.Agent) time.Time {
	if a.State != agent.NotResponding || a.Reason != agent.Offline {
		return time.Time{}
	}
	return a.Since.Add(offlineRest)
}

// phoneMoved goes on after the agent's telephone may have come or gone. One
// that is back brings its agent back too, who may not even know that it was gone.
func (c *Core) phoneMoved(a *agent.Agent) {
	var err error
	if a.State == agent.NotResponding && a.Reason == agent.Offline && a.Reachable() {
		err = a.Ask(c.now, agent.Ready, "")
	}
	c.settleAgent(a, err)
}

// resyncPhones takes over which telephones a node can reach.
func (c *Core) resyncPhones(ev Resync) {
	desks, pages := idSet(ev.Phones), idSet(ev.Pages)
	for _, a := range c.sortedAgents() {
		desk := a.Presence.Registered(agent.DeskPhone, desks[a.ID])
		page := a.Presence.Registered(agent.PagePhone, pages[a.ID])
		if desk || page || a.Reachable() {
			c.phoneMoved(a)
		}
	}
}

func idSet(ids []agent.ID) map[agent.ID]bool {
	set := make(map[agent.ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}
