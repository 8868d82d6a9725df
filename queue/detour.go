package queue

import "slices"

// Detour is the way of a caller whom no agent is to serve now, because the
// hotline is closed or the queue does not take or keep her.
type Detour struct {
	Why   Why
	Menu  Menu   // the message that plays, while there is a choice
	Heard int    // how often it was
	Key   string // what was chosen
	Exits []Exit // the ways still to be tried

	List   string      // the duty list that is rung
	Phones []DutyPhone // of it, still to be rung

	Recording RecordingID // of the message that is being left
	Again     bool        // asked a second time; not a third
}

// Why a caller is on a Detour.
type Why string

// Reasons for a Detour.
const (
	WhyClosed Why = "closed" // outside the opening hours
	WhyFull   Why = "full"   // too many wait already
	WhyNobody Why = "nobody" // nobody takes the queue's calls
	WhyWaited Why = "waited" // for too long
	WhyKey    Why = "key"    // the caller pressed a key while waiting
	WhyAway   Why = "away"   // thirdring was not there; never the core's reason

	WhyEmergency Why = "emergency" // no agent took an emergency; only in the row, as the caller waits on
)

// Exit is a way on for a caller who is not served.
type Exit struct {
	Kind ExitKind
	ID   string // of the queue or duty list
}

// ExitKind is where an Exit leads.
type ExitKind string

// Kinds of exits.
const (
	ExitQueue     ExitKind = "queue"     // another queue, if somebody serves it and it is not full
	ExitDuty      ExitKind = "duty"      // the phones of a duty list, one after the other
	ExitVoicemail ExitKind = "voicemail" // leave a message
	ExitGoodbye   ExitKind = "goodbye"   // a polite end, which is also what follows the last one
	ExitCallback  ExitKind = "callback"  // the place in the queue is kept, and the customer called back
	ExitEmergency ExitKind = "emergency" // the emergency lane
)

// divert sends a caller of the queue on the ways out of it.
func (c *Core) divert(call *Call, why Why, exits []Exit) {
	c.leave(call)
	c.stopTimer(call, TimerAnswer, TimerComfort, TimerWait, TimerNobody)
	c.hush(call)
	call.Detour = &Detour{Why: why, Exits: exits}
	c.touch(call)
	c.nextExit(call)
}

// nextExit takes the first way that is open.
func (c *Core) nextExit(call *Call) {
	d := call.Detour
	for len(d.Exits) > 0 {
		exit := d.Exits[0]
		d.Exits = d.Exits[1:]
		switch exit.Kind {
		case ExitQueue:
			if c.changeQueue(call, exit.ID) {
				return
			}
		case ExitDuty:
			if c.callDuty(call, exit.ID) {
				return
			}
		case ExitVoicemail:
			c.bookExit(call, exit)
			c.askMessage(call)
			return
		case ExitCallback:
			if c.promise(call) {
				return
			}
		case ExitEmergency:
			c.emergencyKey(call)
			return
		case ExitGoodbye:
			c.goodbye(call)
			return
		}
	}
	if d.Why == WhyKey {
		c.stayInLine(call)
		return
	}
	c.goodbye(call)
}

// goodbye ends the call with a polite word.
func (c *Core) goodbye(call *Call) {
	c.bookExit(call, Exit{Kind: ExitGoodbye})
	word := Prompt{ID: "system.busy"}
	if why := call.Detour.Why; why == WhyClosed || why == WhyKey {
		word.ID = "close.main"
	}
	c.end(call, End{Class: BySystem, Reason: EndUnserved}, word)
}

// changeQueue lets the caller wait in another queue, at the place that the
// whole wait until now deserves, unless nobody serves that queue, it is full,
// or the caller has been there.
func (c *Core) changeQueue(call *Call, queue string) bool {
	to := c.queues[queue]
	been := slices.Contains(call.Place.Left, queue)
	if to == nil || to.removed || been || queue == call.Place.Queue && !call.Place.Entered.IsZero() || to.duty == 0 || to.full() {
		return false
	}
	c.bookExit(call, Exit{Kind: ExitQueue, ID: queue})
	call.Detour = nil
	c.answer(call)
	c.enter(call, Waiting)
	if call.Place.Entered.IsZero() {
		call.Place.Queue, call.Record.Queue = queue, queue
		c.join(call)
	} else {
		c.sendTo(call, to)
	}
	c.greeted = append(c.greeted, call)
	return true
}

// bookExit puts the way that the caller takes into the row.
func (c *Core) bookExit(call *Call, exit Exit) {
	d := call.Detour
	call.Record.Exits = append(call.Record.Exits, ExitTaken{At: c.now, Why: d.Why, Key: d.Key, Exit: exit})
	c.touch(call)
}

// unserved is the outcome of a call that nobody answered after it left the
// usual way.
func (call *Call) unserved() Outcome {
	switch {
	case call.Record.Message != "":
		return OutcomeVoicemail
	case call.Detour != nil && call.Detour.Why == WhyClosed:
		return OutcomeAfterHours
	case call.Detour == nil: // back in line when the call ended
		return AbandonedQueue
	default:
		return OutcomeOverflow
	}
}

// resyncDetour goes on where a connection broke. Menus and prompts go on by
// their deadlines.
func (c *Core) resyncDetour(call *Call) {
	switch {
	case call.Phase == OnDuty && len(call.Offers) == 0:
		c.nextDuty(call)
	case call.Phase == LeavingMessage && call.Detour.Recording != "":
		c.emit(AskRecording{On: c.on(call), Recording: call.Detour.Recording})
	}
}
