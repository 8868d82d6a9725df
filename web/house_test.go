package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/store/redistest"
)

// house is a server with real accounts, register and owners in a real Redis.
// Only the core is made of data.
type house struct {
	*Server
	t     *testing.T
	url   string
	store *store.Store
	redis *redistest.Server

	register *record.Register
	owners   *owner.Directory

	log *bytes.Buffer // only read after the request that wrote it

	mu       sync.Mutex // guards all below
	now      queue.Update
	asked    []queue.Event
	reply    error
	ended    []string
	shown    map[queue.CallID][]owner.ID
	changed  []owner.ID
	health   Health
	auditErr error
}

const operatorToken = "0123456789abcdef0123456789abcdef"

func newHouse(t *testing.T, change func(*Options)) *house {
	t.Helper()
	h := &house{t: t, health: Health{Status: Ready}, log: &bytes.Buffer{}}
	redis := redistest.Run(t)
	db, err := store.Open(t.Context(), store.Options{Addr: redis.Addr, Site: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h.store, h.redis = db, redis
	owners, err := owner.New(owner.Options{Redis: db.Client(), Site: "s1", AreaCode: "021"})
	if err != nil {
		t.Fatal(err)
	}
	register, err := record.NewRegister(record.RegisterOptions{Redis: db.Client(), Site: "s1", Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	h.owners, h.register = owners, register
	opts := Options{
		Listen: "127.0.0.1:0", PublicURL: "http://desk.example", Site: "s1", Version: "test", OperatorToken: operatorToken,
		Zone: time.UTC, Accounts: accounts{db}, Board: h, Center: testCenter, Register: register, Tasks: register.Tasks(), Owners: owners, Cards: h,
		Audit: h, Health: h.Health, Recordings: fstest.MapFS{"c1.wav": {Data: []byte("RIFF0123456789"), ModTime: monday}},
		Socket: func(w http.ResponseWriter, r *http.Request, _ Session) {
			if conn, err := new(websocket.Upgrader).Upgrade(w, r, nil); err == nil {
				conn.Close()
			}
		},
		SignedOut: func(id string) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ended = append(h.ended, id)
		},
		Logger: slog.New(slog.NewTextHandler(h.log, nil)),
	}
	if change != nil {
		change(&opts)
	}
	if h.Server, err = New(opts); err != nil {
		t.Fatal(err)
	}
	h.Start()
	h.url = "http://" + h.Addr()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := h.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	h.fill(owners, register)
	return h
}

func (h *house) fill(owners *owner.Directory, register *record.Register) {
	h.t.Helper()
	for i, o := range []owner.Owner{
		{
			Name: "李雷", Salutation: "先生", Relation: owner.RelationOwner, Segment: owner.SegmentVIP, Birthday: "05-01",
			Phones: []owner.Phone{{Number: "13800001234"}}, Units: []owner.Unit{{Project: "滨江", Building: "1", Room: "101", FeeArrears: true}},
			OptOut: owner.OptOut{Survey: true}, Alerts: []owner.Alert{{Text: "投诉处理中", Level: owner.AlertWarning}},
		},
		{Name: "韩梅", Phones: []owner.Phone{{Number: "02112345678"}}},
	} {
		if _, err := owners.Put(h.t.Context(), o, "test"); err != nil {
			h.t.Fatalf("owner %d: %v", i, err)
		}
	}
	for i, who := range []agent.ID{"1001", "1001", "1002"} {
		at := monday.Add(time.Duration(i) * time.Minute)
		id := queue.CallID([]string{"c1", "c2", "c3"}[i])
		rec := queue.Record{
			Call: id, Direction: queue.Inbound, Hotline: "4008001234", Queue: "service",
			Caller: queue.Party{Raw: "13800001234", Number: "+8613800001234", Match: queue.Known},
			Times:  queue.Times{Ring: at, Answer: at, QueueIn: at, Person: at, Connect: at, Hangup: at.Add(time.Second)},
			Agent:  queue.AgentRef{ID: who, WorkNo: string(who), Name: "王芳"}, Outcome: queue.OutcomeAnswered,
		}
		switch i {
		case 1:
			rec.Urgent = queue.Urgent{Since: at, Why: queue.UrgentKey}
		case 2:
			rec.Survey = queue.Opinion{AskedAt: at, Score: queue.Fair, At: at}
		default:
			rec.Recording = queue.Recording{ID: "c1", File: "c1.wav", SHA256: "abc", Duration: time.Second}
		}
		if err := register.Save(h.t.Context(), rec, true); err != nil {
			h.t.Fatal(err)
		}
	}
}

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func testCenter() queue.Center {
	return queue.Center{
		Version: 3, Name: "滨江花园",
		Queues: []queue.QueueConfig{{ID: "service", Name: "客服", Threshold: 15 * time.Second}},
		Agents: []agent.Profile{{ID: "1001", Name: "王芳", Queues: []string{"service"}}},
		Breaks: []queue.BreakReason{{Code: "lunch", Name: "午餐"}, {Code: "rest", Name: "小憩"}},
	}
}

// Snapshot implements Board.
func (h *house) Snapshot() queue.Update {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Ask implements Board.
func (h *house) Ask(_ context.Context, request func(queue.RequestID) queue.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, request("r1"))
	return h.reply
}

// Owners implements Cards.
func (h *house) Owners(call queue.CallID) []owner.ID {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.shown[call]
}

// Choose implements Cards.
func (h *house) Choose(_ context.Context, by User, call queue.CallID, o owner.Owner) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if by.Agent == "" {
		return queue.ErrNoCall
	}
	if h.shown == nil {
		h.shown = map[queue.CallID][]owner.ID{}
	}
	h.shown[call] = append(h.shown[call], o.ID)
	return h.reply
}

// Changed implements Cards.
func (h *house) Changed(o owner.Owner) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changed = append(h.changed, o.ID)
}

// Health is what the server is told of its parts.
func (h *house) Health() Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.health
}

