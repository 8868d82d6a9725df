package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"thirdring/agent"
)

// lookForExpired is how often passwords whose time is over are taken away.
const lookForExpired = time.Minute

const revokeTime = 5 * time.Second

// pages knows which page is each agent's telephone, and the sockets of all
// pages.
type pages struct {
	phone *PagePhone
	log   *slog.Logger

	mu      sync.Mutex // guards all below
	seats   map[agent.ID]*seat
	sockets map[*sipSocket]struct{}
	closed  bool
	open    sync.WaitGroup // sockets
}

// seat is one agent's telephone. Asterisk is told in the order in which pages
// take it.
type seat struct {
	mu  sync.Mutex // guards now, also while Asterisk is told
	now holder     // the zero value is nobody
}

// holder is the page that is the telephone.
type holder struct {
	page    string
	session string
	expires time.Time
}

func newPages(phone *PagePhone, log *slog.Logger) *pages {
	return &pages{phone: phone, log: log, seats: map[agent.ID]*seat{}, sockets: map[*sipSocket]struct{}{}}
}

func (p *pages) seat(id agent.ID) *seat {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.seats[id]
	if s == nil {
		s = &seat{}
		p.seats[id] = s
	}
	return s
}

// claim makes a page the agent's telephone and returns its name. A page that
// names itself only renews, and is refused when another has taken its place.
// A server that has just started knows of none and believes the page.
func (p *pages) claim(ctx context.Context, id agent.ID, by holder, ha1 string) (string, error) {
	s := p.seat(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if by.page != "" && s.now.page != "" && by.page != s.now.page {
		return "", elsewhere()
	}
	if by.page == "" {
		by.page = rand.Text()
	}
	if err := p.phone.Set(ctx, id, ha1); err != nil {
		return "", away(err)
	}
	s.now = by
	p.end(endReplaced, func(c *sipSocket) bool { return c.agent == id && c.page != by.page })
	return by.page, nil
}

// isTelephone reports whether the page may speak SIP for the agent.
func (p *pages) isTelephone(id agent.ID, page string) bool {
	s := p.seat(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now.page == "" || s.now.page == page
}

// signedOut takes the telephones of a session away, also when the socket that
// found it out is closed by that.
func (p *pages) signedOut(ctx context.Context, session string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokeTime)
	defer cancel()
	p.end(endSession, func(c *sipSocket) bool { return c.session == session })
	p.revoke(ctx, func(h holder) bool { return h.session == session })
}

// run takes passwords away when their time is over, until ctx ends.
func (p *pages) run(ctx context.Context) {
	ticker := time.NewTicker(lookForExpired)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			p.expire(ctx, now)
		}
	}
}

func (p *pages) expire(ctx context.Context, now time.Time) {
	p.revoke(ctx, func(h holder) bool { return !now.Before(h.expires) })
}

// revoke takes the telephones of the holders away. What Asterisk could not be
// told is tried again with the next look.
func (p *pages) revoke(ctx context.Context, which func(holder) bool) {
	p.mu.Lock()
	seats := maps.Clone(p.seats)
	p.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(seats)) {
		s := seats[id]
		s.mu.Lock()
		if s.now.page != "" && which(s.now) {
			if err := p.phone.Set(ctx, id, ""); err != nil {
				p.log.Warn("page phone not taken away", "agent", id, "err", err)
			} else {
				page := s.now.page
				s.now = holder{}
				p.end(endExpired, func(c *sipSocket) bool { return c.agent == id && c.page == page })
			}
		}
		s.mu.Unlock()
	}
}

// add lets a socket in, unless the server stops. remove must follow.
func (p *pages) add(c *sipSocket) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.open.Add(1)
	p.sockets[c] = struct{}{}
	return true
}

func (p *pages) remove(c *sipSocket) {
	p.mu.Lock()
	delete(p.sockets, c)
	p.mu.Unlock()
	p.open.Done()
}

func (p *pages) count() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return float64(len(p.sockets))
}

// end ends the sockets that are meant.
func (p *pages) end(why sipEnd, which func(*sipSocket) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.sockets {
		if which(c) {
			c.end(why)
		}
	}
}

// close ends all sockets and waits for them; no new ones are let in.
func (p *pages) close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.end(endShutdown, func(*sipSocket) bool { return true })
	p.open.Wait()
}
