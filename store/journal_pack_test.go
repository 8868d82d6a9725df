package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// write adds n entries to the journal, whose calls are numbered from first.
func (s *Store) write(t testing.TB, first, n int) {
	t.Helper()
	var entries []queue.Entry
	for i := range n {
		entries = append(entries, queue.Entry{At: noon, Call: queue.CallID(fmt.Sprint(first + i)), Event: queue.Woke{}})
	}
	if err := s.Save(t.Context(), queue.Update{At: noon}, entries); err != nil {
		t.Fatal(err)
	}
}

// whole are the calls of the journal, in their order.
func (s *Store) whole(t *testing.T, from, to string) (calls []string) {
	t.Helper()
	for begin := from; ; {
		got, err := s.page(t.Context(), begin, to)
		must(t, err)
		for _, e := range got.entries {
			calls = append(calls, e.call)
		}
		if begin = got.next; begin == "" {
			return calls
		}
	}
}

// TestPackedJournalReadsAsBefore: all of it, and any part of it, however its
// borders lie to the pages'.
func TestPackedJournalReadsAsBefore(t *testing.T) {
	s := open(t, redistest.Start(t))
	for n := range 45 {
		s.write(t, 100*n, 100)
	}
	plain, err := s.client.XRange(t.Context(), s.keys.of(keyJournal), "-", "+").Result()
	must(t, err)
	must(t, s.pack(t.Context()))
	if n, err := s.client.XLen(t.Context(), s.keys.of(keyJournal)).Result(); err != nil || n != 1500 {
		t.Errorf("%d entries are not packed (%v), want 1500", n, err)
	}
	want := func(from, to int) (calls []string) {
		for _, m := range plain[from:to] {
			calls = append(calls, m.Values["call"].(string))
		}
		return calls
	}
	for _, c := range []struct{ from, to int }{{0, 4500}, {500, 4500}, {1000, 2000}, {999, 2001}, {1500, 1501}, {2999, 3000}, {3500, 4400}} {
		got := s.whole(t, plain[c.from].ID, "+")
		if fmt.Sprint(got) != fmt.Sprint(want(c.from, 4500)) {
			t.Errorf("from %d: %d entries", c.from, len(got))
		}
		ms, _, _ := strings.Cut(plain[c.to-1].ID, "-")
		last := c.to
		for last < 4500 && strings.HasPrefix(plain[last].ID, ms+"-") {
			last++ // a bound is a millisecond
		}
		if got = s.whole(t, "("+plain[c.from].ID, ms); fmt.Sprint(got) != fmt.Sprint(want(c.from+1, last)) {
			t.Errorf("after %d to %d: %d entries, want %d", c.from, last, len(got), last-c.from-1)
		}
	}
	must(t, s.pack(t.Context())) // nothing left to do
	if got := s.whole(t, "-", "+"); len(got) != 4500 {
		t.Errorf("packed twice: %d entries", len(got))
	}
}

// TestJournalPackedWhileItIsRead loses nothing and reads nothing twice.
func TestJournalPackedWhileItIsRead(t *testing.T) {
	s := open(t, redistest.Start(t))
	s.write(t, 0, 3*journalPage)
	seen := 0
	must(t, s.Each(t.Context(), time.Time{}, time.Time{}, func(e JournalEntry) error {
		if want := fmt.Sprint(seen); string(e.Call) != want {
			t.Fatalf("got call %s, want %s", e.Call, want)
		}
		if seen == journalPage/2 || seen == 2*journalPage {
			s.write(t, 3*journalPage+max(0, seen-journalPage), journalPage)
			must(t, s.pack(t.Context()))
		}
		seen++
		return nil
	}))
	if seen != 5*journalPage {
		t.Errorf("read %d entries", seen)
	}
}

// TestTwoPackAtOnce: the second finds the page taken, and changes nothing.
func TestTwoPackAtOnce(t *testing.T) {
	s := open(t, redistest.Start(t))
	s.write(t, 0, 2*journalPage)
	late, err := s.client.XRangeN(t.Context(), s.keys.of(keyJournal), "-", "+", journalPage).Result()
	must(t, err)
	must(t, s.packPage(t.Context()))
	page, err := packed(late)
	must(t, err)
	got, err := packScript.Run(t.Context(), s.client, s.keys.all(keyJournal, keyPacked), late[0].ID, late[len(late)-1].ID, page).Int()
	if err != nil || got != 0 {
		t.Errorf("got %d, %v", got, err)
	}
	if got := s.whole(t, "-", "+"); len(got) != 2*journalPage {
		t.Errorf("%d entries", len(got))
	}
}

