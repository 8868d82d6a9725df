package replay

import (
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

const (
	usualRing = 4 * time.Second  // where the day has no answers of the agent
	usualTalk = 2 * time.Minute  // or no conversation at all
	usualAway = 30 * time.Second // or no end of a rest
	usualPlay = 3 * time.Second  // or never played the prompts

	usualMessage = 20 * time.Second
	awayReason   = "replay"
	node         = "replay"
)

// player plays a day to a core: it is Asterisk, the callers and the agents.
type player struct {
	day   *Day
	core  *queue.Core
	now   time.Time
	todo  []due
	of    map[queue.CallID]*Call // by the core's id
	legs  map[queue.LegID]agent.ID
	tries map[agent.ID]float64 // missed offers that have come due
	rate  map[agent.ID]float64 // of offers that are missed
	state map[agent.ID]agent.State
	shown map[agent.ID]agent.State // what the day wants of the agent now
	done  []queue.Record

	nature   nature
	arriving *Call
	talks    map[*Call]bool // have begun
	seen     func(time.Time, queue.CallID, queue.Event, []queue.Command)
}

// due is an event to come. It is made when its time has come, and nil then if
// there is nothing to it any more.
type due struct {
	at   time.Time
	make func() queue.Event
}

// Play plays the day with that configuration.
func Play(day *Day, center queue.Center) Result {
	p := newPlayer(day)
	p.begin(center)
	p.run()
	return count(center, p.facts())
}

func newPlayer(day *Day) *player {
	return &player{
		day: day, core: queue.New(), now: day.From, of: map[queue.CallID]*Call{},
		legs: map[queue.LegID]agent.ID{}, tries: map[agent.ID]float64{}, rate: day.missRates(),
		state: map[agent.ID]agent.State{}, shown: map[agent.ID]agent.State{},
		nature: day.nature(), talks: map[*Call]bool{}, seen: func(time.Time, queue.CallID, queue.Event, []queue.Command) {},
	}
}

// begin configures the core, brings the agents to work and notes what is to
// come.
func (p *player) begin(center queue.Center) {
	center.Breaks = append(slices.Clone(center.Breaks), queue.BreakReason{Code: awayReason})
	p.step(queue.Configured{Center: center})
	p.step(queue.Resync{Node: node})
	for _, profile := range center.Agents {
		p.toWork(profile.ID)
	}
	for _, s := range p.day.Shifts {
		p.at(s.At, func() queue.Event { return p.shift(s) })
	}
	for _, m := range p.day.Moves {
		p.at(m.At, func() queue.Event { return p.moving(m.Event) })
	}
	for _, c := range p.day.Calls {
		p.at(c.At, func() queue.Event { return p.arrive(c) })
	}
}

// missRates are the shares of the agents' offers that they missed. A phone that
// rang for twice as long as is usual when the caller gave up was missed, too;
// of one that rang for less, nobody knows.
func (d *Day) missRates() map[agent.ID]float64 {
	rates := map[agent.ID]float64{}
	for id, w := range d.Agents {
		missed := w.Missed
		for _, rang := range w.Gone {
			if rang > 2*median(w.Rings, usualRing) {
				missed++
			}
		}
		if offers := missed + len(w.Rings); offers > 0 {
			rates[id] = float64(missed) / float64(offers)
		}
	}
	return rates
}

// at lets the event happen then, after all that is due at that time already.
func (p *player) at(when time.Time, event func() queue.Event) {
	i, _ := slices.BinarySearchFunc(p.todo, when, func(d due, t time.Time) int {
		if d.at.After(t) {
			return 1
		}
		return -1
	})
	p.todo = slices.Insert(p.todo, i, due{when, event})
}

func (p *player) soon(ev queue.Event) { p.at(p.now, func() queue.Event { return ev }) }

// run plays until nothing is left, or nobody hangs up any more.
func (p *player) run() {
	end := p.day.To.Add(2 * time.Hour)
	for {
		wake, waits := p.core.Deadline()
		switch {
		case len(p.todo) > 0 && (!waits || !p.todo[0].at.After(wake)):
			next := p.todo[0]
			p.todo = p.todo[1:]
			p.now = next.at
			if ev := next.make(); ev != nil {
				p.step(ev)
			}
		case waits && wake.Before(end) && (len(p.todo) > 0 || p.live()):
			p.now = wake
			p.step(queue.Woke{})
		default:
			return
		}
	}
}

// live reports whether a call has not been counted yet.
func (p *player) live() bool { return len(p.of) > len(p.done) }

func (p *player) step(ev queue.Event) {
	cmds := slices.Clone(p.core.Step(p.now, ev))
	p.seen(p.now, p.core.About(), ev, cmds)
	for _, cmd := range cmds {
		p.answer(cmd)
	}
	for _, a := range p.core.Changes().Agents {
		p.moved(a)
	}
}

// toWork brings an agent to work who was there when the day began.
func (p *player) toWork(id agent.ID) {
	p.step(queue.PhoneState{Agent: id, Reachable: true})
	p.step(queue.DesktopState{Agent: id, Connected: true})
	p.shown[id] = agent.SignedOut
	if w := p.day.Agents[id]; w != nil && w.Here {
		p.step(p.shift(Shift{p.now, id, agent.Ready}))
	}
}

// shift is an agent's wish. It never cuts a wrap-up short.
func (p *player) shift(s Shift) queue.Event {
	p.shown[s.Agent] = s.State
	ev := queue.SetState{Agent: s.Agent, State: s.State, By: awayReason}
	if s.State == agent.Break {
		ev.Reason = awayReason
	}
	return ev
}

// moved lets an agent come back who was taken off for a missed call.
func (p *player) moved(a agent.Agent) {
	before := p.state[a.ID]
	p.state[a.ID] = a.State
	if a.State != agent.NotResponding || before == agent.NotResponding {
		return
	}
	away := usualAway
	if w := p.day.Agents[a.ID]; w != nil {
		away = median(w.Away, away)
	}
	p.at(p.now.Add(away), func() queue.Event {
		if p.state[a.ID] != agent.NotResponding || p.shown[a.ID] != agent.Ready {
			return nil
		}
		return queue.SetState{Agent: a.ID, State: agent.Ready, By: awayReason}
	})
}

func (p *player) arrive(c *Call) queue.Event {
	p.arriving = c
	if span, ends := p.nature.patience(c); ends {
		p.at(c.At.Add(span), func() queue.Event { return p.giveUp(c) })
	}
	ev := c.Arrived
	ev.Node = node
	return ev
}

// giveUp hangs up a caller whose patience has ended before an answer.
func (p *player) giveUp(c *Call) queue.Event {
	if p.talks[c] {
		return nil
	}
	return queue.LegGone{Leg: c.Arrived.Leg, Cause: 16}
}
