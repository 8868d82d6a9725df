package queue

// play lets the caller, or both people in a conversation, hear prompts.
// Whatever was playing stops.
func (c *Core) play(call *Call, prompts ...Prompt) {
	c.hush(call)
	call.Playing = Playing{ID: PlayID(call.mint("p")), Prompts: prompts}
	cmd := Play{On: c.on(call), Leg: call.Caller.ID, ID: call.Playing.ID, Prompts: prompts}
	if call.together() {
		cmd.Bridge = call.Talk.Bridge
	}
	c.emit(cmd)
	c.setTimer(call, TimerPlay, playStartLimit)
	c.touch(call)
}

// begun puts the prompts into the record, with the versions of those that the
// centre changed.
func (c *Core) begun(call *Call, versions map[string]int) {
	call.Playing.Started = true
	c.asked(call)
	for _, p := range call.Playing.Prompts {
		call.Record.Prompts = append(call.Record.Prompts, Played{Prompt: p.ID, Version: versions[p.ID], At: c.now})
	}
	c.touch(call)
}

// hush stops the prompts at once. Of several, only the first is sure to have
// been heard: a recording notice behind it must count as not given.
func (c *Core) hush(call *Call) {
	if call.Playing.ID == "" {
		return
	}
	c.emit(StopPlay{On: c.on(call), ID: call.Playing.ID})
	if call.Playing.Started {
		unsure := len(call.Playing.Prompts) - 1
		call.Record.Prompts = call.Record.Prompts[:len(call.Record.Prompts)-unsure]
	}
	call.Playing = Playing{}
	c.stopTimer(call, TimerPlay)
	c.touch(call)
}

func (c *Core) playStarted(ev PlayStarted) {
	call := c.calls[ev.Call]
	if call == nil || call.Playing.ID != ev.Play {
		c.ignored++
		return
	}
	if !call.Playing.Started {
		c.begun(call, ev.Versions)
	}
	c.setTimer(call, TimerPlay, ev.Length+playSlack)
}

func (c *Core) playEnded(ev PlayEnded) {
	call := c.calls[ev.Call]
	if call == nil || call.Playing.ID != ev.Play {
		c.ignored++
		return
	}
	if ev.Failed == "" && !call.Playing.Started {
		c.begun(call, nil) // it was over before anybody said that it began
	}
	if ev.Failed != "" && c.down[call.Node] {
		c.ignored++ // Resync sees to it
		return
	}
	c.played(call)
}

// played goes on after prompts that ended, however they did.
func (c *Core) played(call *Call) {
	call.Playing = Playing{}
	c.stopTimer(call, TimerPlay)
	c.touch(call)
	if (call.Phase == Greeting || call.Phase == Waiting || call.Phase == InMenu) && c.notify(call) {
		return
	}
	switch call.Phase {
	case Greeting:
		c.afterGreeting(call)
	case Waiting, Offering, Transferring:
		c.music(call)
	case Talking:
		if call.Caller.Music { // on hold
			c.music(call)
		}
	case InMenu:
		c.menuPlayed(call)
	case OnDuty:
		c.music(call)
	case LeavingMessage:
		c.recordMessage(call)
	case Ended:
		if call.Survey != nil {
			c.questionPlayed(call)
			return
		}
		c.farewellSaid(call)
	case Arrived, Ringing, Dialling, Outside, Promised, CallingBack:
	}
}

// together reports whether the customer is in the conversation's bridge.
func (call *Call) together() bool {
	return call.Talk != nil && !call.Caller.Music && (call.Phase == Talking || call.Phase == Outside)
}

// music lets a caller without prompts hear music: who waits the queue's, who is
// on hold the usual one, as for a hold by the telephone's own button.
func (c *Core) music(call *Call) {
	call.Caller.Music = true
	cmd := Music{On: c.on(call), Leg: call.Caller.ID, Start: true}
	if call.Talk == nil {
		cmd.Class = c.room(call.Place.Queue).config.Music
	}
	c.emit(cmd)
	c.touch(call)
}
