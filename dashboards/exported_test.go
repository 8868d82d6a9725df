package dashboards

import (
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/store/redistest"
	"thirdring/switchboard"
	"thirdring/telephony"
	"thirdring/ws"
)

// catalogue is a prometheus.Registerer that tells the names and labels of what
// is registered, whether or not there is a sample yet.
type catalogue struct {
	collectors []prometheus.Collector
	metrics    map[string]map[string]bool
}

func (c *catalogue) Register(col prometheus.Collector) error {
	c.collectors = append(c.collectors, col)
	return nil
}

var descText = regexp.MustCompile(`fqName: "([^"]+)".*variableLabels: \{([^}]*)\}`)

// describe asks the collectors; some know their metrics only once the part
// they belong to is complete.
func (c *catalogue) describe() {
	descs := make(chan *prometheus.Desc)
	go func() {
		defer close(descs)
		for _, col := range c.collectors {
			col.Describe(descs)
		}
	}()
	for d := range descs {
		m := descText.FindStringSubmatch(d.String())
		if m == nil {
			continue
		}
		labels := map[string]bool{"le": true, "job": true, "instance": true}
		for label := range strings.SplitSeq(m[2], ",") {
			labels[label] = true
		}
		c.metrics[m[1]] = labels
	}
}

func (c *catalogue) MustRegister(cols ...prometheus.Collector) {
	c.collectors = append(c.collectors, cols...)
}

func (c *catalogue) Unregister(prometheus.Collector) bool { return true }

// labels finds a metric's labels, also by the names of a histogram's series.
func (c *catalogue) labels(name string) (map[string]bool, bool) {
	for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
		if base, ok := strings.CutSuffix(name, suffix); ok {
			if labels, known := c.metrics[base]; known {
				return labels, true
			}
		}
	}
	return nil, false
}

// exported builds the parts of the product that the files here speak of and
// returns what they export.
func exported(t *testing.T) *catalogue {
	t.Helper()
	c := &catalogue{metrics: map[string]map[string]bool{"up": {"job": true, "instance": true}}}
	log, addr := slog.New(slog.DiscardHandler), redistest.Start(t)

	state, err := store.Open(context.Background(), store.Options{Addr: addr, Site: "s1", Registerer: c})
	check(t, err)
	t.Cleanup(func() { check(t, state.Close()) })

	client := redis.NewClient(&redis.Options{Addr: addr})
	t.Cleanup(func() { check(t, client.Close()) })
	register, err := record.NewRegister(record.RegisterOptions{Redis: client, Site: "s1"})
	check(t, err)
	writer, err := record.New(record.Options{Register: register, SpoolDir: t.TempDir(), Logger: log, Registerer: c})
	check(t, err)
	writer.Start()
	t.Cleanup(func() { writer.Stop(context.Background()) })

	_, err = ws.NewHub(ws.Options{
		Send: func(queue.Event) {}, Registerer: c,
		Ask: func(context.Context, func(queue.RequestID) queue.Event) error { return nil },
	})
	check(t, err)

	_, err = telephony.New(telephony.Options{
		Nodes: []telephony.Node{{Name: "ast1", URL: "http://127.0.0.1:1/ari", User: "u", App: "a"}},
		Send:  func(queue.Event) {}, Registerer: c,
	})
	check(t, err)

	_, err = switchboard.New(switchboard.Options{
		Core: waitingTooLong(), Logger: log, Registerer: c,
		// Nothing is carried out before Run.
		Store: struct{ switchboard.Store }{}, Phones: struct{ switchboard.Phones }{}, Desks: struct{ switchboard.Desks }{},
		Register: struct{ switchboard.Register }{}, Directory: struct{ switchboard.Directory }{},
	})
	check(t, err)
	c.describe()
	return c
}

// waitingTooLong is a core with a caller past the threshold: the figures of
// a queue are exported once there is a queue and something to count.
func waitingTooLong() *queue.Core {
	core, now := queue.New(), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	core.Step(now, queue.Configured{Center: queue.Center{
		Hotlines: []queue.Hotline{{Number: "4008001234", Queue: "main", Mode: queue.GreetFirst}},
		Queues:   []queue.QueueConfig{{ID: "main", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, Short: 5 * time.Second}},
	}})
	arrived := slices.Clone(core.Step(now, queue.CallArrived{Leg: "caller", Node: "ast1", From: "13800001234", To: "4008001234"}))
	for _, cmd := range append(arrived, core.Step(now, queue.LegAnswered{Leg: "caller"})...) {
		if play, ok := cmd.(queue.Play); ok {
			core.Step(now, queue.PlayEnded{Call: play.Call, Play: play.ID})
		}
	}
	core.Step(now.Add(time.Minute), queue.Woke{})
	return core
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
