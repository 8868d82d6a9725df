package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
	"thirdring/queue"
)

func TestYAMLReadsLikeThis(t *testing.T) {
	d := sample()
	d.Breaks, d.Categories = d.Breaks[:1], d.Categories[:1]
	d.Departments, d.TransferReasons, d.Purposes = d.Departments[:1], d.TransferReasons[:1], d.Purposes[:2]
	d.Breaks[0].Approval = true
	d.Hotlines, d.Categories[0].Subs = d.Hotlines[:1], []string{"装修"}
	text, err := d.FormatYAML()
	must(t, err)
	want := `name: 示范物业客户服务中心
cadence:
  ring_on: 1s
  ring_off: 4s
hotlines:
- number: "4008001234"
  name: 全国热线
  project: ""
  queue: service
  mode: greet-first
  answer_after: 0s
queues:
- id: service
  name: 客户服务
  ring_limit: 15s
  threshold: 15s
  short: 5s
  wrap_up: 1m
  wrap_up_max: 10m
  comfort_every: 30s
  comforts:
  - queue.comfort
  - tip.app
  record: true
  announce: position
  keep_place: 1m
  overflow:
    max_waiting: 20
    max_wait: 10m
    nobody: 30s
    then:
    - queue:service
    - duty:night
  keys:
  - key: "1"
    then:
    - callback
  - key: "9"
    then:
    - emergency
  - key: "0"
    then:
    - duty:night
    - voicemail
  keys_prompt: queue.keys
  callbacks:
    tries: 2
    every: 10m
    keep: 2h
    same_day: true
  survey:
    ask: true
    min_talk: 10s
  music: quiet
  targets:
    answer: 8s
agents:
- id: "1001"
  name: 张三
  work_no: "0101"
  queues:
  - service
  device: page
- id: "1002"
  name: 李四
  work_no: ""
  queues: []
breaks:
- code: rest
  name: 小休
  approval: true
categories:
- code: INQ
  name: 咨询
  subs:
  - 装修
departments:
- code: repair
  name: 工程维修部
  number: "8001"
  note: 示例分机,请改为实际号码
transfer_reasons:
- code: specialist
  name: 需专业部门处理
purposes:
- code: follow_up
  name: 回访
  opt_out: survey
- code: progress
  name: 维修进度回复
schedules:
- id: office
  name: 工作时间
  week:
  - days:
    - mon
    - tue
    - wed
    - thu
    - fri
    hours:
    - 09:00-12:00
    - 13:30-18:00
  - days:
    - sat
    hours:
    - 22:00-02:00
  - days:
    - sun
    hours:
    - 00:00-24:00
  holiday:
  - 10:00-15:00
calendar:
- date: "2026-10-01"
  until: "2026-10-07"
  name: 国庆节
  kind: holiday
- date: "2026-10-10"
  name: 调休
  kind: workday
duty_lists:
- id: night
  name: 夜班
  phones:
  - name: 赵工
    number: "13911110001"
    ring: 20s
voicemail:
  limit: 3m
  silence: 8s
  shortest: 3s
targets:
  service_level: 90%
  three_rings: 100%
  answered: 97%
  abandoned: 5%
  satisfaction: 95.5%
  resolved: 80%
  answer: 10s
  handle: 5m
  reply: 24h
emergency:
  queues:
  - service
  escalate: 20s
  duty: night
surge: 5
`
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	got, err := ParseYAML(text)
	must(t, err)
	same(t, got, d)
}

// TestYAMLTakesNumbersAsWritten: people leave quotes out.
func TestYAMLTakesNumbersAsWritten(t *testing.T) {
	text, err := sample().FormatYAML()
	must(t, err)
	bare := strings.ReplaceAll(string(text), `"0101"`, "0101 # 工号")
	bare = strings.ReplaceAll(bare, `"4008001234"`, "4008001234")
	got, err := ParseYAML([]byte(bare))
	must(t, err)
	same(t, got, sample())
}

