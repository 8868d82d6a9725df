package queue

import (
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
)

// The conversations of the world: who is in which bridge, and what people ask
// for while they talk.

// converse lets a caller come and talk to an agent.
func (w *world) converse() {
	w.born(LiveLeg{Leg: "ann", Inbound: true, Up: true}, "ast1")
	w.step(CallArrived{Leg: "ann", Node: "ast1", To: "4008001234", Up: true})
	for len(w.answers) > 0 {
		ev := w.answer()
		if _, hold := ev.(LegHeld); !hold {
			w.step(ev)
		}
	}
}

// rush lets callers come while nobody is there, of whom some ask to be called back
// or press another key, and then the agents.
func (w *world) rush() {
	for _, id := range w.names {
		w.step(SetState{Agent: id, State: agent.Break, Reason: "rest", By: "supervisor"})
	}
	for _, id := range w.names {
		w.step(SignQueue{Agent: id, By: "boss", Queue: rapid.SampledFrom([]string{"owners", "repairs"}).Draw(w.t, "signed in"), In: true})
	}
	for range rapid.IntRange(2, 6).Draw(w.t, "callers") {
		w.now = w.now.Add(time.Second)
		ev := w.arrival().(CallArrived)
		ev.Up = true
		w.step(ev)
		if key := rapid.SampledFrom([]string{"", "", "1", "9"}).Draw(w.t, "key"); key != "" {
			w.step(LegDigit{ev.Leg, key})
		}
	}
	for _, id := range w.names {
		w.now = w.now.Add(400 * time.Millisecond)
		w.step(SetState{Agent: id, State: agent.Ready, By: "supervisor"})
	}
}

// control is what an agent, mostly one who may, asks for in a call.
func (w *world) control() Event {
	calls := w.calls
	if rapid.IntRange(0, 9).Draw(w.t, "any call") > 0 {
		calls = slices.DeleteFunc(slices.Clone(calls), func(id CallID) bool {
			call := w.core.calls[id]
			return call == nil || call.Talk == nil || call.Phase == Ended
		})
	}
	call, _ := pick(w, "controlled call", calls)
	by, _ := pick(w, "controller", w.names)
	if live := w.core.calls[call]; live != nil && live.Talk != nil && rapid.IntRange(0, 9).Draw(w.t, "stranger") > 0 {
		by = live.Talk.Agent
	}
	on := rapid.Bool().Draw(w.t, "on")
	reason := rapid.SampledFrom([]string{"skill", "skill", "skill", ""}).Draw(w.t, "why")
	switch rapid.IntRange(0, 15).Draw(w.t, "control") {
	case 0:
		return Hold{Agent: by, Call: call, Side: rapid.SampledFrom([]Side{SideCustomer, SideThird}).Draw(w.t, "side"), On: on}
	case 1:
		return Swap{Agent: by, Call: call}
	case 2:
		return Conference{Agent: by, Call: call}
	case 3:
		return Mute{Agent: by, Call: call, On: on}
	case 4:
		return SendDigits{Agent: by, Call: call, Digits: "12#"}
	case 5:
		return PauseRecording{Agent: by, Call: call, On: on}
	case 6, 7:
		return Consult{Agent: by, Call: call, To: w.target(), Reason: reason}
	case 8:
		return Transfer{Agent: by, Call: call, To: w.target(), Reason: reason}
	case 9:
		return CompleteTransfer{Agent: by, Call: call}
	case 10:
		return DropThird{Agent: by, Call: call}
	case 11:
		return AskHelp{Agent: by, Call: call, Text: rapid.SampledFrom([]string{"help", ""}).Draw(w.t, "text")}
	case 12:
		name, _ := pick(w, "dialler", w.names)
		return Dial{Agent: name, Number: "13900000001", Purpose: "callback"}
	case 13, 14:
		return SendToSurvey{Agent: by, Call: call}
	default:
		return TakeHelp{Call: call, By: "supervisor"}
	}
}

func (w *world) target() Target {
	name, _ := pick(w, "colleague", w.names)
	return rapid.SampledFrom([]Target{
		{Kind: ToAgent, ID: string(name)},
		{Kind: ToAgent, ID: string(name)},
		{Kind: ToNumber, ID: "13900000000"},
		{Kind: ToDepartment, ID: "works"},
		{Kind: ToQueue, ID: "owners"},
		{Kind: ToQueue, ID: "repairs"},
		{Kind: ToNumber, ID: "x"},
	}).Draw(w.t, "target")
}

// refer is a phone's own wish for a transfer.
func (w *world) refer(leg LegID) Event {
	return LegReferred{leg, w.target().ID}
}

// move follows a command as Asterisk carries it out. On a node that is away
// it does not.
func (w *world) move(cmd Command) {
	on, ok := cmd.(PhoneCommand)
	if !ok {
		return
	}
	if _, node := on.ForCall(); w.core.down[node] {
		return
	}
	switch cmd := cmd.(type) {
	case Connect:
		w.enter(cmd.Bridge, cmd.Caller)
		w.enter(cmd.Bridge, cmd.Agent)
	case JoinLeg:
		w.enter(cmd.Bridge, cmd.Leg)
	case HoldLeg:
		if w.in[cmd.Leg] == cmd.Bridge {
			delete(w.in, cmd.Leg)
		}
	case HangupLeg:
		delete(w.in, cmd.Leg)
	case CloseBridge:
		maps.DeleteFunc(w.in, func(_ LegID, in BridgeID) bool { return in == cmd.Bridge })
	}
}

