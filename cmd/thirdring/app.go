package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/owner"
	"thirdring/prompt"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/switchboard"
	"thirdring/telephony"
	"thirdring/ws"
)

// App is one running instance: every part, wired.
type App struct {
	cfg    *Config
	log    *slog.Logger
	zone   *time.Location
	health health

	registry *prometheus.Registry
	store    *store.Store
	lease    *store.Lease
	owners   *owner.Directory
	register *record.Register
	writer   *record.Writer
	callers  *callers
	hub      *ws.Hub
	phones   *telephony.Telephony
	prompts  *prompt.Library
	loop     atomic.Pointer[switchboard.Switchboard] // nil until restored
	center   centerNow
	addr     atomic.Value // string: where HTTP is served

	cleanups []cleanup
}

// cleanup is what Stop does for one part.
type cleanup struct {
	name string
	stop func(context.Context) error
}

func (a *App) onStop(name string, stop func(context.Context) error) {
	a.cleanups = append(a.cleanups, cleanup{name, stop})
}

// Stop ends every part in the reverse order of its start. It may be called
// again and after a failed Start.
func (a *App) Stop(ctx context.Context) error {
	var errs []error
	for len(a.cleanups) > 0 {
		last := len(a.cleanups) - 1
		c := a.cleanups[last]
		a.cleanups = a.cleanups[:last]
		if err := c.stop(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", c.name, err))
		}
	}
	return errors.Join(errs...)
}

// OpenApp connects to Redis and builds every part; nothing acts yet. The
// caller must Stop it even if it fails.
func OpenApp(ctx context.Context, cfg *Config, log *slog.Logger) (*App, error) {
	a := &App{cfg: cfg, log: log, registry: prometheus.NewRegistry()}
	a.health.set(starting)
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return a, fmt.Errorf("configuration: time_zone %q: use a name such as Asia/Shanghai", cfg.TimeZone)
	}
	a.zone = zone
	for _, open := range []func(context.Context) error{a.openStore, a.openRecords, a.openPeople, a.openLoop, a.openPrompts} {
		if err := open(ctx); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (a *App) now() time.Time { return time.Now().In(a.zone) }

func (a *App) openStore(ctx context.Context) (err error) {
	options := a.cfg.storeOptions()
	options.Logger, options.Registerer = a.log, a.registry
	a.store, err = store.Open(ctx, options)
	if err != nil {
		return err
	}
	a.onStop("store", func(context.Context) error { return a.store.Close() })
	a.lease = a.store.Lease(store.LeaseOptions{})
	return nil
}

func (a *App) openRecords(context.Context) (err error) {
	client := a.store.Client()
	if a.owners, err = owner.New(owner.Options{
		Redis: client, Site: a.cfg.Site, AreaCode: a.cfg.AreaCode, Registerer: a.registry,
	}); err != nil {
		return err
	}
	if a.register, err = record.NewRegister(record.RegisterOptions{
		Redis: client, Site: a.cfg.Site, Zone: a.zone, TasksChanged: a.tasksChanged,
	}); err != nil {
		return err
	}
	a.writer, err = record.New(record.Options{
		Register: a.register, SpoolDir: a.cfg.SpoolDir, Logger: a.log, Registerer: a.registry,
		Saved: func(call queue.CallID, final bool) { a.send(queue.RecordSaved{Call: call, Final: final}) },
	})
	return err
}

func (a *App) openPeople(context.Context) (err error) {
	a.callers = newCallers(a.owners, a.send, a.log)
	a.callers.complaints, a.callers.zone, a.callers.last = a.complaints, a.zone, a.lastTalk
	a.hub, err = ws.NewHub(ws.Options{
		Send: a.send, Ask: a.ask, Cards: a.callers.Cards, Recent: a.recent, Tasks: a.tasksOf, Dial: dialler{
			owners: a.owners, register: a.register, tasks: a.register.Tasks(), center: a.center.get, live: a.customerOf,
		}.Dial,
		Logger: a.log, Registerer: a.registry, Origins: []string{a.cfg.PublicURL},
	})
	return err
}

func (a *App) openLoop(ctx context.Context) (err error) {
	nodes := make([]telephony.Node, len(a.cfg.Asterisk))
	for i, n := range a.cfg.Asterisk {
		nodes[i] = telephony.Node{Name: n.Name, URL: n.ARIURL, User: n.ARIUser, Password: n.ARIPassword, App: n.App}
	}
	a.phones, err = telephony.New(telephony.Options{
		Nodes: nodes, SoundsDir: a.cfg.Asterisk[0].SoundsDir, OwnSoundsDir: a.cfg.PromptsDir, RecordingsDir: a.cfg.Asterisk[0].RecordingsDir,
		Send: a.send, Logger: a.log, Registerer: a.registry,
	})
	return err
}

// send hands an event to the loop, which is there before anybody sends.
func (a *App) send(ev queue.Event) { a.loop.Load().Send(ev) }

func (a *App) ask(ctx context.Context, request func(queue.RequestID) queue.Event) error {
	return a.loop.Load().Ask(ctx, request)
}

// restore takes up the live state and the configuration of the site, which
// only the holder of the lease may do.
func (a *App) restore(ctx context.Context) error {
	saved, err := a.store.Load(ctx)
	if err != nil {
		return err
	}
	core := queue.New()
	core.Restore(a.now(), saved)
	loop, err := switchboard.New(switchboard.Options{
		Core: core, Store: a.store, Phones: a.phones, Desks: desks{a.hub, a.callers}, Register: a.writer,
		Directory: a.callers, Logger: a.log, Registerer: a.registry, Fenced: store.ErrFenced, Now: a.now,
	})
	if err != nil {
		return err
	}
	a.loop.Store(loop)
	if err := a.loadCenter(ctx); err != nil {
		return err
	}
	a.callers.again(saved.Calls)
	return nil
}

// desks are the desktops, and what is kept for them.
type desks struct {
	*ws.Hub
	callers *callers
}

// Publish implements switchboard.Desks.
func (d desks) Publish(u queue.Update) {
	d.callers.forget(u.Gone)
	d.Hub.Publish(u)
}
