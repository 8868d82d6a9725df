package queue

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// world plays two nodes of Asterisk, the register and the people: it knows
// what the core asked for and draws events that answer it, or that nobody asked
// for.
type world struct {
	t       *rapid.T
	core    *Core
	center  Center
	now     time.Time
	callers int
	legs    []LegID // every leg ever seen
	live    map[LegID]LiveLeg
	node    map[LegID]string
	in      map[LegID]BridgeID
	hungUp  map[LegID]bool
	plays   []Play
	records []RecordingID
	calls   []CallID
	unsaved []RecordSaved
	lookUps []Event // that take long
	answers []Event // what follows from commands if all goes well
	final   map[CallID]bool
	owed    map[CallID]bool // calls back that were promised, by the call that they were asked for in: true until they are kept or given up
	twice   map[string]bool // numbers to which there may have been two promises at a time
	names   []agent.ID

	events, commands int // so many were there
}

func newWorld(t *rapid.T) *world {
	center := testCenter()
	if rapid.Bool().Draw(t, "agent first") {
		center.Hotlines[0].Mode, center.Hotlines[0].AnswerAfter = AgentFirst, 10*time.Second
	}
	if rapid.Bool().Draw(t, "no wrap-up") {
		center.Queues[0].WrapUp = 0
	}
	every := rapid.Bool().Draw(t, "every feature")
	on := func(feature string) bool { return every || rapid.Bool().Draw(t, feature) }
	if on("detours") {
		withDetours(t, &center)
	}
	second := center.Queues[0]
	second.ID = "repairs"
	center.Queues = append(center.Queues, second)
	center.Hotlines = append(center.Hotlines, Hotline{Number: "4008005678", Queue: "repairs", Mode: GreetFirst, AnswerAfter: 5 * time.Second})
	center.Agents[1].Queues = []string{"owners", "repairs"}
	center.Agents[2].Queues = []string{"repairs"}
	if on("routed") {
		routed(t, &center)
	}
	if on("emergencies") {
		withEmergencies(t, &center)
	}
	w := &world{
		t: t, core: New(), center: center, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		live: map[LegID]LiveLeg{}, node: map[LegID]string{}, in: map[LegID]BridgeID{}, hungUp: map[LegID]bool{}, final: map[CallID]bool{}, owed: map[CallID]bool{}, twice: map[string]bool{},
	}
	w.step(Configured{center})
	for _, a := range center.Agents {
		w.names = append(w.names, a.ID)
		w.step(PhoneState{Agent: a.ID, Reachable: true})
		w.step(DesktopState{a.ID, true})
		w.step(SetState{Agent: a.ID, State: agent.Ready})
	}
	if on("pages") {
		w.onPages()
	}
	return w
}

func pick[T any](w *world, what string, from []T) (item T, ok bool) {
	if len(from) == 0 {
		return item, false
	}
	return rapid.SampledFrom(from).Draw(w.t, what), true
}

