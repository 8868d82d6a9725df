package queue

import (
	"time"

	"thirdring/agent"
)

// Timer names a deadline of a call. A call has at most one of each kind.
type Timer string

// The deadlines of a call.
const (
	TimerAnswer    Timer = "answer"    // the system answers now
	TimerUp        Timer = "up"        // LegAnswered is overdue: answer again
	TimerPlay      Timer = "play"      // PlayEnded is overdue
	TimerComfort   Timer = "comfort"   // the next comfort prompt
	TimerThreshold Timer = "threshold" // the service-level threshold passes
	TimerConnect   Timer = "connect"   // Connected is overdue
	TimerHold      Timer = "hold"      // the customer on hold is told to have patience
	TimerLost      Timer = "lost"      // the agent's page did not come back
	TimerWait      Timer = "wait"      // the queue keeps a caller no longer
	TimerNobody    Timer = "nobody"    // look whether anybody takes the queue's calls
	TimerKey       Timer = "key"       // no key was pressed
	TimerMessage   Timer = "message"   // the end of a message is overdue
	TimerFinish    Timer = "finish"    // what an ended call still waits for is overdue
	TimerWiden     Timer = "widen"     // more agents are asked
	TimerWants     Timer = "wants"     // waited long enough for one agent
	TimerRetry     Timer = "retry"     // a promised call-back has rested, or its hotline closes
	TimerPromise   Timer = "promise"   // a promised call-back is kept no longer
	TimerEscalate  Timer = "escalate"  // the next duty phone is rung for an emergency
)

// How long a command may go unanswered before the core acts by itself.
const (
	upLimit        = 2 * time.Second        // Answer to LegAnswered
	playStartLimit = 3 * time.Second        // Play to PlayStarted
	playSlack      = 2 * time.Second        // PlayEnded after the prompts' length
	showLimit      = 250 * time.Millisecond // ShowOffer to OfferShown
	createLimit    = 3 * time.Second        // CreateLeg to LegCreated
	connectLimit   = 3 * time.Second        // Connect to Connected
	blameLimit     = 200 * time.Millisecond // failure of Connect to the LegGone that explains it
	hangupLimit    = 5 * time.Second        // HangupLeg to LegGone
	finishLimit    = 10 * time.Second       // end of the call to its last facts
	desktopGrace   = 20 * time.Second       // a reloaded page is back sooner
	outsideRing    = 45 * time.Second       // a phone outside rings
	customerRing   = 60 * time.Second       // that of a customer who is called
	holdEvery      = time.Minute            // between prompts to a customer on hold
	lostLimit      = 20 * time.Second       // a page that is gone with a customer on it comes back sooner
	offlineRest    = 10 * time.Second       // before a phone that could not be rung is tried again
)

// The alarms that are not of a call.
const (
	timerAgent = "agent" // wrap-up or the desktop's grace is over
	timerLeg   = "leg"   // LegGone is overdue
	timerShow  = "show"  // OfferShown is overdue: of an offer, by its leg
	timerOffer = "offer" // LegCreated is overdue, then: rung long enough
	timerDay   = "day"   // midnight
)

// alarm is a deadline in the heap. It is void unless the call's Due, the
// offer, the agent or the leg still says the same. While a node is away most alarms of
// its calls are void too, since nothing could be done; Resync sets them again.
type alarm struct {
	at    time.Time
	timer Timer
	id    string // of the call, agent or leg, if the timer is one's
}

// Deadline is when the core wants a Woke event at the latest.
func (c *Core) Deadline() (at time.Time, ok bool) {
	for len(c.alarms) > 0 {
		if c.rings(c.alarms[0]) {
			return c.alarms[0].at, true
		}
		c.alarms.pop()
	}
	return time.Time{}, false
}

// rings reports whether the alarm still stands.
func (c *Core) rings(a alarm) bool {
	switch a.timer {
	case timerAgent:
		person := c.agents[agent.ID(a.id)]
		return person != nil && (a.at.Equal(person.Contact.WrapUpBy) || a.at.Equal(graceEnd(person)) || a.at.Equal(restEnd(person)))
	case timerDay:
		return a.at.Equal(c.midnight)
	case timerLeg:
		who := c.legs[LegID(a.id)]
		return who.again.Equal(a.at) && !c.down[who.node]
	case timerShow, timerOffer:
		who := c.legs[LegID(a.id)]
		o := c.calls[who.call].offerOn(LegID(a.id))
		return o != nil && o.due(a.timer).Equal(a.at) && !c.down[who.node]
	default:
		call := c.calls[CallID(a.id)]
		return call != nil && call.Due[a.timer].Equal(a.at) && (a.timer == TimerThreshold || a.timer == TimerPromise || !c.down[call.Node])
	}
}

