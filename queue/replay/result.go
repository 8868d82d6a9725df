package replay

import (
	"maps"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Result is what came of a day.
type Result struct {
	Queues []Figures
	Agents []Load
}

// Figures are a queue's.
type Figures struct {
	Queue     string
	Offered   int // entered the queue
	Answered  int
	InTime    int // within the threshold
	Abandoned int // short ones included
	Short     int
	Left      int           // another way, and nobody answered
	Wait      time.Duration // mean of those answered
	Longest   time.Duration // of all
}

// ServiceLevel is the headline formula; ok is false where nothing was counted.
func (f Figures) ServiceLevel() (level float64, ok bool) {
	counted := f.Answered + f.Abandoned - f.Short + f.Left
	if counted <= 0 {
		return 0, false
	}
	return float64(f.InTime) / float64(counted), true
}

// Load is an agent's work.
type Load struct {
	Agent agent.ID
	Calls int
	Talk  time.Duration
}

// fact is a call as it is counted.
type fact struct {
	queue                    string
	entered, answered, ended time.Time
	byCaller, left           bool
	agent                    agent.ID
}

func (p *player) facts() []fact {
	var all []fact
	for _, r := range p.done {
		all = append(all, fact{
			r.Queue, r.Times.QueueIn, r.Times.Person, r.Times.Hangup, r.End.Class == queue.ByCaller, left(r.Outcome), r.Agent.ID,
		})
	}
	for _, live := range p.core.Snapshot().Calls { // nobody ever took them
		if r := live.Record; r.Times.Hangup.IsZero() {
			all = append(all, fact{queue: r.Queue, entered: r.Times.QueueIn, ended: p.now})
		}
	}
	return all
}

// Actual is what the day was, as the journal says, with the queues' thresholds
// of the configuration.
func Actual(day *Day, center queue.Center) Result {
	var all []fact
	for _, c := range day.Calls {
		all = append(all, fact{hotline(center, c.Arrived.To), c.Entered, c.Answered, c.Ended, c.ByCaller, c.Left, c.Agent})
	}
	return count(center, all)
}

func hotline(center queue.Center, number string) string {
	for _, h := range center.Hotlines {
		if h.Number == number {
			return h.Queue
		}
	}
	if len(center.Hotlines) > 0 {
		return center.Hotlines[0].Queue
	}
	return ""
}

func count(center queue.Center, all []fact) Result {
	var out Result
	loads := map[agent.ID]*Load{}
	for _, q := range center.Queues {
		f := Figures{Queue: q.ID}
		for _, c := range all {
			if c.queue == q.ID && !c.entered.IsZero() {
				f.add(c, q)
			}
		}
		if f.Answered > 0 {
			f.Wait /= time.Duration(f.Answered)
		}
		out.Queues = append(out.Queues, f)
	}
	for _, a := range center.Agents {
		loads[a.ID] = &Load{Agent: a.ID}
	}
	for _, c := range all {
		if c.answered.IsZero() || c.agent == "" {
			continue
		}
		if loads[c.agent] == nil { // no longer in the configuration
			loads[c.agent] = &Load{Agent: c.agent}
		}
		loads[c.agent].Calls++
		loads[c.agent].Talk += c.ended.Sub(c.answered)
	}
	for _, id := range slices.Sorted(maps.Keys(loads)) {
		out.Agents = append(out.Agents, *loads[id])
	}
	return out
}

func (f *Figures) add(c fact, q queue.QueueConfig) {
	f.Offered++
	wait := c.ended.Sub(c.entered)
	switch {
	case !c.answered.IsZero():
		wait = max(0, c.answered.Sub(c.entered))
		f.Answered++
		f.Wait += wait
		if wait <= q.Threshold {
			f.InTime++
		}
	case c.left:
		f.Left++
	case c.byCaller:
		f.Abandoned++
		if wait < q.Short {
			f.Short++
		}
	}
	f.Longest = max(f.Longest, wait)
}
