package queue

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// TestInvariants feeds random events, likely and unlikely ones, and checks
// after each what must always hold. `make soak` plays more than a million.
func TestInvariants(t *testing.T) {
	events, commands := 0, 0
	defer func() { t.Logf("%d events, %d commands", events, commands) }()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		defer func() { events, commands = events+w.events, commands+w.commands }()
		w.begin()
		for range rapid.SampledFrom([]int{5, 20, 60, 200}).Draw(t, "steps") {
			w.step(w.draw())
		}
		w.closeDown()
	})
}

// closeDown lets everybody hang up and time pass: nothing may be left.
func (w *world) closeDown() {
	for _, node := range []string{"ast1", "ast2"} {
		if w.core.down[node] {
			w.step(w.resync(node))
		}
	}
	for range 10 {
		for _, leg := range w.legs {
			if _, live := w.live[leg]; live {
				delete(w.live, leg)
				w.step(LegGone{leg, 16})
			}
		}
		for _, ev := range w.unsaved {
			w.step(ev)
		}
		w.unsaved = nil
		for _, call := range w.core.ordered() {
			w.step(CancelCallback{Call: call.ID, By: "boss"})
		}
		w.now = w.now.Add(16 * time.Second)
		w.step(Woke{})
	}
	if len(w.core.calls)+len(w.core.legs) > 0 {
		w.t.Fatalf("left over: %d calls, legs %v", len(w.core.calls), w.core.legs)
	}
	for _, a := range w.core.agents {
		if a.Contact != (agent.Contact{Node: a.Contact.Node}) || a.State.Bound() || a.State == agent.WrapUp {
			w.t.Fatalf("agent %s is kept: %s %+v", a.ID, a.State, a.Contact)
		}
	}
	for _, room := range w.core.queues {
		if f := room.snapshot(); f.Waiting != 0 || f.LateNow != 0 || !f.Oldest.IsZero() {
			w.t.Fatalf("figures of an empty queue: %+v", f)
		}
	}
}

func (w *world) step(ev Event) {
	_, breaks := ev.(NodeLost)
	w.events++
	for _, cmd := range w.core.Step(w.now, ev) {
		w.note(cmd, breaks)
	}
	for _, id := range w.core.Changes().Gone {
		if !w.final[id] {
			w.t.Fatalf("call %s left without a final record", id)
		}
	}
	w.check()
}

// note remembers what the core asked for, and checks single commands. What was
// due may have been asked for before the connection broke in the same step.
func (w *world) note(cmd Command, breaks bool) {
	w.commands++
	w.expect(cmd)
	w.move(cmd)
	switch cmd := cmd.(type) {
	case Identify:
		w.calls = append(w.calls, cmd.Call)
	case CreateLeg:
		if (cmd.Agent == "") != (cmd.Number != "") {
			w.t.Fatalf("a leg to nobody: %+v", cmd)
		}
		w.born(LiveLeg{Leg: cmd.Leg}, cmd.Node)
		if w.core.down[cmd.Node] && !breaks {
			w.t.Fatalf("a phone is called on %s, which is away", cmd.Node)
		}
	case Connect:
		if cmd.Recording != "" {
			w.records = append(w.records, cmd.Recording)
		}
	case RecordLeg:
		w.records = append(w.records, cmd.Recording)
		if call := w.core.calls[cmd.Call]; call.Caller.Music || w.in[cmd.Leg] != "" {
			w.t.Fatalf("a message is recorded over music or in a bridge: %+v", cmd)
		}
	case DialLeg:
		w.noteDialled(cmd)
	case HangupLeg:
		w.hungUp[cmd.Leg] = true
	case Play:
		w.plays = append(w.plays, cmd)
	case ShowOffer:
		for _, other := range w.core.calls {
			if w.overtakes(cmd, other) {
				w.t.Fatalf("call %s was overtaken by %s", other.ID, cmd.Call.ID)
			}
		}
	case SaveRecord:
		w.noteRecord(cmd)
	}
}

// overtakes reports whether an offer to an agent who could have taken the other
// call, which comes before it, was made in this step.
func (w *world) overtakes(cmd ShowOffer, other *Call) bool {
	call := cmd.Call
	if !call.Record.Times.Person.IsZero() || call.Caller.ID != "" && call.Callback != nil || call.Place.given() || other.ID == call.ID || !w.waits(other) || !w.isNew(cmd) {
		return false
	}
	if o := call.offerOn(cmd.Leg); o == nil || o.For != ForQueue {
		return false
	}
	if call.urgent() || !other.urgent() && (other.Place.Queue != call.Place.Queue || byPlace(other, &call) > 0) {
		return false
	}
	_, takes := w.core.laneOf(other, w.core.room(other.Place.Queue)).need.takes(w.core.agents[cmd.Agent])
	return takes
}

// isNew reports whether the offer was made in this step: a Resync shows old
// ones again.
func (w *world) isNew(cmd ShowOffer) bool {
	o := cmd.Call.offerOn(cmd.Leg)
	return o != nil && o.At.Equal(w.now) && !o.Created
}

