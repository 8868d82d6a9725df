package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
)

// maxFound is how many owners a search shows.
const maxFound = 20

type (
	findInput struct {
		Call   queue.CallID `query:"call" maxLength:"64" doc:"The call that the agent has now; agents must say it."`
		Unit   string       `query:"unit" maxLength:"100" doc:"As it is said: 3栋1201, 翠湖天地3-1201, 3幢2单元1201室."`
		Name   string       `query:"name" maxLength:"64" doc:"The beginning of the name."`
		Number string       `query:"number" maxLength:"64" doc:"In any written form, or its last four digits or more."`
	}
	findOutput struct {
		Body struct {
			Owners []ownerView `json:"owners"`
			More   bool        `json:"more,omitempty" doc:"More match than are listed."`
		}
	}
	pickInput struct {
		Call queue.CallID `path:"call" maxLength:"64"`
		Body struct {
			Owner owner.ID `json:"owner" minLength:"1" maxLength:"32"`
		}
	}
	pickOutput struct{ Body ownerView }
)

func (s *Server) ownerFindRoutes() {
	serve(s, route{
		method: http.MethodGet, path: "/api/owners/search", summary: "Owners by unit, name and number; an agent must name the unit or number precisely",
		roles: []Role{Agent, Supervisor, Manager},
	}, s.findOwners)
	serve(s, route{
		method: http.MethodPost, path: "/api/calls/{call}/owner-card", summary: "Say that the own call is about this owner",
		roles: []Role{Agent, Supervisor},
	}, s.pickOwner)
}

func (s *Server) findOwners(ctx context.Context, in *findInput) (*findOutput, error) {
	user := caller(ctx).session.User
	query := owner.Query{Unit: in.Unit, Name: in.Name, Number: in.Number, Limit: maxFound + 1}
	if user.Role == Agent {
		if !s.isOwnCall(user, in.Call) {
			return nil, newProblem(http.StatusForbidden, codeForbidden)
		}
		if !query.Precise() {
			return nil, badField("query.unit", sentence{
				"请提供楼栋和房号,或至少七位电话号码。", "Give the building and the room, or at least seven digits of the number.",
			})
		}
	}
	if query.Empty() {
		return nil, badField("query.unit", sentence{"请填写房号、姓名或电话。", "Give a unit, a name or a number."})
	}
	if err := s.audit(ctx, "owner.search", s.searched(in)); err != nil {
		return nil, err
	}
	found, err := s.opts.Owners.Find(ctx, query)
	if err != nil {
		return nil, err
	}
	out := &findOutput{}
	out.Body.Owners, out.Body.More = []ownerView{}, len(found) > maxFound
	for _, o := range found[:min(len(found), maxFound)] {
		out.Body.Owners = append(out.Body.Owners, s.viewOwner(o))
	}
	return out, nil
}

// searched says in the audit what was looked for, without a whole number.
func (s *Server) searched(in *findInput) string {
	var parts []string
	for _, part := range []struct{ name, value string }{
		{"unit", in.Unit}, {"name", in.Name}, {"number", record.Mask(s.opts.Owners.Numbering().Canonical(in.Number).Value)},
	} {
		if part.value != "" {
			parts = append(parts, part.name+"="+part.value)
		}
	}
	if in.Call != "" {
		parts = append(parts, "call="+string(in.Call))
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.Join(parts, " "))
}

func (s *Server) pickOwner(ctx context.Context, in *pickInput) (*pickOutput, error) {
	user := caller(ctx).session.User
	if !s.isOwnCall(user, in.Call) {
		return nil, newProblem(http.StatusForbidden, codeForbidden)
	}
	if err := s.audit(ctx, "owner.pick", string(in.Body.Owner)+" call="+string(in.Call)); err != nil {
		return nil, err
	}
	o, err := s.opts.Owners.Get(ctx, in.Body.Owner)
	if err == nil {
		err = s.opts.Cards.Choose(ctx, user, in.Call, o)
	}
	if err != nil {
		return nil, err
	}
	return &pickOutput{s.viewOwner(o)}, nil
}

// isOwnCall reports whether the call is the one that the agent has now.
func (s *Server) isOwnCall(user User, call queue.CallID) bool {
	if user.Agent == "" || call == "" {
		return false
	}
	agents := s.opts.Board.Snapshot().Agents
	return slices.ContainsFunc(agents, func(a agent.Agent) bool { return a.ID == user.Agent && a.Contact.Call == string(call) })
}

// salute fills in how to address the customers of tasks. Without the owners'
// directory the tasks are shown all the same.
func (s *Server) salute(ctx context.Context, tasks ...record.Task) []record.Task {
	var ids []owner.ID
	for _, t := range tasks {
		if t.OwnerID != "" {
			ids = append(ids, owner.ID(t.OwnerID))
		}
	}
	if len(ids) == 0 {
		return tasks
	}
	known, err := s.opts.Owners.Salutations(ctx, ids...)
	if err != nil {
		s.log.Warn("tasks shown without salutations", "err", err)
		return tasks
	}
	for i := range tasks {
		tasks[i].Salutation = known[owner.ID(tasks[i].OwnerID)]
	}
	return tasks
}
