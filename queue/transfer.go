package queue

import "thirdring/agent"

// The third party: hold, consultation, conference and transfer.

func (c *Core) holdSide(ev Hold) error                     { return ErrNoCall }
func (c *Core) swap(ev Swap) error                         { return ErrNoCall }
func (c *Core) conference(ev Conference) error             { return ErrNoCall }
func (c *Core) consult(ev Consult) error                   { return ErrNoCall }
func (c *Core) transfer(ev Transfer) error                 { return ErrNoCall }
func (c *Core) completeTransfer(ev CompleteTransfer) error { return ErrNoCall }
func (c *Core) dropThird(ev DropThird) error               { return ErrNoCall }
func (c *Core) referred(ev LegReferred)                    { c.ignored++ }

func (c *Core) transferTaken(*Call)       { c.ignored++ }
func (c *Core) transferLost(*Call, Offer) { c.ignored++ }
func (c *Core) returned(*Call)            { c.ignored++ }
func (c *Core) returnLost(*Call)          { c.ignored++ }
func (c *Core) consulting(*Call)          { c.ignored++ }
func (c *Core) consultLost(*Call)         { c.ignored++ }
func (c *Core) holdLong(*Call)            { c.ignored++ }

// givingAway reports whether the agent waits to see what becomes of a transfer.
func (c *Core) givingAway(a *agent.Agent) bool {
	call := c.wrappingCall(a)
	return call != nil && call.Phase == Transferring && call.Talk != nil && call.Talk.Agent == a.ID && a.State == agent.WrapUp
}
