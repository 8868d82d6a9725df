package owner

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics measures the directory. Labels are closed sets; none tells a number or a person.
type metrics struct {
	lookupSeconds prometheus.Histogram
	lookups       *prometheus.CounterVec // kind: known, choice, unknown, withheld, error
	importRows    *prometheus.CounterVec // result: stored, rejected
}

// newMetrics registers with reg unless it is nil.
func newMetrics(reg prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		lookupSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "thirdring_owner_lookup_seconds",
			Help:    "Time to find the owners of a caller's number, failures included. The budget is 1 ms.",
			Buckets: []float64{.0001, .0002, .0005, .001, .002, .005, .01, .025, .1, .25, 1},
		}),
		lookups: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_owner_lookups_total",
			Help: "Lookups of callers' numbers by result.",
		}, []string{"kind"}),
		importRows: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_owner_import_rows_total",
			Help: "Rows of imported files by result.",
		}, []string{"result"}),
	}
	for _, k := range []Kind{KindKnown, KindChoice, KindUnknown, KindWithheld} {
		m.lookups.WithLabelValues(k.String())
	}
	m.lookups.WithLabelValues("error")
	if reg == nil {
		return m, nil
	}
	var errs []error
	for _, c := range []prometheus.Collector{m.lookupSeconds, m.lookups, m.importRows} {
		if err := reg.Register(c); err != nil {
			errs = append(errs, fmt.Errorf("owner: register metrics: %w", err))
		}
	}
	return m, errors.Join(errs...)
}

func (m *metrics) lookedUp(kind Kind, err error, took time.Duration) {
	m.lookupSeconds.Observe(took.Seconds())
	label := kind.String()
	if err != nil {
		label = "error"
	}
	m.lookups.WithLabelValues(label).Inc()
}