func (c *Core) push(a alarm) { c.alarms.push(a) }

func (c *Core) setTimer(call *Call, timer Timer, after time.Duration) {
	at := c.now.Add(after)
	call.Due[timer] = at
	c.push(alarm{at, timer, string(call.ID)})
}

// setOfferTimer sets an alarm of the offer, and says for when.
func (c *Core) setOfferTimer(o *Offer, timer Timer, after time.Duration) time.Time {
	at := c.now.Add(after)
	c.push(alarm{at, timer, string(o.Leg)})
	return at
}

// due is the offer's deadline of the kind.
func (o *Offer) due(timer Timer) time.Time {
	if timer == timerShow {
		return o.ShowBy
	}
	return o.EndBy
}

// rearm sets the alarms of the call and its offers again.
func (c *Core) rearm(call *Call) {
	for timer, at := range call.Due {
		c.push(alarm{at, timer, string(call.ID)})
	}
	for _, o := range call.Offers {
		for _, timer := range []Timer{timerShow, timerOffer} {
			if at := o.due(timer); !at.IsZero() {
				c.push(alarm{at, timer, string(o.Leg)})
			}
		}
	}
}

func (c *Core) stopTimer(call *Call, timers ...Timer) {
	for _, t := range timers {
		delete(call.Due, t)
	}
}

func (c *Core) setAgentTimer(a *agent.Agent, at time.Time) {
	c.push(alarm{at, timerAgent, string(a.ID)})
}

// fire carries out every deadline that has passed, each exactly once.
func (c *Core) fire() {
	for {
		at, ok := c.Deadline()
		if !ok || at.After(c.now) {
			return
		}
		a := c.alarms.pop()
		switch a.timer {
		case timerAgent:
			c.agentTimer(c.agents[agent.ID(a.id)], a.at)
		case timerLeg:
			c.hangupOverdue(LegID(a.id))
		case timerShow, timerOffer:
			c.offerTimer(LegID(a.id), a.timer)
		case timerDay:
			c.newDay()
		default:
			call := c.calls[CallID(a.id)]
			delete(call.Due, a.timer)
			c.touch(call)
			c.callTimer(call, a.timer)
		}
	}
}

// offerTimer fires a deadline of the offer on that leg.
func (c *Core) offerTimer(id LegID, timer Timer) {
	call := c.calls[c.legs[id].call]
	o := call.offerOn(id)
	c.touch(call)
	if timer == timerShow {
		c.offerReady(call, o, false)
		return
	}
	o.EndBy = time.Time{}
	c.offerOverdue(call, o)
}

func (c *Core) callTimer(call *Call, timer Timer) {
	switch timer {
	case TimerAnswer:
		c.greet(call)
	case TimerUp:
		c.answer(call)
	case TimerPlay:
		c.emit(StopPlay{On: c.on(call), ID: call.Playing.ID})
		c.played(call)
	case TimerComfort:
		c.comfort(call)
	case TimerThreshold:
		c.late(call)
	case TimerConnect:
		c.connectFailed(call)
	case TimerHold:
		c.holdLong(call)
	case TimerLost:
		c.backOverdue(call)
	case TimerFinish:
		c.finish(call, true)
	default:
		c.waitTimer(call, timer)
	}
}

// waitTimer fires a deadline of a caller who waits, or whom no agent serves.
func (c *Core) waitTimer(call *Call, timer Timer) {
	switch timer {
	case TimerWait:
		c.waitedLong(call)
	case TimerNobody:
		c.checkServed(call)
	case TimerKey:
		c.noKey(call)
	case TimerMessage:
		c.messageOverdue(call)
	case TimerWiden:
		c.widened(call)
	case TimerWants:
		c.waitedEnough(call)
	case TimerRetry:
		c.restDue(call)
	case TimerPromise:
		c.promiseDue(call)
	case TimerEscalate:
		c.escalationDue(call)
	default: // of those above
	}
}
