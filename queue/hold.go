package queue

import "time"

// Hold: who is out of the bridge and hears music. One hold at a time: it
// begins with the agent's click or the phone's button, whichever comes first.

// holdSide puts one side on hold or takes it back.
func (c *Core) holdSide(ev Hold) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	if err != nil {
		return err
	}
	t := call.Talk
	switch {
	case ev.Side == SideThird && t.Third == nil:
		return ErrNoThird
	case t.PhoneHold:
		return ErrPhoneHold
	case ev.Side == SideThird && ev.On:
		c.holdThird(call)
	case ev.Side == SideThird:
		c.joinThird(call)
	case ev.On:
		c.holdCustomer(call)
	case len(call.Offers) > 0: // would hear the third party's answer
		return ErrThird
	default:
		c.takeBack(call)
	}
	return nil
}

// swap holds the side the agent talks to and takes the other one back. Of
// three who talk it takes the customer out; of two on hold the customer in.
func (c *Core) swap(ev Swap) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third == nil:
		return ErrNoThird
	case call.Talk.PhoneHold:
		return ErrPhoneHold
	}
	if call.Talk.HeldSince.IsZero() {
		c.holdCustomer(call)
		c.joinThird(call)
		return nil
	}
	c.holdThird(call)
	c.takeBack(call)
	return nil
}

// holdCustomer puts the customer on hold. No prompt says so: the agent has
// asked and thanked in person, and a machine's word behind that would only
// delay the music. Who is kept waiting hears an apology once a minute.
func (c *Core) holdCustomer(call *Call) {
	c.beginHold(call)
	if c.setAside(call) {
		c.setTimer(call, TimerHold, holdEvery)
	}
}

// setAside takes the customer out of the bridge, and reports false if that is
// so already.
func (c *Core) setAside(call *Call) bool {
	if call.Caller.Music {
		return false
	}
	c.hush(call)
	c.emit(HoldLeg{On: c.on(call), Bridge: call.Talk.Bridge, Leg: call.Caller.ID})
	call.Caller.Music = true
	c.touch(call)
	return true
}

// takeBack ends the customer's hold.
func (c *Core) takeBack(call *Call) {
	c.endHold(call)
	if !call.Caller.Music {
		return
	}
	c.hush(call)
	c.emit(JoinLeg{On: c.on(call), Bridge: call.Talk.Bridge, Leg: call.Caller.ID, StopMusic: true})
	call.Caller.Music = false
	c.touch(call)
	c.noteConference(call)
	c.recordOn(call)
}

func (c *Core) beginHold(call *Call) {
	if !call.Talk.HeldSince.IsZero() {
		return
	}
	call.Talk.HeldSince = c.now
	call.Record.Holds = append(call.Record.Holds, Span{From: c.now})
	c.touch(call)
}

func (c *Core) endHold(call *Call) {
	if call.Talk == nil || call.Talk.HeldSince.IsZero() {
		return
	}
	call.Record.Holds[len(call.Record.Holds)-1].To = c.now
	call.Talk.HeldSince = time.Time{}
	c.stopTimer(call, TimerHold)
	c.touch(call)
}

// holdLong asks a customer on hold for patience.
func (c *Core) holdLong(call *Call) {
	if call.Phase != Talking || call.Talk.HeldSince.IsZero() || !call.Caller.Music {
		return
	}
	if call.Playing.ID == "" {
		c.play(call, Prompt{ID: "hold.long"})
	}
	c.setTimer(call, TimerHold, holdEvery)
}

// phoneHold does what the phone's own hold button asks for; Asterisk itself
// plays no music in a bridge that is recorded. Pressed while the page holds the
// customer, it takes over: only the phone can take the customer back. In a
// conference customer and third party go on without the agent.
func (c *Core) phoneHold(id LegID, held bool) {
	call := c.calls[c.legs[id].call]
	if call == nil || call.Talk == nil || call.Talk.Leg != id || held == call.Talk.PhoneHold ||
		call.Phase != Talking && call.Phase != Transferring {
		c.ignored++
		return
	}
	call.Talk.PhoneHold = held
	c.touch(call)
	switch {
	case call.Phase == Transferring: // by REFER; it counts if the call comes back
	case held && call.Talk.Third == nil:
		c.holdCustomer(call)
	case held:
		c.beginHold(call)
	case !call.Caller.Music:
		c.endHold(call)
	case call.Talk.Third == nil && len(call.Offers) == 0 && call.Talk.LostSince.IsZero():
		c.takeBack(call)
	}
}

// holdThird takes the third party out of the bridge.
func (c *Core) holdThird(call *Call) {
	third := call.Talk.Third
	if third.Held {
		return
	}
	third.Held = true
	c.emit(HoldLeg{On: c.on(call), Bridge: call.Talk.Bridge, Leg: third.Leg})
	c.touch(call)
}

// joinThird takes the third party in.
func (c *Core) joinThird(call *Call) {
	third := call.Talk.Third
	if !third.Held {
		return
	}
	third.Held = false
	c.emit(JoinLeg{On: c.on(call), Bridge: call.Talk.Bridge, Leg: third.Leg, StopMusic: true})
	c.touch(call)
	c.noteConference(call)
}
