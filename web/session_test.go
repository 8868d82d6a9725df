package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"thirdring/store"
)

func TestSignIn(t *testing.T) {
	h := newHouse(t, nil)
	h.as("1001", store.RoleAgent)
	h.call("GET", "/api/me").wantCode(http.StatusUnauthorized, codeNotSignedIn)
	wrong := h.call("POST", "/api/login", `{"user":"1001","password":"wrong"}`).wantCode(http.StatusUnauthorized, codeWrong)
	unknown := h.call("POST", "/api/login", `{"user":"nobody","password":"wrong"}`).wantCode(http.StatusUnauthorized, codeWrong)
	if wrong.text != unknown.text {
		t.Errorf("a stranger learns which users exist: %s, %s", wrong.text, unknown.text)
	}

	in := h.call("POST", "/api/login", `{"user":"1001","password":"correct horse"}`).want(http.StatusOK)
	if got := body[me](in); got.User != "1001" || got.Role != Agent || got.Agent != "1001" || got.Site != "s1" || got.Zone != "UTC" || got.Demo {
		t.Errorf("signed in as %+v", got)
	}
	cookie := in.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Secure {
		t.Errorf("cookie is %+v", cookie)
	}
	if got := body[me](h.call("GET", "/api/me", cookie).want(http.StatusOK)); got.Name != "name of 1001" {
		t.Errorf("me is %+v", got)
	}

	out := h.call("POST", "/api/logout", cookie).want(http.StatusNoContent)
	if got := out.Cookies()[0]; got.MaxAge >= 0 || got.Value != "" {
		t.Errorf("the cookie stays: %+v", got)
	}
	if len(h.ended) != 1 || h.ended[0] == cookie.Value {
		t.Errorf("sessions ended: %q", h.ended)
	}
	h.call("GET", "/api/me", cookie).wantCode(http.StatusUnauthorized, codeNotSignedIn)
}

func TestSecureCookieBehindHTTPS(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.PublicURL = "https://desk.example" })
	h.as("1001", store.RoleAgent)
	in := h.call("POST", "/api/login", `{"user":"1001","password":"correct horse"}`).want(http.StatusOK)
	if !in.Cookies()[0].Secure || in.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("cookie %+v, headers %v", in.Cookies()[0], in.Header)
	}
}

func TestTooManySignIns(t *testing.T) {
	h := newHouse(t, nil)
	for range 20 {
		a := h.call("POST", "/api/login", `{"user":"x","password":"wrong"}`)
		if a.StatusCode != http.StatusTooManyRequests {
			continue
		}
		if a.Header.Get("Retry-After") == "" {
			t.Error("nobody says when to try again")
		}
		a.wantCode(http.StatusTooManyRequests, codeTooMany)
		return
	}
	t.Error("passwords may be tried without end")
}

func TestSessionsOutliveAnOutage(t *testing.T) {
	h := newHouse(t, nil)
	seen, unseen := h.as("1001", store.RoleAgent), h.as("1002", store.RoleAgent)
	h.call("GET", "/api/me", seen).want(http.StatusOK)
	h.redis.Stop()
	h.call("GET", "/api/me", seen).want(http.StatusOK)
	h.call("GET", "/api/queues", seen).want(http.StatusOK)
	h.call("GET", "/api/me", unseen).wantCode(http.StatusServiceUnavailable, codeUnavailable)
}

func TestDisabledUserLosesTheOpenDesktop(t *testing.T) {
	opened, closed := make(chan struct{}), make(chan string, 1)
	h := newHouse(t, func(o *Options) {
		o.SessionCheck = time.Millisecond
		ended := make(chan string, 1)
		o.SignedOut = func(id string) { ended <- id }
		o.Socket = func(_ http.ResponseWriter, _ *http.Request, s Session) {
			close(opened)
			id := <-ended
			if id == s.ID {
				closed <- s.User.ID
			}
		}
	})
	cookie := h.as("1001", store.RoleAgent)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(cookie)
	answered := make(chan error, 1)
	go func() {
		res, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			res.Body.Close()
		}
		answered <- err
	}()
	<-opened
	if err := h.store.SetDisabled(t.Context(), "1001", true); err != nil {
		t.Fatal(err)
	}
	if got := <-closed; got != "1001" {
		t.Errorf("closed the desktop of %q", got)
	}
	if err := <-answered; err != nil {
		t.Error(err)
	}
}

