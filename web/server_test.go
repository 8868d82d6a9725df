package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gorilla/websocket"

	"thirdring/store"
)

func TestHealth(t *testing.T) {
	h := newHouse(t, nil)
	for status, want := range map[Status]int{
		Starting: 503, Ready: 200, Degraded: 200, Standby: 503, Draining: 503,
	} {
		h.set(func() { h.health = Health{Status: status, Reasons: []string{"redis: away"}} })
		got := body[healthView](h.call("GET", "/readyz").want(want))
		if got.Status != status || got.Reasons[0] != "redis: away" {
			t.Errorf("%s answers %+v", status, got)
		}
	}
	h.call("GET", "/healthz").want(http.StatusOK)
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Origins = []string{"https://wall.example"} })
	login := `{"user":"x","password":"y"}`
	for header, want := range map[string]int{
		"Origin: https://evil.example": http.StatusForbidden,
		"Sec-Fetch-Site: cross-site":   http.StatusForbidden,
		"Origin: http://desk.example":  http.StatusUnauthorized,
		"Origin: https://wall.example": http.StatusUnauthorized,
		"Origin: " + h.url:             http.StatusUnauthorized,
		"Sec-Fetch-Site: same-origin":  http.StatusUnauthorized,
	} {
		a := h.call("POST", "/api/login", login, header).want(want)
		if want == http.StatusForbidden {
			a.wantCode(want, codeOrigin)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := newHouse(t, nil)
	for _, path := range []string{"/", "/api/me", "/healthz", "/nowhere.js"} {
		a := h.call("GET", path)
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} {
			if a.Header.Get(name) == "" {
				t.Errorf("%s lacks %s", path, name)
			}
		}
	}
	if got := h.call("GET", "/api/me").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("an answer of the API may be kept: %q", got)
	}
	h.call("GET", "/api/nothing").wantCode(http.StatusNotFound, codeNotFound)
}

func TestSocketNeedsASession(t *testing.T) {
	h := newHouse(t, nil)
	cookie := h.as("1001", store.RoleAgent)
	h.call("GET", "/ws").wantCode(http.StatusUnauthorized, codeNotSignedIn)
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.url, "http")+"/ws", http.Header{"Cookie": {cookie.String()}})
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func TestPanics(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Health = func() Health { panic("secret") } })
	a := h.call("GET", "/readyz").wantCode(http.StatusInternalServerError, codeInternal)
	if strings.Contains(a.text, "secret") || body[problem](a).RequestID == "" {
		t.Errorf("answered %s", a.text)
	}
	h.call("GET", "/healthz").want(http.StatusOK)
}

func TestOpenAPI(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.DemoCall = demoOf("") })
	a := h.call("GET", "/api/openapi.json").want(http.StatusOK)
	for _, path := range []string{
		"/api/login", "/api/calls", "/api/calls/{id}/recording", "/api/agents/{id}/state", "/api/demo/call", "/readyz", "caller_number_masked",
	} {
		if !strings.Contains(a.text, `"`+path+`"`) {
			t.Errorf("%s is not described", path)
		}
	}
}

func TestLongAnswersAreZipped(t *testing.T) {
	h := newHouse(t, nil)
	if got := h.call("GET", "/api/openapi.json", "Accept-Encoding: gzip"); got.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("headers are %v", got.Header)
	}
	if got := h.call("GET", "/api/openapi.json", "Accept-Encoding: gzip;q=0"); got.Header.Get("Content-Encoding") != "" {
		t.Errorf("headers are %v", got.Header)
	}
	if got := h.call("GET", "/api/me", "Accept-Encoding: gzip"); got.Header.Get("Content-Encoding") != "" {
		t.Errorf("headers are %v", got.Header)
	}
}

func demoOf(err string, lines ...string) func(context.Context, string, func(string)) error {
	return func(_ context.Context, from string, line func(string)) error {
		for _, l := range lines {
			line(from + ": " + l)
		}
		if err != "" {
			return errors.New(err)
		}
		return nil
	}
}

func TestDemoCall(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.DemoCall = demoOf("", "铃声", "greeting\nheard") })
	cookie := h.as("1001", store.RoleAgent)
	if !body[me](h.call("GET", "/api/me", cookie)).Demo {
		t.Error("the page is not told of the demo")
	}
	a := h.call("POST", "/api/demo/call", cookie, `{"from":"13800001234"}`, "Accept-Encoding: gzip").want(http.StatusOK)
	want := "event: line\ndata: \"13800001234: 铃声\"\n\nevent: line\ndata: \"13800001234: greeting\\nheard\"\n\nevent: end\ndata: \"\"\n\n"
	if a.text != want || a.Header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("streamed %q, %v", a.text, a.Header)
	}
	h.call("POST", "/api/demo/call", cookie, `{"from":"sip:evil@x"}`).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	h.call("POST", "/api/demo/call", cookie, `{`).wantCode(http.StatusBadRequest, codeBadRequest)
	h.call("POST", "/api/demo/call", `{"from":"13800001234"}`).wantCode(http.StatusUnauthorized, codeNotSignedIn)

	failing := newHouse(t, func(o *Options) { o.DemoCall = demoOf("sip: 10.0.0.1 refused") })
	a = failing.call("POST", "/api/demo/call", failing.as("1001", store.RoleAgent), `{"from":"13800001234"}`).want(http.StatusOK)
	if strings.Contains(a.text, "10.0.0.1") || !strings.Contains(a.text, "演示呼叫失败") {
		t.Errorf("streamed %q", a.text)
	}

	without := newHouse(t, nil)
	without.call("POST", "/api/demo/call", without.as("1001", store.RoleAgent), `{"from":"13800001234"}`).wantCode(http.StatusNotFound, codeNotFound)
}

