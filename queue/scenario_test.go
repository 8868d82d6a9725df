package queue

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
)

var update = flag.Bool("update", false, "rewrite the expected lines of testdata/*.txt")

// TestScenarios plays every transcript of testdata. A transcript's lines are
//
//	# a remark
//	set hotline|queue|center Field=value ...   changes the test centre before the first event
//	set agent ID Field=value ...        likewise
//	explain                             decisions are written with those who were not chosen, and their line
//	09:00:00.000 Event Field=value ...  feeds an event
//	day 2026-11-23                      the times that follow are of that day
//	09:00:00.000 ready 1001 1002        phone, desktop and state of agents, without output
//	add hotline|queue Field=value ...   likewise: one more, like the first but for the fields
//	add agent Field=value ...
//	drop queue|agent ID                 takes one out of the centre
//	09:00:00.000 configure              puts the changed centre in force
//	09:00:00.000 restart                kills the instance; another takes up what was saved
//	register slow                       RecordSaved comes only when it is fed
//	show                                lists the calls and agents
//	-> Command Field=value ...          an expected command (written by -update)
//	=  ...                              expected output of show (written by -update)
//
// Calls are written #1, #2 ... in the order of their arrival; the ids minted
// for a call begin with it.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newScenario(t).play(string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("%s differs; read the difference, then run with -update if it is right:\n%s", file, diff(string(want), got))
			}
		})
	}
}

type scenario struct {
	t      *testing.T
	core   *Core
	center Center
	ready  bool
	slow   bool // the register does not answer by itself
	day    string

	explain bool // decisions with those who were not chosen
	ids     []CallID
}

func newScenario(t *testing.T) *scenario {
	return &scenario{t: t, core: New(), center: testCenter(), day: "2026-11-22"}
}

func testCenter() Center {
	center := Center{
		Name:     "测试中心",
		Hotlines: []Hotline{{Number: "4008001234", Project: "翠湖", Queue: "owners", Mode: GreetFirst}},
		Queues: []QueueConfig{{
			ID: "owners", Name: "业主服务", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, Short: 5 * time.Second,
			WrapUp: 60 * time.Second, ComfortEvery: 30 * time.Second, Record: true,
		}},
		Breaks:     []BreakReason{{Code: "rest", Name: "小休"}, {Code: "training", Name: "培训", Approval: true}},
		Categories: []Category{{Code: "INQ", Name: "咨询", Subs: []string{"装修"}}, {Code: "NUL", Name: "骚扰", Silent: true}},
		Cadence:    Cadence{time.Second, 4 * time.Second},
		Purposes:   []DialPurpose{{Code: "callback", Name: "回电"}},

		Schedules: []Schedule{
			{ID: "weekdays", Week: [7][]Hours{time.Monday: {{9 * 60, 18 * 60}}}},
			{ID: "sundays", Week: [7][]Hours{time.Sunday: {{9 * 60, 18 * 60}}}},
			{ID: "daily", Week: everyDay(Hours{9 * 60, 18 * 60})},
			{ID: "late", Week: everyDay(Hours{9 * 60, 22 * 60})},
		},
		DutyLists: []DutyList{{ID: "night", Name: "夜班", Phones: []DutyPhone{
			{Name: "赵工", Number: "13911110001", Ring: 20 * time.Second}, {Name: "钱工", Number: "13911110002"},
		}}},
		Voicemail: Voicemail{Limit: 2 * time.Minute, Silence: 8 * time.Second, Shortest: 3 * time.Second},

		Departments:     []Department{{Code: "works", Name: "工程部", Number: "02155550000"}},
		TransferReasons: []TransferReason{{Code: "skill", Name: "专业问题"}},
	}
	for i := range 3 {
		id := strconv.Itoa(1001 + i)
		center.Agents = append(center.Agents, agent.Profile{ID: agent.ID(id), Name: "客服" + id, WorkNo: id, Queues: []string{"owners"}})
	}
	return center
}

func everyDay(hours ...Hours) (week [7][]Hours) {
	for day := range week {
		week[day] = hours
	}
	return week
}

