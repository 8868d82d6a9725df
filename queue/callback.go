package queue

import (
	"time"

	"thirdring/agent"
)

// A call-back keeps the place of a caller who does not want to wait on the
// line. It is a call of its own without a line: it stands where the caller
// stood, and is matched, counted as ahead of others and moved by supervisors
// as if she still waited. When it has an agent, her telephone is rung. Each
// attempt is such a call, so that each has its row; there is never more than
// one at a time.

// promise ends the call of a caller who may be called back, and lets the
// promise stand in her place. It reports whether that was possible.
func (c *Core) promise(call *Call) bool {
	if !c.mayPromise(call) {
		return false
	}
	c.bookExit(call, Exit{Kind: ExitCallback})
	if call.Record.Outcome == "" { // else somebody has answered before
		call.Record.Outcome = OutcomeCallback
	}
	open := c.openPromise(call)
	call.Record.Callback = PromisedCall{Of: call.ID}
	if open != nil {
		call.Record.Callback.Of = open.Callback.Of
	}
	c.end(call, End{Class: BySystem, Reason: EndPromised}, c.promised(call))
	if open != nil {
		c.improve(open, call)
	} else { // only now: the two have the same place
		c.standIn(call, Callback{Of: call.ID, Number: call.dialTo(), At: c.now, Keep: c.room(call.Place.Queue).config.Callbacks.Keep})
	}
	return true
}

// mayPromise reports whether the caller can be called back: the queue does so,
// it is known where, and the hotline is open, or will be soon enough. Who was
// called by us, or has an emergency, is not sent off the line.
func (c *Core) mayPromise(call *Call) bool {
	rules := c.room(call.Place.Queue).config.Callbacks
	return rules.Tries > 0 && call.Record.Direction == Inbound &&
		call.Urgent.Since.IsZero() && !call.Place.Entered.IsZero() && call.dialTo() != "" &&
		c.keeps(call, &Callback{At: c.now, Keep: rules.Keep})
}

// dialTo is the caller's number as it is to be dialled: as the look-up says,
// or else as the network gave it; empty if nobody could be reached by it.
func (call *Call) dialTo() string {
	switch raw := call.Record.Caller.Raw; {
	case call.Record.Caller.Match == Withheld:
		return ""
	case call.Dial != "":
		return call.Dial
	case agent.Dialable(raw):
		return raw
	default:
		return ""
	}
}

// standIn makes the call that keeps a promise, in the place of one that ends.
func (c *Core) standIn(from *Call, promise Callback) {
	call := &Call{
		ID: c.mintCall(), Phase: Arrived, Since: c.now, Place: from.Place.vacant(), Due: map[Timer]time.Time{},
		Homes: from.Homes, Told: from.Told, Dial: from.Dial, NoSurvey: from.NoSurvey, Callback: &promise,
	}
	old := &from.Record
	call.Record = Record{
		Call: call.ID, Direction: Outbound, Hotline: old.Hotline, Project: old.Project, Queue: call.Place.Queue,
		Cadence: c.center.Cadence, Caller: old.Caller, Times: Times{Ring: c.now}, PlaceOf: promise.Of,
		Callback: PromisedCall{Of: promise.Of, Try: promise.Tries + promise.Spared + 1},
	}
	c.calls[call.ID] = call
	c.enter(call, Promised)
	c.notePromise(call)
	c.emit(Identify{Call: call.ID, From: old.Caller.Raw})
	c.standOrRest(call)
}

// vacant is the place without what was counted of and told to its caller: the
// queue has counted her already, and nobody hears anything any more.
func (p Place) vacant() Place {
	return Place{
		Queue: p.Queue, Entered: p.Entered, Rank: p.Rank, Seq: p.Seq, Priority: p.Priority, Why: p.Why, Counted: true,
		Wants: p.Wants, WantsBy: p.WantsBy, WantsUntil: p.WantsUntil, WantedLast: p.WantedLast,
	}
}

// promiseDue ends a promise that is kept no longer. An attempt under way goes
// on, and is the last; unless its node is away, when nobody knows of it.
func (c *Core) promiseDue(call *Call) {
	if call.Phase == Promised || c.cutOff(call) {
		c.giveUp(call)
	}
}

// giveUp ends a promise that the queue keeps no longer.
func (c *Core) giveUp(call *Call) {
	c.breakOff(call, End{Class: BySystem, Reason: EndGivenUp})
}

// breakOff ends a promise that is not kept. Its row makes a task: somebody has
// to see to it.
func (c *Core) breakOff(call *Call, how End) {
	call.Record.Callback.Last = true
	call.Record.Outcome = OutcomeCancelled
	c.end(call, how)
}

// cancelCallback takes a promise from the queue, by a person's wish. It is a
// task then: the customer was promised a call, and whoever knows better can
// close the task and say why.
func (c *Core) cancelCallback(ev CancelCallback) error {
	call := c.calls[ev.Call]
	switch {
	case call == nil || call.Phase != Promised && call.Phase != CallingBack:
		return ErrNoPromise
	case call.answeredBack():
		return ErrOnTheLine
	}
	c.noteMove(call, ev.By, MoveTask, "")
	c.breakOff(call, End{Class: ByAgent, Reason: EndGivenUp})
	return nil
}
