package queue

import "time"

// Voicemail says how messages are taken.
type Voicemail struct {
	Limit    time.Duration // a message is at most this long
	Silence  time.Duration // and ends after so much silence, or with #
	Shortest time.Duration // one that is shorter is asked for again, once
}

// messageSlack is how much later than its limit the end of a message may be heard of.
const messageSlack = 5 * time.Second

// askMessage asks the caller for a message.
func (c *Core) askMessage(call *Call) {
	c.enter(call, LeavingMessage)
	c.answer(call)
	ask := []Prompt{{ID: "voicemail"}}
	if why := call.Detour.Why; why != WhyClosed && why != WhyKey {
		ask = []Prompt{{ID: "queue.overflow"}, {ID: "voicemail"}}
	}
	c.play(call, ask...)
}

// recordMessage records what the caller says, after a tone.
func (c *Core) recordMessage(call *Call) {
	rules := c.center.Voicemail
	if call.Caller.Music {
		call.Caller.Music = false
		c.emit(Music{On: c.on(call), Leg: call.Caller.ID})
	}
	id := c.mintRecording(call)
	call.Detour.Recording, call.Record.Message = id, id
	c.emit(RecordLeg{On: c.on(call), Leg: call.Caller.ID, Recording: id, Limit: rules.Limit, Silence: rules.Silence, EndKey: "#"})
	c.setTimer(call, TimerMessage, rules.Limit+messageSlack)
}

// messageEnded thanks for a message, or asks once more: for one that was too short,
// or could not be recorded, as when thirdring ended before it began.
func (c *Core) messageEnded(call *Call, r *Recording) {
	d := call.Detour
	c.stopTimer(call, TimerMessage)
	d.Recording = ""
	c.judgeMessage(call)
	switch {
	case call.Record.Message != "":
		c.end(call, End{Class: BySystem, Reason: EndMessage}, Prompt{ID: "voicemail.ok"})
	case d.Again:
		c.nextExit(call)
	case r.Failed != "":
		d.Again = true
		c.play(call, Prompt{ID: "voicemail"})
	default:
		d.Again = true
		c.play(call, Prompt{ID: "voicemail.short"})
	}
}

// messageOverdue goes on without the word of how a message ended. It counts as
// one if its file turns up before the row is final.
func (c *Core) messageOverdue(call *Call) {
	call.Detour.Recording = ""
	c.emit(AskRecording{On: c.on(call), Recording: call.Record.Message})
	c.nextExit(call)
}

// judgeMessage takes back that there is a message if it turns out that there
// is none to speak of.
func (c *Core) judgeMessage(call *Call) {
	r := call.Record.recording(call.Record.Message)
	if r == nil || r.open() || r.Failed == "" && r.Duration >= c.center.Voicemail.Shortest {
		return
	}
	call.Record.Message = ""
	c.touch(call)
	if call.Record.Outcome == OutcomeVoicemail {
		call.Record.Outcome = call.unserved()
	}
}
