package queue

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// deskEvent is what an agent or a supervisor decides beside the conversation.
func (w *world) deskEvent(name agent.ID, call CallID) Event {
	switch rapid.IntRange(0, 10).Draw(w.t, "desk event") {
	case 10:
		return SetIncident{
			Project: "翠湖", Building: rapid.SampledFrom([]string{"", "1", "2"}).Draw(w.t, "building"),
			Prompt: rapid.SampledFrom([]string{"", "emergency.notice"}).Draw(w.t, "notice"),
			Until:  w.now.Add(time.Duration(rapid.IntRange(-1, 3).Draw(w.t, "minutes")) * time.Minute), By: "boss",
		}
	case 0:
		return DecideBreak{Agent: name, By: "boss", Grant: rapid.Bool().Draw(w.t, "grant")}
	case 1:
		return SetDevice{Agent: name, Device: rapid.SampledFrom([]agent.Device{
			{Kind: agent.DeskPhone}, {Kind: agent.PagePhone}, {Kind: agent.OutsidePhone, Number: "13900001111"}, {Kind: agent.OutsidePhone},
		}).Draw(w.t, "device")}
	case 2:
		return ExtendWrapUp{Agent: name, Call: call}
	case 3, 4:
		return Dial{Agent: name, Number: "13900002222", Purpose: "callback"}
	case 5, 6, 7, 8:
		return w.pageEvent(name)
	default:
		return SaveWrapUp{Agent: name, Call: call, Wrap: Disposition{
			Category:    rapid.SampledFrom([]string{"INQ", "NUL", ""}).Draw(w.t, "category"),
			SubCategory: rapid.SampledFrom([]string{"装修", ""}).Draw(w.t, "sub-category"),
			FollowUpAt:  w.now.Add(time.Duration(rapid.IntRange(-1, 1).Draw(w.t, "hours")) * time.Hour),
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

// pageEvent is about a page that goes or comes back, mostly one of an agent
// who talks.
func (w *world) pageEvent(name agent.ID) Event {
	talkers := slices.DeleteFunc(slices.Clone(w.names), func(id agent.ID) bool {
		a := w.core.agents[id]
		return a == nil || a.State != agent.Talking
	})
	if id, ok := pick(w, "talker", talkers); ok {
		name = id
	}
	switch rapid.IntRange(0, 3).Draw(w.t, "page") {
	case 0:
		w.step(DesktopState{name, false})
		return PhoneState{Agent: name, Device: agent.PagePhone}
	case 1:
		w.step(PhoneState{Agent: name, Device: agent.PagePhone, Reachable: true})
		return DesktopState{name, true}
	default:
		return PhoneBack{Agent: name, Alive: rapid.Bool().Draw(w.t, "alive")}
	}
}

// onPages gives every agent a page's telephone.
func (w *world) onPages() {
	for _, id := range w.names {
		w.step(PhoneState{Agent: id, Reachable: true, Device: agent.PagePhone})
		w.step(SetDevice{Agent: id, Device: agent.Device{Kind: agent.PagePhone}})
	}
}

// checkLost checks a conversation whose agent's page is awaited.
func (w *world) checkLost(call *Call) {
	if call.Phase != Talking || call.Talk.LostSince.IsZero() {
		if !call.Due[TimerLost].IsZero() {
			w.t.Fatalf("call %s in %s waits for a page that is not lost", call.ID, call.Phase)
		}
		return
	}
	if call.Due[TimerLost].IsZero() {
		w.t.Fatalf("call %s waits for its agent's page for ever", call.ID)
	}
	if call.Talk.Third == nil && call.Talk.HeldSince.IsZero() {
		w.t.Fatalf("the customer of call %s talks to a page that is lost", call.ID)
	}
	if o := call.OnlyOffer(); o != nil && o.For != ForBack {
		w.t.Fatalf("call %s: %+v is rung for a page that is lost", call.ID, o)
	}
}

// checkWrap holds that a registration is called complete only if it is.
func (w *world) checkWrap(r *Record) {
	if d := r.Wrap; d.Complete && (d.Category == "" || d.Category != "NUL" && d.Summary == "" || d.By == "" || d.SavedAt.IsZero()) {
		w.t.Fatalf("complete, and is not: %+v", d)
	}
}

// checkOutbound checks a call that an agent makes.
func (w *world) checkOutbound(call *Call) {
	rings := call.rings(ForDialler) || call.rings(ForCustomer)
	if rings != (call.Phase == Dialling) {
		w.t.Fatalf("call %s in %s is rung: %+v", call.ID, call.Phase, call.Offers)
	}
	if call.Record.Direction == Outbound && call.Callback == nil && call.inLine() && call.Record.Times.Person.IsZero() {
		w.t.Fatalf("a customer who was never reached waits: %s", call.ID)
	}
	if call.Record.Direction == Outbound && !call.Place.Counted && call.Place.Late {
		w.t.Fatalf("outbound call %s is counted late", call.ID)
	}
}
