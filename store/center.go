package store

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Document is the centre's configuration: everything about its work that may
// change while it runs. Addresses and secrets are not in it.
type Document struct {
	// Version is the version that was read, and on Put the one that was
	// changed. It is no part of the YAML.
	Version int `json:"version" yaml:"-" doc:"Version that this document was read as; send it back to change it."`

	Name       string        `json:"name" yaml:"name" doc:"Name of the centre as callers hear it and people read it."`
	Cadence    CadenceDoc    `json:"cadence" yaml:"cadence" doc:"Rhythm of ringing, to count rings by."`
	Hotlines   []HotlineDoc  `json:"hotlines" yaml:"hotlines" doc:"Numbers that customers dial."`
	Queues     []QueueDoc    `json:"queues" yaml:"queues" doc:"Queues that calls wait in."`
	Agents     []AgentDoc    `json:"agents" yaml:"agents" doc:"People who answer calls."`
	Breaks     []BreakDoc    `json:"breaks" yaml:"breaks" doc:"Reasons for a break."`
	Categories []CategoryDoc `json:"categories" yaml:"categories" doc:"What calls are about, for wrap-up."`

	Departments     []DepartmentDoc     `json:"departments" yaml:"departments" doc:"Directory of those outside the centre whom calls are transferred to."`
	TransferReasons []TransferReasonDoc `json:"transfer_reasons" yaml:"transfer_reasons" doc:"Reasons for a transfer. A document without the key has the usual ones."`
	Purposes        []PurposeDoc        `json:"purposes" yaml:"purposes" doc:"Reasons to call a customer. A document without the key has the usual ones."`

	Schedules  []ScheduleDoc `json:"schedules" yaml:"schedules,omitempty" doc:"Opening hours that hotlines name."`
	Calendar   []CalendarDoc `json:"calendar" yaml:"calendar,omitempty" doc:"Holidays and days of a weekend that are worked, for all schedules."`
	DutyLists  []DutyListDoc `json:"duty_lists" yaml:"duty_lists,omitempty" doc:"Phones of people on duty, for callers whom no agent serves."`
	Voicemail  VoicemailDoc  `json:"voicemail" yaml:"voicemail" doc:"How messages are taken. A document without the key has the usual times."`
	Targets    TargetsDoc    `json:"targets,omitzero" yaml:"targets,omitempty" doc:"Figures that the centre wants to reach, shown beside what was reached; a queue may have others."`
	Emergency  *EmergencyDoc `json:"emergency,omitempty" yaml:"emergency,omitempty" doc:"The lane for emergencies, which goes before every queue; missing: there is none."`
	Surge      int           `json:"surge,omitempty" yaml:"surge,omitempty" doc:"So many callers from one building within 10 minutes propose a notice to the supervisors; 0 or missing: none do."`
	Priorities []PriorityDoc `json:"priorities,omitempty" yaml:"priorities,omitempty" doc:"Segments of owners who are spared waiting time."`
}

// CadenceDoc is the rhythm of ringing.
type CadenceDoc struct {
	RingOn  Duration `json:"ring_on" yaml:"ring_on" doc:"Length of a ring."`
	RingOff Duration `json:"ring_off" yaml:"ring_off" doc:"Silence between two rings."`
}

// HotlineDoc is a number that customers dial.
type HotlineDoc struct {
	Number      string     `json:"number" yaml:"number" doc:"Number as the trunk delivers it: digits, perhaps with a leading +."`
	Name        string     `json:"name" yaml:"name" doc:"Name for people."`
	Project     string     `json:"project" yaml:"project" doc:"Property project that the register files its calls under."`
	Queue       string     `json:"queue" yaml:"queue" names:"queues" doc:"Id of the queue that its calls go to."`
	Mode        queue.Mode `json:"mode" yaml:"mode" enum:"greet-first,agent-first" doc:"greet-first: answer, greet, queue. agent-first: ring a free agent while the caller hears ringing."`
	AnswerAfter Duration   `json:"answer_after" yaml:"answer_after" doc:"greet-first: let it ring this long. agent-first: the system answers if no person did by then."`

	Schedule   string         `json:"schedule,omitempty" yaml:"schedule,omitempty" names:"schedules" doc:"Id of its opening hours; missing: always open."`
	AfterHours *AfterHoursDoc `json:"after_hours,omitempty" yaml:"after_hours,omitempty" doc:"What callers hear and may do outside the opening hours; missing: after_hours, then a polite end."`
	Greeting   string         `json:"greeting,omitempty" yaml:"greeting,omitempty" format:"prompt" doc:"Prompt that greets its callers; greet.main if missing."`
	Closing    string         `json:"closing,omitempty" yaml:"closing,omitempty" format:"prompt" doc:"Prompt to a caller whose agent hangs up first, such as close.main; missing: none."`
	Priority   Duration       `json:"priority,omitempty" yaml:"priority,omitempty" doc:"Its callers are served as if they had come so much earlier."`
	Emergency  bool           `json:"emergency,omitempty" yaml:"emergency,omitempty" doc:"Its callers are in the emergency lane, answered at once at all hours."`
	Skills     []SkillDoc     `json:"skills,omitempty" yaml:"skills,omitempty" doc:"What an agent must be able to do to get its calls, beside what the queue needs."`
}

