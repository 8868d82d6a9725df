package queue

import (
	"cmp"
	"slices"
	"time"

	"thirdring/agent"
)

// waitingRoom is one queue: who waits, who is ready, and its figures.
type waitingRoom struct {
	config  QueueConfig
	waiting line[*Call]
	away    line[*Call] // wait too, but on a node without a connection
	removed bool        // no longer in the configuration
	ready   line[spot]
	duty    int // agents who take calls now or after the one they have
	figures Figures
	pace    pace
}

// spot is an agent's place among the ready ones: the longest idle first.
type spot struct {
	idle time.Time
	id   agent.ID
}

// post is where the indexes have an agent.
type post struct {
	spot   spot
	able   bool
	duty   bool
	queues []string
}

func byPlace(a, b *Call) int {
	if d := a.Place.Entered.Compare(b.Place.Entered); d != 0 {
		return d
	}
	return cmp.Compare(a.Place.Seq, b.Place.Seq)
}

func byIdle(a, b spot) int {
	if d := a.idle.Compare(b.idle); d != 0 {
		return d
	}
	return cmp.Compare(a.id, b.id)
}

// room is the queue of that id; one that nobody configured has defaults, so
// that a call is never lost to a configuration that changed under it.
func (c *Core) room(id string) *waitingRoom {
	room := c.queues[id]
	if room == nil {
		room = &waitingRoom{
			config:  QueueConfig{ID: id, RingLimit: 15 * time.Second, Threshold: 15 * time.Second, ComfortEvery: 30 * time.Second},
			waiting: line[*Call]{less: byPlace},
			away:    line[*Call]{less: byPlace},
			ready:   line[spot]{less: byIdle},
		}
		room.figures.Queue = id
		c.queues[id] = room
	}
	return room
}

// ahead is how many callers are before the call, or would be if it joined.
func (r *waitingRoom) ahead(call *Call) int { return r.waiting.ahead(call) + r.away.ahead(call) }

// match pairs waiting calls with able agents until no pair is left. It looks
// only at what this step moved: before it, no pair was left either.
func (c *Core) match() {
	for {
		c.matchMoved()
		if len(c.joined) == 0 {
			return
		}
		last := len(c.joined) - 1
		room := c.joined[last]
		c.joined = c.joined[:last]
		call, waits := room.waiting.head()
		free, ready := room.ready.head()
		if waits && ready {
			c.offer(call, c.agents[free.id])
		}
	}
}

// matchMoved offers calls to the agents who moved. Those who became able at
// the same moment, as when a node comes back, get theirs by idle time.
func (c *Core) matchMoved() {
	for len(c.moved) > 0 {
		batch := c.moved
		c.moved = c.spare[:0]
		if len(batch) > 1 {
			slices.SortFunc(batch, func(a, b *agent.Agent) int {
				return byIdle(spot{a.IdleSince, a.ID}, spot{b.IdleSince, b.ID})
			})
		}
		for _, a := range batch {
			c.index(a)
		}
		for _, a := range batch {
			if a.Able() {
				c.matchAgent(a)
			}
		}
		c.spare = batch
	}
}

// matchAgent offers the longest waiting call of the agent's queues.
func (c *Core) matchAgent(a *agent.Agent) {
	var oldest *Call
	for _, q := range a.Queues {
		head, ok := c.room(q).waiting.head()
		if ok && (oldest == nil || byPlace(head, oldest) < 0) {
			oldest = head
		}
	}
	if oldest != nil {
		c.offer(oldest, a)
	}
}

// index brings the queues' view of an agent up to date.
func (c *Core) index(a *agent.Agent) {
	c.unindex(a.ID)
	if c.agents[a.ID] != a {
		return
	}
	p := post{spot: spot{a.IdleSince, a.ID}, able: a.Able(), duty: onDuty(a), queues: a.Queues}
	c.posts[a.ID] = p
	for _, q := range p.queues {
		room := c.room(q)
		if p.able {
			room.ready.add(p.spot)
		}
		if p.duty {
			room.duty++
		}
	}
}

func (c *Core) unindex(id agent.ID) {
	p, ok := c.posts[id]
	if !ok {
		return
	}
	delete(c.posts, id)
	for _, q := range p.queues {
		room := c.room(q)
		if p.able {
			room.ready.remove(p.spot)
		}
		if p.duty {
			room.duty--
		}
	}
}

// onDuty reports whether the agent takes calls now or after this one.
func onDuty(a *agent.Agent) bool {
	switch a.State {
	case agent.Ready, agent.Reserved, agent.Talking, agent.WrapUp:
		return a.Reachable() && (a.Next == "" || a.Next == agent.Ready)
	default:
		return false
	}
}

// explain notes for the journal why this agent got this call.
func (c *Core) explain(call *Call, a *agent.Agent) {
	room := c.room(call.Place.Queue)
	c.emit(Explain{
		Call: call.ID, Agent: a.ID, Rule: "longest_idle",
		Idle: c.now.Sub(a.IdleSince), Ready: len(room.ready.items),
		Waited: c.now.Sub(call.Place.Entered), Behind: len(room.waiting.items) - 1,
	})
}
