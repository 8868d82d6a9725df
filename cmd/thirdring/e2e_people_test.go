package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// worker is an agent at work: a signed-in desktop and a registered phone.
type worker struct {
	t      testing.TB
	site   *site
	id     string
	desk   *desk
	phone  *sipphone.Phone
	cookie []*http.Cookie
}

// worker signs an agent in, with the phone, and makes the agent ready.
func (s *site) worker(id string) *worker {
	s.t.Helper()
	w := &worker{t: s.t, site: s, id: id}
	w.signIn()
	w.desk = w.open()
	w.register()
	w.desk.wait("phone reachable", func(f frame) bool { return f.mine(id).Phone })
	w.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
	w.desk.wait("ready", func(f frame) bool { return f.mine(id).State == agent.Ready })
	return w
}

// waitAgent waits until the server says that the agent is in that state.
func (s *site) waitAgent(id string, state agent.State) {
	s.t.Helper()
	eventually(s.t, "agent "+id, func() error {
		var agents struct{ Agents []ws.AgentState }
		if err := s.get("/api/agents", &agents); err != nil {
			return err
		}
		for _, a := range agents.Agents {
			switch {
			case string(a.ID) != id:
			case a.State == state:
				return nil
			default:
				return fmt.Errorf("is %s, not %s", a.State, state)
			}
		}
		return errors.New("is not there")
	})
}

func (w *worker) secrets() demoAgent {
	for _, a := range w.site.secrets.Agents {
		if a.ID == w.id {
			return a
		}
	}
	w.t.Fatalf("no agent %s", w.id)
	return demoAgent{}
}

func (w *worker) signIn() {
	w.t.Helper()
	body, err := json.Marshal(map[string]string{"user": w.id, "password": w.secrets().Password})
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.Post(w.site.config.PublicURL+"/api/login", "application/json", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		w.t.Fatalf("sign-in of %s: status %d", w.id, resp.StatusCode)
	}
	w.cookie = resp.Cookies()
}

func (w *worker) register() {
	w.t.Helper()
	phone, err := sipphone.New(sipphone.Options{
		User: w.id, Secret: w.secrets().SIPSecret, Registrar: w.site.asterisk.SIPAddr, Tones: []float64{callerTone},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	eventually(w.t, "register "+w.id, func() error { return phone.Register(ctx) })
	w.t.Cleanup(func() { phone.Close() })
	w.phone = phone
}

// The tones by which the two sides of a conversation are told apart.
const (
	callerTone = 1000
	agentTone  = 600
)

// rung waits until the phone rings.
func (w *worker) rung() *sipphone.Call {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	call, err := w.phone.NextCall(ctx)
	if err != nil {
		w.t.Fatalf("phone of %s never rang: %v", w.id, err)
	}
	if err := call.Ring(); err != nil {
		w.t.Fatal(err)
	}
	return call
}

// answer waits until the phone rings and answers it.
func (w *worker) answer() *sipphone.Call {
	w.t.Helper()
	call := w.rung()
	if err := call.Answer(sipphone.Tone(agentTone, 12)); err != nil {
		w.t.Fatal(err)
	}
	return call
}

// frame is a frame from the server.
type frame struct {
	Type string          `json:"type"`
	ID   string          `json:"id"`
	Data json.RawMessage `json:"data"`
	at   time.Time
}

// mine is the agent's state in a snapshot or an agent frame.
func (f frame) mine(id string) ws.AgentState {
	var state ws.AgentState
	switch f.Type {
	case ws.TypeAgent:
		_ = json.Unmarshal(f.Data, &state)
	case ws.TypeSnapshot:
		var snapshot ws.Snapshot
		_ = json.Unmarshal(f.Data, &snapshot)
		if snapshot.Me.Agent != nil {
			state = *snapshot.Me.Agent
		}
	}
	if string(state.ID) != id {
		return ws.AgentState{}
	}
	return state
}

func (f frame) pop() ws.Pop {
	var pop ws.Pop
	switch f.Type {
	case ws.TypePop, ws.TypePopUpdate:
		_ = json.Unmarshal(f.Data, &pop)
	case ws.TypeSnapshot:
		var snapshot ws.Snapshot
		_ = json.Unmarshal(f.Data, &snapshot)
		if snapshot.Pop != nil {
			pop = *snapshot.Pop
		}
	}
	return pop
}

// desk is an open desktop: it keeps every frame that came.
type desk struct {
	t    testing.TB
	conn *websocket.Conn
	next int

	mu     sync.Mutex // guards all below
	frames []frame
	came   chan struct{}
	closed error
}

// open connects the desktop's websocket.
func (w *worker) open() *desk {
	w.t.Helper()
	header := http.Header{"Origin": {w.site.config.PublicURL}}
	for _, c := range w.cookie {
		header.Add("Cookie", c.Name+"="+c.Value)
	}
	var conn *websocket.Conn
	eventually(w.t, "websocket of "+w.id, func() (err error) {
		var resp *http.Response
		conn, resp, err = websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.site.config.PublicURL, "http")+"/ws", header)
		if err != nil && resp != nil {
			return fmt.Errorf("%w: %s", err, resp.Status)
		}
		return err
	})
	d := &desk{t: w.t, conn: conn, came: make(chan struct{})}
	w.t.Cleanup(func() { conn.Close() })
	go d.read()
	return d
}

