package web

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// queueView is a queue's live figures; the counts are of Day.
type queueView struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Day          string    `json:"day"`
	Waiting      int       `json:"waiting"`
	Oldest       time.Time `json:"oldest,omitzero" doc:"Entry of the longest waiting call."`
	ServiceLevel *float64  `json:"service_level,omitempty" doc:"A_T / (A + Ab - S), 0 to 1; missing while nothing was counted."`
	ThresholdS   float64   `json:"threshold_s"`
	EstimateS    float64   `json:"estimate_s" doc:"Wait of a caller who comes now; 0 unknown."`
	Offered      int       `json:"offered"`
	Answered     int       `json:"answered"`
	AnsweredIn   int       `json:"answered_in"`
	Abandoned    int       `json:"abandoned"`
	AbandonedIn  int       `json:"abandoned_in"`
	Short        int       `json:"short"`
	Overflowed   int       `json:"overflowed" doc:"Left another way, and nobody answered here."`
	Promised     int       `json:"promised" doc:"Calls promised and not made yet."`
	LateNow      int       `json:"late_now"`
	Asked        int       `json:"asked" doc:"Customers who were asked for their opinion."`
	Rated        int       `json:"rated" doc:"Of those, who gave it."`
	Satisfied    int       `json:"satisfied" doc:"Of those, who were satisfied."`
	Ready        int       `json:"ready"`
	Talking      int       `json:"talking"`
	WrapUp       int       `json:"wrap_up"`
	Away         int       `json:"away"`
	SignedIn     int       `json:"signed_in"`
}

type (
	queuesOutput struct {
		Body struct {
			Queues []queueView `json:"queues"`
		}
	}
	centerOutput struct{ Body centerView }
)

func (s *Server) queueRoutes() {
	serve(s, route{method: http.MethodGet, path: "/api/queues", summary: "All queues with their live figures"}, s.queues)
	serve(s, route{
		method: http.MethodGet, path: "/api/center", summary: "The centre's configuration",
		roles: []Role{Supervisor, QA, Manager, Admin},
	}, func(context.Context, *struct{}) (*centerOutput, error) {
		return &centerOutput{viewCenter(s.opts.Center())}, nil
	})
}

func (s *Server) queues(context.Context, *struct{}) (*queuesOutput, error) {
	names := map[string]string{}
	for _, q := range s.opts.Center().Queues {
		names[q.ID] = q.Name
	}
	now := s.opts.Board.Snapshot()
	out := &queuesOutput{}
	out.Body.Queues = []queueView{}
	for _, f := range now.Queues {
		view := viewFigures(f)
		view.Name = cmp.Or(names[f.Queue], f.Queue)
		for i := range now.Calls {
			if call := &now.Calls[i]; call.Place.Queue == f.Queue && (call.Phase == queue.Promised || call.Phase == queue.CallingBack) {
				view.Promised++
			}
		}
		for _, a := range now.Agents {
			if a.Serves(f.Queue) {
				view.count(a.State)
			}
		}
		out.Body.Queues = append(out.Body.Queues, view)
	}
	return out, nil
}

func viewFigures(f queue.Figures) queueView {
	view := queueView{
		ID: f.Queue, Day: f.Day, Waiting: f.Waiting, Oldest: f.Oldest,
		ThresholdS: f.Threshold.Seconds(), EstimateS: f.Estimate.Seconds(),
		Offered: f.Offered, Answered: f.Answered, AnsweredIn: f.AnsweredIn,
		Abandoned: f.Abandoned, AbandonedIn: f.AbandonedIn, Short: f.Short, Overflowed: f.Overflowed, LateNow: f.LateNow,
		Asked: f.Asked, Rated: f.Rated, Satisfied: f.Satisfied,
	}
	if level, ok := f.ServiceLevel(); ok {
		view.ServiceLevel = &level
	}
	return view
}

func (v *queueView) count(state agent.State) {
	if state != agent.SignedOut {
		v.SignedIn++
	}
	switch state {
	case agent.Ready:
		v.Ready++
	case agent.Talking, agent.Reserved:
		v.Talking++
	case agent.WrapUp:
		v.WrapUp++
	case agent.Break, agent.NotResponding:
		v.Away++
	case agent.SignedOut:
	}
}
