package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
)

type (
	callsInput struct {
		From      string              `query:"from" maxLength:"40" doc:"Included; a time or a day such as 2026-11-22."`
		To        string              `query:"to" maxLength:"40" doc:"Not included; a time or a day."`
		Queue     string              `query:"queue" maxLength:"64"`
		Agent     agent.ID            `query:"agent" maxLength:"64" doc:"Who talked to the customer; an agent sees own calls only."`
		Outcome   queue.Outcome       `query:"outcome" maxLength:"64"`
		Direction queue.Direction     `query:"direction" maxLength:"16"`
		Category  string              `query:"category" maxLength:"64"`
		Purpose   string              `query:"purpose" maxLength:"64" doc:"Of an outbound call."`
		Number    string              `query:"number" maxLength:"64" doc:"The caller's, in any written form."`
		Owner     string              `query:"owner" maxLength:"64"`
		Text      string              `query:"text" maxLength:"200" doc:"Part of the summary, the owner's name, the unit, or the call's id."`
		Urgent    bool                `query:"urgent" doc:"Only calls that were in the emergency lane."`
		Survey    queue.Score         `query:"survey" minimum:"0" maximum:"3" doc:"The customer's answer: 1 satisfied, 2 fair, 3 not satisfied."`
		Callback  record.PromiseState `query:"callback" enum:"open,kept,given_up" doc:"Calls in which a call-back was asked for, of which this has become."`
		Limit     int                 `query:"limit" minimum:"0" maximum:"200" default:"50"`
		Cursor    string              `query:"cursor" maxLength:"128" doc:"The next of the page before."`
	}
	callsOutput struct {
		Body struct {
			Rows []record.Row `json:"rows"`
			Next string       `json:"next,omitempty" doc:"Cursor of the next page; a page may be short and still have one."`
		}
	}
	callInput struct {
		ID queue.CallID `path:"id" maxLength:"64"`
	}
	callOutput struct{ Body record.Row }
)

func (s *Server) callRoutes() {
	readers := []Role{Agent, Supervisor, QA, Manager}
	serve(s, route{method: http.MethodGet, path: "/api/calls", summary: "Search the call register, newest first", roles: readers}, s.calls)
	serve(s, route{method: http.MethodGet, path: "/api/calls/{id}", summary: "One row of the call register", roles: readers}, s.call)
}

func (s *Server) calls(ctx context.Context, in *callsInput) (*callsOutput, error) {
	query, err := s.callQuery(in)
	if err != nil {
		return nil, err
	}
	if user := caller(ctx).session.User; user.Role == Agent {
		if query.Agent != "" && query.Agent != user.Agent {
			return nil, newProblem(http.StatusForbidden, codeForbidden)
		}
		query.Agent = user.Agent
	}
	page, err := s.opts.Register.Search(ctx, query)
	if err != nil {
		return nil, err
	}
	out := &callsOutput{}
	out.Body.Rows, out.Body.Next = publicRows(page.Rows), page.Next
	return out, nil
}

func publicRows(rows []record.Row) []record.Row {
	out := make([]record.Row, 0, len(rows))
	for _, row := range rows {
		out = append(out, public(row))
	}
	return out
}

func (s *Server) callQuery(in *callsInput) (record.Query, error) {
	from, err := s.parseTime("query.from", in.From)
	if err != nil {
		return record.Query{}, err
	}
	to, err := s.parseTime("query.to", in.To)
	if err != nil {
		return record.Query{}, err
	}
	number := ""
	if in.Number != "" {
		canonical := s.opts.Owners.Numbering().Canonical(in.Number)
		if !canonical.Matchable() {
			return record.Query{}, badField("query.number", sentence{"这不是可识别的电话号码。", "This is not a telephone number."})
		}
		number = canonical.Value
	}
	return record.Query{
		Filter: record.Filter{
			From: from, To: to, Queue: in.Queue, Agent: in.Agent, Number: number, Owner: in.Owner,
			Outcome: in.Outcome, Category: in.Category, Direction: in.Direction, Purpose: in.Purpose, Text: in.Text,
			Urgent: in.Urgent, Survey: in.Survey, Callback: in.Callback,
		},
		Cursor: in.Cursor, Limit: in.Limit, Numbers: record.Masked,
	}, nil
}

// parseTime reads a time, or a day that begins in the centre's zone.
func (s *Server) parseTime(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, s.opts.Zone); err == nil {
		return t, nil
	}
	return time.Time{}, badField(field, sentence{
		fmt.Sprintf("时间 %q 有误,请写成 2026-11-22 或 2026-11-22T09:00:00+08:00。", text),
		fmt.Sprintf("%q is no time: write 2026-11-22 or 2026-11-22T09:00:00+08:00.", text),
	})
}

func (s *Server) call(ctx context.Context, in *callInput) (*callOutput, error) {
	row, err := s.opts.Register.Get(ctx, in.ID, record.Masked)
	if err != nil {
		return nil, err
	}
	if user := caller(ctx).session.User; user.Role == Agent && !row.TalkedTo(user.Agent) {
		return nil, record.ErrNotFound
	}
	return &callOutput{public(row)}, nil
}

// public leaves out what pages have no use for: where files are, and numbers
// should a register ever send them.
func public(row record.Row) record.Row {
	row = row.Masked()
	row.Recording = withoutFile(row.Recording)
	row.Earlier = slices.Clone(row.Earlier)
	for i, r := range row.Earlier {
		row.Earlier[i] = withoutFile(r)
	}
	return row
}

func withoutFile(r *record.Recording) *record.Recording {
	if r == nil {
		return nil
	}
	shown := *r
	shown.File = ""
	return &shown
}
