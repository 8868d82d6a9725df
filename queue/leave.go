package queue

import (
	"time"

	"thirdring/agent"
)

// How a conversation ends, for the one with the customer or for both.

func (c *Core) connectFailed(call *Call) {
	c.hangup(c.on(call), call.Talk.Leg, 0)
	c.agentDropped(call, agent.Offline)
}

// agentLeaves ends the call, unless the agent leaves a third party to the
// customer.
func (c *Core) agentLeaves(call *Call, cause int) {
	switch {
	case call.Phase == Outside: // it was not the agent
		c.end(call, End{Class: ByNetwork, Reason: EndHangup, Cause: cause})
	case call.Talk.Third != nil:
		c.handOver(call)
	case call.rings(ForConsult):
		c.makeBlind(call)
	default:
		c.bidFarewell(call, End{Class: ByAgent, Reason: EndHangup, Cause: cause})
	}
}

// agentBroke goes on after an accident: people who hear each other are left
// alone.
func (c *Core) agentBroke(call *Call, why agent.Reason) {
	if c.mayComeBack(call) {
		c.pageBroke(call)
		return
	}
	if !call.allTalk() {
		c.agentDropped(call, why)
		return
	}
	if a := c.agents[call.Talk.Agent]; a != nil && why != "" && call.Talk.Third.Agent != "" {
		c.settleAgent(a, c.miss(a, why))
	}
	c.handOver(call)
}

// agentDropped gives a caller whose agent's phone died the old place in the
// queue back, which is at its head. The agent gets no call before saying to be
// there again, unless it is not known why the phone went.
func (c *Core) agentDropped(call *Call, why agent.Reason) {
	a := c.agents[call.Talk.Agent]
	c.hush(call)
	c.offersOver(call)
	c.closeTalk(call)
	c.closeBook(call, TransferCancelled)
	c.emit(CloseBridge{On: c.on(call), Bridge: call.Talk.Bridge})
	switch {
	case a == nil: // somebody outside
	case why == "":
		c.settleAgent(a, a.Finish(c.now))
	default:
		c.settleAgent(a, c.miss(a, why))
	}
	c.toHead(call, "hold.long")
}

// toHead lets a customer wait whose conversation is over, at the old place.
func (c *Core) toHead(call *Call, prompt string) {
	if call.Detour != nil { // was with somebody on duty
		c.dutyBroke(call, prompt)
		return
	}
	call.Talk = nil
	c.enter(call, Waiting)
	if prompt != "" {
		c.play(call, Prompt{ID: prompt})
	}
	c.comfortLater(call)
	c.placeOutbound(call)
	c.join(call)
}

// closeTalk closes the books of a conversation: hold, pause, third party, and
// who had the customer.
func (c *Core) closeTalk(call *Call) {
	c.endHold(call)
	c.endPart(call)
	if call.Talk == nil {
		return
	}
	c.closeGap(call)
	c.endThird(call)
	call.Talk.LostSince = time.Time{}
	c.stopTimer(call, TimerConnect, TimerLost)
}

// hangUp is an agent's wish to end the conversation, or the part in somebody
// else's.
func (c *Core) hangUp(ev HangUp) error {
	call := c.calls[ev.Call]
	switch {
	case call == nil || ev.Agent == "":
		return ErrNoCall
	case call.Phase == Dialling && call.Record.Agent.ID == ev.Agent:
		c.end(call, End{Class: ByAgent, Reason: EndHangup, Cause: causeNormal})
		return nil
	case call.Phase != Talking:
		return ErrNoCall
	}
	switch third := call.Talk.Third; {
	case call.Talk.Agent == ev.Agent:
		c.agentLeaves(call, causeNormal)
	case third != nil && third.Agent == ev.Agent:
		c.thirdLeft(call)
	default:
		return ErrNoCall
	}
	return nil
}
