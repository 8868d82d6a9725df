package queue

import (
	"slices"
	"strings"

	"thirdring/agent"
)

// party is a target as it can be rung now.
type party struct {
	Target
	name   string
	agent  *agent.Agent // nil for a queue and for somebody outside
	number string       // of somebody outside
}

// find looks a target up for an agent who wants to transfer to it or to
// consult it. An agent is a target only while free: nobody waits in line then,
// so that no transfer overtakes a caller.
func (c *Core) find(by agent.ID, to Target, reason string) (party, error) {
	if strings.TrimSpace(reason) == "" {
		return party{}, ErrWhy
	}
	p := party{Target: to}
	switch to.Kind {
	case ToAgent:
		p.agent = c.agents[agent.ID(to.ID)]
		if p.agent == nil || p.agent.ID == by || !c.listed(p.agent.ID) {
			return p, ErrTarget
		}
		if p.name = p.agent.Name; !p.agent.Able() {
			return p, ErrTargetBusy
		}
	case ToQueue:
		room := c.queues[to.ID]
		if room == nil || room.removed {
			return p, ErrTarget
		}
		p.name = room.config.Name
	case ToDepartment:
		i := slices.IndexFunc(c.center.Departments, func(d Department) bool { return d.Code == to.ID })
		if i < 0 {
			return p, ErrTarget
		}
		p.name, p.number = c.center.Departments[i].Name, c.center.Departments[i].Number
	case ToNumber:
		p.number = to.ID
	default:
		return p, ErrTarget
	}
	if p.number != "" && !agent.Dialable(p.number) || to.Kind == ToNumber && p.number == "" {
		return p, ErrNumber
	}
	return p, nil
}

// someone is the target of a consultation: of a queue, the agent who would get
// its next call.
func (c *Core) someone(by agent.ID, to Target, reason string) (party, error) {
	p, err := c.find(by, to, reason)
	if err != nil || to.Kind != ToQueue {
		return p, err
	}
	free, ready := c.queues[to.ID].base.ready.head()
	if !ready {
		return p, ErrTargetBusy
	}
	return c.find(by, Target{Kind: ToAgent, ID: string(free.id)}, reason)
}

// named is the target that a telephone means by the user part of an address.
func (c *Core) named(user string) Target {
	if c.agents[agent.ID(user)] != nil {
		return Target{Kind: ToAgent, ID: user}
	}
	if room := c.queues[user]; room != nil && !room.removed {
		return Target{Kind: ToQueue, ID: user}
	}
	for _, d := range c.center.Departments {
		if d.Code == user || d.Number == user {
			return Target{Kind: ToDepartment, ID: d.Code}
		}
	}
	return Target{Kind: ToNumber, ID: user}
}

// ringParty rings the target's telephone.
func (c *Core) ringParty(call *Call, to party, o Offer) {
	o.To, o.From = to.Target, call.Talk.Agent
	if to.agent != nil {
		c.reserve(call, to.agent, o)
		return
	}
	c.ringOutside(call, to.number, o)
}