func TestYAMLMistakesAreNamedWithTheirLines(t *testing.T) {
	text, err := sample().FormatYAML()
	must(t, err)
	for _, c := range []struct{ old, new, want string }{
		{"ring_limit: 15s", "ring_limt: 15s", "line %d: queues[0].ring_limt: there is no such key: did you mean ring_limit?"},
		{"ring_limit: 15s", "ring_limit: 15", `line %d: queues[0].ring_limit: "15" is no time span: write 15s, 500ms or 1m30s`},
		{"ring_limit: 15s", "ring_limit: [15s]", "line %d: queues[0].ring_limit: must be a single value"},
		{"ring_limit: 15s", "ring_limit: 15m", "line %d: queues[0].ring_limit: 15m is out of range: use 3s to 2m"},
		{"ring_limit: 15s", "ring_limit: &a 15s", "line %d: queues[0].ring_limit: anchors, aliases and tags are not supported"},
		{"record: true", "record: ja", "line %d: queues[0].record: must be true or false"},
		{"cadence:", "zzzzzzzzzz:", "line %d: zzzzzzzzzz: there is no such key: use agents, breaks, cadence"},
		{"  queue: service", "  queue: sales", `line %d: hotlines[0].queue: there is no queue "sales": choose another`},
		{"  work_no: \"0101\"", "  work_no: 零一", `line %d: agents[0].work_no: "零一" is not possible`},
		{"- code: REP-U", "- code: INQ", `line %d: categories[1].code: "INQ" is there twice: use another`},
		{"  name: 李四\n", "", "line %d: agents[1].name: is missing"},
		{"- code: meal\n", "- 用餐\n- code: meal\n", "line %d: breaks[1]: must be a group of keys"},
		{"  ring_on: 1s", "  ring_on: 1s\n  ring_on: 2s", "line %d: mapping key \"ring_on\" already defined"},
	} {
		changed := strings.Replace(string(text), c.old, c.new, 1)
		_, err := ParseYAML([]byte(changed))
		var invalid *InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: got %v", c.new, err)
			continue
		}
		line := 1 + strings.Count(string(text)[:strings.Index(string(text), c.old)], "\n")
		if strings.Contains(c.new, "ring_on: 2s") {
			line++
		}
		if c.new == "" {
			line-- // the item that lacks the key
		}
		if want := fmt.Sprintf(c.want, line); !strings.HasPrefix(invalid.Problems[0].String(), want) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.new, invalid.Problems[0], want)
		}
	}
}

func TestYAMLOfTheWrongShape(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "exactly one YAML document",
		"# nothing":                 "exactly one YAML document",
		"name: a\n---\nname: b":     "exactly one YAML document",
		"- name: x":                 "must be a group of keys",
		"just text":                 "must be a group of keys",
		"name: [":                   "line 1: ",
		"queues: {}":                "line 1: queues: must be a list",
		"name: x\nagents: 12":       "line 2: agents: must be a list",
		"name: *x":                  "aliases",
		"name: x\n\tqueues: []":     "line ",
		"\x00\xff\xfe":              "",
		strings.Repeat("a", 5e6):    "larger than 4 MB",
		strings.Repeat("[", 9e4):    "line 1: the nesting is too deep",
		strings.Repeat("{a: ", 9e4): "line 1: the nesting is too deep",
		strings.Repeat("- ", 9e4):   "line 1: the nesting is too deep",
		strings.Repeat("? ", 9e4):   "line 1: the nesting is too deep",
	} {
		_, err := ParseYAML([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got %v, want something with %q", text, err, want)
		}
	}
}

// TestExportImportIsIdentical writes and reads random valid configurations.
func TestExportImportIsIdentical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyDocument(t)
		if err := want.Validate(); err != nil {
			t.Fatal(err)
		}
		text, err := want.FormatYAML()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseYAML(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v\n%s", got, want, text)
		}
	})
}

