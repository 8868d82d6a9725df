package record

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/queue"
)

func TestSaveAndGet(t *testing.T) {
	r := startRegister(t)
	rec := answered()
	mustSave(t, r, rec, true)
	want := NewRow(rec, true)
	want.Promise = &Follow{Due: rec.Wrap.PromisedReplyAt, Task: string(rec.Call) + ".promise", State: TaskOpen}
	if got := mustGet(t, r, rec.Call); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	masked, err := r.Get(context.Background(), rec.Call, Masked)
	if err != nil || masked.CallerNumber != "" || masked.CallerRaw != "" {
		t.Errorf("masked: number %q raw %q, %v, want none", masked.CallerNumber, masked.CallerRaw, err)
	}
	if _, err := r.Get(context.Background(), "nobody", Masked); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown call: got %v, want ErrNotFound", err)
	}
}

func TestSaveKeepsTheBetterVersion(t *testing.T) {
	early, late := at("10:00:00"), at("10:05:00")
	version := func(change func(*queue.Record), final bool, stamp time.Time) entry {
		rec := answered()
		rec.Wrap = queue.Disposition{}
		change(&rec)
		return entry{Record: rec, Final: final, At: stamp}
	}
	as := func(summary string) func(*queue.Record) {
		return func(r *queue.Record) { r.Wrap.Summary = summary }
	}
	assumed := func(r *queue.Record) { r.End.Reason, r.Wrap.Summary = queue.EndWhileAway, "assumed" }
	for _, c := range []struct {
		name         string
		worse, wins  entry
		winnersNotes string
	}{
		{"newer over older", version(as("old"), false, early), version(as("new"), false, late), "new"},
		{"final over a draft with a later stamp", version(as("draft"), false, late), version(as("final"), true, early), "final"},
		{"known end over an assumed one that came later", version(assumed, true, late), version(as("known"), true, early), "known"},
		{"later registration over an earlier one", version(func(r *queue.Record) {
			r.Wrap = queue.Disposition{Summary: "first", SavedAt: early}
		}, true, late), version(func(r *queue.Record) {
			r.Wrap = queue.Disposition{Summary: "corrected", SavedAt: late}
		}, true, early), "corrected"},
	} {
		for _, order := range [][]entry{{c.worse, c.wins}, {c.wins, c.worse}, {c.wins, c.worse, c.worse, c.wins}} {
			r := startRegister(t)
			for _, e := range order {
				if _, err := r.save(context.Background(), []entry{e}); err != nil {
					t.Fatal(err)
				}
			}
			if got := mustGet(t, r, c.wins.Record.Call).Summary; got != c.winnersNotes {
				t.Errorf("%s: got %q, want %q", c.name, got, c.winnersNotes)
			}
		}
	}
}

func TestSaveInAnyOrderEndsTheSame(t *testing.T) {
	r := startRegister(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		var all []entry
		for i := range rapid.IntRange(1, 6).Draw(t, "versions") {
			e := entry{Record: answered(), Final: rapid.Bool().Draw(t, "final"), At: at("10:00:00").Add(time.Duration(i) * time.Second)}
			e.Record.Call = queue.CallID(time.Duration(n).String())
			e.Record.Position = i
			if rapid.Bool().Draw(t, "assumed") {
				e.Record.End.Reason = queue.EndWhileAway
			}
			e.Record.Wrap.SavedAt = at("09:00:00").Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "registered")) * time.Minute)
			all = append(all, e)
		}
		best := all[0]
		for _, e := range all {
			if e.version().append(nil) != nil && string(e.version().append(nil)) > string(best.version().append(nil)) {
				best = e
			}
		}
		ended := 0
		for _, e := range rapid.Permutation(append(all, all...)).Draw(t, "order") {
			results, err := r.save(context.Background(), []entry{e})
			if err != nil {
				t.Fatal(err)
			}
			if results[0].ended {
				ended++
			}
		}
		row, err := r.Get(context.Background(), best.Record.Call, Clear)
		if err != nil {
			t.Fatal(err)
		}
		if row.Position != best.Record.Position || row.Final != best.Final {
			t.Fatalf("got version %d, want %d", row.Position, best.Record.Position)
		}
		if want := map[bool]int{true: 1}[best.Final]; ended != want {
			t.Fatalf("the call ended %d times, want %d", ended, want)
		}
	})
}

func TestSaveManyInOneRoundTrip(t *testing.T) {
	r := startRegister(t)
	var batch []entry
	for n := range 50 {
		batch = append(batch, entry{Record: abandoned(n, at("08:00:00").Add(time.Duration(n)*time.Minute)), Final: true, At: at("12:00:00")})
	}
	batch = append(batch, batch[3]) // twice in one batch
	results, err := r.save(context.Background(), batch)
	if err != nil {
		t.Fatal(err)
	}
	for n, got := range results {
		if want := (result{saved: n < 50, ended: n < 50, same: n == 50}); got != want {
			t.Errorf("entry %d: got %+v, want %+v", n, got, want)
		}
	}
}

func TestRowKeepsItsPlaceWhenTheRingMoves(t *testing.T) {
	r := startRegister(t)
	rec := abandoned(1, at("08:00:00"))
	mustSave(t, r, rec, false)
	rec.Times.Ring = rec.Times.Ring.AddDate(0, 0, -3)
	mustSave(t, r, rec, true)
	if got := mustGet(t, r, rec.Call); !got.Final || !got.Ring.Equal(rec.Times.Ring) {
		t.Errorf("got final %v, ring %v, want the newer version", got.Final, got.Ring)
	}
	page, err := r.Search(context.Background(), Query{})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("search: got %d rows, %v, want 1", len(page.Rows), err)
	}
}

func TestSaveTellsARefusalFromAnOutage(t *testing.T) {
	r := startRegister(t)
	bad, good := abandoned(1, at("08:00:00")), abandoned(2, at("08:00:00"))
	if err := r.redis.Set(context.Background(), r.keys.id(string(bad.Call)), "not a hash", 0).Err(); err != nil {
		t.Fatal(err)
	}
	results, err := r.save(context.Background(), []entry{{Record: bad, Final: true}, {Record: good, Final: true}})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].err == nil || temporary(results[0].err) {
		t.Errorf("wrong type: got %v, want an error that stays", results[0].err)
	}
	if !results[1].saved {
		t.Errorf("the other row: got %+v, want saved", results[1])
	}
}

func TestNewRegisterNamesTheMissingField(t *testing.T) {
	if _, err := NewRegister(RegisterOptions{Site: "s1"}); err == nil {
		t.Error("no Redis: got no error")
	}
	if _, err := NewRegister(RegisterOptions{Redis: dial(t, "/nowhere")}); err == nil {
		t.Error("no Site: got no error")
	}
}
