package switchboard

import (
	"log/slog"
	"maps"
	"slices"
	"sync"

	"thirdring/agent"
	"thirdring/queue"
)

// board mirrors the core for readers in other goroutines.
type board struct {
	mu     sync.RWMutex // guards all below
	last   queue.Update // of the latest what it has in full: Seq, At, Incidents, Proposals
	calls  map[queue.CallID]queue.Call
	agents map[agent.ID]agent.Agent
	queues map[string]queue.Figures
}

func newBoard() *board {
	return &board{
		calls:  map[queue.CallID]queue.Call{},
		agents: map[agent.ID]agent.Agent{},
		queues: map[string]queue.Figures{},
	}
}

// apply takes in what changed and logs one line per change of phase, so that
// one call greps to one page.
func (b *board) apply(u queue.Update, log *slog.Logger) {
	for _, call := range u.Calls {
		if b.calls[call.ID].Phase != call.Phase { // only Run writes, so that it may read without the lock
			logPhase(log, call)
		}
	}
	for _, id := range u.Gone {
		log.Info("call finished", "call", id)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last = queue.Update{Seq: u.Seq, At: u.At, Incidents: u.Incidents, Proposals: u.Proposals}
	for _, call := range u.Calls {
		b.calls[call.ID] = call
	}
	for _, id := range u.Gone {
		delete(b.calls, id)
	}
	for _, a := range u.Agents {
		b.agents[a.ID] = a
	}
	for _, f := range u.Queues {
		b.queues[f.Queue] = f
	}
}

func logPhase(log *slog.Logger, call queue.Call) {
	attrs := []any{"call", call.ID, "phase", call.Phase, "queue", call.Place.Queue}
	switch {
	case len(call.Offers) > 0:
		for _, o := range call.Offers {
			attrs = append(attrs, "agent", o.Agent, "leg", o.Leg)
		}
	case call.Talk != nil:
		attrs = append(attrs, "agent", call.Talk.Agent, "leg", call.Talk.Leg)
	}
	if call.Phase == queue.Ended {
		end := call.Record.End
		attrs = append(attrs, "outcome", call.Record.Outcome, "class", end.Class, "reason", end.Reason)
	}
	log.Info("call phase", attrs...)
}

func (b *board) snapshot() queue.Update {
	b.mu.RLock()
	defer b.mu.RUnlock()
	u := b.last
	for _, id := range slices.Sorted(maps.Keys(b.calls)) {
		u.Calls = append(u.Calls, b.calls[id])
	}
	for _, id := range slices.Sorted(maps.Keys(b.agents)) {
		u.Agents = append(u.Agents, b.agents[id])
	}
	for _, id := range slices.Sorted(maps.Keys(b.queues)) {
		u.Queues = append(u.Queues, b.queues[id])
	}
	return u
}
