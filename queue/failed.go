package queue

// commandFailed decides what a call can do without. Prompts and music are a
// loss the caller survives; a channel or a bridge is not.
func (c *Core) commandFailed(ev CommandFailed) {
	_, known := c.legs[ev.Leg]
	call := c.calls[ev.Call]
	switch {
	case ev.What == "create_leg" && known: // whoever waits for its end waits in vain
		c.legGone(LegGone{Leg: ev.Leg})
	case call == nil || call.Phase == Ended || c.down[call.Node]:
		c.ignored++ // hang-ups are repeated by themselves, a Resync sees to the rest
	case call.offerOn(ev.Leg) != nil:
		c.hangup(c.on(call), ev.Leg, 0)
		c.offerLost(call, call.offerOn(ev.Leg), OfferFailed)
	case call.Phase == Dialling && ev.What == "join_leg": // the agent hears nothing
		c.end(call, End{Class: BySystem, Reason: EndFailed})
	case ev.What == "record_leg" && call.Phase == LeavingMessage && call.Detour.Recording != "":
		c.recordingEnded(RecordingEnded{Call: call.ID, Recording: Recording{ID: call.Detour.Recording, Failed: ev.Reason}})
	case call.Talk != nil && (call.Phase == Talking || call.Phase == Outside):
		c.talkCommandFailed(call, ev)
	default:
		c.ignored++ // Answer is repeated by itself
	}
}

// talkCommandFailed makes what the core thinks of a conversation what it is in
// Asterisk.
func (c *Core) talkCommandFailed(call *Call, ev CommandFailed) {
	t := call.Talk
	third := t.Third != nil && t.Third.Leg == ev.Leg
	switch {
	case ev.What == "connect" && ev.Leg == t.Leg,
		ev.What == "join_leg" && (ev.Leg == call.Caller.ID || ev.Leg == t.Leg):
		// Most likely one of the two has just gone: what follows depends on who.
		c.setTimer(call, TimerConnect, blameLimit)
	case ev.What == "join_leg" && third:
		c.endThird(call)
	case ev.What == "hold_leg" && third: // is heard, perhaps: then all shall know
		c.joinThird(call)
	case ev.What == "hold_leg" && ev.Leg == call.Caller.ID && !t.PhoneHold && t.LostSince.IsZero():
		c.takeBack(call)
	case ev.What == "mute_leg" && ev.Leg == t.Leg:
		t.Muted = !t.Muted
		c.touch(call)
	case ev.What == "mute_leg" && third:
		t.Third.Muted = !t.Third.Muted
		c.touch(call)
	case ev.What == "pause_record":
		c.pauseFailed(call)
	default:
		c.ignored++
	}
}
