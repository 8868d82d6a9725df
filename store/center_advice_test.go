package store

import (
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

func TestAdviceIsGivenWhereSomethingIsHardlyMeant(t *testing.T) {
	duty := ExitDoc{Kind: queue.ExitDuty, ID: "night"}
	to := func(id string) ExitDoc { return ExitDoc{Kind: queue.ExitQueue, ID: id} }
	overflow := func(ways ...ExitDoc) *OverflowDoc {
		return &OverflowDoc{Nobody: seconds(30), Then: ways}
	}
	for _, c := range []struct {
		name, path, words string
		change            func(d *Document)
	}{
		{"a queue without agents", "queues[1]", "never sent elsewhere", func(d *Document) { d.Queues[1].Overflow = nil }},
		{"a queue without agents that sends its callers on", "queues[1]", "only wait", func(*Document) {}},
		{"a queue that asks another's agents", "", "", func(d *Document) {
			d.Queues[1].Routing.Widen = []WidenDoc{{After: seconds(1), Queue: "service"}}
		}},
		{"a circle of overflows", "queues[0].overflow.then", "circle", func(d *Document) {
			d.Queues[0].Overflow, d.Queues[1].Overflow = overflow(to("repair")), overflow(to("service"))
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"a circle with a way out", "", "", func(d *Document) {
			d.Queues[0].Overflow, d.Queues[1].Overflow = overflow(to("repair")), overflow(to("service"), duty)
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"a way back into the same queue", "queues[0].overflow.then[0]", "never taken", func(d *Document) {
			d.Queues[0].Overflow = overflow(to("service"), duty)
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"hours that are never open", "schedules[0].week", "always closed", func(d *Document) {
			d.Schedules = []ScheduleDoc{{ID: "never", Name: "x"}}
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"a message to nobody", "hotlines[0].after_hours", "always open", func(d *Document) {
			d.Hotlines[0].AfterHours = &AfterHoursDoc{}
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"an emergency lane without a duty list", "emergency.duty", "no duty list", func(d *Document) {
			d.Emergency = &EmergencyDoc{}
			d.Hotlines[0].Emergency = true
			d.Agents[0].Queues = []string{"service", "repair"}
		}},
		{"nobody at all", "", "", func(d *Document) { d.Agents = nil }},
	} {
		d := Default()
		d.Hotlines = []HotlineDoc{DefaultHotline("4008001234", "热线", "service", queue.GreetFirst)}
		d.Queues = append(d.Queues, DefaultQueue("repair", "报修"))
		d.Queues[1].Overflow = overflow(duty)
		d.DutyLists = []DutyListDoc{{ID: "night", Name: "夜班", Phones: []DutyPhoneDoc{{Name: "值班", Number: "13800000000", Ring: Duration(30 * time.Second)}}}}
		d.Agents = []AgentDoc{{ID: "1001", Name: "王芳", Queues: []string{"service"}}}
		c.change(&d)
		if err := d.Validate(); err != nil {
			t.Errorf("%s is refused: %v", c.name, err)
		}
		got := d.Advice()
		switch {
		case c.path == "" && len(got) > 0:
			t.Errorf("%s is given the advice %v", c.name, got)
		case c.path == "":
		case len(got) == 0 || got[0].Path != c.path || !strings.Contains(got[0].Reason, c.words):
			t.Errorf("%s is given the advice %v, want %q at %s", c.name, got, c.words, c.path)
		case got[0].Chinese() == got[0].Reason:
			t.Errorf("%s has no Chinese", c.name)
		}
	}
}
