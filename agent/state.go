package agent

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// State is what an agent is doing.
//
//	signed_out --> ready <--> break
//	                 |  ^------------------------+-----------+
//	                 v                           |           |
//	             reserved --> talking --> wrap_up            |
//	                 |           |                           |
//	                 +-----------+--> not_responding --------+
//
// A call that nobody took comes back to its agent: from wrap_up to reserved, and
// to wrap_up again if its customer goes meanwhile. An agent who calls somebody
// is reserved from break and not_responding too, and goes back there.
//
// Every state may end in signed_out, those bound to a call only after it.
type State string

// The states, with the words the field uses for them.
const (
	SignedOut     State = "signed_out"     // 离线
	Ready         State = "ready"          // 空闲
	Break         State = "break"          // 小休
	Reserved      State = "reserved"       // 振铃中
	Talking       State = "talking"        // 通话中
	WrapUp        State = "wrap_up"        // 整理中
	NotResponding State = "not_responding" // 未应答
)

// States lists every state, for closed sets such as metric labels.
var States = []State{SignedOut, Ready, Break, Reserved, Talking, WrapUp, NotResponding}

// Reason says why an agent is on break or not responding.
type Reason string

// Reasons the system gives by itself; a centre's own break reasons come from
// its configuration.
const (
	DesktopLost Reason = "desktop_lost" // the desktop's socket was gone longer than its grace
	NoAnswer    Reason = "no_answer"    // the phone rang to the limit
	Rejected    Reason = "rejected"     // the phone refused the call
	Offline     Reason = "offline"      // the phone could not be reached
)

// Errors of a refused change of state.
var (
	ErrIllegal = errors.New("agent: this change of state is not possible")
	ErrReason  = errors.New("agent: a break needs a reason")
)

var legal = map[State][]State{
	SignedOut:     {Ready, Break},
	Ready:         {Reserved, Break, SignedOut},
	Break:         {Ready, SignedOut, Break, Reserved},
	Reserved:      {Talking, WrapUp, Ready, Break, SignedOut, NotResponding},
	Talking:       {WrapUp, Ready, Break, SignedOut, NotResponding},
	WrapUp:        {Reserved, Ready, Break, SignedOut, NotResponding},
	NotResponding: {Ready, Break, SignedOut, Reserved},
}

// Bound reports whether the state belongs to a call, so that a person cannot
// change it before the call lets go.
func (s State) Bound() bool { return s == Reserved || s == Talking }

// Ask is a person's wish to change state. During a contact it is noted and
// takes effect at the contact's end; otherwise it takes effect at once.
func (a *Agent) Ask(now time.Time, to State, why Reason) error {
	if err := mayAsk(to, why); err != nil {
		return err
	}
	switch {
	case a.State.Bound():
		a.Next, a.NextReason = to, why
		return nil
	case a.State == to && a.Reason == why:
		return nil
	}
	return a.move(now, to, why)
}

// AskAfter is somebody else's wish: unlike one's own it does not cut a wrap-up
// short, since that would throw away what is being typed.
func (a *Agent) AskAfter(now time.Time, to State, why Reason) error {
	if a.State != WrapUp {
		return a.Ask(now, to, why)
	}
	if err := mayAsk(to, why); err != nil {
		return err
	}
	a.Next, a.NextReason = to, why
	return nil
}

// AskApproval notes the wish for a break that a supervisor has to approve.
func (a *Agent) AskApproval(now time.Time, why Reason) error {
	switch {
	case a.State == SignedOut:
		return fmt.Errorf("%w: a break that needs approval, from %q", ErrIllegal, a.State)
	case a.Asked.Reason != why:
		a.Asked = Asked{Reason: why, At: now}
	}
	return nil
}

func mayAsk(to State, why Reason) error {
	switch {
	case to != Ready && to != Break && to != SignedOut:
		return fmt.Errorf("%w: %q is not a state to ask for", ErrIllegal, to)
	case to == Break && why == "":
		return ErrReason
	}
	return nil
}

// Reserve binds an agent to a contact. One who was not ready, and so calls
// somebody, goes back to that when it ends, unless something else is asked for
// or the contact itself shows that the reason is no more.
func (a *Agent) Reserve(now time.Time, to Contact) error {
	from, why := a.State, a.Reason
	if err := a.move(now, Reserved, ""); err != nil {
		return err
	}
	a.Contact = to
	if (from == Break || from == NotResponding) && why != DesktopLost && why != Offline {
		a.Next, a.NextReason = from, why
	}
	return nil
}

// Talk marks that the reserved agent answered.
func (a *Agent) Talk(now time.Time) error {
	a.Missed = 0
	a.Today.Calls++
	return a.move(now, Talking, "")
}

// Pass lets go of an offer that the agent missed, without a consequence but
// that the others come first now.
func (a *Agent) Pass(now time.Time) error { return a.free(now, now) }

// Release lets go of an offer through no fault of the agent: the place in the
// longest-idle order is kept.
func (a *Agent) Release(now time.Time) error { return a.free(now, a.IdleSince) }

// Miss lets go of an offer that the agent did not take, or of a call that
// the agent's phone dropped.
func (a *Agent) Miss(now time.Time, why Reason) error {
	if a.Next != "" && a.Next != Ready {
		return a.free(now, now)
	}
	a.Contact.Call, a.Missed = "", 0
	return a.move(now, NotResponding, why)
}

// Wrap starts wrap-up, which ends by itself at until.
func (a *Agent) Wrap(now, until time.Time) error {
	if err := a.move(now, WrapUp, ""); err != nil {
		return err
	}
	a.Contact.WrapUpBy = until
	return nil
}

// Finish ends a contact: the wish made during it takes effect, else ready.
func (a *Agent) Finish(now time.Time) error { return a.free(now, now) }

func (a *Agent) free(now, idle time.Time) error {
	to, why := a.Next, a.NextReason
	if to == "" {
		to = Ready
	}
	if err := a.move(now, to, why); err != nil {
		return err
	}
	a.IdleSince = idle
	return nil
}

func (a *Agent) move(now time.Time, to State, why Reason) error {
	if !slices.Contains(legal[a.State], to) {
		return fmt.Errorf("%w: from %q to %q", ErrIllegal, a.State, to)
	}
	if to == Ready && a.State != Reserved {
		a.IdleSince = now
	}
	if to == SignedOut {
		a.Asked = Asked{}
		if a.Usual != nil {
			a.Queues, a.Usual = a.Usual, nil
		}
	}
	if !to.Bound() && to != WrapUp {
		a.Next, a.NextReason = "", ""
		a.Contact.Call, a.Contact.WrapUpBy = "", time.Time{}
	}
	if a.State == Talking {
		a.Today.Talk += now.Sub(a.Since)
	}
	a.State, a.Reason, a.Since = to, why, now
	return nil
}
