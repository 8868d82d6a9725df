package queue

import (
	"strings"
	"time"
	"unicode"
)

// maxRaw bounds what is kept of a caller id as the network gave it.
const maxRaw = 64

func (c *Core) arrive(ev CallArrived) {
	if _, known := c.legs[ev.Leg]; known {
		c.ignored++
		return
	}
	if !c.nodes[ev.Node] && !c.down[ev.Node] {
		c.meet(ev.Node)
	}
	c.nodes[ev.Node] = true
	line := c.hotline(ev.To)
	call := &Call{
		ID:     c.mintCall(),
		Phase:  Arrived,
		Since:  c.now,
		Node:   ev.Node,
		Caller: Leg{ID: ev.Leg, Up: ev.Up},
		Place:  Place{Queue: line.Queue},
		Due:    map[Timer]time.Time{},
	}
	call.Record = Record{
		Call:      call.ID,
		Direction: Inbound,
		Hotline:   ev.To,
		Project:   line.Project,
		Queue:     line.Queue,
		Cadence:   c.center.Cadence,
		Caller:    Party{Raw: printable(ev.From)},
		Times:     Times{Ring: c.now},
	}
	c.calls[call.ID] = call
	c.legs[ev.Leg] = leg{call: call.ID, node: ev.Node}
	c.touch(call)
	c.emit(Identify{Call: call.ID, From: call.Record.Caller.Raw})
	c.receive(call, line)
}

// receive takes the caller in, by the hotline's mode.
func (c *Core) receive(call *Call, line Hotline) {
	switch {
	case line.Emergency:
		c.receiveUrgent(call)
	case c.closed(line):
		if call.Caller.Up {
			call.Record.Times.Answer = c.now
		}
		c.afterHours(call, line)
	case call.Caller.Up: // the fallback dialplan has answered and greeted
		call.Record.Times.Answer = c.now
		c.queueUp(call)
	case line.Mode == AgentFirst && line.AnswerAfter > 0 && !c.room(line.Queue).full():
		c.ring(call, line.AnswerAfter)
		c.join(call)
	case line.AnswerAfter > 0:
		c.ring(call, line.AnswerAfter)
	default:
		c.greet(call)
	}
}

// hotline is the configuration of a number; a number that nobody configured
// is answered like the first one.
func (c *Core) hotline(number string) Hotline {
	for _, line := range c.center.Hotlines {
		if line.Number == number {
			return line
		}
	}
	if len(c.center.Hotlines) > 0 {
		return c.center.Hotlines[0]
	}
	return Hotline{Number: number, Mode: GreetFirst}
}

func (c *Core) ring(call *Call, limit time.Duration) {
	c.enter(call, Ringing)
	c.emit(Ring{On: c.on(call), Leg: call.Caller.ID})
	c.setTimer(call, TimerAnswer, limit)
}

// greet answers the caller and plays the standard greeting.
func (c *Core) greet(call *Call) {
	c.stopTimer(call, TimerAnswer)
	c.enter(call, Greeting)
	c.answer(call)
	greeting := Prompt{ID: "greet.main"}
	if own := c.hotline(call.Record.Hotline).Greeting; own != "" {
		greeting.ID = own
	}
	prompts := []Prompt{greeting}
	if c.room(call.Place.Queue).config.Record {
		prompts = append(prompts, Prompt{ID: "greet.record"})
	}
	c.play(call, prompts...)
}

// answer answers the caller, and again until that is known to have worked: a
// caller who hears nothing but ringing is the one thing that must not be.
func (c *Core) answer(call *Call) {
	if call.Caller.Up {
		return
	}
	c.emit(Answer{On: c.on(call), Leg: call.Caller.ID})
	c.setTimer(call, TimerUp, upLimit)
}

func (c *Core) identified(ev Identified) {
	call := c.calls[ev.Call]
	if call == nil || call.Record.Caller.Match != Unidentified {
		c.ignored++
		return
	}
	party := &call.Record.Caller
	party.Number, party.Match = ev.Number, ev.Match
	if party.Owner.ID == "" { // the agent may have been quicker
		party.Owner = ev.Owner
	}
	call.Homes, call.Dial = ev.Homes, ev.Dial
	if call.Phase == Promised {
		c.notePromise(call) // by the canonical number, too
		call.Callback.Number = call.dialTo()
	}
	party.Segment, party.Last = ev.Segment, ev.Last
	c.optsOut(call, ev.NoSurvey)
	c.touch(call)
	c.noteHome(call)
	c.movePlace(call)
	c.known(call)
	if call.Phase == Waiting && call.Playing.ID == "" && !c.down[call.Node] {
		c.notify(call)
	}
	if call.Phase == Ended {
		c.emit(SaveRecord{Record: call.Record.clone(), Final: call.Filed})
	}
}

// printable keeps the printable characters of what the network sent, up to
// maxRaw of them.
func printable(s string) string {
	kept := 0
	return strings.Map(func(r rune) rune {
		if kept == maxRaw || !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		kept++
		return r
	}, s)
}
