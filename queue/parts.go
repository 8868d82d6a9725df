package queue

import (
	"time"

	"thirdring/agent"
)

// The books of who had the customer, and of who was asked to.

// startPart notes that somebody has the customer now: an agent, or the party
// outside that is to.
func (c *Core) startPart(call *Call, who AgentRef, to Target) {
	call.Record.Parts = append(call.Record.Parts, Part{Agent: who, To: to, Span: Span{From: c.now}})
	if who.ID != "" {
		call.Record.Agent, call.Record.Times.Wrapped = who, time.Time{}
	}
	c.touch(call)
}

// endPart notes that nobody has the customer.
func (c *Core) endPart(call *Call) {
	last := len(call.Record.Parts) - 1
	if last >= 0 && call.Record.Parts[last].Span.To.IsZero() {
		call.Record.Parts[last].Span.To = c.now
		c.touch(call)
	}
}

func refOf(a *agent.Agent) AgentRef { return AgentRef{ID: a.ID, WorkNo: a.WorkNo, Name: a.Name} }

// book notes that the call's agent asks for somebody.
func (c *Core) book(call *Call, to party, kind TransferKind, reason string) {
	call.Record.Transfers = append(call.Record.Transfers, Transferred{
		At: c.now, By: call.Talk.Agent, To: to.Target, Name: to.name, Kind: kind, Reason: reason,
	})
	c.touch(call)
}

// booked is the transfer or consultation under way, nil if there is none.
func (call *Call) booked() *Transferred {
	last := len(call.Record.Transfers) - 1
	if last < 0 || call.Record.Transfers[last].Result != "" {
		return nil
	}
	return &call.Record.Transfers[last]
}

// closeBook notes what became of it.
func (c *Core) closeBook(call *Call, result TransferResult) {
	if t := call.booked(); t != nil {
		t.Result, t.Ended = result, c.now
		c.touch(call)
	}
}

// rebook notes that it became something else than was asked for.
func (c *Core) rebook(call *Call, kind TransferKind) {
	if t := call.booked(); t != nil {
		t.Kind = kind
		c.touch(call)
	}
}
