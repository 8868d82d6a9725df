package queue

import (
	"time"

	"thirdring/agent"
)

func (c *Core) legAnswered(ev LegAnswered) {
	who, known := c.legs[ev.Leg]
	call := c.calls[who.call]
	switch {
	case !known:
		c.ignored++
	case call != nil && call.Caller.ID == ev.Leg:
		c.callerUp(call)
	case call != nil && call.Offer != nil && call.Offer.Leg == ev.Leg:
		c.offerAnswered(call)
	case call != nil && call.Talk != nil && call.Talk.Leg == ev.Leg:
		c.ignored++ // told twice
	default: // answered at the moment it was given up
		c.ignored++
		c.hangup(On{Call: who.call, Node: who.node}, ev.Leg, causeNormal)
	}
}

func (c *Core) callerUp(call *Call) {
	if call.Caller.Up || call.Phase == Ended {
		c.ignored++
		return
	}
	c.isUp(call, c.now)
}

func (c *Core) isUp(call *Call, since time.Time) {
	call.Caller.Up = true
	call.Record.Times.Answer = since
	c.stopTimer(call, TimerUp)
	c.touch(call)
}

// offerAnswered goes on with what the telephone was rung for.
func (c *Core) offerAnswered(call *Call) {
	switch call.Offer.For {
	case ForQueue:
		c.connect(call)
	case ForTransfer:
		c.transferTaken(call)
	case ForReturn:
		c.returned(call)
	case ForConsult:
		c.consulting(call)
	case ForDialler:
		c.diallerAnswered(call)
	case ForCustomer:
		c.customerAnswered(call)
	case ForBack:
		c.backAnswered(call)
	}
}

// connect lets the caller talk to the agent who answered.
func (c *Core) connect(call *Call) {
	o := *call.Offer
	a := c.agents[o.Agent]
	c.hush(call)
	try := call.try()
	try.Ended, try.Result = c.now, OfferAnswered
	call.Offer = nil
	c.stopTimer(call, TimerAnswer, TimerShow, TimerOffer, TimerComfort, TimerThreshold)
	c.countAnswer(call)
	if call.Record.Times.Person.IsZero() {
		call.Record.Times.Person = c.now
	}
	call.Record.Agent = AgentRef{ID: a.ID, WorkNo: a.WorkNo, Name: a.Name}
	call.Record.Outcome = OutcomeAnswered
	c.settleAgent(a, a.Talk(c.now))
	c.enter(call, Talking)

	call.Talk = &Talk{Agent: o.Agent, Leg: o.Leg, Bridge: o.Bridge}
	if c.room(call.Place.Queue).config.Record {
		call.Talk.Recording = RecordingID(call.mint("r"))
		if call.Record.Recording.ID != "" { // of an agent whose phone died
			call.Record.Earlier = append(call.Record.Earlier, call.Record.Recording)
		}
		call.Record.Recording = Recording{ID: call.Talk.Recording, From: c.now}
	}
	c.answer(call)
	c.bridge(call, call.Caller.Music, call.Talk.Recording)
}

// bridge puts the two people together.
func (c *Core) bridge(call *Call, music bool, recording RecordingID) {
	c.emit(Connect{
		On: c.on(call), Bridge: call.Talk.Bridge, Caller: call.Caller.ID, Agent: call.Talk.Leg,
		StopMusic: music, Recording: recording,
	})
	call.Caller.Music = false
	c.setTimer(call, TimerConnect, connectLimit)
	c.touch(call)
}

// connected announces the agent's number. It is heard by both and stops when
// the agent speaks, so that it neither delays nor covers anybody.
func (c *Core) connected(ev Connected) {
	call := c.calls[ev.Call]
	if call == nil || call.Talk == nil || call.Talk.Leg != ev.Leg || call.Phase != Talking {
		c.ignored++
		return
	}
	c.stopTimer(call, TimerConnect)
	if call.Talk.Connected {
		return // connected again after a restart
	}
	c.areConnected(call, c.now)
	var prompts []Prompt
	if call.Talk.Recording != "" && !call.heard("greet.record") {
		prompts = append(prompts, Prompt{ID: "greet.record"})
	}
	if no := call.Record.Agent.WorkNo; no != "" && !call.Talk.Spoke {
		prompts = append(prompts, Prompt{ID: "agent.workno", Digits: no})
	}
	if len(prompts) > 0 {
		c.play(call, prompts...)
	}
}

func (c *Core) areConnected(call *Call, since time.Time) {
	call.Talk.Connected = true
	if call.Record.Times.Connect.IsZero() { // not the second agent of the call
		call.Record.Times.Connect = since
	}
	c.stopTimer(call, TimerConnect)
	c.touch(call)
}

func (call *Call) heard(prompt string) bool {
	for _, p := range call.Record.Prompts {
		if p.Prompt == prompt {
			return true
		}
	}
	return false
}

func (c *Core) legTalking(ev LegTalking) {
	call := c.calls[c.legs[ev.Leg].call]
	if call == nil || call.Talk == nil || call.Talk.Leg != ev.Leg {
		c.ignored++
		return
	}
	if !call.Talk.Connected {
		call.Talk.Spoke = true
		c.touch(call)
	}
	c.hush(call)
}

func (c *Core) connectFailed(call *Call) {
	c.hangup(c.on(call), call.Talk.Leg, 0)
	c.agentDropped(call, agent.Offline)
}

// agentDropped gives a caller whose agent's phone died the old place in the
// queue back, which is at its head. The agent gets no call before saying to be
// there again, unless it is not known why the phone went.
func (c *Core) agentDropped(call *Call, why agent.Reason) {
	t := *call.Talk
	a := c.agents[t.Agent]
	c.hush(call)
	c.endHold(call)
	c.stopTimer(call, TimerConnect)
	c.emit(CloseBridge{On: c.on(call), Bridge: t.Bridge})
	call.Talk = nil
	if why == "" {
		c.settleAgent(a, a.Finish(c.now))
	} else {
		c.settleAgent(a, c.miss(a, why))
	}
	c.enter(call, Waiting)
	c.play(call, Prompt{ID: "hold.long"})
	c.comfortLater(call)
	c.join(call)
}

// hold notes the agent's phone's own hold button.
func (c *Core) hold(id LegID, held bool) {
	call := c.calls[c.legs[id].call]
	if call == nil || call.Phase != Talking || call.Talk == nil || call.Talk.Leg != id || held == !call.Talk.HeldSince.IsZero() {
		c.ignored++
		return
	}
	if !held {
		c.endHold(call)
		return
	}
	call.Talk.HeldSince = c.now
	call.Record.Holds = append(call.Record.Holds, Span{From: c.now})
	c.touch(call)
}

func (c *Core) endHold(call *Call) {
	if call.Talk == nil || call.Talk.HeldSince.IsZero() {
		return
	}
	call.Record.Holds[len(call.Record.Holds)-1].To = c.now
	call.Talk.HeldSince = time.Time{}
	c.touch(call)
}

// hangUp is the agent's wish to end the conversation.
func (c *Core) hangUp(ev HangUp) error {
	call := c.calls[ev.Call]
	if call == nil || call.Phase != Talking || call.Talk.Agent != ev.Agent || ev.Agent == "" {
		return ErrNoCall
	}
	c.end(call, End{Class: ByAgent, Reason: EndHangup, Cause: causeNormal})
	return nil
}
