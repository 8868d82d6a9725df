package record

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
	"thirdring/queue"
)

// naive is the register as anybody would write it: a list, filtered.
type naive struct{ rows []queue.Record } // in the order of their first save

func (n *naive) save(rec queue.Record) {
	for i := range n.rows {
		if n.rows[i].Call == rec.Call {
			n.rows[i] = rec
			return
		}
	}
	n.rows = append(n.rows, rec)
}

// search lists newest first; of one millisecond, the last registered first.
func (n *naive) search(f Filter) []queue.CallID {
	rows := slices.Clone(n.rows)
	slices.Reverse(rows)
	slices.SortStableFunc(rows, func(a, b queue.Record) int { return b.Times.Ring.Compare(a.Times.Ring) })
	var ids []queue.CallID
	for _, rec := range rows {
		if f.Matches(rec) {
			ids = append(ids, rec.Call)
		}
	}
	return ids
}

func idsOf(rows []Row) []queue.CallID {
	var ids []queue.CallID
	for _, row := range rows {
		ids = append(ids, row.CallID)
	}
	return ids
}

func pages(ctx context.Context, r *Register, q Query) ([]queue.CallID, error) {
	var ids []queue.CallID
	for {
		page, err := r.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		ids = append(ids, idsOf(page.Rows)...)
		if page.Next == "" {
			return ids, nil
		}
		q.Cursor = page.Next
	}
}

var (
	drawRing     = rapid.Custom(func(t *rapid.T) time.Time { return drawMoment(t, "ring") })
	drawQueue    = rapid.SampledFrom([]string{"", "main", "repair"})
	drawAgent    = rapid.SampledFrom([]agent.ID{"", "1001", "1002", "1003"})
	drawNumber   = rapid.SampledFrom([]string{"", "+8613800001234", "+8613900005678", "+862112345678"})
	drawOwner    = rapid.SampledFrom([]string{"", "o1", "o2"})
	drawOutcome  = rapid.SampledFrom([]queue.Outcome{"", queue.OutcomeAnswered, queue.AbandonedQueue, queue.OutcomeShort})
	drawCategory = rapid.SampledFrom([]string{"", "INQ", "CMP", "REP-U"})
	drawWay      = rapid.SampledFrom([]queue.Direction{"", queue.Inbound, queue.Outbound})
	drawSummary  = rapid.SampledFrom([]string{"", "水管爆裂", "Water", "咨询物业费"})
)

// drawMoment chooses among few milliseconds of few days, so that they collide.
func drawMoment(t *rapid.T, name string) time.Time {
	days, offset := rapid.IntRange(-40, 0).Draw(t, name+" day"), rapid.IntRange(0, 5).Draw(t, name+" ms")
	return at("07:59:59.998").AddDate(0, 0, days).Add(time.Duration(offset) * time.Millisecond)
}

func drawRecord(t *rapid.T, id int) queue.Record {
	return queue.Record{
		Call: queue.CallID(fmt.Sprintf("c%d", id)), Times: queue.Times{Ring: drawRing.Draw(t, "ring")},
		Direction: drawWay.Draw(t, "direction"), Queue: drawQueue.Draw(t, "queue"), Outcome: drawOutcome.Draw(t, "outcome"),
		Caller: queue.Party{Number: drawNumber.Draw(t, "number"), Owner: queue.OwnerRef{ID: drawOwner.Draw(t, "owner")}},
		Agent:  queue.AgentRef{ID: drawAgent.Draw(t, "agent")},
		Wrap:   queue.Disposition{Category: drawCategory.Draw(t, "category"), Summary: drawSummary.Draw(t, "summary")},
	}
}

func drawFilter(t *rapid.T) Filter {
	f := Filter{
		Queue: drawQueue.Draw(t, "by queue"), Agent: drawAgent.Draw(t, "by agent"), Number: drawNumber.Draw(t, "by number"),
		Owner: drawOwner.Draw(t, "by owner"), Outcome: drawOutcome.Draw(t, "by outcome"), Category: drawCategory.Draw(t, "by category"),
		Direction: drawWay.Draw(t, "by direction"), Text: rapid.SampledFrom([]string{"", "", "水管", "water", "c1"}).Draw(t, "by text"),
	}
	if rapid.Bool().Draw(t, "has from") {
		f.From = drawMoment(t, "from")
	}
	if rapid.Bool().Draw(t, "has to") {
		f.To = drawMoment(t, "to")
	}
	// Mostly few conditions, so that something is found.
	for _, drop := range []func(){
		func() { f.Queue = "" }, func() { f.Agent = "" }, func() { f.Number = "" }, func() { f.Owner = "" },
		func() { f.Outcome = "" }, func() { f.Category = "" }, func() { f.Direction = "" },
	} {
		if rapid.IntRange(0, 3).Draw(t, "keep") > 0 {
			drop()
		}
	}
	return f
}

