// Package agent holds the people who answer calls: who they are, what state
// they are in, and which changes of state are legal.
//
// It is pure: no clock, no I/O, no locks. The queue package drives it and
// passes every time as an argument.
package agent

import (
	"slices"
	"time"
)

// ID names an agent within a site; it is also the agent's SIP user.
type ID string

// Profile is what the centre's configuration says about an agent.
type Profile struct {
	ID     ID
	Name   string
	WorkNo string   // 工号, announced to the caller; empty means no announcement
	Queues []string // queues the agent serves
	Device Device   // the telephone that the agent uses unless another is chosen

	Levels map[string]int // in a queue; 1, the first to be asked, where there is none
	Skills map[string]int // what the agent can do, and how well: 1 to 10
}

// Agent is a profile with its live state.
type Agent struct {
	Profile

	State  State
	Reason Reason    // why on break or not responding, else empty
	Since  time.Time // when State began

	// IdleSince orders ready agents: the longest idle is offered first. It is
	// kept when an offer is withdrawn through no fault of the agent.
	IdleSince time.Time

	// Next is what the agent asked for during a contact; it takes effect when
	// the contact ends. Empty means ready.
	Next       State
	NextReason Reason

	// Asked is a break that waits for a supervisor's approval.
	Asked Asked

	// Usual are the configured queues while a supervisor has changed Queues;
	// nil if not.
	Usual []string

	Missed    int       // offers missed in a row
	LastOffer time.Time // of a caller of a queue
	Today     Tally

	Chosen   Device // by the agent, instead of the profile's
	Presence Presence
	Contact  Contact
}

// Asked is a break that an agent asked for and that needs approval. The zero
// value means that nothing was asked.
type Asked struct {
	Reason Reason
	At     time.Time
}

// Tally is an agent's day so far.
type Tally struct {
	Day   string
	Calls int           // conversations, of whatever kind
	Talk  time.Duration // time in them
}

// Presence is the lease of three parts that makes an agent reachable: a
// desktop socket, a registered phone, and no channel still alive.
type Presence struct {
	Desktop   bool // a desktop is connected, or none is used (see Deskless)
	Deskless  bool // signed in without a desktop, from the shell or by a supervisor
	Phone     bool // the desk phone has a reachable contact
	Page      bool // the page's phone has one
	LostSince time.Time
}

// Contact is the call an agent is bound to. Call is set from the reservation
// to the end of wrap-up; Leg for as long as the phone's channel lives.
type Contact struct {
	Call     string
	Leg      string
	Node     string    // where Leg lives
	WrapUpBy time.Time // when wrap-up ends by itself
}

// Able reports whether a call may be offered to the agent now.
func (a *Agent) Able() bool {
	return a.State == Ready && a.Contact.Leg == "" && a.Reachable() &&
		(a.Presence.Desktop || a.Presence.Deskless)
}

// DesktopGone reports whether the agent works with a desktop that is away.
func (a *Agent) DesktopGone() bool { return !a.Presence.Desktop && !a.Presence.Deskless }

// Level is how soon the agent is asked for the queue's calls: 1 first.
func (a *Agent) Level(queue string) int { return max(1, a.Levels[queue]) }

// Serves reports whether the agent belongs to the queue.
func (a *Agent) Serves(queue string) bool {
	return slices.Contains(a.Queues, queue)
}
