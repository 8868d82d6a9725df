package web

import (
	"context"
	"net/http"

	"thirdring/record"
)

// deskCalls is how many of the own calls the desktop begins with.
const deskCalls = 20

type deskOutput struct {
	Body struct {
		Me    me            `json:"me"`
		Tasks []record.Task `json:"tasks,omitzero" doc:"The agent's open ones; missing while they cannot be read."`
		Calls []record.Row  `json:"calls,omitzero" doc:"The agent's last ones; missing while they cannot be read."`
	}
}

// deskRoutes serve in one go what a desktop begins with, besides the websocket.
func (s *Server) deskRoutes() {
	serve(s, route{method: http.MethodGet, path: "/api/desk", summary: "All that a desktop begins with: who, tasks, last calls"}, s.desk)
}

func (s *Server) desk(ctx context.Context, _ *struct{}) (*deskOutput, error) {
	user := caller(ctx).session.User
	out := &deskOutput{}
	out.Body.Me = s.me(user)
	if user.Agent == "" {
		return out, nil
	}
	var err error
	if out.Body.Tasks, err = s.listTasks(ctx, record.TaskFilter{State: record.TaskOpen, Agent: user.Agent}); err != nil {
		s.log.Warn("desktop begins without tasks", "user", user.ID, "err", err)
	}
	page, err := s.opts.Register.Search(ctx, record.Query{Filter: record.Filter{Agent: user.Agent}, Limit: deskCalls})
	if err != nil {
		s.log.Warn("desktop begins without calls", "user", user.ID, "err", err)
		return out, nil
	}
	out.Body.Calls = publicRows(page.Rows)
	return out, nil
}