// draw picks the next event.
func (w *world) draw() Event {
	w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 50, 400, 3000, 16000}).Draw(w.t, "ms")) * time.Millisecond)
	if rapid.IntRange(0, 99).Draw(w.t, "night falls") == 0 {
		w.now = w.now.Add(rapid.SampledFrom([]time.Duration{9 * time.Hour, 23 * time.Hour, 72 * time.Hour}).Draw(w.t, "later"))
	}
	if len(w.answers) > 0 && rapid.IntRange(0, 2).Draw(w.t, "all goes well") > 0 {
		return w.answer()
	}
	call, _ := pick(w, "call", w.calls)
	name, _ := pick(w, "agent", w.names)
	if rapid.Bool().Draw(w.t, "of a leg") {
		return w.legEvent(call)
	}
	if rapid.IntRange(0, 2).Draw(w.t, "control") == 0 {
		return w.control()
	}
	switch rapid.IntRange(0, 16).Draw(w.t, "event") {
	case 16:
		if len(w.lookUps) > 0 {
			ev := w.lookUps[0]
			w.lookUps = w.lookUps[1:]
			return ev
		}
		return Woke{}
	case 14, 15:
		return w.supervise(name, call)
	case 0, 1, 2:
		return w.playEvent()
	case 3:
		return SetState{
			Agent: name, State: rapid.SampledFrom(agent.States).Draw(w.t, "state"),
			Reason: rapid.SampledFrom([]agent.Reason{"rest", "training"}).Draw(w.t, "reason"),
			By:     rapid.SampledFrom([]string{string(name), "supervisor"}).Draw(w.t, "by"), Deskless: rapid.Bool().Draw(w.t, "deskless"),
		}
	case 4:
		return DesktopState{name, rapid.Bool().Draw(w.t, "desktop")}
	case 5:
		kind := rapid.SampledFrom([]agent.DeviceKind{"", agent.DeskPhone, agent.PagePhone}).Draw(w.t, "kind")
		return PhoneState{Agent: name, Reachable: rapid.Bool().Draw(w.t, "phone"), Device: kind}
	case 6:
		return SaveWrapUp{Agent: name, Call: call, Wrap: Disposition{Category: "INQ", SubCategory: "装修", Summary: "x", Resolved: true}, Done: true}
	case 7:
		return HangUp{Agent: name, Call: call}
	case 8:
		return ChooseOwner{Agent: name, Call: call, Owner: OwnerRef{ID: "o1"}, NoSurvey: rapid.IntRange(0, 4).Draw(w.t, "opts out") == 0}
	case 9:
		return w.saved()
	case 12, 13:
		return w.deskEvent(name, call)
	default:
		return w.upheaval()
	}
}

// expect notes what follows from a command if all goes well.
func (w *world) expect(cmd Command) {
	switch cmd := cmd.(type) {
	case Identify:
		w.answers = append(w.answers, w.identified(cmd.Call))
	case Answer:
		w.answers = append(w.answers, LegAnswered{cmd.Leg})
	case Play:
		w.answers = append(w.answers, PlayStarted{Call: cmd.Call, Play: cmd.ID, Length: 6 * time.Second}, PlayEnded{Call: cmd.Call, Play: cmd.ID})
		w.answers = append(w.answers, w.keyAfter(cmd)...)
	case ShowOffer:
		w.answers = append(w.answers, OfferShown{cmd.Call.ID, cmd.Leg, true})
	case CreateLeg:
		w.answers = append(w.answers, LegCreated{cmd.Leg})
	case DialLeg:
		w.answers = append(w.answers, LegAnswered{cmd.Leg})
	case Connect:
		w.answers = append(w.answers, Connected{cmd.Call, cmd.Agent}, LegHeld{cmd.Agent})
	case RecordLeg:
		w.answers = append(w.answers, RecordingEnded{cmd.Call, Recording{ID: cmd.Recording, File: "m.wav", Duration: 9 * time.Second}})
	case HangupLeg:
		w.answers = append(w.answers, LegGone{cmd.Leg, 16})
	}
}

// answer takes the oldest of them; of a channel that is gone, or on a node
// that is away, nobody hears.
func (w *world) answer() Event {
	ev := w.answers[0]
	w.answers = w.answers[1:]
	if late, lookUp := ev.(Identified); lookUp && rapid.Bool().Draw(w.t, "looked up late") {
		w.lookUps = append(w.lookUps, late)
		return Woke{}
	}
	var leg LegID
	switch ev := ev.(type) {
	case LegAnswered:
		leg = ev.Leg
	case LegCreated:
		leg = ev.Leg
	case LegHeld:
		leg = ev.Leg
	case LegGone:
		leg = ev.Leg
	case Connected:
		leg = ev.Leg
	case LegDigit:
		leg = ev.Leg
	default:
		return ev
	}
	if _, live := w.live[leg]; !live || w.core.down[w.node[leg]] {
		return Woke{}
	}
	if _, gone := ev.(LegGone); gone {
		delete(w.live, leg)
	}
	return ev
}

