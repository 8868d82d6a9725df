package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"thirdring/store/redistest"
)

func TestCenterVersions(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	if _, err := s.Current(ctx); !errors.Is(err, ErrNoCenter) {
		t.Errorf("at first: got %v, want ErrNoCenter", err)
	}
	first, err := s.Put(ctx, sample(), "张三", "开通")
	must(t, err)
	changed := first
	changed.Name = "改名"
	second, err := s.Put(ctx, changed, "李四", "")
	must(t, err)
	if first.Version != 1 || second.Version != 2 {
		t.Errorf("got versions %d and %d, want 1 and 2", first.Version, second.Version)
	}
	got, err := s.Current(ctx)
	must(t, err)
	same(t, got, second)
	got, err = s.At(ctx, 1)
	must(t, err)
	same(t, got, first)
	if _, err := s.At(ctx, 3); !errors.Is(err, ErrVersion) {
		t.Errorf("a version to come: got %v, want ErrVersion", err)
	}
	if _, err := s.Put(ctx, changed, "王五", "late"); !errors.Is(err, ErrConflict) {
		t.Errorf("a change of an old version: got %v, want ErrConflict", err)
	}
	var invalid *InvalidError
	second.Name = ""
	if _, err := s.Put(ctx, second, "王五", "wrong"); !errors.As(err, &invalid) {
		t.Errorf("an invalid document: got %v, want an InvalidError", err)
	}
	history, err := s.History(ctx, 10)
	if err != nil || len(history) != 2 {
		t.Fatalf("got %d revisions, %v, want 2", len(history), err)
	}
	if h := history[1]; h.Version != 1 || h.By != "张三" || h.Comment != "开通" || time.Since(h.At) > time.Minute {
		t.Errorf("got %+v", h)
	}
}

func TestOldVersionsAreForgotten(t *testing.T) {
	s := open(t, redistest.Start(t))
	d := sample()
	var err error
	for range centerVersions + 3 {
		d, err = s.Put(t.Context(), d, "me", "")
		must(t, err)
	}
	if _, err := s.At(t.Context(), 3); !errors.Is(err, ErrVersion) {
		t.Errorf("version 3: got %v, want ErrVersion", err)
	}
	_, err = s.At(t.Context(), 4)
	must(t, err)
	if h, err := s.History(t.Context(), 2*centerVersions); err != nil || len(h) != centerVersions {
		t.Errorf("got %d revisions, %v, want %d", len(h), err, centerVersions)
	}
}

// TestOnlyOneOfManyChangesWins: each version is written by one writer.
func TestOnlyOneOfManyChangesWins(t *testing.T) {
	s := open(t, redistest.Start(t))
	first, err := s.Put(t.Context(), sample(), "me", "")
	must(t, err)
	var won atomic.Int32
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			d := first
			d.Name = fmt.Sprint("中心", n)
			switch _, err := s.Put(t.Context(), d, "me", ""); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, ErrConflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d changes of one version went in, want 1", won.Load())
	}
}

// watching runs Watch until the test ends and returns what it gives.
func watching(t *testing.T, s *Store, known int) <-chan Document {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	seen, done := make(chan Document, 10), make(chan struct{})
	go func() {
		defer close(done)
		s.Watch(ctx, known, func(d Document) { seen <- d })
	}()
	t.Cleanup(func() { cancel(); <-done })
	return seen
}

func TestWatchIsImmediate(t *testing.T) {
	addr := redistest.Start(t)
	s, shell := open(t, addr, func(o *Options) { o.PollEvery = time.Hour }), open(t, addr)
	d, err := shell.Put(t.Context(), sample(), "me", "")
	must(t, err)
	seen := watching(t, s, 0)
	if got := <-seen; got.Version != 1 {
		t.Errorf("at first: got version %d, want 1", got.Version)
	}
	d.Name = "改名"
	_, err = shell.Put(t.Context(), d, "me", "")
	must(t, err)
	select {
	case got := <-seen:
		if got.Version != 2 || got.Name != "改名" {
			t.Errorf("got version %d of %s", got.Version, got.Name)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the change was not seen")
	}
}

// TestWatchNeedsNoMessage: the poll finds what pub/sub lost, and a restart of
// Redis under the watch.
func TestWatchNeedsNoMessage(t *testing.T) {
	server := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	s := open(t, server.Addr, func(o *Options) { o.PollEvery = 20 * time.Millisecond })
	d, err := s.Put(t.Context(), sample(), "me", "")
	must(t, err)
	seen := watching(t, s, d.Version)
	server.Stop()
	server.Start()
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCenterVersions), 2, `{"version":2,"name":"x"}`).Err())
	must(t, s.client.Set(t.Context(), s.keys.of(keyCenter), 2, 0).Err()) // without a message
	select {
	case got := <-seen:
		if got.Version != 2 {
			t.Errorf("got version %d, want 2", got.Version)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the change was not seen")
	}
}

// TestAnOlderDocumentHasTheUsualLists: documents of earlier versions know
// neither transfers nor outbound calls.
func TestAnOlderDocumentHasTheUsualLists(t *testing.T) {
	s := open(t, redistest.Start(t))
	put, err := s.Put(t.Context(), sample(), "admin", "")
	must(t, err)
	old := `{"name":"老中心","cadence":{"ring_on":"1s","ring_off":"4s"},"queues":[{"id":"service","name":"客服","ring_limit":"15s","threshold":"15s","wrap_up":"1m"}],` +
		`"agents":[{"id":"1001","name":"张三","work_no":"","queues":["service"]}],"breaks":[{"code":"rest","name":"小休"}]}`
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCenterVersions), "1", old).Err())
	d, err := s.At(t.Context(), put.Version)
	must(t, err)
	if err := d.Validate(); err != nil {
		t.Error(err)
	}
	same(t, d.Purposes, defaultPurposes())
	same(t, d.TransferReasons, defaultTransferReasons())
	if len(d.Departments) != 0 || d.Agents[0].Device != "" || d.Center().Breaks[0].Approval {
		t.Errorf("got %+v", d)
	}

	none := sample()
	none.Version, none.Purposes = put.Version, []PurposeDoc{}
	if put, err = s.Put(t.Context(), none, "admin", ""); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Current(t.Context()); err != nil || len(d.Purposes) != 0 {
		t.Errorf("a list that was emptied came back as %+v (%v)", d.Purposes, err)
	}
}
