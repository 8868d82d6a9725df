package ws

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// encode writes one of the protocol's own structs, which cannot fail.
func encode(v any) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("ws: encode %T: %v", v, err))
	}
	return body
}

// board is a queue's figures with the state of its staff.
type board struct {
	queue.Figures
	staff      staff
	quietUntil time.Time // figures are held back until then
}

// staff counts a queue's agents by state.
type staff map[agent.State]int

func (s *staff) add(state agent.State, n int) {
	if *s == nil {
		*s = staff{}
	}
	(*s)[state] += n
}

func (s staff) total() int {
	n := 0
	for _, count := range s {
		n += count
	}
	return n
}

func (f *floor) queueState(b *board) QueueState {
	staff := b.staff
	out := QueueState{
		ID: b.Queue, Name: cmp.Or(f.center.queues[b.Queue].Name, b.Queue), Day: b.Day,
		Waiting: b.Waiting, Oldest: b.Oldest,
		ThresholdS: b.Threshold.Seconds(), EstimateS: b.Estimate.Seconds(),
		Offered: b.Offered, Answered: b.Answered, AnsweredIn: b.AnsweredIn,
		Abandoned: b.Abandoned, AbandonedIn: b.AbandonedIn, Short: b.Short, Overflowed: b.Overflowed, LateNow: b.LateNow,
		Asked: b.Asked, Rated: b.Rated, Satisfied: b.Satisfied,
		Ready: staff[agent.Ready], Talking: staff[agent.Talking] + staff[agent.Reserved], WrapUp: staff[agent.WrapUp],
		Away:     staff[agent.Break] + staff[agent.NotResponding],
		SignedIn: staff.total() - staff[agent.SignedOut],
	}
	if l := f.lines[b.Queue]; l != nil {
		out.Promised = l.promised
	}
	if level, ok := b.ServiceLevel(); ok {
		out.ServiceLevel = &level
	}
	return out
}

func (f *floor) agentState(a agent.Agent) AgentState {
	return AgentState{
		ID: a.ID, Name: a.Name, WorkNo: a.WorkNo, Queues: append([]string{}, a.Queues...), Usual: a.Usual,
		Doing: f.doing[a.ID], State: a.State, Reason: a.Reason, Since: a.Since,
		Next: a.Next, NextReason: a.NextReason, WrapUpBy: a.Contact.WrapUpBy,
		Phone: a.Reachable(), Device: device(a.Phone()), Asked: a.Asked.Reason, AskedAt: a.Asked.At,
		Desktop: a.Presence.Desktop, Call: queue.CallID(a.Contact.Call),
	}
}

func device(d agent.Device) Device { return Device{Kind: d.Kind, Number: d.Number} }

func teamMate(a agent.Agent) TeamMate {
	return TeamMate{ID: a.ID, Name: a.Name, WorkNo: a.WorkNo, State: a.State, Reason: a.Reason, Since: a.Since}
}

func (f *floor) snapshot(who Identity) Snapshot {
	out := Snapshot{
		Protocol: Protocol, ServerTime: time.Now(),
		Me:     Me{User: who.User, Role: who.Role},
		Center: f.center.shown,
		Agents: []AgentState{}, Team: []TeamMate{}, Queues: []QueueState{},
		Help: Help{Asked: []HelpAsked{}}, Lines: []Line{},
		Emergencies: Emergencies{Calls: []Emergency{}}, Incidents: Incidents{Active: []Incident{}, Proposed: []Proposal{}},
	}
	if who.Supervises() {
		out.Help, out.Lines = f.helpAsked(), f.shownLines()
		out.Emergencies, out.Incidents = f.shownEmergencies(out.ServerTime), f.shownIncidents()
	}
	if t := f.tasks[who.Agent]; t != nil {
		out.Tasks = t.shown
	}
	me, isAgent := f.agents[who.Agent]
	if isAgent {
		state := f.agentState(me)
		out.Me.Agent = &state
		if f.teamSize(me) <= maxTeam {
			out.Team = f.teamOf(me)
		}
		if p := f.pops[me.ID]; p != nil {
			shown := f.render(p)
			out.Pop = &shown
		}
	}
	if who.SeesAll() {
		for _, a := range f.agents {
			out.Agents = append(out.Agents, f.agentState(a))
		}
		slices.SortFunc(out.Agents, func(a, b AgentState) int { return cmp.Compare(a.ID, b.ID) })
	}
	for id, b := range f.queues {
		if who.SeesAll() || isAgent && me.Serves(id) {
			out.Queues = append(out.Queues, f.queueState(b))
		}
	}
	slices.SortFunc(out.Queues, func(a, b QueueState) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (f *floor) teamOf(me agent.Agent) []TeamMate {
	team := []TeamMate{}
	for _, a := range f.agents {
		if colleagues(me, a) {
			team = append(team, teamMate(a))
		}
	}
	slices.SortFunc(team, func(a, b TeamMate) int { return cmp.Compare(a.ID, b.ID) })
	return team
}
