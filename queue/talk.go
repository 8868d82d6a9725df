package queue

import (
	"cmp"
	"time"
)

func (c *Core) legAnswered(ev LegAnswered) {
	who, known := c.legs[ev.Leg]
	call := c.calls[who.call]
	switch {
	case !known:
		c.ignored++
	case call.offerOn(ev.Leg) != nil:
		c.offerAnswered(call, call.offerOn(ev.Leg))
	case call != nil && call.Caller.ID == ev.Leg:
		c.callerUp(call)
	case call != nil && call.uses(ev.Leg):
		c.ignored++ // told twice
	default: // answered at the moment it was given up
		c.ignored++
		c.hangup(On{Call: who.call, Node: who.node}, ev.Leg, cmp.Or(who.cause, causeNormal))
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
func (c *Core) offerAnswered(call *Call, o *Offer) {
	switch o.For {
	case ForQueue:
		if c.confirms(call, o) {
			c.askDuty(call, o)
			return
		}
		c.connect(call, o)
	case ForTransfer:
		c.transferTaken(call, o)
	case ForReturn:
		c.connect(call, o)
	case ForConsult:
		c.consulting(call, o)
	case ForDialler:
		c.diallerAnswered(call, o)
	case ForCustomer:
		c.customerAnswered(call, o)
	case ForBack:
		c.backAnswered(call, o)
	case ForDuty:
		c.askDuty(call, o)
	case ForCallback:
		c.askCustomer(call, o)
	}
}

// connect lets the customer talk to who answered: an agent, or somebody
// outside.
func (c *Core) connect(call *Call, o *Offer) {
	c.hush(call)
	c.takeOffer(call, o)
	c.stopTimer(call, TimerAnswer, TimerComfort, TimerThreshold, TimerWait, TimerNobody, TimerEscalate)
	c.countAnswer(call)
	if call.Place.Wants != "" {
		c.unwant(call)
	}
	if call.Record.Times.Person.IsZero() {
		call.Record.Times.Person = c.now
		c.countUrgent(call, o)
	}
	call.Record.Outcome, call.Place.Pressed = OutcomeAnswered, ""
	a := c.agents[o.Agent]
	if a != nil {
		c.settleAgent(a, a.Talk(c.now))
	}
	leaving := c.agents[call.Record.Agent.ID]
	if leaving != nil && call.OfferTo(leaving.ID) != nil { // has left already, and is rung again as others are
		leaving = nil
	}
	c.handTo(call, a, o.To, leaving)

	call.Talk = &Talk{Agent: o.Agent, Leg: o.Leg, Bridge: o.Bridge, Spoke: !o.For.announces()}
	c.newRecording(call)
	c.answer(call)
	c.bridge(call, call.Caller.Music, call.Talk.Recording)
	c.withdrawAll(call)
}

// newRecording begins the recording of a conversation, if the queue wants it.
// Those of the conversations before are kept.
func (c *Core) newRecording(call *Call) {
	if !c.room(call.Place.Queue).config.Record {
		return
	}
	call.Talk.Recording = c.mintRecording(call)
}

// mintRecording names the recording that begins now.
func (c *Core) mintRecording(call *Call) RecordingID {
	id := RecordingID(call.mint("r"))
	if call.Record.Recording.ID != "" {
		call.Record.Earlier = append(call.Record.Earlier, call.Record.Recording)
	}
	call.Record.Recording = Recording{ID: id, From: c.now}
	c.touch(call)
	return id
}

// recordOn records anew a conversation that goes on though its recording has
// ended: Asterisk ends it when nobody is in the bridge, as when the agent's
// channel is lost with the customer on hold.
func (c *Core) recordOn(call *Call) {
	t := call.Talk
	if !call.together() || t.Gone || !t.LostSince.IsZero() {
		return
	}
	if r := call.Record.recording(t.Recording); r == nil || r.File == "" || r.Failed != "" {
		return
	}
	c.closeGap(call)
	ended := t.Recording
	if c.newRecording(call); t.Recording != ended {
		c.bridge(call, false, t.Recording)
	}
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
	if call == nil || call.Talk == nil || call.Talk.Leg != ev.Leg || call.Phase != Talking && call.Phase != Outside {
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
	if no := call.Record.Agent.WorkNo; no != "" && !call.Talk.Spoke && call.Talk.Agent != "" {
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
	if call == nil || call.Talk == nil || call.Talk.Leg != ev.Leg || call.Phase == Ended { // whose farewell it must not stop
		c.ignored++
		return
	}
	if !call.Talk.Connected {
		call.Talk.Spoke = true
		c.touch(call)
	}
	c.hush(call)
}
