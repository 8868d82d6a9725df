package queue

import "thirdring/agent"

func (c *Core) legGone(ev LegGone) {
	who, known := c.legs[ev.Leg]
	if !known {
		c.ignored++
		return
	}
	delete(c.legs, ev.Leg)
	call := c.calls[who.call]
	if call == nil || call.Caller.ID != ev.Leg {
		c.agentLegGone(call, ev, c.agents[who.agent])
		return
	}
	call.Caller.Gone = true
	c.touch(call)
	switch call.Phase {
	case Ended:
		c.farewellOver(call)
		c.finish(call, false)
	case Dialling:
		c.customerGone(call, ev.Cause)
	default:
		c.end(call, End{Class: ByCaller, Reason: EndHangup, Cause: ev.Cause})
	}
}

// agentLegGone takes note that an agent's phone is free again, and decides
// what that means for a call that was on it.
func (c *Core) agentLegGone(call *Call, ev LegGone, a *agent.Agent) {
	if a != nil && a.Contact.Leg == string(ev.Leg) {
		a.Contact.Leg = ""
		c.settleAgent(a, nil)
	}
	switch {
	case call == nil:
	case call.offerOn(ev.Leg) != nil:
		c.offerGone(call, call.offerOn(ev.Leg), ev.Cause)
	case call.Talk != nil && call.Talk.Leg == ev.Leg:
		call.Talk.Gone = true
		c.touch(call)
		c.talkLegGone(call, ev.Cause)
	case call.Talk != nil && call.Talk.Third != nil && call.Talk.Third.Leg == ev.Leg:
		call.Talk.Third.Gone = true
		c.thirdLeft(call)
	}
}

// talkLegGone decides what the end of the channel of the customer's partner
// means.
func (c *Core) talkLegGone(call *Call, cause int) {
	switch {
	case call.Phase == Ended:
		c.finish(call, false)
	case call.Phase == Dialling:
		c.dialledOff(call, cause)
	case call.Phase == Transferring: // it was given away
	case !call.Talk.LostSince.IsZero(): // the page may come back
	case cause == causeNormal, cause == causeUnspecified:
		c.agentLeaves(call, cause)
	default:
		c.agentBroke(call, agent.Offline)
	}
}

// end ends the call for the caller, whoever wanted it, and clears up all that
// it held. Wrap-up, recording and a farewell may outlast it.
func (c *Core) end(call *Call, how End, farewell ...Prompt) {
	from := call.Phase
	c.leave(call)
	call.Record.End = how
	call.Record.Times.Hangup = c.now
	if call.Record.Outcome == "" {
		call.Record.Outcome = c.outcome(call, from, how)
	}
	c.offersOver(call)
	c.closeTalk(call)
	c.closeBook(call, TransferCancelled)
	farewell = c.mayHear(call, farewell)
	if call.callerLives() && len(farewell) == 0 {
		c.hangupOnce(call, call.Caller.ID)
	}
	owed := c.promiseOver(call, from)
	c.keepPlace(call, from)
	c.countEnd(call, from)
	if call.Record.Times.Person.IsZero() {
		c.countUrgent(call, nil)
	}
	call.Playing = Playing{}
	clear(call.Due)
	c.enter(call, Ended)
	if call.Talk != nil {
		c.endTalk(call, from)
	}
	c.setTimer(call, TimerFinish, finishLimit)
	if len(farewell) > 0 {
		c.play(call, farewell...)
	}
	if call.Record.Message != "" && how.Class == ByNetwork {
		c.emit(AskRecording{On: c.on(call), Recording: call.Record.Message})
	}
	c.save(call)
	if owed != nil {
		c.standIn(call, *owed)
	}
}

// endTalk clears up the conversation and lets its agent wrap up. After one with
// somebody outside the agent does that already.
func (c *Core) endTalk(call *Call, from Phase) {
	c.release(call, false)
	if from != Transferring {
		c.emit(CloseBridge{On: c.on(call), Bridge: call.Talk.Bridge})
	}
	if from != Outside {
		c.wrapUp(call, c.agents[call.Talk.Agent])
		return
	}
	if last := c.agents[call.Record.Agent.ID]; !c.awaits(last, call) && call.Record.Times.Wrapped.IsZero() {
		call.Record.Times.Wrapped = c.now
	}
}

