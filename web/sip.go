package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	sipProtocol    = "sip"
	sipDialTimeout = 5 * time.Second
)

// sip joins a page's SIP websocket with Asterisk's. Browsers cannot reach that
// one themselves: it is on the loopback interface and speaks no TLS.
func (s *Server) sip(w http.ResponseWriter, r *http.Request) {
	if p := s.mayPhone(r); p != nil {
		s.writeProblem(w, r, p)
		return
	}
	asterisk, err := s.dialSIP(r.Context())
	if err != nil {
		s.metrics.sipCloses.WithLabelValues(string(endUnavailable)).Inc()
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	upgrader := websocket.Upgrader{
		Subprotocols: []string{sipProtocol}, CheckOrigin: s.ownOrigin, HandshakeTimeout: sipDialTimeout,
		Error: func(w http.ResponseWriter, r *http.Request, status int, _ error) {
			s.writeProblem(w, r, newProblem(status, codeBadRequest))
		},
	}
	browser, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		asterisk.Close()
		return
	}
	me := caller(r.Context())
	c := &sipSocket{
		agent: me.session.User.Agent, session: me.session.ID, page: r.URL.Query().Get("page"),
		browser: browser, asterisk: asterisk, ended: make(chan struct{}),
	}
	s.serveSIP(c, me)
	s.log.Debug("page phone's socket closed", "agent", c.agent, "why", c.why)
}

// serveSIP passes messages until an end is reached.
func (s *Server) serveSIP(c *sipSocket, me who) {
	if !s.pages.add(c) {
		c.end(endShutdown)
		c.shut()
		return
	}
	defer func() {
		s.metrics.sipCloses.WithLabelValues(string(c.why)).Inc()
		s.pages.remove(c)
	}()
	if !s.pages.isTelephone(c.agent, c.page) {
		c.end(endReplaced)
	}
	ctx, cancel := context.WithCancel(s.ctx)
	var watch sync.WaitGroup
	watch.Go(func() { s.watchSession(ctx, me) })
	c.run(ctx)
	cancel()
	watch.Wait()
}

// mayPhone refuses who is no agent, pages of other sites, and what is no SIP
// websocket, before Asterisk is asked.
func (s *Server) mayPhone(r *http.Request) *problem {
	switch {
	case caller(r.Context()).session.User.Agent == "":
		return newProblem(http.StatusForbidden, codeForbidden)
	case !s.ownOrigin(r):
		return newProblem(http.StatusForbidden, codeOrigin)
	case !websocket.IsWebSocketUpgrade(r) || !slices.Contains(websocket.Subprotocols(r), sipProtocol):
		p := newProblem(http.StatusBadRequest, codeBadRequest)
		p.sentence = sentence{"这里只接受 SIP 子协议的 WebSocket。", "Only websockets with the subprotocol sip are served here."}
		return p
	}
	return nil
}

// ownOrigin wants a browser's origin to be ours. A websocket's handshake is a
// GET, which the protection of other requests lets through.
func (s *Server) ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	u, err := url.Parse(origin)
	if origin == "" || err != nil {
		return false
	}
	return strings.EqualFold(u.Host, r.Host) || origin == originOf(s.opts.PublicURL) || slices.Contains(s.opts.Origins, origin)
}

// dialSIP opens the websocket of a connected Asterisk.
func (s *Server) dialSIP(ctx context.Context) (*websocket.Conn, error) {
	address, err := s.opts.PagePhone.Server()
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{Subprotocols: []string{sipProtocol}, HandshakeTimeout: sipDialTimeout}
	conn, answer, err := dialer.DialContext(ctx, address, nil)
	if answer != nil {
		answer.Body.Close()
	}
	if err != nil {
		s.log.Warn("asterisk's SIP websocket cannot be opened", "err", err)
		return nil, away(err)
	}
	if conn.Subprotocol() != sipProtocol {
		conn.Close()
		return nil, away(errors.New("asterisk's websocket does not speak SIP: load res_pjsip_transport_websocket"))
	}
	return conn, nil
}