func TestMemory(t *testing.T) {
	m := newMemory()
	m.put("token", Session{ID: "s"}, monday)
	if s, ok := m.get("token", monday.Add(believedFor)); !ok || s.ID != "s" {
		t.Errorf("remembered %+v, %v", s, ok)
	}
	if _, ok := m.get("token", monday.Add(believedFor+1)); ok {
		t.Error("a session is believed too long")
	}
	for i := range maxRemembered {
		m.put(strconv.Itoa(i), Session{}, monday.Add(time.Hour))
	}
	if len(m.seen) != maxRemembered {
		t.Errorf("%d are remembered, want %d: the old one goes first", len(m.seen), maxRemembered)
	}
	m.forget("1")
	if _, ok := m.get("1", monday.Add(time.Hour)); ok {
		t.Error("a forgotten session is believed")
	}
}

func TestRoles(t *testing.T) {
	h := newHouse(t, nil)
	cookies := map[Role]*http.Cookie{
		Agent: h.as("1001", store.RoleAgent), Supervisor: h.as("boss", store.RoleSupervisor), QA: h.as("ear", store.RoleQA),
		Manager: h.as("head", store.RoleManager), Admin: h.as("root", store.RoleAdmin),
	}
	for _, tc := range []struct {
		method, path string
		allowed      []Role
	}{
		{"GET", "/api/me", []Role{Agent, Supervisor, QA, Manager, Admin}},
		{"GET", "/api/queues", []Role{Agent, Supervisor, QA, Manager, Admin}},
		{"GET", "/api/agents", []Role{Supervisor, QA, Manager, Admin}},
		{"GET", "/api/center", []Role{Supervisor, QA, Manager, Admin}},
		{"POST", "/api/agents/1001/state", []Role{Supervisor, Admin}},
		{"GET", "/api/calls", []Role{Agent, Supervisor, QA, Manager}},
		{"GET", "/api/calls/c1", []Role{Agent, Supervisor, QA, Manager}},
		{"GET", "/api/calls/c1/recording", []Role{Supervisor, QA}},
		{"GET", "/api/tasks/c1.callback/message", []Role{Agent, Supervisor, QA}},
		{"GET", "/api/owners/lookup?number=13800001234", []Role{Supervisor, Manager}},
		{"GET", "/api/desk", []Role{Agent, Supervisor, QA, Manager, Admin}},
		{"GET", "/api/tasks", []Role{Agent, Supervisor, QA, Manager}},
		{"POST", "/api/tasks", []Role{Agent, Supervisor}},
		{"POST", "/api/tasks/x/done", []Role{Agent, Supervisor}},
		{"POST", "/api/tasks/x/postpone", []Role{Agent, Supervisor}},
		{"POST", "/api/tasks/x/assign", []Role{Supervisor}},
		{"GET", "/api/owners/1", []Role{Supervisor, Manager}},
		{"PUT", "/api/owners/1", []Role{Agent, Supervisor, Manager}}, // the body is looked at first
		{"POST", "/api/owners", []Role{Agent, Supervisor, Manager}},
		{"GET", "/api/owners/1/history", []Role{Supervisor, Manager}},
		{"GET", "/api/owners/search?name=x", []Role{Supervisor, Manager}},
	} {
		for role, cookie := range cookies {
			allowed := false
			for _, r := range tc.allowed {
				allowed = allowed || r == role
			}
			a := h.call(tc.method, tc.path, cookie, `{"state":"ready"}`)
			if refused := a.StatusCode == http.StatusForbidden; refused == allowed {
				t.Errorf("%s %s answered %s %d", tc.method, tc.path, role, a.StatusCode)
			}
		}
		h.call(tc.method, tc.path, `{"state":"ready"}`).wantCode(http.StatusUnauthorized, codeNotSignedIn)
	}
}

func TestOperatorToken(t *testing.T) {
	h := newHouse(t, nil)
	bearer := "Authorization: Bearer " + operatorToken
	if got := body[me](h.call("GET", "/api/me", bearer).want(http.StatusOK)); got.Role != Admin || got.User != "operator" {
		t.Errorf("the operator is %+v", got)
	}
	h.call("GET", "/api/me", "Authorization: Bearer "+strings.Repeat("0", 32)).wantCode(http.StatusUnauthorized, codeNotSignedIn)
	h.call("GET", "/api/me", bearer, "X-Forwarded-For: 10.0.0.7").wantCode(http.StatusUnauthorized, codeNotSignedIn)
	h.call("POST", "/api/logout", bearer).want(http.StatusNoContent)

	none := newHouse(t, func(o *Options) { o.OperatorToken = "" })
	none.call("GET", "/api/me", "Authorization: Bearer ").wantCode(http.StatusUnauthorized, codeNotSignedIn)
}
