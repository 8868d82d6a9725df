package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/store/redistest"
)

func TestJournalReadsLikeATranscript(t *testing.T) {
	s := open(t, redistest.Start(t))
	call := sampleCall(1)
	entries := append(sampleEntries(), queue.Entry{
		At: noon.Add(2 * time.Second), Call: call.ID,
		Event: queue.SetState{Req: "r1", Agent: "1001", State: "break", By: "shell:zhang san"},
		Commands: []queue.Command{
			queue.ShowOffer{Agent: "1001", Call: call, Leg: "leg-a"},
			queue.SaveRecord{Record: queue.Record{Call: call.ID, Outcome: queue.OutcomeAnswered}, Final: true},
			queue.Reply{Req: "r1", Err: errors.New("a break needs a reason")},
			queue.Play{Leg: "l", ID: "p", Prompts: []queue.Prompt{{ID: "greet.main"}}},
		},
	}, queue.Entry{At: noon, Event: queue.Configured{Center: queue.Center{Version: 3}}})
	must(t, s.Save(t.Context(), queue.Update{At: noon}, entries))

	got, err := s.Tail(t.Context(), 10)
	must(t, err)
	text := ""
	for _, e := range got {
		text += e.String() + "\n"
	}
	want := `2026-11-22 12:00:00.123 CallArrived From=13800001234 Leg=l Node=ast1 To=4008001234
    Answer Call=20261122-120000123-1 Leg=l Node=ast1
2026-11-22 12:00:01.123 Woke
2026-11-22 12:00:02.123 SetState Agent=1001 By="shell:zhang san" Req=r1 State=break
    ShowOffer Agent=1001 Call=20261122-120000123-1 Leg=leg-a
    SaveRecord Call=20261122-120000123-1 Final=true Outcome=answered
    Reply Err="a break needs a reason" Req=r1
    Play ID=p Leg=l Prompts=[{"Digits":"","ID":"greet.main","Number":0}]
2026-11-22 12:00:00.123 Configured Version=3
`
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestJournalOfOneCall(t *testing.T) {
	s := open(t, redistest.Start(t))
	var entries []queue.Entry
	for n := range 3*journalPage + 10 {
		e := queue.Entry{At: noon.Add(time.Duration(n) * time.Millisecond), Call: "other", Event: queue.Woke{}}
		if n%journalPage == 0 {
			e.Call = "mine"
		}
		entries = append(entries, e)
	}
	started := time.Now()
	must(t, s.Save(t.Context(), queue.Update{At: noon}, entries))
	got, err := s.Range(t.Context(), "mine", time.Time{}, time.Time{})
	must(t, err)
	if len(got) != 4 {
		t.Fatalf("got %d entries, want 4", len(got))
	}
	all := 0
	must(t, s.Each(t.Context(), time.Time{}, time.Time{}, func(e JournalEntry) error {
		if want := noon.Add(time.Duration(all) * time.Millisecond); !e.At.Equal(want) {
			t.Errorf("entry %d of all: got %v, want %v", all, e.At, want)
		}
		all++
		return nil
	}))
	if all != len(entries) {
		t.Errorf("visited %d entries, want %d", all, len(entries))
	}
	for i, e := range got {
		if want := noon.Add(time.Duration(i*journalPage) * time.Millisecond); !e.At.Equal(want) {
			t.Errorf("entry %d: got %v, want %v", i, e.At, want)
		}
	}
	for name, c := range map[string]struct {
		from, to time.Time
		want     int
	}{
		"now":    {started.Add(-time.Minute), started.Add(time.Minute), 4},
		"before": {time.Time{}, started.Add(-time.Minute), 0},
		"after":  {started.Add(time.Minute), time.Time{}, 0},
	} {
		got, err := s.Range(t.Context(), "mine", c.from, c.to)
		if err != nil || len(got) != c.want {
			t.Errorf("%s: got %d entries (%v), want %d", name, len(got), err, c.want)
		}
	}
}

func TestJournalIsCapped(t *testing.T) {
	s := open(t, redistest.Start(t), func(o *Options) { o.JournalLength = 200 })
	for range 10 {
		var entries []queue.Entry
		for range 100 {
			entries = append(entries, queue.Entry{At: noon, Event: queue.Woke{}})
		}
		must(t, s.Save(t.Context(), queue.Update{At: noon}, entries))
	}
	got, err := s.client.XLen(t.Context(), s.keys.of(keyJournal)).Result()
	if err != nil || got < 200 || got > 400 {
		t.Errorf("got %d entries (%v), want about 200", got, err)
	}
}

func TestBacklogIsBounded(t *testing.T) {
	var b backlog
	entries := make([]queue.Entry, backlogLimit)
	for i := range entries {
		entries[i] = queue.Entry{Call: queue.CallID(fmt.Sprint(i)), Event: queue.Woke{}}
	}
	if dropped := b.add(entries); dropped != 0 {
		t.Errorf("dropped %d, want none", dropped)
	}
	if dropped := b.add(entries[:3]); dropped != 3 {
		t.Errorf("dropped %d, want 3", dropped)
	}
	if got, want := b.entries[0].call, "3"; got != want {
		t.Errorf("oldest: got %s, want %s", got, want)
	}
	if got, want := b.first(), uint64(4); got != want {
		t.Errorf("number of the first: got %d, want %d", got, want)
	}
}