// legEvent is about a channel.
func (w *world) legEvent(call CallID) Event {
	leg, _ := pick(w, "leg", w.legs)
	if w.core.down[w.node[leg]] { // nobody hears of it
		if rapid.Bool().Draw(w.t, "command") {
			return w.failure(call, leg)
		}
		return w.saved()
	}
	_, live := w.live[leg]
	switch kind := rapid.IntRange(0, 16).Draw(w.t, "leg event"); {
	case kind <= 3:
		return w.arrival()
	case kind <= 5 && live:
		delete(w.live, leg)
		return LegGone{leg, rapid.SampledFrom([]int{0, 16, 17, 19, 20, 21, 31, 38}).Draw(w.t, "cause")}
	case kind <= 7:
		return LegCreated{leg}
	case kind <= 10 && live:
		return LegAnswered{leg}
	case kind == 11:
		return OfferShown{call, leg, rapid.Bool().Draw(w.t, "shown")}
	case kind == 12:
		return Connected{call, leg}
	case kind == 13:
		return w.failure(call, leg)
	case kind == 14:
		return rapid.SampledFrom([]Event{LegHeld{leg}, LegUnheld{leg}, LegTalking{leg}, LegDigit{leg, "1"}, LegDigit{leg, "2"}, LegDigit{leg, "3"}, LegDigit{leg, "9"}}).Draw(w.t, "phone")
	case kind == 15:
		return w.refer(leg)
	default:
		return Woke{}
	}
}

func (w *world) arrival() Event {
	node := rapid.SampledFrom([]string{"ast1", "ast2"}).Draw(w.t, "node")
	if w.core.down[node] {
		return Woke{}
	}
	w.callers++
	id := LegID("caller" + time.Duration(w.callers).String())
	ev := CallArrived{
		Leg: id, Node: node, From: rapid.SampledFrom([]string{"13800001234", "13800001235", "anonymous"}).Draw(w.t, "from"), Up: rapid.IntRange(0, 9).Draw(w.t, "up") == 0,
		To: rapid.SampledFrom([]string{"4008001234", "4008005678"}).Draw(w.t, "hotline"),
	}
	w.born(LiveLeg{Leg: id, Inbound: true, From: ev.From, To: ev.To}, node)
	return ev
}

func (w *world) born(l LiveLeg, node string) {
	w.legs = append(w.legs, l.Leg)
	w.live[l.Leg], w.node[l.Leg] = l, node
}

// failure of a command; a channel that could not be made never lives.
func (w *world) failure(call CallID, leg LegID) Event {
	ev := CommandFailed{Call: call, Leg: leg, What: rapid.SampledFrom([]string{
		"ring", "answer", "stop_play", "music", "create_leg", "dial_leg", "connect", "hangup_leg", "close_bridge",
		"join_leg", "hold_leg", "mute_leg", "send_dtmf", "pause_record", "record_leg", "report_transfer",
	}).Draw(w.t, "what")}
	if ev.What == "create_leg" {
		if w.live[leg].Inbound {
			return Woke{}
		}
		delete(w.live, leg)
	}
	return ev
}

func (w *world) playEvent() Event {
	p, ok := pick(w, "play", w.plays)
	if !ok {
		return Woke{}
	}
	switch rapid.IntRange(0, 2).Draw(w.t, "play event") {
	case 0:
		return PlayStarted{Call: p.Call, Play: p.ID, Length: 6 * time.Second}
	case 1:
		return PlayEnded{Call: p.Call, Play: p.ID}
	default:
		return PlayEnded{Call: p.Call, Play: p.ID, Failed: "no such sound"}
	}
}

// saved is the register's or the recorder's word.
func (w *world) saved() Event {
	if id, ok := pick(w, "recording", w.records); ok && rapid.Bool().Draw(w.t, "recorded") {
		call := w.calls[slices.IndexFunc(w.calls, func(c CallID) bool { return len(id) > len(c) && id[:len(c)] == RecordingID(c) })]
		seconds := rapid.SampledFrom([]time.Duration{1, 20}).Draw(w.t, "seconds")
		return RecordingEnded{call, Recording{ID: id, File: string(id) + ".wav", Duration: seconds * time.Second}}
	}
	if len(w.unsaved) == 0 {
		return Woke{}
	}
	ev := w.unsaved[0]
	w.unsaved = w.unsaved[1:]
	if rapid.IntRange(0, 4).Draw(w.t, "word lost") == 0 {
		return Woke{}
	}
	return ev
}