// wrapUp starts the agent's wrap-up of the call, or its countdown if the agent
// has given the call away and wraps up already.
func (c *Core) wrapUp(call *Call, a *agent.Agent) {
	if a == nil || a.Contact.Call != string(call.ID) {
		call.Record.Times.Wrapped = c.now
		return
	}
	wrap := c.room(call.Place.Queue).config.WrapUp
	if wrap <= 0 {
		call.Record.Times.Wrapped = c.now
		c.settleAgent(a, a.Finish(c.now))
		return
	}
	until := c.now.Add(wrap)
	var err error
	if a.State == agent.WrapUp {
		a.Contact.WrapUpBy = until
	} else {
		err = a.Wrap(c.now, until)
	}
	c.settleAgent(a, err)
	c.setAgentTimer(a, until)
}

// outcome of a call that nobody answered.
func (c *Core) outcome(call *Call, from Phase, how End) Outcome {
	switch {
	case from == Dialling && how.Class == ByAgent:
		return OutcomeCancelled
	case call.Detour != nil && how.Class != ByNetwork, call.Record.Message != "":
		return call.unserved()
	case how.Class != ByCaller:
		return OutcomeFailed
	case from == Arrived, from == Ringing:
		return AbandonedRing
	case from == Greeting:
		return AbandonedGreeting
	case c.isShort(call):
		return OutcomeShort
	default:
		return AbandonedQueue
	}
}

func (c *Core) isShort(call *Call) bool {
	return c.now.Sub(call.Record.Times.QueueIn) < c.room(call.Place.Queue).config.Short
}

// save writes the row of an ended call: the final one, if nothing more can be
// learned of it.
func (c *Core) save(call *Call) {
	if !c.finish(call, false) {
		c.emit(SaveRecord{Record: call.Record.clone(), Final: call.Filed})
	}
}

// finish files the final row of an ended call when nothing more can be learned of it: both
// channels gone, wrap-up over, recording closed. Overdue stops waiting for
// channels and recording. It reports whether it did.
func (c *Core) finish(call *Call, overdue bool) (filed bool) {
	if call.Phase != Ended || call.Filed && !overdue || call.Playing.ID != "" || call.Survey != nil { // the farewell
		return false
	}
	talk := call.Talk
	if talk != nil && call.Record.Times.Wrapped.IsZero() || c.awaits(c.agents[call.Record.Agent.ID], call) {
		return false
	}
	settled := !call.callerLives() && (talk == nil || talk.Gone) && call.Record.recorded()
	if !settled && !overdue && !call.Due[TimerFinish].IsZero() {
		return false
	}
	for _, r := range call.Record.recordings() {
		if r.open() {
			r.Failed = "asterisk never reported the recording"
		}
	}
	c.judgeMessage(call)
	call.Filed = true
	c.touch(call)
	c.setTimer(call, TimerFinish, finishLimit) // then once more
	c.emit(SaveRecord{Record: call.Record.clone(), Final: true})
	return true
}

// recordSaved drops a call whose final row is safe.
func (c *Core) recordSaved(ev RecordSaved) {
	call := c.calls[ev.Call]
	if call == nil || !call.Filed || !ev.Final {
		return
	}
	delete(c.calls, call.ID)
	delete(c.changedCalls, call.ID)
	c.gone = append(c.gone, call.ID)
}

func (c *Core) recordingEnded(ev RecordingEnded) {
	call := c.calls[ev.Call]
	var known *Recording
	if call != nil {
		known = call.Record.recording(ev.Recording.ID)
	}
	if known == nil {
		c.ignored++
		return
	}
	ev.Recording.From, ev.Recording.Gaps = known.From, known.Gaps
	*known = ev.Recording
	c.touch(call)
	c.recordOn(call)
	if call.Phase == LeavingMessage && call.Detour.Recording == known.ID {
		c.messageEnded(call, known)
		return
	}
	if call.Phase == Ended {
		c.judgeMessage(call)
		c.save(call)
	}
}
