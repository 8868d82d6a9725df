package store

import (
	"context"
	_ "embed" // the scripts
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

// ErrFenced says that another instance has taken the lease, so that this one
// must not write any more. Nothing was saved.
var ErrFenced = errors.New("another instance has taken over this site")

//go:embed lua/save.lua
var saveLua string

// go-redis sends the script's hash and, should Redis not know it, its text.
var saveScript = redis.NewScript(saveLua)

// Save writes what changed in one round trip: each call, agent and queue as
// its own value, and the entries to the journal. It takes the entries over
// even if it fails: they go with the next save that succeeds, once each. After
// a failure the state in Redis is old until SaveAll.
func (s *Store) Save(ctx context.Context, u queue.Update, entries []queue.Entry) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.SaveTimeout)
	defer cancel()
	started := time.Now()
	err := s.save(ctx, u, entries, false)
	s.meter.save.Observe(time.Since(started).Seconds())
	return err
}

// perValue is the time that a full save may take for each value.
const perValue = 500 * time.Microsecond

// SaveAll replaces the whole live state by u at once, as after an outage. It
// asks first whether Redis answers at all, so that trying it again and again
// hardly holds the calls up while Redis hangs.
func (s *Store) SaveAll(ctx context.Context, u queue.Update, entries []queue.Entry) error {
	asking, stop := context.WithTimeout(ctx, s.opts.SaveTimeout/3)
	defer stop()
	if err := s.client.Ping(asking).Err(); err != nil {
		s.keep(entries)
		return s.meter.failed(opSave, err)
	}
	values := len(u.Calls) + len(u.Agents) + len(u.Queues) + len(entries)
	ctx, cancel := context.WithTimeout(ctx, s.opts.SaveTimeout+time.Duration(values)*perValue)
	defer cancel()
	return s.save(ctx, u, entries, true)
}

// keep takes entries over for the next save that succeeds.
func (s *Store) keep(entries []queue.Entry) {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.meter.dropped.Add(float64(s.journal.add(entries)))
}

func (s *Store) save(ctx context.Context, u queue.Update, entries []queue.Entry, full bool) error {
	s.keep(entries)
	s.saving.Lock()
	defer s.saving.Unlock()
	if !full && s.journal.empty() && len(u.Calls)+len(u.Gone)+len(u.Agents)+len(u.Queues) == 0 {
		return nil
	}
	args, err := s.saveArgs(u, full)
	if err != nil {
		return s.meter.failed(opSave, err)
	}
	sent := len(s.journal.entries)
	got, err := saveScript.Run(ctx, s.client, s.keys.all(keyLease, keyFence, keyCalls, keyAgents, keyQueues, keyMeta, keyJournal), args...).Text()
	switch {
	case err != nil:
		return s.meter.failed(opSave, err)
	case got == "fenced":
		return s.meter.failed(opSave, ErrFenced)
	}
	s.journal.drop(sent)
	return nil
}

// saveArgs are the script's arguments, described in lua/save.lua.
func (s *Store) saveArgs(u queue.Update, full bool) ([]any, error) {
	s.saves++
	w := s.writer.Load()
	incidents, err := json.Marshal(u.Incidents)
	args := []any{
		w.token, w.term, s.saves, full, u.Seq, u.At.Format(time.RFC3339Nano),
		s.opts.JournalLength, s.journal.first(), incidents,
	}
	errs := []error{err}
	add := func(id string, v any) {
		value, err := json.Marshal(v)
		errs = append(errs, err)
		args = append(args, id, value)
	}
	args = append(args, 2*len(u.Calls))
	for i := range u.Calls {
		add(string(u.Calls[i].ID), &u.Calls[i])
	}
	args = append(args, len(u.Gone))
	for _, id := range u.Gone {
		args = append(args, string(id))
	}
	args = append(args, 2*len(u.Agents))
	for i := range u.Agents {
		add(string(u.Agents[i].ID), &u.Agents[i])
	}
	args = append(args, 2*len(u.Queues))
	for i := range u.Queues {
		add(u.Queues[i].Queue, &u.Queues[i])
	}
	args = append(args, 2*len(s.journal.entries))
	for _, e := range s.journal.entries {
		args = append(args, e.call, e.value)
	}
	return args, errors.Join(errs...)
}

// Load reads the live state that the last save left. A value that a newer or
// broken version wrote is read as far as it makes sense: unknown fields are
// ignored, and what is no JSON at all is skipped, counted and logged.
func (s *Store) Load(ctx context.Context) (queue.Update, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	tx := s.client.TxPipeline()
	calls := tx.HGetAll(ctx, s.keys.of(keyCalls))
	agents := tx.HGetAll(ctx, s.keys.of(keyAgents))
	queues := tx.HGetAll(ctx, s.keys.of(keyQueues))
	meta := tx.HGetAll(ctx, s.keys.of(keyMeta))
	if _, err := tx.Exec(ctx); err != nil {
		return queue.Update{}, s.meter.failed(opLoad, err)
	}
	var u queue.Update
	if m := meta.Val(); len(m) > 0 {
		_, errSeq := fmt.Sscan(m["seq"], &u.Seq)
		errAt := u.At.UnmarshalText([]byte(m["at"]))
		if err := errors.Join(errSeq, errAt); err != nil {
			return queue.Update{}, s.meter.failed(opLoad, fmt.Errorf("%s: %w", s.keys.of(keyMeta), err))
		}
	}
	if text := meta.Val()["incidents"]; text != "" { // an earlier version kept none
		found, err := read[[]queue.Incident](text)
		if err != nil {
			s.meter.unreadable.Inc()
			s.log.Error("saved incidents cannot be read", "err", err)
		}
		if found != nil {
			u.Incidents = *found
		}
	}
	for _, call := range readAll(s, keyCalls, calls.Val(), []savedCall(nil)) {
		u.Calls = append(u.Calls, call.now())
	}
	u.Agents = readAll(s, keyAgents, agents.Val(), u.Agents)
	u.Queues = readAll(s, keyQueues, queues.Val(), u.Queues)
	return u, nil
}
