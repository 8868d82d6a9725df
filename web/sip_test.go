package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"thirdring/store"
)

// far is Asterisk's end of a page's SIP websocket.
type far struct {
	t     *testing.T
	conns chan *websocket.Conn
}

// newFar gives the exchange a SIP websocket.
func newFar(t *testing.T, e *exchange, protocols ...string) *far {
	t.Helper()
	f := &far{t: t, conns: make(chan *websocket.Conn, 10)}
	upgrader := websocket.Upgrader{Subprotocols: protocols}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			f.conns <- conn
		}
	}))
	t.Cleanup(server.Close)
	e.set(func() { e.url = "ws" + strings.TrimPrefix(server.URL, "http") + "/ws" })
	return f
}

func (f *far) accept() *websocket.Conn {
	f.t.Helper()
	select {
	case conn := <-f.conns:
		f.t.Cleanup(func() { conn.Close() })
		return conn
	case <-time.After(5 * time.Second):
		f.t.Fatal("nobody called Asterisk")
		return nil
	}
}

// openSIP opens a page's SIP websocket with further headers.
func (h *house) openSIP(cookie *http.Cookie, query string, headers ...string) (*websocket.Conn, *http.Response) {
	h.t.Helper()
	header := http.Header{"Origin": {h.url}}
	if cookie != nil {
		header.Set("Cookie", cookie.String())
	}
	dialer := websocket.Dialer{Subprotocols: []string{"sip"}}
	for _, text := range headers {
		name, value, _ := strings.Cut(text, ": ")
		header.Set(name, value)
		if name == "Origin" && value == "" {
			header.Del(name)
		}
		if name == "Protocol" {
			dialer.Subprotocols = []string{value}
		}
	}
	conn, answer, err := dialer.Dial("ws"+strings.TrimPrefix(h.url, "http")+"/sip"+query, header)
	if err == nil {
		h.t.Cleanup(func() { conn.Close() })
	} else if answer == nil {
		h.t.Fatal(err)
	}
	return conn, answer
}

func hear(t *testing.T, conn *websocket.Conn, want string) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second)) // a closed one fails below
	kind, got, err := conn.ReadMessage()
	if err != nil || kind != websocket.TextMessage || string(got) != want {
		t.Fatalf("heard %d %q %v, want %q", kind, got, err, want)
	}
}

func say(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func wantClosed(t *testing.T, conn *websocket.Conn, code int) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second)) // a closed one fails below
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, code) {
				t.Fatalf("closed with %v, want %d", err, code)
			}
			return
		}
	}
}

func TestSIPGoesBothWays(t *testing.T) {
	h, e := newPhoneHouse(t)
	f := newFar(t, e, "sip")
	page, _ := h.openSIP(h.as("1001", store.RoleAgent), "")
	asterisk := f.accept()
	if page.Subprotocol() != "sip" || asterisk.Subprotocol() != "sip" {
		t.Errorf("subprotocols are %q and %q", page.Subprotocol(), asterisk.Subprotocol())
	}
	say(t, page, "REGISTER sip:thirdring SIP/2.0\r\n\r\n")
	hear(t, asterisk, "REGISTER sip:thirdring SIP/2.0\r\n\r\n")
	say(t, asterisk, "SIP/2.0 401 Unauthorized\r\n\r\n")
	hear(t, page, "SIP/2.0 401 Unauthorized\r\n\r\n")
	say(t, page, "\r\n\r\n")
	hear(t, page, "\r\n")
	say(t, page, "after the keep-alive")
	hear(t, asterisk, "after the keep-alive")
	if got := testutil.ToFloat64(h.metrics.sipSockets); got != 1 {
		t.Errorf("%v sockets are open", got)
	}
}

func TestSIPIsForAgentsPages(t *testing.T) {
	h, e := newPhoneHouse(t)
	newFar(t, e, "sip")
	agent, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	for _, tc := range []struct {
		cookie *http.Cookie
		header string
		want   int
	}{
		{nil, "X: y", http.StatusUnauthorized},
		{boss, "X: y", http.StatusForbidden},
		{agent, "Origin: https://evil.example", http.StatusForbidden},
		{agent, "Origin: ", http.StatusForbidden},
		{agent, "Protocol: mqtt", http.StatusBadRequest},
		{agent, "Origin: http://desk.example", http.StatusSwitchingProtocols},
	} {
		if _, answer := h.openSIP(tc.cookie, "", tc.header); answer.StatusCode != tc.want {
			t.Errorf("%q answers %d, want %d", tc.header, answer.StatusCode, tc.want)
		}
	}
}

