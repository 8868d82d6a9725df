package owner

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/store/redistest"
)

const benchOwners = 200_000

// slow is what no command may take, or it holds everybody else up. Redis counts
// by the clock: on a busy machine the figure slow-commands tells of the machine.
const slow = 10 * time.Millisecond

// BenchmarkLookup measures lookups alone, one after another as calls arrive, in a
// directory of 200,000 owners. Before that it imports them, and imports them
// again with one field changed, while a reader keeps looking numbers up.
func BenchmarkLookup(b *testing.B) {
	client := dial(b, redistest.Start(b))
	ctx := context.Background()
	if err := client.ConfigSet(ctx, "slowlog-log-slower-than", fmt.Sprint(slow.Microseconds())).Err(); err != nil {
		b.Fatal(err)
	}
	d := siteDirectory(b, client, "bench", newClock())
	figures := map[string]float64{}
	load(b, d, "import", people(0, benchOwners), figures)
	figures["redis-B/owner"] = float64(usedMemory(b, client)) / benchOwners
	load(b, d, "update", peopleCalled("女士", 0, benchOwners), figures)
	figures["slow-commands"] = float64(client.Do(ctx, "slowlog", "len").Val().(int64))

	b.Run("200000", func(b *testing.B) {
		var took []time.Duration
		rnd := rand.New(rand.NewPCG(1, 2))
		for b.Loop() {
			number := fmt.Sprintf("0139%08d", rnd.IntN(benchOwners))
			start := time.Now()
			m, err := d.Lookup(ctx, number)
			took = append(took, time.Since(start))
			if err != nil || m.Kind != KindKnown {
				b.Fatal(number, m.Kind, err)
			}
		}
		quantiles("lookup", took, figures)
		for name, figure := range figures {
			b.ReportMetric(figure, name)
		}
	})
}

// load imports the file and notes how long it took and how lookups fared meanwhile.
func load(b *testing.B, d *Directory, name, data string, figures map[string]float64) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var took []time.Duration // only touched by the reader until it has ended
	var reader sync.WaitGroup
	reader.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			start := time.Now()
			if _, err := d.Lookup(ctx, fmt.Sprintf("139%08d", i%benchOwners)); err == nil {
				took = append(took, time.Since(start))
			}
		}
	})
	r := strings.NewReader(data)
	done, err := d.Import(ctx, r, r.Size(), ImportOptions{By: "bench"})
	cancel()
	reader.Wait()
	if err != nil {
		b.Fatal(err)
	}
	figures[name+"-s"] = done.Took.Seconds()
	quantiles("during-"+name, took, figures)
}

func quantiles(name string, took []time.Duration, figures map[string]float64) {
	slices.Sort(took)
	for suffix, q := range map[string]float64{"p50": .5, "p99": .99, "max": 1} {
		figures[name+"-"+suffix+"-us"] = float64(took[int(q*float64(len(took)-1))].Microseconds())
	}
}

func usedMemory(b *testing.B, client *redis.Client) int {
	b.Helper()
	info, err := client.Info(context.Background(), "memory").Result()
	if err != nil {
		b.Fatal(err)
	}
	m := regexp.MustCompile(`used_memory:(\d+)`).FindStringSubmatch(info)
	n, err := strconv.Atoi(m[1])
	if err != nil {
		b.Fatal(err)
	}
	return n
}
