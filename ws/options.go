package ws

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
)

// Options is what a Hub works with. Send and Ask are required.
type Options struct {
	// Send hands an event to the core. It must not block.
	Send func(queue.Event)
	// Ask hands a request to the core and waits for its Reply.
	Ask func(context.Context, func(queue.RequestID) queue.Event) error
	// Cards returns the owners that the caller of a live call may be: one
	// when known, several to choose from. It answers from memory.
	Cards func(queue.CallID) []Card
	// Recent looks up a caller's last calls, newest first; it may be slow.
	Recent func(context.Context, queue.Party) ([]RecentCall, error)
	// Tasks counts an agent's open tasks; it may be slow. See TasksChanged.
	Tasks func(context.Context, agent.ID) (Tasks, error)
	// Dial makes the core's event of a wish to call somebody; Req and Agent are
	// filled in here. It refuses with ErrOptOut or an error of the core.
	Dial func(context.Context, Identity, CallDial) (queue.Dial, error)

	Logger     *slog.Logger
	Registerer prometheus.Registerer

	// Origins may open sockets besides pages of our own host, as
	// https://hotline.example.com.
	Origins []string

	QueueSize    int           // frames that may wait for a slow reader; 256
	PingEvery    time.Duration // a peer silent for 2.5 times this is gone; 10 s
	WriteTimeout time.Duration // for one frame; 5 s
	AskTimeout   time.Duration // for the core's answer; 5 s
}

func (o *Options) complete() error {
	switch {
	case o.Send == nil:
		return errors.New("ws: Options.Send is missing")
	case o.Ask == nil:
		return errors.New("ws: Options.Ask is missing")
	}
	o.Origins = slices.Clone(o.Origins)
	for i, origin := range o.Origins {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" {
			return fmt.Errorf("ws: Options.Origins: %q is not an origin such as https://hotline.example.com", origin)
		}
		o.Origins[i] = u.Scheme + "://" + u.Host
	}
	if o.Cards == nil {
		o.Cards = func(queue.CallID) []Card { return nil }
	}
	if o.Recent == nil {
		o.Recent = func(context.Context, queue.Party) ([]RecentCall, error) { return nil, nil }
	}
	if o.Tasks == nil {
		o.Tasks = func(context.Context, agent.ID) (Tasks, error) { return Tasks{}, nil }
	}
	if o.Dial == nil {
		o.Dial = func(context.Context, Identity, CallDial) (queue.Dial, error) { return queue.Dial{}, queue.ErrNumber }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registerer == nil {
		o.Registerer = prometheus.NewRegistry()
	}
	setDefault(&o.QueueSize, 256)
	setDefault(&o.PingEvery, 10*time.Second)
	setDefault(&o.WriteTimeout, 5*time.Second)
	setDefault(&o.AskTimeout, 5*time.Second)
	return nil
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
