package queue

import (
	"container/heap"
	"time"

	"thirdring/agent"
)

// Timer names a deadline of a call. A call has at most one of each kind.
type Timer string

// The deadlines of a call.
const (
	TimerAnswer    Timer = "answer"    // the system answers now
	TimerPlay      Timer = "play"      // PlayEnded is overdue
	TimerComfort   Timer = "comfort"   // the next comfort prompt
	TimerThreshold Timer = "threshold" // the service-level threshold passes
	TimerShow      Timer = "show"      // OfferShown is overdue
	TimerOffer     Timer = "offer"     // LegCreated is overdue, then: rung long enough
	TimerConnect   Timer = "connect"   // Connected is overdue
	TimerFinish    Timer = "finish"    // what an ended call still waits for is overdue
)

// How long a command may go unanswered before the core acts by itself.
const (
	playStartLimit = 3 * time.Second        // Play to PlayStarted
	playSlack      = 2 * time.Second        // PlayEnded after the prompts' length
	showLimit      = 250 * time.Millisecond // ShowOffer to OfferShown
	createLimit    = 3 * time.Second        // CreateLeg to LegCreated
	connectLimit   = 3 * time.Second        // Connect to Connected
	finishLimit    = 10 * time.Second       // end of the call to its last facts
	desktopGrace   = 20 * time.Second       // a reloaded page is back sooner
)

// alarm is a deadline in the heap. It is void unless the call's Due, or the
// agent, still says the same. While a node is away the alarms of its calls are
// void too, since nothing could be done; Resync sets them again.
type alarm struct {
	at    time.Time
	call  CallID
	timer Timer
	agent agent.ID
}

type alarms []alarm

func (h alarms) Len() int           { return len(h) }
func (h alarms) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h alarms) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *alarms) Push(x any)        { *h = append(*h, x.(alarm)) }
func (h *alarms) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	*h = (*h)[:last]
	return a
}

// Deadline is when the core wants a Woke event at the latest.
func (c *Core) Deadline() (at time.Time, ok bool) {
	for len(c.alarms) > 0 {
		if c.rings(c.alarms[0]) {
			return c.alarms[0].at, true
		}
		heap.Pop(&c.alarms)
	}
	return time.Time{}, false
}

// rings reports whether the alarm still stands.
func (c *Core) rings(a alarm) bool {
	if a.agent != "" {
		person := c.agents[a.agent]
		return person != nil && (a.at.Equal(person.Contact.WrapUpBy) || a.at.Equal(graceEnd(person)))
	}
	call := c.calls[a.call]
	return call != nil && call.Due[a.timer].Equal(a.at) && !c.down[call.Node]
}

func (c *Core) setTimer(call *Call, timer Timer, after time.Duration) {
	at := c.now.Add(after)
	call.Due[timer] = at
	heap.Push(&c.alarms, alarm{at: at, call: call.ID, timer: timer})
}

// rearm sets the call's alarms again.
func (c *Core) rearm(call *Call) {
	for timer, at := range call.Due {
		heap.Push(&c.alarms, alarm{at: at, call: call.ID, timer: timer})
	}
}

func (c *Core) stopTimer(call *Call, timers ...Timer) {
	for _, t := range timers {
		delete(call.Due, t)
	}
}

func (c *Core) setAgentTimer(a *agent.Agent, at time.Time) {
	heap.Push(&c.alarms, alarm{at: at, agent: a.ID})
}

// fire carries out every deadline that has passed, each exactly once.
func (c *Core) fire() {
	for {
		at, ok := c.Deadline()
		if !ok || at.After(c.now) {
			return
		}
		a := heap.Pop(&c.alarms).(alarm)
		if a.agent != "" {
			c.agentTimer(c.agents[a.agent], a.at)
			continue
		}
		call := c.calls[a.call]
		delete(call.Due, a.timer)
		c.touch(call)
		c.callTimer(call, a.timer)
	}
}

func (c *Core) callTimer(call *Call, timer Timer) {
	switch timer {
	case TimerAnswer:
		c.greet(call)
	case TimerPlay:
		c.emit(StopPlay{On: c.on(call), ID: call.Playing.ID})
		c.played(call)
	case TimerComfort:
		c.comfort(call)
	case TimerThreshold:
		c.late(call)
	case TimerShow:
		c.offerReady(call, false)
	case TimerOffer:
		c.offerOverdue(call)
	case TimerConnect:
		c.connectFailed(call)
	case TimerFinish:
		c.finish(call, true)
	}
}

func (c *Core) agentTimer(a *agent.Agent, at time.Time) {
	if at.Equal(a.Contact.WrapUpBy) {
		c.endWrapUp(a)
		return
	}
	c.desktopLost(a)
}
