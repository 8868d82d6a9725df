package web

import (
	"context"
	"net/http"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

type (
	moveInput struct {
		ID   queue.CallID `path:"id" maxLength:"64"`
		Body struct {
			Head bool `json:"head,omitempty" doc:"To the head of the queue; else before the one ahead."`
		}
	}
	moveQueueInput struct {
		ID   queue.CallID `path:"id" maxLength:"64"`
		Body struct {
			Queue string `json:"queue" minLength:"1" maxLength:"64"`
		}
	}
	giveInput struct {
		ID   queue.CallID `path:"id" maxLength:"64"`
		Body struct {
			Agent  agent.ID `json:"agent,omitempty" maxLength:"64" doc:"Missing: whoever is able gets the call again."`
			LimitS float64  `json:"limit_s,omitempty" minimum:"0" maximum:"86400" doc:"How long the caller waits for that agent, at most 1800."`
		}
	}
	movedOutput     struct{ Body waitingView }
	cancelledOutput struct {
		Body struct {
			Call queue.CallID `json:"call"`
		}
	}

	agentQueueInput struct {
		ID   agent.ID `path:"id" maxLength:"64"`
		Body struct {
			Queue string `json:"queue" minLength:"1" maxLength:"64"`
			In    bool   `json:"in" doc:"Serve it, or no longer, until signing out."`
		}
	}
)

func (s *Server) superviseRoutes() {
	serve(s, route{
		method: http.MethodPost, path: "/api/calls/{id}/move", summary: "Move a waiting call up in its queue", roles: supervisors,
	}, s.moveUp)
	serve(s, route{
		method: http.MethodPost, path: "/api/calls/{id}/queue", summary: "Move a waiting call to another queue", roles: supervisors,
	}, s.moveQueue)
	serve(s, route{
		method: http.MethodPost, path: "/api/calls/{id}/agent", summary: "Let a waiting call wait for one agent, or for nobody in particular", roles: supervisors,
	}, s.give)
	serve(s, route{
		method: http.MethodDelete, path: "/api/calls/{id}/callback", summary: "Take a promised call from its queue and make a task of it", roles: supervisors,
	}, s.cancelCallback)
	serve(s, route{
		method: http.MethodPost, path: "/api/calls/{id}/callback/now", summary: "Let a promised call that rests stand in line at once", roles: supervisors,
	}, s.callBackNow)
	serve(s, route{
		method: http.MethodPost, path: "/api/agents/{id}/queues", summary: "Sign an agent in to a queue or out of it, for now", roles: supervisors,
	}, s.signQueue)
}

func (s *Server) moveUp(ctx context.Context, in *moveInput) (*movedOutput, error) {
	return s.changeWaiting(ctx, in.ID, func(req queue.RequestID, by string) queue.Event {
		return queue.MoveUpInLine{Req: req, Call: in.ID, By: by, ToHead: in.Body.Head}
	})
}

func (s *Server) moveQueue(ctx context.Context, in *moveQueueInput) (*movedOutput, error) {
	return s.changeWaiting(ctx, in.ID, func(req queue.RequestID, by string) queue.Event {
		return queue.MoveToQueue{Req: req, Call: in.ID, By: by, Queue: in.Body.Queue}
	})
}

func (s *Server) give(ctx context.Context, in *giveInput) (*movedOutput, error) {
	limit := time.Duration(in.Body.LimitS * float64(time.Second))
	return s.changeWaiting(ctx, in.ID, func(req queue.RequestID, by string) queue.Event {
		return queue.GiveToAgent{Req: req, Call: in.ID, By: by, Agent: in.Body.Agent, Limit: limit}
	})
}

// changeWaiting asks the core and answers with the call as it waits then.
func (s *Server) changeWaiting(ctx context.Context, id queue.CallID, event func(queue.RequestID, string) queue.Event) (*movedOutput, error) {
	if err := s.ask(ctx, event); err != nil {
		return nil, err
	}
	now := s.opts.Board.Snapshot()
	for i := range now.Calls {
		if call := &now.Calls[i]; call.ID == id {
			return &movedOutput{viewWaiting(call, s.opts.Center())}, nil
		}
	}
	return nil, queue.ErrNotWaiting // it was answered or gave up in the same moment
}

// ask lets the core carry out a wish of whoever is signed in.
func (s *Server) ask(ctx context.Context, event func(req queue.RequestID, by string) queue.Event) error {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	by := caller(ctx).session.User.ID
	return s.opts.Board.Ask(ctx, func(req queue.RequestID) queue.Event { return event(req, by) })
}

func (s *Server) cancelCallback(ctx context.Context, in *callInput) (*cancelledOutput, error) {
	err := s.ask(ctx, func(req queue.RequestID, by string) queue.Event {
		return queue.CancelCallback{Req: req, Call: in.ID, By: by}
	})
	if err != nil {
		return nil, err
	}
	out := &cancelledOutput{}
	out.Body.Call = in.ID
	return out, nil
}

func (s *Server) callBackNow(ctx context.Context, in *callInput) (*movedOutput, error) {
	return s.changeWaiting(ctx, in.ID, func(req queue.RequestID, by string) queue.Event {
		return queue.CallBackNow{Req: req, Call: in.ID, By: by}
	})
}

func (s *Server) signQueue(ctx context.Context, in *agentQueueInput) (*agentOutput, error) {
	err := s.ask(ctx, func(req queue.RequestID, by string) queue.Event {
		return queue.SignQueue{Req: req, Agent: in.ID, By: by, Queue: in.Body.Queue, In: in.Body.In}
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