func anyDocument(t *rapid.T) Document {
	// Names that YAML might take for something else are the interesting ones.
	name := rapid.OneOf(
		rapid.SampledFrom([]string{"true", "null", "~", "0x10", "1e3", "- a", "a: b", "#x", "'", `"`, "{x}", "2026-11-22", "on", " x ", "a\\n", "%", "@", "`"}),
		rapid.StringMatching(`[a-zA-Z0-9 张三李四:#"'{}\[\],&*!|>%@-]{0,20}[a-z王]`),
	)
	span := func(low, high time.Duration) Duration {
		return Duration(rapid.Int64Range(int64(low), int64(high)).Draw(t, "span"))
	}
	d := Document{Name: name.Draw(t, "name"), Cadence: CadenceDoc{RingOn: span(time.Second, 2*time.Second), RingOff: span(0, 9*time.Second)}}
	var ids []string
	for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9][a-z0-9_-]{0,6}`), 1, 3, rapid.ID[string]).Draw(t, "queues") {
		q := DefaultQueue(id, name.Draw(t, "name"))
		q.RingLimit, q.WrapUp, q.Record = span(3*time.Second, time.Minute), span(0, time.Hour), rapid.Bool().Draw(t, "record")
		if rapid.Bool().Draw(t, "routing") {
			q.Routing = RoutingDoc{
				Strategy: rapid.SampledFrom(queue.Strategies).Draw(t, "strategy"), Weight: 2, Misses: 3, Level: 1,
				Widen:     []WidenDoc{{After: seconds(20), Lower: 1}, {After: seconds(40), Level: 2, Queue: id}},
				SameAgent: span(time.Minute, 90*24*time.Hour), SameAgentWait: seconds(20),
			}
		}
		ids, d.Queues = append(ids, id), append(d.Queues, q)
	}
	for _, n := range rapid.SliceOfNDistinct(rapid.StringMatching(`\+?[0-9]{3,15}`), 0, 3, rapid.ID[string]).Draw(t, "hotlines") {
		mode := rapid.SampledFrom([]queue.Mode{queue.GreetFirst, queue.AgentFirst}).Draw(t, "mode")
		d.Hotlines = append(d.Hotlines, DefaultHotline(n, name.Draw(t, "name"), rapid.SampledFrom(ids).Draw(t, "queue"), mode))
	}
	for _, code := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9_-]{0,5}`), 0, 3, rapid.ID[string]).Draw(t, "codes") {
		d.Breaks = append(d.Breaks, BreakDoc{Code: code, Name: name.Draw(t, "name"), Approval: rapid.Bool().Draw(t, "approval")})
		d.Departments = append(d.Departments, DepartmentDoc{Code: code, Name: name.Draw(t, "name"), Number: rapid.StringMatching(`0[0-9]{2,8}`).Draw(t, "number"), Note: name.Draw(t, "note")})
		d.TransferReasons = append(d.TransferReasons, TransferReasonDoc{Code: code, Name: name.Draw(t, "name")})
		d.Purposes = append(d.Purposes, PurposeDoc{Code: code, Name: name.Draw(t, "name"), OptOut: rapid.SampledFrom([]string{"", "survey"}).Draw(t, "opt-out")})
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[0-9]{1,5}`), 0, 4, rapid.ID[string]).Draw(t, "agents") {
		d.Agents = append(d.Agents, AgentDoc{ID: agent.ID(id), Name: name.Draw(t, "name"), WorkNo: id, Queues: rapid.SampledFrom([][]string{{}, ids[:1], ids}).Draw(t, "serves"), Skills: []SkillDoc{{"yue", 7}}})
	}
	for _, code := range rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z][A-Z0-9-]{0,5}`), 0, 3, rapid.ID[string]).Draw(t, "categories") {
		d.Categories = append(d.Categories, CategoryDoc{Code: code, Name: name.Draw(t, "name"), Subs: rapid.SliceOfNDistinct(name, 0, 3, rapid.ID[string]).Draw(t, "subs")})
	}
	return d.filled()
}

// FuzzParseYAML: any text is read or refused, and what is read can be written.
func FuzzParseYAML(f *testing.F) {
	text, err := sample().FormatYAML()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, seed := range []string{"", "a", "- a", "? a\n: b", "a: &x b\nc: *x", "<<: {a: b}", "!!map {}", "name: |\n  x", "{[a]: b}", "name: \"\\u0000\"", "--- >\n x", "queues: [{}, ]", "- - - a"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := ParseYAML(text)
		if err != nil {
			return
		}
		again, err := d.FormatYAML()
		must(t, err)
		if read, err := ParseYAML(again); err != nil || !reflect.DeepEqual(read, d) {
			t.Fatalf("%v\n%s", err, again)
		}
	})
}
