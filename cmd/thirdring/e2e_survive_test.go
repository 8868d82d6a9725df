package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony/sipphone"
	"thirdring/web"
	"thirdring/ws"
)

// TestKill kills thirdring with callers talking, being offered and waiting:
// nobody is dropped, the order is kept, and every row is complete.
func TestKill(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann, bob := s.worker("1001"), s.worker("1002")
	talking := s.caller("13800000001")
	annPhone := ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := talking.WaitTone(ctx, agentTone); return err })
	offered := s.caller("13800000002")
	bobPhone := bob.rung()
	waiting := []*sipphone.Call{s.waiting("13800000003", 1), s.waiting("13800000004", 2)}

	s.server.Kill()
	began := time.Now()
	s.start()
	t.Logf("serving again %s after the start", time.Since(began).Round(time.Millisecond))

	for _, call := range append([]*sipphone.Call{talking, offered}, waiting...) {
		if call.State() != sipphone.Answered {
			t.Fatalf("a caller was dropped: %+v", call.End())
		}
	}
	ann.desk, bob.desk = ann.open(), bob.open()
	if err := bobPhone.Answer(sipphone.Tone(agentTone, 12)); err != nil {
		t.Fatal(err)
	}
	s.within("the offered caller is connected", func(ctx context.Context) error { _, err := offered.WaitTone(ctx, agentTone); return err })
	if pop := bob.desk.wait("pop after the restart", func(f frame) bool { return f.pop().Phase == ws.PopTalking }).pop(); pop.Caller.Raw != "13800000002" {
		t.Errorf("the pop shows %q", pop.Caller.Raw)
	}
	s.within("hang up", talking.Hangup)
	s.within("the agent's phone ends", func(ctx context.Context) error { _, err := annPhone.WaitEnded(ctx); return err })
	for i, call := range waiting {
		ann.ready()
		phone := ann.answer()
		if got, want := phone.From().Number, fmt.Sprintf("1380000000%d", i+3); !strings.HasSuffix(got, want) {
			t.Errorf("caller %s came before %s", got, want)
		}
		s.within("two-way audio", func(ctx context.Context) error { _, err := call.WaitTone(ctx, agentTone); return err })
		s.within("hang up", call.Hangup)
	}
	s.within("hang up", offered.Hangup)
	ann.ready()
	bob.ready()
	s.rows(4, answered)
	s.waitClean()
}

// answered is what the row of a served call says, recording included.
func answered(r record.Row) error {
	if r.Outcome != queue.OutcomeAnswered || r.AgentID == "" || r.EndClass != queue.ByCaller {
		return fmt.Errorf("row %s: %s by %q, ended by %s", r.CallID, r.Outcome, r.AgentID, r.EndClass)
	}
	return recorded(r)
}

// recorded says whether a row names its recording, which is filed after the call.
func recorded(r record.Row) error {
	if r.Recording == nil || r.Recording.File == "" {
		return fmt.Errorf("row %s has no recording: %+v", r.CallID, r.Recording)
	}
	return nil
}

// waiting dials and waits until so many callers are in the queue.
func (s *site) waiting(from string, n int) *sipphone.Call {
	s.t.Helper()
	call := s.caller(from)
	s.within("answer", call.WaitAnswered)
	s.waitMetric(`thirdring_switchboard_waiting{queue="service"}`, float64(n))
	return call
}

// ready waits until the agent may ask for it, and asks.
func (w *worker) ready() {
	w.t.Helper()
	granted := false
	eventually(w.t, "ready "+w.id, func() error {
		var agents struct{ Agents []ws.AgentState }
		if err := w.site.get("/api/agents", &agents); err != nil {
			return err
		}
		for _, a := range agents.Agents {
			if granted && string(a.ID) == w.id && (a.State == agent.Ready || a.State == agent.Reserved) {
				return nil // perhaps with the next call already, in which nothing more is granted
			}
		}
		f := w.desk.try(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
		granted = granted || f.Type == ws.TypeOK
		return fmt.Errorf("not ready yet: %s", f.Data)
	})
}

// TestRedisAway stops Redis for 30 s under calls: they go on, new ones are
// served, and everything is in the register afterwards.
func TestRedisAway(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	first := s.caller("13800000001")
	phone := ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := first.WaitTone(ctx, agentTone); return err })

	s.redis.Kill()
	back := time.After(30 * time.Second)
	s.within("hang up", first.Hangup)
	s.within("the agent's phone ends", func(ctx context.Context) error { _, err := phone.WaitEnded(ctx); return err })
	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
	second := s.caller("13800000002")
	s.within("answer", second.WaitAnswered)
	ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := second.WaitTone(ctx, agentTone); return err })
	s.within("hang up", second.Hangup)
	s.waitMetric("thirdring_switchboard_degraded", 1)
	<-back
	s.startRedis(t.Context())
	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
	s.rows(2, answered)
	s.waitMetric("thirdring_switchboard_degraded", 0)
	s.waitClean()
}

