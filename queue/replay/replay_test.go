package replay

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

var nine = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func center(agents int) queue.Center {
	c := queue.Center{
		Hotlines: []queue.Hotline{{Number: "4008001234", Queue: "owners", Mode: queue.GreetFirst}},
		Queues: []queue.QueueConfig{{
			ID: "owners", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, Short: 5 * time.Second,
			WrapUp: time.Minute, ComfortEvery: 30 * time.Second, Record: true,
		}},
	}
	for i := range agents {
		c.Agents = append(c.Agents, agent.Profile{ID: agent.ID(fmt.Sprint(1001 + i)), Queues: []string{"owners"}})
	}
	return c
}

// busyDay has a call every 40 s, conversations of about 2 min, and every
// seventh caller gives up after 30 s if nobody answers.
func busyDay() *Day {
	d := &Day{From: nine, To: nine.Add(2 * time.Hour), Agents: map[agent.ID]*Worker{}, Prompts: map[string]time.Duration{"greet.main greet.record": 6 * time.Second}}
	for i := range 180 {
		at := nine.Add(time.Minute + time.Duration(i)*40*time.Second)
		c := &Call{ID: queue.CallID(fmt.Sprint("day-", i)), At: at, Arrived: queue.CallArrived{Leg: queue.LegID(fmt.Sprint("c", i)), From: "13800001234", To: "4008001234"}}
		if i%7 == 6 {
			c.Ended, c.ByCaller = at.Add(30*time.Second), true
		} else {
			c.Entered, c.Answered = at.Add(6*time.Second), at.Add(10*time.Second)
			talk := time.Duration(90+i%60) * time.Second
			c.Ended, c.ByCaller, c.Agent = c.Answered.Add(talk), true, "1001"
			c.Parts = []Part{{Agent: "1001", Talk: talk, Wrap: 20 * time.Second}}
		}
		d.Calls = append(d.Calls, c)
	}
	for i := range 5 {
		d.Shifts = append(d.Shifts, Shift{nine, agent.ID(fmt.Sprint(1001 + i)), agent.Ready})
	}
	return d
}

// journal plays the day and returns what the journal would have of it.
func journal(t *testing.T, d *Day, c queue.Center) ([]Entry, Result) {
	t.Helper()
	return journalWith(t, d, c, func(*player) {})
}

