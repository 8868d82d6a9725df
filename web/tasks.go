package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
)

// Tasks are the promises, follow-ups and call-backs. They fail with the
// record package's errors.
type Tasks interface {
	List(ctx context.Context, f record.TaskFilter) ([]record.Task, error)
	Get(ctx context.Context, id string) (record.Task, error)
	Create(ctx context.Context, t record.NewTask) (record.Task, error)
	Done(ctx context.Context, id, by, result string) (record.Task, error)
	Postpone(ctx context.Context, id, by string, due time.Time, reason string) (record.Task, error)
	Assign(ctx context.Context, id string, to queue.AgentRef) (record.Task, error)
}

type (
	tasksInput struct {
		State record.TaskState `query:"state" enum:"open,done" default:"open"`
		Agent agent.ID         `query:"agent" maxLength:"64" doc:"Whose; an agent sees the own ones only."`
		Limit int              `query:"limit" minimum:"0" maximum:"500" default:"200"`
	}
	tasksOutput struct {
		Body struct {
			Tasks []record.Task `json:"tasks" doc:"Open ones: the longest overdue first, then by due time. Done ones: the newest first."`
		}
	}
	taskOutput  struct{ Body record.Task }
	newTaskBody struct {
		Kind record.TaskKind `json:"kind" enum:"callback"`
		Call queue.CallID    `json:"call,omitempty" maxLength:"64" doc:"Whose customer is to be called."`
		Due  time.Time       `json:"due"`
		Text string          `json:"text" minLength:"1" maxLength:"500"`
	}
	newTaskInput struct{ Body newTaskBody }
	doneInput    struct {
		ID   string `path:"id" maxLength:"80"`
		Body struct {
			Result string `json:"result" minLength:"1" maxLength:"500"`
		}
	}
	postponeInput struct {
		ID   string `path:"id" maxLength:"80"`
		Body struct {
			Due    time.Time `json:"due"`
			Reason string    `json:"reason" minLength:"1" maxLength:"200"`
		}
	}
	assignInput struct {
		ID   string `path:"id" maxLength:"80"`
		Body struct {
			Agent agent.ID `json:"agent" minLength:"1" maxLength:"64"`
		}
	}
)

func (s *Server) taskRoutes() {
	hands := []Role{Agent, Supervisor}
	serve(s, route{
		method: http.MethodGet, path: "/api/tasks", summary: "Promises, follow-ups and call-backs",
		roles: []Role{Agent, Supervisor, QA, Manager},
	}, s.tasks)
	serve(s, route{
		method: http.MethodPost, path: "/api/tasks", summary: "Ask for a call-back", status: http.StatusCreated, roles: hands,
	}, s.newTask)
	serve(s, route{method: http.MethodPost, path: "/api/tasks/{id}/done", summary: "A task is done", roles: hands}, s.taskDone)
	serve(s, route{method: http.MethodPost, path: "/api/tasks/{id}/postpone", summary: "A task is due later, or sooner", roles: hands}, s.postponeTask)
	serve(s, route{
		method: http.MethodPost, path: "/api/tasks/{id}/assign", summary: "Give a task to an agent", roles: []Role{Supervisor},
	}, s.assignTask)
	s.mux.HandleFunc("GET /api/tasks/{id}/message", s.only(s.message, Agent, Supervisor, QA))
}

func (s *Server) tasks(ctx context.Context, in *tasksInput) (*tasksOutput, error) {
	user := caller(ctx).session.User
	filter := record.TaskFilter{State: in.State, Agent: in.Agent, Limit: in.Limit}
	if user.Role == Agent {
		if user.Agent == "" || in.Agent != "" && in.Agent != user.Agent {
			return nil, newProblem(http.StatusForbidden, codeForbidden)
		}
		filter.Agent = user.Agent
	}
	list, err := s.listTasks(ctx, filter)
	if err != nil {
		return nil, err
	}
	out := &tasksOutput{}
	out.Body.Tasks = list
	return out, nil
}

func (s *Server) listTasks(ctx context.Context, filter record.TaskFilter) ([]record.Task, error) {
	list, err := s.opts.Tasks.List(ctx, filter)
	if err != nil {
		return nil, err
	}
	return append([]record.Task{}, s.salute(ctx, list...)...), nil
}

