package queue

// The third party: hold, consultation, conference and transfer.

func (c *Core) holdSide(ev Hold) error                     { return ErrNoCall }
func (c *Core) swap(ev Swap) error                         { return ErrNoCall }
func (c *Core) conference(ev Conference) error             { return ErrNoCall }
func (c *Core) consult(ev Consult) error                   { return ErrNoCall }
func (c *Core) transfer(ev Transfer) error                 { return ErrNoCall }
func (c *Core) completeTransfer(ev CompleteTransfer) error { return ErrNoCall }
func (c *Core) dropThird(ev DropThird) error               { return ErrNoCall }
func (c *Core) referred(ev LegReferred)                    { c.ignored++ }
