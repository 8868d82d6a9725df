package record

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// watched is a log whose lines a test can wait for.
type watched struct {
	mu    sync.Mutex
	text  bytes.Buffer
	lines chan struct{}
}

func newWatched() *watched { return &watched{lines: make(chan struct{}, 1)} }

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	select {
	case w.lines <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (w *watched) wait(t *testing.T, text string) {
	t.Helper()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for {
		w.mu.Lock()
		found := strings.Contains(w.text.String(), text)
		w.mu.Unlock()
		if found {
			return
		}
		select {
		case <-w.lines:
		case <-limit.C:
			t.Fatalf("the log never said %q", text)
		}
	}
}

type writing struct {
	*Writer
	log *watched
	dir string
}

func newWriting(t *testing.T, client redis.UniversalClient, dir string) writing {
	t.Helper()
	r, err := NewRegister(RegisterOptions{Redis: client, Site: "s1", Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	log := newWatched()
	w, err := New(Options{
		Register: r, SpoolDir: dir, Logger: slog.New(slog.NewTextHandler(log, nil)),
		Registerer: prometheus.NewRegistry(), Retry: 20 * time.Millisecond, Timeout: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return writing{Writer: w, log: log, dir: dir}
}

func (w writing) stop(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	w.Stop(ctx)
}

func registered(t *testing.T, w writing) []queue.CallID {
	t.Helper()
	ids, err := pages(context.Background(), w.register, Query{Limit: MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

func wantCalls(from, to int) []queue.CallID {
	ids := calls(someEntries(from, to))
	slices.Sort(ids)
	return ids
}

func TestWriterSavesWhatItWasGiven(t *testing.T) {
	w := newWriting(t, dial(t, redistest.Start(t)), t.TempDir())
	w.Start()
	for _, e := range someEntries(0, 300) {
		w.Save(e.Record, false)
		w.Save(e.Record, true)
	}
	waitDrained(t, w)
	w.stop(t)
	w.stop(t) // again
	if got := registered(t, w); !slices.Equal(got, wantCalls(0, 300)) {
		t.Errorf("got %d calls, want 300", len(got))
	}
	if n := w.Backlog(); n != 0 {
		t.Errorf("backlog: got %d, want 0", n)
	}
}

// Redis is killed and started again under writes: nothing is lost, nothing is
// there twice, and order and the final versions are kept.
func TestWriterOutlivesRedis(t *testing.T) {
	server := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	w := newWriting(t, dial(t, server.Addr), t.TempDir())
	w.Start()
	save := func(from, to int) {
		for _, e := range someEntries(from, to) {
			w.Save(e.Record, false)
			w.Save(e.Record, true)
		}
	}
	save(0, 100)
	server.Stop()
	save(100, 200)
	w.log.wait(t, "redis is away")
	save(200, 300)
	server.Start()
	w.log.wait(t, "redis is back")
	save(300, 400)
	waitDrained(t, w)
	w.stop(t)
	if got := registered(t, w); !slices.Equal(got, wantCalls(0, 400)) {
		t.Errorf("got %d calls, want 400", len(got))
	}
	for _, id := range []queue.CallID{"a-150", "a-250", "a-399"} {
		if !mustGet(t, w.register, id).Final {
			t.Errorf("%s: not the final version", id)
		}
	}
}

// Saved tells the core that it may forget a call: when the row is in Redis or
// on the disk, and not before.
func TestWriterTellsWhatIsSafe(t *testing.T) {
	server := redistest.Run(t)
	r, err := NewRegister(RegisterOptions{Redis: dial(t, server.Addr), Site: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	safe := make(chan string, 10)
	w, err := New(Options{
		Register: r, SpoolDir: t.TempDir(), Logger: quiet(), Registerer: prometheus.NewRegistry(), Timeout: time.Second,
		Saved: func(call queue.CallID, final bool) { safe <- fmt.Sprint(call, " ", final) },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Start()
	t.Cleanup(func() { w.Stop(context.Background()) })
	rows := someEntries(0, 2)
	for _, step := range []struct {
		row   int
		final bool
		want  string
	}{{0, false, "a-0 false"}, {0, true, "a-0 true"}, {1, true, "a-1 true"}} {
		if step.row == 1 {
			server.Stop()
		}
		w.Save(rows[step.row].Record, step.final)
		if got := <-safe; got != step.want {
			t.Errorf("got %q, want %q", got, step.want)
		}
	}
	if got := w.Backlog(); got != 1 {
		t.Errorf("backlog: got %d, want the row of the outage", got)
	}
}

func TestWriterLeavesASpoolToItsSuccessor(t *testing.T) {
	server, dir := redistest.Run(t), t.TempDir()
	server.Stop()
	client := dial(t, server.Addr)
	first := newWriting(t, client, dir)
	first.Start()
	for _, e := range someEntries(0, 250) {
		first.Save(e.Record, true)
	}
	first.stop(t)
	server.Start()
	second := newWriting(t, client, dir)
	if got := second.Backlog(); got != 250 {
		t.Errorf("backlog before the start: got %d, want 250", got)
	}
	second.Start()
	second.stop(t)
	// Stop may come before the spool is drained; what is left must still be there.
	third := newWriting(t, client, dir)
	if got := len(registered(t, third)) + third.Backlog(); got < 250 {
		t.Errorf("after a quick stop: %d rows in redis and spool, want 250", got)
	}
	third.Start()
	for _, e := range someEntries(250, 251) {
		third.Save(e.Record, true)
	}
	waitDrained(t, third)
	third.stop(t)
	if got := registered(t, third); !slices.Equal(got, wantCalls(0, 251)) {
		t.Errorf("got %d calls, want 251", len(got))
	}
}

func waitDrained(t *testing.T, w writing) {
	t.Helper()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for w.Backlog() > 0 {
		select {
		case <-tick.C:
		case <-limit.C:
			t.Fatalf("%d rows still wait", w.Backlog())
		}
	}
}

// A frozen Redis answers nothing. Save must not wait for it, and Stop must
// end in time with everything on the disk.
func TestWriterNeverWaitsForAFrozenRedis(t *testing.T) {
	server := redistest.Run(t)
	w := newWriting(t, dial(t, server.Addr), t.TempDir())
	w.Start()
	w.Save(someEntries(0, 1)[0].Record, true)
	waitDrained(t, w)
	server.Freeze()
	began := time.Now()
	for _, e := range someEntries(1, 1001) {
		w.Save(e.Record, true)
	}
	if took := time.Since(began); took > 500*time.Millisecond {
		t.Errorf("1,000 saves took %v", took)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	w.Stop(ctx)
	server.Thaw()
	if got := w.Backlog(); got != 1000 {
		t.Errorf("backlog: got %d, want 1000 in the spool", got)
	}
	next := newWriting(t, dial(t, server.Addr), w.dir)
	next.Start()
	waitDrained(t, next)
	next.stop(t)
	if got := registered(t, next); !slices.Equal(got, wantCalls(0, 1001)) {
		t.Errorf("got %d calls, want 1001", len(got))
	}
}

func TestWriterPutsAsideWhatRedisRefuses(t *testing.T) {
	client := dial(t, redistest.Start(t))
	w := newWriting(t, client, t.TempDir())
	bad := someEntries(0, 1)[0].Record
	if err := client.Set(context.Background(), w.register.keys.id(string(bad.Call)), "not a hash", 0).Err(); err != nil {
		t.Fatal(err)
	}
	w.Start()
	w.Save(bad, true)
	w.Save(someEntries(1, 2)[0].Record, true)
	waitDrained(t, w)
	w.stop(t)
	text, err := os.ReadFile(filepath.Join(w.dir, refusedName))
	if err != nil || !strings.Contains(string(text), `"a-0"`) {
		t.Errorf("put aside: %q, %v, want the refused row", text, err)
	}
	if got := mustGet(t, w.register, "a-1"); got.CallID != "a-1" {
		t.Errorf("the other row: got %q", got.CallID)
	}
}

func TestWriterKeepsRowsInMemoryWhenTheDiskFails(t *testing.T) {
	server := redistest.Run(t)
	w := newWriting(t, dial(t, server.Addr), t.TempDir())
	server.Stop()
	if err := w.spool.file.Close(); err != nil { // every write fails from now on
		t.Fatal(err)
	}
	w.Start()
	w.Save(someEntries(0, 1)[0].Record, true)
	w.log.wait(t, "rows wait in memory only")
	server.Start()
	waitDrained(t, w)
	w.stop(t)
	if got := registered(t, w); !slices.Equal(got, wantCalls(0, 1)) {
		t.Errorf("got %v, want the row", got)
	}
}

func TestWriterStoppedBeforeItsStartLosesNothing(t *testing.T) {
	w := newWriting(t, dial(t, redistest.Start(t)), t.TempDir())
	w.Save(answered(), true)
	w.stop(t)
	if w.Backlog() > 0 { // a slow machine may have spooled it
		next := newWriting(t, w.register.redis, w.dir)
		next.Start()
		waitDrained(t, next)
		next.stop(t)
	}
	if got := mustGet(t, w.register, answered().Call); !got.Final {
		t.Error("the row is not final")
	}
}

func TestPendingKeepsTheNewestAndEveryFinalRow(t *testing.T) {
	var p pending
	p.init()
	now := at("12:00:00")
	for n := range maxPending {
		p.add(queue.Record{Call: queue.CallID(fmt.Sprint(n))}, false, now)
	}
	if p.add(queue.Record{Call: "draft"}, false, now) {
		t.Error("a draft was taken beyond the bound")
	}
	if !p.add(queue.Record{Call: "final"}, true, now) || !p.add(queue.Record{Call: "5", Position: 7}, true, now) {
		t.Error("a final row was dropped")
	}
	p.add(queue.Record{Call: "5", Position: 8}, false, now)
	batch := p.take(maxPending + 5)
	if len(batch) != maxPending+1 || batch[5].Record.Position != 7 {
		t.Errorf("got %d rows, the sixth %+v, want %d and the final version", len(batch), batch[5].Record, maxPending+1)
	}
	for i := 1; i < len(batch); i++ {
		if batch[i].At.Equal(batch[i-1].At) {
			t.Fatalf("rows %d and %d share a stamp", i-1, i)
		}
	}
}

func TestNewNamesTheMissingField(t *testing.T) {
	for field, change := range map[string]func(*Options){
		"Register": func(o *Options) { o.Register = nil }, "SpoolDir": func(o *Options) { o.SpoolDir = "" },
		"Logger": func(o *Options) { o.Logger = nil }, "Registerer": func(o *Options) { o.Registerer = nil },
	} {
		o := Options{Register: &Register{}, SpoolDir: t.TempDir(), Logger: quiet(), Registerer: prometheus.NewRegistry()}
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("without %s: got %v, want an error that names it", field, err)
		}
	}
}
