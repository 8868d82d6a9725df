package store

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
)

// targetGauges tell dashboards and alerts what the configuration in force says
// is to be reached, by queue.
type targetGauges struct{ share, mean *prometheus.GaugeVec }

func newTargetGauges() targetGauges {
	labels := []string{"queue", "target"}
	return targetGauges{
		share: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "thirdring_store_target_ratio", Help: "Share that the queue is to reach, 0 to 1; none if it has no such target.",
		}, labels),
		mean: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "thirdring_store_target_seconds", Help: "Time that the queue is not to exceed; none if it has no such target.",
		}, labels),
	}
}

// set replaces what an earlier configuration said.
func (g targetGauges) set(d Document) {
	g.share.Reset()
	g.mean.Reset()
	for _, q := range d.Center().Queues {
		for name, share := range shareTargets(q.Targets) {
			if share != nil {
				g.share.WithLabelValues(q.ID, name).Set(*share)
			}
		}
		for name, mean := range meanTargets(q.Targets) {
			if mean > 0 {
				g.mean.WithLabelValues(q.ID, name).Set(mean.Seconds())
			}
		}
	}
}

func shareTargets(t queue.Targets) map[string]*float64 {
	return map[string]*float64{
		"service_level": t.ServiceLevel, "three_rings": t.ThreeRings, "answered": t.Answered,
		"abandoned": t.Abandoned, "satisfaction": t.Satisfaction, "resolved": t.Resolved,
	}
}

func meanTargets(t queue.Targets) map[string]time.Duration {
	return map[string]time.Duration{"answer": t.Answer, "handle": t.Handle, "reply": t.Reply}
}
