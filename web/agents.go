package web

import (
	"context"
	"net/http"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// askTimeout bounds the core's answer; it is far longer than the core needs.
const askTimeout = 5 * time.Second

// agentView is an agent with its live state.
type agentView struct {
	ID         agent.ID     `json:"id"`
	Name       string       `json:"name"`
	WorkNo     string       `json:"work_no"`
	Queues     []string     `json:"queues"`
	Usual      []string     `json:"usual,omitempty" doc:"The configured queues while a supervisor has changed them."`
	State      agent.State  `json:"state" enum:"signed_out,ready,break,reserved,talking,wrap_up,not_responding"`
	Reason     agent.Reason `json:"reason,omitempty"`
	Since      time.Time    `json:"since,omitzero"`
	Next       agent.State  `json:"next,omitempty" doc:"Takes effect when the call ends."`
	NextReason agent.Reason `json:"next_reason,omitempty"`
	WrapUpBy   time.Time    `json:"wrap_up_by,omitzero"`
	Phone      bool         `json:"phone" doc:"The telephone that the agent uses can be reached."`
	Device     deviceView   `json:"device" doc:"That telephone."`
	Asked      agent.Reason `json:"asked,omitempty" doc:"A break that waits for a supervisor's approval."`
	AskedAt    time.Time    `json:"asked_at,omitzero"`
	Desktop    bool         `json:"desktop" doc:"A desktop is connected."`
	Call       queue.CallID `json:"call,omitempty"`
}

type deviceView struct {
	Kind   agent.DeviceKind `json:"kind" enum:"phone,page,number"`
	Number string           `json:"number,omitempty"`
}

type (
	agentsOutput struct {
		Body struct {
			Agents []agentView `json:"agents"`
		}
	}
	stateInput struct {
		ID   agent.ID `path:"id" maxLength:"64"`
		Body struct {
			State  agent.State  `json:"state" enum:"ready,break,signed_out"`
			Reason agent.Reason `json:"reason,omitempty" maxLength:"64"`
		}
	}
	agentOutput struct{ Body agentView }
)

func (s *Server) agentRoutes() {
	serve(s, route{
		method: http.MethodGet, path: "/api/agents", summary: "All agents with their live state",
		roles: []Role{Supervisor, QA, Manager, Admin},
	}, s.agents)
	serve(s, route{
		method: http.MethodPost, path: "/api/agents/{id}/state", summary: "Set an agent's state",
		roles: []Role{Supervisor, Admin},
	}, s.setState)
}

func (s *Server) agents(context.Context, *struct{}) (*agentsOutput, error) {
	out := &agentsOutput{}
	out.Body.Agents = []agentView{}
	for _, a := range s.opts.Board.Snapshot().Agents {
		out.Body.Agents = append(out.Body.Agents, viewAgent(a))
	}
	return out, nil
}

func viewAgent(a agent.Agent) agentView {
	return agentView{
		ID: a.ID, Name: a.Name, WorkNo: a.WorkNo, Queues: append([]string{}, a.Queues...), Usual: a.Usual,
		State: a.State, Reason: a.Reason, Since: a.Since, Next: a.Next, NextReason: a.NextReason,
		WrapUpBy: a.Contact.WrapUpBy, Phone: a.Reachable(), Device: deviceView(a.Phone()), Asked: a.Asked.Reason, AskedAt: a.Asked.At,
		Desktop: a.Presence.Desktop, Call: queue.CallID(a.Contact.Call),
	}
}

func (s *Server) setState(ctx context.Context, in *stateInput) (*agentOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	by := caller(ctx).session.User.ID
	err := s.opts.Board.Ask(ctx, func(req queue.RequestID) queue.Event {
		return queue.SetState{Req: req, Agent: in.ID, State: in.Body.State, Reason: in.Body.Reason, By: by, Deskless: true}
	})
	if err != nil {
		return nil, err
	}
	for _, a := range s.opts.Board.Snapshot().Agents {
		if a.ID == in.ID {
			return &agentOutput{viewAgent(a)}, nil
		}
	}
	return nil, queue.ErrNoAgent
}
