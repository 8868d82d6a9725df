package telephony

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
)

// Node is one Asterisk.
type Node struct {
	Name         string // as the core knows it; part of each call
	URL          string // of ARI, as http://127.0.0.1:8088/ari
	User         string
	Password     string
	App          string // the Stasis application that the dialplan enters
	Trunk        string // the channel that reaches an outside {number}; default PJSIP/{number}@line
	MediaAddress string // offered for RTP to agents' phones; default that of Asterisk's endpoint "line"
}

// Options describe a Telephony. Nodes and Send are required.
type Options struct {
	Nodes         []Node
	SoundsDir     string // the prompts and their manifest.json, at a path that Asterisk sees too
	OwnSoundsDir  string // the centre's own, which win over those; likewise. Optional
	RecordingsDir string // where Asterisk leaves ARI's recordings, as thirdring sees it

	Send       func(queue.Event) // receives every event; it must never block
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// NodeStatus is what is known about the connection to a node.
type NodeStatus struct {
	Name      string
	Connected bool
	Version   string    // of Asterisk, once it was connected
	Since     time.Time // when Connected became what it is
	Depth     int       // frames that wait to be decoded
	Problem   string    // why it is not connected
}

// Telephony is the product's side of all Asterisk nodes.
type Telephony struct {
	logger    *slog.Logger
	send      func(queue.Event)
	nodes     []*node
	byName    map[string]*node
	endpoints *endpoints
	lanes     *lanes
	hasher    *hasher
	metrics   *metrics

	fenced chan struct{}
	fence  sync.Once

	abort   context.CancelFunc // ends requests
	cancel  context.CancelFunc // ends connections; set by Start
	running sync.WaitGroup     // the nodes' goroutines and the hasher's
	stop    sync.Once
	stopErr error
}

// New checks the options. It connects to nothing; Start does.
func New(o Options) (*Telephony, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	t := &Telephony{
		logger: o.Logger, send: o.Send, byName: make(map[string]*node),
		endpoints: newEndpoints(), hasher: newHasher(o.RecordingsDir, o.Send, o.Logger),
		fenced: make(chan struct{}),
	}
	var err error
	if t.metrics, err = newMetrics(o.Registerer, t.Status); err != nil {
		return nil, fmt.Errorf("telephony: metrics: %w", err)
	}
	t.lanes = newLanes()
	requests, abort := context.WithCancel(context.Background())
	t.abort = abort
	complain := newOnce()
	s := shared{
		ctx: requests, send: o.Send, fence: t.fenceOff, fenced: t.fenced, lanes: t.lanes, sounds: newSounds(o.SoundsDir, o.OwnSoundsDir, func(err error) { complain.warn(o.Logger, err) }),
		hasher: t.hasher, endpoints: t.endpoints, metrics: t.metrics, complain: complain,
	}
	for _, config := range o.Nodes {
		n := newNode(s, config, o.Logger)
		t.nodes = append(t.nodes, n)
		t.byName[config.Name] = n
	}
	return t, nil
}

// complete checks the required fields and fills in the defaults.
func (o *Options) complete() error {
	if len(o.Nodes) == 0 {
		return errors.New("telephony: Options.Nodes is empty: name at least one Asterisk")
	}
	if o.Send == nil {
		return errors.New("telephony: Options.Send is missing")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	names := make(map[string]bool)
	for i, n := range o.Nodes {
		if n.Name == "" || n.URL == "" || n.User == "" || n.App == "" {
			return fmt.Errorf("telephony: Options.Nodes[%d]: Name, URL, User and App are required", i)
		}
		if names[n.Name] {
			return fmt.Errorf("telephony: Options.Nodes[%d]: the name %q is used twice", i, n.Name)
		}
		names[n.Name] = true
		address, err := url.Parse(n.URL)
		if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
			return fmt.Errorf("telephony: Options.Nodes[%d]: %q is no URL of an ARI, as http://127.0.0.1:8088/ari", i, n.URL)
		}
	}
	return nil
}

// Start connects to the nodes and returns when each was tried once. A node that
// is not there yet is tried again until Stop, as one that goes away later is;
// Status says why. It fails when a node refuses us for a reason that waiting
// does not cure. After an error the Telephony has stopped.
func (t *Telephony) Start(ctx context.Context) error {
	running, cancel := context.WithCancel(context.Background())
	t.cancel = cancel
	t.lanes.start()
	t.running.Go(func() { t.hasher.run(running) })
	first := make(chan error, len(t.nodes))
	for _, n := range t.nodes {
		t.running.Go(func() { n.run(running, first) })
	}
	var errs []error
	for range t.nodes {
		select {
		case err := <-first:
			if errors.As(err, new(refusedError)) {
				errs = append(errs, err)
			}
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("telephony: %w", ctx.Err()), t.Stop(context.WithoutCancel(ctx)))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return errors.Join(err, t.Stop(ctx))
	}
	return nil
}

// Do carries out a command, after those given before for the same call. It
// never blocks; failures come back as events.
func (t *Telephony) Do(c queue.PhoneCommand) {
	call, name := c.ForCall()
	if n := t.byName[name]; n != nil {
		n.do(c)
		return
	}
	what, leg := describe(c)
	t.send(queue.CommandFailed{Call: call, Leg: leg, What: what, Reason: fmt.Sprintf("there is no node %q", name)})
}

// SetEndpoints makes the agents' phones known to every node, now and after
// each later connect, and removes those that are not in the list. A node that
// is down gets them when it comes back.
func (t *Telephony) SetEndpoints(ctx context.Context, list []Endpoint) error {
	t.endpoints.replace(list)
	var errs []error
	for _, n := range t.nodes {
		if !n.up() {
			continue
		}
		if err := n.pushEndpoints(ctx); err != nil {
			errs = append(errs, fmt.Errorf("telephony: node %s: %w", n.config.Name, err))
			continue
		}
		n.lookAtPhones(ctx)
	}
	return errors.Join(errs...)
}

// Stop carries out the commands that are queued and ends all connections;
// calls live on in Asterisk. Stopping twice is fine.
func (t *Telephony) Stop(ctx context.Context) error {
	t.stop.Do(func() {
		err := t.lanes.close(ctx)
		if t.cancel != nil {
			t.cancel()
		}
		t.abort()
		t.running.Wait()
		t.lanes.done.Wait()
		for _, n := range t.nodes {
			n.rest.client.CloseIdleConnections()
		}
		t.metrics.close()
		if err != nil {
			t.stopErr = fmt.Errorf("telephony: commands were left undone: %w", err)
		}
	})
	return t.stopErr
}

// Fenced is closed when another process took over the application: it has
// the calls now, and this one must not act any more.
func (t *Telephony) Fenced() <-chan struct{} { return t.fenced }

func (t *Telephony) fenceOff() {
	t.fence.Do(func() {
		t.logger.Error("another process took over the calls; this one acts no more")
		close(t.fenced)
	})
}

// Status tells how each node is doing.
func (t *Telephony) Status() []NodeStatus {
	all := make([]NodeStatus, len(t.nodes))
	for i, n := range t.nodes {
		all[i] = n.status()
	}
	return all
}
