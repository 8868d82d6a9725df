package queue

import (
	"slices"
	"strconv"
	"time"

	"thirdring/agent"
)

// maxNamed bounds how many agents a decision names.
const maxNamed = 20

// Passed is an agent who did not get a call, and why.
type Passed struct {
	Agent agent.ID
	Why   WhyNot
}

// WhyNot is why an agent did not get a call.
type WhyNot string

// Reasons why not.
const (
	NotNext     WhyNot = "not_next"     // was able, but comes later by the strategy
	NextLevel   WhyNot = "next_level"   // was able, but those of a lower level are asked before
	MissedIt    WhyNot = "missed_call"  // was able, but had missed this call
	Busy        WhyNot = "busy"         // has another call, or its wrap-up
	OnBreak     WhyNot = "break"        // on break
	Silent      WhyNot = "no_answer"    // does not respond
	Absent      WhyNot = "signed_out"   // signed out
	Unreachable WhyNot = "unreachable"  // the telephone cannot be rung
	NoDesk      WhyNot = "no_desktop"   // the desktop is gone
	PhoneInUse  WhyNot = "phone_in_use" // the telephone's last call has not ended
	NoSkill     WhyNot = "no_skill"     // lacks a skill that is needed, or its level
	LaterLevel  WhyNot = "later_level"  // of a level that is not asked yet
	OtherQueue  WhyNot = "other_queue"  // serves other queues
	OtherAgent  WhyNot = "other_agent"  // the call waits for somebody else
)

// explain notes for the journal, and in one line for the row, why this agent got
// this call, and why others did not. Of several who are rung at once the first
// decision names the others.
func (c *Core) explain(call *Call, a *agent.Agent, l *lane, rung int) {
	e := Explain{
		Call: call.ID, Agent: a.ID, Rule: l.rule(call), Rung: rung,
		Idle: c.now.Sub(a.IdleSince), Ready: len(l.ready.items),
		Waited: c.now.Sub(call.Place.Entered), Behind: c.room(call.Place.Queue).connected(),
		Stage: call.Place.Stage, Ahead: call.Place.Priority, For: call.Place.Why,
	}
	if call.Place.given() {
		e.By = call.Place.WantsBy
	}
	if len(call.Offers) == 0 {
		e.Behind-- // the call itself
		e.Others = c.passed(call, a, l)
	}
	call.Record.Why = e.line(call)
	c.emit(e)
}

// rule is how the lane's agent was chosen.
func (l *lane) rule(call *Call) string {
	switch {
	case call.urgent():
		return "emergency"
	case call.Place.given():
		return "given"
	case call.Place.Wants != "":
		return "same_agent"
	case l.strategy == "":
		return string(LongestIdle)
	default:
		return string(l.strategy)
	}
}

// line is the decision in one line for people.
func (e *Explain) line(call *Call) string {
	text := e.Rule + ": " + strconv.Itoa(e.Ready) + " ready, "
	if e.Rung > 0 {
		text += strconv.Itoa(e.Rung) + " rung at once"
	} else {
		text += "idle " + e.Idle.Round(time.Second).String()
	}
	text += ", waited " + e.Waited.Round(time.Second).String()
	if call.Place.given() {
		text += ", given by " + call.Place.WantsBy
	}
	if call.Place.Why != "" {
		text += ", " + call.Place.Priority.String() + " ahead for " + call.Place.Why
	}
	if call.Place.Stage > 0 {
		text += ", widened " + strconv.Itoa(call.Place.Stage) + " times"
	}
	return text
}

// passed names agents who did not get the call: first those who were able,
// then others of the queue, then of other queues. Only so many are looked at.
func (c *Core) passed(call *Call, chosen *agent.Agent, l *lane) []Passed {
	room := c.room(call.Place.Queue)
	n := min(maxNamed, len(c.center.Agents)-1)
	if n <= 0 {
		return nil
	}
	list := make([]Passed, 0, n)
	name := func(id agent.ID, why WhyNot) {
		if id != chosen.ID && why != "" && len(list) < n {
			list = append(list, Passed{id, why})
		}
	}
	var rung []agent.ID
	if l.strategy == RingAll {
		rung = l.asked(call)
	}
	for _, s := range l.ready.items[:min(len(l.ready.items), n+1)] {
		if slices.Contains(rung, s.id) {
			continue
		}
		switch {
		case call.missedBy(s.id):
			name(s.id, MissedIt)
		case s.level > l.ready.items[0].level:
			name(s.id, NextLevel)
		default:
			name(s.id, NotNext)
		}
	}
	if len(list) == n {
		return list
	}
	for _, other := range room.members[:min(len(room.members), 2*maxNamed)] {
		name(other.ID, l.whyNot(other))
	}
	if len(list) == n || len(room.members) > maxNamed {
		return list
	}
	for _, profile := range c.center.Agents[:min(len(c.center.Agents), 2*maxNamed)] {
		if other := c.agents[profile.ID]; other != nil && !other.Serves(room.config.ID) {
			name(other.ID, l.whyNot(other))
		}
	}
	return list
}

// whyNot is why the agent could not be offered the lane's calls; empty if the
// agent could.
func (l *lane) whyNot(a *agent.Agent) WhyNot {
	if why := l.need.whyNot(a); why != "" {
		return why
	}
	switch a.State {
	case agent.Reserved, agent.Talking, agent.WrapUp:
		return Busy
	case agent.Break:
		return OnBreak
	case agent.NotResponding:
		return Silent
	case agent.SignedOut:
		return Absent
	case agent.Ready:
	}
	switch {
	case a.Able():
		return ""
	case a.Contact.Leg != "":
		return PhoneInUse
	case !a.Reachable():
		return Unreachable
	default:
		return NoDesk
	}
}

// whyNot is which need the agent does not meet; empty if none.
func (n *need) whyNot(a *agent.Agent) WhyNot {
	if n.only != "" {
		if a.ID != n.only {
			return OtherAgent
		}
		return ""
	}
	if _, ok := n.takes(a); ok {
		return ""
	}
	if n.urgent {
		return OtherQueue
	}
	why := OtherQueue
	for _, q := range n.queues {
		switch {
		case !a.Serves(q):
		case n.level == 0 || a.Level(q) <= n.level:
			return NoSkill
		default:
			why = LaterLevel
		}
	}
	return why
}
