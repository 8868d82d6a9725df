package ws

import (
	"thirdring/agent"
	"thirdring/queue"
)

// center is the configuration as the hub uses it.
type center struct {
	queue.Center
	shown       Center
	queues      map[string]queue.QueueConfig
	hotlines    map[string]queue.Hotline
	agents      map[agent.ID]struct{}
	departments map[string]string // code to name
	reasons     map[string]string // of transfers: code to name
}

func newCenter(c queue.Center) center {
	out := center{
		Center:      c,
		shown:       shownCenter(c),
		queues:      map[string]queue.QueueConfig{},
		hotlines:    map[string]queue.Hotline{},
		agents:      map[agent.ID]struct{}{},
		departments: map[string]string{},
		reasons:     map[string]string{},
	}
	for _, q := range c.Queues {
		out.queues[q.ID] = q
	}
	for _, line := range c.Hotlines {
		out.hotlines[line.Number] = line
	}
	for _, a := range c.Agents {
		out.agents[a.ID] = struct{}{}
	}
	for _, d := range c.Departments {
		out.departments[d.Code] = d.Name
	}
	for _, r := range c.TransferReasons {
		out.reasons[r.Code] = r.Name
	}
	return out
}

func shownCenter(c queue.Center) Center {
	out := Center{
		Name: c.Name, Breaks: []BreakReason{}, Categories: []Category{}, Queues: []QueueInfo{},
		RingOnS: c.Cadence.On.Seconds(), RingOffS: c.Cadence.Off.Seconds(),
		Departments: []Department{}, TransferReasons: []TransferReason{}, Purposes: []Purpose{},
		Targets: shownTargets(c.Targets),
	}
	for _, b := range c.Breaks {
		out.Breaks = append(out.Breaks, BreakReason{Code: b.Code, Name: b.Name, Approval: b.Approval})
	}
	for _, k := range c.Categories {
		out.Categories = append(out.Categories, Category{Code: k.Code, Name: k.Name, Subs: append([]string{}, k.Subs...), Silent: k.Silent})
	}
	for _, q := range c.Queues {
		out.Queues = append(out.Queues, QueueInfo{
			ID: q.ID, Name: q.Name,
			WrapUpS: q.WrapUp.Seconds(), RingLimitS: q.RingLimit.Seconds(), ThresholdS: q.Threshold.Seconds(),
			RecordCalls: q.Record, Targets: shownTargets(q.Targets),
		})
	}
	for _, d := range c.Departments {
		out.Departments = append(out.Departments, Department{Code: d.Code, Name: d.Name, Note: d.Note})
	}
	for _, r := range c.TransferReasons {
		out.TransferReasons = append(out.TransferReasons, TransferReason{Code: r.Code, Name: r.Name})
	}
	for _, p := range c.Purposes {
		out.Purposes = append(out.Purposes, Purpose{Code: p.Code, Name: p.Name, OptOut: p.OptOut})
	}
	return out
}

func shownTargets(t queue.Targets) Targets {
	return Targets{
		ServiceLevel: t.ServiceLevel, ThreeRings: t.ThreeRings, Answered: t.Answered,
		Abandoned: t.Abandoned, Satisfaction: t.Satisfaction, Resolved: t.Resolved,
		AnswerS: t.Answer.Seconds(), HandleS: t.Handle.Seconds(), ReplyS: t.Reply.Seconds(),
	}
}
