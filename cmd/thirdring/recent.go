package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/ws"
)

const (
	recentCalls   = 5 // of a customer, on the pop
	complaintCode = "CMP"
	maxComplaints = 50 // counted of an owner
)

// recent looks up the customer's last calls for the pop, and with them the
// earlier ones whose promise is still open.
func (a *App) recent(ctx context.Context, who queue.Party) ([]ws.RecentCall, error) {
	filter := record.Filter{Owner: who.Owner.ID}
	if filter.Owner == "" {
		if who.Number == "" {
			return nil, nil
		}
		filter.Number = who.Number
	}
	page, err := a.register.Search(ctx, record.Query{Filter: filter, Limit: recentCalls})
	if err != nil {
		return nil, err
	}
	open, err := a.openPromises(ctx, who)
	if err != nil {
		return nil, err
	}
	rows := page.Rows
	for call := range open {
		if slices.ContainsFunc(rows, func(r record.Row) bool { return r.CallID == call }) {
			continue
		}
		row, err := a.register.Get(ctx, call, record.Masked)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b record.Row) int { return b.Ring.Compare(a.Ring) })
	var calls []ws.RecentCall
	for _, row := range rows {
		calls = append(calls, ws.RecentCall{
			Call: row.CallID, At: row.Ring, Outcome: row.Outcome, AgentName: row.AgentName,
			Category: row.Category, SubCategory: row.SubCategory, Summary: row.Summary, Resolved: row.Resolved,
			PromisedReplyAt: open[row.CallID], Survey: answerOf(row), Urgent: row.Urgent != nil,
		})
	}
	return calls, nil
}

// answerOf is what the customer said to the survey, 0 for nothing.
func answerOf(row record.Row) int {
	if row.Survey == nil {
		return 0
	}
	return int(row.Survey.Score)
}

// openPromises are the promises to a customer that have not been kept, by the
// call that each was made in; a postponed one counts as due then.
func (a *App) openPromises(ctx context.Context, who queue.Party) (map[queue.CallID]time.Time, error) {
	owed, err := a.register.Tasks().Owed(ctx, who.Owner.ID, who.Number)
	if err != nil {
		return nil, err
	}
	open := map[queue.CallID]time.Time{}
	for _, task := range owed {
		if task.Kind == record.Promise && len(open) < recentCalls {
			open[task.CallID] = task.Due
		}
	}
	return open, nil
}

// tasksChanged tells the desktops whose lists have changed.
func (a *App) tasksChanged(ids []agent.ID) { a.hub.TasksChanged(ids...) }

// complaints counts an owner's complaints of the last twelve months. They
// repeat when two of them are about the same home.
func (a *App) complaints(ctx context.Context, id owner.ID) (count int, repeat bool, err error) {
	page, err := a.register.Search(ctx, record.Query{
		Filter: record.Filter{Owner: string(id), Category: complaintCode, From: a.now().AddDate(-1, 0, 0)},
		Limit:  maxComplaints,
	})
	units := map[string]int{}
	for _, row := range page.Rows {
		units[row.UnitRef]++
		repeat = repeat || units[row.UnitRef] > 1
	}
	return len(page.Rows), repeat, err
}
