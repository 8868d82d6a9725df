package queue

// What the desktop decides about the agent's telephone, breaks and wrap-up.

func (c *Core) extendWrapUp(ev ExtendWrapUp) error { return ErrNoCall }
func (c *Core) decideBreak(ev DecideBreak) error   { return ErrNothingAsked }
func (c *Core) setDevice(ev SetDevice) error       { return ErrDevice }
func (c *Core) phoneBack(ev PhoneBack) error       { return ErrNoCall }

// backAnswered, backLost and backOverdue end the ringing of a page that came
// back without its call.
func (c *Core) backAnswered(*Call)                 { c.ignored++ }
func (c *Core) backLost(*Call, Offer, OfferResult) { c.ignored++ }
func (c *Core) backOverdue(*Call)                  { c.ignored++ }