// QueueDoc is a queue.
type QueueDoc struct {
	ID           string   `json:"id" yaml:"id" doc:"Short name for machines: lower-case letters, digits, - and _."`
	Name         string   `json:"name" yaml:"name" doc:"Name for people."`
	RingLimit    Duration `json:"ring_limit" yaml:"ring_limit" doc:"An agent's phone rings at most this long, then the call goes to the next."`
	Threshold    Duration `json:"threshold" yaml:"threshold" doc:"Service-level threshold, counted from queue entry."`
	Short        Duration `json:"short" yaml:"short" doc:"A caller who leaves sooner than this is not counted."`
	WrapUp       Duration `json:"wrap_up" yaml:"wrap_up" doc:"Wrap-up ends by itself after this time; 0s means no wrap-up."`
	WrapUpMax    Duration `json:"wrap_up_max" yaml:"wrap_up_max" doc:"An agent may extend wrap-up to this time after the call's end; 0s means ten times wrap_up."`
	ComfortEvery Duration `json:"comfort_every" yaml:"comfort_every" doc:"Time between two comfort prompts; 0s means none."`
	Comforts     []string `json:"comforts,omitempty" yaml:"comforts,omitempty" format:"prompt" doc:"The comfort prompts, played in turn; missing: queue.comfort."`
	Record       bool     `json:"record" yaml:"record" doc:"Record the conversations, and tell the caller so."`

	Announce   queue.Announce `json:"announce,omitempty" yaml:"announce,omitempty" enum:"position,wait,nothing" doc:"What waiting callers are told beside comfort: position, wait, nothing; missing: position and estimated wait."`
	KeepPlace  Duration       `json:"keep_place,omitempty" yaml:"keep_place,omitempty" doc:"Who hung up while waiting and rings again within this time has the place back; 0s or missing: not."`
	Overflow   *OverflowDoc   `json:"overflow,omitempty" yaml:"overflow,omitempty" doc:"When callers are not taken or kept, and what is done with them; missing: never."`
	Keys       []KeyDoc       `json:"keys,omitempty" yaml:"keys,omitempty" doc:"Keys that a caller may press while waiting."`
	KeysPrompt string         `json:"keys_prompt,omitempty" yaml:"keys_prompt,omitempty" format:"prompt" doc:"Prompt that tells of the keys; missing: queue.callback, where key 1 leads to a call-back that the caller can be promised."`
	Callbacks  *CallbacksDoc  `json:"callbacks,omitempty" yaml:"callbacks,omitempty" doc:"How a promise to call back is kept, for callers who asked for it with a key; missing: none is promised."`
	Survey     *SurveyDoc     `json:"survey,omitempty" yaml:"survey,omitempty" doc:"Whose opinion of the service is asked; missing: nobody's."`
	Music      string         `json:"music,omitempty" yaml:"music,omitempty" format:"music" doc:"Class of music on hold for who waits; missing: the usual one."`
	Targets    TargetsDoc     `json:"targets,omitzero" yaml:"targets,omitempty" doc:"Figures that the queue is to reach, where they are not the centre's."`
	Routing    RoutingDoc     `json:"routing,omitzero" yaml:"routing,omitempty" doc:"How an agent is found for its calls."`
}

// AgentDoc is a person who answers calls.
type AgentDoc struct {
	ID     agent.ID `json:"id" yaml:"id" doc:"Id, also the agent's SIP user."`
	Name   string   `json:"name" yaml:"name" doc:"Name for people."`
	WorkNo string   `json:"work_no" yaml:"work_no" doc:"Digits announced to the caller as 工号; empty means no announcement."`
	Queues []string `json:"queues" yaml:"queues" names:"queues" doc:"Ids of the queues that the agent serves."`

	Device agent.DeviceKind `json:"device,omitempty" yaml:"device,omitempty" enum:"phone,page" doc:"Telephone that the agent uses unless another is chosen: phone (a desk phone, also if missing) or page (in the browser)."`

	Skills []SkillDoc        `json:"skills,omitempty" yaml:"skills,omitempty" doc:"What the agent can do, and how well."`
	Levels []ServiceLevelDoc `json:"levels,omitempty" yaml:"levels,omitempty" doc:"How soon the agent is asked for a queue's calls; a queue that is not named has 1."`
}

// BreakDoc is a reason for a break.
type BreakDoc struct {
	Code     string `json:"code" yaml:"code" doc:"Code for machines."`
	Name     string `json:"name" yaml:"name" doc:"Name for people."`
	Approval bool   `json:"approval,omitempty" yaml:"approval,omitempty" doc:"A supervisor must agree to it."`
}

