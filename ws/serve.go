package ws

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"thirdring/agent"
)

// Identity is who opened a socket, as the session says.
type Identity struct {
	Session string   // ends the socket when it ends (EndSession)
	User    string   // sign-in name
	Role    string   // agent, supervisor, qa, manager, admin
	Agent   agent.ID // empty when the user answers no calls
}

// SeesAll reports whether the socket gets all agents and queues.
func (i Identity) SeesAll() bool { return i.Role != "agent" }

// Supervises reports whether the user may decide for agents.
func (i Identity) Supervises() bool { return i.Role == "supervisor" || i.Role == "admin" }

// Serve upgrades the request and serves its socket until it closes.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, who Identity) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
		return
	}
	h.sockets.Add(1)
	h.mu.Unlock()
	defer h.sockets.Done()

	conn, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil { // the answer has been written
		h.metrics.closed.WithLabelValues("refused").Inc()
		h.log.Info("socket refused", "user", who.User, "err", err)
		return
	}
	s := newSocket(conn, who, h, language(r.Header.Get("Accept-Language")))
	h.inbox.put(joined{s})
	h.metrics.sockets.Inc()
	defer h.metrics.sockets.Dec()
	reason := s.serve(h.ctx)
	h.inbox.put(left{s})
	h.metrics.closed.WithLabelValues(reason).Inc()
	h.log.Debug("socket closed", "user", who.User, "reason", reason)
}

// allowed checks the Origin of a browser's request. Programs that send none
// carry no cookie of a browser either.
func (h *Hub) allowed(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	return strings.EqualFold(u.Host, r.Host) || slices.Contains(h.opts.Origins, origin)
}