// TestARICut cuts the connection to Asterisk under a talking and a waiting
// caller: both stay, and a third who came meanwhile is served.
func TestARICut(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	cable := newCable(t, strings.TrimPrefix(strings.TrimSuffix(s.asterisk.ARIURL, "/ari"), "http://"))
	s.end(s.server)
	s.config.Asterisk[0].ARIURL = "http://" + cable.addr() + "/ari"
	s.start()

	ann := s.worker("1001")
	talking := s.caller("13800000001")
	ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := talking.WaitTone(ctx, agentTone); return err })
	waiting := s.waiting("13800000002", 1)

	cable.cut()
	s.waitConnected(0)
	unseen := s.caller("13800000003") // heard by the fallback dialplan meanwhile
	s.within("answer by the dialplan", unseen.WaitAnswered)
	cable.mend()
	s.waitConnected(1)
	for _, call := range []*sipphone.Call{talking, waiting, unseen} {
		if call.State() != sipphone.Answered {
			t.Fatalf("a caller was dropped: %+v", call.End())
		}
	}
	s.within("hang up", talking.Hangup)
	for _, call := range []*sipphone.Call{waiting, unseen} {
		ann.ready()
		ann.answer()
		s.within("two-way audio", func(ctx context.Context) error { _, err := call.WaitTone(ctx, agentTone); return err })
		s.within("hang up", call.Hangup)
	}
	ann.ready()
	s.rows(3, answered)
	s.waitClean()
}

func (s *site) waitConnected(want float64) {
	s.t.Helper()
	s.waitMetric(`thirdring_telephony_connected{node="ast1"}`, want)
}

// TestAsteriskRestarted kills Asterisk under calls and starts it again: rows
// are closed with the reason and agents work on without signing in.
func TestAsteriskRestarted(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	s.caller("13800000001")
	ann.answer()
	s.waitMetric(`thirdring_switchboard_calls{phase="talking"}`, 1)
	s.waiting("13800000002", 1)

	s.asterisk.Kill()
	s.waitConnected(0)
	s.startAsterisk(t.Context())
	s.waitConnected(1)
	ann.ready()
	s.rows(2, func(r record.Row) error {
		if r.EndClass != queue.ByNetwork || r.EndReason != queue.EndNodeLost {
			return fmt.Errorf("row %s ended by %s: %s", r.CallID, r.EndClass, r.EndReason)
		}
		return nil
	})
	call := s.caller("13800000003")
	ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := call.WaitTone(ctx, agentTone); return err })
	s.within("hang up", call.Hangup)
	s.waitClean()
}

// TestServedBeforeAsterisk: after a power cut the server is up before Asterisk.
// It says that it waits, and serves when Asterisk is there.
func TestServedBeforeAsterisk(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.asterisk.Kill()
	s.server.Kill()
	s.launch()
	eventually(t, "the server tells what it waits for", func() error {
		var now web.Health
		if err := s.get("/readyz", &now); err != nil {
			return err
		}
		if now.Status != web.Degraded || !strings.Contains(strings.Join(now.Reasons, ""), "start Asterisk") {
			return fmt.Errorf("says %+v", now)
		}
		return nil
	})
	s.startAsterisk(t.Context())
	s.waitConnected(1)
	ann := s.worker("1001")
	call := s.caller("13800000001")
	ann.answer()
	s.hears("the caller", call, agentTone)
	s.within("hang up", call.Hangup)
	s.waitClean()
}

// cable is a TCP connection that can be cut and mended.
type cable struct {
	t        *testing.T
	listener net.Listener
	to       string

	mu    sync.Mutex // guards all below
	whole bool
	conns []net.Conn
}

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{t: t, listener: listener, to: to, whole: true}
	var serving sync.WaitGroup
	serving.Go(c.serve)
	t.Cleanup(func() {
		listener.Close()
		c.cut()
		serving.Wait()
	})
	return c
}

func (c *cable) addr() string { return c.listener.Addr().String() }

func (c *cable) serve() {
	var pipes sync.WaitGroup
	defer pipes.Wait()
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", c.to)
		if err != nil || !c.keep(near, far) {
			near.Close()
			continue
		}
		for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
			pipes.Go(func() {
				_, _ = io.Copy(way[0], way[1])
				near.Close()
				far.Close()
			})
		}
	}
}

func (c *cable) keep(conns ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.whole {
		c.conns = append(c.conns, conns...)
	} else {
		conns[1].Close()
	}
	return c.whole
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = false
	for _, conn := range c.conns {
		conn.Close()
	}
	c.conns = nil
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = true
}
