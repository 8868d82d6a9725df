package queue

import (
	"time"

	"thirdring/agent"
)

// The page's telephone, lost with a customer on it: the tab was reloaded or
// closed, or its network is cut. The customer is put on hold, and the page has
// a while to come back, with its part of the call or without.

// pageGone reports whether the agent's telephone is a page of which nothing is
// left: neither the desktop's socket nor the telephone's registration. Just
// after thirdring itself was away that says nothing: both went through it.
func (c *Core) pageGone(a *agent.Agent) bool {
	return a.Phone().Kind == agent.PagePhone && !a.Presence.Desktop && !a.Presence.Page &&
		!c.now.Before(c.restored.Add(desktopGrace))
}

// checkPage looks whether the agent's page is gone with a call on it. A
// colleague who is consulted is not missed before the desktop's grace is over,
// and not waited for then: the customer is not theirs.
func (c *Core) checkPage(a *agent.Agent) {
	call := c.calls[CallID(a.Contact.Call)]
	switch {
	case call == nil || c.down[call.Node] || !c.pageGone(a):
	case call.talksWith(a.ID):
		if call.Talk.LostSince.IsZero() {
			c.pageLost(call)
		}
	case call.consults(a.ID) && !c.now.Before(graceEnd(a)):
		c.thirdLeft(call)
	}
}

// consults reports whether the agent is the third party of the call.
func (call *Call) consults(id agent.ID) bool {
	return call.Phase == Talking && call.Talk.Third != nil && id != "" && call.Talk.Third.Agent == id
}

func (call *Call) talksWith(id agent.ID) bool {
	return call.Phase == Talking && id != "" && call.Talk.Agent == id
}

// pageLost puts the customer on hold with an apology, unless a third party
// keeps the customer company. A colleague who is still rung is let off:
// nobody would be there to talk to.
func (c *Core) pageLost(call *Call) {
	t := call.Talk
	t.LostSince = c.now
	c.setTimer(call, TimerLost, lostLimit)
	c.stopTimer(call, TimerConnect)
	c.touch(call)
	if len(call.Offers) > 0 {
		c.cancelOffer(call)
	}
	if !call.allTalk() {
		c.keepWaiting(call)
	}
}

// keepWaiting puts the customer on hold, with an apology.
func (c *Core) keepWaiting(call *Call) {
	c.beginHold(call)
	c.setAside(call)
	c.play(call, Prompt{ID: "hold.long"})
}

// phoneBack goes on after the page's telephone is registered again.
func (c *Core) phoneBack(ev PhoneBack) error {
	a := c.agents[ev.Agent]
	switch {
	case a == nil:
		return ErrNoAgent
	case a.Phone().Kind != agent.PagePhone:
		return ErrDevice
	}
	call := c.calls[CallID(a.Contact.Call)]
	switch {
	case call == nil || call.Talk == nil:
		return ErrNoCall
	case call.Phase == Dialling && !ev.Alive: // the customer rings for nobody
		c.hangupOnce(call, call.Talk.Leg)
		c.end(call, End{Class: ByAgent, Reason: EndHangup})
	case call.Phase == Dialling:
	case call.consults(a.ID):
		if !ev.Alive { // nothing to come back to
			c.thirdLeft(call)
			return ErrNoCall
		}
	case !call.talksWith(a.ID):
		return ErrNoCall
	case ev.Alive && !call.Talk.Gone:
		c.foundAgain(call)
	case ev.Alive && len(call.Offers) > 0: // it rings already
	case c.down[call.Node]:
		return ErrNoNode
	default:
		c.ringBack(call, a)
	}
	return nil
}

// foundAgain ends the loss: everybody is where they were before it.
func (c *Core) foundAgain(call *Call) {
	t := call.Talk
	if t.LostSince.IsZero() {
		return
	}
	byLoss := !t.HeldSince.Before(t.LostSince) && !t.PhoneHold
	t.LostSince = time.Time{}
	c.stopTimer(call, TimerLost)
	c.touch(call)
	switch {
	case !t.Connected: // lost too soon
		c.endHold(call)
		c.bridge(call, call.Caller.Music, t.Recording)
	case byLoss:
		c.takeBack(call)
	}
}

