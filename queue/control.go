package queue

// Call control that leaves the parties where they are.

func (c *Core) mute(ev Mute) error                     { return ErrNoCall }
func (c *Core) sendDigits(ev SendDigits) error         { return ErrNoCall }
func (c *Core) pauseRecording(ev PauseRecording) error { return ErrNoCall }
func (c *Core) askHelp(ev AskHelp) error               { return ErrNoCall }
func (c *Core) takeHelp(ev TakeHelp) error             { return ErrNoCall }
