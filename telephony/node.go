package telephony

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"thirdring/queue"
)

const (
	backoffFirst = 100 * time.Millisecond
	backoffMost  = 5 * time.Second
	watchEvery   = 3 * time.Second
)

// node is one Asterisk: the connection to it and what is known of it. Its run
// goroutine connects, resyncs, decodes, and connects again.
type node struct {
	shared
	config  Node
	rest    *rest
	logger  *slog.Logger
	legs    *legs
	plays   *plays
	bridges *bridges
	phones  *phones
	studios *studios

	hurry   chan struct{} // holds a token when the phones are to be looked at more often for a while
	pushing sync.Mutex    // lets one push of phones end before the next begins

	mu    sync.Mutex // guards state, link
	state NodeStatus
	link  *link
}

// shared is what the nodes of a Telephony have in common.
type shared struct {
	ctx       context.Context // of all requests; ends when the Telephony has stopped
	send      func(queue.Event)
	fence     func()          // another process took the application
	fenced    <-chan struct{} // closed by fence
	lanes     *lanes
	sounds    *sounds
	hasher    *hasher
	endpoints *endpoints
	metrics   *metrics
	complain  *once
}

func newNode(s shared, config Node, logger *slog.Logger) *node {
	return &node{
		shared: s, config: config, logger: logger.With("node", config.Name),
		rest: newREST(config, s.metrics),
		legs: newLegs(), plays: newPlays(), bridges: newBridges(), phones: newPhones(), studios: newStudios(),
		hurry: make(chan struct{}, 1),
		state: NodeStatus{Since: time.Now(), Problem: "not connected yet"},
	}
}

// run keeps the node connected until ctx ends or the application is taken by
// another process. It reports the first attempt's result to first.
func (n *node) run(ctx context.Context, first chan<- error) {
	wait := backoffFirst
	for again := false; ; again = true {
		err := n.connect(ctx, again)
		if err != nil {
			n.disconnected(err)
		}
		if first != nil {
			first <- err
			first = nil
		}
		if err == nil {
			wait = backoffFirst
			n.serve(ctx)
		}
		if ctx.Err() != nil || n.isFenced() {
			return
		}
		if !sleep(ctx, wait/2+rand.N(wait)) {
			return
		}
		wait = min(wait*2, backoffMost)
	}
}

// serve hands on the connection's events until it is lost.
func (n *node) serve(ctx context.Context) {
	l := n.current()
	ctx, cancel := context.WithCancel(ctx)
	var minders sync.WaitGroup
	minders.Go(func() { n.mind(ctx, l) })
	err := n.pump(l)
	cancel()
	minders.Wait()
	l.close(err)
	n.disconnected(err)
	if !n.isFenced() && !errors.Is(err, errStopped) {
		n.send(queue.NodeLost{Node: n.config.Name})
	}
}

// pump decodes frames until the link has ended and none is left.
func (n *node) pump(l *link) error {
	for {
		batch, err := l.frames.take()
		if err != nil {
			return err
		}
		for _, frame := range batch {
			if err := n.frame(frame); err != nil {
				return err
			}
		}
	}
}

// mind keeps a connection honest until ctx ends: it pings, asks ARI itself for
// a sign of life (its ping still answers while ARI is deadlocked), and looks
// which phones can be reached.
func (n *node) mind(ctx context.Context, l *link) {
	ping, watch, look := time.NewTicker(pingEvery), time.NewTicker(watchEvery), time.NewTicker(lookEvery)
	defer ping.Stop()
	defer watch.Stop()
	defer look.Stop()
	hurried := 0
	for {
		var err error
		select {
		case <-ctx.Done():
			l.close(errStopped)
			return
		case <-ping.C:
			err = l.ping()
		case <-watch.C:
			err = n.rest.do(ctx, request{command: "watchdog", method: "GET", path: []string{"applications"}}, nil)
		case <-n.hurry:
			hurried = hurriedLooks
			look.Reset(lookSoon)
		case <-look.C:
			n.lookAtPhones(ctx)
			if hurried--; hurried == 0 {
				look.Reset(lookEvery)
			}
		}
		if err != nil && ctx.Err() == nil {
			l.close(err)
			return
		}
	}
}

// lookSoonAtPhones lets a phone that is about to register be seen at once.
func (n *node) lookSoonAtPhones() {
	select {
	case n.hurry <- struct{}{}:
	default:
	}
}

func (n *node) current() *link {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.link
}

// connected says that commands may be carried out from now on.
func (n *node) connected(l *link, version string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.link = l
	n.state = NodeStatus{Connected: true, Version: version, Since: time.Now()}
}

func (n *node) disconnected(err error) {
	n.mu.Lock()
	was := n.state
	n.link = nil
	n.state = NodeStatus{Version: was.Version, Since: was.Since, Problem: err.Error()}
	if was.Connected {
		n.state.Since = time.Now()
	}
	n.mu.Unlock()
	if !errors.Is(err, errStopped) && (was.Connected || was.Problem != err.Error()) {
		n.logger.Warn("asterisk is not connected", "err", err)
	}
}

func (n *node) up() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.state.Connected && !n.isFenced()
}

func (n *node) isFenced() bool {
	select {
	case <-n.fenced:
		return true
	default:
		return false
	}
}

func (n *node) status() NodeStatus {
	n.mu.Lock()
	defer n.mu.Unlock()
	s := n.state
	s.Name = n.config.Name
	if n.link != nil {
		s.Depth = n.link.frames.depth()
	}
	return s
}

// sleep waits, and reports false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
