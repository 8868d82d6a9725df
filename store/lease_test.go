package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// lease makes a lease that is released with the test.
func lease(t *testing.T, s *Store, ttl time.Duration) *Lease {
	t.Helper()
	l := s.Lease(LeaseOptions{TTL: ttl})
	t.Cleanup(func() { must(t, l.Release(context.Background())) })
	return l
}

func TestSecondInstanceIsToldWhoHolds(t *testing.T) {
	addr := redistest.Start(t)
	one, two := lease(t, open(t, addr), time.Minute), lease(t, open(t, addr), time.Minute)
	must(t, one.Acquire(t.Context()))
	if !one.Trusted() {
		t.Error("a fresh lease is not trusted")
	}
	err := two.Acquire(t.Context())
	var held *HeldError
	if !errors.Is(err, ErrHeld) || !errors.As(err, &held) {
		t.Fatalf("got %v, want ErrHeld", err)
	}
	host, _ := os.Hostname()
	if held.Holder.PID != os.Getpid() || held.Holder.Host != host || time.Since(held.Holder.Since) > time.Minute {
		t.Errorf("got holder %+v", held.Holder)
	}
	for _, want := range []string{`site "test"`, host, "standby"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	must(t, one.Release(t.Context()))
	if one.Trusted() {
		t.Error("a released lease is trusted")
	}
	must(t, two.Acquire(t.Context()))
}

func TestLeaseIsRenewed(t *testing.T) {
	addr := redistest.Start(t)
	one, two := lease(t, open(t, addr), time.Second), lease(t, open(t, addr), time.Second)
	must(t, one.Acquire(t.Context()))
	for start := time.Now(); time.Since(start) < 2*time.Second; {
		if err := two.Acquire(t.Context()); !errors.Is(err, ErrHeld) {
			t.Fatalf("while the lease is renewed: got %v, want ErrHeld", err)
		}
		pause(t.Context(), 50*time.Millisecond)
	}
}

func TestStandbyTakesOver(t *testing.T) {
	addr := redistest.Start(t)
	one, two := lease(t, open(t, addr), time.Second), lease(t, open(t, addr), time.Second)
	must(t, one.Acquire(t.Context()))
	waited := make(chan error, 1)
	go func() { waited <- two.Wait(t.Context()) }()
	select {
	case err := <-waited:
		t.Fatalf("took over from a living instance: %v", err)
	case <-time.After(1200 * time.Millisecond):
	}
	must(t, one.Release(t.Context()))
	must(t, <-waited)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := one.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled wait: got %v", err)
	}
}

// TestLeaseOfADeadProcess takes over at once after kill -9 on this machine.
func TestLeaseOfADeadProcess(t *testing.T) {
	s := open(t, redistest.Start(t))
	if processSpace() == "" {
		t.Log("this system cannot tell; the lease runs out instead")
		return
	}
	dead := thisProcess()
	dead.Started = "1" // an earlier process with our id
	put := func(h Holder) {
		text, err := json.Marshal(h)
		must(t, err)
		must(t, s.client.Set(t.Context(), s.keys.of(keyLease), newToken()+" "+string(text), time.Minute).Err())
	}
	l := lease(t, s, time.Minute)
	put(dead)
	must(t, l.Acquire(t.Context()))
	must(t, l.Release(t.Context()))

	for name, change := range map[string]func(*Holder){
		"of another container": func(h *Holder) { h.Space = "elsewhere" },
		"that lives":           func(h *Holder) { h.Started = processStart(h.PID) },
		"of unknown fate":      func(h *Holder) { h.Space, h.Started = "", "" },
	} {
		h := dead
		change(&h)
		put(h)
		if err := l.Acquire(t.Context()); !errors.Is(err, ErrHeld) {
			t.Errorf("the lease of a process %s: got %v, want ErrHeld", name, err)
		}
	}
	must(t, s.client.Del(t.Context(), s.keys.of(keyLease)).Err())
}

func TestSaveWithoutTheLeaseIsRefused(t *testing.T) {
	addr := redistest.Start(t)
	a, b := open(t, addr), open(t, addr)
	one, two := lease(t, a, time.Minute), lease(t, b, time.Minute)
	must(t, one.Acquire(t.Context()))
	must(t, a.Save(t.Context(), sampleUpdate(), nil))
	want := loaded(t, a)

	// The lease runs out and the other instance takes it.
	must(t, a.client.Del(t.Context(), a.keys.of(keyLease)).Err())
	must(t, a.Save(t.Context(), sampleUpdate(), nil)) // nobody else has had it yet
	must(t, two.Acquire(t.Context()))
	late := queue.Update{Seq: 99, At: noon, Calls: []queue.Call{sampleCall(66)}}
	for name, save := range map[string]func(context.Context, queue.Update, []queue.Entry) error{"save": a.Save, "full save": a.SaveAll} {
		if err := save(t.Context(), late, nil); !errors.Is(err, ErrFenced) {
			t.Errorf("%s: got %v, want ErrFenced", name, err)
		}
	}
	// Nor may it write when the other one is gone again.
	must(t, two.Release(t.Context()))
	if err := a.Save(t.Context(), late, nil); !errors.Is(err, ErrFenced) {
		t.Errorf("after the other one's release: got %v, want ErrFenced", err)
	}
	same(t, loaded(t, a), want)
}

