package queue

import (
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// deskEvent is what an agent or a supervisor decides beside the conversation.
func (w *world) deskEvent(name agent.ID, call CallID) Event {
	switch rapid.IntRange(0, 4).Draw(w.t, "desk event") {
	case 0:
		return DecideBreak{Agent: name, By: "boss", Grant: rapid.Bool().Draw(w.t, "grant")}
	case 1:
		return SetDevice{Agent: name, Device: rapid.SampledFrom([]agent.Device{
			{Kind: agent.DeskPhone}, {Kind: agent.PagePhone}, {Kind: agent.OutsidePhone, Number: "13900001111"}, {Kind: agent.OutsidePhone},
		}).Draw(w.t, "device")}
	case 2:
		return ExtendWrapUp{Agent: name, Call: call}
	default:
		return SaveWrapUp{Agent: name, Call: call, Wrap: Disposition{
			Category:   rapid.SampledFrom([]string{"INQ", "NUL", ""}).Draw(w.t, "category"),
			FollowUpAt: w.now.Add(time.Duration(rapid.IntRange(-1, 1).Draw(w.t, "hours")) * time.Hour),
		}, Done: rapid.Bool().Draw(w.t, "done")}
	}
}

// checkDesk checks what an agent has decided or asked for.
func (w *world) checkDesk(a *agent.Agent) {
	if a.State == agent.SignedOut && a.Asked != (agent.Asked{}) {
		w.t.Fatalf("agent %s has gone and still asks for %s", a.ID, a.Asked.Reason)
	}
	if a.Chosen != (agent.Device{}) && !a.Chosen.Usable() {
		w.t.Fatalf("agent %s has chosen %+v", a.ID, a.Chosen)
	}
	if a.State != agent.WrapUp || a.Contact.WrapUpBy.IsZero() {
		return
	}
	call := w.core.calls[CallID(a.Contact.Call)]
	limit := w.core.room(call.Place.Queue).config.WrapUpLimit()
	if longest := call.overSince(a).Add(limit); call.Phase == Ended && a.Contact.WrapUpBy.After(longest) {
		w.t.Fatalf("wrap-up of agent %s lasts till %s, later than %s", a.ID, a.Contact.WrapUpBy, longest)
	}
}
