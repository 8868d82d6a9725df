package web

import (
	"thirdring/agent"
	"thirdring/queue"
)

// centerView is the centre's configuration.
type centerView struct {
	Version    int            `json:"version"`
	Name       string         `json:"name"`
	Hotlines   []hotlineView  `json:"hotlines"`
	Queues     []configView   `json:"queues"`
	Agents     []profileView  `json:"agents"`
	Breaks     []breakView    `json:"breaks"`
	Categories []categoryView `json:"categories"`
	RingOnS    float64        `json:"ring_on_s"`
	RingOffS   float64        `json:"ring_off_s"`

	Departments     []departmentView `json:"departments"`
	TransferReasons []reasonView     `json:"transfer_reasons"`
	Purposes        []purposeView    `json:"purposes"`
}

type hotlineView struct {
	Number       string     `json:"number"`
	Name         string     `json:"name"`
	Project      string     `json:"project"`
	Queue        string     `json:"queue"`
	Mode         queue.Mode `json:"mode" enum:"greet-first,agent-first"`
	AnswerAfterS float64    `json:"answer_after_s"`
}

type configView struct {
	ID            string  `json:"id"`
	Name          string  `json:"name"`
	RingLimitS    float64 `json:"ring_limit_s"`
	ThresholdS    float64 `json:"threshold_s"`
	ShortS        float64 `json:"short_s"`
	WrapUpS       float64 `json:"wrap_up_s"`
	WrapUpMaxS    float64 `json:"wrap_up_max_s" doc:"Wrap-up may be extended to this."`
	ComfortEveryS float64 `json:"comfort_every_s"`
	Record        bool    `json:"record"`
}

type profileView struct {
	ID     agent.ID `json:"id"`
	Name   string   `json:"name"`
	WorkNo string   `json:"work_no"`
	Queues []string `json:"queues"`

	Device agent.DeviceKind `json:"device" enum:"phone,page"`
}

type breakView struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Approval bool   `json:"approval" doc:"A supervisor must agree."`
}

type categoryView struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	Subs []string `json:"subs"`

	Silent bool `json:"silent,omitempty" doc:"Nuisance calls: neither summary nor result is needed."`
}

type departmentView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Number string `json:"number"`
	Note   string `json:"note,omitempty"`
}

type reasonView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type purposeView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	OptOut string `json:"opt_out,omitempty" enum:"care_call,marketing,survey" doc:"The owner's opt-out that forbids such calls."`
}

func viewCenter(c queue.Center) centerView {
	out := centerView{
		Version: c.Version, Name: c.Name,
		Hotlines: []hotlineView{}, Queues: []configView{}, Agents: []profileView{}, Breaks: []breakView{}, Categories: []categoryView{},
		Departments: []departmentView{}, TransferReasons: []reasonView{}, Purposes: []purposeView{},
		RingOnS: c.Cadence.On.Seconds(), RingOffS: c.Cadence.Off.Seconds(),
	}
	for _, h := range c.Hotlines {
		out.Hotlines = append(out.Hotlines, hotlineView{
			Number: h.Number, Name: h.Name, Project: h.Project, Queue: h.Queue, Mode: h.Mode, AnswerAfterS: h.AnswerAfter.Seconds(),
		})
	}
	for _, q := range c.Queues {
		out.Queues = append(out.Queues, configView{
			ID: q.ID, Name: q.Name, RingLimitS: q.RingLimit.Seconds(), ThresholdS: q.Threshold.Seconds(), ShortS: q.Short.Seconds(),
			WrapUpS: q.WrapUp.Seconds(), WrapUpMaxS: q.WrapUpLimit().Seconds(), ComfortEveryS: q.ComfortEvery.Seconds(), Record: q.Record,
		})
	}
	for _, a := range c.Agents {
		out.Agents = append(out.Agents, profileView{
			ID: a.ID, Name: a.Name, WorkNo: a.WorkNo, Queues: append([]string{}, a.Queues...),
			Device: (&agent.Agent{Profile: a}).Phone().Kind,
		})
	}
	for _, b := range c.Breaks {
		out.Breaks = append(out.Breaks, breakView{Code: b.Code, Name: b.Name, Approval: b.Approval})
	}
	for _, k := range c.Categories {
		out.Categories = append(out.Categories, categoryView{Code: k.Code, Name: k.Name, Subs: append([]string{}, k.Subs...), Silent: k.Silent})
	}
	for _, d := range c.Departments {
		out.Departments = append(out.Departments, departmentView{Code: d.Code, Name: d.Name, Number: d.Number, Note: d.Note})
	}
	for _, r := range c.TransferReasons {
		out.TransferReasons = append(out.TransferReasons, reasonView{Code: r.Code, Name: r.Name})
	}
	for _, p := range c.Purposes {
		out.Purposes = append(out.Purposes, purposeView{Code: p.Code, Name: p.Name, OptOut: p.OptOut})
	}
	return out
}
