package record

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Results of a task, a closed set of labels.
const (
	taskInTime    = "in_time"
	taskLate      = "late"
	taskWithdrawn = "withdrawn"
)

var taskKinds = []TaskKind{Promise, FollowUp, Callback}

// taskMetrics count tasks. Numbers of open ones are asked of Redis when the
// metrics are collected.
type taskMetrics struct {
	created *prometheus.CounterVec
	closed  *prometheus.CounterVec
}

func newTaskMetrics() *taskMetrics {
	m := &taskMetrics{
		created: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_tasks_created_total", Help: "Promises, follow-ups and call-backs that became due to customers.",
		}, []string{"kind"}),
		closed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "thirdring_record_tasks_closed_total", Help: "Promises, follow-ups and call-backs by whether they were kept; withdrawn ones apart.",
		}, []string{"kind", "result"}),
	}
	for _, kind := range taskKinds {
		m.created.WithLabelValues(string(kind))
		for _, result := range []string{taskInTime, taskLate, taskWithdrawn} {
			m.closed.WithLabelValues(string(kind), result)
		}
	}
	return m
}

func (m *taskMetrics) changed(c change) {
	kind := string(c.after.Kind)
	if c.before.rev == 0 {
		m.created.WithLabelValues(kind).Inc()
	}
	if c.after.State != TaskDone || c.before.State == TaskDone {
		return
	}
	result := taskInTime
	switch {
	case c.after.Closing == ClosedWithdrawn:
		result = taskWithdrawn
	case c.after.DoneAt.After(c.after.Due):
		result = taskLate
	}
	m.closed.WithLabelValues(kind, result).Inc()
}

// openTasks collects the numbers of open and overdue tasks.
type openTasks struct {
	tasks   *Tasks
	timeout time.Duration
}

var (
	openTasksDesc = prometheus.NewDesc("thirdring_record_tasks_open",
		"Promises, follow-ups and call-backs that are still to be done, overdue ones included; missing while Redis is away.", []string{"kind"}, nil)
	overdueTasksDesc = prometheus.NewDesc("thirdring_record_tasks_overdue",
		"Promises, follow-ups and call-backs that are late; missing while Redis is away.", []string{"kind"}, nil)
)

// Describe implements prometheus.Collector.
func (o openTasks) Describe(ch chan<- *prometheus.Desc) {
	ch <- openTasksDesc
	ch <- overdueTasksDesc
}

// Collect implements prometheus.Collector.
func (o openTasks) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), o.timeout)
	defer cancel()
	for _, kind := range taskKinds {
		open, overdue, err := o.tasks.countKind(ctx, kind)
		if err != nil {
			return
		}
		ch <- prometheus.MustNewConstMetric(openTasksDesc, prometheus.GaugeValue, float64(open), string(kind))
		ch <- prometheus.MustNewConstMetric(overdueTasksDesc, prometheus.GaugeValue, float64(overdue), string(kind))
	}
}
