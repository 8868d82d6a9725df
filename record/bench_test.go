package record

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// benchRows is how many rows the search is measured on. The target is stated
// for a million: THIRDRING_BENCH_ROWS=1000000, which takes minutes to fill.
func benchRows(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("THIRDRING_BENCH_ROWS"))
	if err != nil {
		return 50_000
	}
	return n
}

// benchCall makes the n-th of all calls: 2,700 a day, 60 agents, 200,000
// owners, two queues, the usual share of abandoned calls and of those that asked
// to be called back, every second customer asked for an opinion, and summaries
// of the usual length that differ.
func benchCall(r *rand.Rand, n int) queue.Record {
	ring := at("08:00:00").AddDate(0, 0, -n/2700).Add(time.Duration(n%2700) * 12 * time.Second).Add(time.Duration(r.IntN(1000)) * time.Millisecond)
	who := r.IntN(200_000)
	rec := answered()
	shift := ring.Sub(rec.Times.Ring)
	id := ring.Format("20060102-150405.000") + "-" + strconv.Itoa(n)
	rec.Call = queue.CallID(id)
	rec.Queue = []string{"main", "repair"}[r.IntN(2)]
	rec.Caller.Number = fmt.Sprintf("+8613%09d", who)
	rec.Caller.Raw = fmt.Sprintf("13%09d", who)
	rec.Caller.Owner = queue.OwnerRef{
		ID: "o" + strconv.Itoa(who), Name: benchText(r, 3), Relation: "owner",
		Unit: fmt.Sprintf("翠湖%d期/%d栋/%d", 1+r.IntN(4), 1+r.IntN(40), 100+r.IntN(3000)),
	}
	moveTimes(&rec, shift, r)
	if r.IntN(10) == 0 {
		rec.Outcome, rec.Agent, rec.Wrap, rec.Recording, rec.Holds = queue.AbandonedQueue, queue.AgentRef{}, queue.Disposition{}, queue.Recording{}, nil
		rec.Times.Person, rec.Times.Connect, rec.Times.Wrapped, rec.Offers = time.Time{}, time.Time{}, time.Time{}, nil
		if r.IntN(5) == 0 {
			rec.Outcome, rec.Callback.Of = queue.OutcomeCallback, rec.Call
		}
		return rec
	}
	a := 1001 + r.IntN(60)
	rec.Agent = queue.AgentRef{ID: agent.ID(strconv.Itoa(a)), WorkNo: strconv.Itoa(7000 + a), Name: "李婷"}
	rec.Offers[1].Agent = rec.Agent.ID
	rec.Parts = []queue.Part{{Agent: rec.Agent, Span: queue.Span{From: rec.Times.Connect, To: rec.Times.Hangup}}}
	rec.Wrap.By, rec.Wrap.Complete = rec.Agent.ID, true
	if r.IntN(10) > 0 { // one in ten leaves a promise, which is a task in the same Redis
		rec.Wrap.Resolved, rec.Wrap.UnresolvedReason, rec.Wrap.PromisedReplyAt = true, "", time.Time{}
	}
	rec.Wrap.Category = []string{"INQ", "INQ", "INQ", "REP-G", "REP-G", "REP-U", "CMP", "FEE", "OTH"}[r.IntN(9)]
	rec.Wrap.Summary = benchText(r, 20+r.IntN(30))
	if r.IntN(2) == 0 {
		rec.Survey.AskedAt = rec.Times.Hangup.Add(100 * time.Millisecond)
		if rec.Survey.Score = queue.Score(r.IntN(3)); rec.Survey.Score != 0 {
			rec.Survey.At = rec.Survey.AskedAt.Add(time.Duration(3000+r.IntN(4000)) * time.Millisecond)
		}
	}
	if r.IntN(100) == 0 {
		rec.Urgent = queue.Urgent{Since: rec.Times.QueueIn, Why: queue.UrgentKey}
	}
	rec.Recording.ID = queue.RecordingID(id + "-r1")
	rec.Recording.File = ring.Format("2006/01/02/") + id + "-r1.wav"
	rec.Recording.SHA256 = fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	return rec
}

func moveTimes(rec *queue.Record, shift time.Duration, r *rand.Rand) {
	all := []*time.Time{
		&rec.Times.Ring, &rec.Times.Answer, &rec.Times.QueueIn, &rec.Times.Person, &rec.Times.Connect,
		&rec.Times.Hangup, &rec.Times.Wrapped, &rec.Wrap.PromisedReplyAt, &rec.Wrap.SavedAt, &rec.Recording.From,
	}
	for i := range rec.Offers {
		all = append(all, &rec.Offers[i].At, &rec.Offers[i].Dialled, &rec.Offers[i].Ended)
	}
	for i := range rec.Holds {
		all = append(all, &rec.Holds[i].From, &rec.Holds[i].To)
	}
	for i := range rec.Prompts {
		all = append(all, &rec.Prompts[i].At)
	}
	for i, t := range all {
		if *t = t.Add(shift); i > 0 {
			*t = t.Add(time.Duration(r.IntN(900)) * time.Millisecond)
		}
	}
}

