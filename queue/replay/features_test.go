package replay

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// rich is a centre with every way out of a queue and a second queue.
func rich(agents int) queue.Center {
	c := center(agents)
	c.Queues[0].Keys = []queue.MenuKey{
		{Key: "1", Exits: []queue.Exit{{Kind: queue.ExitCallback}}},
		{Key: "2", Exits: []queue.Exit{{Kind: queue.ExitQueue, ID: "repair"}}},
		{Key: "3", Exits: []queue.Exit{{Kind: queue.ExitVoicemail}}},
	}
	c.Queues[0].Callbacks = queue.Callbacks{Tries: 3, Every: 2 * time.Minute, Keep: time.Hour}
	c.Queues = append(c.Queues, queue.QueueConfig{ID: "repair", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, WrapUp: 30 * time.Second, Record: true})
	c.Voicemail = queue.Voicemail{Limit: time.Minute, Silence: 8 * time.Second, Shortest: 3 * time.Second}
	c.DutyLists = []queue.DutyList{{ID: "night", Phones: []queue.DutyPhone{{Name: "a", Number: "13900000001"}, {Name: "b", Number: "13900000002"}}}}
	for i := range 2 {
		c.Agents = append(c.Agents, agent.Profile{ID: agent.ID(fmt.Sprint(2001 + i)), Queues: []string{"repair"}})
	}
	return c
}

// aDay has a caller every 40 s, who is what be makes of her: without it one who
// talks for some two minutes.
func aDay(be func(i int, c *Call)) *Day {
	d := &Day{
		From: nine, To: nine.Add(2 * time.Hour), Agents: map[agent.ID]*Worker{}, Duty: map[string]*Phone{},
		Prompts: map[string]time.Duration{"greet.main greet.record": 6 * time.Second},
	}
	for i := range 150 {
		at := nine.Add(time.Minute + time.Duration(i)*40*time.Second + time.Duration(i*7919%1000)*time.Millisecond)
		c := &Call{ID: queue.CallID(fmt.Sprint("day-", i)), At: at, Arrived: queue.CallArrived{Leg: queue.LegID(fmt.Sprint("c", i)), From: fmt.Sprint(13800001000 + i), To: "4008001234"}}
		c.Entered, c.Answered = at.Add(6*time.Second), at.Add(10*time.Second)
		c.Parts = talksFor(time.Duration(90+i*31%60) * time.Second)
		be(i, c)
		d.Calls = append(d.Calls, c)
	}
	for _, id := range []agent.ID{"1001", "1002", "1003", "1004", "1005", "2001", "2002"} {
		d.Shifts = append(d.Shifts, Shift{nine, id, agent.Ready})
	}
	return d
}

func talksFor(span time.Duration) []Part { return []Part{{Talk: span, Wrap: 20*time.Second + span%7}} }

// givesUp makes the caller lose patience.
func givesUp(c *Call, after time.Duration) {
	c.Answered, c.Parts, c.ByCaller, c.Ended = time.Time{}, nil, true, c.At.Add(after)
}

// presses lets the caller press a key after so long, if she still waits.
func presses(c *Call, after time.Duration, key string) {
	c.Keys, c.Answered, c.Out = []Key{{after, key}}, time.Time{}, c.At.Add(after)
}

// tried is an attempt to call the caller back.
func tried(c *Call, t Try) {
	t.Call = &Call{Ended: c.At.Add(time.Minute), Parts: c.Parts}
	c.Tries = append(c.Tries, &t)
}

// given gives the customer away at the end of her first part.
func given(c *Call, to queue.Target, rest time.Duration) {
	p := &c.Parts[0]
	p.Acts = []Act{{After: p.Talk, Event: queue.Transfer{To: to}}}
	c.Parts = append(c.Parts, Part{Talk: rest, Wrap: 15 * time.Second})
}

