package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"pgregory.net/rapid"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC)

func sampleCall(n int) queue.Call {
	return queue.Call{
		ID: queue.CallID(fmt.Sprintf("20261122-120000123-%d", n)), Phase: queue.Offering, Since: noon, Node: "ast1",
		Caller: queue.Leg{ID: queue.LegID(fmt.Sprintf("1700000000.%d", n)), Up: true, Music: true},
		Place:  queue.Place{Queue: "service", Entered: noon, Seq: uint64(n)},
		Offers: []*queue.Offer{{Agent: "1001", Leg: "leg-a", At: noon, Shown: true, EndBy: noon.Add(15 * time.Second)}},
		Due:    map[queue.Timer]time.Time{queue.TimerThreshold: noon.Add(15 * time.Second)},
		Minted: 3,
		Record: queue.Record{Caller: queue.Party{Raw: "13800001234"}, Times: queue.Times{Ring: noon}},
	}
}

func sampleUpdate() queue.Update {
	return queue.Update{
		Seq: 7, At: noon,
		Calls:  []queue.Call{sampleCall(1), sampleCall(2)},
		Agents: []agent.Agent{{Profile: agent.Profile{ID: "1001", Name: "张三", Queues: []string{"service"}}, State: agent.Ready, Since: noon}},
		Queues: []queue.Figures{{Queue: "service", Day: "2026-11-22", Waiting: 2, Oldest: noon, Threshold: 15 * time.Second}},

		Incidents: []queue.Incident{{Version: 5, Project: "翠湖", Building: "3", Prompt: "emergency.notice", Since: noon, Until: noon.Add(time.Hour), By: "boss"}},
	}
}

func sampleEntries() []queue.Entry {
	call := sampleCall(1)
	return []queue.Entry{
		{
			At: noon, Call: call.ID,
			Event:    queue.CallArrived{Leg: "l", Node: "ast1", From: "13800001234", To: "4008001234"},
			Commands: []queue.Command{queue.Answer{On: queue.On{Call: call.ID, Node: "ast1"}, Leg: "l"}},
		},
		{At: noon.Add(time.Second), Event: queue.Woke{}},
	}
}

func loaded(t *testing.T, s *Store) queue.Update {
	t.Helper()
	u, err := s.Load(t.Context())
	must(t, err)
	return u
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		a, _ := json.MarshalIndent(got, "", " ")
		b, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("got %s\nwant %s", a, b)
	}
}

func counted(t *testing.T, c prometheus.Metric) float64 {
	t.Helper()
	var m dto.Metric
	must(t, c.Write(&m))
	return m.GetCounter().GetValue()
}

func TestLoadOfAnEmptySite(t *testing.T) {
	same(t, loaded(t, open(t, redistest.Start(t))), queue.Update{})
}

func TestSaveThenLoad(t *testing.T) {
	s := open(t, redistest.Start(t))
	want := sampleUpdate()
	must(t, s.Save(t.Context(), want, nil))
	same(t, loaded(t, s), want)

	changed := sampleCall(2)
	changed.Phase = queue.Talking
	must(t, s.Save(t.Context(), queue.Update{Seq: 8, At: noon, Calls: []queue.Call{changed}, Gone: []queue.CallID{want.Calls[0].ID}}, nil))
	want.Seq, want.Calls, want.Incidents = 8, []queue.Call{changed}, nil // what is told in full is saved in full
	same(t, loaded(t, s), want)
}

func TestSaveAllReplacesEverything(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.Save(t.Context(), sampleUpdate(), nil))
	want := queue.Update{Seq: 9, At: noon, Calls: []queue.Call{sampleCall(3)}}
	must(t, s.SaveAll(t.Context(), want, nil))
	same(t, loaded(t, s), want)
	must(t, s.SaveAll(t.Context(), queue.Update{Seq: 10, At: noon}, nil))
	same(t, loaded(t, s), queue.Update{Seq: 10, At: noon})
}

func TestSaveAllOfAHugeSite(t *testing.T) {
	s := open(t, redistest.Start(t))
	want := queue.Update{Seq: 1, At: noon}
	for n := range 2_500 {
		c := sampleCall(n)
		c.ID = queue.CallID(fmt.Sprintf("call-%05d", n))
		want.Calls = append(want.Calls, c)
	}
	started := time.Now()
	must(t, s.SaveAll(t.Context(), want, nil))
	t.Logf("2,500 calls saved in %v", time.Since(started))
	same(t, len(loaded(t, s).Calls), len(want.Calls))
}

func TestNothingChangedIsNoRequest(t *testing.T) {
	server := redistest.Run(t)
	s := open(t, server.Addr)
	server.Stop()
	must(t, s.Save(t.Context(), queue.Update{Seq: 8, At: noon}, nil))
}

