package queue

// A farewell is what the caller of a call that is over still hears before the
// line is cut. The agent's wrap-up has begun by then.

// closing is the farewell of a caller whose agent hangs up first.
func (c *Core) closing(call *Call) []Prompt {
	line := c.hotline(call.Record.Hotline)
	if line.Closing == "" || call.Record.Direction != Inbound {
		return nil
	}
	return []Prompt{{ID: line.Closing}}
}

// mayHear is the farewell if the caller can hear one, alone in the line.
func (c *Core) mayHear(call *Call, farewell []Prompt) []Prompt {
	if len(farewell) == 0 || !c.hears(call) {
		return nil
	}
	if call.together() {
		c.setAside(call)
	}
	return farewell
}

// hears reports whether the caller can hear what is played.
func (c *Core) hears(call *Call) bool {
	return call.callerLives() && call.Caller.Up && !c.down[call.Node]
}

// farewellOver ends what the caller of an ended call hears, without a word.
func (c *Core) farewellOver(call *Call) {
	call.Playing = Playing{}
	c.stopTimer(call, TimerPlay)
	c.endSurvey(call)
}

// farewellSaid cuts the line.
func (c *Core) farewellSaid(call *Call) {
	c.hangupOnce(call, call.Caller.ID)
	c.setTimer(call, TimerFinish, finishLimit)
}
