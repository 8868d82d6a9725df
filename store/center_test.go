package store

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// sample is a valid configuration of each kind of thing.
func sample() Document {
	d := Default()
	d.Name = "示范物业客户服务中心"
	d.Queues[0].WrapUpMax = seconds(600)
	d.Hotlines = []HotlineDoc{
		DefaultHotline("4008001234", "全国热线", "service", queue.GreetFirst),
		DefaultHotline("+862112345678", "上海", "service", queue.AgentFirst),
	}
	d.Agents = []AgentDoc{
		{ID: "1001", Name: "张三", WorkNo: "0101", Queues: []string{"service"}, Device: agent.PagePhone},
		{ID: "1002", Name: "李四", Queues: []string{}},
	}
	d.Surge = 5
	d.Schedules = []ScheduleDoc{{
		ID: "office", Name: "工作时间", Holiday: []HoursDoc{{600, 900}},
		Week: []DaysDoc{
			{Days: []string{"mon", "tue", "wed", "thu", "fri"}, Hours: []HoursDoc{{540, 720}, {810, 1080}}},
			{Days: []string{"sat"}, Hours: []HoursDoc{{1320, 120}}},
			{Days: []string{"sun"}, Hours: []HoursDoc{{0, 1440}}},
		},
	}}
	d.Calendar = []CalendarDoc{
		{Date: "2026-10-01", Until: "2026-10-07", Name: "国庆节", Kind: queue.Holiday},
		{Date: "2026-10-10", Name: "调休", Kind: queue.Workday},
	}
	d.DutyLists = []DutyListDoc{{ID: "night", Name: "夜班", Phones: []DutyPhoneDoc{{Name: "赵工", Number: "13911110001", Ring: seconds(20)}}}}
	d.Hotlines[1].Schedule, d.Hotlines[1].Greeting, d.Hotlines[1].Closing = "office", "greet.alt2", "close.main"
	d.Hotlines[1].AfterHours = &AfterHoursDoc{
		Prompt: "after_hours", Holiday: "holiday", Else: []ExitDoc{{Kind: queue.ExitGoodbye}},
		Keys: []KeyDoc{
			{Key: "1", Then: []ExitDoc{{queue.ExitDuty, "night"}, {Kind: queue.ExitVoicemail}}},
			{Key: "2", Then: []ExitDoc{{Kind: queue.ExitVoicemail}}},
		},
	}
	d.Queues[0].Announce, d.Queues[0].KeepPlace = queue.AnnouncePosition, seconds(60)
	d.Queues[0].Overflow = &OverflowDoc{
		MaxWaiting: 20, MaxWait: seconds(600), Nobody: seconds(30), Then: []ExitDoc{{queue.ExitQueue, "service"}, {queue.ExitDuty, "night"}},
	}
	everyService(&d)
	return d.filled()
}

