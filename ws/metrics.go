package ws

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	sockets  prometheus.Gauge
	frames   *prometheus.CounterVec
	requests *prometheus.CounterVec
	closed   *prometheus.CounterVec
	offers   *prometheus.CounterVec
	shown    prometheus.Histogram
	delay    prometheus.Histogram
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "thirdring_ws_sockets", Help: "Open sockets of desktops.",
		}),
		frames: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_ws_frames_total", Help: "Frames written, by type.",
		}, []string{"type"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_ws_requests_total", Help: "Requests of desktops, by type and result (ok or an error's code).",
		}, []string{"type", "result"}),
		closed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_ws_closed_total", Help: "Sockets closed, by reason.",
		}, []string{"reason"}),
		offers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_ws_offers_total", Help: "Offers by whether a desktop showed them.",
		}, []string{"shown"}),
		shown: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_ws_offer_shown_seconds", Help: "From the core's ShowOffer to the pop written to a socket.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, 1},
		}),
		delay: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_ws_write_delay_seconds", Help: "From queueing a delta for a socket to having written it.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, 1, 5},
		}),
	}
	for _, c := range []prometheus.Collector{m.sockets, m.frames, m.requests, m.closed, m.offers, m.shown, m.delay} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	for _, reason := range reasons { // so that alerts see them begin at 0
		m.closed.WithLabelValues(reason)
	}
	m.offers.WithLabelValues("true")
	m.offers.WithLabelValues("false")
	return m, nil
}

func (m *metrics) offer(shown bool, took time.Duration) {
	if !shown {
		m.offers.WithLabelValues("false").Inc()
		return
	}
	m.offers.WithLabelValues("true").Inc()
	m.shown.Observe(took.Seconds())
}

func (m *metrics) request(kind string, code ErrorCode) {
	if kind == "" {
		kind = "unknown"
	}
	result := "ok"
	if code != noError {
		result = strconv.Itoa(int(code))
	}
	m.requests.WithLabelValues(kind, result).Inc()
}
