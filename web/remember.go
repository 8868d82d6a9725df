package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// While the accounts cannot be asked, sessions seen not long ago are believed,
// so that agents whose page reloads go on answering calls.
const (
	believedFor   = 15 * time.Minute
	maxRemembered = 20_000
)

// memory holds the sessions that were good when last looked at.
type memory struct {
	mu   sync.Mutex // guards seen
	seen map[[sha256.Size]byte]remembered
}

type remembered struct {
	session Session
	at      time.Time
}

func newMemory() *memory { return &memory{seen: map[[sha256.Size]byte]remembered{}} }

func (m *memory) put(token string, s Session, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.seen) >= maxRemembered {
		for key, r := range m.seen {
			if now.Sub(r.at) > believedFor {
				delete(m.seen, key)
			}
		}
		if len(m.seen) >= maxRemembered {
			return
		}
	}
	m.seen[sha256.Sum256([]byte(token))] = remembered{s, now}
}

func (m *memory) get(token string, now time.Time) (Session, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.seen[sha256.Sum256([]byte(token))]
	return r.session, ok && now.Sub(r.at) <= believedFor
}

func (m *memory) forget(token string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, sha256.Sum256([]byte(token)))
}

// session finds out whose the token is.
func (s *Server) session(ctx context.Context, token string) (Session, error) {
	session, err := s.opts.Accounts.Session(ctx, token)
	switch {
	case err == nil:
		s.memory.put(token, session, time.Now())
		return session, nil
	case errors.Is(err, ErrNoSession):
		s.memory.forget(token)
		return Session{}, err
	}
	if session, ok := s.memory.get(token, time.Now()); ok {
		s.log.Warn("session not checked", "user", session.User.ID, "err", err)
		return session, nil
	}
	return Session{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// socket serves the desktop's websocket for as long as its session lasts: who
// is disabled or gets a new password loses the open desktop as well.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	me := caller(r.Context())
	ctx, cancel := context.WithCancel(r.Context())
	var watch sync.WaitGroup
	watch.Go(func() { s.watchSession(ctx, me) })
	s.opts.Socket(w, r, me.session)
	cancel()
	watch.Wait()
}

func (s *Server) watchSession(ctx context.Context, me who) {
	if me.token == "" { // the operator has no session
		return
	}
	ticker := time.NewTicker(s.opts.SessionCheck)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if _, err := s.session(ctx, me.token); errors.Is(err, ErrNoSession) {
				s.signedOut(ctx, me.session.ID)
				return
			}
		}
	}
}