func (s *Server) newTask(ctx context.Context, in *newTaskInput) (*taskOutput, error) {
	user := caller(ctx).session.User
	if user.Agent == "" {
		return nil, badField("body.kind", sentence{"只有坐席可以为自己登记回电。", "Only who answers calls can have a call-back."})
	}
	if in.Body.Call != "" && user.Role == Agent {
		if err := s.mayCallBack(ctx, user, in.Body.Call); err != nil {
			return nil, err
		}
	}
	if err := s.audit(ctx, "task.create", string(in.Body.Call)); err != nil {
		return nil, err
	}
	task, err := s.opts.Tasks.Create(ctx, record.NewTask{
		Call: in.Body.Call, Customer: s.customerOf(in.Body.Call), Agent: s.agentRef(user.Agent), Due: in.Body.Due, Text: in.Body.Text,
	})
	return s.taskAnswer(ctx, task, err)
}

// mayCallBack lets an agent call back the customers of own calls: those of the
// register and the one on the desktop now.
func (s *Server) mayCallBack(ctx context.Context, user User, call queue.CallID) error {
	if s.isOwnCall(user, call) {
		return nil
	}
	row, err := s.opts.Register.Get(ctx, call, record.Masked)
	if err == nil && !row.TalkedTo(user.Agent) {
		err = record.ErrNotFound
	}
	return err
}

// customerOf is the customer of a call that lives; the register knows the
// others'.
func (s *Server) customerOf(call queue.CallID) queue.Party {
	for _, c := range s.opts.Board.Snapshot().Calls {
		if call != "" && c.ID == call {
			return c.Record.Caller
		}
	}
	return queue.Party{}
}

func (s *Server) taskDone(ctx context.Context, in *doneInput) (*taskOutput, error) {
	user, err := s.mayChangeTask(ctx, "task.done", in.ID)
	if err != nil {
		return nil, err
	}
	task, err := s.opts.Tasks.Done(ctx, in.ID, user.ID, in.Body.Result)
	return s.taskAnswer(ctx, task, err)
}

func (s *Server) postponeTask(ctx context.Context, in *postponeInput) (*taskOutput, error) {
	user, err := s.mayChangeTask(ctx, "task.postpone", in.ID)
	if err != nil {
		return nil, err
	}
	task, err := s.opts.Tasks.Postpone(ctx, in.ID, user.ID, in.Body.Due, in.Body.Reason)
	return s.taskAnswer(ctx, task, err)
}

func (s *Server) assignTask(ctx context.Context, in *assignInput) (*taskOutput, error) {
	to := s.agentRef(in.Body.Agent)
	if to.ID == "" {
		return nil, queue.ErrNoAgent
	}
	if _, err := s.mayChangeTask(ctx, "task.assign", in.ID); err != nil {
		return nil, err
	}
	task, err := s.opts.Tasks.Assign(ctx, in.ID, to)
	return s.taskAnswer(ctx, task, err)
}

// mayChangeTask notes in the audit who changes a task; an agent has only own
// ones.
func (s *Server) mayChangeTask(ctx context.Context, what, id string) (User, error) {
	user := caller(ctx).session.User
	if user.Role == Agent {
		task, err := s.opts.Tasks.Get(ctx, id)
		if err != nil {
			return user, err
		}
		if user.Agent == "" || task.Agent != user.Agent {
			return user, record.ErrNoTask
		}
	}
	return user, s.audit(ctx, what, id)
}

func (s *Server) taskAnswer(ctx context.Context, task record.Task, err error) (*taskOutput, error) {
	if err != nil {
		return nil, err
	}
	return &taskOutput{s.salute(ctx, task)[0]}, nil
}

// agentRef names an agent of the centre; the zero value is nobody.
func (s *Server) agentRef(id agent.ID) queue.AgentRef {
	for _, a := range s.opts.Center().Agents {
		if a.ID == id {
			return queue.AgentRef{ID: a.ID, WorkNo: a.WorkNo, Name: a.Name}
		}
	}
	return queue.AgentRef{}
}

// audit notes what the sender of a request does; if that fails, it is not
// done.
func (s *Server) audit(ctx context.Context, what, subject string) error {
	if err := s.opts.Audit.Audit(ctx, caller(ctx).session.User.ID, what, subject); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
