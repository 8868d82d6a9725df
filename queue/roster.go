package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// Which agents serve which queues.

// assign gives the agent the profile of a new configuration. What a supervisor
// changed at run time stands as long as the configuration says of the agent's
// queues what it said then.
func (c *Core) assign(a *agent.Agent, profile agent.Profile) {
	if a.Usual != nil && slices.Equal(a.Usual, profile.Queues) {
		profile.Queues = slices.DeleteFunc(slices.Clone(a.Queues), func(q string) bool { return c.room(q).removed })
	} else {
		a.Usual = nil
	}
	a.Profile = profile
	c.newTally(a)
	c.touchAgent(a)
}

// newTallies starts the agents' counts of the day anew.
func (c *Core) newTallies() {
	for _, a := range c.sortedAgents() {
		c.newTally(a)
	}
}

func (c *Core) newTally(a *agent.Agent) {
	if today := c.now.Format(time.DateOnly); a.Today.Day != today {
		a.Today = agent.Tally{Day: today}
		c.touchAgent(a)
	}
}
