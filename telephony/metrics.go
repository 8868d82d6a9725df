package telephony

import (
	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what the package measures of itself.
type metrics struct {
	registerer prometheus.Registerer
	registered []prometheus.Collector

	events     *prometheus.CounterVec   // by type, a closed set and "other"
	malformed  prometheus.Counter       // frames that could not be decoded
	requests   *prometheus.HistogramVec // by command
	failures   *prometheus.CounterVec   // by command
	reconnects *prometheus.CounterVec   // by node
}

// requestBuckets are seconds: a request takes a third of a millisecond on an
// idle machine, and is given up after three seconds.
var requestBuckets = []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 3}

func newMetrics(r prometheus.Registerer, status func() []NodeStatus) (*metrics, error) {
	m := &metrics{
		registerer: r,
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_telephony_events_total",
			Help: "Events received from Asterisk, by type.",
		}, []string{"type"}),
		malformed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "thirdring_telephony_malformed_frames_total",
			Help: "Frames from Asterisk that could not be decoded.",
		}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "thirdring_telephony_request_duration_seconds",
			Help:    "Time that Asterisk took to answer a request, by command.",
			Buckets: requestBuckets,
		}, []string{"command"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_telephony_request_failures_total",
			Help: "Requests that failed or were refused, by command; not finding what was to be removed counts too.",
		}, []string{"command"}),
		reconnects: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_telephony_reconnects_total",
			Help: "Connections to a node made after the first.",
		}, []string{"node"}),
	}
	if r == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.events, m.malformed, m.requests, m.failures, m.reconnects, nodeGauges{status}} {
		if err := r.Register(c); err != nil {
			m.close()
			return nil, err
		}
		m.registered = append(m.registered, c)
	}
	return m, nil
}

// close gives the names back, so that another Telephony can be made.
func (m *metrics) close() {
	for _, c := range m.registered {
		m.registerer.Unregister(c)
	}
}

// nodeGauges reads the gauges from the nodes' status when it is asked.
type nodeGauges struct{ status func() []NodeStatus }

var (
	connectedDesc = prometheus.NewDesc("thirdring_telephony_connected",
		"Whether the node is connected and resynced.", []string{"node"}, nil)
	depthDesc = prometheus.NewDesc("thirdring_telephony_reader_depth",
		"Frames read from the node that wait to be decoded.", []string{"node"}, nil)
)

// Describe implements prometheus.Collector.
func (g nodeGauges) Describe(ch chan<- *prometheus.Desc) {
	ch <- connectedDesc
	ch <- depthDesc
}

// Collect implements prometheus.Collector.
func (g nodeGauges) Collect(ch chan<- prometheus.Metric) {
	for _, n := range g.status() {
		connected := 0.0
		if n.Connected {
			connected = 1
		}
		ch <- prometheus.MustNewConstMetric(connectedDesc, prometheus.GaugeValue, connected, n.Name)
		ch <- prometheus.MustNewConstMetric(depthDesc, prometheus.GaugeValue, float64(n.Depth), n.Name)
	}
}
