package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"thirdring/queue"
	"thirdring/store"
)

// ServeCmd runs the server until it is told to stop.
type ServeCmd struct{}

// Help is the long help text.
func (ServeCmd) Help() string {
	return `Runs one instance: it serves the site's hotlines, desktops (listen) and metrics. It needs Redis to start; for an
Asterisk that is not up yet it waits, and /readyz says so. Only one instance may serve a site; with standby on, a second one waits for its turn.

On SIGTERM or Ctrl-C it stops taking requests, waits up to drain_timeout for calls to end, and leaves the rest to the
instance that starts next: calls live on in Asterisk. A second signal ends the process at once, as a crash would:
calls live on as well.`
}

// Run serves.
func (ServeCmd) Run(ctx context.Context, cfg *Config, log *slog.Logger) error {
	app, err := OpenApp(ctx, cfg, log)
	if err == nil {
		err = app.Run(ctx)
	}
	end, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = nil
	}
	return errors.Join(err, app.Stop(end))
}

const (
	stopLimit  = 10 * time.Second
	drainCheck = 200 * time.Millisecond
)

// Run serves until ctx ends, or until another instance takes over.
func (a *App) Run(ctx context.Context) error {
	if err := a.startWeb(); err != nil {
		return err
	}
	if err := a.elect(ctx); err != nil {
		return err
	}
	if err := a.restore(ctx); err != nil {
		return err
	}
	ended := a.startLoop()
	if err := a.startPhones(ctx); err != nil {
		return err
	}
	a.health.set(ready)
	a.log.Info("ready", "site", a.cfg.Site, "url", a.cfg.PublicURL)
	select {
	case <-ctx.Done():
		a.drain()
		return nil
	case err := <-ended:
		return err
	case <-a.lease.Lost():
		return fmt.Errorf("serve: %w", store.ErrFenced)
	case <-a.phones.Fenced():
		return errors.New("serve: another program took over thirdring's application in Asterisk; only one instance may serve a site")
	}
}

// elect takes the site's lease, in standby when it is free.
func (a *App) elect(ctx context.Context) error {
	take := a.lease.Acquire
	if a.cfg.Standby {
		a.health.set(standby)
		take = a.lease.Wait
	}
	if err := take(ctx); err != nil {
		return err
	}
	a.onStop("lease", a.lease.Release)
	a.health.set(starting)
	return nil
}

// startLoop starts what the loop hands work to, and then the loop. The
// channel gets the loop's error should it end by itself.
func (a *App) startLoop() <-chan error {
	a.writer.Start()
	a.onStop("register", func(ctx context.Context) error { a.writer.Stop(ctx); return nil })
	a.callers.start()
	a.onStop("callers", a.callers.stop)
	a.hub.Start()
	a.onStop("desktops", a.hub.Stop)

	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() {
		ended <- a.loop.Load().Run(ctx)
	})
	running.Go(func() { a.watchCenter(ctx) })
	running.Go(func() {
		a.store.WatchUsers(ctx, a.pushPhones)
	})
	away := awayMessages{
		from: a.cfg.Asterisk[0].voicemails(), to: a.cfg.Asterisk[0].RecordingsDir, register: a.register, owners: a.owners,
		center: a.center.get, zone: a.zone, log: a.log.With("component", "away"),
	}
	running.Go(func() { away.run(ctx) })
	running.Go(func() { a.store.PackJournal(ctx) })
	a.onStop("switchboard", func(context.Context) error {
		cancel()
		running.Wait()
		return nil
	})
	return ended
}

func (a *App) startPhones(ctx context.Context) error {
	if err := a.pushPhones(ctx); err != nil {
		return err
	}
	a.onStop("telephony", a.phones.Stop)
	return a.phones.Start(ctx)
}

// drain waits for the calls to end, at most as long as configured.
func (a *App) drain() {
	a.health.set(draining)
	limit := time.After(a.cfg.drain)
	check := time.NewTicker(drainCheck)
	defer check.Stop()
	for {
		live := liveCalls(a.loop.Load().Snapshot())
		if live == 0 {
			return
		}
		select {
		case <-check.C:
		case <-limit:
			a.log.Info("leaving calls to the next instance", "calls", live)
			return
		}
	}
}

func liveCalls(u queue.Update) int {
	n := 0
	for _, call := range u.Calls {
		if call.Phase != queue.Ended {
			n++
		}
	}
	return n
}
