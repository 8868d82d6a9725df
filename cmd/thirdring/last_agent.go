package main

import (
	"context"
	"time"

	"thirdring/queue"
	"thirdring/record"
)

// recentTalks is how many of a customer's answered calls are looked through
// for one that an agent has talked in.
const recentTalks = 5

// lastTalk finds the agent of the last conversation with the caller, if a
// queue wants to give such callers to that agent again.
func (a *App) lastTalk(ctx context.Context, who queue.Identified) (queue.LastTalk, error) {
	window := time.Duration(0)
	for _, q := range a.center.get().Queues {
		window = max(window, q.SameAgent)
	}
	filter := record.Filter{Owner: who.Owner.ID, Outcome: queue.OutcomeAnswered, From: a.now().Add(-window)}
	if filter.Owner == "" {
		filter.Number = who.Number
	}
	if window == 0 || filter.Owner == "" && filter.Number == "" {
		return queue.LastTalk{}, nil
	}
	page, err := a.register.Search(ctx, record.Query{Filter: filter, Limit: recentTalks})
	for _, row := range page.Rows {
		if row.AgentID != "" {
			return queue.LastTalk{Agent: row.AgentID, At: row.Ring}, nil
		}
	}
	return queue.LastTalk{}, err
}
