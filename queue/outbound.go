package queue

// Calls that an agent makes.

func (c *Core) dialOut(ev Dial) error { return ErrNoNode }
