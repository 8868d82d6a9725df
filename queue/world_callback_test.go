package queue

import (
	"slices"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// blinking is open every other minute: so night falls often.
func blinking() Schedule {
	var hours []Hours
	for at := Clock(0); at < 24*60; at += 2 {
		hours = append(hours, Hours{at, at + 1})
	}
	return Schedule{ID: "blinks", Week: everyDay(hours...)}
}

// begin draws what is going on at first.
func (w *world) begin() {
	switch rapid.IntRange(0, 3).Draw(w.t, "beginning") {
	case 1:
		w.converse()
	case 2:
		w.rush()
	case 3:
		w.promised()
	}
}

// promised lets two callers ask to be called back before an agent is free.
func (w *world) promised() {
	for _, a := range w.names {
		w.step(SetState{Agent: a, State: agent.Break, Reason: "rest"})
	}
	for i, leg := range []LegID{"bob", "cem"} {
		from := []string{"13800001234", "13800001235"}[i]
		w.born(LiveLeg{Leg: leg, Inbound: true, Up: true, From: from, To: "4008001234"}, "ast1")
		w.step(CallArrived{Leg: leg, Node: "ast1", From: from, To: "4008001234", Up: true})
		w.step(LegDigit{leg, "1"})
	}
	w.answers = nil
	for _, a := range w.names {
		w.step(SetState{Agent: a, State: agent.Ready})
	}
}

// noteDialled holds that no customer is called back while the hotline is closed.
func (w *world) noteDialled(cmd DialLeg) {
	call := w.core.calls[cmd.Call]
	if call == nil || !call.rings(ForCallback) {
		return
	}
	if w.core.closed(w.core.hotline(call.Record.Hotline)) {
		w.t.Fatalf("call %s is dialled while the hotline is closed", call.ID)
	}
}

// notePromised keeps the books of what is owed, by the rows alone. Rows are saved
// more than once.
func (w *world) notePromised(r Record) {
	switch p := r.Callback; {
	case p.Of == "":
	case p.Last:
		if kept := !r.Times.Person.IsZero() || r.End.Reason == EndDeclined || r.End.Reason == EndRangAgain; kept != p.Reached {
			w.t.Fatalf("the promise of call %s is kept: %v, but it ended by %+v", p.Of, p.Reached, r.End)
		}
		w.owed[p.Of] = false
	case r.End.Reason == EndPromised && r.Call == p.Of:
		_, known := w.owed[p.Of]
		w.owed[p.Of] = w.owed[p.Of] || !known
	}
}

// checkOwed holds that who was promised a call has exactly one call that keeps
// it: a promise in line or resting, an attempt, or the customer's own.
func (w *world) checkOwed() {
	keeping := map[CallID]int{}
	for _, call := range w.core.calls {
		if of := call.Record.Callback.Of; of != "" && call.Phase != Ended {
			keeping[of]++
		}
	}
	for of, n := range keeping {
		if n > 1 {
			w.t.Fatalf("the promise of call %s is kept by %d calls", of, n)
		}
	}
	for of, owed := range w.owed {
		if owed && keeping[of] != 1 {
			w.t.Fatalf("the promise of call %s is forgotten", of)
		}
	}
}

// checkCallback checks a call that was promised.
func (w *world) checkCallback(call *Call) {
	attempt := call.rings(ForCallback)
	if attempt != (call.Phase == CallingBack) || attempt && len(call.Offers) != 1 {
		w.t.Fatalf("call %s in %s is called back: %+v", call.ID, call.Phase, call.Offers)
	}
	if call.Phase != Promised && call.Phase != CallingBack {
		return
	}
	if call.Caller.ID != "" || !call.Place.Counted || call.Callback.Number == "" {
		w.t.Fatalf("promise %s in %s: %+v", call.ID, call.Phase, call)
	}
	if call.Phase == Promised && (call.Node != "" || !call.inLine() && !call.rests() || call.rests() && call.Due[TimerRetry].IsZero()) {
		w.t.Fatalf("promise %s waits for nothing: %+v", call.ID, call)
	}
	if call.Phase == Promised {
		w.checkNight(call)
	}
	if attempt && call.Offers[0].Agent == "" && call.Offers[0].Asked == "" {
		w.t.Fatalf("a customer is called back for nobody: %+v", call.Offers[0])
	}
	w.checkKnown(call)
}

// checkKnown holds that a promise is found by its customer's number. While she is
// asked to confirm, another promise may be made to the same number: then only the
// later one is, and when that is over neither.
func (w *world) checkKnown(call *Call) {
	key := "raw " + call.Record.Caller.Raw
	if call.answeredBack() {
		w.twice[key] = true
	}
	if !w.twice[key] && w.core.calls[w.core.promises[key]] == nil {
		w.t.Fatalf("nobody knows the promise %s by %q", call.ID, key)
	}
}

// checkNight holds that a promise is out of line while its hotline is closed,
// and stands there as soon as it may.
func (w *world) checkNight(call *Call) {
	closed := w.core.closed(w.core.hotline(call.Record.Hotline))
	if closed && (!call.Resting() || call.InLine()) {
		w.t.Fatalf("promise %s stands in line while the hotline is closed: %+v", call.ID, call.Callback)
	}
	if call.Resting() && !call.Callback.After.After(w.now) {
		w.t.Fatalf("promise %s rests on at %s: %+v", call.ID, w.now, call.Callback)
	}
	if back := call.Callback; !back.Until.IsZero() && !w.now.Before(back.Until) || back.Spared > maxSpared {
		w.t.Fatalf("promise %s is kept too long at %s: %+v", call.ID, w.now, back)
	}
	if room := w.core.room(call.Place.Queue); slices.Contains(room.away.items, call) && call.Resting() {
		w.t.Fatalf("promise %s rests and waits for a node", call.ID)
	}
}