// featureDays are days that live by what makes a day more than calls and
// agents, and what must be in their figures to be so.
var featureDays = map[string]struct {
	be     func(i int, c *Call)
	change func(c *queue.Center)
	agents int
	lives  func(r Result, d *Day) bool
}{
	"keys": {agents: 3, be: func(i int, c *Call) {
		switch i % 6 {
		case 1:
			presses(c, 19*time.Second, "2")
		case 2:
			presses(c, 25*time.Second, "3")
			c.Message, c.Parts = 11*time.Second, nil
		case 3:
			presses(c, 12*time.Second, "8") // there is no such key
		case 4:
			givesUp(c, time.Duration(30+i)*time.Second)
		}
	}, lives: func(r Result, _ *Day) bool {
		return r.Queues[0].Left > 3 && r.Queues[1].Answered > 3 && r.Queues[0].Abandoned > 3
	}},

	"call-backs": {agents: 3, be: func(i int, c *Call) {
		if i%3 == 0 {
			return
		}
		presses(c, time.Duration(14+i%9)*time.Second, "1")
		switch i % 5 {
		case 0:
			tried(c, Try{Rang: 20 * time.Second, Cause: 17})
			fallthrough
		case 1, 2:
			tried(c, Try{Rang: 6 * time.Second, PickedUp: true, Key: "1", KeyAfter: 2 * time.Second})
		case 3:
			tried(c, Try{Rang: 5 * time.Second, PickedUp: true, Key: "2", KeyAfter: 3 * time.Second})
		case 4: // a mailbox, again and again
			for range 3 {
				tried(c, Try{Rang: 9 * time.Second, PickedUp: true, Cause: 16})
			}
		}
	}, lives: func(r Result, d *Day) bool {
		tries := 0
		for _, c := range d.Calls {
			tries = max(tries, len(c.Tries))
		}
		return r.Queues[0].Promised > 10 && r.Queues[0].Kept > 5 && r.Queues[0].Kept < r.Queues[0].Promised && tries == 3
	}},

	"transfers": {agents: 5, be: func(i int, c *Call) {
		p := &c.Parts[0]
		switch i % 7 {
		case 1:
			given(c, queue.Target{Kind: queue.ToQueue, ID: "repair"}, 50*time.Second)
		case 2:
			given(c, queue.Target{Kind: queue.ToAgent, ID: "2002"}, 45*time.Second)
		case 3: // nobody takes it, and the same agent goes on
			given(c, queue.Target{Kind: queue.ToAgent, ID: "2001"}, 30*time.Second)
			p.Acts[0].Vain = true
		case 4: // asked first
			p.Acts = []Act{
				{After: 40 * time.Second, Event: queue.Consult{To: queue.Target{Kind: queue.ToAgent, ID: "2001"}}},
				{After: 60 * time.Second, Event: queue.CompleteTransfer{}},
			}
			p.Talk = 60 * time.Second
			c.Parts = append(c.Parts, Part{Talk: 70 * time.Second, Wrap: 10 * time.Second})
		case 5: // asked only
			p.Acts = []Act{
				{After: 30 * time.Second, Event: queue.Consult{To: queue.Target{Kind: queue.ToQueue, ID: "repair"}}},
				{After: 50 * time.Second, Event: queue.DropThird{}},
			}
		case 6:
			given(c, queue.Target{Kind: queue.ToNumber, ID: "02187654321"}, 80*time.Second)
		}
	}, lives: func(r Result, d *Day) bool {
		talks := 0
		for _, l := range r.Agents {
			talks += l.Calls
		}
		return r.Queues[0].Answered == 150 && talks > 180 && r.Agents[5].Calls > 20
	}},

	"emergencies": {agents: 2, change: func(c *queue.Center) {
		c.Hotlines = append(c.Hotlines, queue.Hotline{Number: "4008009999", Queue: "owners", Emergency: true})
		c.Emergency = queue.Emergency{Queues: []string{"owners"}, Escalate: 10 * time.Second, Duty: "night"}
	}, be: func(i int, c *Call) {
		if i%6 == 2 {
			c.Arrived.To = "4008009999"
		}
		if i%2 == 1 {
			givesUp(c, time.Duration(25+i)*time.Second)
		}
	}, lives: func(r Result, d *Day) bool {
		return len(d.Duty["13900000001"].Rings) > 2 && r.Queues[0].Abandoned > 5
	}},

	"duty and voicemail": {agents: 2, change: func(c *queue.Center) {
		c.Queues[0].Overflow = queue.Overflow{MaxWait: 25 * time.Second, Exits: []queue.Exit{{Kind: queue.ExitDuty, ID: "night"}, {Kind: queue.ExitVoicemail}}}
	}, be: func(i int, c *Call) {
		switch i % 5 {
		case 3:
			c.Message = 12 * time.Second
		case 4:
			givesUp(c, time.Duration(20+i)*time.Second)
		}
	}, lives: func(r Result, d *Day) bool {
		return len(d.Duty["13900000001"].Rings) > 5 && d.Duty["13900000002"].Missed > 2 && r.Queues[0].Left > 5
	}},
}

