package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// Store is one site's part of a Redis. Its methods may be called from any
// goroutine.
type Store struct {
	client redis.UniversalClient
	keys   keys
	opts   Options
	log    *slog.Logger
	meter  *metrics

	// writer is the lease's token, or a name of this store's own while there
	// is no Redis lease; save.lua refuses the token of a lost lease.
	writer atomic.Pointer[writer]

	saving  sync.Mutex // guards what follows and makes saves go one by one
	saves   uint64     // saves begun
	journal backlog
}

// writer says in whose name saves are made.
type writer struct {
	token string
	term  int64 // of the lease whose token it is; 0 for none
}

// Open connects to Redis and checks that it is one the store can work with.
func Open(ctx context.Context, o Options) (*Store, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	k, err := newKeys(o.Site)
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registerer)
	if err != nil {
		return nil, err
	}
	quiet.Do(func() { redis.SetLogger(silent{}) })
	s := &Store{client: redis.NewUniversalClient(o.universal()), keys: k, opts: o, meter: m}
	s.log = o.Logger.With("component", "store")
	s.writer.Store(&writer{token: newToken()})
	s.client.AddHook(hook{m})
	if err := s.check(ctx); err != nil {
		return nil, errors.Join(err, s.client.Close())
	}
	return s, nil
}

// go-redis writes what it also returns to standard error, by a logger that all
// clients share; the first store silences it.
var quiet sync.Once

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// Client is the connection for the other packages that keep data in Redis.
func (s *Store) Client() redis.UniversalClient { return s.client }

// Close closes the connections.
func (s *Store) Close() error { return s.client.Close() }

// Ping reports whether Redis answers.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	return s.client.Ping(ctx).Err()
}

// check refuses a Redis that would not work and warns of one that may lose data.
func (s *Store) check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	text, err := s.client.Info(ctx).Result()
	if err != nil {
		return s.explain(err)
	}
	info := parseInfo(text)
	if v := info["redis_version"]; !atLeast(v, 6, 2) {
		return fmt.Errorf("store: Redis at %s is version %s: thirdring needs 6.2 or newer", s.opts.Addr, v)
	}
	if info["role"] == "slave" && s.opts.Master == "" && len(s.opts.addrs()) == 1 {
		return fmt.Errorf("store: Redis at %s is a read-only replica: give the master's address, or the Sentinels' and the master's name", s.opts.Addr)
	}
	if info["aof_enabled"] == "0" {
		s.log.Warn("redis keeps no append-only file: a restart of redis loses everything; set appendonly yes")
	}
	if p := info["maxmemory_policy"]; p != "" && p != "noeviction" {
		s.log.Warn("redis may delete keys when its memory is full; set maxmemory-policy noeviction", "policy", p)
	}
	return nil
}

// explain turns the usual failures of a first connection into what to do.
func (s *Store) explain(err error) error {
	hint := "is it running? Check redis.addr"
	switch text := err.Error(); {
	case strings.Contains(text, "NOAUTH"):
		hint = "it wants a password: set redis.password"
	case strings.Contains(text, "WRONGPASS"), strings.Contains(text, "invalid password"), strings.Contains(text, "AUTH"):
		hint = "it refused the password: check redis.password"
	case strings.Contains(text, "LOADING"):
		hint = "it is still reading its data: wait and try again"
	case strings.Contains(text, "DB index"):
		hint = "it has no such database: check redis.db"
	}
	return fmt.Errorf("store: Redis at %s cannot be used (%s): %w", s.opts.Addr, hint, err)
}

func parseInfo(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			out[k] = v
		}
	}
	return out
}

func atLeast(version string, major, minor int) bool {
	a, rest, _ := strings.Cut(version, ".")
	b, _, _ := strings.Cut(rest, ".")
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && (x > major || x == major && y >= minor)
}

// tokenLength is the length of a token in hex digits.
const tokenLength = 32

func newToken() string {
	b := make([]byte, tokenLength/2)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
