package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/ws"
)

const (
	lookupLimit   = 150 * time.Millisecond // a look-up must never delay a call
	lookupWorkers = 4
	lookupBacklog = 1024 // arrivals that wait for a look-up; more are tried again
	lookupRetry   = time.Second
)

// callers looks up who calls, and keeps the owners' cards of live calls for
// the desktops. A look-up that fails is tried again while the call lives.
type callers struct {
	directory *owner.Directory
	send      func(queue.Event)
	log       *slog.Logger
	todo      chan queue.Identify
	done      chan struct{} // closed by stop
	workers   sync.WaitGroup

	// complaints counts an owner's, for the cards; may be nil.
	complaints func(context.Context, owner.ID) (count int, repeat bool, err error)
	zone       *time.Location // of the days that warranties end on

	// last finds who talked to the caller last; may be nil.
	last func(context.Context, queue.Identified) (queue.LastTalk, error)

	mu   sync.Mutex // guards live
	live map[queue.CallID]*lookedUp
}

// lookedUp is what is known of a live call's caller.
type lookedUp struct {
	cards  []ws.Card
	missed *queue.Identify // to be tried again
}

func newCallers(directory *owner.Directory, send func(queue.Event), log *slog.Logger) *callers {
	return &callers{
		directory: directory, send: send, log: log.With("component", "callers"),
		todo: make(chan queue.Identify, lookupBacklog), done: make(chan struct{}),
		live: map[queue.CallID]*lookedUp{}, zone: time.Local,
	}
}

func (c *callers) start() {
	for range lookupWorkers {
		c.workers.Go(func() {
			for {
				select {
				case id := <-c.todo:
					c.lookup(id)
				case <-c.done:
					return
				}
			}
		})
	}
	c.workers.Go(c.retry)
}

// retry tries the look-ups again that failed.
func (c *callers) retry() {
	ticker := time.NewTicker(lookupRetry)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-c.done:
			return
		}
		for _, id := range c.takeMissed() {
			c.put(id)
		}
	}
}

func (c *callers) takeMissed() []queue.Identify {
	c.mu.Lock()
	defer c.mu.Unlock()
	var missed []queue.Identify
	for _, call := range c.live {
		if call.missed != nil {
			missed = append(missed, *call.missed)
			call.missed = nil
		}
	}
	return missed
}

// stop ends the workers; what still waits for a look-up goes without.
func (c *callers) stop(context.Context) error {
	close(c.done)
	c.workers.Wait()
	return nil
}

// Identify implements switchboard.Directory.
func (c *callers) Identify(id queue.Identify) {
	c.mu.Lock()
	c.live[id.Call] = &lookedUp{}
	c.mu.Unlock()
	c.put(id)
}

func (c *callers) put(id queue.Identify) {
	select {
	case c.todo <- id:
	default:
		c.miss(id, errors.New("too many look-ups at once"))
	}
}

// miss keeps a look-up that failed for the next try.
func (c *callers) miss(id queue.Identify, err error) {
	c.log.Debug("caller not looked up yet", "call", id.Call, "err", err)
	c.mu.Lock()
	defer c.mu.Unlock()
	if call := c.live[id.Call]; call != nil {
		call.missed = &id
	}
}

func (c *callers) lookup(id queue.Identify) {
	ctx, cancel := context.WithTimeout(context.Background(), lookupLimit)
	defer cancel()
	found, err := c.directory.Lookup(ctx, id.From)
	if err != nil {
		c.miss(id, err)
		return
	}
	ev := identified(id.Call, found)
	if len(found.Owners) > 0 {
		cards := c.cards(ctx, found.Owners)
		c.mu.Lock()
		if call := c.live[id.Call]; call != nil {
			call.cards = cards
		}
		c.mu.Unlock()
	}
	if c.last != nil && ev.Match != queue.Withheld {
		if ev.Last, err = c.last(ctx, ev); err != nil {
			c.log.Debug("the caller's last agent is not known", "call", id.Call, "err", err)
		}
	}
	c.send(ev)
}

// identified says who was found.
func identified(call queue.CallID, found owner.Match) queue.Identified {
	ev := queue.Identified{
		Call: call, Number: found.Number.Value, Homes: homes(found.Owners), NoSurvey: slices.ContainsFunc(found.Owners, noSurvey),
	}
	switch found.Kind {
	case owner.KindKnown:
		ev.Match = queue.Known
		ev.Owner, ev.Segment = ownerRef(found.Owners[0]), string(found.Owners[0].Segment)
	case owner.KindChoice:
		ev.Match = queue.Choice
	case owner.KindUnknown:
		ev.Match = queue.Unknown
	case owner.KindWithheld:
		ev.Match = queue.Withheld
	}
	if found.Number.Matchable() {
		ev.Dial = inDigits(found.Number)
	}
	return ev
}

// Cards are the owners that the caller of a live call may be.
func (c *callers) Cards(call queue.CallID) []ws.Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.live[call]; known != nil {
		return known.cards
	}
	return nil
}

func (c *callers) forget(calls []queue.CallID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range calls {
		delete(c.live, call)
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

// homes are where the caller may have a unit, each once.
func homes(owners []owner.Owner) []queue.Home {
	var all []queue.Home
	for _, o := range owners {
		for _, u := range o.Units {
			if home := (queue.Home{Project: u.Project, Building: u.Building}); home.Project != "" && !slices.Contains(all, home) {
				all = append(all, home)
			}
		}
	}
	return all
}

// noSurvey reports whether the owner does not want to be asked for opinions. Of
// several who may be calling one is enough: it is the same telephone.
func noSurvey(o owner.Owner) bool { return o.OptOut.Survey }

// ownerRef points to the owner, and to the unit if there is only one.
func ownerRef(o owner.Owner) queue.OwnerRef {
	ref := queue.OwnerRef{ID: string(o.ID), Name: o.Name, Relation: string(o.Relation)}
	if len(o.Units) == 1 {
		ref.Unit = o.Units[0].Address()
	}
	return ref
}
