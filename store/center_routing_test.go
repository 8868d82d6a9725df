package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

// TestRoutingReachesTheCore reads every key of routing from a text.
func TestRoutingReachesTheCore(t *testing.T) {
	d, err := ParseYAML([]byte(`
name: 中心
cadence: {ring_on: 1s, ring_off: 4s}
hotlines:
- {number: "4008001234", name: 粤语, queue: owners, mode: greet-first, answer_after: 0s, priority: 30s, skills: [{skill: yue, level: 5}]}
queues:
- id: owners
  name: 业主
  ring_limit: 15s
  threshold: 15s
  short: 5s
  wrap_up: 60s
  routing:
    strategy: fewest_calls
    weight: 2
    misses: 3
    level: 1
    skills: [{skill: law, level: 1}]
    widen: [{after: 20s, lower: 2}, {after: 40s, level: 2, queue: owners}]
    same_agent: 168h
    same_agent_wait: 20s
agents:
- {id: "1001", name: 张三, queues: [owners], skills: [{skill: yue, level: 9}, {skill: law, level: 1}], levels: [{queue: owners, level: 2}]}
priorities: [{segment: 重要客户, credit: 2m}]
`))
	must(t, err)
	c := d.Center()
	q := c.Queues[0]
	want := queue.QueueConfig{
		ID: "owners", Name: "业主", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, Short: 5 * time.Second, WrapUp: time.Minute,
		Strategy: queue.FewestCalls, Weight: 2, Misses: 3, Level: 1, Skills: []queue.Skill{{Name: "law", Level: 1}},
		Widen:     []queue.Widening{{After: 20 * time.Second, Lower: 2}, {After: 40 * time.Second, Level: 2, Queue: "owners"}},
		SameAgent: 168 * time.Hour, SameAgentWait: 20 * time.Second,
	}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("got  %+v\nwant %+v", q, want)
	}
	if h := c.Hotlines[0]; h.Priority != 30*time.Second || len(h.Skills) != 1 || h.Skills[0] != (queue.Skill{Name: "yue", Level: 5}) {
		t.Errorf("hotline %+v", h)
	}
	if a := c.Agents[0]; a.Skills["yue"] != 9 || a.Levels["owners"] != 2 {
		t.Errorf("agent %+v", a)
	}
	if len(c.Priorities) != 1 || c.Priorities[0] != (queue.Priority{Segment: "重要客户", Credit: 2 * time.Minute}) {
		t.Errorf("priorities %+v", c.Priorities)
	}
}

func TestWrongRoutingIsNamed(t *testing.T) {
	for want, change := range map[string]func(*Document){
		`queues[0].routing.strategy: "fastest" is unknown`:                        func(d *Document) { d.Queues[0].Routing.Strategy = "fastest" },
		`queues[0].routing.weight: 11 is out of range`:                            func(d *Document) { d.Queues[0].Routing.Weight = 11 },
		`queues[0].routing.misses: -1 is out of range`:                            func(d *Document) { d.Queues[0].Routing.Misses = -1 },
		`queues[0].routing.level: 12 is out of range`:                             func(d *Document) { d.Queues[0].Routing.Level = 12 },
		`queues[0].routing.skills[0].level: 0 is out of range`:                    func(d *Document) { d.Queues[0].Routing.Skills = []SkillDoc{{Skill: "yue"}} },
		`queues[0].routing.skills[0]: no agent has yue at level 3`:                func(d *Document) { d.Queues[0].Routing.Skills = []SkillDoc{{"yue", 3}} },
		`hotlines[0].skills[0]: no agent has yue at level 3`:                      func(d *Document) { d.Hotlines[0].Skills = []SkillDoc{{"yue", 3}} },
		`hotlines[0].priority: 1h is out of range`:                                func(d *Document) { d.Hotlines[0].Priority = Duration(time.Hour) },
		`queues[0].routing.widen[0]: changes nothing`:                             func(d *Document) { d.Queues[0].Routing.Widen = []WidenDoc{{After: seconds(9)}} },
		`queues[0].routing.widen[0].queue: there is no queue "x": choose another`: func(d *Document) { d.Queues[0].Routing.Widen = []WidenDoc{{After: seconds(9), Queue: "x"}} },
		`queues[0].routing.widen[1].after: must be later`: func(d *Document) {
			d.Queues[0].Routing.Widen = []WidenDoc{{seconds(9), 1, 0, ""}, {seconds(9), 1, 0, ""}}
		},
		`queues[0].routing.same_agent_wait: 0s is out of range`:           func(d *Document) { d.Queues[0].Routing.SameAgent = Duration(time.Hour) },
		`agents[0].skills[0].level: 11 is out of range`:                   func(d *Document) { d.Agents[0].Skills = []SkillDoc{{"yue", 11}} },
		`agents[0].levels[0].queue: the agent does not serve the queue "`: func(d *Document) { d.Agents[0].Levels = []ServiceLevelDoc{{"x", 1}} },
		`priorities[1].segment: "A" is there twice: use another`:          func(d *Document) { d.Priorities = []PriorityDoc{{"A", seconds(9)}, {"A", seconds(9)}} },
		`priorities[0].credit: 0s is out of range`:                        func(d *Document) { d.Priorities = []PriorityDoc{{Segment: "A"}} },
	} {
		d := sample()
		change(&d)
		invalid, ok := errors.AsType[*InvalidError](d.Validate())
		if !ok || !strings.Contains(invalid.Error(), want) {
			t.Errorf("want %s, got %v", want, invalid)
		}
	}
}

// everyRoute sets every key of routing.
func everyRoute(d *Document) {
	d.Hotlines[1].Priority, d.Hotlines[1].Skills = seconds(30), []SkillDoc{{"yue", 5}}
	d.Queues[0].Routing = RoutingDoc{
		Strategy: queue.Ordered, Weight: 2, Misses: 2, Level: 1, Skills: []SkillDoc{{"yue", 1}},
		Widen:     []WidenDoc{{After: seconds(20), Lower: 1, Level: 2, Queue: "service"}},
		SameAgent: Duration(time.Hour), SameAgentWait: seconds(20),
	}
	d.Agents[0].Skills, d.Agents[0].Levels = []SkillDoc{{"yue", 9}}, []ServiceLevelDoc{{"service", 2}}
	d.Priorities = []PriorityDoc{{"重要客户", Duration(time.Minute)}}
}
