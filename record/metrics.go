package record

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
)

// Results of saving a row, a closed set of labels.
const (
	rowsSaved   = "saved"
	rowsStale   = "stale"   // what was stored is at least as new
	rowsSpooled = "spooled" // written to the spool file
	rowsFailed  = "failed"  // refused by Redis and put aside
	rowsDropped = "dropped" // not final, and the memory is full: a newer version follows
)

// metrics count every call once, when its row becomes final.
type metrics struct {
	seconds  *prometheus.HistogramVec
	rings    *prometheus.HistogramVec
	wait     prometheus.Histogram
	handle   prometheus.Histogram
	calls    *prometheus.CounterVec
	ends     *prometheus.CounterVec
	abandons *prometheus.CounterVec
	files    *prometheus.CounterVec
	rows     *prometheus.CounterVec

	dialled   prometheus.Histogram
	transfers *prometheus.CounterVec
	help      *prometheus.CounterVec
	survey    *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer, w *Writer) (*metrics, error) {
	waits := []float64{5, 10, 11, 15, 20, 30, 60, 120} // DOMAIN: three rings
	m := &metrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "thirdring_record_answer_seconds", Help: "From the call's arrival to the answer by the system and by a person.", Buckets: waits,
		}, []string{"by"}),
		rings: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "thirdring_record_answer_rings", Help: "Rings until the system answered, a person answered (both from the call's arrival), and of the answering agent's phone.",
			Buckets: []float64{1, 2, 3, 4, 5, 6},
		}, []string{"by"}),
		wait: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_record_wait_seconds", Help: "From queue entry to a person's answer.", Buckets: waits,
		}),
		handle: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_record_handle_seconds", Help: "Talk, hold and wrap-up of calls that a person answered.",
			Buckets: []float64{15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600},
		}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_calls_total", Help: "Finished calls.",
		}, []string{"direction", "outcome"}),
		ends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_ends_total", Help: "Finished calls by who or what ended them.",
		}, []string{"class", "reason"}),
		abandons: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_abandons_total", Help: "Callers who went before a person answered, by where they were; short ones apart.",
		}, []string{"phase", "short"}),
		files: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_recordings_total", Help: "Calls that a person answered by what became of the recording; none means that none was wanted.",
		}, []string{"result", "must_keep"}),
		rows: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_rows_total", Help: "Versions of rows by what became of them.",
		}, []string{"result"}),
		dialled: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "thirdring_record_outbound_answer_seconds", Help: "From an agent's wish to call a customer to the customer's answer.",
			Buckets: []float64{2, 5, 10, 15, 20, 30, 45, 60},
		}),
		transfers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_transfers_total", Help: "Transfers, consultations and conferences of finished calls by what became of them.",
		}, []string{"type", "result"}),
		help: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_help_total", Help: "Calls for a supervisor during finished calls, by whether one came.",
		}, []string{"taken"}),
		survey: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_survey_answers_total", Help: "Customers of finished calls who were asked for their opinion, by what they answered.",
		}, []string{"queue", "answer"}),
	}
	m.start()
	backlog := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "thirdring_record_backlog", Help: "Rows that are not in Redis yet, in memory and in the spool.",
	}, func() float64 { return float64(w.Backlog()) })
	tasks := w.register.tasks
	var errs []error
	for _, c := range []prometheus.Collector{m.seconds, m.rings, m.wait, m.handle, m.calls, m.ends, m.abandons, m.files, m.rows, m.dialled, m.transfers, m.help, m.survey, backlog, tasks.metrics.created, tasks.metrics.closed, openTasks{tasks, w.timeout}} {
		errs = append(errs, r.Register(c))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("record: metrics: %w", err)
	}
	return m, nil
}

