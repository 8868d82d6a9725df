package web

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
)

// Decision is why an agent got a call, as the journal has it.
type Decision struct {
	At time.Time
	queue.Explain
}

// Journal is what was decided about calls.
type Journal interface {
	// Decisions are those about a call between two times, oldest first.
	Decisions(ctx context.Context, call queue.CallID, from, to time.Time) ([]Decision, error)
}

// decisionView is one choice of an agent for the call.
type decisionView struct {
	At        time.Time         `json:"at"`
	Agent     agent.ID          `json:"agent"`
	AgentName string            `json:"agent_name"`
	Rule      string            `json:"rule" doc:"A strategy, same_agent, or given by a supervisor."`
	Ready     int               `json:"ready" doc:"Agents who could have had the call, this one included."`
	IdleS     float64           `json:"idle_s" doc:"How long the agent had been idle."`
	WaitedS   float64           `json:"waited_s" doc:"How long the caller had waited."`
	Behind    int               `json:"behind" doc:"Callers who waited behind."`
	Rung      int               `json:"rung,omitempty" doc:"Telephones that rang at once for the call; missing: this one alone."`
	Result    queue.OfferResult `json:"result,omitempty" doc:"What became of it; missing while the telephone rings."`
	Others    []passedView      `json:"others" doc:"Some who did not get the call, at most 20."`
}

type passedView struct {
	Agent     agent.ID     `json:"agent"`
	AgentName string       `json:"agent_name"`
	Why       queue.WhyNot `json:"why"`
}

type decisionsOutput struct {
	Body struct {
		Call      queue.CallID   `json:"call"`
		Decisions []decisionView `json:"decisions"`
		Forgotten bool           `json:"forgotten,omitempty" doc:"The journal does not reach back to the call."`
	}
}

func (s *Server) decisionRoutes() {
	if s.opts.Journal == nil {
		return
	}
	serve(s, route{
		method: http.MethodGet, path: "/api/calls/{id}/decisions", summary: "Why the call was offered to whom, and not to others",
		roles: []Role{Supervisor, QA, Manager, Admin},
	}, s.decisions)
}

func (s *Server) decisions(ctx context.Context, in *callInput) (*decisionsOutput, error) {
	began, offers, err := s.offersOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &decisionsOutput{}
	out.Body.Call, out.Body.Decisions = in.ID, []decisionView{}
	if len(offers) == 0 {
		return out, nil // nobody was chosen: the journal need not be read
	}
	last := offers[len(offers)-1].at
	found, err := s.opts.Journal.Decisions(ctx, in.ID, began.Add(-slack), last.Add(slack))
	if err != nil {
		return nil, err
	}
	names := s.agentNames()
	for _, d := range found {
		out.Body.Decisions = append(out.Body.Decisions, viewDecision(d, offers, names))
	}
	out.Body.Forgotten = len(found) == 0
	return out, nil
}

// slack is how far the journal's clock, which is that of the writing, may be
// from the call's.
const slack = time.Minute

// offer is an agent's telephone that was rung for a caller of a queue.
type offer struct {
	agent  agent.ID
	at     time.Time
	result queue.OfferResult
}

// offersOf are those of a live call, or of a row of the register.
func (s *Server) offersOf(ctx context.Context, id queue.CallID) (began time.Time, offers []offer, err error) {
	for _, call := range s.opts.Board.Snapshot().Calls {
		if call.ID != id {
			continue
		}
		for _, try := range call.Record.Offers {
			offers = append(offers, offer{try.Agent, try.At, try.Result})
		}
		return call.Record.Times.Ring, offers, nil
	}
	row, err := s.opts.Register.Get(ctx, id, record.Masked)
	if err != nil {
		return began, nil, err
	}
	for _, try := range row.Offers {
		offers = append(offers, offer{try.Agent, try.At, try.Result})
	}
	return row.Ring, offers, nil
}

func (s *Server) agentNames() map[agent.ID]string {
	names := map[agent.ID]string{}
	for _, a := range s.opts.Board.Snapshot().Agents {
		names[a.ID] = a.Name
	}
	for _, a := range s.opts.Center().Agents {
		names[a.ID] = a.Name
	}
	return names
}

func viewDecision(d Decision, offers []offer, names map[agent.ID]string) decisionView {
	named := func(id agent.ID) string { return cmp.Or(names[id], string(id)) }
	view := decisionView{
		At: d.At, Agent: d.Agent, AgentName: named(d.Agent), Rule: d.Rule, Ready: d.Ready,
		IdleS: d.Idle.Seconds(), WaitedS: d.Waited.Seconds(), Behind: d.Behind, Rung: d.Rung, Others: []passedView{},
	}
	for _, o := range offers {
		if o.agent == d.Agent && o.at.Sub(d.At).Abs() < 2*time.Millisecond {
			view.Result = o.result
		}
	}
	for _, other := range d.Others {
		view.Others = append(view.Others, passedView{other.Agent, named(other.Agent), other.Why})
	}
	return view
}
