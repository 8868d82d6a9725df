package telephony

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
)

// Node is one Asterisk.
type Node struct {
	Name         string // as the core knows it; part of each call
	URL          string // of ARI, as http://127.0.0.1:8088/ari
	User         string
	Password     string
	App          string // the Stasis application that the dialplan enters
	MediaAddress string // offered for RTP to agents' phones; default the URL's host
}

// Options describe a Telephony. Nodes and Send are required.
type Options struct {
	Nodes         []Node
	SoundsDir     string // the prompts and their manifest.json, at a path that Asterisk sees too
	RecordingsDir string // where Asterisk leaves ARI's recordings, as thirdring sees it

	Send       func(queue.Event) // receives every event; it must never block
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// Endpoint is an agent's phone as Asterisk shall know it.
type Endpoint struct {
	ID  agent.ID
	HA1 string // hex MD5 of "ID:thirdring:secret"
}

// Realm is the SIP realm that an Endpoint's HA1 is made with.
const Realm = "thirdring"

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
	options Options
	fenced  chan struct{}
}

// New checks the options. It connects to nothing; Start does.
func New(o Options) (*Telephony, error) {
	if len(o.Nodes) == 0 {
		return nil, errors.New("telephony: Options.Nodes is empty: name at least one Asterisk")
	}
	for i, n := range o.Nodes {
		if n.Name == "" || n.URL == "" || n.User == "" || n.App == "" {
			return nil, fmt.Errorf("telephony: Options.Nodes[%d]: Name, URL, User and App are required", i)
		}
	}
	if o.Send == nil {
		return nil, errors.New("telephony: Options.Send is missing")
	}
	return &Telephony{options: o, fenced: make(chan struct{})}, nil
}

// Start connects to the nodes and returns when each was tried once. It fails
// when no node can be used, or when one refuses us for a reason that waiting
// does not cure.
func (t *Telephony) Start(ctx context.Context) error { return nil }

// Do carries out a command, after those given before for the same call. It
// never blocks; failures come back as events.
func (t *Telephony) Do(c queue.PhoneCommand) {}

// SetEndpoints makes the agents' phones known to every node, now and after
// each later connect, and removes those that are not in the list.
func (t *Telephony) SetEndpoints(ctx context.Context, endpoints []Endpoint) error { return nil }

// Stop ends all connections; calls live on in Asterisk.
func (t *Telephony) Stop(ctx context.Context) error { return nil }

// Fenced is closed when another process took over the application: it has
// the calls now, and this one must not act any more.
func (t *Telephony) Fenced() <-chan struct{} { return t.fenced }

// Status tells how each node is doing.
func (t *Telephony) Status() []NodeStatus { return nil }
