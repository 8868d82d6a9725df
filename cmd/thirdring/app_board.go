package main

import (
	"context"
	"time"

	"thirdring/queue"
	"thirdring/store"
	"thirdring/web"
)

// journal is the store's as the web sees it.
type journal struct{ store *store.Store }

// Decisions implements web.Journal.
func (j journal) Decisions(ctx context.Context, call queue.CallID, from, to time.Time) ([]web.Decision, error) {
	found, err := j.store.Decisions(ctx, call, from, to)
	out := make([]web.Decision, len(found))
	for i, d := range found {
		out[i] = web.Decision(d)
	}
	return out, err
}
