package store

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"

	"thirdring/queue"
)

// wrongCentre is a centre as pages send it, into which administrators put what
// is wrong.
func wrongCentre() Document {
	d := Default()
	d.Hotlines = []HotlineDoc{DefaultHotline("4008001234", "热线", "service", queue.GreetFirst)}
	d.Hotlines[0].Schedule = "office"
	d.Queues[0].Overflow = &OverflowDoc{Nobody: seconds(30), Then: []ExitDoc{{Kind: queue.ExitDuty, ID: "night"}}}
	d.Schedules = []ScheduleDoc{{ID: "office", Name: "工作时间", Week: []DaysDoc{{Days: []string{"mon"}, Hours: []HoursDoc{{From: 540, To: 1080}}}}}}
	d.Calendar = []CalendarDoc{{Date: "2026-10-01", Until: "2026-10-07", Name: "国庆节", Kind: queue.Holiday}}
	d.DutyLists = []DutyListDoc{{ID: "night", Name: "夜班", Phones: []DutyPhoneDoc{{Name: "值班", Number: "13800138000", Ring: seconds(30)}}}}
	d.Agents = []AgentDoc{{ID: "1001", Name: "王芳", WorkNo: "1001", Queues: []string{"service"}}, {ID: "1002", Name: "李娜", WorkNo: "1002", Queues: []string{"service"}}}
	return d
}

