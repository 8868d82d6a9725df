package ws

import (
	"slices"
	"strings"
	"time"

	"thirdring/agent"
)

// Frames that many sockets get are held back a little when they change often:
// figures by perReceiver for each receiver, which is nothing in a small centre
// and 30 ms with 2,000 agents in one queue, about what the writing costs;
// colleagues' states for a second. An agent's own state and pops are never held back.
const (
	perReceiver = 15 * time.Microsecond
	teamPause   = time.Second
	maxTeam     = 200 // larger teams are shown as counts only
)

// flush sends what may be sent by now and sets the timer for the rest.
func (f *floor) flush(now time.Time) {
	if !f.filled {
		return
	}
	next := soonest(f.flushQueues(now), f.flushLines(now), f.flushTeam(now), f.flushTasks(now), f.flushTeamTasks(now))
	if next.IsZero() {
		f.timer.Stop()
		return
	}
	f.timer.Reset(next.Sub(now))
}

// soonest of the times that are set.
func soonest(times ...time.Time) (first time.Time) {
	for _, t := range times {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

func (f *floor) flushQueues(now time.Time) (next time.Time) {
	for id := range f.dirtyQueues {
		b := f.queues[id]
		if b.quietUntil.After(now) {
			if next.IsZero() || b.quietUntil.Before(next) {
				next = b.quietUntil
			}
			continue
		}
		delete(f.dirtyQueues, id)
		body := encode(f.queueState(b))
		receivers := len(f.watchers)
		for s := range f.watchers {
			f.send(s, frame{kind: TypeQueue, data: body})
		}
		for agentID, desk := range f.desks {
			if !f.serves(agentID, id) {
				continue
			}
			for s := range desk {
				if !s.who.SeesAll() {
					receivers++
					f.send(s, frame{kind: TypeQueue, data: body})
				}
			}
		}
		b.quietUntil = now.Add(time.Duration(receivers) * perReceiver)
	}
	return next
}

func (f *floor) serves(id agent.ID, queueID string) bool {
	a, ok := f.agents[id]
	return ok && a.Serves(queueID)
}

func (f *floor) flushTeam(now time.Time) (next time.Time) {
	if len(f.team) == 0 {
		return time.Time{}
	}
	if due := f.teamAt.Add(teamPause); due.After(now) {
		return due
	}
	f.teamAt = now
	bodies := map[string][]byte{} // by the queues that receivers serve
	for id, desk := range f.desks {
		me, ok := f.agents[id]
		if !ok {
			continue
		}
		key := strings.Join(me.Queues, "\x00")
		body, ok := bodies[key]
		if !ok {
			body = f.teamBody(me)
			bodies[key] = body
		}
		if body == nil {
			continue
		}
		for s := range desk {
			f.send(s, frame{kind: TypeTeam, data: body})
		}
	}
	clear(f.team)
	return time.Time{}
}

// teamBody encodes the colleagues that changed; nil when there are none.
func (f *floor) teamBody(me agent.Agent) []byte {
	if f.teamSize(me) > maxTeam {
		return nil
	}
	var changed []TeamMate
	for id := range f.team {
		if a, ok := f.agents[id]; ok && colleagues(me, a) {
			changed = append(changed, teamMate(a))
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.SortFunc(changed, func(a, b TeamMate) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return encode(Team{Agents: changed})
}

// teamSize is at least the number of colleagues: who serves two of the
// agent's queues is counted twice.
func (f *floor) teamSize(me agent.Agent) int {
	n := 0
	for _, q := range me.Queues {
		n += f.board(q).staff.total()
	}
	return n
}

func colleagues(a, b agent.Agent) bool {
	return slices.ContainsFunc(a.Queues, b.Serves)
}