func TestSearchIsAFilteredList(t *testing.T) {
	client := startRegister(t).redis
	ctx, run := context.Background(), 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		r, err := NewRegister(RegisterOptions{Redis: client, Site: fmt.Sprint("s", run), Zone: shanghai, Now: testClock()})
		if err != nil {
			t.Fatal(err)
		}
		var list naive
		for range rapid.IntRange(1, 60).Draw(t, "saves") {
			rec := drawRecord(t, rapid.IntRange(0, 30).Draw(t, "call"))
			for _, old := range list.rows {
				if old.Call == rec.Call {
					rec.Times.Ring = old.Times.Ring // a call rings once
				}
			}
			if err := r.Save(ctx, rec, false); err != nil {
				t.Fatal(err)
			}
			list.save(rec)
		}
		for range 5 {
			f := drawFilter(t)
			want := list.search(f)
			got, err := pages(ctx, r, Query{Filter: f, Limit: rapid.IntRange(1, 40).Draw(t, "limit")})
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("search %+v: got %v, %v, want %v", f, got, err, want)
			}
			slices.Reverse(want)
			got = nil
			err = r.Scan(ctx, f, Masked, func(row Row) error { got = append(got, row.CallID); return nil })
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("scan %+v: got %v, %v, want %v", f, got, err, want)
			}
			if n, err := r.Estimate(ctx, f); err != nil || n < len(want) {
				t.Fatalf("estimate %+v: got %d, %v, want at least %d", f, n, err, len(want))
			}
		}
	})
}

func TestSortNearly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := rapid.SliceOf(rapid.Uint64Range(0, 50)).Draw(t, "orders")
		want := slices.Clone(got)
		slices.Sort(want)
		if sortNearly(got); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestCursorIsStableUnderNewCalls(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	for n := range 10 {
		mustSave(t, r, abandoned(n, at("08:00:00").Add(time.Duration(n)*time.Second)), true)
	}
	one, err := r.Search(ctx, Query{Limit: 4})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		mustSave(t, r, abandoned(100+n, at("09:00:00")), true)
	}
	two, err := r.Search(ctx, Query{Limit: 6, Cursor: one.Next})
	if err != nil {
		t.Fatal(err)
	}
	var want []queue.CallID
	for n := 9; n >= 0; n-- {
		want = append(want, queue.CallID(fmt.Sprint("a-", n)))
	}
	if got := append(idsOf(one.Rows), idsOf(two.Rows)...); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSearchByTextReadsABoundedNumberOfRows(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	var batch []entry
	for n := range 800 {
		rec := abandoned(n, at("08:00:00").Add(time.Duration(n)*time.Second))
		if n == 0 {
			rec.Wrap.Summary = "唯一的一条"
		}
		batch = append(batch, entry{Record: rec, Final: true, At: at("12:00:00")})
	}
	if _, err := r.save(ctx, batch); err != nil {
		t.Fatal(err)
	}
	q := Query{Filter: Filter{Text: "唯一"}}
	first, err := r.Search(ctx, q)
	if err != nil || len(first.Rows) != 0 || first.Next == "" {
		t.Fatalf("first page: %d rows, next %q, %v, want an empty page that goes on", len(first.Rows), first.Next, err)
	}
	got, err := pages(ctx, r, q)
	if err != nil || !slices.Equal(got, []queue.CallID{"a-0"}) {
		t.Errorf("all pages: got %v, %v, want a-0", got, err)
	}
}

func TestSearchRefusesNonsense(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	for _, cursor := range []string{"x", "!!", "AAAA", start.cursor() + "AA"} {
		if _, err := r.Search(ctx, Query{Cursor: cursor}); !errors.Is(err, ErrCursor) {
			t.Errorf("cursor %q: got %v, want ErrCursor", cursor, err)
		}
	}
	for _, limit := range []int{-1, MaxLimit + 1} {
		if _, err := r.Search(ctx, Query{Limit: limit}); !errors.Is(err, ErrLimit) {
			t.Errorf("limit %d: got %v, want ErrLimit", limit, err)
		}
	}
}

func TestSearchMasksUnlessAsked(t *testing.T) {
	r, ctx := startRegister(t), context.Background()
	mustSave(t, r, answered(), true)
	for numbers, want := range map[Numbers]string{Masked: "", Clear: "+8613800001234"} {
		page, err := r.Search(ctx, Query{Numbers: numbers})
		if err != nil || len(page.Rows) != 1 || page.Rows[0].CallerNumber != want {
			t.Errorf("numbers %v: got %+v, %v, want %q", numbers, page.Rows, err, want)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(start.cursor())
	f.Add("")
	f.Add("AQAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parseCursor(s)
		if err != nil || s == "" {
			return
		}
		if again, err := parseCursor(p.cursor()); err != nil || !reflect.DeepEqual(again, p) {
			t.Errorf("cursor %q: got %+v, then %+v, %v", s, p, again, err)
		}
	})
}
