package queue

import (
	"slices"
	"time"

	"pgregory.net/rapid"
)

// withEmergencies makes one hotline an emergency line at random, and lets keys
// lead to the lane.
func withEmergencies(t *rapid.T, center *Center) {
	center.Emergency = Emergency{
		Queues:   rapid.SampledFrom([][]string{nil, {"repairs"}, {"owners", "repairs"}}).Draw(t, "emergency queues"),
		Escalate: rapid.SampledFrom([]time.Duration{0, 3 * time.Second, 15 * time.Second}).Draw(t, "escalate"),
		Duty:     rapid.SampledFrom([]string{"night", ""}).Draw(t, "emergency duty"),
	}
	if rapid.IntRange(0, 2).Draw(t, "emergency line") == 0 {
		center.Hotlines[1].Emergency = true
	}
}

// checkUrgent checks a call of the emergency lane.
func (w *world) checkUrgent(call *Call) {
	if !call.urgent() || w.core.down[call.Node] {
		return
	}
	waits := call.inLine() || len(call.Offers) > 0 && call.Talk == nil
	if call.Phase == Ended || !waits {
		if !call.Due[TimerEscalate].IsZero() {
			w.t.Fatalf("call %s in %s still goes to the duty phones", call.ID, call.Phase)
		}
		return
	}
	if call.Detour != nil {
		w.t.Fatalf("emergency %s is on the detour %+v", call.ID, call.Detour)
	}
	l := w.core.emergency
	if l == nil || slices.Contains(l.waiting.items, call) == slices.Contains(l.ringing.items, call) {
		w.t.Fatalf("emergency %s in %s does not stand in its lane once", call.ID, call.Phase)
	}
	w.checkHelp(call, l)
	duty := call.rings(ForDuty) || !call.Due[TimerEscalate].IsZero()
	if !call.Urgent.Escalated.IsZero() && len(w.core.dutyPhones()) > 0 && !duty {
		w.t.Fatalf("emergency %s was given up by the duty phones", call.ID)
	}
}

// checkHelp holds that no agent is free, or rung for somebody else, while an
// emergency has nobody, and that somebody is rung if nobody is on duty.
func (w *world) checkHelp(call *Call, l *lane) {
	if call.rings(ForQueue) {
		return
	}
	for _, a := range w.core.agents {
		if _, takes := l.need.takes(a); !takes {
			continue
		}
		other := w.core.calls[CallID(a.Contact.Call)]
		if a.Able() || other != nil && other.rings(ForQueue) && other.OfferTo(a.ID) != nil && !other.urgent() && !w.core.down[other.Node] {
			w.t.Fatalf("emergency %s has nobody while agent %s is %s with %q", call.ID, a.ID, a.State, a.Contact.Call)
		}
	}
	if !w.core.anybodyFor(l) && len(w.core.dutyPhones()) > 0 && call.Urgent.Escalated.IsZero() {
		w.t.Fatalf("nobody is on duty, and emergency %s is not taken to the duty phones", call.ID)
	}
}