// TestFeatureDaysAreReadAndPlayedAgain: what the journal says of such a day is
// what it was, to the last second, and played again it is as good as the same.
func TestFeatureDaysAreReadAndPlayedAgain(t *testing.T) {
	for name, day := range featureDays {
		t.Run(name, func(t *testing.T) {
			c := rich(day.agents)
			if day.change != nil {
				day.change(&c)
			}
			d := aDay(day.be)
			d.Duty["13900000001"] = &Phone{Rings: []time.Duration{5 * time.Second, 6 * time.Second, 7 * time.Second}, Keys: []time.Duration{2 * time.Second}, Missed: 2}
			d.Duty["13900000002"] = &Phone{Rings: []time.Duration{8 * time.Second}, Keys: []time.Duration{4 * time.Second}, Missed: 1}
			entries, want := journal(t, d, c)
			found := read(t, entries, d)
			if !day.lives(want, found) {
				t.Fatalf("the day has not what it is for: %+v\n%+v", want, found.Duty)
			}
			if actual := figures(Actual(found, c)); !reflect.DeepEqual(actual, want) {
				t.Errorf("read %+v\nwas  %+v", actual, want)
			}
			again := Play(found, c)
			near(t, again, want)
			if again.Assumed != (Assumed{}) {
				t.Logf("assumed %+v", again.Assumed)
			}
			if second := Play(found, c); !reflect.DeepEqual(again, second) {
				t.Error("played twice, the day is another one")
			}
		})
	}
}

// near lets a tenth of the callers be another's, and waits differ by a tenth or
// 2 s: who gets which call depends on fractions of a second.
func near(t *testing.T, got, want Result) {
	t.Helper()
	var diffs []string
	check := func(what string, a, b, slack int) {
		if d := a - b; max(d, -d) > slack {
			diffs = append(diffs, fmt.Sprintf("%s %d, was %d", what, a, b))
		}
	}
	for i, is := range got.Queues {
		was := want.Queues[i]
		few := max(1, was.Offered/10)
		for _, f := range []struct {
			what string
			a, b int
		}{
			{"offered", is.Offered, was.Offered},
			{"answered", is.Answered, was.Answered},
			{"in time", is.InTime, was.InTime},
			{"abandoned", is.Abandoned, was.Abandoned},
			{"left", is.Left, was.Left},
			{"promised", is.Promised, was.Promised},
			{"kept", is.Kept, was.Kept},
		} {
			check(is.Queue+" "+f.what, f.a, f.b, few)
		}
		check(is.Queue+" wait in ms", int(is.Wait.Milliseconds()), int(was.Wait.Milliseconds()), max(2000, int(was.Wait.Milliseconds()/10)))
	}
	var talk, was time.Duration
	for i := range got.Agents {
		talk, was = talk+got.Agents[i].Talk, was+want.Agents[i].Talk
	}
	check("talk in s", int(talk.Seconds()), int(was.Seconds()), int(was.Seconds()/20))
	if len(diffs) > 0 {
		t.Errorf("%s\ngot %+v\nwas %+v", strings.Join(diffs, "; "), got.Queues, want.Queues)
	}
}
