package queue

// What readers of an Update need to draw the line of a queue's callers.

// InLine reports whether the call stands in its queue's line: until a person
// answers, also while telephones ring for it.
func (call *Call) InLine() bool {
	switch call.Phase {
	case Waiting, Offering, Promised, CallingBack:
		return true
	case Ringing, Greeting: // of agent-first hotlines, which queue at once
		return !call.Place.Entered.IsZero()
	default:
		return false
	}
}

// BesideLine reports whether the caller is on a way on which no agent of a
// queue serves them.
func (call *Call) BesideLine() bool {
	return call.Phase == InMenu || call.Phase == OnDuty || call.Phase == LeavingMessage
}