// TestJournalForgets what is too old, packed or not, and what is too much.
func TestJournalForgets(t *testing.T) {
	s := open(t, redistest.Start(t), func(o *Options) { o.JournalKeep = 31 * 24 * time.Hour })
	old := time.Now().Add(-s.opts.JournalKeep - time.Hour).UnixMilli()
	add := func(key string, at int64, fields ...any) {
		must(t, s.client.XAdd(t.Context(), &redis.XAddArgs{Stream: s.keys.of(key), ID: fmt.Sprint(at), Values: fields}).Err())
	}
	add(keyPacked, old, "first", old, "page", "of long ago")
	add(keyJournal, old+1, "call", "old", "entry", "{}")
	s.write(t, 0, 4*journalPage)
	must(t, s.pack(t.Context()))
	if got := s.whole(t, "-", "+"); len(got) < 3*journalPage || got[0] == "old" {
		t.Errorf("kept %d entries from %s on", len(got), got[0])
	}
	size, err := s.client.MemoryUsage(t.Context(), s.keys.of(keyPacked)).Result()
	must(t, err)
	pages := func() int64 {
		n, err := s.client.XLen(t.Context(), s.keys.of(keyPacked)).Result()
		must(t, err)
		return n
	}
	before := pages()
	s.opts.JournalMemory = size * 2 / 3
	must(t, s.pack(t.Context()))
	if n := pages(); n >= before || n == 0 {
		t.Errorf("%d pages of %d fit into two thirds of their memory", n, before)
	}
}

// TestBrokenPage is skipped and counted; what is around it is read.
func TestBrokenPage(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.client.XAdd(t.Context(), &redis.XAddArgs{
		Stream: s.keys.of(keyPacked), ID: "5", Values: []any{"first", "1-0", "page", "no page"},
	}).Err())
	s.write(t, 0, 10)
	if got := s.whole(t, "-", "+"); len(got) != 10 {
		t.Errorf("read %v", got)
	}
}

// callEntries is the journal of a call that waits, is offered to one of 30
// agents and answered, as a core writes it.
func callEntries(core *queue.Core, n int, at time.Time) (entries []queue.Entry, took time.Duration) {
	began := at
	var call queue.CallID
	var who agent.ID
	step := func(after time.Duration, ev queue.Event) (leg queue.LegID, play queue.PlayID, rec queue.RecordingID) {
		at = at.Add(after)
		cmds := append([]queue.Command(nil), core.Step(at, ev)...)
		entries = append(entries, queue.Entry{At: at, Call: core.About(), Event: ev, Commands: cmds})
		for _, cmd := range cmds {
			switch cmd := cmd.(type) {
			case queue.CreateLeg:
				leg, who = cmd.Leg, cmd.Agent
			case queue.Identify:
				call = cmd.Call
			case queue.Play:
				play = cmd.ID
			case queue.Connect:
				rec = cmd.Recording
			}
		}
		return leg, play, rec
	}
	caller := queue.LegID(fmt.Sprintf("ast1-1795385538.%d", n))
	number := fmt.Sprintf("138%08d", 7919*n%100000000)
	step(0, queue.CallArrived{Leg: caller, Node: "ast1", From: number, To: "4008001234"})
	step(3*time.Millisecond, queue.Identified{Call: call, Number: "+86" + number, Match: queue.Known, Dial: number, Owner: queue.OwnerRef{ID: fmt.Sprint("o", n), Name: "王小明", Relation: "业主", Unit: "滨江花园/3号楼/1201"}, Homes: []queue.Home{{Project: "滨江花园", Building: "3号楼"}}})
	_, play, _ := step(2*time.Millisecond, queue.LegAnswered{Leg: caller})
	step(2*time.Millisecond, queue.PlayStarted{Call: call, Play: play, Length: 6 * time.Second})
	leg, _, _ := step(6*time.Second, queue.PlayEnded{Call: call, Play: play})
	step(2*time.Millisecond, queue.LegCreated{Leg: leg})
	step(2*time.Millisecond, queue.OfferShown{Call: call, Leg: leg, Shown: true})
	_, _, rec := step(4*time.Second, queue.LegAnswered{Leg: leg})
	_, play, _ = step(5*time.Millisecond, queue.Connected{Call: call, Leg: leg})
	step(5*time.Millisecond, queue.PlayStarted{Call: call, Play: play, Length: 2 * time.Second})
	step(2*time.Second, queue.PlayEnded{Call: call, Play: play})
	step(time.Minute, queue.SaveWrapUp{Req: "r1", Agent: who, Call: call, Wrap: queue.Disposition{Category: "repair", Summary: "厨房水管漏水，已派单。"}})
	step(time.Minute, queue.LegGone{Leg: caller, Cause: 16})
	step(3*time.Millisecond, queue.LegGone{Leg: leg, Cause: 16})
	step(3*time.Millisecond, queue.RecordingEnded{Call: call, Recording: queue.Recording{ID: rec, File: string(rec) + ".wav", Duration: 2 * time.Minute, SHA256: strings.Repeat("0123456789abcdef", 4)}})
	step(2*time.Millisecond, queue.RecordSaved{Call: call})
	step(20*time.Second, queue.SetState{Req: "r2", Agent: who, State: agent.Ready, By: string(who)})
	step(2*time.Millisecond, queue.RecordSaved{Call: call, Final: true})
	return entries, at.Sub(began)
}

