package record

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

// Options of a Writer.
type Options struct {
	Register   *Register
	SpoolDir   string // of this process alone; made if need be
	Logger     *slog.Logger
	Registerer prometheus.Registerer
	Saved      func(call queue.CallID, final bool) // the row cannot be lost any more; must not block; may be nil
	Retry      time.Duration                       // between attempts while Redis is away; 0 means 1 s
	Timeout    time.Duration                       // of one attempt; 0 means 1 s
}

// Writer saves rows behind the loop's back: Save only notes the row. While
// Redis is away rows go to the spool file instead, and from there to Redis
// when it is back. Rows noted and not yet on a disk are lost by kill -9: for
// as long as one attempt takes, at most Timeout.
type Writer struct {
	register *Register
	logger   *slog.Logger
	metrics  *metrics
	onSaved  func(queue.CallID, bool)
	retry    time.Duration
	timeout  time.Duration

	pending pending
	started sync.Once
	stop    chan struct{}
	done    chan struct{}
	ctx     context.Context // of attempts to reach Redis
	cancel  context.CancelFunc

	// only touched by run
	spool   *spool
	away    bool // the last attempt failed
	waiting bool // until the retry timer
}

// batchSize is the number of rows in one round trip or one fsync.
const batchSize = 100

// New makes a Writer and takes hold of its spool directory.
func New(o Options) (*Writer, error) {
	switch {
	case o.Register == nil:
		return nil, errors.New("record: Options.Register is missing")
	case o.SpoolDir == "":
		return nil, errors.New("record: Options.SpoolDir is missing")
	case o.Logger == nil:
		return nil, errors.New("record: Options.Logger is missing")
	case o.Registerer == nil:
		return nil, errors.New("record: Options.Registerer is missing")
	}
	if o.Retry == 0 {
		o.Retry = time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if o.Saved == nil {
		o.Saved = func(queue.CallID, bool) {}
	}
	w := &Writer{
		register: o.Register, logger: o.Logger.With("component", "record"), onSaved: o.Saved, retry: o.Retry, timeout: o.Timeout,
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	w.pending.init()
	w.ctx, w.cancel = context.WithCancel(context.Background())
	var err error
	if w.spool, err = openSpool(o.SpoolDir, w.logger); err != nil {
		return nil, err
	}
	w.pending.spooled = w.spool.lines
	if w.metrics, err = newMetrics(o.Registerer, w); err != nil {
		return nil, errors.Join(err, w.spool.close())
	}
	return w, nil
}

// Save notes a row to be saved and returns at once.
func (w *Writer) Save(rec queue.Record, final bool) {
	if !w.pending.add(rec, final, w.register.now()) {
		w.metrics.rows.WithLabelValues(rowsDropped).Inc()
	}
}

// Backlog is the number of rows that are not in Redis yet.
func (w *Writer) Backlog() int { return w.pending.backlog() }

// Start begins to save.
func (w *Writer) Start() { w.started.Do(func() { go w.run(w.ctx) }) }

// Stop saves what is noted, in Redis or in the spool, and ends. When ctx ends
// it no longer waits for Redis. It may be called again, and without Start. Stop
// the loop first: what is noted after Stop is not saved.
func (w *Writer) Stop(ctx context.Context) {
	w.pending.close(w.stop)
	w.Start()
	select {
	case <-w.done:
	case <-ctx.Done():
		w.cancel()
		<-w.done
	}
	w.cancel()
}

func (w *Writer) run(ctx context.Context) {
	defer close(w.done)
	retry := time.NewTimer(0) // at once: a former run may have left a spool
	defer retry.Stop()
	for stopping, armed := false, true; !stopping; {
		select {
		case <-w.stop:
			stopping = true
		case <-w.pending.wake:
		case <-retry.C:
			armed, w.waiting = false, false
		}
		for w.work(ctx) {
		}
		if w.waiting && !armed {
			armed = true
			retry.Reset(w.retry)
		}
	}
	if err := w.spool.close(); err != nil {
		w.logger.Error("spool: close", "err", err)
	}
}

// work does one piece of work and reports whether there may be more.
func (w *Writer) work(ctx context.Context) bool {
	defer func() { w.pending.setSpooled(w.spool.lines) }()
	if batch := w.pending.take(batchSize); len(batch) > 0 {
		if err := w.put(ctx, batch); err != nil {
			w.logger.Error("spool: rows wait in memory only", "rows", len(batch), "err", err)
			w.pending.giveBack(batch)
			w.waiting = true
			return false
		}
		for _, e := range batch {
			w.onSaved(e.Record.Call, e.Final)
		}
		return true
	}
	return w.spool.lines > 0 && !w.waiting && w.drain(ctx)
}

// put saves new rows, or spools them when Redis is away or older rows wait.
// Without an error they are on a disk or in Redis.
func (w *Writer) put(ctx context.Context, batch []entry) error {
	if w.spool.lines == 0 && !w.waiting {
		var refused []entry
		batch, refused = w.send(ctx, batch)
		if err := w.spool.refuse(refused); err != nil {
			return err
		}
	}
	if len(batch) == 0 {
		return nil
	}
	if err := w.spool.append(batch); err != nil {
		return err
	}
	w.metrics.rows.WithLabelValues(rowsSpooled).Add(float64(len(batch)))
	return nil
}

// drain moves a batch from the spool to Redis and reports whether it could.
func (w *Writer) drain(ctx context.Context) bool {
	batch, err := w.spool.next(batchSize)
	if err == nil {
		left, refused := w.send(ctx, batch.entries)
		if len(left) > 0 {
			return false // the whole batch again later: what was saved stays as it is
		}
		err = errors.Join(w.spool.refuse(refused), w.spool.done(batch))
	}
	if err != nil {
		w.logger.Error("spool: cannot be drained", "err", err)
		w.waiting = true
		return false
	}
	return true
}

// send saves entries and sorts out those that must wait for Redis and those
// that Redis will never take.
func (w *Writer) send(ctx context.Context, entries []entry) (left, refused []entry) {
	if len(entries) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	results, err := w.register.save(ctx, entries)
	if err != nil {
		w.lost(err)
		return entries, nil
	}
	for i, r := range results {
		if r.saved {
			w.metrics.saved(entries[i], r.ended)
		}
		switch {
		case r.err != nil && temporary(r.err):
			w.lost(r.err)
			left = append(left, entries[i])
		case r.err != nil:
			w.logger.Error("row refused by redis, putting it aside", "call", entries[i].Record.Call, "file", refusedName, "err", r.err)
			w.metrics.rows.WithLabelValues(rowsFailed).Inc()
			refused = append(refused, entries[i])
		case !r.saved:
			w.metrics.rows.WithLabelValues(rowsStale).Inc()
		}
	}
	if w.away && len(left) == 0 {
		w.away = false
		w.logger.Info("redis is back, the spool is drained into it", "spooled", w.spool.lines)
	}
	return left, refused
}

// lost notes that Redis is away. The log says it once per outage.
func (w *Writer) lost(err error) {
	if !w.away {
		w.logger.Warn("redis is away, rows wait in the spool", "spooled", w.spool.lines, "err", err)
	}
	w.away, w.waiting = true, true
}

// temporary tells errors that pass, such as a server that is loading, from
// those that will come again for this row whatever happens.
func temporary(err error) bool {
	if errors.Is(err, errBadTask) {
		return false
	}
	var reply redis.Error
	if !errors.As(err, &reply) {
		return true
	}
	text := reply.Error()
	for _, passing := range []string{"OOM ", "MISCONF ", "READONLY "} {
		if strings.Contains(text, passing) { // Redis 6 wraps what a script met into an ERR
			return true
		}
	}
	code, _, _ := strings.Cut(text, " ")
	return code != "ERR" && code != "WRONGTYPE"
}
