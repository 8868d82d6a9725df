package store

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// everyTarget sets every target.
func everyTarget() TargetsDoc {
	return TargetsDoc{
		ServiceLevel: new(Share(.9)), ThreeRings: new(Share(1)), Answered: new(Share(.97)), Abandoned: new(Share(.05)), Satisfaction: new(Share(.955)), Resolved: new(Share(.8)),
		Answer: seconds(10), Handle: seconds(300), Reply: Duration(24 * time.Hour),
	}
}

func TestShare(t *testing.T) {
	for text, want := range map[string]string{
		"90%": "90%", "0.9": "90%", "1": "100%", "0": "0%", " 95.5 % ": "95.5%", "0.07": "7%", "33.333%": "33.33%", "100%": "100%",
	} {
		var s Share
		if err := s.UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if got, _ := s.MarshalText(); string(got) != want {
			t.Errorf("%q is written as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "%", "90", "101%", "-1%", "NaN", "ninety"} {
		if err := new(Share).UnmarshalText([]byte(text)); err == nil || !strings.Contains(Chinese(err.Error()), "不是比例") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

// TestAQueueHasTheCentresTargets, and its own where it names one; a target of
// nothing at all is one.
func TestAQueueHasTheCentresTargets(t *testing.T) {
	d, err := ParseYAML([]byte(`
name: 中心
cadence: {ring_on: 1s, ring_off: 4s}
queues:
- {id: repair, name: 报修, ring_limit: 15s, threshold: 15s, targets: {service_level: 95%, abandoned: 0%}}
- {id: sales, name: 销售, ring_limit: 15s, threshold: 15s}
targets: {service_level: 0.9, abandoned: 5%, answer: 10s}
`))
	must(t, err)
	c := d.Center()
	for i, want := range [][2]float64{{.95, 0}, {.9, .05}} {
		got := c.Queues[i].Targets
		if *got.ServiceLevel != want[0] || *got.Abandoned != want[1] || got.Answer != 10*time.Second || got.Resolved != nil {
			t.Errorf("%s: got %+v", c.Queues[i].ID, got)
		}
	}
	text, err := d.FormatYAML()
	must(t, err)
	if !strings.Contains(string(text), "targets:\n  service_level: 90%\n  abandoned: 5%\n  answer: 10s\n") {
		t.Errorf("got\n%s", text)
	}
	changed := d
	changed.Targets.Abandoned = nil
	if got := Diff(d, changed); len(got) != 1 || got[0] != (Change{"targets.abandoned", Removed, "5%", ""}) {
		t.Errorf("got %v", got)
	}
}

// TestTargetsAreExported: those of the configuration in force, and of no other.
func TestTargetsAreExported(t *testing.T) {
	d := sample()
	gauges := newTargetGauges()
	gauges.set(d)
	if got := gauged(t, gauges.share.WithLabelValues("service", "service_level")); got != .9 {
		t.Errorf("service level: got %v", got)
	}
	if got := gauged(t, gauges.mean.WithLabelValues("service", "answer")); got != 8 {
		t.Errorf("answer: got %v, want the queue's own", got)
	}
	d.Targets, d.Queues[0].Targets = TargetsDoc{}, TargetsDoc{}
	gauges.set(d)
	if n := testSeries(gauges.share) + testSeries(gauges.mean); n != 0 {
		t.Errorf("%d targets are left of an earlier configuration", n)
	}
}

func gauged(t *testing.T, g prometheus.Metric) float64 {
	t.Helper()
	var out dto.Metric
	must(t, g.Write(&out))
	return out.GetGauge().GetValue()
}

func testSeries(c prometheus.Collector) int {
	series := make(chan prometheus.Metric, 100)
	c.Collect(series)
	return len(series)
}
