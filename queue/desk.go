package queue

// setDevice chooses the telephone for the calls to come. While one rings or is
// talked on it stays the agent's: everything that is known of the call is known
// by that telephone.
func (c *Core) setDevice(ev SetDevice) error {
	a := c.agents[ev.Agent]
	switch {
	case a == nil || !c.listed(a.ID):
		return ErrNoAgent
	case !ev.Device.Usable():
		return ErrDevice
	case a.State.Bound():
		return ErrBusy
	}
	a.Choose(ev.Device)
	c.phoneMoved(a)
	return nil
}

func (c *Core) phoneBack(ev PhoneBack) error { return ErrNoCall }

// backAnswered, backLost and backOverdue end the ringing of a page that came
// back without its call.
func (c *Core) backAnswered(*Call)                 { c.ignored++ }
func (c *Core) backLost(*Call, Offer, OfferResult) { c.ignored++ }
func (c *Core) backOverdue(*Call)                  { c.ignored++ }