func TestSIPWithoutAsterisk(t *testing.T) {
	h, e := newPhoneHouse(t) // an address where nobody listens
	cookie := h.as("1001", store.RoleAgent)
	want := func(why string) {
		t.Helper()
		if _, answer := h.openSIP(cookie, ""); answer.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: answers %d", why, answer.StatusCode)
		}
	}
	want("nobody listens")
	e.set(func() { e.url = "" })
	want("no node is connected")
	newFar(t, e, "ari")
	want("it does not speak SIP")
	if got := testutil.ToFloat64(h.metrics.sipCloses.WithLabelValues("unavailable")); got != 3 {
		t.Errorf("counted %v", got)
	}
}

func TestSIPCloses(t *testing.T) {
	h, e := newPhoneHouse(t)
	f := newFar(t, e, "sip")
	cookie := h.as("1001", store.RoleAgent)
	for why, tc := range map[sipEnd]struct {
		code int
		do   func(page, asterisk *websocket.Conn)
	}{
		endAsterisk: {4000, func(_, asterisk *websocket.Conn) { asterisk.Close() }},
		endTooLarge: {1009, func(page, _ *websocket.Conn) { say(t, page, strings.Repeat("x", maxSIPMessage+1)) }},
		endFlood: {4502, func(page, _ *websocket.Conn) {
			for range sipBurst + 2*sipRate {
				if page.WriteMessage(websocket.TextMessage, []byte("OPTIONS")) != nil {
					return
				}
			}
		}},
		endReplaced: {4500, func(_, _ *websocket.Conn) { h.call("POST", "/api/phone", cookie).want(http.StatusOK) }},
	} {
		page, _ := h.openSIP(cookie, "")
		tc.do(page, f.accept())
		wantClosed(t, page, tc.code)
		h.pages.open.Wait()
		if got := testutil.ToFloat64(h.metrics.sipCloses.WithLabelValues(string(why))); got != 1 {
			t.Errorf("%s was counted %v times", why, got)
		}
		h.pages.expire(t.Context(), time.Now().Add(24*time.Hour)) // the next page is believed again
	}
}

func TestPageThatLeavesIsHungUp(t *testing.T) {
	h, e := newPhoneHouse(t)
	f := newFar(t, e, "sip")
	page, _ := h.openSIP(h.as("1001", store.RoleAgent), "")
	asterisk := f.accept()
	page.Close()
	wantClosed(t, asterisk, websocket.CloseNormalClosure)
}

func TestReplacedPageCannotComeBack(t *testing.T) {
	h, e := newPhoneHouse(t)
	f := newFar(t, e, "sip")
	cookie := h.as("1001", store.RoleAgent)
	old := body[phoneAccount](h.call("POST", "/api/phone", cookie).want(http.StatusOK))
	now := body[phoneAccount](h.call("POST", "/api/phone", cookie).want(http.StatusOK))
	page, _ := h.openSIP(cookie, "?page="+old.Page)
	wantClosed(t, page, 4500)
	f.accept()
	page, _ = h.openSIP(cookie, "?page="+now.Page)
	say(t, page, "hello")
	hear(t, f.accept(), "hello")
}

func TestSigningOutClosesSIP(t *testing.T) {
	h, e := newPhoneHouse(t)
	newFar(t, e, "sip")
	cookie := h.as("1001", store.RoleAgent)
	page, _ := h.openSIP(cookie, "")
	h.call("POST", "/api/logout", cookie).want(http.StatusNoContent)
	wantClosed(t, page, 4501)
}

func TestStoppingClosesSIP(t *testing.T) {
	h, e := newPhoneHouse(t)
	newFar(t, e, "sip")
	page, _ := h.openSIP(h.as("1001", store.RoleAgent), "")
	if err := h.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantClosed(t, page, 4002)
}

func TestBucket(t *testing.T) {
	b := bucket{level: sipBurst, at: monday}
	for range sipBurst {
		if !b.take(monday) {
			t.Fatal("the burst was refused")
		}
	}
	if b.take(monday) {
		t.Error("more than the burst passed")
	}
	if !b.take(monday.Add(time.Second/sipRate)) || b.take(monday.Add(time.Second/sipRate)) {
		t.Error("one more may pass after its share of a second, and no second one")
	}
}