func (s *scenario) play(text string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if strings.HasPrefix(line, "-> ") || strings.HasPrefix(line, "= ") {
			continue
		}
		fmt.Fprintln(&out, line)
		words := split(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "set":
			s.set(words[1], words[2:])
		case words[0] == "add":
			s.add(words[1], words[2:])
		case words[0] == "drop":
			s.drop(words[1], words[2])
		case words[0] == "register":
			s.slow = words[1] == "slow"
		case words[0] == "day":
			s.day = words[1]
		case words[0] == "explain":
			s.explain = true
		case words[0] == "show":
			s.show(&out)
		default:
			s.feed(&out, words)
		}
	}
	if n := s.core.Illegal(); n != 0 {
		s.t.Errorf("%d illegal moves", n)
	}
	return out.String()
}

func (s *scenario) set(what string, fields []string) {
	switch what {
	case "hotline":
		s.fill(reflect.ValueOf(&s.center.Hotlines[0]).Elem(), fields)
	case "queue":
		s.fill(reflect.ValueOf(&s.center.Queues[0]).Elem(), fields)
	case "center":
		s.fill(reflect.ValueOf(&s.center).Elem(), fields)
	case "agent":
		i := slices.IndexFunc(s.center.Agents, func(a agent.Profile) bool { return string(a.ID) == fields[0] })
		s.fill(reflect.ValueOf(&s.center.Agents[i]).Elem(), fields[1:])
	default:
		s.t.Fatalf("set %s: only hotline, queue, agent and center can be set", what)
	}
}

func (s *scenario) add(what string, fields []string) {
	switch what {
	case "hotline":
		s.center.Hotlines = append(s.center.Hotlines, s.center.Hotlines[0])
		s.fill(reflect.ValueOf(&s.center.Hotlines[len(s.center.Hotlines)-1]).Elem(), fields)
	case "queue":
		s.center.Queues = append(s.center.Queues, s.center.Queues[0])
		s.fill(reflect.ValueOf(&s.center.Queues[len(s.center.Queues)-1]).Elem(), fields)
	case "agent":
		s.center.Agents = append(s.center.Agents, agent.Profile{})
		s.fill(reflect.ValueOf(&s.center.Agents[len(s.center.Agents)-1]).Elem(), fields)
	default:
		s.t.Fatalf("add %s: only hotline, queue and agent can be added", what)
	}
}

func (s *scenario) drop(what, id string) {
	switch what {
	case "queue":
		s.center.Queues = slices.DeleteFunc(slices.Clone(s.center.Queues), func(q QueueConfig) bool { return q.ID == id })
	case "agent":
		s.center.Agents = slices.DeleteFunc(slices.Clone(s.center.Agents), func(a agent.Profile) bool { return string(a.ID) == id })
	default:
		s.t.Fatalf("drop %s: only queue and agent can be dropped", what)
	}
}

func (s *scenario) feed(out *strings.Builder, words []string) {
	now, err := time.Parse("2006-01-02 15:04:05.000", s.day+" "+words[0])
	if err != nil {
		s.t.Fatalf("%q: %v", words, err)
	}
	if !s.ready {
		s.ready = true
		s.core.Step(now, Configured{s.center})
	}
	if words[1] == "ready" {
		for _, id := range words[2:] {
			s.core.Step(now, PhoneState{Agent: agent.ID(id), Reachable: true})
			s.core.Step(now, DesktopState{agent.ID(id), true})
			s.core.Step(now, SetState{Agent: agent.ID(id), State: agent.Ready})
		}
		return
	}
	var ev Event = Configured{s.center}
	switch words[1] {
	case "restart":
		s.core = reborn(s.t, s.core, now)
	case "configure":
	default:
		ev = s.event(words[1], words[2:])
	}
	for _, cmd := range append([]Command(nil), s.core.Step(now, ev)...) {
		fmt.Fprintln(out, "-> "+s.alias(s.describe(cmd)))
		if saved, ok := cmd.(SaveRecord); ok && !s.slow {
			s.core.Step(now, RecordSaved{saved.Record.Call, saved.Final})
		}
	}
}