// upheaval is what seldom happens.
func (w *world) upheaval() Event {
	node := rapid.SampledFrom([]string{"ast1", "ast2"}).Draw(w.t, "node")
	switch rapid.IntRange(0, 6).Draw(w.t, "upheaval") {
	case 0:
		return NodeLost{node}
	case 1:
		return w.reconfigured()
	case 2:
		w.core = reborn(w.t, w.core, w.now)
		return Configured{w.center}
	default:
		return w.resync(node)
	}
}

// resync tells what lives on a node; some of it left unseen.
func (w *world) resync(node string) Event {
	ev := Resync{Node: node, Phones: w.names, Pages: w.names[:rapid.IntRange(0, len(w.names)).Draw(w.t, "pages")]}
	restarted := rapid.IntRange(0, 4).Draw(w.t, "asterisk restarted") == 0
	for _, id := range w.legs {
		l, live := w.live[id]
		if !live || w.node[id] != node {
			continue
		}
		if restarted || rapid.IntRange(0, 4).Draw(w.t, "left unseen") == 0 {
			delete(w.live, id)
			continue
		}
		l.Up = rapid.Bool().Draw(w.t, "up")
		if rapid.IntRange(0, 4).Draw(w.t, "came apart") == 0 {
			delete(w.in, id)
		}
		l.Bridge = w.in[id]
		ev.Legs = append(ev.Legs, l)
	}
	return ev
}

// reconfigured removes or brings back the second queue, the third agent, the duty
// list, the keys and the ways out of the first queue, closes a hotline, and changes
// strategies and who is rung for emergencies.
func (w *world) reconfigured() Event {
	center := w.center
	center.Queues, center.Hotlines = slices.Clone(center.Queues), slices.Clone(center.Hotlines)
	if rapid.Bool().Draw(w.t, "other strategies") {
		for i := range center.Queues {
			center.Queues[i].Strategy = rapid.SampledFrom([]Strategy{RingAll, LongestIdle}).Draw(w.t, "strategy")
		}
	}
	if rapid.IntRange(0, 3).Draw(w.t, "no keys") == 0 {
		center.Queues[0].Keys = nil
	}
	if rapid.IntRange(0, 3).Draw(w.t, "no overflow") == 0 {
		center.Queues[0].Overflow = Overflow{}
	}
	if rapid.IntRange(0, 3).Draw(w.t, "no duty list") == 0 {
		center.DutyLists = nil
	}
	if rapid.IntRange(0, 3).Draw(w.t, "nobody for emergencies") == 0 {
		center.Emergency.Queues = []string{"nowhere"}
	}
	if rapid.IntRange(0, 3).Draw(w.t, "closed now") == 0 {
		center.Hotlines[0].Schedule = "weekdays"
	}
	if rapid.Bool().Draw(w.t, "one queue") {
		center.Queues = center.Queues[:1]
		center.Hotlines[1].Queue = center.Queues[0].ID
	}
	if rapid.Bool().Draw(w.t, "two agents") {
		center.Agents = center.Agents[:2]
	}
	if rapid.Bool().Draw(w.t, "other hours") {
		center.Hotlines = slices.Clone(center.Hotlines)
		center.Hotlines[0].Schedule = rapid.SampledFrom([]string{"", "blinks", "daily", "sundays", "never"}).Draw(w.t, "schedule")
		center.Queues = slices.Clone(center.Queues)
		rules := &center.Queues[0].Callbacks
		rules.Overnight = rapid.Bool().Draw(w.t, "overnight")
		rules.Tries = rapid.IntRange(0, 2).Draw(w.t, "tries") // 0: nobody is promised a call any more
	}
	return Configured{center}
}
