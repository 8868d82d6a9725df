package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// watch runs changed whenever the value of key is not the one known, until ctx
// ends. A change that could not be taken up is tried again.
func (s *Store) watch(ctx context.Context, key, known string, changed func(context.Context) error) {
	messages := s.client.Subscribe(ctx, s.keys.of(channelChanged))
	defer func() { _ = messages.Close() }() // it is only read from
	poll := time.NewTicker(s.opts.PollEvery)
	defer poll.Stop()
	for {
		known = s.look(ctx, key, known, changed)
		select {
		case <-ctx.Done():
			return
		case <-messages.Channel():
		case <-poll.C:
		}
	}
}

// look compares once and returns what is known afterwards.
func (s *Store) look(ctx context.Context, key, known string, changed func(context.Context) error) string {
	limited, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	now, err := s.client.Get(limited, s.keys.of(key)).Result()
	if errors.Is(err, redis.Nil) {
		now, err = "0", nil
	}
	if err == nil && now != known {
		err = changed(ctx)
	}
	if err != nil {
		if ctx.Err() == nil {
			s.log.Warn("a change cannot be read", "key", key, "err", err)
		}
		return known
	}
	return now
}
