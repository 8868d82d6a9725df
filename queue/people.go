package queue

import (
	"fmt"
	"slices"
	"time"

	"thirdring/agent"
)

func (c *Core) phoneState(ev PhoneState) {
	a := c.agents[ev.Agent]
	if a == nil || a.Presence.Phone == ev.Reachable {
		c.ignored++
		return
	}
	c.setPhone(a, ev.Reachable)
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
	ask := a.Ask
	if ev.By != string(a.ID) && a.Presence.Desktop || c.givingAway(a) {
		ask = a.AskAfter
	}
	if err := ask(c.now, ev.State, ev.Reason); err != nil {
		return err
	}
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

func (c *Core) knownBreak(reason agent.Reason) bool {
	return slices.ContainsFunc(c.center.Breaks, func(b BreakReason) bool { return b.Code == string(reason) })
}

func (c *Core) saveWrapUp(ev SaveWrapUp) error {
	call := c.calls[ev.Call]
	if call == nil || call.Filed || call.Record.Agent.ID != ev.Agent {
		return ErrNoCall
	}
	if err := c.checkWrapUp(ev.Wrap, ev.Done); err != nil {
		return err
	}
	call.Record.Wrap = ev.Wrap
	call.Record.Wrap.SavedAt = c.now
	c.touch(call)
	a := c.agents[ev.Agent]
	if a != nil && ev.Done && a.State == agent.WrapUp && a.Contact.Call == string(ev.Call) && !c.givingAway(a) {
		c.endWrapUp(a)
	}
	if call.Phase == Ended && !call.Filed {
		c.emit(SaveRecord{Record: call.Record.clone()})
	}
	return nil
}

// checkWrapUp checks what the agent registers; a draft may be incomplete, but
// what it says must be possible.
func (c *Core) checkWrapUp(w Disposition, done bool) error {
	if w.Category == "" && !done {
		return nil
	}
	i := slices.IndexFunc(c.center.Categories, func(k Category) bool { return k.Code == w.Category })
	if i < 0 || (w.SubCategory != "" && !slices.Contains(c.center.Categories[i].Subs, w.SubCategory)) {
		return ErrCategory
	}
	if !done || c.center.Categories[i].Silent {
		return nil
	}
	if w.Summary == "" {
		return ErrSummary
	}
	if !w.Resolved && (w.UnresolvedReason == "" || !w.PromisedReplyAt.After(c.now)) {
		return ErrUnresolved
	}
	return nil
}

// endWrapUp lets the agent go on, by wish or because the time is over.
func (c *Core) endWrapUp(a *agent.Agent) {
	call := c.wrappingCall(a)
	c.settleAgent(a, a.Finish(c.now))
	c.wrapped(call)
}

func (c *Core) wrappingCall(a *agent.Agent) *Call { return c.calls[CallID(a.Contact.Call)] }

func (c *Core) wrapped(call *Call) {
	if call == nil {
		return
	}
	call.Record.Times.Wrapped = c.now
	c.touch(call)
	c.finish(call, false)
}

func (c *Core) chooseOwner(ev ChooseOwner) error {
	call := c.calls[ev.Call]
	if call == nil || call.Filed || !call.belongsTo(ev.Agent) {
		return ErrNoCall
	}
	call.Record.Caller.Owner = ev.Owner
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
	return call.Offer != nil && call.Offer.Agent == id || call.Talk != nil && call.Talk.Agent == id ||
		call.Phase == Outside && call.Record.Agent.ID == id
}