// TestWrongInputsAreNamedAtTheirFields tries what administrators get wrong: each
// is told where it stands, and what to do, in both languages.
func TestWrongInputsAreNamedAtTheirFields(t *testing.T) {
	for _, c := range []struct{ name, at, value, path, english, chinese string }{
		{"a telephone with spaces", "duty_lists.0.phones.0.number", `"138 0013 8000"`, "duty_lists[0].phones[0].number", "without spaces", "不留空格"},
		{"a telephone with words", "departments.0.number", `"分机8001"`, "departments[0].number", "3 to 15 digits", "3 至 15 位数字"},
		{"a list without phones", "duty_lists.0.phones", `[]`, "duty_lists[0].phones", "at least one phone", "至少需要一部电话"},
		{"a ring of a second", "duty_lists.0.phones.0.ring", `"1s"`, "duty_lists[0].phones[0].ring", "use 5s to 2m", "请填 5 秒 至 2 分"},
		{"hours written as words", "schedules.0.week.0.hours.0", `"9点到18点"`, "schedules[0].week[0].hours[0]", "write 09:00-18:00", "请写成 09:00-18:00"},
		{"hours after midnight", "schedules.0.week.0.hours.0", `"22:00-26:00"`, "schedules[0].week[0].hours[0]", "22:00-02:00 over midnight", "跨夜写 22:00-02:00"},
		{"hours of no length", "schedules.0.week.0.hours.0", `"09:00-09:00"`, "schedules[0].week[0].hours[0]", "00:00-24:00", "00:00-24:00"},
		{"a day that is none", "schedules.0.week.0.days.0", `"monday"`, "schedules[0].week[0].days[0]", "use sun, mon", "可用"},
		{"a holiday given twice", "calendar.1", `{"date":"2026-10-03","name":"中秋节","kind":"holiday"}`, "calendar[1].date", `is in "国庆节" already`, "已在"},
		{"a holiday that ends before it begins", "calendar.0.until", `"2026-09-07"`, "calendar[0].until", "is before 2026-10-01: write the last day", "请填最后一天"},
		{"a holiday of a year", "calendar.0.until", `"2027-10-07"`, "calendar[0].until", "look at the year", "核对年份"},
		{"a holiday that is no date", "calendar.0.until", `"10月7日"`, "calendar[0].until", "write 2026-10-07", "请写成 2026-10-07"},
		{"a negative wait", "queues.0.overflow.max_wait", `"-5s"`, "queues[0].overflow.max_wait", "use 10s to 2h", "请填 10 秒 至 2 小时"},
		{"a negative number", "queues.0.overflow.max_waiting", `-3`, "queues[0].overflow.max_waiting", "use 0 to 10000", "请填 0 至 10000"},
		{"half a caller", "queues.0.overflow.max_waiting", `2.5`, "queues[0].overflow.max_waiting", "whole number", "整数"},
		{"an overflow to nowhere", "queues.0.overflow.then", `[]`, "queues[0].overflow.then", "say which ways", "去向"},
		{"a way to a list that is gone", "queues.0.overflow.then.0", `"duty:day"`, "queues[0].overflow.then[0]", `no duty list "day": choose another`, "请另选"},
		{"a queue that is gone", "hotlines.0.queue", `"repairs"`, "hotlines[0].queue", `no queue "repairs": choose another`, "请另选"},
		{"no queue at all", "hotlines.0.queue", `""`, "hotlines[0].queue", "choose a queue", "请选择队列"},
		{"hours that are gone", "hotlines.0.schedule", `"night"`, "hotlines[0].schedule", "choose another", "请另选"},
		{"an emergency line without a lane", "hotlines.0.emergency", `true`, "hotlines[0].emergency", "no emergency lane", "紧急通道"},
		{"a lane that nobody gets into", "emergency", `{"duty":"night"}`, "emergency", "nobody gets here", "没有来电"},
		{"an escalation without a duty list", "emergency", `{"escalate":"10s"}`, "emergency.escalate", "name one in duty", "请选择值班表"},
		{"an id with capitals", "queues.0.id", `"Service"`, "queues[0].id", "a-z, 0-9", "小写字母"},
		{"a name of spaces", "queues.0.name", `"  "`, "queues[0].name", "is missing", "请填写"},
		{"a work number twice", "agents.1.work_no", `"1001"`, "agents[1].work_no", "is there twice: use another", "请换一个"},
		{"a skill that nobody has", "queues.0.routing", `{"skills":[{"skill":"yue","level":3}]}`, "queues[0].routing.skills[0]", "give it to an agent", "请给坐席"},
		{"a share of 120%", "targets.service_level", `"120%"`, "targets.service_level", "percentage", "百分数"},
		{"two keys alike", "queues.0.keys", `[{"key":"1","then":["voicemail"]},{"key":"1","then":["goodbye"]}]`, "queues[0].keys[1].key", "is there twice: use another", "请换一个"},
		{"a promise that nobody can keep", "queues.0.keys", `[{"key":"1","then":["callback"]}]`, "queues[0].keys[0].then[0]", "does not call back", "没有启用回电"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := json.Marshal(wrongCentre())
			if err != nil {
				t.Fatal(err)
			}
			_, err = ParseJSON(putInto(t, text, strings.Split(c.at, "."), c.value))
			invalid, ok := errors.AsType[*InvalidError](err)
			if !ok {
				t.Fatalf("%s is taken: %v", c.value, err)
			}
			for _, p := range invalid.Problems {
				if p.Path != c.path {
					continue
				}
				if !strings.Contains(p.Reason, c.english) || !strings.Contains(p.Chinese(), c.chinese) || !strings.ContainsFunc(p.Chinese(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					t.Errorf("told is %q, %q; want %q, %q", p.Reason, p.Chinese(), c.english, c.chinese)
				}
				return
			}
			t.Errorf("told is %v, nothing at %s", invalid.Problems, c.path)
		})
	}
}

// putInto is a JSON text with another value at a place.
func putInto(t *testing.T, text []byte, at []string, value string) []byte {
	t.Helper()
	if len(at) == 0 {
		return []byte(value)
	}
	put := func(into any) []byte {
		out, err := json.Marshal(into)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	var list []json.RawMessage
	if json.Unmarshal(text, &list) == nil && list != nil {
		i := int(at[0][0] - '0')
		if i == len(list) {
			list = append(list, nil)
		}
		list[i] = putInto(t, list[i], at[1:], value)
		return put(list)
	}
	var group map[string]json.RawMessage
	if err := json.Unmarshal(text, &group); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	group[at[0]] = putInto(t, group[at[0]], at[1:], value)
	return put(group)
}
