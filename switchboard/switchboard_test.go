package switchboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"thirdring/agent"
	"thirdring/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// parts are everybody around the loop. They write down what they were told,
// in order.
type parts struct {
	mu   sync.Mutex // guards all below
	told []string
	fail error         // what the store answers
	slow time.Duration // what the store's next save takes
	all  []queue.Update
	kept []queue.Entry // what the store took over
}

func (p *parts) tell(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, fmt.Sprintf(format, args...))
}

func (p *parts) heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.told)
}

func (p *parts) setFail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = err
}

func (p *parts) Save(_ context.Context, u queue.Update, entries []queue.Entry) error {
	p.tell("save %d calls", len(u.Calls))
	p.mu.Lock()
	slow := p.slow
	p.slow = 0
	p.kept = append(p.kept, entries...)
	p.mu.Unlock()
	<-time.After(slow)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fail
}

func (p *parts) SaveAll(_ context.Context, u queue.Update, entries []queue.Entry) error {
	p.tell("save all %d calls, %d entries", len(u.Calls), len(entries))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, u)
	p.kept = append(p.kept, entries...)
	return p.fail
}

func (p *parts) Identify(queue.Identify)  { p.tell("identify") }
func (p *parts) Publish(queue.Update)     {}
func (p *parts) Do(cmd queue.DeskCommand) { p.tell("desk %T", cmd) }

type phones struct{ *parts }

func (p phones) Do(cmd queue.PhoneCommand) { p.tell("phone %T", cmd) }

type register struct{ *parts }

func (r register) Save(rec queue.Record, final bool) { r.tell("row %s", rec.Outcome) }

var errFenced = errors.New("fenced")

