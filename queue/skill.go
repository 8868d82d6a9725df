package queue

import (
	"slices"
	"time"
)

// Skill is something that an agent must be able to do, at least that well.
type Skill struct {
	Name  string
	Level int // 1 to 10
}

// Widening asks more agents after a caller has waited for some time. All that
// are due are in force together.
type Widening struct {
	After time.Duration
	Lower int    // the skills' levels fall by so much; at 0 a skill is not asked for any more
	Level int    // agents up to this level are asked; 0 changes nothing
	Queue string // and the agents of this queue; empty for none
}

// needOf is what the queue's callers with that key need.
func (c *Core) needOf(q QueueConfig, key laneKey) need {
	n := need{queues: []string{q.ID}, level: q.Level, skills: slices.Clone(q.Skills)}
	for _, s := range c.skilled[key.hotline] {
		i := slices.IndexFunc(n.skills, func(known Skill) bool { return known.Name == s.Name })
		if i < 0 {
			n.skills = append(n.skills, s)
		} else {
			n.skills[i].Level = max(n.skills[i].Level, s.Level)
		}
	}
	for _, w := range q.Widen[:min(key.stage, len(q.Widen))] {
		for i := range n.skills {
			n.skills[i].Level -= w.Lower
		}
		if w.Level != 0 {
			n.level = w.Level
		}
		if w.Queue != "" && !slices.Contains(n.queues, w.Queue) {
			n.queues = append(n.queues, w.Queue)
		}
	}
	return n
}

// widen notes which widenings are in force for the call, and sets the clock
// for the next. The wait counts from the queue entry, a credit does not.
func (c *Core) widen(call *Call, room *waitingRoom) {
	steps := room.config.Widen
	call.Place.Stage = 0
	for _, w := range steps {
		left := call.Place.Entered.Add(w.After).Sub(c.now)
		if left > 0 {
			c.setTimer(call, TimerWiden, left)
			return
		}
		call.Place.Stage++
	}
}

// widened asks more agents for a call that has waited long enough.
func (c *Core) widened(call *Call) {
	room := c.room(call.Place.Queue)
	if c.unstand(call, room) {
		c.stand(call, room)
	}
}
