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