// TestAnyStateSurvives saves random updates and compares what is loaded with
// the same updates applied to maps.
func TestAnyStateSurvives(t *testing.T) {
	s := open(t, redistest.Start(t))
	rapid.Check(t, func(t *rapid.T) {
		if err := s.client.FlushAll(context.Background()).Err(); err != nil {
			t.Fatal(err)
		}
		calls := map[queue.CallID]queue.Call{}
		for range rapid.IntRange(1, 8).Draw(t, "saves") {
			u := queue.Update{Seq: rapid.Uint64Range(0, 1<<40).Draw(t, "seq"), At: noon}
			full := rapid.Bool().Draw(t, "full")
			if full {
				clear(calls)
			}
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(1, 9), 0, 5, rapid.ID[int]).Draw(t, "calls") {
				c := sampleCall(n)
				c.Phase = rapid.SampledFrom(queue.Phases).Draw(t, "phase")
				c.Record.Caller.Raw = rapid.String().Draw(t, "raw")
				calls[c.ID], u.Calls = c, append(u.Calls, c)
			}
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(11, 14), 0, 2, rapid.ID[int]).Draw(t, "gone") {
				u.Gone = append(u.Gone, sampleCall(n).ID)
			}
			save := s.Save
			if full {
				save = s.SaveAll
			}
			if err := save(context.Background(), u, nil); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Load(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Calls) != len(calls) {
			t.Fatalf("got %d calls, want %d", len(got.Calls), len(calls))
		}
		for _, c := range got.Calls {
			if want := calls[c.ID]; !reflect.DeepEqual(c, want) {
				t.Fatalf("got %+v, want %+v", c, want)
			}
		}
	})
}

func TestLoadReadsWhatItCan(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.Save(t.Context(), sampleUpdate(), nil))
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCalls),
		"newer", `{"ID":"newer","Phase":"waiting","Invented":{"Later":1},"Minted":"now a text","Node":"ast2"}`,
		"broken", `{"ID":`).Err())
	u := loaded(t, s)
	if len(u.Calls) != 3 {
		t.Fatalf("got %d calls, want the two saved and the newer one", len(u.Calls))
	}
	same(t, u.Calls[2], queue.Call{ID: "newer", Phase: queue.Waiting, Node: "ast2"})
	if got := counted(t, s.meter.unreadable); got != 2 {
		t.Errorf("unreadable values: got %v, want 2", got)
	}
}

func TestOutageUnderSaves(t *testing.T) {
	server := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	s := open(t, server.Addr)
	must(t, s.Save(t.Context(), sampleUpdate(), sampleEntries()))

	server.Stop()
	for n := range 3 {
		u := queue.Update{Seq: 8, At: noon, Calls: []queue.Call{sampleCall(10 + n)}}
		if err := s.Save(t.Context(), u, sampleEntries()[:1]); err == nil {
			t.Fatal("a save without Redis: got no error")
		}
	}
	server.Start()
	want := queue.Update{Seq: 9, At: noon, Calls: []queue.Call{sampleCall(12)}}
	must(t, s.SaveAll(t.Context(), want, nil))
	same(t, loaded(t, s), want)
	if got, err := s.Tail(t.Context(), 100); err != nil || len(got) != 5 {
		t.Errorf("journal: got %d entries (%v), want the 2 from before and the 3 of the outage", len(got), err)
	}
}

func TestFrozenRedisDoesNotHoldASaveUp(t *testing.T) {
	server := redistest.Run(t)
	s := open(t, server.Addr, func(o *Options) { o.SaveTimeout = 50 * time.Millisecond })
	server.Freeze()
	started := time.Now()
	if err := s.Save(t.Context(), sampleUpdate(), nil); err == nil {
		t.Error("a save without an answer: got no error")
	}
	if took := time.Since(started); took > time.Second {
		t.Errorf("the save took %v, want about 50ms", took)
	}
	server.Thaw()
}

// TestOvertakenSaveChangesNothing replays a save whose request reached Redis
// late, after a newer one.
func TestOvertakenSaveChangesNothing(t *testing.T) {
	s := open(t, redistest.Start(t))
	old, late := sampleUpdate(), sampleUpdate()
	s.journal.add(sampleEntries())
	args, err := s.saveArgs(late, true)
	must(t, err)
	want := old
	want.Calls = want.Calls[:1]
	must(t, s.SaveAll(t.Context(), want, nil))
	got, err := saveScript.Run(t.Context(), s.client, s.keys.all(keyLease, keyFence, keyCalls, keyAgents, keyQueues, keyMeta, keyJournal), args...).Text()
	if err != nil || got != "late" {
		t.Errorf("got %q, %v, want late", got, err)
	}
	same(t, loaded(t, s), want)
	if entries, err := s.Tail(t.Context(), 100); err != nil || len(entries) != 2 {
		t.Errorf("journal: got %d entries (%v), want 2", len(entries), err)
	}
}