func bigCentre(at time.Time) *queue.Core {
	center := queue.Center{
		Hotlines: []queue.Hotline{{Number: "4008001234", Queue: "service", Mode: queue.GreetFirst}},
		Queues:   []queue.QueueConfig{{ID: "service", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, WrapUp: time.Minute, Record: true}},
	}
	for i := range 30 {
		center.Agents = append(center.Agents, agent.Profile{ID: agent.ID(fmt.Sprint(1001 + i)), Queues: []string{"service"}})
	}
	core := queue.New()
	core.Step(at, queue.Configured{Center: center})
	for _, a := range center.Agents {
		core.Step(at, queue.PhoneState{Agent: a.ID, Reachable: true})
		core.Step(at, queue.DesktopState{Agent: a.ID, Connected: true})
		core.Step(at, queue.SetState{Agent: a.ID, State: agent.Ready})
	}
	return core
}

// BenchmarkLongJournal reads a call's decisions from a journal of 1,000,000
// entries (THIRDRING_JOURNAL says how many), and says how much memory a call
// takes in it, packed and not.
func BenchmarkLongJournal(b *testing.B) {
	length := 1_000_000
	if text := os.Getenv("THIRDRING_JOURNAL"); text != "" {
		if _, err := fmt.Sscan(text, &length); err != nil {
			b.Fatal(err)
		}
	}
	s, err := Open(b.Context(), Options{Addr: redistest.Start(b), Site: "bench", SaveTimeout: time.Minute, Timeout: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	// Calls come every 7.2 s, 5,000 in ten hours, up to now; ids are those of the time.
	const every = 7200 * time.Millisecond
	began := time.Now().Add(-time.Duration(length/18) * every).Truncate(time.Second)
	core := bigCentre(began)
	at, calls, entries, perCall := began, 0, 0, 0
	var last queue.CallID
	var spoke time.Time
	fill := s.client.Pipeline()
	var plain int64
	for ; entries < length; calls++ {
		got, took := callEntries(core, calls, at)
		perCall = len(got)
		for _, e := range got {
			enc := encodeEntry(e)
			fill.XAdd(b.Context(), &redis.XAddArgs{
				Stream: s.keys.of(keyJournal), ID: fmt.Sprintf("%d-%d", e.At.UnixMilli(), entries), Values: []any{"call", enc.call, "entry", enc.value},
			})
			entries++
			last, spoke = e.Call, e.At
		}
		at = at.Add(max(every, took))
		if fill.Len() > 5000 {
			if _, err := fill.Exec(b.Context()); err != nil {
				b.Fatal(err)
			}
			if calls > 200 && plain == 0 {
				plain = s.memory(b, keyJournal) / int64(calls+1)
			}
			if err := s.pack(context.WithoutCancel(b.Context())); err != nil {
				b.Fatal(err)
			}
		}
	}
	if _, err := fill.Exec(b.Context()); err != nil {
		b.Fatal(err)
	}
	_ = errors.Join(s.pack(b.Context()))
	size := s.memory(b, keyPacked)
	measure := func(name string, back time.Duration) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Decisions(b.Context(), last, spoke.Add(-back-2*time.Minute), spoke.Add(-back)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	measure("newest", 0)
	measure("middle", spoke.Sub(began)/2)
	measure("oldest", spoke.Sub(began)-2*time.Minute)
	b.Run("three_hours", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Decisions(b.Context(), last, spoke.Add(-6*time.Hour), spoke.Add(-3*time.Hour)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Logf("%d entries, %d calls of %d entries; %d bytes a call not packed, %d packed, %d MB in all", entries, calls, perCall, plain, size/int64(calls), size>>20)
}

func (s *Store) memory(b *testing.B, key string) int64 {
	n, err := s.client.MemoryUsage(b.Context(), s.keys.of(key), 0).Result()
	if err != nil {
		b.Fatal(err)
	}
	return n
}
