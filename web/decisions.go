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
	By        string            `json:"by,omitempty" doc:"The supervisor who gave the call to the agent."`
	Stage     int               `json:"stage,omitempty" doc:"How often the search was widened."`
	AheadS    float64           `json:"ahead_s,omitempty" doc:"Waiting time that the caller was spared."`
	For       string            `json:"for,omitempty" doc:"And for what."`
	Asked     *passedView       `json:"asked,omitempty" doc:"The agent who was asked about; why may also be chosen, rung (at once with the one who is named) or not_listed (was not free, the journal does not say why)."`
}

// wayView is how the call came to another queue.
type wayView struct {
	At    time.Time `json:"at"`
	Why   queue.Why `json:"why"`
	Queue string    `json:"queue"`
}

type passedView struct {
	Agent     agent.ID     `json:"agent"`
	AgentName string       `json:"agent_name"`
	Why       queue.WhyNot `json:"why"`
}

type decisionsInput struct {
	ID    queue.CallID `path:"id" maxLength:"64"`
	Agent agent.ID     `query:"agent" maxLength:"64" doc:"Why it did not go to this one."`
}

type decisionsOutput struct {
	Body struct {
		Call      queue.CallID   `json:"call"`
		Callback  bool           `json:"callback,omitempty" doc:"The customer was called back by the queue, as promised."`
		Ways      []wayView      `json:"ways,omitempty" doc:"How the call came to other queues."`
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

func (s *Server) decisions(ctx context.Context, in *decisionsInput) (*decisionsOutput, error) {
	call, err := s.explained(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &decisionsOutput{}
	out.Body.Call, out.Body.Decisions = in.ID, []decisionView{}
	out.Body.Callback, out.Body.Ways = call.callback, call.ways
	offers := call.offers
	if len(offers) == 0 {
		return out, nil // nobody was chosen: the journal need not be read
	}
	last := offers[len(offers)-1].at
	found, err := s.opts.Journal.Decisions(ctx, in.ID, call.began.Add(-slack), last.Add(slack))
	if err != nil {
		return nil, err
	}
	names := s.agentNames()
	for _, d := range found {
		view := viewDecision(d, offers, names)
		if in.Agent != "" {
			if view.Asked, err = s.askedAbout(ctx, in.Agent, d, offers); err != nil {
				return nil, err
			}
			view.Asked.AgentName = cmp.Or(names[in.Agent], string(in.Agent))
		}
		out.Body.Decisions = append(out.Body.Decisions, view)
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

// explained is a call with what is to be said of its decisions.
type explained struct {
	began    time.Time
	offers   []offer
	callback bool
	ways     []wayView
}

// explained is of a live call, or of a row of the register.
func (s *Server) explained(ctx context.Context, id queue.CallID) (out explained, err error) {
	for _, call := range s.opts.Board.Snapshot().Calls {
		if call.ID != id {
			continue
		}
		rec := &call.Record
		out.began, out.callback = rec.Times.Ring, rec.Callback.Try > 0
		for _, try := range rec.Offers {
			out.offers = append(out.offers, offer{try.Agent, try.At, try.Result})
		}
		for _, e := range rec.Exits {
			out.came(e.At, e.Why, e.Exit.Kind, e.Exit.ID)
		}
		return out, nil
	}
	row, err := s.opts.Register.Get(ctx, id, record.Masked)
	if err != nil {
		return out, err
	}
	out.began, out.callback = row.Ring, row.Callback != nil && row.Callback.Try > 0
	for _, try := range row.Offers {
		out.offers = append(out.offers, offer{try.Agent, try.At, try.Result})
	}
	for _, way := range row.Ways {
		out.came(way.At, way.Why, way.Kind, way.ID)
	}
	return out, nil
}

func (e *explained) came(at time.Time, why queue.Why, kind queue.ExitKind, id string) {
	if kind == queue.ExitQueue {
		e.ways = append(e.ways, wayView{at, why, id})
	}
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
		By: d.By, Stage: d.Stage, AheadS: d.Ahead.Seconds(), For: d.For,
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
