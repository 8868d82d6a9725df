package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// lane holds the callers who need the same of an agent, and the agents who
// are free and have it: those of a queue with the same hotline's needs and the
// same widening, or those who wait for one agent by name. So whoever is free
// may take whoever waits in the lane, and matching never looks at single pairs
// of them. How many lanes there are depends on the configuration alone.
type lane struct {
	need     need
	strategy Strategy
	waiting  line[*Call]
	ringing  line[*Call] // for whom several phones ring: others may join
	ready    line[spot]
	touched  bool // to be matched in this step
}

// need is what the callers of a lane need of an agent.
type need struct {
	queues []string // whose agents are asked
	level  int      // up to which level; 0 for all
	skills []Skill
	only   agent.ID // nobody but this agent; the rest does not count then
	urgent bool     // agents of those queues, or all if there are none, of any level
}

// laneKey tells a queue's lanes apart. The zero value is that of callers
// without particular needs who have just come.
type laneKey struct {
	hotline string // if it needs skills of its own
	stage   int    // widenings in force
}

// takes reports whether the agent is one of those whom the lane's callers
// need, and at which level.
func (n *need) takes(a *agent.Agent) (level int, ok bool) {
	if n.only != "" {
		return 1, a.ID == n.only
	}
	if n.urgent {
		return 1, len(n.queues) == 0 || slices.ContainsFunc(n.queues, a.Serves)
	}
	for _, q := range n.queues {
		if l := a.Level(q); a.Serves(q) && (n.level == 0 || l <= n.level) && (!ok || l < level) {
			level, ok = l, true
		}
	}
	for _, s := range n.skills {
		ok = ok && a.Skills[s.Name] >= s.Level
	}
	return level, ok
}

// newLane makes a lane for callers of the room, without anybody in it.
func (c *Core) newLane(room *waitingRoom, key laneKey) *lane {
	l := &lane{
		need:     c.needOf(room.config, key),
		strategy: room.config.Strategy,
		waiting:  line[*Call]{less: byPlace},
		ringing:  line[*Call]{less: byPlace},
		ready:    line[spot]{less: bySpot},
	}
	room.mine = append(room.mine, l)
	for _, q := range l.need.queues {
		asked := c.room(q)
		asked.lanes = append(asked.lanes, l)
	}
	return l
}

// laneOf is where a call of the room waits; nil if there is no such lane yet.
func (c *Core) laneOf(call *Call, room *waitingRoom) *lane {
	if call.urgent() {
		return c.emergency
	}
	if call.Place.Wants != "" {
		return c.own[call.Place.Wants]
	}
	if key := c.laneKey(call); key != (laneKey{}) {
		return room.special[key]
	}
	return room.base
}

func (c *Core) laneKey(call *Call) laneKey {
	key := laneKey{stage: call.Place.Stage}
	if len(c.skilled) > 0 && len(c.skilled[call.Record.Hotline]) > 0 {
		key.hotline = call.Record.Hotline
	}
	return key
}

// laneFor is laneOf, and makes the lane if need be.
func (c *Core) laneFor(call *Call, room *waitingRoom) *lane {
	if l := c.laneOf(call, room); l != nil {
		return l
	}
	return c.makeLane(call, room)
}

// makeLane makes the lane that the call is the first to need.
func (c *Core) makeLane(call *Call, room *waitingRoom) *lane {
	if call.urgent() {
		return c.newUrgentLane()
	}
	if call.Place.Wants != "" {
		return c.ownLane(call.Place.Wants)
	}
	key := c.laneKey(call)
	l := c.newLane(room, key)
	room.special[key] = l
	c.moved = append(c.moved, c.sortedAgents()...) // who is free for it?
	return l
}

// ownLane is that of callers who wait for one agent.
func (c *Core) ownLane(id agent.ID) *lane {
	l := &lane{need: need{only: id}, waiting: line[*Call]{less: byPlace}, ready: line[spot]{less: bySpot}}
	c.own[id] = l
	if a := c.agents[id]; a != nil {
		c.moved = append(c.moved, a)
	}
	return l
}

// cutOff reports whether no telephone can be rung for the call: its node is
// away, or, if it has none yet, all are.
func (c *Core) cutOff(call *Call) bool {
	if call.Node != "" {
		return c.down[call.Node]
	}
	return c.alone()
}

// alone reports whether no node is connected.
func (c *Core) alone() bool {
	for node := range c.nodes {
		if !c.down[node] {
			return false
		}
	}
	return true
}

// stand puts the call into its lane.
func (c *Core) stand(call *Call, room *waitingRoom) {
	if !call.urgent() {
		c.wants(call)
		c.widen(call, room)
	}
	if call.apart() {
		room.apart.add(call)
	}
	l := c.laneFor(call, room)
	l.waiting.add(call)
	c.touchLane(l)
	if call.urgent() {
		c.planEscalation(call)
	}
}

// apart reports whether the call stands in no lane of its queue.
func (call *Call) apart() bool { return call.urgent() || call.Place.Wants != "" }

// unstand takes the call out of its lane and reports whether it was there.
func (c *Core) unstand(call *Call, room *waitingRoom) bool {
	l := c.laneOf(call, room)
	if l == nil || !l.waiting.remove(call) {
		return false
	}
	if call.apart() {
		room.apart.remove(call)
	}
	c.stopTimer(call, TimerWiden, TimerWants)
	return true
}

func (c *Core) touchLane(l *lane) {
	if !l.touched {
		l.touched = true
		c.touched = append(c.touched, l)
	}
}

// relane sorts callers and agents into lanes anew, since what the
// configuration asks for has changed.
func (c *Core) relane() {
	c.noteHotlines()
	waiting, ringing := c.clearLanes()
	for _, call := range waiting {
		c.stand(call, c.room(call.Place.Queue))
	}
	for _, call := range ringing {
		c.keepsRinging(call)
	}
	for _, a := range c.sortedAgents() {
		c.touchAgent(a)
	}
}

// noteHotlines notes what the hotlines' callers need and are spared.
func (c *Core) noteHotlines() {
	c.skilled, c.credits = map[string][]Skill{}, map[string]time.Duration{}
	for _, h := range c.center.Hotlines {
		if len(h.Skills) > 0 {
			c.skilled[h.Number] = h.Skills
		}
		if h.Priority > 0 {
			c.credits[h.Number] = h.Priority
		}
	}
}

// clearLanes takes all callers out of their lanes, and the agents out of all. The
// callers of one agent stay: what they need does not change.
func (c *Core) clearLanes() (waiting, ringing []*Call) {
	for _, room := range c.queues {
		for _, l := range room.mine {
			waiting = append(waiting, l.waiting.items...)
			ringing = append(ringing, l.ringing.items...)
		}
		room.mine, room.lanes, room.special = nil, nil, map[laneKey]*lane{}
	}
	if l := c.emergency; l != nil { // stand makes another
		waiting, ringing = append(waiting, l.waiting.items...), append(ringing, l.ringing.items...)
		c.emergency = nil
	}
	for _, l := range c.touched {
		l.touched = false
	}
	c.touched = c.touched[:0]
	clear(c.posts)
	for _, l := range c.own {
		l.ready.items = nil
		c.touchLane(l)
	}
	for _, room := range c.queues {
		room.duty, room.members = 0, room.members[:0]
		room.base = c.newLane(room, laneKey{})
	}
	slices.SortFunc(waiting, byPlace)
	slices.SortFunc(ringing, byPlace)
	return waiting, ringing
}
