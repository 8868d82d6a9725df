package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrSignIn says that the user or the password is wrong, and not which.
var ErrSignIn = errors.New("the user or the password is wrong")

// TooManyError says that sign-in is blocked for a while.
type TooManyError struct{ RetryAfter time.Duration }

// Error says how long.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("too many failed sign-ins: try again in %s", max(time.Second, e.RetryAfter.Round(time.Second)))
}

// Failed sign-ins in failureTTL before the next is refused unseen: of a user
// from one address; of a user from anywhere, so high that nobody is locked out
// by a prankster soon; from one address, which may be a whole office's.
const (
	failuresHere    = 8
	failuresUser    = 100
	failuresAddress = 200
)

// SignIn checks a password. The failure is ErrSignIn or a TooManyError; address
// is where the request came from.
func (s *Store) SignIn(ctx context.Context, id, password, address string) (User, error) {
	if !userID.MatchString(id) {
		id = ""
	}
	limits := []limit{
		{s.keys.of(keyFailures + "here:" + id + ":" + address), failuresHere},
		{s.keys.of(keyFailures + "user:" + id), failuresUser},
		{s.keys.of(keyFailures + "from:" + address), failuresAddress},
	}
	// The attempt counts as failed from the start, so that many at once are
	// limited as well as one after the other.
	if err := s.attempt(ctx, limits); err != nil {
		return User{}, err
	}
	a, _, err := s.account(ctx, id)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return User{}, err
	}
	if !checkPassword(a.Password, password) || a.Disabled {
		return User{}, ErrSignIn
	}
	s.forget(ctx, limits)
	return a.User, nil
}

type limit struct {
	key   string
	tries int64
}

func (s *Store) attempt(ctx context.Context, limits []limit) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	tx := s.client.TxPipeline()
	counts, left := make([]*redis.IntCmd, len(limits)), make([]*redis.DurationCmd, len(limits))
	for i, l := range limits {
		tx.SetNX(ctx, l.key, 0, failureTTL)
		counts[i] = tx.Incr(ctx, l.key)
		left[i] = tx.PTTL(ctx, l.key)
	}
	if _, err := tx.Exec(ctx); err != nil {
		return s.meter.failed(opUsers, err)
	}
	var wait time.Duration
	for i, l := range limits {
		if counts[i].Val() > l.tries {
			wait = max(wait, left[i].Val())
		}
	}
	if wait > 0 {
		return &TooManyError{RetryAfter: wait}
	}
	return nil
}

// forget takes a good attempt off the counters.
func (s *Store) forget(ctx context.Context, limits []limit) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	tx := s.client.TxPipeline()
	tx.Del(ctx, limits[0].key)
	for _, l := range limits[1:] {
		tx.Decr(ctx, l.key)
	}
	if _, err := tx.Exec(ctx); err != nil {
		s.log.Warn("a sign-in stays counted as failed", "err", s.meter.failed(opUsers, err))
	}
}
