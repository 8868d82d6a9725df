package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"thirdring/queue"
	"thirdring/store"
	"thirdring/switchboard"
	"thirdring/web"
	"thirdring/ws"
)

// startWeb serves HTTP from the first moment, so that health can be asked
// while the rest starts.
func (a *App) startWeb() error {
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	options := web.Options{
		Listen: a.cfg.Listen, PublicURL: a.cfg.PublicURL, Site: a.cfg.Site, Version: version(),
		OperatorToken: a.cfg.OperatorToken, Zone: a.zone,
		Accounts: accounts{a.store}, Board: board{a}, Center: a.center.get, Register: a.register,
		Configuration: configuration{a.store}, Users: users{a.store},
		Tasks: a.register.Tasks(), Owners: a.owners, Cards: cards{a}, Audit: a.store, Health: a.Health,
		Journal: journal{a.store}, Notices: a.notices, Prompts: a.webPrompts(),
		Recordings: os.DirFS(a.cfg.Asterisk[0].RecordingsDir),
		Socket:     a.socket, SignedOut: a.hub.EndSession, PagePhone: a.pagePhone(),
		Metrics: promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{}),
		Logger:  a.log, Registerer: a.registry,
	}
	if a.cfg.Demo.SIP != "" {
		options.DemoCall = a.demoCall
	}
	server, err := web.New(options)
	if err != nil {
		return err
	}
	server.Start()
	a.onStop("web", server.Stop)
	a.addr.Store(server.Addr())
	return nil
}

// Addr is the address that HTTP is served on.
func (a *App) Addr() string {
	addr, _ := a.addr.Load().(string)
	return addr
}

// Health tells how far the instance is, and what it must do without.
func (a *App) Health() web.Health {
	h := web.Health{Status: web.Status(a.health.get())}
	if h.Status != web.Ready {
		return h
	}
	if a.loop.Load().Degraded() {
		h.Reasons = append(h.Reasons, "redis: the live state cannot be saved; calls go on")
	}
	if n := a.writer.Backlog(); n > 0 && a.loop.Load().Degraded() {
		h.Reasons = append(h.Reasons, "register: rows wait in the spool file")
	}
	for _, node := range a.phones.Status() {
		if !node.Connected {
			h.Reasons = append(h.Reasons, "asterisk "+node.Name+": "+node.Problem)
		}
	}
	if len(h.Reasons) > 0 {
		h.Status = web.Degraded
	}
	return h
}

func (a *App) socket(w http.ResponseWriter, r *http.Request, s web.Session) {
	a.hub.Serve(w, r, ws.Identity{Session: s.ID, User: s.User.ID, Role: string(s.User.Role), Agent: s.User.Agent})
}

// board is the loop as the web sees it, also before the loop is there.
type board struct{ app *App }

var errStarting = fmt.Errorf("the live state is being restored: %w", web.ErrUnavailable)

// Snapshot implements web.Board.
func (b board) Snapshot() queue.Update {
	if loop := b.app.loop.Load(); loop != nil {
		return loop.Snapshot()
	}
	return queue.Update{}
}

// Ask implements web.Board.
func (b board) Ask(ctx context.Context, request func(queue.RequestID) queue.Event) error {
	loop := b.app.loop.Load()
	if loop == nil {
		return errStarting
	}
	err := loop.Ask(ctx, request)
	if errors.Is(err, switchboard.ErrStopped) {
		return fmt.Errorf("%w: %w", web.ErrUnavailable, err)
	}
	return err
}

// accounts are the store's users as the web sees them.
type accounts struct{ store *store.Store }

// SignIn implements web.Accounts.
func (c accounts) SignIn(ctx context.Context, who web.Credentials) (string, web.Session, error) {
	user, err := c.store.SignIn(ctx, who.User, who.Password, who.Address)
	var many *store.TooManyError
	switch {
	case errors.As(err, &many):
		return "", web.Session{}, &web.TooManyError{RetryAfter: many.RetryAfter}
	case errors.Is(err, store.ErrSignIn):
		return "", web.Session{}, web.ErrSignIn
	case err != nil:
		return "", web.Session{}, err
	}
	token, err := c.store.NewSession(ctx, user.ID, who.Address, who.Browser)
	if err != nil {
		return "", web.Session{}, err
	}
	session, err := c.Session(ctx, token)
	return token, session, err
}

// Session implements web.Accounts.
func (c accounts) Session(ctx context.Context, token string) (web.Session, error) {
	user, session, err := c.store.Session(ctx, token)
	switch {
	case errors.Is(err, store.ErrNoSession):
		return web.Session{}, web.ErrNoSession
	case err != nil:
		return web.Session{}, err
	}
	return web.Session{
		ID:   session.ID,
		User: web.User{ID: user.ID, Name: user.Name, Role: web.Role(user.Role), Agent: user.Agent},
	}, nil
}

// SignOut implements web.Accounts.
func (c accounts) SignOut(ctx context.Context, token string) error {
	return c.store.SignOut(ctx, token)
}
