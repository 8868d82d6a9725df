package queue

// Who has a promise and rings again: one customer has one promise, and who is
// on the line herself needs none. Customers are known by their numbers, as
// those who ring again after they gave up are.

// notePromise remembers whose promise the call is.
func (c *Core) notePromise(call *Call) {
	for _, key := range call.Record.Caller.keys() {
		if other := c.calls[c.promises[key]]; other == nil || other.answeredBack() {
			c.promises[key] = call.ID
		}
	}
}

// forgetPromise forgets it: the promise is kept, given up, or another call's.
func (c *Core) forgetPromise(call *Call) {
	for _, key := range call.Record.Caller.keys() {
		if c.promises[key] == call.ID {
			delete(c.promises, key)
		}
	}
}

// openPromise is the promise that the call's caller has, nil if none. Once the
// customer has picked up, it is being kept.
func (c *Core) openPromise(call *Call) *Call {
	if len(c.promises) == 0 {
		return nil
	}
	for _, key := range call.Record.Caller.keys() {
		if open := c.calls[c.promises[key]]; open != nil && open != call && !open.answeredBack() {
			return open
		}
	}
	return nil
}

// improve gives a promise the place of its customer's other call, if that is
// the better one: she asked for the same twice.
func (c *Core) improve(open, call *Call) {
	if open.Place.Queue != call.Place.Queue || call.Place.Compare(&open.Place) >= 0 {
		return
	}
	stands := open.inLine()
	if stands {
		c.leave(open)
	}
	open.Place = call.Place.vacant()
	c.touch(open)
	if stands {
		c.join(open)
	}
}

// ownPromise is the promise that the caller of a queue has there. In another
// queue she may want something else.
func (c *Core) ownPromise(call *Call) *Call {
	if call.Record.Direction != Inbound || call.Phase == Ended || call.Detour != nil {
		return nil
	}
	if open := c.openPromise(call); open != nil && open.Place.Queue == call.Place.Queue {
		return open
	}
	return nil
}

// takeOver gives a caller the place that was kept for her. The promise is kept
// by the call that she has made herself.
func (c *Core) takeOver(call, open *Call) {
	stands := call.inLine()
	if stands {
		c.leave(call)
	}
	kept := open.Place
	call.Record.PlaceOf = open.Callback.Of
	open.Record.Callback.Last, open.Record.Callback.Reached = true, true
	open.Record.Outcome = OutcomeCancelled
	c.end(open, End{Class: ByCaller, Reason: EndRangAgain})
	p := &call.Place
	p.Entered, p.Rank, p.Seq, p.Priority, p.Why = kept.Entered, kept.Rank, kept.Seq, kept.Priority, kept.Why
	c.touch(call)
	if stands {
		c.join(call)
	}
}
