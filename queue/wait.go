package queue

import (
	"slices"
	"time"
)

// join puts the call into its queue's line. The first time it takes the
// place that it keeps until a person answers.
func (c *Core) join(call *Call) {
	room := c.room(call.Place.Queue)
	if call.Place.Entered.IsZero() {
		c.enqueue(call, c.now)
		if open := c.ownPromise(call); open != nil {
			c.takeOver(call, open)
		} else {
			c.takePlace(call, c.kept(call))
		}
		c.wantLast(call)
		call.Record.Times.QueueIn = c.now
		call.Record.Position = room.ahead(call)
		c.roll(room)
		room.figures.Offered++
		c.setTimer(call, TimerThreshold, room.config.Threshold)
		c.setWaits(call)
	}
	c.touch(call)
	c.touchRoom(room)
	if c.cutOff(call) {
		room.away.add(call)
		return // Resync lets it join again, at the same place
	}
	room.away.remove(call)
	c.unstand(call, room) // a Resync lets join who stands there
	c.stand(call, room)
}

// leave takes the call out of the line, if it stands there.
func (c *Core) leave(call *Call) {
	room := c.room(call.Place.Queue)
	if c.unstand(call, room) || room.away.remove(call) {
		c.touchRoom(room)
	}
}

// inLine reports whether the call stands, or would stand, in its queue's line.
func (call *Call) inLine() bool {
	return call.Phase != Ended && !call.Place.Entered.IsZero() && len(call.Offers) == 0 && call.Talk == nil && call.Detour == nil && !call.rests()
}

// afterGreeting lets the caller into the queue.
func (c *Core) afterGreeting(call *Call) {
	if len(call.Offers) > 0 { // agent-first: the phone rings already
		c.enter(call, Offering)
		c.music(call)
		return
	}
	c.queueUp(call)
}

// queueUp lets a caller who has been answered wait for an agent, unless the
// queue is full. One of an agent-first hotline has a place already, and so has
// one who was promised a call.
func (c *Core) queueUp(call *Call) {
	room := c.room(call.Place.Queue)
	if call.Place.Entered.IsZero() && room.full() && !call.urgent() && c.ownPromise(call) == nil {
		c.divert(call, WhyFull, room.config.Overflow.Exits)
		return
	}
	c.enter(call, Waiting)
	if call.Place.Entered.IsZero() {
		c.join(call)
	}
	if !c.overstay(call) {
		c.greeted = append(c.greeted, call)
	}
}

// welcome tells the callers who joined whether somebody is free, and if not,
// how long it may take.
func (c *Core) welcome() {
	for _, call := range c.greeted {
		switch call.Phase {
		case Offering:
			c.play(call, Prompt{ID: "connect.start"})
		case Waiting:
			c.play(call, slices.Concat([]Prompt{{ID: "queue.enter"}}, c.standing(call), c.keysTold(call))...)
			c.comfortLater(call)
		default: // moved on in the same step
		}
	}
	c.greeted = c.greeted[:0]
}

// comfort tells a waiting caller the position, and the estimate when it fell.
func (c *Core) comfort(call *Call) {
	if call.Phase != Waiting {
		return
	}
	if call.Playing.ID == "" {
		prompts := c.standing(call)
		if len(prompts) == 0 {
			prompts = []Prompt{{ID: c.comforting(call)}}
		}
		c.play(call, append(prompts, c.keysTold(call)...)...)
	}
	c.comfortLater(call)
}

// comforting is the comfort prompt whose turn it is.
func (c *Core) comforting(call *Call) string {
	turn := call.Place.Comforts
	call.Place.Comforts++
	if own := c.room(call.Place.Queue).config.Comforts; len(own) > 0 {
		return own[turn%len(own)]
	}
	return "queue.comfort"
}

// comfortLater sets the next comfort prompt, if the queue has any.
func (c *Core) comfortLater(call *Call) {
	if every := c.room(call.Place.Queue).config.ComfortEvery; every > 0 {
		c.setTimer(call, TimerComfort, every)
	}
}

// maxSpoken is the highest number that the prompts can say.
const maxSpoken = 99

// standing is what there is to tell of position and estimated wait, as far as
// the queue wants them told. Both are told again only when they have fallen,
// and an estimate only when it is known.
func (c *Core) standing(call *Call) []Prompt {
	if call.urgent() {
		return nil // the queue's line says nothing of it
	}
	var prompts []Prompt
	room := c.room(call.Place.Queue)
	ahead := room.ahead(call)
	announce := room.config.Announce
	position := announce == AnnounceAll || announce == AnnouncePosition
	if fell := call.Place.ToldAhead == 0 || ahead < call.Place.ToldAhead; position && fell && ahead > 0 && ahead <= maxSpoken {
		call.Place.ToldAhead = ahead
		prompts = append(prompts, Prompt{ID: "queue.position", Number: ahead})
	}
	if announce != AnnounceAll && announce != AnnounceWait {
		return prompts
	}
	wait, known := room.estimate(ahead)
	minutes := int((wait + time.Minute - 1) / time.Minute)
	told := call.Place.ToldWait
	if known && minutes > 0 && minutes <= maxSpoken && (told == 0 || minutes < told) {
		call.Place.ToldWait = minutes
		prompts = append(prompts, Prompt{ID: "queue.wait_est", Number: minutes})
	}
	return prompts
}

// late counts a call whose service-level threshold passes while it waits.
func (c *Core) late(call *Call) {
	room := c.room(call.Place.Queue)
	call.Place.Late = true
	c.roll(room)
	room.figures.LateNow++
}
