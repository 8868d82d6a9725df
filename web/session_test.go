package web

import (
	"net/http"
	"strings"
	"testing"

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
	if got := body[me](in); got.User != "1001" || got.Role != Agent || got.Agent != "1001" || got.Site != "s1" || got.Demo {
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
		{"GET", "/api/owners/lookup?number=13800001234", []Role{Supervisor, Manager}},
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
