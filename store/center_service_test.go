package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

// everyService sets every key of the emergency lane, call-backs, the survey and
// keys while waiting.
func everyService(d *Document) {
	d.Emergency = &EmergencyDoc{Queues: []string{"service"}, Escalate: seconds(20), Duty: "night"}
	d.Hotlines[1].Emergency = true
	q := &d.Queues[0]
	q.Keys = []KeyDoc{
		{Key: "1", Then: []ExitDoc{{Kind: queue.ExitCallback}}},
		{Key: "9", Then: []ExitDoc{{Kind: queue.ExitEmergency}}},
		{Key: "0", Then: []ExitDoc{{queue.ExitDuty, "night"}, {Kind: queue.ExitVoicemail}}},
	}
	q.KeysPrompt = "queue.keys"
	q.Callbacks = &CallbacksDoc{Tries: 2, Every: seconds(600), Keep: seconds(7200), SameDay: true}
	q.Survey = &SurveyDoc{Ask: true, MinTalk: seconds(10)}
	q.Music, q.Comforts = "quiet", []string{"queue.comfort", "tip.app"}
	d.Targets = everyTarget()
	q.Targets = TargetsDoc{Answer: seconds(8)}
}

// TestServiceReachesTheCore reads the shortest text of each.
func TestServiceReachesTheCore(t *testing.T) {
	d, err := ParseYAML([]byte(`
name: 中心
cadence: {ring_on: 1s, ring_off: 4s}
hotlines:
- {number: "4008009999", name: 急修, queue: owners, mode: greet-first, answer_after: 0s, emergency: true}
queues:
- id: owners
  name: 业主
  ring_limit: 15s
  threshold: 15s
  music: quiet
  comforts: [queue.comfort, tip.app]
  keys:
  - {key: "1", then: [callback, voicemail]}
  - {key: "#", then: [emergency]}
  callbacks: {}
  survey: {ask: true}
emergency: {duty: night}
duty_lists:
- {id: night, name: 夜班, phones: [{name: 赵工, number: "13911110001", ring: 20s}]}
`))
	must(t, err)
	c := d.Center()
	q := c.Queues[0]
	want := queue.QueueConfig{
		ID: "owners", Name: "业主", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, Music: "quiet", Comforts: []string{"queue.comfort", "tip.app"},
		Keys: []queue.MenuKey{
			{Key: "1", Exits: []queue.Exit{{Kind: queue.ExitCallback}, {Kind: queue.ExitVoicemail}}},
			{Key: "#", Exits: []queue.Exit{{Kind: queue.ExitEmergency}}},
		},
		Callbacks: queue.Callbacks{Tries: 3, Every: 5 * time.Minute, Keep: 4 * time.Hour, Overnight: true},
		Survey:    queue.SurveyRules{Ask: true},
	}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("got  %+v\nwant %+v", q, want)
	}
	if want := (queue.Emergency{Escalate: 15 * time.Second, Duty: "night"}); !reflect.DeepEqual(c.Emergency, want) || !c.Hotlines[0].Emergency {
		t.Errorf("got %+v, %+v, want %+v", c.Emergency, c.Hotlines[0], want)
	}
	text, err := d.FormatYAML()
	must(t, err)
	again, err := ParseYAML(text)
	must(t, err)
	if got := Diff(d, again); len(got) != 0 {
		t.Errorf("written and read again it differs: %v\n%s", got, text)
	}
}

// TestWithoutADutyListNothingIsEscalated: the core would ring nobody.
func TestWithoutADutyListNothingIsEscalated(t *testing.T) {
	d := sample()
	d.Emergency = &EmergencyDoc{}
	if got := d.Center().Emergency; !reflect.DeepEqual(got, queue.Emergency{}) {
		t.Errorf("got %+v", got)
	}
}