func TestDefaultsAreValid(t *testing.T) {
	for name, d := range map[string]Document{"default": Default(), "sample": sample()} {
		if err := d.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDefaultsOfTheManuals(t *testing.T) {
	d := Default()
	if got, want := d.Queues[0], (QueueDoc{
		ID: "service", Name: "客户服务", RingLimit: seconds(15), Threshold: seconds(15),
		Short: seconds(5), WrapUp: seconds(60), ComfortEvery: seconds(30), Record: true,
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("queue: got %+v, want %+v", got, want)
	}
	var codes []string
	for _, c := range d.Categories {
		codes = append(codes, c.Code)
	}
	if got, want := strings.Join(codes, " "), "INQ REP-U REP-G REP-M CMP SUG PRA PRG FEE CHG FUP CAR REM EMG OPT OTH NUL"; got != want {
		t.Errorf("categories: got %s, want %s", got, want)
	}
	c := d.Center()
	if got := c.Cadence.Rings(10 * time.Second); got != 3 {
		t.Errorf("ring after 10s: got %d, want 3", got)
	}
	for mode, want := range map[queue.Mode]Duration{queue.GreetFirst: 0, queue.AgentFirst: seconds(10)} {
		if got := DefaultHotline("1", "", "", mode).AnswerAfter; got != want {
			t.Errorf("%s answers after %s, want %s", mode, got, want)
		}
	}
}

// TestCenterTakesEverythingOver fails when the core gets a field that no
// document fills.
func TestCenterTakesEverythingOver(t *testing.T) {
	d := sample()
	d.Version = 7
	d.Hotlines[1].Project = "翠湖"
	everyRoute(&d)
	d.Queues[0].Callbacks.SameDay = false // which the core has the other way round
	c := d.Center()
	c.Agents, c.Hotlines, c.Categories = c.Agents[:1], c.Hotlines[1:], c.Categories[:1]
	c.Categories[0].Silent = d.Categories[len(d.Categories)-1].Silent
	c.Breaks = slices.DeleteFunc(c.Breaks, func(b queue.BreakReason) bool { return !b.Approval })
	c.Purposes = slices.DeleteFunc(c.Purposes, func(p queue.DialPurpose) bool { return p.OptOut == "" })
	hours := &c.Hotlines[0].AfterHours
	waiting := c.Queues[0].Keys
	for _, list := range [][]queue.Exit{hours.Else, hours.Keys[0].Exits, hours.Keys[1].Exits, waiting[0].Exits, waiting[1].Exits, waiting[2].Exits} {
		for i := range list {
			list[i].ID = "only queues and duty lists have one"
		}
	}
	c.Agents[0].Device.Number = "chosen by the agent, never configured"
	noZero(t, "Center", reflect.ValueOf(c))
	if got, want := c.Agents[0], (agent.Profile{
		ID: "1001", Name: "张三", WorkNo: "0101", Queues: []string{"service"},
		Device: agent.Device{Kind: agent.PagePhone, Number: c.Agents[0].Device.Number},
		Levels: map[string]int{"service": 2}, Skills: map[string]int{"yue": 9},
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("agent: got %+v, want %+v", got, want)
	}
}

func noZero(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch {
	case v.IsZero():
		t.Errorf("%s is not set", path)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			noZero(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			noZero(t, path+"[]", v.Index(i))
		}
	}
}

func TestValidateNamesPathAndReason(t *testing.T) {
	for _, c := range []struct {
		change func(*Document)
		want   string
	}{
		{func(d *Document) { d.Name = " " }, "name: is missing"},
		{func(d *Document) { d.Name = strings.Repeat("长", 65) }, "name: is longer than 64 characters"},
		{func(d *Document) { d.Name = "a\x00b" }, "name: holds characters that cannot be shown"},
		{func(d *Document) { d.Cadence.RingOn = 0 }, "cadence.ring_on: 0s is out of range: use 100ms to 10s"},
		{func(d *Document) { d.Cadence.RingOff = -seconds(1) }, "cadence.ring_off: -1s is out of range: use 0s to 20s"},
		{func(d *Document) { d.Hotlines[0].Number = "400-800-1234" }, `hotlines[0].number: "400-800-1234" is not possible: use 3 to 15 digits`},
		{func(d *Document) { d.Hotlines[0].Number = "４００８００１２３４" }, `hotlines[0].number: "４００８００１２３４" is not possible`},
		{func(d *Document) { d.Hotlines[1].Number = "4008001234" }, `hotlines[1].number: "4008001234" is there twice: use another`},
		{func(d *Document) { d.Hotlines[0].Queue = "sales" }, `hotlines[0].queue: there is no queue "sales": choose another`},
		{func(d *Document) { d.Hotlines[0].Mode = "ivr" }, `hotlines[0].mode: "ivr" is unknown: use greet-first or agent-first`},
		{func(d *Document) { d.Hotlines[0].AnswerAfter = seconds(16) }, "hotlines[0].answer_after: 16s is out of range: use 0s to 15s"},
		{func(d *Document) { d.Hotlines[1].AnswerAfter = 0 }, "hotlines[1].answer_after: 0s is out of range: use 1s to 15s"},
		{func(d *Document) { d.Queues, d.Hotlines, d.Agents, d.Emergency = nil, nil, nil, nil }, "queues: at least one queue is needed"},
		{func(d *Document) { d.Queues = append(d.Queues, DefaultQueue("客服", "x")) }, `queues[1].id: "客服" is not possible`},
		{func(d *Document) { d.Queues = append(d.Queues, d.Queues[0]) }, `queues[1].id: "service" is there twice: use another`},
		{func(d *Document) { d.Queues[0].RingLimit = seconds(2) }, "queues[0].ring_limit: 2s is out of range: use 3s to 2m"},
		{func(d *Document) { d.Queues[0].Threshold = 0 }, "queues[0].threshold: 0s is out of range"},
		{func(d *Document) { d.Queues[0].Short = seconds(61) }, "queues[0].short: 1m1s is out of range"},
		{func(d *Document) { d.Queues[0].WrapUp, d.Queues[0].WrapUpMax = seconds(3601), 0 }, "queues[0].wrap_up: 1h0m1s is out of range: use 0s to 1h"},
		{func(d *Document) { d.Queues[0].ComfortEvery = seconds(1) }, "queues[0].comfort_every: 1s is out of range"},
		{func(d *Document) { d.Agents[1].ID = "1001" }, `agents[1].id: "1001" is there twice: use another`},
		{func(d *Document) { d.Agents[0].ID = "a/b" }, `agents[0].id: "a/b" is not possible`},
		{func(d *Document) { d.Agents[0].Name = "" }, "agents[0].name: is missing"},
		{func(d *Document) { d.Agents[0].WorkNo = "A12" }, `agents[0].work_no: "A12" is not possible: use at most 10 digits`},
		{func(d *Document) { d.Agents[1].WorkNo = "0101" }, `agents[1].work_no: "0101" is there twice: use another`},
		{func(d *Document) { d.Agents[0].Queues = []string{"service", "x"} }, `agents[0].queues[1]: there is no queue "x": choose another`},
		{func(d *Document) { d.Agents[0].Queues = []string{"service", "service"} }, `agents[0].queues[1]: "service" is there twice: use another`},
		{func(d *Document) { d.Breaks[1].Code = "rest" }, `breaks[1].code: "rest" is there twice: use another`},
		{func(d *Document) { d.Breaks[1].Code = "no_answer" }, `breaks[1].code: "no_answer" is a reason that the system gives`},
		{func(d *Document) { d.Queues[0].WrapUpMax = seconds(59) }, "queues[0].wrap_up_max: 59s is out of range: use 1m to 4h"},
		{func(d *Document) { d.Agents[0].ID = "1001-page" }, `agents[0].id: "1001-page" is not possible: ids that end in -page`},
		{func(d *Document) { d.Agents[0].Device = "number" }, `agents[0].device: "number" is unknown: use phone or page`},
		{func(d *Document) { d.Departments[1].Code = "repair" }, `departments[1].code: "repair" is there twice: use another`},
		{func(d *Document) { d.Departments[0].Name = "" }, "departments[0].name: is missing"},
		{func(d *Document) { d.Departments[0].Number = "021-5558" }, `departments[0].number: "021-5558" is not possible: use 3 to 15 digits`},
		{func(d *Document) { d.Departments[0].Note = strings.Repeat("长", 201) }, "departments[0].note: is longer than 200 characters"},
		{func(d *Document) { d.TransferReasons[0].Code = "投诉" }, `transfer_reasons[0].code: "投诉" is not possible`},
		{func(d *Document) { d.Purposes[1].Code = "follow_up" }, `purposes[1].code: "follow_up" is there twice: use another`},
		{func(d *Document) { d.Purposes[1].OptOut = "sms" }, `purposes[1].opt_out: "sms" is unknown: use care_call, marketing or survey`},
		{func(d *Document) { d.Categories[1].Code = "INQ" }, `categories[1].code: "INQ" is there twice: use another`},
		{func(d *Document) { d.Categories[0].Code = "inq" }, `categories[0].code: "inq" is not possible`},
		{func(d *Document) { d.Categories[0].Subs = []string{"水", "水"} }, `categories[0].subs[1]: "水" is there twice`},
		{func(d *Document) { d.Hotlines[1].Schedule = "night" }, `hotlines[1].schedule: there is no schedule "night": choose another`},
		{func(d *Document) { d.Hotlines[1].Closing = "Bye!" }, `hotlines[1].closing: "Bye!" is not possible: use the id of a prompt`},
		{func(d *Document) { d.Hotlines[1].AfterHours.Keys[0].Key = "12" }, `hotlines[1].after_hours.keys[0].key: "12" is not possible: use one of 0-9, * and #`},
		{func(d *Document) { d.Hotlines[1].AfterHours.Keys[1].Key = "1" }, `hotlines[1].after_hours.keys[1].key: "1" is there twice: use another`},
		{func(d *Document) { d.Hotlines[1].AfterHours.Keys[1].Then = nil }, `hotlines[1].after_hours.keys[1].then: is missing`},
		{func(d *Document) { d.Hotlines[1].AfterHours.Keys[0].Then[0].ID = "day" }, `hotlines[1].after_hours.keys[0].then[0]: there is no duty list "day": choose another`},
		{func(d *Document) {
			d.Hotlines[1].AfterHours.Else = []ExitDoc{{Kind: queue.ExitGoodbye}, {Kind: queue.ExitVoicemail}}
		}, `hotlines[1].after_hours.otherwise[0]: the call ends here`},
		{func(d *Document) { d.Queues[0].Announce = "both" }, `queues[0].announce: "both" is unknown: use position, wait or nothing`},
		{func(d *Document) { d.Queues[0].KeepPlace = seconds(601) }, `queues[0].keep_place: 10m1s is out of range`},
		{func(d *Document) { d.Queues[0].Overflow.MaxWaiting = -1 }, `queues[0].overflow.max_waiting: -1 is out of range`},
		{func(d *Document) { d.Queues[0].Overflow.MaxWait = seconds(9) }, `queues[0].overflow.max_wait: 9s is out of range: use 10s to 2h`},
		{func(d *Document) { d.Queues[0].Overflow.Nobody = seconds(4) }, `queues[0].overflow.nobody: 4s is out of range`},
		{func(d *Document) { d.Queues[0].Overflow.Then = nil }, `queues[0].overflow.then: is missing`},
		{func(d *Document) { d.Queues[0].Overflow.Then[0].ID = "sales" }, `queues[0].overflow.then[0]: there is no queue "sales": choose another`},
		{func(d *Document) { d.Queues[0].Overflow.Then[0].Kind = "moon" }, `queues[0].overflow.then[0]: "moon" is unknown`},
		{func(d *Document) {
			d.Schedules = append(d.Schedules, d.Schedules[0])
			d.Schedules[1].ID = "office hours"
		}, `schedules[1].id: "office hours" is not possible`},
		{func(d *Document) { d.Schedules[0].Week[0].Days[1] = "Tuesday" }, `schedules[0].week[0].days[1]: "Tuesday" is no day: use sun, mon`},
		{func(d *Document) { d.Calendar[0].Date = "2026-13-01" }, `calendar[0].date: "2026-13-01" is no date`},
		{func(d *Document) { d.Calendar[0].Until = "2026-09-30" }, `calendar[0].until: 2026-09-30 is before 2026-10-01`},
		{func(d *Document) { d.Calendar[0].Until = "2027-10-07" }, `calendar[0].until: 2026-10-01 to 2027-10-07 is longer than 60 days`},
		{func(d *Document) { d.Calendar[1].Date = "2026-10-03" }, `calendar[1].date: 2026-10-03 is in "国庆节" already`},
		{func(d *Document) { d.Calendar[1].Kind = "feast" }, `calendar[1].kind: "feast" is unknown: use holiday or workday`},
		{func(d *Document) { d.DutyLists[0].Phones = nil }, `duty_lists[0].phones: at least one phone is needed`},
		{func(d *Document) { d.DutyLists[0].Phones[0].Number = "x" }, `duty_lists[0].phones[0].number: "x" is not possible`},
		{func(d *Document) { d.DutyLists[0].Phones[0].Ring = 0 }, `duty_lists[0].phones[0].ring: 0s is out of range: use 5s to 2m`},
		{func(d *Document) { d.Voicemail.Limit = seconds(5) }, `voicemail.limit: 5s is out of range: use 10s to 10m`},
		{func(d *Document) { d.Surge = -1 }, `surge: -1 is out of range`},
	} {
		d := sample()
		c.change(&d)
		var invalid *InvalidError
		if err := d.Validate(); !errors.As(err, &invalid) {
			t.Errorf("%s: got %v", c.want, err)
			continue
		}
		if got := invalid.Problems[0].String(); len(invalid.Problems) != 1 || !strings.HasPrefix(got, c.want) {
			t.Errorf("got %q, want only %q", invalid.Problems, c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "15s": 15 * time.Second, "1m": time.Minute, "1m30s": 90 * time.Second, "1h": time.Hour,
		"2h5m": 125 * time.Minute, "500ms": 500 * time.Millisecond, "1h0m5s": time.Hour + 5*time.Second,
	} {
		if got := Duration(want).String(); got != text {
			t.Errorf("%v: got %q, want %q", want, got, text)
		}
		var d Duration
		if err := d.UnmarshalText([]byte(text)); err != nil || d != Duration(want) {
			t.Errorf("%q: got %v, %v, want %v", text, d, err, want)
		}
	}
	var d Duration
	if err := d.UnmarshalText([]byte("15")); err == nil || !strings.Contains(err.Error(), "write 15s") {
		t.Errorf("15 without a unit: got %v", err)
	}
}
