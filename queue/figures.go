package queue

import "time"

// pace learns how fast a queue moves: the mean time between two answers while
// somebody waits.
type pace struct {
	last    time.Time
	mean    time.Duration
	samples int
}

// minSamples answers are needed before an estimate is worth telling.
const minSamples = 3

// answer notes an answer at now of a call that entered the queue at entered.
// An interval in which nobody waited says nothing of the pace.
func (p *pace) answer(now, entered time.Time) {
	from := p.last
	if entered.After(from) {
		from = entered
	}
	p.last = now
	interval := now.Sub(from)
	p.samples++
	if p.samples == 1 {
		p.mean = interval
		return
	}
	p.mean += (interval - p.mean) / 4
}

// estimate is the wait of a caller with so many ahead; known is false while
// nobody serves the queue or too little was seen.
func (r *waitingRoom) estimate(ahead int) (wait time.Duration, known bool) {
	if r.duty == 0 || r.pace.samples < minSamples {
		return 0, false
	}
	return time.Duration(ahead+1) * r.pace.mean, true
}

func (r *waitingRoom) snapshot() Figures {
	f := r.figures
	f.Waiting = r.connected() + len(r.away.items)
	f.Threshold = r.config.Threshold
	f.Oldest, f.Estimate = time.Time{}, 0
	f.oldest(r.apart)
	f.oldest(r.away)
	for _, l := range r.mine {
		f.oldest(l.waiting)
	}
	if wait, known := r.estimate(f.Waiting); known {
		f.Estimate = wait
	}
	return f
}

// oldest looks whether the first of the line waits longest. Before it there may
// be promised calls that have rested.
func (f *Figures) oldest(l line[*Call]) {
	for _, call := range l.items {
		if since := call.stoodSince(); f.Oldest.IsZero() || since.Before(f.Oldest) {
			f.Oldest = since
		}
		if call.Callback == nil {
			return
		}
	}
}

func (c *Core) touchRoom(r *waitingRoom) { c.changedQueues[r.config.ID] = true }

// roll starts a new day's counts.
func (c *Core) roll(r *waitingRoom) {
	c.touchRoom(r)
	if r.figures.day.Year() == c.now.Year() && r.figures.day.YearDay() == c.now.YearDay() {
		return
	}
	today := c.now.Format(time.DateOnly)
	if r.figures.Day != today {
		r.figures = Figures{Queue: r.config.ID, Day: today, LateNow: r.figures.LateNow}
	}
	r.figures.day = c.now
}

// newDay starts every queue's counts anew at midnight, and sets the clock for
// the next: a board must not show yesterday's until the first caller comes.
func (c *Core) newDay() {
	for _, room := range c.queues {
		c.roll(room)
	}
	c.newTallies()
	year, month, day := c.now.Date()
	if next := time.Date(year, month, day+1, 0, 0, 0, 0, c.now.Location()); !next.Equal(c.midnight) {
		c.midnight = next
		c.push(alarm{at: next, timer: timerDay})
	}
}

// countAnswer counts the first answer of a call by a person.
func (c *Core) countAnswer(call *Call) {
	r := c.room(call.Place.Queue)
	if call.Callback != nil && call.Record.Times.Person.IsZero() {
		c.roll(r)
		r.figures.Kept++
		r.pace.answer(c.now, call.stoodSince()) // she stood in line, and so the queue moves
	}
	if call.Place.Counted || call.Place.Entered.IsZero() { // an outbound call never entered the queue
		return
	}
	call.Place.Counted = true
	c.roll(r)
	if call.Detour == nil && !call.urgent() { // somebody on duty is no agent of the queue, an emergency does not wait in its line
		r.pace.answer(c.now, call.Record.Times.QueueIn)
	}
	r.figures.Answered++
	if c.now.Sub(call.Record.Times.QueueIn) <= r.config.Threshold {
		r.figures.AnsweredIn++
	}
	r.notLate(call)
}

// countEnd counts a call that left the queue without an answer.
func (c *Core) countEnd(call *Call, from Phase) {
	if call.Place.Counted || from == Talking {
		return
	}
	r := c.room(call.Place.Queue)
	if call.Place.Entered.IsZero() {
		if call.Detour == nil || call.Detour.Why != WhyFull {
			return
		}
		c.roll(r)
		r.figures.Offered++ // it wanted to
	}
	call.Place.Counted = true
	c.roll(r)
	r.notLate(call)
	switch {
	case call.Record.End.Reason == EndPromised:
		r.figures.Promised++
		if c.now.Sub(call.Record.Times.QueueIn) <= r.config.Threshold {
			r.figures.PromisedIn++
		}
		return
	case call.Detour != nil:
		r.figures.Overflowed++
		return
	}
	if call.Record.End.Class != ByCaller {
		return
	}
	r.figures.Abandoned++
	if c.isShort(call) {
		r.figures.Short++
	}
	if c.now.Sub(call.Record.Times.QueueIn) <= r.config.Threshold {
		r.figures.AbandonedIn++
	}
}

// countMove counts a call that leaves its queue for another one: not answered
// here, entered there. No count ever falls within a day.
func (c *Core) countMove(call *Call, to *waitingRoom) {
	if call.Place.Counted {
		return
	}
	from := c.room(call.Place.Queue)
	c.roll(from)
	c.roll(to)
	from.figures.Overflowed++
	to.figures.Offered++
}

// countUrgent counts an emergency by what was answered first, nil if nothing was.
func (c *Core) countUrgent(call *Call, answered *Offer) {
	if !call.urgent() {
		return
	}
	r := c.room(call.Place.Queue)
	c.roll(r)
	switch {
	case answered == nil:
		r.figures.UrgentLost++
	case answered.For == ForDuty:
		r.figures.UrgentDuty++
	default:
		r.figures.UrgentAgent++
	}
}

func (r *waitingRoom) notLate(call *Call) {
	if call.Place.Late {
		call.Place.Late = false
		r.figures.LateNow--
	}
}