// TestForgottenLeaseIsTakenAgain: a crash of Redis may lose its last second,
// here the one in which the lease was taken from an earlier instance.
func TestForgottenLeaseIsTakenAgain(t *testing.T) {
	s := open(t, redistest.Start(t))
	earlier := s.Lease(LeaseOptions{TTL: time.Minute})
	must(t, earlier.Acquire(t.Context()))
	must(t, earlier.Release(t.Context()))
	before := s.client.Get(t.Context(), s.keys.of(keyFence)).Val()
	l := lease(t, s, 300*time.Millisecond)
	must(t, l.Acquire(t.Context()))
	must(t, s.client.Del(t.Context(), s.keys.of(keyLease)).Err())
	must(t, s.client.Set(t.Context(), s.keys.of(keyFence), before, 0).Err())
	must(t, s.Save(t.Context(), sampleUpdate(), nil))
	eventually(t, "the lease to be taken again", func() bool {
		return s.client.Exists(t.Context(), s.keys.of(keyLease)).Val() == 1
	})
}

func TestLostLeaseIsTold(t *testing.T) {
	addr := redistest.Start(t)
	a := open(t, addr)
	one, two := lease(t, a, 150*time.Millisecond), lease(t, open(t, addr), time.Minute)
	must(t, one.Acquire(t.Context()))
	eventually(t, "the other one to get in between two renewals", func() bool {
		must(t, a.client.Del(t.Context(), a.keys.of(keyLease)).Err())
		return two.Acquire(t.Context()) == nil
	})
	select {
	case <-one.Lost():
	case <-time.After(5 * time.Second):
		t.Fatal("the loss was not told")
	}
	if one.Trusted() {
		t.Error("a lost lease is trusted")
	}
}

// TestLeaseSurvivesAnOutage: Redis forgets the lease, but nobody else had it.
func TestLeaseSurvivesAnOutage(t *testing.T) {
	server := redistest.Run(t)
	s := open(t, server.Addr)
	l := lease(t, s, 200*time.Millisecond)
	must(t, l.Acquire(t.Context()))
	server.Stop()
	eventually(t, "the trust to end", func() bool { return !l.Trusted() })
	server.Start()
	eventually(t, "the lease to be trusted again", l.Trusted)
	select {
	case <-l.Lost():
		t.Error("an outage lost the lease")
	default:
	}
	must(t, s.SaveAll(t.Context(), sampleUpdate(), nil))
}

// TestNeverTwoHolders lets instances fight for a lease. Some end properly,
// others as if they had died; no two may have trusted the lease at one moment.
func TestNeverTwoHolders(t *testing.T) {
	addr := redistest.Start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var mu sync.Mutex // guards terms
	var terms []span
	var wg sync.WaitGroup
	for n := range 4 {
		s := open(t, addr)
		wg.Go(func() {
			for crash := n%2 == 0; ctx.Err() == nil; crash = !crash {
				l := s.Lease(LeaseOptions{TTL: 150 * time.Millisecond})
				if l.Wait(ctx) != nil {
					return
				}
				from := time.Now()
				pause(ctx, 120*time.Millisecond)
				to := end(t, l, crash)
				mu.Lock()
				terms = append(terms, span{from, to})
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(terms) < 4 {
		t.Errorf("only %d terms", len(terms))
	}
	slices.SortFunc(terms, func(a, b span) int { return a.from.Compare(b.from) })
	for i := range terms[1:] {
		if terms[i+1].from.Before(terms[i].to) {
			t.Errorf("term %d began %v before the one before it ended", i+1, terms[i].to.Sub(terms[i+1].from))
		}
	}
}

// span is a term of a lease.
type span struct{ from, to time.Time }

// end ends a term and returns until when it was trusted.
func end(t *testing.T, l *Lease, crash bool) time.Time {
	l.mu.Lock()
	held := l.held
	l.mu.Unlock()
	if crash {
		held.stop()
		<-held.done
	}
	now := time.Now()
	l.mu.Lock()
	until := l.until
	l.mu.Unlock()
	if crash {
		return until
	}
	if err := l.Release(context.Background()); err != nil {
		t.Errorf("release: %v", err)
	}
	if now.Before(until) {
		return now
	}
	return until
}

func TestStaticLeaseHasTheSameMethods(t *testing.T) {
	type anyLease interface {
		Acquire(context.Context) error
		Wait(context.Context) error
		Lost() <-chan struct{}
		Trusted() bool
		Release(context.Context) error
	}
	for _, l := range []anyLease{StaticLease{}, open(t, redistest.Start(t)).Lease(LeaseOptions{})} {
		must(t, l.Acquire(t.Context()))
		if !l.Trusted() {
			t.Errorf("%T is not trusted", l)
		}
		must(t, l.Release(t.Context()))
	}
}
