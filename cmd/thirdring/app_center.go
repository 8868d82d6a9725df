package main

import (
	"context"
	"errors"
	"sync"

	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony"
)

// centerNow is the configuration in force, for readers outside the loop.
type centerNow struct {
	mu     sync.RWMutex // guards all below
	center queue.Center
}

func (c *centerNow) get() queue.Center {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.center
}

// loadCenter puts the stored configuration in force, or the default one in a
// site that has none yet.
func (a *App) loadCenter(ctx context.Context) error {
	doc, err := a.store.Current(ctx)
	if errors.Is(err, store.ErrNoCenter) {
		a.log.Warn("this site has no configuration yet: load one with `thirdring center import FILE`")
		doc, err = store.Default(), nil
	}
	if err != nil {
		return err
	}
	a.configure(doc)
	return nil
}

// configure makes a configuration effective for everybody at once.
func (a *App) configure(doc store.Document) {
	center := doc.Center()
	a.center.mu.Lock()
	a.center.center = center
	a.center.mu.Unlock()
	a.hub.Configure(center)
	a.send(queue.Configured{Center: center})
}

// watchCenter follows the configuration and the users until ctx ends.
func (a *App) watchCenter(ctx context.Context) {
	a.store.Watch(ctx, a.center.get().Version, func(doc store.Document) {
		a.log.Info("configuration changed", "version", doc.Version)
		a.configure(doc)
		if err := a.pushPhones(ctx); err != nil {
			a.log.Error("agents' phones not made known to asterisk", "err", err)
		}
	})
}

// pushPhones makes the agents' phones known to Asterisk.
func (a *App) pushPhones(ctx context.Context) error {
	hashes, err := a.store.SIPHashes(ctx)
	if err != nil {
		return err
	}
	var phones []telephony.Endpoint
	for _, profile := range a.center.get().Agents {
		if ha1 := hashes[profile.ID]; ha1 != "" {
			phones = append(phones, telephony.Endpoint{ID: profile.ID, HA1: ha1})
		}
	}
	return a.phones.SetEndpoints(ctx, phones)
}