func (d *desk) read() {
	for {
		var f frame
		err := d.conn.ReadJSON(&f)
		f.at = time.Now()
		d.mu.Lock()
		if err != nil {
			d.closed = err
		} else {
			d.frames = append(d.frames, f)
		}
		close(d.came)
		d.came = make(chan struct{})
		d.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait returns the first frame, of those that came or will come, that fits.
func (d *desk) wait(what string, fits func(frame) bool) frame {
	d.t.Helper()
	limit := time.After(patience)
	for i := 0; ; {
		d.mu.Lock()
		for ; i < len(d.frames); i++ {
			if fits(d.frames[i]) {
				f := d.frames[i]
				d.mu.Unlock()
				return f
			}
		}
		came, closed := d.came, d.closed
		d.mu.Unlock()
		if closed != nil {
			d.t.Fatalf("%s: the socket closed: %v", what, closed)
		}
		select {
		case <-came:
		case <-limit:
			d.t.Fatalf("%s: no such frame came", what)
		}
	}
}

// forget drops the frames that came, so that wait sees only new ones.
func (d *desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.frames = nil
}

// ask sends a request and returns its answer.
func (d *desk) try(kind string, data any) frame {
	d.t.Helper()
	d.next++
	id := fmt.Sprint("q", d.next)
	raw, err := json.Marshal(data)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.conn.WriteJSON(ws.ClientFrame{Type: kind, ID: id, Data: raw}); err != nil {
		d.t.Fatal(err)
	}
	return d.wait("answer to "+kind, func(f frame) bool { return f.ID == id })
}

// ask sends a request that must be granted.
func (d *desk) ask(kind string, data any) {
	d.t.Helper()
	if f := d.try(kind, data); f.Type != ws.TypeOK {
		d.t.Fatalf("%s was refused: %s", kind, f.Data)
	}
}

// caller dials the hotline and talks with a tone.
func (s *site) caller(from string) *sipphone.Call {
	s.t.Helper()
	return s.dial(from, s.demo.Hotline)
}

func (s *site) dial(from, number string) *sipphone.Call {
	s.t.Helper()
	phone, err := sipphone.New(sipphone.Options{User: from, Registrar: s.asterisk.SIPAddr, Tones: []float64{agentTone}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { phone.Close() })
	call, err := phone.Dial(s.t.Context(), sipphone.DialOptions{
		Number: number, From: from,
		Source: sipphone.Tone(callerTone, 12),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return call
}

// within runs a wait of a telephone with the tests' patience.
func (s *site) within(what string, wait func(context.Context) error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	if err := wait(ctx); err != nil {
		s.t.Fatalf("%s: %v", what, err)
	}
}
