package replay

import (
	"slices"

	"thirdring/queue"
)

// unserved are the phases of a caller who may press keys and give up.
var unserved = []queue.Phase{
	queue.Arrived, queue.Ringing, queue.Greeting, queue.Waiting, queue.Offering, queue.InMenu, queue.OnDuty,
}

// arrive lets the caller come, with her patience, and the keys that she
// pressed if she waits that long.
func (p *player) arrive(c *Call) queue.Event {
	p.arriving = c
	if span, ends := p.nature.patience(c); ends {
		p.at(c.At.Add(span), func() queue.Event {
			ev := p.asLongAs(c, queue.LegGone{Leg: c.Arrived.Leg, Cause: 16})
			if ev != nil && !c.lostPatience() {
				p.assumed.Patience++
			}
			return ev
		})
	}
	for _, key := range c.Keys {
		p.at(c.At.Add(key.After), func() queue.Event { return p.asLongAs(c, queue.LegDigit{Leg: c.Arrived.Leg, Digit: key.Digit}) })
	}
	ev := c.Arrived
	ev.Node = node
	return ev
}

// asLongAs is the event if the caller is not served yet.
func (p *player) asLongAs(c *Call, ev queue.Event) queue.Event {
	call := p.live[p.name[c]]
	if p.talks[call.ID] != nil || !slices.Contains(unserved, call.Phase) {
		return nil
	}
	return ev
}

// identify answers the look-up when it was answered on the day; of a customer
// who is called back it is known already.
func (p *player) identify(cmd queue.Identify) {
	if call := p.live[cmd.Call]; call.Callback != nil {
		p.of[cmd.Call] = p.of[call.Callback.Of]
		return
	}
	c := p.arriving
	p.of[cmd.Call], p.name[c] = c, cmd.Call
	if c.Identified != nil {
		known := *c.Identified
		known.Call = cmd.Call
		p.at(c.At.Add(c.KnownAfter), func() queue.Event { return known })
	}
}

// leaveMessage lets the caller say what she said, or go without a word.
func (p *player) leaveMessage(cmd queue.RecordLeg) {
	c := p.of[cmd.Call]
	length := median(p.nature.messages, usualMessage)
	switch {
	case c == nil:
		return
	case c.Message > 0:
		length = c.Message
	case c.Left && c.Row != nil && c.Row.Outcome != queue.OutcomeVoicemail && slices.ContainsFunc(c.Row.Exits, isVoicemail):
		p.after(usualKey, queue.LegGone{Leg: cmd.Leg, Cause: 16})
		return
	default:
		p.assumed.Messages++
	}
	p.after(length, queue.RecordingEnded{
		Call: cmd.Call, Recording: queue.Recording{ID: cmd.Recording, File: "replayed", Duration: length},
	})
}

func isVoicemail(x queue.BriefExit) bool { return x.Kind == queue.ExitVoicemail }
