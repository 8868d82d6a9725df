package replay

import (
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Part is a stretch of a conversation with one agent, or with somebody outside.
type Part struct {
	Agent agent.ID // empty: outside
	Talk  time.Duration
	Wrap  time.Duration // 0: not known, or to the limit
	Acts  []Act
	Then  time.Duration // after the last one: how long the customer, given away, still waited
}

// Act is what an agent did with a customer: a consultation or a transfer.
type Act struct {
	After time.Duration // from the part's begin
	Event queue.Event
	Vain  bool // nobody took it
}

// hands reports whether the act gives the customer away.
func (a Act) hands() bool {
	switch a.Event.(type) {
	case queue.Transfer, queue.CompleteTransfer, queue.LegReferred:
		return true
	}
	return false
}

// handsOver reports whether the part ends with its customer given away.
func (p *Part) handsOver() bool { return slices.ContainsFunc(p.Acts, Act.hands) }

// act is an Act as it was read.
type act struct {
	at    time.Time
	agent agent.ID
	event queue.Event
}

// wrap is a wrap-up of the call's, wrapping one under way.
type wrap struct {
	agent agent.ID
	took  time.Duration
}

type wrapping struct {
	call  *Call
	since time.Time
}

// settle makes the parts of what was read.
func (c *Call) settle() {
	if c.Row == nil {
		if !c.Answered.IsZero() && c.Ended.After(c.Answered) {
			c.Parts = []Part{{Agent: c.Agent, Talk: c.Ended.Sub(c.Answered), Wrap: c.wrapOf(c.Agent)}}
		}
		return
	}
	open := false // the last part is not over, though its line broke
	for i, b := range c.Row.Parts {
		if b.To.IsZero() {
			b.To = c.Row.Hangup
		}
		p := Part{Agent: b.Agent, Talk: b.To.Sub(b.From)}
		last := i == len(c.Row.Parts)-1
		if p.Acts = c.actsIn(b, !last); last && p.handsOver() {
			p.Then = c.Row.Hangup.Sub(b.To)
		}
		if open {
			before := &c.Parts[len(c.Parts)-1]
			for _, a := range p.Acts {
				a.After += before.Talk
				before.Acts = append(before.Acts, a)
			}
			before.Talk, before.Then = before.Talk+p.Talk, p.Then
		} else {
			c.Parts = append(c.Parts, p)
		}
		open = !p.handsOver()
	}
	for i := range c.Parts {
		c.Parts[i].Wrap = c.wrapOf(c.Parts[i].Agent)
	}
}

// actsIn are the acts of a part. One that others follow and that no act ended
// was given to who was consulted, if somebody was.
func (c *Call) actsIn(b queue.BriefPart, followed bool) (acts []Act) {
	consults := false
	for _, a := range c.acts {
		if a.agent != b.Agent || a.at.Before(b.From) || a.at.After(b.To) {
			continue
		}
		made := Act{After: a.at.Sub(b.From), Event: a.event}
		switch a.event.(type) {
		case queue.Transfer, queue.Consult, queue.LegReferred:
			i := slices.IndexFunc(c.Row.Transfers, func(t queue.BriefTransfer) bool { return t.At.Equal(a.at) })
			if i < 0 {
				continue // refused
			}
			result := c.Row.Transfers[i].Result
			made.Vain = result == queue.TransferReturned || result == queue.TransferCancelled
			_, consults = a.event.(queue.Consult)
		}
		acts = append(acts, made)
	}
	if followed && consults && !slices.ContainsFunc(acts, Act.hands) {
		acts = append(acts, Act{After: b.To.Sub(b.From), Event: queue.CompleteTransfer{}})
	}
	return acts
}

// wrapOf takes the agent's next wrap-up of the call.
func (c *Call) wrapOf(id agent.ID) time.Duration {
	i := slices.IndexFunc(c.wraps, func(w wrap) bool { return w.agent == id })
	if i < 0 || id == "" {
		return 0
	}
	took := c.wraps[i].took
	c.wraps = slices.Delete(c.wraps, i, i+1)
	return took
}