// start lets every label of the closed sets exist from the beginning, so that
// a rate over the first event is right.
func (m *metrics) start() {
	for _, result := range []string{"kept", "failed", "none"} {
		m.files.WithLabelValues(result, "true")
		m.files.WithLabelValues(result, "false")
	}
	for _, result := range []string{rowsSaved, rowsStale, rowsSpooled, rowsFailed, rowsDropped} {
		m.rows.WithLabelValues(result)
	}
	for _, outcome := range []queue.Outcome{
		queue.OutcomeAnswered, queue.OutcomeNoAnswer, queue.OutcomeBusy, queue.OutcomeCancelled, queue.OutcomeFailed,
	} {
		m.calls.WithLabelValues(string(queue.Outbound), string(outcome))
	}
}

func (m *metrics) saved(e entry, ended bool) {
	m.rows.WithLabelValues(rowsSaved).Inc()
	if ended {
		m.call(e.Record)
	}
}

func (m *metrics) call(rec queue.Record) {
	row, t := NewRow(rec, true), rec.Times
	m.calls.WithLabelValues(string(rec.Direction), string(rec.Outcome)).Inc()
	m.ends.WithLabelValues(string(rec.End.Class), string(rec.End.Reason)).Inc()
	m.talk(rec)
	if rec.Survey != (queue.Opinion{}) {
		m.survey.WithLabelValues(rec.Queue, answerLabels[rec.Survey.Score]).Inc()
	}
	if rec.Direction == queue.Outbound {
		m.outbound(rec, row)
		return
	}
	if row.Answer != nil {
		m.seconds.WithLabelValues("system").Observe(ms(row.RingMS).Seconds())
		m.rings.WithLabelValues("system").Observe(float64(row.RingCount))
	}
	if row.AgentAnswer != nil {
		toPerson := ms(between(t.Ring, t.Person))
		m.seconds.WithLabelValues("person").Observe(toPerson.Seconds())
		m.rings.WithLabelValues("person").Observe(float64(rec.Cadence.Rings(toPerson)))
		m.wait.Observe(ms(row.WaitMS).Seconds())
		m.handle.Observe(ms(row.HandleMS).Seconds())
		m.files.WithLabelValues(fileResult(row.Recording), strconv.FormatBool(rec.Wrap.MustKeep)).Inc()
		if row.AgentRingCount > 0 {
			m.rings.WithLabelValues("agent_phone").Observe(float64(row.AgentRingCount))
		}
	}
	if phase, ok := abandonedIn(row.Outcome, row.QueueIn, row.Answer); ok {
		m.abandons.WithLabelValues(phase, strconv.FormatBool(rec.Outcome == queue.OutcomeShort)).Inc()
	}
}

// outbound keeps calls to customers out of the figures of the hotline.
func (m *metrics) outbound(rec queue.Record, row Row) {
	if row.AgentAnswer == nil {
		return
	}
	m.files.WithLabelValues(fileResult(row.Recording), strconv.FormatBool(rec.Wrap.MustKeep)).Inc()
	m.handle.Observe(ms(row.HandleMS).Seconds())
	m.dialled.Observe(ms(between(rec.Times.Ring, rec.Times.Person)).Seconds())
}

func (m *metrics) talk(rec queue.Record) {
	for _, t := range rec.Transfers {
		m.transfers.WithLabelValues(string(t.Kind), string(t.Result)).Inc()
	}
	for _, h := range rec.Help {
		m.help.WithLabelValues(strconv.FormatBool(!h.Taken.IsZero())).Inc()
	}
}

func fileResult(r *Recording) string {
	switch {
	case r == nil || r.ID == "" && r.Failed == "":
		return "none"
	case r.File == "" || r.Failed != "":
		return "failed"
	}
	return "kept"
}

// abandonedIn tells where a caller was who went before a person answered.
func abandonedIn(outcome queue.Outcome, queueIn, answer *time.Time) (phase string, ok bool) {
	switch outcome {
	case queue.AbandonedRing:
		return "ring", true
	case queue.AbandonedGreeting:
		return "greeting", true
	case queue.AbandonedQueue:
		return "queue", true
	case queue.OutcomeShort:
		switch {
		case queueIn != nil:
			return "queue", true
		case answer != nil:
			return "greeting", true
		}
		return "ring", true
	default:
		return "", false
	}
}
