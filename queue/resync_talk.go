package queue

// resyncTransfer goes on with a transfer as it is found.
func (c *Core) resyncTransfer(call *Call, live map[LegID]LiveLeg) {
	if len(call.Offers) == 0 { // it could not be read
		c.transferLost(call)
		return
	}
	c.resyncOffers(call, live)
}

// resyncTalk leaves a conversation alone, joins one that came apart or never
// came together, and saves a caller whose agent went.
func (c *Core) resyncTalk(call *Call, live map[LegID]LiveLeg) {
	t, rung := call.Talk, call.OnlyOffer()
	c.resyncThird(call, live)
	if t.Gone && t.LostSince.IsZero() {
		if a := c.agents[t.Agent]; a != nil {
			a.Contact.Leg = ""
		}
		if c.agentBroke(call, ""); call.Talk == nil {
			return
		}
	}
	if call.Talk.LostSince.IsZero() {
		c.regroup(call, live)
	} else {
		c.regroupLost(call, live)
	}
	if call.OnlyOffer() == rung { // not one of just now
		c.resyncOffers(call, live)
	}
	if a := c.agents[call.Talk.Agent]; a != nil {
		c.checkPage(a)
	}
}

// resyncThird drops a third party who is gone.
func (c *Core) resyncThird(call *Call, live map[LegID]LiveLeg) {
	third := call.Talk.Third
	if third == nil {
		return
	}
	if _, up := live[third.Leg]; up {
		return
	}
	third.Gone = true
	if a := c.agents[third.Agent]; a != nil {
		a.Contact.Leg = ""
	}
	c.thirdLeft(call)
}

// regroup puts everybody in or out of the bridge as the core has them.
func (c *Core) regroup(call *Call, live map[LegID]LiveLeg) {
	t := call.Talk
	in := func(id LegID) bool { return live[id].Bridge == t.Bridge }
	if call.Caller.Music && !t.Connected { // never was connected
		if call.Caller.Music = false; !t.PhoneHold {
			c.endHold(call)
		}
	}
	switch {
	case call.Caller.Music:
		c.stopTimer(call, TimerConnect)
		if in(call.Caller.ID) {
			c.emit(HoldLeg{On: c.on(call), Bridge: t.Bridge, Leg: call.Caller.ID})
		}
		if !in(t.Leg) {
			c.emit(JoinLeg{On: c.on(call), Bridge: t.Bridge, Leg: t.Leg})
		}
	case in(call.Caller.ID) && in(t.Leg):
		c.areConnected(call, call.Since) // about; an announcement would come too late
	case t.Connected:
		c.bridge(call, true, "") // the recording goes on
	default:
		c.bridge(call, true, t.Recording)
	}
	if t.PhoneHold && t.Third == nil { // the button still is as it was
		c.setAside(call)
	}
	third := t.Third
	switch {
	case third == nil || third.Held != in(third.Leg):
	case third.Held:
		c.emit(HoldLeg{On: c.on(call), Bridge: t.Bridge, Leg: third.Leg})
	default:
		c.emit(JoinLeg{On: c.on(call), Bridge: t.Bridge, Leg: third.Leg, StopMusic: true})
	}
}
