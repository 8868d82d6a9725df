package queue

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// routed turns on what can be configured of routing, at random.
func routed(t *rapid.T, center *Center) {
	skills := rapid.SampledFrom([][]Skill{nil, {{"cantonese", 5}}, {{"cantonese", 2}, {"contracts", 1}}})
	level := rapid.IntRange(0, 2)
	for i := range center.Queues {
		q := &center.Queues[i]
		q.Strategy = rapid.SampledFrom(append([]Strategy{"", RingAll, RingAll, RingAll}, Strategies...)).Draw(t, "strategy")
		q.Weight = rapid.IntRange(0, 3).Draw(t, "weight")
		q.Misses = rapid.IntRange(0, 3).Draw(t, "misses")
		q.Level = level.Draw(t, "level")
		q.Skills = skills.Draw(t, "skills")
		if rapid.Bool().Draw(t, "widens") {
			q.Widen = []Widening{{After: 4 * time.Second, Lower: 2, Level: 2}, {After: 20 * time.Second, Lower: 9, Queue: "owners"}}
		}
		if rapid.Bool().Draw(t, "same agent") {
			q.SameAgent, q.SameAgentWait = 24*time.Hour, 10*time.Second
		}
	}
	for i := range center.Agents {
		a := &center.Agents[i]
		a.Skills = map[string]int{"cantonese": rapid.IntRange(0, 6).Draw(t, "skill"), "contracts": rapid.IntRange(0, 1).Draw(t, "skill")}
		a.Levels = map[string]int{"owners": level.Draw(t, "level"), "repairs": level.Draw(t, "level")}
	}
	center.Hotlines[1].Skills = skills.Draw(t, "skills")
	center.Hotlines[1].Priority = time.Duration(rapid.IntRange(0, 1).Draw(t, "priority")) * time.Minute
	center.Priorities = []Priority{{"vip", 10 * time.Second}}
}

// identified answers a look-up.
func (w *world) identified(call CallID) Identified {
	ev := Identified{
		Call: call, Match: Known, Owner: OwnerRef{ID: "o2"},
		Number: rapid.SampledFrom([]string{"+8613800001234", "+8613800001235"}).Draw(w.t, "number"),
		Homes:  []Home{{"翠湖", rapid.SampledFrom([]string{"1", "2"}).Draw(w.t, "building")}},
	}
	ev.Segment = rapid.SampledFrom([]string{"", "vip"}).Draw(w.t, "segment")
	ev.NoSurvey = rapid.IntRange(0, 4).Draw(w.t, "opted out") == 0
	if rapid.Bool().Draw(w.t, "called before") {
		ev.Last = LastTalk{rapid.SampledFrom(w.names).Draw(w.t, "last agent"), w.now.Add(-time.Hour)}
	}
	return ev
}

// supervise is what a supervisor changes while callers wait.
func (w *world) supervise(name agent.ID, call CallID) Event {
	queue := rapid.SampledFrom([]string{"owners", "repairs", "nowhere"}).Draw(w.t, "queue")
	switch rapid.IntRange(0, 5).Draw(w.t, "supervise") {
	case 5:
		return CallBackNow{Call: call, By: "boss"}
	case 4:
		return CancelCallback{Call: call, By: "boss"}
	case 0:
		return MoveUpInLine{Call: call, By: "boss", ToHead: rapid.Bool().Draw(w.t, "head")}
	case 1:
		return MoveToQueue{Call: call, By: "boss", Queue: queue}
	case 2:
		return GiveToAgent{Call: call, By: "boss", Agent: name, Limit: 10 * time.Second}
	default:
		return SignQueue{Agent: name, By: "boss", Queue: queue, In: rapid.Bool().Draw(w.t, "in")}
	}
}

// checkPlace holds that a call in line stands where its needs say.
func (w *world) checkPlace(call *Call) {
	room := w.core.room(call.Place.Queue)
	p := &call.Place
	if apart := slices.Contains(room.apart.items, call); apart != (w.waits(call) && call.apart()) {
		w.t.Fatalf("call %s wants %q; stands apart: %v", call.ID, p.Wants, apart)
	}
	if worth, _ := w.core.worth(call); call.Record.PlaceOf == "" && !p.Entered.IsZero() && call.Phase != Ended && p.Priority != worth {
		w.t.Fatalf("call %s in %s has a credit of %s, not of %s", call.ID, call.Phase, p.Priority, worth)
	}
	if !w.waits(call) || call.urgent() {
		return
	}
	stage := 0
	for _, step := range room.config.Widen {
		if !p.Entered.Add(step.After).After(w.now) {
			stage++
		}
	}
	if p.Stage != stage {
		w.t.Fatalf("call %s has waited since %s and is widened %d times, not %d", call.ID, p.Entered, p.Stage, stage)
	}
	if p.Wants == "" {
		return
	}
	if a := w.core.agents[p.Wants]; a == nil || !onDuty(a) || !p.WantsUntil.After(w.now) || call.missedBy(a.ID) {
		w.t.Fatalf("call %s waits for %s in vain, until %s", call.ID, p.Wants, p.WantsUntil)
	}
}

