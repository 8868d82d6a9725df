package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/ws"
)

const (
	lookupLimit   = 150 * time.Millisecond // a look-up must never delay a call
	lookupWorkers = 4
	lookupBacklog = 1024 // arrivals that wait for a look-up; more go without
)

// callers looks up who calls, and keeps the owners' cards of live calls for
// the desktops.
type callers struct {
	directory *owner.Directory
	send      func(queue.Event)
	log       *slog.Logger
	todo      chan queue.Identify
	workers   sync.WaitGroup

	mu    sync.Mutex // guards cards
	cards map[queue.CallID][]ws.Card
}

func newCallers(directory *owner.Directory, send func(queue.Event), log *slog.Logger) *callers {
	return &callers{
		directory: directory, send: send, log: log.With("component", "callers"),
		todo: make(chan queue.Identify, lookupBacklog), cards: map[queue.CallID][]ws.Card{},
	}
}

func (c *callers) start() {
	for range lookupWorkers {
		c.workers.Go(func() {
			for id := range c.todo {
				c.lookup(id)
			}
		})
	}
}

// stop ends the workers. Identify must not be called any more.
func (c *callers) stop(context.Context) error {
	close(c.todo)
	c.workers.Wait()
	return nil
}

// Identify implements switchboard.Directory.
func (c *callers) Identify(id queue.Identify) {
	select {
	case c.todo <- id:
	default:
		c.log.Warn("too many look-ups at once, this caller goes without", "call", id.Call)
	}
}

func (c *callers) lookup(id queue.Identify) {
	ctx, cancel := context.WithTimeout(context.Background(), lookupLimit)
	defer cancel()
	found, err := c.directory.Lookup(ctx, id.From)
	if err != nil {
		c.log.Warn("caller not looked up", "call", id.Call, "err", err)
		return
	}
	ev := queue.Identified{Call: id.Call, Number: found.Number.Value}
	switch found.Kind {
	case owner.KindKnown:
		ev.Match = queue.Known
		ev.Owner = ownerRef(found.Owners[0])
	case owner.KindChoice:
		ev.Match = queue.Choice
	case owner.KindUnknown:
		ev.Match = queue.Unknown
	case owner.KindWithheld:
		ev.Match = queue.Withheld
	}
	if len(found.Owners) > 0 {
		cards := make([]ws.Card, len(found.Owners))
		for i, o := range found.Owners {
			cards[i] = card(o)
		}
		c.mu.Lock()
		c.cards[id.Call] = cards
		c.mu.Unlock()
	}
	c.send(ev)
}

// Cards are the owners that the caller of a live call may be.
func (c *callers) Cards(call queue.CallID) []ws.Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cards[call]
}

func (c *callers) forget(calls []queue.CallID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range calls {
		delete(c.cards, call)
	}
}

// again looks up the callers of calls that an earlier instance left.
func (c *callers) again(calls []queue.Call) {
	for _, call := range calls {
		if call.Phase != queue.Ended {
			c.Identify(queue.Identify{Call: call.ID, From: call.Record.Caller.Raw})
		}
	}
}

// ownerRef points to the owner, and to the unit if there is only one.
func ownerRef(o owner.Owner) queue.OwnerRef {
	ref := queue.OwnerRef{ID: string(o.ID), Name: o.Name, Relation: string(o.Relation)}
	if len(o.Units) == 1 {
		ref.Unit = o.Units[0].Address()
	}
	return ref
}
