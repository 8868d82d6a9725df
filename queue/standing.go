package queue

import (
	"time"

	"thirdring/agent"
)

// What readers of an Update need to draw the line of a queue's callers.

// InLine reports whether the call stands in its queue's line: until a person
// answers, also while telephones ring for it.
func (call *Call) InLine() bool {
	switch call.Phase {
	case Waiting, Offering, CallingBack:
		return true
	case Promised:
		return !call.rests()
	case Ringing, Greeting: // of agent-first hotlines and of emergency lines, which queue at once
		return !call.Place.Entered.IsZero()
	default:
		return false
	}
}

// UrgentWaits reports whether the call is an emergency that nobody has
// answered, or whose conversation broke.
func (call *Call) UrgentWaits() bool { return call.urgent() && call.InLine() }

// BesideLine reports whether the caller is on a way on which no agent of a
// queue serves them, or is a promise that rests.
func (call *Call) BesideLine() bool {
	return call.Phase == InMenu || call.Phase == OnDuty || call.Phase == LeavingMessage || call.Resting()
}

// Resting reports whether the call is a promise that is out of line for a time.
func (call *Call) Resting() bool { return call.Phase == Promised && call.rests() }

// RestsUntil is when a promise that rests stands in line again; zero for other
// calls.
func (call *Call) RestsUntil() time.Time {
	if !call.Resting() {
		return time.Time{}
	}
	return call.Callback.After
}

// Ringing are the agents whose telephones the queue rings for the caller.
func (r *Record) Ringing() []agent.ID {
	var ids []agent.ID
	for _, try := range r.Offers {
		if try.Result == "" && try.Agent != "" {
			ids = append(ids, try.Agent)
		}
	}
	return ids
}

// HomeText is where the caller lives, as far as that is certain: the unit, or
// the building or project that everybody who it may be has in common.
func (call *Call) HomeText() string {
	if unit := call.Record.Caller.Owner.Unit; unit != "" || len(call.Homes) == 0 {
		return unit
	}
	common := call.Homes[0]
	for _, h := range call.Homes[1:] {
		switch {
		case h.Project != common.Project:
			return ""
		case h.Building != common.Building:
			common.Building = ""
		}
	}
	if common.Building == "" {
		return common.Project
	}
	return common.Project + "/" + common.Building
}
