package ws

import (
	"context"
	"time"
)

const lookupTimeout = 2 * time.Second

// lookups find things out that take time, a few at a time, and put the answers
// into the hub's inbox. A question's answer may be nil, which is none.
type lookups struct {
	put  func(any)
	todo chan func(context.Context) any
}

func newLookups(backlog int, put func(any)) *lookups {
	return &lookups{put: put, todo: make(chan func(context.Context) any, backlog)}
}

// ask reports false when too much is asked at once; the question is dropped.
func (l *lookups) ask(question func(context.Context) any) bool {
	select {
	case l.todo <- question:
		return true
	default:
		return false
	}
}

func (l *lookups) run(ctx context.Context) {
	for {
		select {
		case question := <-l.todo:
			l.one(ctx, question)
		case <-ctx.Done():
			return
		}
	}
}

func (l *lookups) one(ctx context.Context, question func(context.Context) any) {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	if answer := question(ctx); answer != nil {
		l.put(answer)
	}
}
