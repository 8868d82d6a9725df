package queue

import (
	"strings"
	"time"

	"thirdring/agent"
)

// Call control that leaves the parties where they are.

// ownTalk is the conversation of an agent with a customer.
func (c *Core) ownTalk(id agent.ID, of CallID) (*Call, error) {
	call := c.calls[of]
	if call == nil || call.Phase != Talking || id == "" || call.Talk.Agent != id {
		return nil, ErrNoCall
	}
	return call, nil
}

// talkOf is the conversation of an agent who may steer it now.
func (c *Core) talkOf(id agent.ID, of CallID) (*Call, error) {
	call, err := c.ownTalk(id, of)
	switch {
	case err != nil:
		return nil, err
	case c.down[call.Node]: // what is asked for now would not be carried out
		return nil, ErrNoNode
	case !call.Talk.LostSince.IsZero():
		return nil, ErrUnreachable
	}
	return call, nil
}

// mute keeps an agent from being heard: the call's, or the one who is consulted.
func (c *Core) mute(ev Mute) error {
	if call := c.calls[ev.Call]; call != nil && call.consults(ev.Agent) {
		if c.down[call.Node] {
			return ErrNoNode
		}
		c.muteLeg(call, call.Talk.Third.Leg, &call.Talk.Third.Muted, ev.On)
		return nil
	}
	call, err := c.talkOf(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	c.muteLeg(call, call.Talk.Leg, &call.Talk.Muted, ev.On)
	return nil
}

func (c *Core) muteLeg(call *Call, leg LegID, muted *bool, on bool) {
	if *muted == on {
		return
	}
	*muted = on
	c.emit(MuteLeg{On: c.on(call), Leg: leg, Mute: on})
	c.touch(call)
}

// maxDigits is how many keys are sent at a time.
const maxDigits = 32

// sendDigits plays keys to whom the agent talks to: all of them.
func (c *Core) sendDigits(ev SendDigits) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	if ev.Digits == "" || len(ev.Digits) > maxDigits || strings.Trim(ev.Digits, "0123456789*#") != "" {
		return ErrDigits
	}
	if !call.Caller.Music {
		c.emit(SendDTMF{On: c.on(call), Leg: call.Caller.ID, Digits: ev.Digits})
	}
	if third := call.Talk.Third; third != nil && !third.Held {
		c.emit(SendDTMF{On: c.on(call), Leg: third.Leg, Digits: ev.Digits})
	}
	return nil
}

// pauseRecording stops recording and goes on with it. The gap is marked.
func (c *Core) pauseRecording(ev PauseRecording) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	t := call.Talk
	recording := call.Record.recording(t.Recording)
	if recording == nil || !recording.open() {
		return ErrNotRecorded
	}
	if t.Paused == ev.On {
		return nil
	}
	if !ev.On {
		c.letRecord(call)
		return nil
	}
	t.Paused = true
	recording.Gaps = append(recording.Gaps, Span{From: c.now})
	c.emit(PauseRecord{On: c.on(call), Recording: t.Recording, Pause: true})
	c.touch(call)
	return nil
}

// letRecord goes on with a recording that is paused.
func (c *Core) letRecord(call *Call) {
	if call.Talk.Paused {
		c.closeGap(call)
		c.emit(PauseRecord{On: c.on(call), Recording: call.Talk.Recording})
	}
}

// closeGap ends the pause in the books.
func (c *Core) closeGap(call *Call) {
	if !call.Talk.Paused {
		return
	}
	call.Talk.Paused = false
	if r := call.Record.recording(call.Talk.Recording); r != nil && len(r.Gaps) > 0 {
		r.Gaps[len(r.Gaps)-1].To = c.now
	}
	c.touch(call)
}

// pauseFailed notes that a command to pause or to go on failed: what was so
// before it is so still.
func (c *Core) pauseFailed(call *Call) {
	r := call.Record.recording(call.Talk.Recording)
	if r == nil || len(r.Gaps) == 0 {
		return
	}
	last := len(r.Gaps) - 1
	if call.Talk.Paused = !call.Talk.Paused; call.Talk.Paused {
		r.Gaps[last].To = time.Time{}
	} else {
		r.Gaps = r.Gaps[:last]
	}
	c.touch(call)
}

// askHelp asks a supervisor for help, asks in other words, or withdraws it.
func (c *Core) askHelp(ev AskHelp) error {
	call, err := c.ownTalk(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	text, help := strings.TrimSpace(ev.Text), &call.Talk.Help
	c.touch(call)
	switch {
	case text == "":
		*help = Help{}
	case !help.Since.IsZero():
		help.Text = text
		call.Record.Help[len(call.Record.Help)-1].Text = text
	default:
		*help = Help{Text: text, Since: c.now}
		call.Record.Help = append(call.Record.Help, HelpAsked{At: c.now, Agent: ev.Agent, Text: text})
	}
	return nil
}

// takeHelp notes the first supervisor who helps.
func (c *Core) takeHelp(ev TakeHelp) error {
	call := c.calls[ev.Call]
	if call == nil || call.Phase != Talking {
		return ErrNoCall
	}
	if call.Talk.Help.Since.IsZero() || call.Talk.Help.By != "" {
		return ErrNothingAsked
	}
	call.Talk.Help.By = ev.By
	asked := &call.Record.Help[len(call.Record.Help)-1]
	asked.By, asked.Taken = ev.By, c.now
	c.touch(call)
	return nil
}