// start runs a switchboard with one hotline; the returned stop ends it and
// gives Run's error.
func start(t *testing.T, p *parts) (s *Switchboard, stop func() error) {
	t.Helper()
	s, err := New(Options{
		Core: queue.New(), Store: p, Phones: phones{p}, Desks: p, Register: register{p}, Directory: p,
		Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(), Fenced: errFenced,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Send(queue.Configured{Center: queue.Center{
		Hotlines: []queue.Hotline{{Number: "400", Queue: "owners", Mode: queue.GreetFirst, AnswerAfter: 8 * time.Second}},
		Queues:   []queue.QueueConfig{{ID: "owners", RingLimit: 15 * time.Second, Threshold: 15 * time.Second}},
		Agents:   []agent.Profile{{ID: "1001", Queues: []string{"owners"}}},
	}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	return s, func() error { cancel(); return <-ended }
}

func TestNewNamesTheMissingOption(t *testing.T) {
	_, err := New(Options{})
	if err == nil || !strings.Contains(err.Error(), "Options.") {
		t.Errorf("got %v", err)
	}
}

func TestSavedBeforeDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		synctest.Wait()
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		synctest.Wait()
		got := p.heard()
		want := []string{"save 0 calls", "save 1 calls", "identify", "phone queue.Ring"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if n := len(s.Snapshot().Calls); n != 1 {
			t.Errorf("the snapshot has %d calls", n)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestDeadlineFiresWithoutAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		began := time.Now()
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		for !slices.Contains(p.heard(), "phone queue.Answer") {
			<-time.After(100 * time.Millisecond)
		}
		if took := time.Since(began); took > 8200*time.Millisecond || took < 8*time.Second {
			t.Errorf("answered after %s, want 8 s", took)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestAskGetsItsAnswer(t *testing.T) {
	p := &parts{}
	s, stop := start(t, p)
	ask := func(id agent.ID) error {
		return s.Ask(t.Context(), func(req queue.RequestID) queue.Event {
			return queue.SetState{Req: req, Agent: id, State: agent.Ready, Deskless: true}
		})
	}
	if err := ask("1001"); err != nil {
		t.Error(err)
	}
	if err := ask("nobody"); !errors.Is(err, queue.ErrNoAgent) {
		t.Errorf("unknown agent: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := ask("1001"); !errors.Is(err, ErrStopped) {
		t.Errorf("after the end: %v", err)
	}
}

// TestStoreAwayCallsGoOn stops the store under a call: the call is served, and
// everything is saved when the store is back.
func TestStoreAwayCallsGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{fail: errors.New("connection refused")}
		s, stop := start(t, p)
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		synctest.Wait()
		if !slices.Contains(p.heard(), "phone queue.Ring") {
			t.Error("the caller was not served while the store was away")
		}
		if !s.Degraded() {
			t.Error("not degraded")
		}
		p.setFail(nil)
		<-time.After(2 * probeEvery)
		synctest.Wait()
		if s.Degraded() {
			t.Error("still degraded after the store came back")
		}
		p.mu.Lock()
		if len(p.all) == 0 || len(p.all[len(p.all)-1].Calls) != 1 {
			t.Errorf("the call was not saved afterwards: %+v", p.all)
		}
		p.mu.Unlock()
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestJournalOfAnOutage checks that the store gets each entry once, in order,
// also those of the last turn and those of an outage.
func TestJournalOfAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		var want []queue.LegID
		for i := range 5 {
			switch i {
			case 1:
				p.setFail(errors.New("connection refused"))
			case 3:
				p.setFail(nil)
			}
			leg := queue.LegID(fmt.Sprint("caller", i))
			want = append(want, leg)
			s.Send(queue.CallArrived{Leg: leg, Node: "ast1", To: "400"})
			<-time.After(3 * probeEvery / 2)
		}
		s.Send(queue.CallArrived{Leg: "last", Node: "ast1", To: "400"})
		synctest.Wait()
		if err := stop(); err != nil {
			t.Error(err)
		}
		var got []queue.LegID
		for _, e := range p.kept {
			if ev, ok := e.Event.(queue.CallArrived); ok {
				got = append(got, ev.Leg)
			}
		}
		if want = append(want, "last"); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if n := len(p.all[len(p.all)-1].Calls); n != len(want) {
			t.Errorf("the last save has %d calls, want %d", n, len(want))
		}
	})
}

// TestSlowSave lets one save take half a second: what comes meanwhile waits,
// in order, and nobody is called before the save has ended.
func TestSlowSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		synctest.Wait()
		p.mu.Lock()
		p.slow = 500 * time.Millisecond
		p.mu.Unlock()
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		synctest.Wait()
		s.Send(queue.CallArrived{Leg: "bob", Node: "ast1", To: "400"})
		s.Send(queue.LegGone{Leg: "ann"})
		<-time.After(499 * time.Millisecond)
		if slices.Contains(p.heard(), "phone queue.Ring") {
			t.Error("acted before the save had ended")
		}
		<-time.After(2 * time.Millisecond)
		synctest.Wait()
		want := []string{
			"save 0 calls", "save 1 calls", "identify", "phone queue.Ring",
			"save 2 calls", "identify", "phone queue.Ring", "row abandoned_ring",
		}
		if got := p.heard(); !slices.Equal(got, want) || s.Degraded() {
			t.Errorf("degraded %v, got %q\nwant %q", s.Degraded(), got, want)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestStopAnswersEveryone stops the loop while requests wait for it.
func TestStopAnswersEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		synctest.Wait()
		p.mu.Lock()
		p.slow = time.Second
		p.mu.Unlock()
		answers := make(chan error, 2)
		ask := func() {
			answers <- s.Ask(t.Context(), func(req queue.RequestID) queue.Event {
				return queue.SetState{Req: req, Agent: "1001", State: agent.Ready, Deskless: true}
			})
		}
		go ask()
		synctest.Wait() // it is being saved
		if err := stop(); err != nil {
			t.Error(err)
		}
		if err := <-answers; err != nil {
			t.Errorf("the one of the last turn: %v", err)
		}
		ask()
		if err := <-answers; !errors.Is(err, ErrStopped) {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestEmergencyMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, stop := start(t, &parts{})
		s.Send(queue.Configured{Center: queue.Center{
			Hotlines: []queue.Hotline{{Number: "400", Queue: "owners", Emergency: true}},
			Queues:   []queue.QueueConfig{{ID: "owners", RingLimit: 15 * time.Second}},
		}})
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		s.Send(queue.CallArrived{Leg: "bob", Node: "ast1", To: "400"})
		s.Send(queue.LegGone{Leg: "bob", Cause: 16})
		synctest.Wait()
		want := `
# HELP thirdring_switchboard_emergencies_total Emergencies of today, by what took them first: an agent, a duty phone, or nobody.
# TYPE thirdring_switchboard_emergencies_total counter
thirdring_switchboard_emergencies_total{answered="abandoned",queue="owners"} 1
thirdring_switchboard_emergencies_total{answered="agent",queue="owners"} 0
thirdring_switchboard_emergencies_total{answered="duty",queue="owners"} 0
# HELP thirdring_switchboard_emergencies_waiting Emergencies that nobody has answered yet.
# TYPE thirdring_switchboard_emergencies_waiting gauge
thirdring_switchboard_emergencies_waiting 1
`
		err := testutil.CollectAndCompare(&collector{s}, strings.NewReader(want),
			"thirdring_switchboard_emergencies_total", "thirdring_switchboard_emergencies_waiting")
		if err != nil {
			t.Error(err)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestFencedEndsTheLoop(t *testing.T) {
	p := &parts{fail: fmt.Errorf("save: %w", errFenced)}
	s, stop := start(t, p)
	s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
	<-s.done
	if slices.Contains(p.heard(), "phone queue.Ring") {
		t.Error("a fenced instance acted")
	}
	if err := stop(); !errors.Is(err, errFenced) {
		t.Errorf("got %v", err)
	}
}

func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		s.Send(queue.CallArrived{Leg: "ann", Node: "ast1", To: "400"})
		synctest.Wait()
		got := testutil.CollectAndCount(&collector{s})
		if want := len(queue.Phases) + len(agent.States) + 2 + 2 + 10 + 3; got != want {
			t.Errorf("%d series, want %d", got, want)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestDraftsAreNotJournaled: an agent who types would fill the journal.
func TestDraftsAreNotJournaled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &parts{}
		s, stop := start(t, p)
		for _, done := range []bool{false, true, false} {
			err := s.Ask(t.Context(), func(req queue.RequestID) queue.Event {
				return queue.SaveWrapUp{Req: req, Agent: "1001", Call: "c1", Done: done}
			})
			if !errors.Is(err, queue.ErrNoCall) {
				t.Errorf("got %v", err)
			}
		}
		synctest.Wait()
		if err := stop(); err != nil {
			t.Error(err)
		}
		var events []string
		for _, e := range p.kept {
			events = append(events, fmt.Sprintf("%T", e.Event))
		}
		if got, want := strings.Join(events, " "), "queue.Configured queue.SaveWrapUp"; got != want {
			t.Errorf("journal has %s, want %s", got, want)
		}
	})
}