// Audit implements Audit with the real trail, until it is told to fail.
func (h *house) Audit(ctx context.Context, who, what, subject string) error {
	h.mu.Lock()
	err := h.auditErr
	h.mu.Unlock()
	return errors.Join(err, h.store.Audit(ctx, who, what, subject))
}

func (h *house) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

// trail is what was audited, oldest first, as "who what".
func (h *house) trail() []string {
	h.t.Helper()
	entries, err := h.store.AuditTrail(h.t.Context(), 100)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append([]string{e.Who + " " + e.What}, out...)
	}
	return out
}

// as signs a new user of the role in and returns the cookie.
func (h *house) as(id string, role store.Role) *http.Cookie {
	h.t.Helper()
	u := store.User{ID: id, Name: "name of " + id, Role: role}
	if role == store.RoleAgent {
		u.Agent = agent.ID(id)
	}
	if err := h.store.AddUser(h.t.Context(), u, "correct horse", ""); err != nil {
		h.t.Fatal(err)
	}
	token, err := h.store.NewSession(h.t.Context(), id, "127.0.0.1", "test")
	if err != nil {
		h.t.Fatal(err)
	}
	return &http.Cookie{Name: cookieName, Value: token}
}

// call sends a request; with is a *http.Cookie, a header as "Name: value", or
// a body as JSON text that begins with a brace.
func (h *house) call(method, path string, with ...any) *answer {
	h.t.Helper()
	var body io.Reader
	for _, w := range with {
		if text, ok := w.(string); ok && strings.HasPrefix(text, "{") {
			body = strings.NewReader(text)
		}
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, w := range with {
		switch w := w.(type) {
		case *http.Cookie:
			r.AddCookie(w)
		case string:
			if name, value, ok := strings.Cut(w, ": "); ok && !strings.HasPrefix(w, "{") {
				r.Header.Set(name, value)
			}
		}
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return &answer{Response: res, t: h.t, what: method + " " + path, text: string(text)}
}

// answer is a response that was read.
type answer struct {
	*http.Response
	t    *testing.T
	what string
	text string
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s answered %d %s, want %d", a.what, a.StatusCode, a.text, status)
	}
	return a
}

func (a *answer) wantCode(status int, c code) *answer {
	a.t.Helper()
	if got := body[problem](a.want(status)); got.Code != c || got.Message == "" {
		a.t.Errorf("%s answered %s, want code %s", a.what, a.text, c)
	}
	return a
}

func body[T any](a *answer) T {
	a.t.Helper()
	var v T
	if err := json.Unmarshal([]byte(a.text), &v); err != nil {
		a.t.Fatalf("%s answered %q: %v", a.what, a.text, err)
	}
	return v
}

// accounts adapts the store as the wiring does.
type accounts struct{ *store.Store }

// SignIn implements Accounts.
func (a accounts) SignIn(ctx context.Context, c Credentials) (string, Session, error) {
	user, err := a.Store.SignIn(ctx, c.User, c.Password, c.Address)
	if many, ok := errors.AsType[*store.TooManyError](err); ok {
		return "", Session{}, &TooManyError{many.RetryAfter}
	}
	if errors.Is(err, store.ErrSignIn) {
		return "", Session{}, ErrSignIn
	}
	if err != nil {
		return "", Session{}, err
	}
	token, err := a.NewSession(ctx, user.ID, c.Address, c.Browser)
	if err != nil {
		return "", Session{}, err
	}
	session, err := a.Session(ctx, token)
	return token, session, err
}

// Session implements Accounts.
func (a accounts) Session(ctx context.Context, token string) (Session, error) {
	user, session, err := a.Store.Session(ctx, token)
	if errors.Is(err, store.ErrNoSession) {
		err = ErrNoSession
	}
	return Session{ID: session.ID, User: User{ID: user.ID, Name: user.Name, Role: Role(user.Role), Agent: user.Agent}}, err
}