// journalWith lets something else happen on the day.
func journalWith(t *testing.T, d *Day, c queue.Center, also func(*player)) ([]Entry, Result) {
	t.Helper()
	line := func(v any) Line {
		name := reflect.TypeOf(v).Name()
		switch cmd := v.(type) { // as the store leaves out what is kept elsewhere
		case queue.SaveRecord:
			v = map[string]any{"Call": cmd.Record.Call, "Outcome": cmd.Record.Outcome, "Row": cmd.Record.Brief()}
		case queue.ShowOffer, queue.Configured:
			v = map[string]any{}
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return Line{name, data}
	}
	var entries []Entry
	p := newPlayer(d)
	p.seen = func(at time.Time, about queue.CallID, ev queue.Event, cmds []queue.Command) {
		e := Entry{At: at, Call: about, Event: line(ev)}
		for _, cmd := range cmds {
			e.Commands = append(e.Commands, line(cmd))
		}
		entries = append(entries, e)
	}
	p.begin(c)
	also(p)
	p.run()
	return entries, figures(p.result(c))
}

// figures are the result without what names the calls, which have other names
// when they are played again, and without what was assumed.
func figures(r Result) Result {
	r.Fates, r.Assumed = nil, Assumed{}
	return r
}

func read(t *testing.T, entries []Entry, d *Day) *Day {
	t.Helper()
	r := NewReader(d.From, d.To)
	for _, e := range entries {
		if err := r.Read(e); err != nil {
			t.Fatal(err)
		}
	}
	return r.Day()
}

// TestTheSameConfigurationGivesTheSameDay writes a day down, reads it, and
// finds in it what it was; played again, it is the same day.
func TestTheSameConfigurationGivesTheSameDay(t *testing.T) {
	entries, want := journal(t, busyDay(), center(4))
	day := read(t, entries, busyDay())
	actual := figures(Actual(day, center(4)))
	if !reflect.DeepEqual(actual, want) {
		t.Errorf("read %+v\nwas  %+v", actual, want)
	}
	again := figures(Play(day, center(4)))
	if !reflect.DeepEqual(again, want) {
		t.Errorf("again %+v\nwas   %+v", again, want)
	}
	f := want.Queues[0]
	if f.Offered != 180 || f.Answered == 0 || f.Answered+f.Abandoned != 180 {
		t.Errorf("not all calls are counted: %+v", f)
	}
}

// TestFewerAgents shows what a draft would have changed.
func TestFewerAgents(t *testing.T) {
	entries, want := journal(t, busyDay(), center(4))
	day := read(t, entries, busyDay())
	fewer := Play(day, center(3))
	was, is := want.Queues[0], fewer.Queues[0]
	if is.Wait <= was.Wait || is.Abandoned <= was.Abandoned || is.InTime >= was.InTime {
		t.Errorf("with three agents: %+v\nwith four: %+v", is, was)
	}
	if len(fewer.Agents) != 3 || fewer.Agents[0].Talk <= want.Agents[0].Talk {
		t.Errorf("load of three: %+v\nof four: %+v", fewer.Agents, want.Agents)
	}
	if !reflect.DeepEqual(fewer, Play(day, center(3))) {
		t.Error("played twice, the day is another one")
	}
}

// TestMissesAndShifts reads how the agents were.
func TestMissesAndShifts(t *testing.T) {
	d := busyDay()
	d.Agents["1002"] = &Worker{Missed: 1, Rings: []time.Duration{7 * time.Second, 7 * time.Second, 9 * time.Second}, Away: []time.Duration{50 * time.Second}}
	d.Shifts = append(d.Shifts, Shift{nine.Add(time.Hour), "1003", agent.Break}, Shift{nine.Add(90 * time.Minute), "1003", agent.Ready})
	entries, _ := journal(t, d, center(5))
	day := read(t, entries, d)
	w := day.Agents["1002"]
	if rate := float64(w.Missed) / float64(w.Missed+len(w.Rings)); rate < 0.2 || rate > 0.3 || median(w.Rings, 0) != 7*time.Second || median(w.Away, 0) != 50*time.Second {
		t.Errorf("1002 missed %d of %d, rings %s, is away for %s", w.Missed, w.Missed+len(w.Rings), median(w.Rings, 0), median(w.Away, 0))
	}
	breaks := 0
	for _, s := range day.Shifts {
		if s.Agent == "1003" && (s.State == agent.Break && s.At.Equal(nine.Add(time.Hour)) || s.State == agent.Ready && s.At.Equal(nine.Add(90*time.Minute))) {
			breaks++
		}
	}
	if breaks != 2 {
		t.Errorf("1003's break is not in %+v", day.Shifts)
	}
}

// TestPatience draws none below what was shown, and the same every time.
func TestPatience(t *testing.T) {
	d := busyDay()
	n := d.nature()
	for _, c := range d.Calls {
		span, ends := n.patience(c)
		if again, _ := n.patience(c); again != span {
			t.Errorf("%s: %s, then %s", c.ID, span, again)
		}
		if !c.Answered.IsZero() && ends && span <= c.Answered.Sub(c.At) {
			t.Errorf("%s was answered after %s and has patience for %s", c.ID, c.Answered.Sub(c.At), span)
		}
		if c.Answered.IsZero() && span != 30*time.Second {
			t.Errorf("%s gave up after 30s and has patience for %s", c.ID, span)
		}
	}
}

// TestWhoLeavesTheQueueIsCounted as not served in time, read and played alike.
func TestWhoLeavesTheQueueIsCounted(t *testing.T) {
	full := center(2)
	full.Queues[0].Overflow = queue.Overflow{MaxWait: 20 * time.Second, Exits: []queue.Exit{{Kind: queue.ExitVoicemail}}}
	full.Voicemail = queue.Voicemail{Limit: time.Minute, Silence: 8 * time.Second, Shortest: 3 * time.Second}
	entries, want := journal(t, busyDay(), full)
	f := want.Queues[0]
	if f.Left == 0 || f.Answered+f.Abandoned+f.Left != 180 {
		t.Fatalf("not all calls are counted: %+v", f)
	}
	if level, _ := f.ServiceLevel(); level >= float64(f.InTime)/float64(f.Answered+f.Abandoned-f.Short) {
		t.Errorf("who left does not count in %v", level)
	}
	if actual := Actual(read(t, entries, busyDay()), full); actual.Queues[0] != f {
		t.Errorf("read %+v\nwas  %+v", actual.Queues[0], f)
	}
}

// TestCallersOfAClosedHotline are in no queue's figures.
func TestCallersOfAClosedHotline(t *testing.T) {
	closed := center(2)
	closed.Schedules = []queue.Schedule{{ID: "late", Week: [7][]queue.Hours{time.Friday: {{From: 10 * 60, To: 18 * 60}}}}}
	closed.Hotlines[0].Schedule = "late"
	entries, want := journal(t, busyDay(), closed)
	if f := want.Queues[0]; f.Offered == 0 || f.Offered > 100 {
		t.Fatalf("the hotline is not closed for the first hour: %+v", f)
	}
	if actual := Actual(read(t, entries, busyDay()), closed); actual.Queues[0] != want.Queues[0] {
		t.Errorf("read %+v\nwas  %+v", actual.Queues[0], want.Queues[0])
	}
}
