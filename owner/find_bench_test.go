package owner

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"thirdring/store/redistest"
)

// BenchmarkFind measures, in a directory of 200,000 owners and one after
// another as agents type, searches by home, by name and home, and by number,
// and the buildings that sound alike. The target is p99 under 5 ms each.
func BenchmarkFind(b *testing.B) {
	client := dial(b, redistest.Start(b))
	d := siteDirectory(b, client, "bench", newClock())
	figures := map[string]float64{}
	load(b, d, "import", people(0, benchOwners), figures)
	figures = map[string]float64{"redis-B/owner": float64(usedMemory(b, client)) / benchOwners}
	ctx := context.Background()
	find := func(q Query, atLeast int) func() error {
		return func() error {
			q.Limit = 21
			got, err := d.Find(ctx, q)
			if err == nil && len(got) < atLeast {
				err = fmt.Errorf("%+v found %d owners, want %d", q, len(got), atLeast)
			}
			return err
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	kinds := map[string]func(i int) func() error{
		"unit": func(i int) func() error { return find(Query{Unit: fmt.Sprintf("%d栋%d", i%40+1, 101+i/120)}, 1) },
		"unit-name": func(i int) func() error {
			return find(Query{Unit: fmt.Sprintf("翡翠湾%d-%d", i%40+1, 101+i/120), Name: "业主"}, 1)
		},
		"number": func(i int) func() error { return find(Query{Number: fmt.Sprintf("139%08d", i)}, 1) },
		"sounds": func(i int) func() error {
			return func() error {
				_, err := d.SoundsLike(ctx, []Unit{{Project: "翡翠湾", Building: fmt.Sprintf("%d栋", i%40+1)}})
				return err
			}
		},
	}
	b.Run("200000", func(b *testing.B) {
		took := map[string][]time.Duration{}
		for b.Loop() {
			for name, kind := range kinds {
				look := kind(rnd.IntN(benchOwners))
				start := time.Now()
				if err := look(); err != nil {
					b.Fatal(err)
				}
				took[name] = append(took[name], time.Since(start))
			}
		}
		for name, all := range took {
			quantiles(name, all, figures)
		}
		for name, figure := range figures {
			b.ReportMetric(figure, name)
		}
	})
}
