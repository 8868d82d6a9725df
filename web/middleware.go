package web

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

const (
	cookieName = "thirdring_session"
	maxBody    = 64 << 10
	maxConfig  = 4 << 20 // 2,000 agents take about 200 KB
)

// who is what is known of a request's sender.
type who struct {
	session   Session // of nobody when signedIn is false
	signedIn  bool
	token     string // of the cookie
	address   string
	browser   string
	requestID string
}

type whoKey struct{}

func caller(ctx context.Context) who {
	w, _ := ctx.Value(whoKey{}).(who)
	return w
}

// wrap puts around all routes what holds for all of them.
func (s *Server) wrap(next http.Handler) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range append([]string{originOf(s.opts.PublicURL)}, s.opts.Origins...) {
		if origin == "" {
			continue
		}
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("web: origin: %w", err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.writeProblem(w, r, newProblem(http.StatusForbidden, codeOrigin))
	}))
	next = s.identify(next)
	next = protection.Handler(next)
	next = compress(next)
	next = s.headers(next)
	return s.guard(next), nil
}

// guard measures a request, bounds its body, and answers for a handler that
// panics.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		r = r.WithContext(context.WithValue(r.Context(), whoKey{}, who{
			address: clientAddress(r), browser: r.UserAgent(), requestID: rand.Text()[:10],
		}))
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		}
		answer := &statusWriter{ResponseWriter: w}
		defer func() {
			if cause := recover(); cause != nil {
				s.panicked(answer, r, cause)
			}
			_, route := s.mux.Handler(r)
			s.metrics.request(route, cmp.Or(answer.status, http.StatusOK), time.Since(began))
		}()
		next.ServeHTTP(answer, r)
	})
}

// bodyLimit lets whole configurations in. Nobody but admins gets one read.
func bodyLimit(r *http.Request) int64 {
	if r.URL.Path == "/api/config" || r.URL.Path == "/api/config/import" {
		return maxConfig
	}
	if isUpload(r.URL.Path) {
		return maxSound
	}
	return maxBody
}

// panicked answers for a handler that did not.
func (s *Server) panicked(w *statusWriter, r *http.Request, cause any) {
	id := caller(r.Context()).requestID
	s.log.Error("handler panicked", "request", id, "err", cause, "stack", string(debug.Stack()))
	if w.status == 0 {
		p := newProblem(http.StatusInternalServerError, codeInternal)
		p.RequestID = id
		s.writeProblem(w, r, p)
	}
}

// headers sets what every answer carries. Styles are inline because the
// desktop's component library writes them at run time.
func (s *Server) headers(next http.Handler) http.Handler {
	fixed := map[string]string{
		"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' blob:; " +
			"connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Referrer-Policy":              "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=(self), speaker-selection=(self)",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	if s.secure {
		fixed["Strict-Transport-Security"] = "max-age=31536000"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range fixed {
			w.Header().Set(name, value)
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			w.Header().Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// identify finds out who asks; whether that is enough is decided per route.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ws" && r.URL.Path != "/sip" && !strings.HasPrefix(r.URL.Path, "/api/") {
			next.ServeHTTP(w, r)
			return
		}
		me := caller(r.Context())
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			if !s.isOperator(r, token) {
				s.writeProblem(w, r, newProblem(http.StatusUnauthorized, codeNotSignedIn))
				return
			}
			me.session, me.signedIn = Session{ID: "operator", User: User{ID: "operator", Name: "operator", Role: Admin}}, true
		} else if cookie, err := r.Cookie(cookieName); err == nil {
			session, err := s.session(r.Context(), cookie.Value)
			switch {
			case err == nil:
				me.session, me.signedIn, me.token = session, true, cookie.Value
			case !errors.Is(err, ErrNoSession):
				s.writeProblem(w, r, s.problemOf(r.Context(), err))
				return
			}
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), whoKey{}, me)))
	})
}

// isOperator accepts the token from this machine only, and not through a
// proxy on it.
func (s *Server) isOperator(r *http.Request, token string) bool {
	good := s.opts.OperatorToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.opts.OperatorToken)) == 1
	return good && isThisMachine(r) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// allowed answers a request that the sender may not make and reports whether
// it may. No roles mean that everybody signed in may.
func (s *Server) allowed(r *http.Request, roles []Role) *problem {
	me := caller(r.Context())
	switch {
	case !me.signedIn:
		return newProblem(http.StatusUnauthorized, codeNotSignedIn)
	case len(roles) > 0 && !slices.Contains(roles, me.session.User.Role):
		return newProblem(http.StatusForbidden, codeForbidden)
	}
	return nil
}

// only lets the roles through to a handler outside of huma.
func (s *Server) only(next http.HandlerFunc, roles ...Role) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p := s.allowed(r, roles); p != nil {
			s.writeProblem(w, r, p)
			return
		}
		next(w, r)
	}
}

// clientAddress is the sender's address. What a proxy says is believed when
// the proxy runs on this machine.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	forwarded := r.Header.Values("X-Forwarded-For")
	if len(forwarded) == 0 || !isLoopback(r.RemoteAddr) {
		return host
	}
	hops := strings.Split(forwarded[len(forwarded)-1], ",")
	if last := net.ParseIP(strings.TrimSpace(hops[len(hops)-1])); last != nil {
		return last.String()
	}
	return host
}

// originOf is the origin of our own pages, for when a proxy changes the host.
func originOf(public string) string {
	u, err := url.Parse(public)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// isThisMachine reports whether the sender runs here: over loopback, or from
// the very address that it speaks to.
func isThisMachine(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	remote, _, err := net.SplitHostPort(r.RemoteAddr)
	return isLoopback(r.RemoteAddr) || ok && err == nil && local.IP.Equal(net.ParseIP(remote))
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Hijack implements http.Hijacker for the websocket.
func (w *statusWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.status = http.StatusSwitchingProtocols
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
