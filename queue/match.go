package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// waitingRoom is one queue: who waits, who is ready, and its figures. Its
// callers stand in its lanes; those who wait for one agent are in that agent's
// lane, and here beside.
type waitingRoom struct {
	config  QueueConfig
	base    *lane             // callers without particular needs who have just come
	special map[laneKey]*lane // all others
	mine    []*lane           // both
	lanes   []*lane           // those, also of other queues, that ask this queue's agents
	apart   line[*Call]       // wait for one agent, or in the emergency lane
	away    line[*Call]       // wait too, but on a node without a connection
	removed bool              // no longer in the configuration
	members []*agent.Agent    // who serve it, in no particular order
	duty    int               // those of them who take calls now or after the one they have
	figures Figures
	pace    pace
}

// post is where the indexes have an agent.
type post struct {
	spots  []standing
	duty   bool
	queues []string
}

// standing is an agent's spot in a lane.
type standing struct {
	lane *lane
	spot spot
}

// room is the queue of that id; one that nobody configured has defaults, so
// that a call is never lost to a configuration that changed under it.
func (c *Core) room(id string) *waitingRoom {
	room := c.queues[id]
	if room == nil {
		room = &waitingRoom{
			config:  QueueConfig{ID: id, RingLimit: 15 * time.Second, Threshold: 15 * time.Second, ComfortEvery: 30 * time.Second},
			special: map[laneKey]*lane{},
			apart:   line[*Call]{less: byPlace},
			away:    line[*Call]{less: byPlace},
		}
		room.figures.Queue = id
		c.queues[id] = room
		room.base = c.newLane(room, laneKey{})
	}
	return room
}

// ahead is how many callers are before the call, or would be if it joined.
func (r *waitingRoom) ahead(call *Call) int {
	n := r.apart.ahead(call) + r.away.ahead(call)
	for _, l := range r.mine {
		n += l.waiting.ahead(call)
	}
	return n
}

// connected is how many callers wait whom an agent could be offered to.
func (r *waitingRoom) connected() int {
	n := len(r.apart.items)
	for _, l := range r.mine {
		n += len(l.waiting.items)
	}
	return n
}

// match pairs waiting callers with agents who are free until no pair is left:
// of the callers who are first in their lanes the one who is to be served
// first, with the agent whom the queue's strategy chooses. It looks only at the
// lanes that this step touched: before it, no pair was left either. An emergency
// takes agents from others first, so that those stand in line when the rest is
// paired.
func (c *Core) match() {
	c.indexMoved()
	for c.emergency != nil && c.attend() || c.pair() {
		c.indexMoved()
	}
}

// pair offers one caller to an agent, or to several. It reports false if there
// is nobody to pair.
func (c *Core) pair() bool {
	call, l := c.foremost()
	switch {
	case call == nil:
		return false
	case call.Phase == Promised:
		id, _ := l.next(call)
		c.callBack(call, c.agents[id], l)
	case l.strategy == RingAll:
		c.ringAll(call, l)
	default:
		id, _ := l.next(call)
		c.explain(call, c.agents[id], l, 0)
		c.offer(call, c.agents[id], Offer{})
	}
	return true
}

// foremost is the caller to be served first of those for whom somebody is free.
func (c *Core) foremost() (call *Call, of *lane) {
	kept := c.touched[:0]
	for _, l := range c.touched {
		var head *Call
		waits := false
		if len(l.ready.items) > 0 {
			head, waits = l.first()
		}
		if l.touched = waits; !l.touched {
			continue
		}
		kept = append(kept, l)
		if call == nil || c.before(head, call) {
			call, of = head, l
		}
	}
	c.touched = kept
	return call, of
}

// indexMoved brings the lanes' view of the agents up to date who changed.
func (c *Core) indexMoved() {
	for i := 0; i < len(c.moved); i++ {
		c.index(c.moved[i])
	}
	c.moved = c.moved[:0]
}

func (c *Core) index(a *agent.Agent) {
	c.unindex(a.ID)
	if c.agents[a.ID] != a {
		return
	}
	p := c.posts[a.ID]
	if p == nil {
		p = &post{}
		c.posts[a.ID] = p
	}
	if p.duty = onDuty(a); !p.duty {
		c.letGo(a)
	}
	able := a.Able()
	c.enrol(a, p)
	for _, q := range p.queues {
		room := c.room(q)
		if p.duty {
			room.duty++
		}
		if able {
			for _, l := range room.lanes {
				c.free(a, p, l)
			}
		}
	}
	if own := c.own[a.ID]; own != nil && able {
		c.free(a, p, own)
	}
	if c.emergency != nil && able {
		c.free(a, p, c.emergency)
	}
}

// enrol notes which queues the agent serves.
func (c *Core) enrol(a *agent.Agent, p *post) {
	if slices.Equal(p.queues, a.Queues) {
		return
	}
	c.strike(a.ID, p)
	p.queues = a.Queues
	for _, q := range p.queues {
		room := c.room(q)
		room.members = append(room.members, a)
	}
}

// strike is the opposite.
func (c *Core) strike(id agent.ID, p *post) {
	for _, q := range p.queues {
		room := c.room(q)
		room.members = slices.DeleteFunc(room.members, func(m *agent.Agent) bool { return m.ID == id })
	}
	p.queues = nil
}

// free puts an agent who is free into a lane, if its callers need such a one.
func (c *Core) free(a *agent.Agent, p *post, l *lane) {
	level, ok := l.need.takes(a)
	if !ok || len(l.need.queues) > 1 && slices.ContainsFunc(p.spots, func(s standing) bool { return s.lane == l }) {
		return
	}
	s := l.strategy.spot(a, level)
	l.ready.add(s)
	p.spots = append(p.spots, standing{l, s})
	if len(l.waiting.items)+len(l.ringing.items) > 0 {
		c.touchLane(l)
	}
}

func (c *Core) unindex(id agent.ID) {
	p := c.posts[id]
	if p == nil {
		return
	}
	for _, s := range p.spots {
		s.lane.ready.remove(s.spot)
	}
	p.spots = p.spots[:0]
	if p.duty {
		for _, q := range p.queues {
			c.room(q).duty--
		}
	}
	p.duty = false
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
