package queue

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// TestInvariants feeds random events, likely and unlikely ones, and checks
// after each what must always hold.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			w.step(w.draw())
		}
	})
}

// world plays Asterisk and the people: it knows what the core asked for and
// draws events that answer it, or that nobody asked for.
type world struct {
	t       *rapid.T
	core    *Core
	now     time.Time
	callers int
	legs    []LegID // every leg ever seen
	live    map[LegID]bool
	hungUp  map[LegID]bool
	plays   []Play
	calls   []CallID
	final   map[CallID]bool
	names   []agent.ID
}

func newWorld(t *rapid.T) *world {
	center := testCenter()
	if rapid.Bool().Draw(t, "agent first") {
		center.Hotlines[0].Mode, center.Hotlines[0].AnswerAfter = AgentFirst, 10*time.Second
	}
	if rapid.Bool().Draw(t, "no wrap-up") {
		center.Queues[0].WrapUp = 0
	}
	second := center.Queues[0]
	second.ID = "repairs"
	center.Queues = append(center.Queues, second)
	center.Hotlines = append(center.Hotlines, Hotline{Number: "4008005678", Queue: "repairs", Mode: GreetFirst, AnswerAfter: 5 * time.Second})
	center.Agents[1].Queues = []string{"owners", "repairs"}
	center.Agents[2].Queues = []string{"repairs"}
	w := &world{
		t: t, core: New(), now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		live: map[LegID]bool{}, hungUp: map[LegID]bool{}, final: map[CallID]bool{},
	}
	w.step(Configured{center})
	for _, a := range center.Agents {
		w.names = append(w.names, a.ID)
		w.step(PhoneState{a.ID, true})
		w.step(DesktopState{a.ID, true})
		w.step(SetState{Agent: a.ID, State: agent.Ready})
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
	leg, _ := pick(w, "leg", w.legs)
	call, _ := pick(w, "call", w.calls)
	name, _ := pick(w, "agent", w.names)
	switch rapid.IntRange(0, 19).Draw(w.t, "event") {
	case 0, 1, 2:
		return w.arrival()
	case 3, 4:
		if !w.live[leg] {
			return Woke{}
		}
		delete(w.live, leg)
		return LegGone{leg, rapid.SampledFrom([]int{0, 16, 17, 19, 20, 21, 38}).Draw(w.t, "cause")}
	case 5, 6:
		return LegCreated{leg}
	case 7, 8:
		if !w.live[leg] {
			return Woke{}
		}
		return LegAnswered{leg}
	case 9, 10:
		if p, ok := pick(w, "play", w.plays); ok {
			return PlayEnded{Call: p.Call, Play: p.ID}
		}
		return Woke{}
	case 11:
		return OfferShown{call, leg, rapid.Bool().Draw(w.t, "shown")}
	case 12:
		return SetState{Agent: name, State: rapid.SampledFrom(agent.States).Draw(w.t, "state"), Reason: "rest"}
	case 13:
		return DesktopState{name, rapid.Bool().Draw(w.t, "desktop")}
	case 14:
		return PhoneState{name, rapid.Bool().Draw(w.t, "phone")}
	case 15:
		return Connected{call, leg}
	case 16:
		return CommandFailed{Call: call, Leg: leg, What: rapid.SampledFrom([]string{"connect", "answer", "create_leg"}).Draw(w.t, "what")}
	case 17:
		return w.other(call, leg, name)
	case 18:
		return SaveWrapUp{Agent: name, Call: call, Wrap: Disposition{Category: "INQ", Summary: "x", Resolved: true}, Done: true}
	default:
		return HangUp{Agent: name, Call: call}
	}
}

func (w *world) arrival() Event {
	w.callers++
	id := LegID("caller" + string(rune('a'+w.callers%26)) + time.Duration(w.callers).String())
	w.legs = append(w.legs, id)
	w.live[id] = true
	return CallArrived{Leg: id, Node: "ast1", From: "13800001234", To: rapid.SampledFrom([]string{"4008001234", "4008005678"}).Draw(w.t, "hotline")}
}

func (w *world) other(call CallID, leg LegID, name agent.ID) Event {
	switch rapid.IntRange(0, 5).Draw(w.t, "other") {
	case 0:
		return NodeLost{"ast1"}
	case 1:
		ev := Resync{Node: "ast1", Phones: w.names}
		for _, l := range w.legs {
			if w.live[l] {
				ev.Legs = append(ev.Legs, LiveLeg{Leg: l, Up: rapid.Bool().Draw(w.t, "up")})
			}
		}
		return ev
	case 2:
		return LegHeld{leg}
	case 3:
		return RecordingEnded{call, Recording{}}
	case 4:
		return ChooseOwner{Agent: name, Call: call, Owner: OwnerRef{ID: "o1"}}
	default:
		w.restart()
		return Resync{Node: "ast1", Phones: w.names}
	}
}

// restart kills the instance and starts another from what was saved.
func (w *world) restart() {
	saved, err := json.Marshal(w.core.Snapshot())
	if err != nil {
		w.t.Fatal(err)
	}
	var loaded Update
	if err := json.Unmarshal(saved, &loaded); err != nil {
		w.t.Fatal(err)
	}
	center := w.core.center
	w.core = New()
	w.core.Restore(w.now, loaded)
	w.core.Step(w.now, Configured{center})
	clear(w.live)
}

func (w *world) step(ev Event) {
	var saved []Event
	for _, cmd := range w.core.Step(w.now, ev) {
		w.note(cmd)
		if cmd, ok := cmd.(SaveRecord); ok {
			saved = append(saved, RecordSaved{cmd.Record.Call, cmd.Final})
		}
	}
	for _, ev := range saved {
		if rapid.IntRange(0, 3).Draw(w.t, "saved") > 0 {
			w.core.Step(w.now, ev)
		}
	}
	for _, id := range w.core.Changes().Gone {
		if !w.final[id] {
			w.t.Fatalf("call %s left without a final record", id)
		}
	}
	w.check()
}

// note remembers what the core asked for, and checks single commands.
func (w *world) note(cmd Command) {
	switch cmd := cmd.(type) {
	case Identify:
		w.calls = append(w.calls, cmd.Call)
	case CreateLeg:
		w.legs = append(w.legs, cmd.Leg)
		w.live[cmd.Leg] = true
	case HangupLeg:
		w.hungUp[cmd.Leg] = true
	case Play:
		w.plays = append(w.plays, cmd)
	case ShowOffer:
		for _, other := range w.core.calls {
			if other.ID != cmd.Call.ID && w.waits(other) && other.Place.Queue == cmd.Call.Place.Queue && byPlace(other, &cmd.Call) < 0 {
				w.t.Fatalf("call %s was overtaken by %s", other.ID, cmd.Call.ID)
			}
		}
	case SaveRecord:
		r := cmd.Record
		if r.End.Class == "" || r.End.Reason == "" || r.Outcome == "" || r.Times.Hangup.IsZero() {
			w.t.Fatalf("record without end: %+v", r)
		}
		if w.final[r.Call] && !cmd.Final {
			w.t.Fatalf("record of %s saved after its final", r.Call)
		}
		w.final[r.Call] = cmd.Final
	}
}

func (w *world) waits(call *Call) bool {
	return call.Phase != Ended && !call.Place.Entered.IsZero() && call.Offer == nil && call.Talk == nil && !w.core.down[call.Node]
}

// check holds what must be true between any two steps.
func (w *world) check() {
	if n := w.core.Illegal(); n != 0 {
		w.t.Fatalf("%d illegal moves", n)
	}
	bound := map[agent.ID]CallID{}
	for _, call := range w.core.calls {
		w.checkCall(call, bound)
	}
	for id, a := range w.core.agents {
		w.checkAgent(a, bound[id])
	}
	if at, ok := w.core.Deadline(); ok && !at.After(w.now) {
		w.t.Fatalf("deadline %s has passed and did not fire", at)
	}
}

func (w *world) checkCall(call *Call, bound map[agent.ID]CallID) {
	if call.Offer != nil && call.Talk != nil {
		w.t.Fatalf("call %s is offered and talks", call.ID)
	}
	for _, who := range []agent.ID{offered(call), talking(call)} {
		if who == "" {
			continue
		}
		if other, twice := bound[who]; twice {
			w.t.Fatalf("agent %s is bound to %s and %s", who, other, call.ID)
		}
		bound[who] = call.ID
	}
	room := w.core.room(call.Place.Queue)
	in := slices.Contains(room.waiting.items, call)
	if in != w.waits(call) {
		w.t.Fatalf("call %s in %s: stands in line %v, waits %v", call.ID, call.Phase, in, w.waits(call))
	}
	if w.waits(call) {
		for _, a := range w.core.agents {
			if a.Able() && a.Serves(call.Place.Queue) {
				w.t.Fatalf("call %s waits while %s is able", call.ID, a.ID)
			}
		}
	}
}

func offered(call *Call) agent.ID {
	if call.Offer == nil {
		return ""
	}
	return call.Offer.Agent
}

func talking(call *Call) agent.ID {
	if call.Talk == nil || call.Phase != Talking {
		return ""
	}
	return call.Talk.Agent
}

func (w *world) checkAgent(a *agent.Agent, call CallID) {
	if a.State.Bound() != (call != "") {
		w.t.Fatalf("agent %s is %s, bound to %q", a.ID, a.State, call)
	}
	if a.State.Bound() && a.Contact.Call != string(call) {
		w.t.Fatalf("agent %s has call %s, is bound to %s", a.ID, a.Contact.Call, call)
	}
	if a.State == agent.WrapUp && w.core.calls[CallID(a.Contact.Call)] == nil {
		w.t.Fatalf("agent %s wraps up a call that is gone", a.ID)
	}
	leg := LegID(a.Contact.Leg)
	if leg != "" && call == "" && w.live[leg] && !w.hungUp[leg] {
		w.t.Fatalf("agent %s is free but the phone's leg %s was never hung up", a.ID, leg)
	}
}

// TestRestore checks that what is saved and read again is the same.
func TestRestore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			w.step(w.draw())
		}
		want := w.core.Snapshot()
		saved, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Update
		if err := json.Unmarshal(saved, &got); err != nil {
			t.Fatal(err)
		}
		for i := range want.Queues {
			want.Queues[i].day = time.Time{}
		}
		if !reflect.DeepEqual(got.Calls, want.Calls) || !reflect.DeepEqual(got.Agents, want.Agents) || !reflect.DeepEqual(got.Queues, want.Queues) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}