func TestDemoCallEndsWithThePage(t *testing.T) {
	ended := make(chan struct{})
	h := newHouse(t, func(o *Options) {
		o.DemoCall = func(ctx context.Context, _ string, line func(string)) error {
			line("铃声")
			<-ctx.Done()
			close(ended)
			return ctx.Err()
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "POST", h.url+"/api/demo/call", strings.NewReader(`{"from":"110"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(h.as("1001", store.RoleAgent))
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if line, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil || line != "event: line\n" {
		t.Fatalf("streamed %q, %v", line, err)
	}
	cancel()
	<-ended
}

func TestDesktop(t *testing.T) {
	d, err := loadDesktop(fstest.MapFS{
		".keep":             {},
		"index.html":        {Data: []byte("<title>desk</title>" + strings.Repeat("x", 2000))},
		"assets/app-1a2.js": {Data: []byte(strings.Repeat("code;", 1000))},
		"favicon.svg":       {Data: []byte("<svg/>")},
	})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path, accept string) *http.Response {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		return w.Result()
	}
	for path, want := range map[string]string{"/": "no-cache", "/calls/today": "no-cache", "/admin/prompts/greet.main": "no-cache", "/favicon.svg": "no-cache", "/assets/app-1a2.js": "immutable"} {
		if res := get(path, ""); res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Cache-Control"), want) {
			t.Errorf("%s answered %d, %v", path, res.StatusCode, res.Header)
		}
	}
	for _, path := range []string{"/assets/old.js", "/.keep", "/../go.mod"} {
		if res := get(path, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s answered %d", path, res.StatusCode)
		}
	}
	plain, zipped := get("/assets/app-1a2.js", ""), get("/assets/app-1a2.js", "br, gzip")
	text, _ := io.ReadAll(zipped.Body)
	if zipped.Header.Get("Content-Encoding") != "gzip" || len(text) > 1000 || plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Errorf("%d bytes, %v", len(text), zipped.Header)
	}
	if _, err := loadDesktop(fstest.MapFS{".keep": {}}); err == nil {
		t.Error("an empty folder passes for the desktop")
	}
}

func TestAddressInUse(t *testing.T) {
	h := newHouse(t, nil)
	opts := h.opts
	opts.Listen, opts.Registerer = h.Addr(), nil
	if _, err := New(opts); err == nil || !strings.Contains(err.Error(), "THIRDRING_LISTEN") {
		t.Errorf("a second server gives %v", err)
	}
}

func TestOptions(t *testing.T) {
	h := newHouse(t, nil)
	for want, change := range map[string]func(*Options){
		"Options.Board":   func(o *Options) { o.Board = nil },
		"Options.Audit":   func(o *Options) { o.Audit = nil },
		"Options.Origins": func(o *Options) { o.Origins = []string{"desk.example"} },
	} {
		opts := h.opts
		opts.Listen, opts.Registerer = "", nil
		change(&opts)
		if _, err := New(opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that names %s", err, want)
		}
	}
}

func TestThisMachine(t *testing.T) {
	for _, tc := range []struct {
		remote, local string
		want          bool
	}{
		{"127.0.0.1:1", "127.0.0.1", true},
		{"[::1]:1", "::1", true},
		{"192.0.2.7:1", "192.0.2.7", true},
		{"192.0.2.8:1", "192.0.2.7", false},
		{"nonsense", "192.0.2.7", false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tc.remote
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(tc.local)}))
		if got := isThisMachine(r); got != tc.want {
			t.Errorf("%s to %s is this machine: %v, want %v", tc.remote, tc.local, got, tc.want)
		}
	}
}

func TestClientAddress(t *testing.T) {
	for _, tc := range []struct{ remote, forwarded, want string }{
		{"192.0.2.7:1234", "", "192.0.2.7"},
		{"192.0.2.7:1234", "10.0.0.1", "192.0.2.7"}, // a stranger's word
		{"127.0.0.1:1234", "10.0.0.1, 192.0.2.9", "192.0.2.9"},
		{"127.0.0.1:1234", "nonsense", "127.0.0.1"},
		{"[::1]:1234", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tc.remote
		if tc.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tc.forwarded)
		}
		if got := clientAddress(r); got != tc.want {
			t.Errorf("%s via %s is %s, want %s", tc.forwarded, tc.remote, got, tc.want)
		}
	}
}