func TestWrongServiceIsNamed(t *testing.T) {
	callback, emergency := ExitDoc{Kind: queue.ExitCallback}, ExitDoc{Kind: queue.ExitEmergency}
	for want, change := range map[string]func(*Document){
		`emergency.queues[0]: there is no queue "sales": choose another`: func(d *Document) { d.Emergency.Queues[0] = "sales" },
		`emergency.queues[1]: "service" is there twice: use another`:     func(d *Document) { d.Emergency.Queues = []string{"service", "service"} },
		`emergency.duty: there is no duty list "day": choose another`:    func(d *Document) { d.Emergency.Duty = "day" },
		`emergency.escalate: is when the duty list is rung`:              func(d *Document) { d.Emergency.Duty = "" },
		`emergency.escalate: 10m is out of range: use 1s to 5m`:          func(d *Document) { d.Emergency.Escalate = seconds(600) },
		`emergency: nobody could be rung`:                                func(d *Document) { d.Emergency, d.Agents[0].Queues = &EmergencyDoc{Queues: []string{"service"}}, nil },
		`emergency: nobody gets here`:                                    func(d *Document) { d.Hotlines[1].Emergency, d.Queues[0].Keys = false, d.Queues[0].Keys[:1] },
		`hotlines[1].emergency: there is no emergency lane`:              func(d *Document) { d.Emergency, d.Queues[0].Keys = nil, d.Queues[0].Keys[:1] },
		`queues[0].keys[1].then[0]: there is no emergency lane`:          func(d *Document) { d.Emergency, d.Hotlines[1].Emergency = nil, false },
		`queues[0].keys[0].then[0]: the queue "service" does not c`:      func(d *Document) { d.Queues[0].Callbacks = nil },
		`queues[0].overflow.then[2]: the queue "service" does not`: func(d *Document) {
			d.Queues[0].Callbacks, d.Queues[0].Keys = nil, nil
			d.Queues[0].Overflow.Then = append(d.Queues[0].Overflow.Then, callback)
		},
		`queues[0].callbacks: no caller can ask for it`: func(d *Document) { d.Queues[0].Keys = d.Queues[0].Keys[1:] },
		`queues[0].callbacks: the last of 9 attempts would be after 1h20m`: func(d *Document) {
			*d.Queues[0].Callbacks = CallbacksDoc{Tries: 9, Every: seconds(600), Keep: seconds(3600)}
		},
		`queues[0].callbacks.tries: 11 is out of range: use 1 to 10`:             func(d *Document) { *d.Queues[0].Callbacks = CallbacksDoc{Tries: 11} },
		`queues[0].callbacks.every: 5s is out of range: use 30s to 4h`:           func(d *Document) { d.Queues[0].Callbacks.Every = seconds(5) },
		`queues[0].callbacks.keep: 100h is out of range: use 10m to 72h`:         func(d *Document) { d.Queues[0].Callbacks.Keep = Duration(100 * time.Hour) },
		`queues[0].targets.answer: 11m is out of range: use 0s to 10m`:           func(d *Document) { d.Queues[0].Targets.Answer = seconds(660) },
		`targets.reply: 800h is out of range: use 0s to 720h`:                    func(d *Document) { d.Targets.Reply = Duration(800 * time.Hour) },
		`queues[0].survey.min_talk: 11m is out of range`:                         func(d *Document) { d.Queues[0].Survey.MinTalk = seconds(660) },
		`queues[0].comforts[0]: is empty`:                                        func(d *Document) { d.Queues[0].Comforts = []string{""} },
		`queues[0].music: "轻音乐" is not possible`:                                 func(d *Document) { d.Queues[0].Music = "轻音乐" },
		`queues[0].keys[1].key: "1" is there twice: use another`:                 func(d *Document) { d.Queues[0].Keys[1].Key = "1" },
		`queues[0].keys[0].key: "a" is not possible: use one of 0-9`:             func(d *Document) { d.Queues[0].Keys[0].Key = "a" },
		`queues[0].keys[1].then: is missing: say where the key leads`:            func(d *Document) { d.Queues[0].Keys[1].Then = nil },
		`queues[0].keys[2].then[0]: there is no duty list "day": choose another`: func(d *Document) { d.Queues[0].Keys[2].Then[0].ID = "day" },
		`queues[0].keys[1].then[0]: the caller stays in the emergency lane`: func(d *Document) {
			d.Queues[0].Keys[1].Then = append(d.Queues[0].Keys[1].Then, callback)
		},
		`queues[0].overflow.then[2]: nobody gets into the emergency lane without a key`: func(d *Document) {
			d.Queues[0].Overflow.Then = append(d.Queues[0].Overflow.Then, emergency)
		},
		`queues[0].keys[1].then[0]: the caller waits in this queue`: func(d *Document) {
			d.Queues[0].Keys[1].Then = []ExitDoc{{queue.ExitQueue, "service"}}
		},
		`hotlines[1].after_hours.keys[0].then[0]: nobody waits here`: func(d *Document) { d.Hotlines[1].AfterHours.Keys[0].Then[0] = callback },
		`hotlines[1].after_hours.otherwise[0]: nobody waits here`:    func(d *Document) { d.Hotlines[1].AfterHours.Else[0] = callback },
		`hotlines[1].after_hours.keys[1].then[0]: there is no emer`: func(d *Document) {
			d.Emergency, d.Hotlines[1].Emergency, d.Queues[0].Keys = nil, false, d.Queues[0].Keys[:1]
			d.Hotlines[1].AfterHours.Keys[1].Then = []ExitDoc{emergency}
		},
	} {
		d := sample()
		change(&d)
		invalid, ok := errors.AsType[*InvalidError](d.Validate())
		switch {
		case !ok || len(invalid.Problems) != 1 || !strings.HasPrefix(invalid.Problems[0].String(), want):
			t.Errorf("want only %s, got %v", want, invalid)
		case invalid.Problems[0].Chinese() == invalid.Problems[0].Reason:
			t.Errorf("no Chinese for %s", invalid.Problems[0])
		}
	}
}

// TestEmergencyNeedsNoKeyOfItsOwn: a hotline for emergencies is a way in.
func TestEmergencyNeedsNoKeyOfItsOwn(t *testing.T) {
	d := sample()
	d.Queues[0].Keys = d.Queues[0].Keys[:1]
	must(t, d.Validate())
	d.Emergency = &EmergencyDoc{} // every agent
	must(t, d.Validate())
}
