package record

import (
	"slices"

	"thirdring/agent"
	"thirdring/queue"
)

// TalkedTo reports whether the agent talked to the customer at any time of the
// call, or wrote its registration.
func (r Row) TalkedTo(id agent.ID) bool {
	if id == "" {
		return false
	}
	return r.AgentID == id || r.RegisteredBy == id ||
		slices.ContainsFunc(r.Parts, func(p Part) bool { return p.AgentID == id })
}

// agentsOf are the agents by whom a row is found: all who talked to the
// customer, without duplicates.
func agentsOf(rec queue.Record) []agent.ID {
	ids := []agent.ID{rec.Agent.ID}
	for _, p := range rec.Parts {
		ids = append(ids, p.Agent.ID)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id agent.ID) bool { return id == "" })
}

func parts(rec queue.Record) []Part {
	var all []Part
	for _, p := range rec.Parts {
		all = append(all, Part{
			AgentID: p.Agent.ID, WorkNo: p.Agent.WorkNo, AgentName: p.Agent.Name,
			Kind: p.To.Kind, Outside: maskedTarget(p.To), Span: Span{From: p.Span.From, To: known(p.Span.To)},
		})
	}
	return all
}

func transfers(rec queue.Record) []Transfer {
	var all []Transfer
	for _, t := range rec.Transfers {
		all = append(all, Transfer{
			At: t.At, From: t.By, Kind: t.To.Kind, To: maskedTarget(t.To), ToName: maskedName(t.To, t.Name),
			Type: t.Kind, Reason: t.Reason, Result: t.Result, Ended: known(t.Ended),
		})
	}
	return all
}

// maskedTarget hides the middle of a number; other ids stay as they are.
func maskedTarget(to queue.Target) string {
	if to.Kind == queue.ToNumber {
		return Mask(to.ID)
	}
	return to.ID
}

// maskedName hides a number that stands for a name.
func maskedName(to queue.Target, name string) string {
	if to.Kind == queue.ToNumber && name == to.ID {
		return Mask(name)
	}
	return name
}

func help(rec queue.Record) []Help {
	var all []Help
	for _, h := range rec.Help {
		all = append(all, Help{At: h.At, Agent: h.Agent, Text: h.Text, By: h.By, Taken: known(h.Taken)})
	}
	return all
}

func spans(of []queue.Span) []Span {
	var all []Span
	for _, s := range of {
		all = append(all, Span{From: s.From, To: known(s.To)})
	}
	return all
}