// CategoryDoc is a category of calls.
type CategoryDoc struct {
	Code   string   `json:"code" yaml:"code" doc:"Code for machines."`
	Name   string   `json:"name" yaml:"name" doc:"Name for people."`
	Subs   []string `json:"subs" yaml:"subs,omitempty" doc:"Names of the sub-categories."`
	Silent bool     `json:"silent" yaml:"silent,omitempty" doc:"Nuisance or wrong number: wrap-up needs no summary."`
}

// DepartmentDoc is an entry of the directory that calls are transferred to.
type DepartmentDoc struct {
	Code   string `json:"code" yaml:"code" doc:"Code for machines."`
	Name   string `json:"name" yaml:"name" doc:"Name for people."`
	Number string `json:"number" yaml:"number" doc:"Number as it is to be dialled: digits, perhaps with a leading +."`
	Note   string `json:"note,omitempty" yaml:"note,omitempty" doc:"What an agent should know, such as the hours."`
}

// TransferReasonDoc is a reason for a transfer.
type TransferReasonDoc struct {
	Code string `json:"code" yaml:"code" doc:"Code for machines."`
	Name string `json:"name" yaml:"name" doc:"Name for people."`
}

// PurposeDoc is a reason to call a customer.
type PurposeDoc struct {
	Code   string `json:"code" yaml:"code" doc:"Code for machines."`
	Name   string `json:"name" yaml:"name" doc:"Name for people."`
	OptOut string `json:"opt_out,omitempty" yaml:"opt_out,omitempty" enum:"care_call,marketing,survey" doc:"The owner's opt-out that forbids such calls; missing: none does."`
}

// Center is the configuration as the core takes it.
func (d Document) Center() queue.Center {
	c := queue.Center{
		Version: d.Version,
		Name:    d.Name,
		Targets: d.Targets.targets(),
		Cadence: queue.Cadence{On: time.Duration(d.Cadence.RingOn), Off: time.Duration(d.Cadence.RingOff)},
	}
	for _, h := range d.Hotlines {
		c.Hotlines = append(c.Hotlines, queue.Hotline{
			Number: h.Number, Name: h.Name, Project: h.Project, Queue: h.Queue,
			Mode: h.Mode, AnswerAfter: time.Duration(h.AnswerAfter),
			Schedule: h.Schedule, AfterHours: h.AfterHours.afterHours(), Greeting: h.Greeting, Closing: h.Closing,
			Priority: time.Duration(h.Priority), Skills: skills(h.Skills), Emergency: h.Emergency,
		})
	}
	for _, q := range d.Queues {
		config := queue.QueueConfig{
			ID: q.ID, Name: q.Name, Record: q.Record,
			RingLimit:    time.Duration(q.RingLimit),
			Threshold:    time.Duration(q.Threshold),
			Short:        time.Duration(q.Short),
			WrapUp:       time.Duration(q.WrapUp),
			WrapUpMax:    time.Duration(q.WrapUpMax),
			ComfortEvery: time.Duration(q.ComfortEvery),
			Comforts:     q.Comforts,
			Announce:     q.Announce,
			KeepPlace:    time.Duration(q.KeepPlace),
			Overflow:     q.Overflow.overflow(),
			Keys:         menuKeys(q.Keys),
			KeysPrompt:   q.KeysPrompt,
			Callbacks:    q.Callbacks.callbacks(),
			Survey:       q.Survey.rules(),
			Music:        q.Music,
			Targets:      q.Targets.or(d.Targets).targets(),
		}
		q.Routing.route(&config)
		c.Queues = append(c.Queues, config)
	}
	for _, a := range d.Agents {
		profile := agent.Profile{ID: a.ID, Name: a.Name, WorkNo: a.WorkNo, Queues: a.Queues, Device: agent.Device{Kind: a.Device}}
		profile.Levels, profile.Skills = a.masters()
		c.Agents = append(c.Agents, profile)
	}
	for _, b := range d.Breaks {
		c.Breaks = append(c.Breaks, queue.BreakReason{Code: b.Code, Name: b.Name, Approval: b.Approval})
	}
	for _, k := range d.Categories {
		c.Categories = append(c.Categories, queue.Category{Code: k.Code, Name: k.Name, Subs: k.Subs, Silent: k.Silent})
	}
	for _, p := range d.Departments {
		c.Departments = append(c.Departments, queue.Department{Code: p.Code, Name: p.Name, Number: p.Number, Note: p.Note})
	}
	for _, r := range d.TransferReasons {
		c.TransferReasons = append(c.TransferReasons, queue.TransferReason{Code: r.Code, Name: r.Name})
	}
	for _, p := range d.Purposes {
		c.Purposes = append(c.Purposes, queue.DialPurpose{Code: p.Code, Name: p.Name, OptOut: p.OptOut})
	}
	d.callers(&c)
	for _, p := range d.Priorities {
		c.Priorities = append(c.Priorities, queue.Priority{Segment: p.Segment, Credit: time.Duration(p.Credit)})
	}
	return c
}
