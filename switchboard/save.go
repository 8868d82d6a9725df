package switchboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"thirdring/queue"
)

const (
	probeEvery = time.Second     // between attempts to save again after a failure
	lastLimit  = 2 * time.Second // for the save at the end
)

// saver saves each turn, and after a failure everything, as soon as it can.
// The loop goes on meanwhile: calls matter more than their copies.
type saver struct {
	store    Store
	fenced   error
	log      *slog.Logger
	degraded atomic.Bool

	// Only touched by Run.
	missed []queue.Entry    // journal since the last attempt of an outage
	probe  <-chan time.Time // when to try again; nil unless degraded
}

func newSaver(store Store, fenced error, log *slog.Logger) *saver {
	return &saver{store: store, fenced: fenced, log: log}
}

// save writes what a turn changed. While degraded it only collects the
// journal, of which the store takes over a second's worth at each attempt. A
// stop does not interrupt it: what is handed out has been saved.
func (s *saver) save(ctx context.Context, changed queue.Update, entries []queue.Entry) error {
	if s.degraded.Load() {
		s.missed = append(s.missed, entries...)
		return nil
	}
	if len(entries)+len(changed.Calls)+len(changed.Gone)+len(changed.Agents)+len(changed.Queues) == 0 {
		return nil
	}
	err := s.store.Save(context.WithoutCancel(ctx), changed, entries)
	switch {
	case err == nil:
		return nil
	case s.lost(err):
		return fmt.Errorf("switchboard: %w", err)
	}
	s.degraded.Store(true)
	s.probe = time.After(probeEvery)
	s.log.Error("state cannot be saved; calls go on", "err", err)
	return nil
}

// recover saves everything once the store works again.
func (s *saver) recover(ctx context.Context, core *queue.Core) error {
	err := s.store.SaveAll(ctx, core.Snapshot(), s.missed)
	s.missed = s.missed[:0] // the store has them either way
	switch {
	case err != nil && s.lost(err):
		return fmt.Errorf("switchboard: %w", err)
	case err != nil:
		s.probe = time.After(probeEvery)
		s.log.Debug("state still cannot be saved", "err", err)
		return nil
	}
	s.probe = nil
	s.degraded.Store(false)
	s.log.Info("state is saved again")
	return nil
}

// last saves everything at the end of the loop.
func (s *saver) last(core *queue.Core) error {
	ctx, cancel := context.WithTimeout(context.Background(), lastLimit)
	defer cancel()
	if err := s.store.SaveAll(ctx, core.Snapshot(), s.missed); err != nil {
		return fmt.Errorf("switchboard: last save: %w", err)
	}
	return nil
}

// lost reports whether the store says that another instance serves the site.
func (s *saver) lost(err error) bool { return s.fenced != nil && errors.Is(err, s.fenced) }
