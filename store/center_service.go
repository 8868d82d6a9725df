package store

import (
	"cmp"
	"time"

	"thirdring/queue"
)

// What the document says of more than a conversation: the emergency lane,
// promises to call back, the question for an opinion.

// EmergencyDoc is the lane that goes before every queue.
type EmergencyDoc struct {
	Queues   []string `json:"queues,omitempty" yaml:"queues,omitempty" names:"queues" doc:"Queues whose agents are rung, all at once; missing: every agent."`
	Escalate Duration `json:"escalate,omitempty" yaml:"escalate,omitempty" doc:"The duty list is rung as well if no agent answered by then; missing: 15s."`
	Duty     string   `json:"duty,omitempty" yaml:"duty,omitempty" names:"duty_lists" doc:"Id of the duty list that is rung as well; missing: none is."`
}

// CallbacksDoc says how a queue keeps its promises to call back.
type CallbacksDoc struct {
	Tries   int      `json:"tries,omitempty" yaml:"tries,omitempty" doc:"Attempts in all, 1 to 10; missing: 3."`
	Every   Duration `json:"every,omitempty" yaml:"every,omitempty" doc:"Time between two attempts; missing: 5m."`
	Keep    Duration `json:"keep,omitempty" yaml:"keep,omitempty" doc:"A promise that was not kept after so much of the hotline's opening hours becomes a task; missing: 4h."`
	SameDay bool     `json:"same_day,omitempty" yaml:"same_day,omitempty" doc:"A promise becomes a task when the hotline closes; missing: it rests until the hotline opens, 4 days at most."`
}

// SurveyDoc says whose opinion of the service is asked.
type SurveyDoc struct {
	Ask     bool     `json:"ask" yaml:"ask" doc:"Ask for the caller's opinion after the agent hangs up first: 1 satisfied, 2 fair, 3 not satisfied."`
	MinTalk Duration `json:"min_talk,omitempty" yaml:"min_talk,omitempty" doc:"Only callers who talked to agents so long are asked; missing: all."`
}

func (e *EmergencyDoc) emergency() queue.Emergency {
	if e == nil {
		return queue.Emergency{}
	}
	out := queue.Emergency{Queues: e.Queues, Duty: e.Duty}
	if e.Duty != "" {
		out.Escalate = time.Duration(cmp.Or(e.Escalate, seconds(15)))
	}
	return out
}

// callbacks has the usual values where the document has none. A queue without
// the key promises nothing.
func (b *CallbacksDoc) callbacks() queue.Callbacks {
	if b == nil {
		return queue.Callbacks{}
	}
	return queue.Callbacks{
		Tries: cmp.Or(b.Tries, 3),
		Every: cmp.Or(time.Duration(b.Every), 5*time.Minute),
		Keep:  cmp.Or(time.Duration(b.Keep), 4*time.Hour),

		Overnight: !b.SameDay,
	}
}

func (s *SurveyDoc) rules() queue.SurveyRules {
	if s == nil {
		return queue.SurveyRules{}
	}
	return queue.SurveyRules{Ask: s.Ask, MinTalk: time.Duration(s.MinTalk)}
}

func menuKeys(list []KeyDoc) []queue.MenuKey {
	var out []queue.MenuKey
	for _, k := range list {
		out = append(out, queue.MenuKey{Key: k.Key, Exits: exits(k.Then)})
	}
	return out
}
