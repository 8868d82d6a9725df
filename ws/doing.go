package ws

import (
	"slices"

	"thirdring/agent"
	"thirdring/queue"
)

// doingChanged tells supervisors which of the call's agents confer or call
// out, which their states do not say.
func (f *floor) doingChanged(call *queue.Call) {
	ids := people(call)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if a, ok := f.agents[id]; ok && f.noteDoing(a) && f.filled {
			f.tellAgent(a)
		}
	}
}

// noteDoing reports whether what the agent does has changed.
func (f *floor) noteDoing(a agent.Agent) bool {
	now := f.doingOf(a)
	if now == f.doing[a.ID] {
		return false
	}
	if f.doing[a.ID] = now; now == "" {
		delete(f.doing, a.ID)
	}
	return true
}

func (f *floor) doingOf(a agent.Agent) Doing {
	call, ok := f.calls[queue.CallID(a.Contact.Call)]
	if !ok || a.State != agent.Reserved && a.State != agent.Talking {
		return ""
	}
	if confers(&call, a.ID) {
		return DoingConsult
	}
	if call.Record.Direction == queue.Outbound {
		return DoingOutbound
	}
	return ""
}

// confers reports whether the agent consults somebody, or is consulted.
func confers(call *queue.Call, id agent.ID) bool {
	n := len(call.Record.Transfers)
	if n == 0 {
		return false
	}
	last := call.Record.Transfers[n-1]
	return last.Result == "" && last.Kind != queue.Blind &&
		(last.By == id || last.To == queue.Target{Kind: queue.ToAgent, ID: string(id)})
}