func (w *world) noteRecord(cmd SaveRecord) {
	r := cmd.Record
	if r.End.Class == "" || r.End.Reason == "" || r.Outcome == "" || r.Times.Hangup.IsZero() {
		w.t.Fatalf("record without end: %+v", r)
	}
	if r.Times.Answer.After(r.Times.Hangup) || r.Times.Connect.After(r.Times.Hangup) {
		w.t.Fatalf("record whose times are not in order: %+v", r.Times)
	}
	for _, h := range r.Holds {
		if h.To.IsZero() {
			w.t.Fatalf("record with an open hold: %+v", r)
		}
	}
	w.checkBooks(r)
	w.notePromised(r)
	if w.final[r.Call] && !cmd.Final {
		w.t.Fatalf("record of %s saved after its final", r.Call)
	}
	if cmd.Final && !r.recorded() {
		w.t.Fatalf("final record that does not know its recordings: %+v", r)
	}
	if r.Direction == Outbound && !r.Times.QueueIn.IsZero() {
		w.t.Fatalf("outbound call in the queue's figures: %+v", r)
	}
	w.final[r.Call] = cmd.Final
	w.unsaved = append(w.unsaved, RecordSaved{r.Call, cmd.Final})
}

func (w *world) waits(call *Call) bool { return call.inLine() && !w.core.cutOff(call) }

// check holds what must be true between any two steps.
func (w *world) check() {
	if n := w.core.Illegal(); n != 0 {
		w.t.Fatalf("%d illegal moves", n)
	}
	bound := map[agent.ID]CallID{}
	for _, call := range w.core.calls {
		w.checkCall(call, bound)
	}
	w.checkBridges()
	w.checkLanes()
	w.checkLines()
	w.checkOwed()
	for id, a := range w.core.agents {
		w.checkAgent(a, bound[id])
	}
	if problem := w.figures(); problem != "" {
		w.t.Fatal(problem)
	}
	for id, who := range w.core.legs {
		if w.core.calls[who.call] == nil && who.again.IsZero() && !w.core.down[who.node] {
			w.t.Fatalf("leg %s belongs to no call and was not hung up", id)
		}
	}
	if at, ok := w.core.Deadline(); ok && !at.After(w.now) {
		w.t.Fatalf("deadline %s has passed and did not fire", at)
	}
}

func (w *world) checkCall(call *Call, bound map[agent.ID]CallID) {
	if call.rings(ForQueue) && call.Talk != nil {
		w.t.Fatalf("call %s is offered and talks", call.ID)
	}
	w.checkWrap(&call.Record)
	w.checkOutbound(call)
	w.checkPlace(call)
	w.checkRings(call)
	w.checkUrgent(call)
	w.checkLost(call)
	w.checkDetour(call)
	w.checkSurvey(call)
	w.checkCallback(call)
	if call.Phase == Transferring {
		w.checkTransfer(call)
	}
	for _, who := range append(offered(call), talking(call), consulted(call)) {
		if who == "" {
			continue
		}
		if other, twice := bound[who]; twice {
			w.t.Fatalf("agent %s is bound to %s and %s", who, other, call.ID)
		}
		bound[who] = call.ID
	}
	room := w.core.room(call.Place.Queue)
	l := w.core.laneOf(call, room)
	in, away := l != nil && slices.Contains(l.waiting.items, call), slices.Contains(room.away.items, call)
	if in != w.waits(call) || away != (call.inLine() && !w.waits(call)) {
		w.t.Fatalf("call %s in %s: stands in line %v, in the one of those away %v, waits %v", call.ID, call.Phase, in, away, w.waits(call))
	}
	if call.Phase != Ended && room.removed {
		w.t.Fatalf("call %s is left in queue %s, which was removed", call.ID, room.config.ID)
	}
	if w.waits(call) {
		for _, a := range w.core.agents {
			if _, takes := l.need.takes(a); takes && a.Able() {
				w.t.Fatalf("call %s waits while %s is able", call.ID, a.ID)
			}
		}
	}
}

// figures compares what is counted step by step with the calls.
func (w *world) figures() (problem string) {
	late, waiting := map[string]int{}, map[string]int{}
	for _, call := range w.core.calls {
		q := call.Place.Queue
		if call.inLine() {
			waiting[q]++
		}
		if call.Place.Late {
			late[q]++
		}
	}
	for id, room := range w.core.queues {
		f := room.snapshot()
		if f.LateNow != late[id] || f.Waiting != waiting[id] {
			return fmt.Sprintf("queue %s: late %d, really %d; waiting %d, really %d", id, f.LateNow, late[id], f.Waiting, waiting[id])
		}
		if f.Waiting > 0 && f.Oldest.IsZero() {
			return fmt.Sprintf("queue %s: %d wait, but since nobody knows when", id, f.Waiting)
		}
	}
	return ""
}

func offered(call *Call) (to []agent.ID) {
	for _, o := range call.Offers {
		if o.For != ForBack { // who talks already
			to = append(to, o.Agent)
		}
	}
	return to
}

func talking(call *Call) agent.ID {
	if call.Talk == nil || call.Phase != Talking && call.Phase != Dialling {
		return ""
	}
	return call.Talk.Agent
}

func consulted(call *Call) agent.ID {
	if call.Talk == nil || call.Talk.Third == nil {
		return ""
	}
	return call.Talk.Third.Agent
}

func (w *world) checkAgent(a *agent.Agent, call CallID) {
	w.checkDesk(a)
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
	if _, known := w.core.legs[leg]; leg != "" && !known {
		w.t.Fatalf("agent %s is kept by the leg %s, which nobody knows", a.ID, leg)
	}
	if _, live := w.live[leg]; leg != "" && call == "" && live && !w.hungUp[leg] && !w.core.givingAway(a) {
		w.t.Fatalf("agent %s is free but the phone's leg %s was never hung up", a.ID, leg)
	}
}

// TestRestore checks that what is saved and read again is the same.
func TestRestore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.begin()
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
		if !reflect.DeepEqual(got.Calls, want.Calls) || !reflect.DeepEqual(got.Agents, want.Agents) || !reflect.DeepEqual(got.Queues, want.Queues) || !reflect.DeepEqual(got.Incidents, want.Incidents) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}
