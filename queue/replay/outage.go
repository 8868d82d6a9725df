package replay

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// An outage cannot be played: nobody knows how its calls would have gone. They
// are left out and counted, and the agents who had them are busy.

// seen notes that a node is there.
func (r *Reader) seen(node string) {
	if _, known := r.nodes[node]; !known {
		r.nodes[node] = time.Time{}
	}
}

func (r *Reader) nodeLost(at time.Time, node string) {
	if r.nodes[node].IsZero() {
		r.nodes[node] = at
	}
}

// startSlack is the most that a start takes from the configuration to the
// first word of a node.
const startSlack = time.Minute

// nodeBack notes that a node is there. One that was not lost before was there
// all the time: thirdring was away, since the last entry before its start.
func (r *Reader) nodeBack(at time.Time, node string) {
	lost, known := r.nodes[node]
	switch {
	case !known || r.last.IsZero():
	case !lost.IsZero():
		r.day.Outages = append(r.day.Outages, Outage{lost, at, node})
	case !r.stopped.IsZero() && at.Sub(r.started) < startSlack:
		r.day.Outages = append(r.day.Outages, Outage{From: r.stopped, To: at})
	default:
		r.day.Outages = append(r.day.Outages, Outage{From: r.last, To: at})
	}
	r.nodes[node] = time.Time{}
}

// touched reports whether an outage touched the call, or the calls that kept
// its promise.
func (d *Day) touched(c *Call) bool {
	for _, o := range d.Outages {
		if (o.Node == "" || o.Node == c.Arrived.Node) && c.At.Before(o.To) && !c.Ended.Before(o.From) {
			return true
		}
		for _, t := range c.Tries {
			if t.At.Before(o.To) && !t.Ended.Before(o.From) {
				return true
			}
		}
	}
	return false
}

// busy lets nobody else have the agents while they had a call that is left out.
func (d *Day) busy(c *Call) {
	parts := []queue.BriefPart{{Agent: c.Agent, From: c.Answered, To: c.Ended}}
	if c.Row != nil {
		parts = c.Row.Parts
	}
	for i, p := range parts {
		if p.Agent == "" || p.From.IsZero() {
			continue
		}
		d.Shifts = append(d.Shifts, Shift{p.From, p.Agent, agent.Break})
		free := p.To
		if i < len(c.Parts) {
			free = free.Add(c.Parts[i].Wrap)
		}
		if !p.To.IsZero() {
			d.Shifts = append(d.Shifts, Shift{free, p.Agent, agent.Ready})
		}
	}
}
