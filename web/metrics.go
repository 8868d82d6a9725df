package web

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec

	sipSockets prometheus.GaugeFunc
	sipCloses  *prometheus.CounterVec // by sipEnd
}

// newMetrics makes the metrics; sockets counts the open SIP websockets.
func newMetrics(r prometheus.Registerer, sockets func() float64) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_web_requests_total", Help: "HTTP requests, by route and class of status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "thirdring_web_request_seconds", Help: "Time of HTTP requests, by route; streams and sockets last as long as they do.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .25, 1, 5},
		}, []string{"route"}),
		sipSockets: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "thirdring_web_sip_sockets", Help: "Open SIP websockets of the telephones in agents' pages.",
		}, sockets),
		sipCloses: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_web_sip_closes_total", Help: "SIP websockets of pages that closed or could not be opened, by reason.",
		}, []string{"reason"}),
	}
	for _, c := range []prometheus.Collector{m.requests, m.seconds, m.sipSockets, m.sipCloses} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// request counts one; the route is a pattern of the mux, so labels are a
// closed set.
func (m *metrics) request(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}
