package replay

import (
	"cmp"
	"container/heap"
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
	usualKey  = 3 * time.Second  // or nobody pressed a key who was asked for one

	usualMessage = 20 * time.Second
	awayReason   = "replay"
	node         = "replay"

	keyYes = "1" // of who is called back, or on duty
	keyNo  = "2"
)

// player plays a day to a core: it is Asterisk, the callers and the agents.
type player struct {
	day     *Day
	core    *queue.Core
	center  queue.Center
	now     time.Time
	todo    agenda
	planned int                    // things to come, so far
	of      map[queue.CallID]*Call // by the core's id; attempts to call back are their callers'
	name    map[*Call]queue.CallID // of the caller's own call
	live    map[queue.CallID]queue.Call
	legs    map[queue.LegID]queue.CreateLeg
	tries   map[string]float64 // misses that have come due, by agent or number
	rate    map[agent.ID]float64
	state   map[agent.ID]agent.State
	shown   map[agent.ID]agent.State // what the day wants of the agent now
	done    map[queue.CallID]queue.Brief

	nature   nature
	arriving *Call
	called   map[*Call]int // attempts to call back
	rung     map[*Call]int // telephones on duty
	talks    map[queue.CallID]*talk
	assumed  Assumed
	seen     func(time.Time, queue.CallID, queue.Event, []queue.Command)
}

// due is an event to come. It is made when its time has come, and nil then if
// there is nothing to it any more.
type due struct {
	at   time.Time
	n    int // of those at the same time, the first planned comes first
	make func() queue.Event
}

// agenda is a heap of what is to come.
type agenda []due

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(due)) }

func (a agenda) Less(i, j int) bool {
	return cmp.Or(a[i].at.Compare(a[j].at), cmp.Compare(a[i].n, a[j].n)) < 0
}

func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// Play plays the day with that configuration.
func Play(day *Day, center queue.Center) Result {
	p := newPlayer(day)
	p.begin(center)
	p.run()
	return p.result(center)
}

func newPlayer(day *Day) *player {
	return &player{
		day: day, core: queue.New(), now: day.From, of: map[queue.CallID]*Call{}, name: map[*Call]queue.CallID{},
		live: map[queue.CallID]queue.Call{}, legs: map[queue.LegID]queue.CreateLeg{}, tries: map[string]float64{}, rate: day.missRates(),
		state: map[agent.ID]agent.State{}, shown: map[agent.ID]agent.State{}, done: map[queue.CallID]queue.Brief{},
		nature: day.nature(), called: map[*Call]int{}, rung: map[*Call]int{}, talks: map[queue.CallID]*talk{},
		seen: func(time.Time, queue.CallID, queue.Event, []queue.Command) {},
	}
}

// begin configures the core, brings the agents to work and notes what is to
// come.
func (p *player) begin(center queue.Center) {
	p.center = center
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

// misses reports whether it is time for a miss, of so many.
func (p *player) misses(who string, rate float64) bool {
	if p.tries[who] += rate; p.tries[who] >= 1 {
		p.tries[who]--
		return true
	}
	return false
}

// at lets the event happen then, after all that is due at that time already.
func (p *player) at(when time.Time, event func() queue.Event) {
	p.planned++
	heap.Push(&p.todo, due{when, p.planned, event})
}

func (p *player) soon(ev queue.Event) { p.after(0, ev) }

func (p *player) after(span time.Duration, ev queue.Event) {
	p.at(p.now.Add(span), func() queue.Event { return ev })
}

// run plays until nothing is left, or nobody hangs up any more.
func (p *player) run() {
	end := p.day.To.Add(2 * time.Hour)
	for {
		wake, waits := p.core.Deadline()
		switch {
		case len(p.todo) > 0 && (!waits || !p.todo[0].at.After(wake)):
			next := heap.Pop(&p.todo).(due)
			p.now = next.at
			if ev := next.make(); ev != nil {
				p.step(ev)
			}
		case waits && wake.Before(end) && (len(p.todo) > 0 || len(p.of) > len(p.done)):
			p.now = wake
			p.step(queue.Woke{})
		default:
			return
		}
	}
}

func (p *player) step(ev queue.Event) {
	cmds := slices.Clone(p.core.Step(p.now, ev))
	p.seen(p.now, p.core.About(), ev, cmds)
	changed := p.core.Changes()
	for _, call := range changed.Calls {
		p.live[call.ID] = call
	}
	for _, id := range changed.Gone {
		delete(p.live, id)
	}
	for _, cmd := range cmds {
		p.answer(cmd)
	}
	for _, call := range changed.Calls {
		p.talking(call)
	}
	for _, a := range changed.Agents {
		p.moved(a)
	}
}

// toWork brings an agent to work who was there when the day began. Whatever
// telephone she uses can be rung.
func (p *player) toWork(id agent.ID) {
	p.step(queue.PhoneState{Agent: id, Reachable: true})
	p.step(queue.PhoneState{Agent: id, Reachable: true, Device: agent.PagePhone})
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

// moved lets an agent end a wrap-up when she did, to the limit if that is how
// it was, and come back who was taken off for a missed call.
func (p *player) moved(a agent.Agent) {
	before := p.state[a.ID]
	p.state[a.ID] = a.State
	if before == a.State {
		return
	}
	if a.State == agent.WrapUp {
		p.wrapsUp(a)
	}
	if a.State == agent.NotResponding {
		p.rests(a.ID)
	}
}

func (p *player) wrapsUp(a agent.Agent) {
	t := p.talks[queue.CallID(a.Contact.Call)]
	if t == nil || t.k >= len(t.parts) || t.parts[t.k].Wrap == 0 {
		return
	}
	p.at(p.now.Add(t.parts[t.k].Wrap), func() queue.Event {
		if p.state[a.ID] != agent.WrapUp {
			return nil
		}
		return queue.SetState{Agent: a.ID, State: p.wish(a.ID), Reason: awayReason, By: string(a.ID)}
	})
}

func (p *player) rests(id agent.ID) {
	away := usualAway
	if w := p.day.Agents[id]; w != nil {
		away = median(w.Away, away)
	}
	p.at(p.now.Add(away), func() queue.Event {
		if p.state[id] != agent.NotResponding || p.shown[id] != agent.Ready {
			return nil
		}
		return queue.SetState{Agent: id, State: agent.Ready, By: awayReason}
	})
}

// wish is the state that the day wants of the agent.
func (p *player) wish(id agent.ID) agent.State {
	if s := p.shown[id]; s != "" {
		return s
	}
	return agent.Ready
}
