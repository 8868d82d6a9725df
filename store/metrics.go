package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
)

type metrics struct {
	errors     *prometheus.CounterVec
	save       prometheus.Histogram
	reconnects prometheus.Counter
	dropped    prometheus.Counter
	unreadable prometheus.Counter
	targets    targetGauges

	down atomic.Bool // the last request found Redis away
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_store_errors_total", Help: "Requests to Redis that failed, by operation.",
		}, []string{"op"}),
		save: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_store_save_seconds", Help: "Time to save the changed calls and agents.",
			Buckets: []float64{.0002, .0005, .001, .002, .005, .01, .02, .05, .1, .3, 1},
		}),
		reconnects: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "thirdring_store_reconnects_total", Help: "Times that Redis answered again after it had been away.",
		}),
		dropped: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "thirdring_store_journal_dropped_total", Help: "Journal entries dropped because Redis was away for too long.",
		}),
		unreadable: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "thirdring_store_unreadable_total", Help: "Saved values that could not be read back.",
		}),
		targets: newTargetGauges(),
	}
	for _, op := range ops {
		m.errors.WithLabelValues(string(op))
	}
	for _, c := range []prometheus.Collector{m.errors, m.save, m.reconnects, m.dropped, m.unreadable, m.targets.share, m.targets.mean} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("store: metrics: %w", err)
		}
	}
	return m, nil
}

// op names a kind of request, the closed set of the errors' label.
type op string

const (
	opSave    op = "save"
	opLoad    op = "load"
	opJournal op = "journal"
	opLease   op = "lease"
	opCenter  op = "center"
	opUsers   op = "users"
	opSession op = "session"
	opAudit   op = "audit"
)

var ops = []op{opSave, opLoad, opJournal, opLease, opCenter, opUsers, opSession, opAudit}

// failed counts err against the operation and wraps it; nil stays nil.
func (m *metrics) failed(o op, err error) error {
	if err == nil {
		return nil
	}
	m.errors.WithLabelValues(string(o)).Inc()
	return fmt.Errorf("store: %s: %w", o, err)
}

// seen notes whether Redis could be reached.
func (m *metrics) seen(err error) {
	var network net.Error
	switch {
	case err == nil, errors.Is(err, redis.Nil):
		if m.down.CompareAndSwap(true, false) {
			m.reconnects.Inc()
		}
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded), errors.Is(err, io.EOF):
		m.down.Store(true)
	}
}

// hook watches every request on the way to Redis and back.
type hook struct{ m *metrics }

func (h hook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		h.m.seen(err)
		return err
	}
}

func (h hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		h.m.seen(err)
		return err
	}
}
