package store

import (
	"context"
	_ "embed" // the scripts
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/lease_take.lua
var takeLua string

//go:embed lua/lease_renew.lua
var renewLua string

//go:embed lua/lease_release.lua
var releaseLua string

var (
	takeScript    = redis.NewScript(takeLua)
	renewScript   = redis.NewScript(renewLua)
	releaseScript = redis.NewScript(releaseLua)
)

// LeaseOptions of a Lease.
type LeaseOptions struct {
	TTL    time.Duration // how long a dead holder keeps others out; default 6 s
	Margin time.Duration // taken off the TTL when trusting it, for clocks that drift; default TTL/6
}

// Lease elects the one instance that serves a site. While it is held a
// goroutine renews it three times in each TTL, and saves carry its token.
//
// An outage of Redis does not end it, because calls must go on: Trusted turns
// false when the lease may have run out, and when Redis is back it is renewed
// if nobody else had it in between. Only then is Lost closed.
type Lease struct {
	store *Store
	ttl   time.Duration
	trust time.Duration

	mu    sync.Mutex // guards what follows
	held  *tenure    // nil when not held
	until time.Time
}

// tenure is one time of holding the lease.
type tenure struct {
	token, value string
	term         int64 // counts up with each time anybody takes the lease
	lost         chan struct{}
	stop         context.CancelFunc
	done         chan struct{}
}

// Lease makes the site's lease, not yet held. A store has one.
func (s *Store) Lease(o LeaseOptions) *Lease {
	if o.TTL <= 0 {
		o.TTL = 6 * time.Second
	}
	if o.Margin <= 0 {
		o.Margin = o.TTL / 6
	}
	return &Lease{store: s, ttl: o.TTL, trust: o.TTL - o.Margin}
}

// Acquire takes the lease or fails with ErrHeld, which names the holder. The
// lease of a process that died on this machine is taken over at once.
func (l *Lease) Acquire(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held != nil {
		return errors.New("store: the lease is already held by this process")
	}
	holder, err := json.Marshal(thisProcess())
	if err != nil {
		return fmt.Errorf("store: lease: %w", err)
	}
	t := &tenure{token: newToken(), lost: make(chan struct{}), done: make(chan struct{})}
	t.value = t.token + " " + string(holder)
	started := time.Now()
	if err := l.take(ctx, t, ""); err != nil {
		return err
	}
	l.held, l.until = t, started.Add(l.trust)
	l.store.writer.Store(&writer{token: t.token, term: t.term})
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	t.stop = stop
	go l.keep(renewing, t)
	return nil
}

// take runs the script, a second time if the holder turns out to be dead.
func (l *Lease) take(ctx context.Context, t *tenure, dead string) error {
	term, got, err := l.run(ctx, takeScript, t.token, t.value, l.ttl.Milliseconds(), dead)
	if err != nil {
		return err
	}
	if term > 0 {
		t.term = term
		return nil
	}
	holder := parseHolder(got)
	if dead == "" && holder.dead() {
		l.store.log.Warn("taking over the lease of a process that died", "pid", holder.PID, "host", holder.Host)
		return l.take(ctx, t, got)
	}
	return &HeldError{Site: l.store.opts.Site, Holder: holder}
}

// Wait is Acquire for a standby: it returns when the lease is taken, which may
// be never, or when ctx ends.
func (l *Lease) Wait(ctx context.Context) error {
	told := ""
	for {
		err := l.Acquire(ctx)
		if err == nil {
			return nil
		}
		if text := err.Error(); text != told {
			l.store.log.Info("standing by", "reason", text)
			told = text
		}
		if !pause(ctx, min(l.ttl/4, time.Second)) {
			return ctx.Err()
		}
	}
}

// Lost is closed when another instance has taken over; this one must stop
// serving. It is nil while the lease is not held.
func (l *Lease) Lost() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		return nil
	}
	return l.held.lost
}

// Trusted reports whether no other instance can hold the lease now.
func (l *Lease) Trusted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held != nil && time.Now().Before(l.until)
}

// Release gives the lease back, so that a standby need not wait for its end.
func (l *Lease) Release(ctx context.Context) error {
	l.mu.Lock()
	t := l.held
	l.held, l.until = nil, time.Time{}
	l.mu.Unlock()
	if t == nil {
		return nil
	}
	t.stop()
	<-t.done
	ctx, cancel := context.WithTimeout(ctx, l.store.opts.Timeout)
	defer cancel()
	err := releaseScript.Run(ctx, l.store.client, l.store.keys.all(keyLease), t.token).Err()
	return l.store.meter.failed(opLease, err)
}

// keep renews until it is stopped or another instance has the lease.
func (l *Lease) keep(ctx context.Context, t *tenure) {
	defer close(t.done)
	away := false
	for pause(ctx, l.ttl/3) {
		started := time.Now()
		term, holder, err := l.run(ctx, renewScript, t.token, t.value, l.ttl.Milliseconds(), t.term)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			if !away {
				l.store.log.Warn("the lease cannot be renewed", "err", err)
			}
			away = true
		case term == 0:
			l.lose(t, holder)
			return
		default:
			away = false
			l.prolong(t, started.Add(l.trust))
		}
	}
}

func (l *Lease) prolong(t *tenure, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == t {
		l.until = until
	}
}

func (l *Lease) lose(t *tenure, to string) {
	by := parseHolder(to)
	l.store.log.Error("the lease is lost to another instance", "pid", by.PID, "host", by.Host)
	l.prolong(t, time.Time{})
	close(t.lost)
}

// run is one bounded request about the lease. It gives the term that the
// caller holds, or the value of another holder.
func (l *Lease) run(ctx context.Context, script *redis.Script, args ...any) (term int64, holder string, err error) {
	ctx, cancel := context.WithTimeout(ctx, min(l.ttl/3, l.store.opts.Timeout))
	defer cancel()
	got, err := script.Run(ctx, l.store.client, l.store.keys.all(keyLease, keyFence), args...).Result()
	if err != nil {
		return 0, "", l.store.meter.failed(opLease, err)
	}
	term, _ = got.(int64)
	holder, _ = got.(string)
	return term, holder, nil
}

// pause waits and reports whether ctx still lives.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
