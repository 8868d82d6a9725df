package main

import (
	"fmt"
	"strconv"
	"time"

	"thirdring/agent"
	"thirdring/queue/replay"
)

// figureLine is a line of a queue's figures.
type figureLine struct {
	name  string
	rare  bool // left out where it is 0
	value func(f replay.Figures) (float64, bool)
	text  func(f replay.Figures, w words) string
	unit  func(d float64, w words) string
}

var figures = []figureLine{
	{
		name:  "level",
		value: func(f replay.Figures) (float64, bool) { level, ok := f.ServiceLevel(); return 100 * level, ok },
		text: func(f replay.Figures, _ words) string {
			level, _ := f.ServiceLevel()
			return fmt.Sprintf("%.1f%%", 100*level)
		},
		unit: func(d float64, w words) string { return fmt.Sprintf(w.points, d) },
	},
	{
		name:  "answered",
		value: func(f replay.Figures) (float64, bool) { return float64(f.Answered), true },
		text:  func(f replay.Figures, _ words) string { return fmt.Sprintf("%d/%d", f.Answered, f.Offered) },
		unit:  whole,
	},
	counted("abandoned", false, func(f replay.Figures) int { return f.Abandoned }),
	counted("promised", true, func(f replay.Figures) int { return f.Promised }),
	counted("kept", true, func(f replay.Figures) int { return f.Kept }),
	counted("left", true, func(f replay.Figures) int { return f.Left }),
	counted("waiting", true, func(f replay.Figures) int { return f.Waiting }),
	timed("wait", func(f replay.Figures) time.Duration { return f.Wait }),
	timed("longest", func(f replay.Figures) time.Duration { return f.Longest }),
}

func counted(name string, rare bool, of func(replay.Figures) int) figureLine {
	return figureLine{
		name: name, rare: rare, value: func(f replay.Figures) (float64, bool) { return float64(of(f)), true },
		text: func(f replay.Figures, _ words) string { return strconv.Itoa(of(f)) }, unit: whole,
	}
}

func timed(name string, of func(replay.Figures) time.Duration) figureLine {
	return figureLine{
		name: name, value: func(f replay.Figures) (float64, bool) { return of(f).Seconds(), name != "wait" || f.Answered > 0 },
		text: func(f replay.Figures, w words) string { return w.span(of(f)) },
		unit: func(d float64, w words) string { return signed(time.Duration(d*float64(time.Second)), w) },
	}
}

func whole(d float64, _ words) string { return fmt.Sprintf("%+.0f", d) }

func (l figureLine) zero(f *replay.Figures) bool {
	if f == nil {
		return true
	}
	v, _ := l.value(*f)
	return v == 0
}

func (l figureLine) of(f *replay.Figures, w words) string {
	if f == nil {
		return "-"
	}
	if _, ok := l.value(*f); !ok {
		return "-"
	}
	return l.text(*f, w)
}

// difference is what the draft makes of the model; empty if that is nothing.
func (l figureLine) difference(model, draft replay.Figures, w words) string {
	a, ok := l.value(model)
	b, okay := l.value(draft)
	if !ok || !okay || l.text(model, w) == l.text(draft, w) {
		return ""
	}
	return l.unit(b-a, w)
}

// span is a span as people read it: to a tenth of a second below a minute.
func (w words) span(d time.Duration) string {
	to := time.Second
	if d.Abs() < time.Minute {
		to = 100 * time.Millisecond
	}
	return w.units.Replace(d.Round(to).String())
}

func signed(d time.Duration, w words) string {
	if d > 0 {
		return "+" + w.span(d)
	}
	return w.span(d)
}

func find(r replay.Result, id string) *replay.Figures {
	for i := range r.Queues {
		if r.Queues[i].Queue == id {
			return &r.Queues[i]
		}
	}
	return nil
}

func load(r replay.Result, id agent.ID) (replay.Load, bool) {
	for _, l := range r.Agents {
		if l.Agent == id {
			return l, true
		}
	}
	return replay.Load{}, false
}

func loadText(r replay.Result, id agent.ID, w words) string {
	l, ok := load(r, id)
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%d, %s", l.Calls, w.span(l.Talk))
}

// queues are those of both configurations, in their order.
func (r *replayed) queues() []string {
	var ids []string
	seen := map[string]bool{}
	for _, result := range []replay.Result{r.Actual, r.Drafted} {
		for _, f := range result.Queues {
			if !seen[f.Queue] {
				seen[f.Queue] = true
				ids = append(ids, f.Queue)
			}
		}
	}
	return ids
}

// agents are those who have calls in any of the days.
func (r *replayed) agents() []agent.ID {
	var ids []agent.ID
	seen := map[agent.ID]bool{}
	for _, result := range []replay.Result{r.Actual, r.Model, r.Drafted} {
		for _, l := range result.Agents {
			if l.Calls > 0 && !seen[l.Agent] {
				seen[l.Agent] = true
				ids = append(ids, l.Agent)
			}
		}
	}
	return ids
}
