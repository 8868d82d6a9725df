package queue

import (
	"fmt"
	"slices"
	"time"

	"thirdring/agent"
)

func (c *Core) phoneState(ev PhoneState) {
	a := c.agents[ev.Agent]
	if a == nil || !a.Presence.Registered(ev.Device, ev.Reachable) {
		c.ignored++
		return
	}
	c.phoneMoved(a)
	c.checkPage(a)
}

func (c *Core) desktopState(ev DesktopState) {
	a := c.agents[ev.Agent]
	if a == nil || a.Presence.Desktop == ev.Connected {
		c.ignored++
		return
	}
	a.Presence.Desktop = ev.Connected
	a.Presence.LostSince = time.Time{}
	if ev.Connected {
		a.Presence.Deskless = false
		if a.State == agent.Break && a.Reason == agent.DesktopLost {
			c.settleAgent(a, a.Ask(c.now, agent.Ready, ""))
			return
		}
	} else if a.State != agent.SignedOut {
		a.Presence.LostSince = c.now
		c.setAgentTimer(a, graceEnd(a))
	}
	c.touchAgent(a)
	c.checkPage(a)
}

func (c *Core) setState(ev SetState) error {
	a := c.agents[ev.Agent]
	if a == nil || !c.listed(a.ID) {
		return ErrNoAgent
	}
	if ev.State == agent.Break && !c.knownBreak(ev.Reason) {
		return fmt.Errorf("%w: %q", ErrNoReason, ev.Reason)
	}
	if ev.State != agent.Break {
		ev.Reason = ""
	}
	var wrapping *Call
	if a.State == agent.WrapUp {
		wrapping = c.wrappingCall(a)
	}
	own := ev.By == string(a.ID)
	if own && ev.State == agent.Break && c.needsApproval(a, ev.Reason) {
		c.touchAgent(a)
		return a.AskApproval(c.now, ev.Reason)
	}
	ask := a.Ask
	if !own && a.Presence.Desktop || c.givingAway(a) {
		ask = a.AskAfter
	}
	if err := ask(c.now, ev.State, ev.Reason); err != nil {
		return err
	}
	a.Asked = agent.Asked{} // whatever was asked for before is withdrawn
	if ev.Deskless && !a.Presence.Desktop {
		a.Presence.Deskless, a.Presence.LostSince = true, time.Time{}
	}
	if a.State == agent.SignedOut {
		a.Presence.Deskless, a.Presence.LostSince = false, time.Time{}
	}
	if a.DesktopGone() && a.State != agent.SignedOut && a.Presence.LostSince.IsZero() {
		a.Presence.LostSince = c.now
		c.setAgentTimer(a, graceEnd(a))
	}
	if a.State != agent.WrapUp {
		c.wrapped(wrapping)
	}
	c.settleAgent(a, nil)
	return nil
}

// breakReason is the centre's of that code, nil if it has none.
func (c *Core) breakReason(code agent.Reason) *BreakReason {
	i := slices.IndexFunc(c.center.Breaks, func(b BreakReason) bool { return b.Code == string(code) })
	if i < 0 {
		return nil
	}
	return &c.center.Breaks[i]
}

func (c *Core) knownBreak(code agent.Reason) bool { return c.breakReason(code) != nil }

// needsApproval reports whether a supervisor must agree to the agent's break.
// One that has begun, or is to begin after the contact, was agreed to.
func (c *Core) needsApproval(a *agent.Agent, why agent.Reason) bool {
	agreed := a.State == agent.Break && a.Reason == why || a.Next == agent.Break && a.NextReason == why
	return c.breakReason(why).Approval && !agreed
}

// decideBreak grants or refuses the break that an agent asked for. Granted, it
// is taken as if it were asked for now, except that it does not end a wrap-up:
// the click is the supervisor's, and the agent may be typing.
func (c *Core) decideBreak(ev DecideBreak) error {
	a := c.agents[ev.Agent]
	if a == nil || !c.listed(a.ID) {
		return ErrNoAgent
	}
	asked := a.Asked.Reason
	if asked == "" {
		return ErrNothingAsked
	}
	a.Asked = agent.Asked{}
	c.touchAgent(a)
	switch {
	case !ev.Grant:
		return nil
	case !c.knownBreak(asked):
		return ErrNoReason
	}
	if err := a.AskAfter(c.now, agent.Break, asked); err != nil {
		return err
	}
	c.settleAgent(a, nil)
	return nil
}

func (c *Core) chooseOwner(ev ChooseOwner) error {
	call := c.calls[ev.Call]
	if call == nil || call.Filed || !call.belongsTo(ev.Agent) {
		return ErrNoCall
	}
	call.Record.Caller.Owner = ev.Owner
	c.optsOut(call, ev.NoSurvey)
	c.touch(call)
	if call.Phase == Ended {
		c.emit(SaveRecord{Record: call.Record.clone()})
	}
	return nil
}

// belongsTo reports whether the call is on the agent's desktop.
func (call *Call) belongsTo(id agent.ID) bool {
	if id == "" {
		return false
	}
	return call.OfferTo(id) != nil || call.Talk != nil && call.Talk.Agent == id ||
		call.Phase == Outside && call.Record.Agent.ID == id
}
