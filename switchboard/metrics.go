package switchboard

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
)

// meter measures the loop; what it tells of calls and agents is read from the
// board when it is scraped.
type meter struct {
	step prometheus.Histogram
}

func newMeter(reg prometheus.Registerer, s *Switchboard) *meter {
	m := &meter{step: prometheus.NewHistogram(prometheus.HistogramOpts{
		Name:    "thirdring_switchboard_step_seconds",
		Help:    "Time the core took for one event.",
		Buckets: []float64{1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 1e-3, 1e-2},
	})}
	reg.MustRegister(m.step, &collector{s},
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "thirdring_switchboard_queue_depth", Help: "Events that wait for the loop.",
		}, func() float64 { return float64(s.inbox.depth()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "thirdring_switchboard_degraded", Help: "1 while the state cannot be saved.",
		}, func() float64 {
			if s.Degraded() {
				return 1
			}
			return 0
		}),
	)
	return m
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("thirdring_switchboard_"+name, help, labels, nil)
}

var (
	descCalls   = desc("calls", "Live calls by phase.", "phase")
	descAgents  = desc("agents", "Agents by state.", "state")
	descWaiting = desc("waiting", "Callers waiting.", "queue")
	descLongest = desc("longest_wait_seconds", "Wait of the longest waiting caller.", "queue")
	descLevel   = desc("service_level_ratio", "Live service level of today: A_T / (A + Ab - S + overflowed + promised late), a call counting as soon as the threshold passes.", "queue")

	descOffered     = desc("offered_total", "Calls that entered the queue today.", "queue")
	descAnswered    = desc("answered_total", "Calls that a person answered today (A).", "queue")
	descAnsweredIn  = desc("answered_in_total", "Calls that a person answered within the threshold today (A_T).", "queue")
	descAbandoned   = desc("abandoned_total", "Calls that were abandoned today, short ones included (Ab).", "queue")
	descAbandonedIn = desc("abandoned_in_total", "Calls that were abandoned within the threshold today (Ab_T).", "queue")
	descOverflowed  = desc("overflowed_total", "Calls that left the queue another way today, and that nobody answered there.", "queue")
	descPromised    = desc("promised_total", "Callers of the queue who asked to be called back today.", "queue")
	descPromisedIn  = desc("promised_in_total", "Callers who did so within the threshold today: they do not count in the service level.", "queue")
	descKept        = desc("callbacks_kept_total", "Promised calls in which the customer talked to somebody today; not counted as answered.", "queue")
	descShort       = desc("short_total", "Abandons sooner than the queue's limit of a short one today (S).", "queue")
	descEmergencies = desc("emergencies_total", "Emergencies of today, by what took them first: an agent, a duty phone, or nobody.", "queue", "answered")

	descUrgentWaiting = desc("emergencies_waiting", "Emergencies that nobody has answered yet.")
	descUrgentLongest = desc("emergency_longest_wait_seconds", "Wait of the longest of them; 0 if there is none.")
)

// collector reads the board at each scrape.
type collector struct{ s *Switchboard }

// Describe implements prometheus.Collector.
func (c *collector) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, ch) }

// Collect implements prometheus.Collector.
func (c *collector) Collect(ch chan<- prometheus.Metric) {
	view := c.s.board.snapshot()
	calls := map[queue.Phase]int{}
	for _, call := range view.Calls {
		calls[call.Phase]++
	}
	for _, phase := range queue.Phases {
		ch <- gauge(descCalls, float64(calls[phase]), string(phase))
	}
	agents := map[agent.State]int{}
	for _, a := range view.Agents {
		agents[a.State]++
	}
	for _, state := range agent.States {
		ch <- gauge(descAgents, float64(agents[state]), string(state))
	}
	collectEmergencies(ch, view.Calls, c.s.opts.Now())
	for _, f := range view.Queues {
		collectQueue(ch, f, c.s.opts.Now())
	}
}

func collectQueue(ch chan<- prometheus.Metric, f queue.Figures, now time.Time) {
	ch <- gauge(descWaiting, float64(f.Waiting), f.Queue)
	longest := 0.0
	if !f.Oldest.IsZero() {
		longest = now.Sub(f.Oldest).Seconds()
	}
	ch <- gauge(descLongest, longest, f.Queue)
	if level, ok := f.ServiceLevel(); ok {
		ch <- gauge(descLevel, level, f.Queue)
	}
	for d, n := range map[*prometheus.Desc]int{
		descOffered: f.Offered, descAnswered: f.Answered, descAnsweredIn: f.AnsweredIn,
		descAbandoned: f.Abandoned, descAbandonedIn: f.AbandonedIn, descShort: f.Short,
		descOverflowed: f.Overflowed, descPromised: f.Promised, descPromisedIn: f.PromisedIn, descKept: f.Kept,
	} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), f.Queue)
	}
	for answered, n := range map[string]int{"agent": f.UrgentAgent, "duty": f.UrgentDuty, "abandoned": f.UrgentLost} {
		ch <- prometheus.MustNewConstMetric(descEmergencies, prometheus.CounterValue, float64(n), f.Queue, answered)
	}
}

// collectEmergencies tells of those that wait.
func collectEmergencies(ch chan<- prometheus.Metric, calls []queue.Call, now time.Time) {
	waiting, longest := 0, 0.0
	for i := range calls {
		if calls[i].UrgentWaits() {
			waiting++
			longest = max(longest, now.Sub(calls[i].Urgent.Since).Seconds())
		}
	}
	ch <- prometheus.MustNewConstMetric(descUrgentWaiting, prometheus.GaugeValue, float64(waiting))
	ch <- prometheus.MustNewConstMetric(descUrgentLongest, prometheus.GaugeValue, longest)
}

func gauge(d *prometheus.Desc, v float64, label string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, label)
}
