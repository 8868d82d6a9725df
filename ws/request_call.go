package ws

import (
	"strings"

	"thirdring/queue"
)

// Call control.

// aboutCall is a wish of the agent that needs no more than the call.
func aboutCall(call queue.CallID, event maker) (wish, bool) {
	return wish{event: event}, isID(string(call))
}

func callHangup(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.HangUp{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callSwap(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Swap{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callConference(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Conference{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callComplete(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.CompleteTransfer{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callDrop(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.DropThird{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callSurvey(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.SendToSurvey{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func callMute(d CallSwitch) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Mute{Req: req, Agent: who.Agent, Call: d.Call, On: d.On}
	})
}

func callPause(d CallSwitch) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.PauseRecording{Req: req, Agent: who.Agent, Call: d.Call, On: d.On}
	})
}

func callHold(d CallHold) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Hold{Req: req, Agent: who.Agent, Call: d.Call, Side: d.Side, On: d.On}
	})
	return w, ok && (d.Side == queue.SideCustomer || d.Side == queue.SideThird)
}

const maxDigits = 32

// callDigits leaves it to the core to refuse what is no key, because a person
// may type that; more keys than one sends at a time are the page's mistake.
func callDigits(d CallDigits) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.SendDigits{Req: req, Agent: who.Agent, Call: d.Call, Digits: d.Digits}
	})
	return w, ok && d.Digits != "" && len(d.Digits) <= maxDigits
}

func callConsult(d CallTransfer) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Consult{Req: req, Agent: who.Agent, Call: d.Call, To: target(d.To), Reason: strings.TrimSpace(d.Reason)}
	})
	return w, ok && isTarget(d.To) && isText(d.Reason, maxReason)
}

func callTransfer(d CallTransfer) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.Transfer{Req: req, Agent: who.Agent, Call: d.Call, To: target(d.To), Reason: strings.TrimSpace(d.Reason)}
	})
	return w, ok && isTarget(d.To) && isText(d.Reason, maxReason)
}

func target(t Target) queue.Target { return queue.Target{Kind: t.Kind, ID: strings.TrimSpace(t.ID)} }

func isTarget(t Target) bool {
	switch t.Kind {
	case queue.ToAgent, queue.ToQueue, queue.ToDepartment, queue.ToNumber:
		return isID(t.ID)
	}
	return false
}

func callHelp(d CallHelp) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.AskHelp{Req: req, Agent: who.Agent, Call: d.Call, Text: strings.TrimSpace(d.Text)}
	})
	return w, ok && isText(d.Text, maxHelp)
}

func helpTake(d CallRef) (wish, bool) {
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.TakeHelp{Req: req, Call: d.Call, By: who.User}
	})
	w.supervisor = true
	return w, ok
}
