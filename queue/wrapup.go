package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

func (c *Core) saveWrapUp(ev SaveWrapUp) error {
	call := c.calls[ev.Call]
	if call == nil || call.Filed || call.Record.Agent.ID != ev.Agent {
		return ErrNoCall
	}
	wrap, err := c.registered(call.Record.Wrap, ev)
	if err != nil {
		return err
	}
	call.Record.Wrap = wrap
	c.touch(call)
	a := c.agents[ev.Agent]
	if a != nil && ev.Done && a.State == agent.WrapUp && a.Contact.Call == string(ev.Call) && !c.givingAway(a) {
		c.endWrapUp(a)
	}
	if call.Phase == Ended && !call.Filed && ev.Done { // a draft is safe with the call
		c.emit(SaveRecord{Record: call.Record.clone()})
	}
	return nil
}

// registered is the registration that a save leads to. A draft may lack
// anything, but the category it names must exist.
//
// Complete says of the text as it stands that it was handed in and that nothing
// required is missing. So a draft saved over a complete registration, as by the
// page that saves while the agent corrects a word, leaves it complete as long
// as it still has everything; one that lost something does not, for the row
// would claim what is not so. The draft is taken either way: no text is lost.
func (c *Core) registered(before Disposition, ev SaveWrapUp) (Disposition, error) {
	w := ev.Wrap
	kind, err := c.category(w, ev.Done)
	if err != nil {
		return w, err
	}
	missing := c.missing(before, w, kind)
	if ev.Done && missing != nil {
		return w, missing
	}
	w.By, w.SavedAt = ev.Agent, c.now
	w.Complete = missing == nil && (ev.Done || before.Complete)
	return w, nil
}

// category is the one the registration names, nil if a draft names none yet.
func (c *Core) category(w Disposition, done bool) (*Category, error) {
	if w.Category == "" && !done {
		return nil, nil
	}
	i := slices.IndexFunc(c.center.Categories, func(k Category) bool { return k.Code == w.Category })
	if i < 0 || w.SubCategory != "" && !slices.Contains(c.center.Categories[i].Subs, w.SubCategory) {
		return nil, ErrCategory
	}
	return &c.center.Categories[i], nil
}

// missing is what keeps the registration from being complete. Times must be to
// come, unless they were when they were saved before. A draft's are not looked
// at: refusing it for a date half typed would lose the text beside it.
func (c *Core) missing(before, w Disposition, kind *Category) error {
	toCome := func(at, known time.Time) bool { return at.After(c.now) || before.Complete && at.Equal(known) }
	switch {
	case kind == nil:
		return ErrCategory
	case !w.FollowUpAt.IsZero() && !toCome(w.FollowUpAt, before.FollowUpAt):
		return ErrFollowUp
	case kind.Silent:
		return nil
	case len(kind.Subs) > 0 && w.SubCategory == "":
		return ErrCategory
	case w.Summary == "":
		return ErrSummary
	case !w.Resolved && (w.UnresolvedReason == "" || w.PromisedReplyAt.IsZero() || !toCome(w.PromisedReplyAt, before.PromisedReplyAt)):
		return ErrUnresolved
	}
	return nil
}

// extendWrapUp gives the agent the length of another wrap-up.
func (c *Core) extendWrapUp(ev ExtendWrapUp) error {
	a, call := c.agents[ev.Agent], c.calls[ev.Call]
	if a == nil || call == nil || a.State != agent.WrapUp || a.Contact.Call != string(ev.Call) {
		return ErrNoCall
	}
	config := c.room(call.Place.Queue).config
	until := a.Contact.WrapUpBy.Add(config.WrapUp)
	if last := call.overSince(a).Add(config.WrapUpLimit()); until.After(last) {
		until = last
	}
	if a.Contact.WrapUpBy.IsZero() || !until.After(a.Contact.WrapUpBy) {
		return ErrWrapUpMax
	}
	a.Contact.WrapUpBy = until
	c.setAgentTimer(a, until)
	c.touchAgent(a)
	c.touch(call)
	return nil
}

// overSince is when the call ended for an agent who wraps it up.
func (call *Call) overSince(a *agent.Agent) time.Time {
	if over := call.Record.Times.Hangup; over.After(a.Since) {
		return over
	}
	return a.Since
}

// endWrapUp lets the agent go on, by wish or because the time is over.
func (c *Core) endWrapUp(a *agent.Agent) {
	call := c.wrappingCall(a)
	c.settleAgent(a, a.Finish(c.now))
	c.wrapped(call)
}

// wrappingCall is the call that the agent registers; nil if another agent has
// it by now.
func (c *Core) wrappingCall(a *agent.Agent) *Call {
	call := c.calls[CallID(a.Contact.Call)]
	if call == nil || call.Record.Agent.ID != a.ID {
		return nil
	}
	return call
}

func (c *Core) wrapped(call *Call) {
	if call == nil {
		return
	}
	call.Record.Times.Wrapped = c.now
	c.touch(call)
	c.finish(call, false)
}
