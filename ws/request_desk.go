package ws

import (
	"thirdring/agent"
	"thirdring/queue"
)

// What an agent asks for beside the calls: states and telephones.

func stateSet(d StateSet) (wish, bool) {
	return wish{event: func(who Identity, req queue.RequestID) queue.Event {
		return queue.SetState{Req: req, Agent: who.Agent, State: d.State, Reason: d.Reason, By: string(who.Agent)}
	}}, isID(string(d.State)) && isText(string(d.Reason), maxID)
}

func deviceSet(d Device) (wish, bool) {
	return wish{event: func(who Identity, req queue.RequestID) queue.Event {
		return queue.SetDevice{Req: req, Agent: who.Agent, Device: agent.Device{Kind: d.Kind, Number: d.Number}}
	}}, isID(string(d.Kind)) && isText(d.Number, maxNumber)
}

func phoneBack(d PhoneBack) (wish, bool) {
	return wish{event: func(who Identity, req queue.RequestID) queue.Event {
		return queue.PhoneBack{Req: req, Agent: who.Agent, Alive: d.Alive}
	}}, true
}

func breakDecide(d BreakDecide) (wish, bool) {
	return wish{supervisor: true, event: func(who Identity, req queue.RequestID) queue.Event {
		return queue.DecideBreak{Req: req, Agent: d.Agent, By: who.User, Grant: d.Grant}
	}}, isID(string(d.Agent))
}
