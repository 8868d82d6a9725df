package queue

// Calls that an agent makes. The offers go through startOffer (offer.go), which
// comes back here by what they were for.

func (c *Core) dialOut(ev Dial) error { return ErrNoNode }

func (c *Core) diallerAnswered(*Call)  { c.ignored++ }
func (c *Core) customerAnswered(*Call) { c.ignored++ }

// diallerLost goes on after the agent's own phone did not answer; the agent
// is free already.
func (c *Core) diallerLost(*Call, Offer, OfferResult) { c.ignored++ }

// customerLost goes on after the customer did not answer.
func (c *Core) customerLost(*Call, Offer, OfferResult) { c.ignored++ }

// resyncDialling goes on with a call whose customer has not answered yet.
func (c *Core) resyncDialling(*Call, map[LegID]LiveLeg, EndReason) { c.ignored++ }
