package queue

import (
	"time"

	"thirdring/agent"
)

// Giving the customer away without talking to the target before, and what
// becomes of that: taken, or back with the agent, or at the head of the queue.
// The call is never given to nowhere.

// transfer gives the customer away.
func (c *Core) transfer(ev Transfer) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	if call.Talk.Third != nil || len(call.Offers) > 0 {
		return ErrThird
	}
	to, err := c.find(ev.Agent, ev.To, ev.Reason)
	if err != nil {
		return err
	}
	c.giveAway(call, to, ev.Reason)
	return nil
}

// referred does what a phone asks for with REFER. The phone keeps its channel
// until it can be told how that went.
func (c *Core) referred(ev LegReferred) {
	who := c.legs[ev.Leg]
	call := c.calls[who.call]
	if call == nil || call.Talk == nil || call.Talk.Leg != ev.Leg {
		c.ignored++
		if who.call != "" {
			c.emit(ReportTransfer{On: On{Call: who.call, Node: who.node}, Leg: ev.Leg})
		}
		return
	}
	to, err := c.find(call.Talk.Agent, c.named(ev.To), "phone")
	if _, busy := c.talkOf(call.Talk.Agent, call.ID); busy != nil || err != nil || call.Talk.Third != nil || len(call.Offers) > 0 {
		c.emit(ReportTransfer{On: c.on(call), Leg: ev.Leg})
		return
	}
	call.Talk.Referred = true
	c.giveAway(call, to, "phone")
}

func (c *Core) giveAway(call *Call, to party, reason string) {
	c.book(call, to, Blind, reason)
	if to.Kind == ToQueue {
		c.giveToQueue(call, to.ID)
		return
	}
	c.partFromAgent(call)
	c.ringParty(call, to, Offer{For: ForTransfer})
}

// partFromAgent ends the conversation for the agent, who stays bound to the
// call in wrap-up until somebody took it. Its recording ends with it: a bridge
// without people is not recorded.
func (c *Core) partFromAgent(call *Call) {
	t, giver := call.Talk, c.agents[call.Talk.Agent]
	c.closeTalk(call)
	c.setAside(call)
	c.play(call, Prompt{ID: "transfer.play"})
	c.emit(CloseBridge{On: c.on(call), Bridge: t.Bridge})
	if !t.Referred {
		c.hangupOnce(call, t.Leg)
	}
	c.settleAgent(giver, giver.Wrap(c.now, time.Time{}))
	c.enter(call, Transferring)
}

// makeBlind turns a consultation that still rings into a transfer: the agent
// did not wait.
func (c *Core) makeBlind(call *Call) {
	c.rebook(call, Blind)
	offer := call.OnlyOffer()
	call.Offers = nil // it goes on
	c.partFromAgent(call)
	offer.For, offer.Bridge = ForTransfer, BridgeID(call.mint("b"))
	call.Offers = []*Offer{offer}
}

// giveToQueue lets the customer wait in a queue, at the place that the whole
// wait until now deserves. The agent is free.
func (c *Core) giveToQueue(call *Call, queue string) {
	giver := c.agents[call.Talk.Agent]
	c.closeBook(call, TransferQueued)
	c.closeTalk(call)
	c.setAside(call)
	c.release(call, true)
	c.emit(CloseBridge{On: c.on(call), Bridge: call.Talk.Bridge})
	c.settleAgent(giver, giver.Finish(c.now))
	call.Place.Queue = queue
	call.Urgent, call.DutyRound = Urgent{}, DutyRound{} // the agent has judged it; the row keeps it
	c.toHead(call, "transfer.play")
}

// release lets go of the channel of an agent who gave the call away. A phone
// that asked for it is told first how that went.
func (c *Core) release(call *Call, done bool) {
	t := call.Talk
	if t.Gone {
		return
	}
	if t.Referred {
		c.emit(ReportTransfer{On: c.on(call), Leg: t.Leg, Done: done})
	}
	c.hangupOnce(call, t.Leg)
}

// transferTaken connects the customer to who answered.
func (c *Core) transferTaken(call *Call, o *Offer) {
	c.closeBook(call, TransferTaken)
	c.release(call, true)
	c.connect(call, o)
}

// transferLost lets the customer know that nobody took the call.
func (c *Core) transferLost(call *Call) {
	c.closeBook(call, TransferReturned)
	c.comeBack(call)
}

// comeBack brings the customer back to the agent who gave the call away, and
// to the queue if that agent cannot be rung.
func (c *Core) comeBack(call *Call) {
	t, giver := call.Talk, c.agents[call.Talk.Agent]
	if c.awaits(giver, call) && t.Referred && !t.Gone {
		c.rejoin(call, giver)
		return
	}
	c.play(call, Prompt{ID: "transfer.fail"})
	switch {
	case !c.awaits(giver, call):
		c.release(call, false)
		c.toHead(call, "")
	case !giver.Reachable() || c.down[call.Node]:
		c.settleAgent(giver, giver.Finish(c.now))
		c.toHead(call, "")
	default:
		c.reserve(call, giver, Offer{For: ForReturn, To: Target{Kind: ToAgent, ID: string(giver.ID)}, From: giver.ID})
	}
}

// rejoin gives the call back to a phone that is still there after its REFER.
func (c *Core) rejoin(call *Call, giver *agent.Agent) {
	t := call.Talk
	c.emit(ReportTransfer{On: c.on(call), Leg: t.Leg})
	err := giver.Reserve(c.now, agent.Contact{Call: string(call.ID), Leg: string(t.Leg), Node: call.Node})
	if err != nil {
		c.illegal++
	}
	back := &Offer{
		For: ForReturn, Agent: giver.ID, From: giver.ID, Leg: t.Leg, Bridge: BridgeID(call.mint("b")),
		At: c.now, Shown: true, Created: true, Dialled: c.now,
	}
	call.Offers = append(call.Offers, back)
	c.connect(call, back)
	if call.Talk.PhoneHold = t.PhoneHold; t.PhoneHold {
		c.holdCustomer(call)
	}
}

// returnLost gives up on the agent, too: the customer is first in the queue.
func (c *Core) returnLost(call *Call) { c.toHead(call, "") }

// givesAway reports whether the agent waits to see what becomes of the call.
func (c *Core) givesAway(call *Call, id agent.ID) bool {
	return id != "" && call.Phase == Transferring && call.Talk != nil && call.Talk.Agent == id && len(call.Offers) > 0
}

// awaits reports whether the agent is bound to the call in wrap-up.
func (c *Core) awaits(a *agent.Agent, call *Call) bool {
	return a != nil && a.State == agent.WrapUp && a.Contact.Call == string(call.ID)
}

// givingAway reports whether the agent waits to see what becomes of a transfer.
func (c *Core) givingAway(a *agent.Agent) bool {
	call := c.calls[CallID(a.Contact.Call)]
	return call != nil && c.awaits(a, call) && c.givesAway(call, a.ID)
}
