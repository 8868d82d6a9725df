package queue

// notePromised keeps the books of what is owed, by the rows alone. Rows are saved
// more than once.
func (w *world) notePromised(r Record) {
	switch p := r.Callback; {
	case p.Of == "":
	case p.Last:
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