// benchText draws from a few thousand characters, as real texts do.
func benchText(r *rand.Rand, n int) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = 0x4e00 + rune(r.ExpFloat64()*400)
	}
	return string(text)
}

func fill(b *testing.B, r *Register, rows int) {
	b.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < rows; from += 1000 {
		var batch []entry
		for n := from; n < min(from+1000, rows); n++ {
			batch = append(batch, entry{Record: benchCall(rnd, n), Final: true, At: at("12:00:00")})
		}
		if _, err := r.save(context.Background(), batch); err != nil {
			b.Fatal(err)
		}
	}
}

func usedMemory(b *testing.B, c redis.UniversalClient) int {
	b.Helper()
	info, err := c.InfoMap(context.Background(), "memory").Result()
	if err != nil {
		b.Fatal(err)
	}
	n, err := strconv.Atoi(info["Memory"]["used_memory"])
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkSearch measures one page of 50 rows by every kind of filter, the
// first page and a deep one, and the memory of a row with all its indexes.
func BenchmarkSearch(b *testing.B) {
	client := dial(b, redistest.Start(b))
	r := newRegister(b, client)
	empty, rows, began := usedMemory(b, client), benchRows(b), time.Now()
	fill(b, r, rows)
	perRow := float64(usedMemory(b, client)-empty) / float64(rows)
	b.Logf("%d rows, %.0f bytes of Redis memory each, filled in %v", rows, perRow, time.Since(began).Round(time.Millisecond))
	if perRow > 1024 {
		b.Errorf("a row takes %.0f bytes, want at most 1024", perRow)
	}
	var deep place
	known := benchCall(rand.New(rand.NewPCG(1, 2)), 0) // the first that fill made
	deep.day, _ = dayOf(at("08:00:00").AddDate(0, 0, -rows/2700/2))
	for _, c := range []struct {
		name string
		q    Query
	}{
		{"newest", Query{}},
		{"deep", Query{Cursor: deep.cursor()}},
		{"agent", Query{Filter: Filter{Agent: "1007"}}},
		{"number", Query{Filter: Filter{Number: known.Caller.Number}}},
		{"owner", Query{Filter: Filter{Owner: known.Caller.Owner.ID}}},
		{"outcome", Query{Filter: Filter{Outcome: queue.AbandonedQueue}, Cursor: deep.cursor()}},
		{"category+queue+agent", Query{Filter: Filter{Category: "CMP", Queue: "repair", Agent: "1030"}}},
		{"nothing found", Query{Filter: Filter{Outcome: queue.OutcomeFailed, Queue: "main"}}},
		{"contradiction", Query{Filter: Filter{Outcome: queue.AbandonedQueue, Category: "CMP", Direction: queue.Inbound}}},
		{"survey", Query{Filter: Filter{Survey: queue.Fair, Queue: "repair"}, Cursor: deep.cursor()}},
		{"call-back open", Query{Filter: Filter{Callback: PromiseOpen}, Cursor: deep.cursor()}},
		{"a month", Query{Filter: Filter{From: at("00:00:00").AddDate(0, 0, -30), To: at("00:00:00")}}},
		{"text found", Query{Filter: Filter{Text: "水管"}}},
		{"text not found", Query{Filter: Filter{Text: "没有这样的内容"}}},
	} {
		b.Run(c.name, func(b *testing.B) { measure(b, r, c.q, perRow) })
	}
}

func measure(b *testing.B, r *Register, q Query, perRow float64) {
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := r.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(p99.Microseconds()), "p99-µs")
	b.ReportMetric(perRow, "B/row")
}

// BenchmarkSave saves one row after another, each in its own round trip.
func BenchmarkSave(b *testing.B) {
	r, rnd, n := startRegister(b), rand.New(rand.NewPCG(1, 2)), 0
	for b.Loop() {
		mustSave(b, r, benchCall(rnd, n), true)
		n++
	}
}

func BenchmarkPack(b *testing.B) {
	c, rec := &codec{zone: time.UTC}, answered()
	for b.Loop() {
		if _, err := c.pack(entry{Record: rec, Final: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	c := &codec{zone: time.UTC}
	packed, err := c.pack(entry{Record: answered(), Final: true})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := c.unpack(string(packed)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExport writes a month of 20,000 calls and tells the memory that it
// held at most.
func BenchmarkExport(b *testing.B) {
	r := startRegister(b)
	fill(b, r, 20_000)
	for _, format := range []Format{CSV, XLSX} {
		b.Run(string(format), func(b *testing.B) {
			rows, peak := 0, uint64(0)
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			idle := m.HeapInuse
			for b.Loop() {
				n, err := r.Export(context.Background(), io.Discard, Export{Month: Month{2026, 11}, Format: format, Progress: func(int, int) {
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapInuse-min(idle, m.HeapInuse))
				}})
				if err != nil {
					b.Fatal(err)
				}
				rows += n
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(peak)/(1<<20), "peak-MB")
		})
	}
}
