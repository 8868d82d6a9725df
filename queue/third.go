package queue

import "thirdring/agent"

// The third party: consultation, conference, and the transfer that follows.

// consult holds the customer and rings somebody for the agent to talk to.
func (c *Core) consult(ev Consult) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third != nil || len(call.Offers) > 0:
		return ErrThird
	case call.Talk.PhoneHold:
		return ErrPhoneHold
	}
	to, err := c.someone(ev.Agent, ev.To, ev.Reason)
	if err != nil {
		return err
	}
	c.holdCustomer(call)
	c.book(call, to, Consulting, ev.Reason)
	c.ringParty(call, to, Offer{For: ForConsult, Bridge: call.Talk.Bridge})
	return nil
}

// consulting lets the agent talk to the third party who answered.
func (c *Core) consulting(call *Call, o *Offer) {
	c.takeOffer(call, o)
	if a := c.agents[o.Agent]; a != nil {
		c.settleAgent(a, a.Talk(c.now))
	}
	call.Talk.Third = &Third{Agent: o.Agent, To: o.To, Leg: o.Leg}
	c.emit(JoinLeg{On: c.on(call), Bridge: call.Talk.Bridge, Leg: o.Leg})
}

// consultLost goes on after nobody answered. The customer stays on hold: the
// agent may want to ask somebody else first.
func (c *Core) consultLost(call *Call) { c.closeBook(call, TransferReturned) }

// thirdLeft goes on after the third party hung up; likewise.
func (c *Core) thirdLeft(call *Call) {
	c.endThird(call)
	if !call.Talk.LostSince.IsZero() {
		c.keepWaiting(call)
		return
	}
	if !call.Caller.Music && !call.Talk.PhoneHold {
		c.endHold(call)
	}
}

// endThird sends the third party away. An agent has nothing to wrap up: the
// call is somebody else's.
func (c *Core) endThird(call *Call) {
	third := call.Talk.Third
	if third == nil {
		return
	}
	call.Talk.Third = nil
	c.closeBook(call, TransferEnded)
	if !third.Gone {
		c.hangup(c.on(call), third.Leg, 0)
	}
	if a := c.agents[third.Agent]; a != nil {
		c.settleAgent(a, a.Finish(c.now))
	}
}

// cancelOffer stops ringing somebody whom the agent asked for.
func (c *Core) cancelOffer(call *Call) {
	c.offersOver(call)
	c.closeBook(call, TransferCancelled)
}

// dropThird stops ringing the third party, or sends them away, and takes the
// customer back. Of a transfer that still rings it makes a return.
func (c *Core) dropThird(ev DropThird) error {
	if call := c.calls[ev.Call]; call != nil && c.givesAway(call, ev.Agent) && call.rings(ForTransfer) {
		if c.down[call.Node] {
			return ErrNoNode
		}
		c.cancelOffer(call)
		c.comeBack(call)
		return nil
	}
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third != nil:
		c.endThird(call)
	case call.rings(ForConsult):
		c.cancelOffer(call)
	default:
		return ErrNoThird
	}
	if !call.Talk.PhoneHold {
		c.takeBack(call)
	}
	return nil
}

// conference brings customer, agent and third party together.
func (c *Core) conference(ev Conference) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third == nil:
		return ErrNoThird
	case call.Talk.PhoneHold:
		return ErrPhoneHold
	}
	c.joinThird(call)
	c.takeBack(call)
	return nil
}

// noteConference notes that all three talk, if they do.
func (c *Core) noteConference(call *Call) {
	if call.allTalk() {
		c.rebook(call, Conferring)
	}
}

// allTalk reports whether customer and third party hear each other.
func (call *Call) allTalk() bool {
	t := call.Talk
	return t != nil && t.Third != nil && !t.Third.Held && !call.Caller.Music
}

// completeTransfer gives the customer to the third party; while that is still
// rung, without having talked to it.
func (c *Core) completeTransfer(ev CompleteTransfer) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third != nil:
		c.handOver(call)
	case call.rings(ForConsult):
		c.makeBlind(call)
	default:
		return ErrNoThird
	}
	return nil
}

// handOver makes the third party the customer's, in the same bridge and the
// same recording. The agent who leaves has nothing to wrap up if the third
// party is an agent, whose call it is now.
func (c *Core) handOver(call *Call) {
	t, third := call.Talk, *call.Talk.Third
	leaving := c.agents[t.Agent]
	c.offersOver(call) // a page that was rung anew
	c.rebook(call, Attended)
	c.closeBook(call, TransferTaken)
	c.letRecord(call)
	c.endHold(call)
	c.endPart(call)
	if third.Held {
		c.emit(JoinLeg{On: c.on(call), Bridge: t.Bridge, Leg: third.Leg, StopMusic: true})
	}
	call.Talk = &Talk{
		Agent: third.Agent, Leg: third.Leg, Bridge: t.Bridge, Recording: t.Recording, Connected: true, Spoke: true,
		Muted: third.Muted,
	}
	c.stopTimer(call, TimerConnect, TimerLost)
	c.handTo(call, c.agents[third.Agent], third.To, leaving)
	met := !call.Caller.Music
	if !met {
		c.hush(call)
		c.bridge(call, true, "")
	}
	if !t.Gone { // not before: the recording would end with the last one in the bridge
		c.hangup(c.on(call), t.Leg, 0)
	}
	if no := call.Record.Agent.WorkNo; !met && third.Agent != "" && no != "" {
		c.play(call, Prompt{ID: "agent.workno", Digits: no})
	}
}

// handTo books that an agent, or the party outside that is to, has the
// customer, and lets go of the agent who had.
func (c *Core) handTo(call *Call, a *agent.Agent, to Target, leaving *agent.Agent) {
	if a == nil {
		c.startPart(call, AgentRef{}, to)
		c.enter(call, Outside)
		c.wrapUp(call, leaving)
		return
	}
	c.startPart(call, refOf(a), Target{})
	c.enter(call, Talking)
	if leaving != nil && leaving != a && leaving.Contact.Call == string(call.ID) {
		c.settleAgent(leaving, leaving.Finish(c.now))
	}
}