func (w *world) enter(bridge BridgeID, leg LegID) {
	if _, live := w.live[leg]; live {
		w.in[leg] = bridge
	}
}

// checkBridges holds that those are together, and only those, whom the core
// has talking to each other.
func (w *world) checkBridges() {
	for leg, bridge := range w.in {
		if _, live := w.live[leg]; !live || w.core.down[w.node[leg]] {
			continue
		}
		call := w.core.calls[w.core.legs[leg].call]
		if call == nil || call.Talk == nil || call.Talk.Bridge != bridge || !slices.Contains([]Phase{Talking, Outside, Dialling}, call.Phase) || !call.uses(leg) {
			w.t.Fatalf("leg %s is left in bridge %s", leg, bridge)
		}
	}
	for _, call := range w.core.calls {
		if !w.core.down[call.Node] && (call.Phase == Talking || call.Phase == Outside) {
			w.checkParties(call)
		}
	}
}

func (w *world) checkParties(call *Call) {
	t := call.Talk
	want := map[LegID]bool{call.Caller.ID: !call.Caller.Music, t.Leg: !t.Gone}
	if t.Third != nil {
		want[t.Third.Leg] = !t.Third.Held
	}
	for leg, in := range want {
		if !w.core.legs[leg].again.IsZero() {
			continue // was told to go
		}
		if _, live := w.live[leg]; live && in != (w.in[leg] == t.Bridge) {
			w.t.Fatalf("call %s: leg %s shall be in the bridge: %v, is in %q\n%+v", call.ID, leg, in, w.in[leg], t)
		}
	}
	if (!t.HeldSince.IsZero()) != (call.Caller.Music || t.PhoneHold) && t.LostSince.IsZero() {
		w.t.Fatalf("call %s: held since %v, music %v, held by phone %v", call.ID, t.HeldSince, call.Caller.Music, t.PhoneHold)
	}
	if open := slices.ContainsFunc(call.Record.Holds, func(s Span) bool { return s.To.IsZero() }); open == t.HeldSince.IsZero() {
		w.t.Fatalf("call %s: held since %v, holds %v", call.ID, t.HeldSince, call.Record.Holds)
	}
	if parts := call.Record.Parts; len(parts) == 0 || !parts[len(parts)-1].Span.To.IsZero() || parts[len(parts)-1].Agent.ID != t.Agent {
		w.t.Fatalf("call %s with %q has the parts %+v", call.ID, t.Agent, parts)
	}
	busy := t.Third != nil || call.rings(ForConsult)
	if busy != (call.booked() != nil) {
		w.t.Fatalf("call %s: third party %v, books %+v", call.ID, busy, call.Record.Transfers)
	}
}

// checkTransfer holds that the agent who gave a call away waits for its fate.
func (w *world) checkTransfer(call *Call) {
	o := call.OnlyOffer()
	if o == nil || o.For != ForTransfer && o.For != ForReturn {
		w.t.Fatalf("call %s is transferred to nobody: %+v", call.ID, o)
	}
	if a := w.core.agents[call.Talk.Agent]; o.For == ForTransfer && !w.core.awaits(a, call) {
		w.t.Fatalf("call %s: its agent is %s with %q", call.ID, a.State, a.Contact.Call)
	}
	if (o.For == ForTransfer) != (call.booked() != nil) {
		w.t.Fatalf("call %s: %s, books %+v", call.ID, o.For, call.Record.Transfers)
	}
	if _, live := w.live[call.Caller.ID]; live && w.in[call.Caller.ID] != "" && !w.core.down[call.Node] {
		w.t.Fatalf("call %s is transferred, but still in a bridge", call.ID)
	}
}

// checkBooks holds that a finished call's books are closed.
func (w *world) checkBooks(r Record) {
	for _, p := range r.Parts {
		if p.Span.To.IsZero() {
			w.t.Fatalf("record with an open part: %+v", r.Parts)
		}
		if p.Agent.ID == "" && p.To == (Target{}) {
			w.t.Fatalf("a part of nobody: %+v", r.Parts)
		}
	}
	for _, t := range r.Transfers {
		if t.Result == "" || t.Ended.IsZero() || t.Reason == "" || t.By == "" {
			w.t.Fatalf("transfer without an end: %+v", t)
		}
	}
	for _, recording := range r.recordings() {
		for _, gap := range recording.Gaps {
			if gap.To.IsZero() {
				w.t.Fatalf("recording with an open gap: %+v", recording)
			}
		}
	}
	if last := slices.IndexFunc(r.Parts, func(p Part) bool { return p.Agent.ID == r.Agent.ID }); len(r.Parts) > 0 && last < 0 {
		w.t.Fatalf("%s had no part: %+v", r.Agent.ID, r.Parts)
	}
}
