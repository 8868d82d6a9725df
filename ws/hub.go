package ws

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/queue"
)

// Hub mirrors the core's state to all desktops. One goroutine owns the mirror
// and decides which socket gets what; every socket has a reader, a bounded
// queue and a writer of its own, so that a slow one harms nobody.
type Hub struct {
	opts     Options
	log      *slog.Logger
	metrics  *metrics
	upgrader websocket.Upgrader
	inbox    *inbox
	recent   *lookups    // callers' earlier calls
	tasks    *lookups    // agents' open tasks
	floor    floor       // only touched by run
	open     atomic.Bool // the first update has come

	ctx    context.Context // ends with Stop
	cancel context.CancelFunc

	sockets sync.WaitGroup // one for each Serve
	workers sync.WaitGroup // run and the look-ups

	mu     sync.Mutex // guards closed, so that no Serve starts behind Stop
	closed bool
}

// NewHub checks the options and makes a hub that Start sets going.
func NewHub(opts Options) (*Hub, error) {
	if err := opts.complete(); err != nil {
		return nil, err
	}
	m, err := newMetrics(opts.Registerer)
	if err != nil {
		return nil, fmt.Errorf("ws: %w", err)
	}
	h := &Hub{
		opts:    opts,
		log:     opts.Logger.With("component", "ws"),
		metrics: m,
		inbox:   newInbox(),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.upgrader = websocket.Upgrader{
		ReadBufferSize:  1024,
		WriteBufferSize: 4096,
		WriteBufferPool: &sync.Pool{},
		CheckOrigin:     h.allowed,
	}
	h.recent = newLookups(recentQueue, h.inbox.put)
	h.tasks = newLookups(tasksQueue, h.inbox.put)
	h.floor = newFloor(h)
	return h, nil
}

// Start sets the hub going.
func (h *Hub) Start() {
	h.workers.Go(h.run)
	for range recentWorkers {
		h.workers.Go(func() { h.recent.run(h.ctx) })
	}
	for range tasksWorkers {
		h.workers.Go(func() { h.tasks.run(h.ctx) })
	}
}

// Stop closes every socket with CloseShutdown and waits until all are gone or
// ctx ends. It may be called again.
func (h *Hub) Stop(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.cancel()

	done := make(chan struct{})
	go func() {
		h.sockets.Wait()
		h.workers.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("ws: stop: %w", ctx.Err())
	}
}

// Publish mirrors what changed; the first update is the full state. It never
// blocks.
func (h *Hub) Publish(u queue.Update) { h.inbox.put(u) }

// Configure replaces what desktops know of the centre's configuration. It
// never blocks, and is called before the first Publish as well.
func (h *Hub) Configure(c queue.Center) { h.inbox.put(c) }

// Do carries out a desk command; OfferShown follows a ShowOffer. It never
// blocks.
func (h *Hub) Do(cmd queue.DeskCommand) { h.inbox.put(command{cmd, time.Now()}) }

// EndSession closes the sockets of a session that was signed out.
func (h *Hub) EndSession(session string) { h.inbox.put(sessionEnded(session)) }

// What goes through the inbox besides queue.Update and queue.Center.
type (
	command struct {
		queue.DeskCommand
		at time.Time
	}
	joined       struct{ *socket }
	left         struct{ *socket }
	sessionEnded string
)

func (h *Hub) run() {
	f := &h.floor
	defer f.closeAll(CloseShutdown)
	for {
		select {
		case <-h.inbox.wake:
			for _, item := range h.inbox.take() {
				f.handle(item)
			}
			f.flush(time.Now())
		case <-f.timer.C:
			f.flush(time.Now())
		case <-h.ctx.Done():
			f.timer.Stop()
			return
		}
	}
}

// inbox is an unbounded mailbox, so that the switchboard never waits; its
// reader never blocks and so keeps it short.
type inbox struct {
	wake chan struct{}

	mu    sync.Mutex // guards items
	items []any
}

func newInbox() *inbox { return &inbox{wake: make(chan struct{}, 1)} }

func (b *inbox) put(item any) {
	b.mu.Lock()
	b.items = append(b.items, item)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *inbox) take() []any {
	b.mu.Lock()
	defer b.mu.Unlock()
	items := b.items
	b.items = nil
	return items
}