// reborn is a new instance's core with what an earlier one saved.
func reborn(t interface{ Fatal(...any) }, old *Core, now time.Time) *Core {
	saved, err := json.Marshal(old.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var loaded Update
	if err := json.Unmarshal(saved, &loaded); err != nil {
		t.Fatal(err)
	}
	core := New()
	core.Restore(now, loaded)
	return core
}

// event builds the event of that name from Field=value words.
func (s *scenario) event(name string, fields []string) Event {
	for _, ev := range allEvents {
		if reflect.TypeOf(ev).Name() == name {
			v := reflect.New(reflect.TypeOf(ev)).Elem()
			s.fill(v, fields)
			return v.Interface().(Event)
		}
	}
	s.t.Fatalf("no event %q", name)
	return nil
}

var allEvents = []Event{
	CallArrived{},
	LegCreated{},
	LegAnswered{},
	LegGone{},
	LegHeld{},
	LegUnheld{},
	LegTalking{},
	LegDigit{},
	PlayStarted{},
	PlayEnded{},
	Connected{},
	RecordingEnded{},
	CommandFailed{},
	PhoneState{},
	Resync{},
	NodeLost{},
	DesktopState{},
	OfferShown{},
	SetState{},
	SaveWrapUp{},
	ChooseOwner{},
	HangUp{},
	ExtendWrapUp{},
	DecideBreak{},
	SetDevice{},
	PhoneBack{},
	Dial{},
	SetIncident{},
	Identified{},
	RecordSaved{},
	Woke{},
	LegReferred{},
	Hold{},
	Swap{},
	Conference{},
	Mute{},
	SendDigits{},
	PauseRecording{},
	Consult{},
	Transfer{},
	CompleteTransfer{},
	DropThird{},
	SendToSurvey{},
	AskHelp{},
	TakeHelp{},
	MoveUpInLine{},
	MoveToQueue{},
	GiveToAgent{},
	SignQueue{},
	CancelCallback{},
	CallBackNow{},
}

func (s *scenario) fill(v reflect.Value, fields []string) {
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		field := v
		for part := range strings.SplitSeq(name, ".") {
			field = field.FieldByName(part)
		}
		if !field.IsValid() {
			s.t.Fatalf("%s has no field %q", v.Type(), name)
		}
		s.assign(field, s.unalias(value))
	}
}

func (s *scenario) assign(field reflect.Value, value string) {
	var err error
	switch field.Interface().(type) {
	case Target: // To=agent:1002
		kind, id, _ := strings.Cut(value, ":")
		field.Set(reflect.ValueOf(Target{TargetKind(kind), id}))
		return
	case []Exit: // duty:night>voicemail
		field.Set(reflect.ValueOf(exits(value)))
		return
	case []MenuKey: // 1>duty:night>voicemail,2>voicemail
		var keys []MenuKey
		for item := range strings.SplitSeq(value, ",") {
			key, ways, _ := strings.Cut(item, ">")
			keys = append(keys, MenuKey{key, exits(ways)})
		}
		field.Set(reflect.ValueOf(keys))
		return
	case time.Duration:
		var d time.Duration
		if d, err = time.ParseDuration(value); err != nil {
			s.t.Fatalf("value %q: %v", value, err)
		}
		field.SetInt(int64(d))
		return
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(value)
	case reflect.Bool:
		field.SetBool(value == "true")
	case reflect.Int:
		var n int
		n, err = strconv.Atoi(value)
		field.SetInt(int64(n))
	default:
		field.SetZero() // else the lists in force would be overwritten
		err = json.Unmarshal([]byte(value), field.Addr().Interface())
	}
	if err != nil {
		s.t.Fatalf("value %q: %v", value, err)
	}
}

func exits(text string) (list []Exit) {
	for way := range strings.SplitSeq(text, ">") {
		kind, id, _ := strings.Cut(way, ":")
		list = append(list, Exit{ExitKind(kind), id})
	}
	return list
}
