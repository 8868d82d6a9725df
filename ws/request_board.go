package ws

import (
	"strings"
	"time"

	"thirdring/queue"
)

// What a supervisor changes while callers wait.

// supervisors is a wish that only a supervisor may have.
func supervisors(ok bool, event maker) (wish, bool) {
	return wish{event: event, supervisor: true}, ok
}

func callMoveUp(d CallMoveUp) (wish, bool) {
	return supervisors(isID(string(d.Call)), func(who Identity, req queue.RequestID) queue.Event {
		return queue.MoveUpInLine{Req: req, Call: d.Call, By: who.User, ToHead: d.Head}
	})
}

func callMoveQueue(d CallMoveQueue) (wish, bool) {
	return supervisors(isID(string(d.Call)) && isID(d.Queue), func(who Identity, req queue.RequestID) queue.Event {
		return queue.MoveToQueue{Req: req, Call: d.Call, By: who.User, Queue: d.Queue}
	})
}

// callGive leaves it to the core to refuse a limit, because a person may type
// that; one that no duration can hold is the page's mistake.
func callGive(d CallGive) (wish, bool) {
	sane := d.LimitS >= 0 && d.LimitS <= (24*time.Hour).Seconds()
	return supervisors(isID(string(d.Call)) && isText(string(d.Agent), maxID) && sane, func(who Identity, req queue.RequestID) queue.Event {
		return queue.GiveToAgent{
			Req: req, Call: d.Call, By: who.User, Agent: d.Agent, Limit: time.Duration(d.LimitS * float64(time.Second)),
		}
	})
}

func callbackCancel(d CallRef) (wish, bool) {
	return supervisors(isID(string(d.Call)), func(who Identity, req queue.RequestID) queue.Event {
		return queue.CancelCallback{Req: req, Call: d.Call, By: who.User}
	})
}

func callbackNow(d CallRef) (wish, bool) {
	return supervisors(isID(string(d.Call)), func(who Identity, req queue.RequestID) queue.Event {
		return queue.CallBackNow{Req: req, Call: d.Call, By: who.User}
	})
}

func agentQueues(d AgentQueues) (wish, bool) {
	return supervisors(isID(string(d.Agent)) && isID(d.Queue), func(who Identity, req queue.RequestID) queue.Event {
		return queue.SignQueue{Req: req, Agent: d.Agent, By: who.User, Queue: d.Queue, In: d.In}
	})
}

func incidentSet(d IncidentSet) (wish, bool) {
	prompt := strings.TrimSpace(d.Prompt)
	return supervisors(d.sane() && isID(prompt) && isPlausible(d.Until), func(who Identity, req queue.RequestID) queue.Event {
		return queue.SetIncident{
			Req: req, Project: d.Project, Building: d.Building, Prompt: prompt, Until: d.Until, By: who.User,
		}
	})
}

func incidentClear(d IncidentPlace) (wish, bool) {
	return supervisors(d.sane(), func(who Identity, req queue.RequestID) queue.Event {
		return queue.SetIncident{Req: req, Project: d.Project, Building: d.Building, By: who.User}
	})
}

// sane leaves an empty project to the core to refuse.
func (p IncidentPlace) sane() bool { return isText(p.Project, maxID) && isText(p.Building, maxID) }