// ringBack rings the page anew. What is left of its old channel goes: nobody
// is at the other end.
func (c *Core) ringBack(call *Call, a *agent.Agent) {
	t := call.Talk
	if t.LostSince.IsZero() {
		c.pageLost(call)
	}
	if o := call.OnlyOffer(); o != nil { // rung before, and reloaded again
		c.hangup(c.on(call), o.Leg, 0)
		c.dropOffer(call, o, OfferFailed)
	}
	c.hangupOnce(call, t.Leg)
	t.Gone = true
	back := Offer{For: ForBack, To: Target{Kind: ToAgent, ID: string(a.ID)}, From: a.ID, Leg: LegID(call.mint("a")), Bridge: t.Bridge, Shown: true}
	a.Contact.Leg = string(back.Leg)
	c.touchAgent(a)
	c.ringAgent(call, a, back)
}

// backAnswered puts the page's new channel in the place of the old one.
func (c *Core) backAnswered(call *Call, o *Offer) {
	t := call.Talk
	c.takeOffer(call, o)
	c.hangupOnce(call, t.Leg) // found alive after a restart
	held := t.PhoneHold       // that went with the old channel
	t.Leg, t.Gone, t.Muted, t.PhoneHold = o.Leg, false, false, false
	if t.Connected {
		c.emit(JoinLeg{On: c.on(call), Bridge: t.Bridge, Leg: t.Leg})
	}
	c.foundAgain(call)
	if held {
		c.takeBack(call)
	}
}

// backLost goes on after the page did not answer: until the time is over it
// may come back once more.
func (c *Core) backLost(call *Call) { c.touch(call) }

// backOverdue gives up on the page. An agent whose desktop is there gets no
// call before the telephone had time to recover; one whose desktop is gone is
// off the queue for that reason.
func (c *Core) backOverdue(call *Call) {
	a := c.agents[call.Talk.Agent]
	c.hangupOnce(call, call.Talk.Leg)
	call.Talk.Gone = true
	why := agent.Offline
	if a.DesktopGone() {
		why = ""
	}
	c.agentBroke(call, why)
}

// mayComeBack reports whether the agent's telephone is a page that was not
// waited for yet, so that its channel's end need not be the end of the talk.
func (c *Core) mayComeBack(call *Call) bool {
	a := c.agents[call.Talk.Agent]
	return a != nil && call.talksWith(a.ID) && !c.down[call.Node] && call.Talk.LostSince.IsZero() && a.Phone().Kind == agent.PagePhone
}

// pageBroke waits for the page whose channel ended by accident, and rings it
// at once if it is there.
func (c *Core) pageBroke(call *Call) {
	c.pageLost(call)
	if a := c.agents[call.Talk.Agent]; a.Presence.Desktop && a.Presence.Page {
		c.ringBack(call, a)
	}
}

// regroupLost puts everybody in or out of the bridge as the core has them
// while the page is awaited.
func (c *Core) regroupLost(call *Call, live map[LegID]LiveLeg) {
	t := call.Talk
	if !t.LostSince.Equal(c.now) || !call.Caller.Music { // else taken out just now
		c.regroupLeg(call, live[call.Caller.ID], !call.Caller.Music)
	}
	if !t.Gone {
		c.regroupLeg(call, live[t.Leg], true)
	}
	if t.Third != nil {
		c.regroupLeg(call, live[t.Third.Leg], !t.Third.Held)
	}
}

func (c *Core) regroupLeg(call *Call, l LiveLeg, in bool) {
	switch bridge := call.Talk.Bridge; {
	case in == (l.Bridge == bridge):
	case in:
		c.emit(JoinLeg{On: c.on(call), Bridge: bridge, Leg: l.Leg, StopMusic: true})
	default:
		c.emit(HoldLeg{On: c.on(call), Bridge: bridge, Leg: l.Leg})
	}
}
