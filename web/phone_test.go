package web

import (
	"context"
	"crypto/md5" //nolint:gosec // what SIP's digest authentication uses
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/store"
)

// exchange is Asterisk as the page's phone sees it.
type exchange struct {
	mu  sync.Mutex // guards all below
	ha1 map[agent.ID]string
	err error  // of Set
	url string // of its SIP websocket; none is connected without one
}

// Set keeps a password's hash.
func (e *exchange) Set(_ context.Context, id agent.ID, ha1 string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil {
		e.ha1[id] = ha1
	}
	return e.err
}

func (e *exchange) server() (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.url == "" {
		return "", fmt.Errorf("no asterisk is connected: %w", ErrUnavailable)
	}
	return e.url, nil
}

func (e *exchange) hash(id agent.ID) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ha1[id]
}

func (e *exchange) set(change func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change()
}

// newPhoneHouse is a house whose agents have telephones in their pages.
func newPhoneHouse(t *testing.T) (*house, *exchange) {
	t.Helper()
	e := &exchange{ha1: map[agent.ID]string{}, url: "ws://127.0.0.1:1/ws"}
	return newHouse(t, func(o *Options) {
		o.PagePhone = &PagePhone{
			Realm: "thirdring", Suffix: "-page", Set: e.Set, Server: e.server,
			ICEServers: []ICEServer{{URLs: []string{"stun:stun.example"}}},
		}
	}), e
}

func TestPagePhone(t *testing.T) {
	h, e := newPhoneHouse(t)
	cookie := h.as("1001", store.RoleAgent)
	got := body[phoneAccount](h.call("POST", "/api/phone", cookie).want(http.StatusOK))
	if got.User != "1001-page" || got.Realm != "thirdring" || got.Page == "" || len(got.Password) < 20 {
		t.Errorf("the account is %+v", got)
	}
	if left := time.Until(got.ExpiresAt); left < 7*time.Hour || left > 8*time.Hour {
		t.Errorf("the password lives for %s", left)
	}
	if len(got.ICEServers) != 1 || got.ICEServers[0].URLs[0] != "stun:stun.example" {
		t.Errorf("ICE servers are %v", got.ICEServers)
	}
	if want := ha1Of(got); e.hash("1001") != want {
		t.Errorf("Asterisk has %q, want %q", e.hash("1001"), want)
	}

	next := body[phoneAccount](h.call("POST", "/api/phone", cookie, `{"page":"`+got.Page+`"}`).want(http.StatusOK))
	if next.Page != got.Page || next.Password == got.Password || e.hash("1001") != ha1Of(next) {
		t.Errorf("renewed: %+v after %+v", next, got)
	}
	for _, secret := range []string{got.Password, next.Password, ha1Of(got), ha1Of(next)} {
		if strings.Contains(h.log.String(), secret) {
			t.Error("the log holds a password")
		}
	}
}

func TestOnePageIsTheTelephone(t *testing.T) {
	h, e := newPhoneHouse(t)
	cookie := h.as("1001", store.RoleAgent)
	old := body[phoneAccount](h.call("POST", "/api/phone", cookie).want(http.StatusOK))
	now := body[phoneAccount](h.call("POST", "/api/phone", cookie, `{}`).want(http.StatusOK))
	if now.Page == old.Page {
		t.Fatal("two pages have one name")
	}
	h.call("POST", "/api/phone", cookie, `{"page":"`+old.Page+`"}`).wantCode(http.StatusConflict, codeElsewhere)
	if e.hash("1001") != ha1Of(now) {
		t.Error("the page before took the password away from the one that is the telephone")
	}
}

// A server that has just started believes the page that says it is the telephone.
func TestPageIsBelievedAfterARestart(t *testing.T) {
	h, _ := newPhoneHouse(t)
	cookie := h.as("1001", store.RoleAgent)
	got := body[phoneAccount](h.call("POST", "/api/phone", cookie, `{"page":"FROMBEFORE"}`).want(http.StatusOK))
	if got.Page != "FROMBEFORE" {
		t.Errorf("the page is now %s", got.Page)
	}
	h.call("POST", "/api/phone", cookie, `{"page":"ANOTHER"}`).wantCode(http.StatusConflict, codeElsewhere)
}

func TestPagePhoneIsRefused(t *testing.T) {
	h, e := newPhoneHouse(t)
	h.call("POST", "/api/phone").wantCode(http.StatusUnauthorized, codeNotSignedIn)
	h.call("POST", "/api/phone", h.as("boss", store.RoleSupervisor)).wantCode(http.StatusForbidden, codeForbidden)
	cookie := h.as("1001", store.RoleAgent)
	h.call("POST", "/api/phone", cookie, "Origin: https://evil.example").wantCode(http.StatusForbidden, codeOrigin)
	e.set(func() { e.err = errors.New("10.0.0.1: connection refused") })
	a := h.call("POST", "/api/phone", cookie).wantCode(http.StatusServiceUnavailable, codeUnavailable)
	if strings.Contains(a.text, "10.0.0.1") {
		t.Errorf("an internal error is shown: %s", a.text)
	}
	e.set(func() { e.url = "" })
	h.call("POST", "/api/phone", cookie).wantCode(http.StatusServiceUnavailable, codeUnavailable)
}

func TestPasswordsEnd(t *testing.T) {
	h, e := newPhoneHouse(t)
	cookie := h.as("1001", store.RoleAgent)
	got := body[phoneAccount](h.call("POST", "/api/phone", cookie).want(http.StatusOK))
	h.pages.expire(t.Context(), got.ExpiresAt.Add(-time.Second))
	if e.hash("1001") == "" {
		t.Fatal("the password was taken away too early")
	}
	e.set(func() { e.err = errors.New("away") })
	h.pages.expire(t.Context(), got.ExpiresAt.Add(time.Second))
	e.set(func() { e.err = nil })
	h.pages.expire(t.Context(), got.ExpiresAt.Add(time.Second))
	if e.hash("1001") != "" {
		t.Error("the password still works")
	}
	h.call("POST", "/api/phone", cookie).want(http.StatusOK)
	h.call("POST", "/api/logout", cookie).want(http.StatusNoContent)
	if e.hash("1001") != "" {
		t.Error("the password works after signing out")
	}
}

func ha1Of(a phoneAccount) string {
	sum := md5.Sum([]byte(a.User + ":" + a.Realm + ":" + a.Password)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}