// checkRings holds that a call is open for others to join while, and only
// while, its phones ring in a lane where all are rung, and that whoever may join
// does.
func (w *world) checkRings(call *Call) {
	l := w.core.laneOf(call, w.core.room(call.Place.Queue))
	if l == nil {
		return
	}
	open := slices.Contains(l.ringing.items, call)
	rings := call.rings(ForQueue) || call.urgent() && call.rings(ForDuty)
	if open && (l.strategy != RingAll || !rings || w.core.down[call.Node]) {
		w.t.Fatalf("call %s in %s is open for others to join: %+v", call.ID, call.Phase, call.Offers)
	}
	if open && len(l.ready.items) > 0 && len(l.asked(call)) > 0 {
		w.t.Fatalf("call %s rings, and %v who are free have not joined", call.ID, l.asked(call))
	}
	if len(call.Offers) > 1 && l.strategy == RingAll && !open && !w.core.down[call.Node] {
		w.t.Fatalf("call %s rings several, and nobody may join", call.ID)
	}
}

// checkLines holds that everybody who stands in a line does so in the order of
// it, or nobody would be found there again, and belongs there.
func (w *world) checkLines() {
	for _, room := range w.core.queues {
		checkLine(w, room.apart, func(call *Call) bool { return w.waits(call) && call.apart() })
		checkLine(w, room.away, func(call *Call) bool { return call.inLine() && w.core.cutOff(call) })
		for _, l := range room.mine {
			w.checkCallers(l)
		}
	}
	for _, l := range w.core.own {
		w.checkCallers(l)
	}
	if l := w.core.emergency; l != nil {
		w.checkCallers(l)
	}
}

func (w *world) checkCallers(l *lane) {
	here := func(call *Call) bool { return w.core.laneOf(call, w.core.room(call.Place.Queue)) == l }
	checkLine(w, l.waiting, func(call *Call) bool { return here(call) && w.waits(call) })
	checkLine(w, l.ringing, func(call *Call) bool { return here(call) && len(call.Offers) > 0 && call.Talk == nil })
	if !slices.IsSortedFunc(l.ready.items, bySpot) {
		w.t.Fatalf("agents are out of order: %+v", l.ready.items)
	}
}

func checkLine(w *world, l line[*Call], belongs func(*Call) bool) {
	for i, call := range l.items {
		if w.core.calls[call.ID] != call || !belongs(call) {
			w.t.Fatalf("call %s in %s stands where it does not belong", call.ID, call.Phase)
		}
		if i > 0 && l.less(l.items[i-1], call) >= 0 {
			w.t.Fatalf("calls %s and %s are out of order", l.items[i-1].ID, call.ID)
		}
	}
}

// checkLanes compares the lanes' view of the agents with the agents.
func (w *world) checkLanes() {
	for _, room := range w.core.queues {
		lanes := slices.Clone(room.mine)
		for id := range w.core.own {
			lanes = append(lanes, w.core.own[id])
		}
		if w.core.emergency != nil {
			lanes = append(lanes, w.core.emergency)
		}
		for _, l := range lanes {
			free := 0
			for _, a := range w.core.agents {
				if level, ok := l.need.takes(a); ok && a.Able() {
					free++
					if !slices.Contains(l.ready.items, l.strategy.spot(a, level)) {
						w.t.Fatalf("agent %s is free for %+v and not in its lane", a.ID, l.need)
					}
				}
			}
			if free != len(l.ready.items) {
				w.t.Fatalf("lane %+v of %s: %d are free, not %v", l.need, room.config.ID, free, l.ready.items)
			}
		}
		duty := 0
		for _, a := range w.core.agents {
			if a.Serves(room.config.ID) && onDuty(a) {
				duty++
			}
		}
		if duty != room.duty {
			w.t.Fatalf("queue %s: %d on duty, not %d", room.config.ID, duty, room.duty)
		}
	}
}
