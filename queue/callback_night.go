package queue

import "time"

// A promise is kept within the opening hours of its hotline. While that is
// closed, and between two attempts, the promise rests out of line, and then
// stands at its old place. How long it is kept counts opening hours only.

const (
	maxNight   = 4                // days that a promise rests at most: a long weekend
	maxSpared  = 3                // attempts that fail by our side and do not count
	lastOrders = 15 * time.Minute // before closing, callers are told that it may be the next opening hours
)

// keeps sets until when the promise rests, and until when it is kept at most.
// It reports false if it is to become a task now.
func (c *Core) keeps(call *Call, p *Callback) bool {
	line, overnight := c.hotline(call.Record.Hotline), c.room(call.Place.Queue).config.Callbacks.Overnight
	if !overnight && c.closed(line) {
		return false
	}
	c.setUntil(line, p, overnight)
	from := c.now
	if p.Pause.After(from) {
		from = p.Pause
	}
	at := c.opensFrom(line, from)
	if at.IsZero() || at.After(c.now.AddDate(0, 0, maxNight)) || !p.Until.IsZero() && !at.Before(p.Until) {
		return false
	}
	if p.After = at; !at.After(c.now) {
		p.After = time.Time{}
	}
	return true
}

// setUntil sets when a promise becomes a task: after so much of opening hours
// as the queue keeps it, by the hours as they are now; and at closing time if
// it is not kept overnight.
func (c *Core) setUntil(line Hotline, p *Callback, overnight bool) {
	if p.At.IsZero() {
		return // of an earlier version: its deadline stands
	}
	if p.Until = (time.Time{}); p.Keep > 0 {
		p.Until = p.At.Add(p.Keep)
		if s := c.schedule(line); s != nil {
			p.Until = s.openFor(p.At, p.Keep, c.center.Calendar)
		}
	}
	if closes := c.closesAt(line); !overnight && !closes.IsZero() && (p.Until.IsZero() || closes.Before(p.Until)) {
		p.Until = closes
	}
}

// rests reports whether a promise is out of line for a time.
func (call *Call) rests() bool { return call.Callback != nil && !call.Callback.After.IsZero() }

// standOrRest lets a promise stand in line, rest until it may, or end, as hours
// and configuration are now.
func (c *Core) standOrRest(call *Call) {
	back, rested := call.Callback, call.rests()
	if !c.keeps(call, back) {
		c.giveUp(call)
		return
	}
	c.touch(call)
	c.stopTimer(call, TimerPromise, TimerRetry)
	if !back.Until.IsZero() {
		c.setTimer(call, TimerPromise, back.Until.Sub(c.now))
	}
	if call.rests() {
		c.leave(call)
		c.setTimer(call, TimerRetry, back.After.Sub(c.now))
		return
	}
	if rested {
		back.Stands = c.now
	}
	if closes := c.closesAt(c.hotline(call.Record.Hotline)); !closes.IsZero() {
		c.setTimer(call, TimerRetry, closes.Sub(c.now))
	}
	c.join(call)
}

// restDue looks at a promise again that has rested, or whose hotline closes. An
// attempt under way goes on. What came due before the first configuration is
// seen to by that: without it nobody knows the hours.
func (c *Core) restDue(call *Call) {
	call.Callback.Stands = c.now // unless it rests again
	if call.Phase == Promised && len(c.center.Hotlines) > 0 {
		c.standOrRest(call)
	}
}

// stoodSince is since when a call waits in line, as far as that says something
// of the queue: a night does not.
func (call *Call) stoodSince() time.Time {
	if back := call.Callback; back != nil && back.Stands.After(call.Place.Entered) {
		return back.Stands
	}
	return call.Place.Entered
}

// promised tells a caller what was promised: a call as soon as possible, or one
// that may have to wait for the next opening hours.
func (c *Core) promised(call *Call) Prompt {
	line, room := c.hotline(call.Record.Hotline), c.room(call.Place.Queue)
	if !room.config.Callbacks.Overnight {
		return Prompt{ID: "queue.callback_ok"}
	}
	soon := lastOrders
	if wait, known := room.estimate(room.ahead(call)); known {
		soon = max(soon, wait)
	}
	if closes := c.closesAt(line); c.closed(line) || !closes.IsZero() && closes.Before(c.now.Add(soon)) {
		return Prompt{ID: "queue.callback_later"}
	}
	return Prompt{ID: "queue.callback_ok"}
}

// retry counts an attempt that has failed, and tells what is to be done for the
// next; false if there is to be none. One that failed by our side does not count,
// a few times: a telephone that rings again and again is a nuisance too.
func (c *Core) retry(call *Call, ours bool) (next Callback, more bool) {
	next = *call.Callback
	rules := c.room(call.Place.Queue).config.Callbacks
	if ours = ours && next.Spared < maxSpared; ours {
		next.Spared++
	} else {
		next.Tries++
	}
	call.Record.Callback.Spared = ours
	next.Pause = c.now.Add(max(rules.Every, time.Second)) // never two at a time
	more = next.Tries < rules.Tries && c.keeps(call, &next)
	return next, more
}

// callBackNow lets a promise that rests between two attempts stand in line at
// once, by a supervisor's wish.
func (c *Core) callBackNow(ev CallBackNow) error {
	call := c.calls[ev.Call]
	switch {
	case call == nil || call.Phase != Promised && call.Phase != CallingBack:
		return ErrNoPromise
	case !call.rests():
		return ErrNotResting
	case c.closed(c.hotline(call.Record.Hotline)):
		return ErrClosed
	}
	c.noteMove(call, ev.By, MoveNow, "")
	call.Callback.Pause = time.Time{}
	c.standOrRest(call)
	return nil
}
