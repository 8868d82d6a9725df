package ws

import (
	"context"
	"log/slog"
	"time"

	"thirdring/queue"
)

// The look-up of earlier calls never delays a pop; the rows follow in an
// update, or not at all when the register is too slow.
const (
	recentTimeout = 2 * time.Second
	recentQueue   = 256
	recentRows    = 5
	recentWorkers = 4
)

// lookups finds callers' earlier calls, a few at a time.
type lookups struct {
	find  func(context.Context, queue.Party) ([]RecentCall, error)
	put   func(any) // receives recentFound
	log   *slog.Logger
	queue chan recentAsked
}

type recentAsked struct {
	call queue.CallID
	who  queue.Party
}

type recentFound struct {
	recentAsked
	rows []RecentCall
}

func newLookups(find func(context.Context, queue.Party) ([]RecentCall, error), put func(any), log *slog.Logger) *lookups {
	return &lookups{find: find, put: put, log: log, queue: make(chan recentAsked, recentQueue)}
}

func (l *lookups) ask(call queue.CallID, who queue.Party) {
	select {
	case l.queue <- recentAsked{call, who}:
	default:
		l.log.Warn("earlier calls not looked up: too many at once", "call", call)
	}
}

func (l *lookups) run(ctx context.Context) {
	for {
		select {
		case q := <-l.queue:
			l.one(ctx, q)
		case <-ctx.Done():
			return
		}
	}
}

func (l *lookups) one(ctx context.Context, q recentAsked) {
	ctx, cancel := context.WithTimeout(ctx, recentTimeout)
	defer cancel()
	rows, err := l.find(ctx, q.who)
	if err != nil {
		l.log.Warn("earlier calls not looked up", "call", q.call, "err", err)
		return
	}
	found := recentFound{recentAsked: q}
	for _, row := range rows {
		if row.Call != q.call && len(found.rows) < recentRows {
			found.rows = append(found.rows, row)
		}
	}
	l.put(found)
}
