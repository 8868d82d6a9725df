package replay

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// shortDay has one agent and three callers at once, who talk for 1, 2 and 3
// minutes.
func shortDay(moves ...Move) *Day {
	d := &Day{
		From: nine, To: nine.Add(time.Hour), Agents: map[agent.ID]*Worker{}, Moves: moves,
		Shifts: []Shift{{nine, "1001", agent.Ready}, {nine.Add(50 * time.Minute), "1001", agent.SignedOut}},
	}
	for i := range 3 {
		at := nine.Add(time.Minute + time.Duration(i)*time.Second)
		c := &Call{ID: queue.CallID(fmt.Sprint("day-", i)), At: at, Arrived: queue.CallArrived{Leg: queue.LegID(fmt.Sprint("c", i)), From: "13800001234", To: "4008001234"}}
		c.Answered = at.Add(10 * time.Second)
		talk := time.Duration(i+1) * time.Minute
		c.Ended, c.ByCaller = c.Answered.Add(talk), true
		c.Parts = []Part{{Talk: talk, Wrap: 10 * time.Second}}
		d.Calls = append(d.Calls, c)
	}
	return d
}

// TestMovesAreMadeAgain: the last caller is moved to the head while the first
// one talks, and so is served before who talks for less.
func TestMovesAreMadeAgain(t *testing.T) {
	_, inOrder := journal(t, shortDay(), center(1))
	moved := shortDay(Move{nine.Add(90 * time.Second), queue.MoveUpInLine{Call: "day-2", By: "boss", ToHead: true}})
	entries, want := journal(t, moved, center(1))
	if want.Queues[0].Wait <= inOrder.Queues[0].Wait {
		t.Fatalf("the move changed nothing: %+v, %+v", want, inOrder)
	}
	day := read(t, entries, moved)
	if len(day.Moves) != 1 {
		t.Fatalf("read the moves %+v", day.Moves)
	}
	if again := figures(Play(day, center(1))); !reflect.DeepEqual(again, want) {
		t.Errorf("again %+v\nwas   %+v", again, want)
	}
}

// TestMoveOfACallThatIsOver is refused by the core, and harms nothing.
func TestMoveOfACallThatIsOver(t *testing.T) {
	_, want := journal(t, shortDay(), center(1))
	for _, ev := range []queue.Event{
		queue.MoveToQueue{Call: "day-0", By: "boss", Queue: "owners"}, queue.GiveToAgent{Call: "nobody", By: "boss", Agent: "1001"},
	} {
		if got := figures(Play(shortDay(Move{nine.Add(3 * time.Minute), ev}), center(1))); !reflect.DeepEqual(got, want) {
			t.Errorf("%T: got %+v, want %+v", ev, got, want)
		}
	}
}

// TestRingsInVainAreMisses also if the caller gave up before the limit.
func TestRingsInVainAreMisses(t *testing.T) {
	long, usual := 12*time.Second, 2*time.Second
	day := &Day{Agents: map[agent.ID]*Worker{
		"1001": {Rings: []time.Duration{usual, usual, usual}, Gone: []time.Duration{long, time.Second}},
		"1002": {Rings: []time.Duration{usual}, Missed: 1},
	}}
	if got := day.missRates(); got["1001"] != 0.25 || got["1002"] != 0.5 {
		t.Errorf("got %v", got)
	}
}

// TestWhoJoinsWorksAllDay with the rings that are usual.
func TestWhoJoinsWorksAllDay(t *testing.T) {
	day := shortDay()
	day.Agents["1001"] = &Worker{Rings: []time.Duration{2 * time.Second}}
	alone := Play(day, center(2))
	day.Join("1002")
	helped := Play(day, center(2))
	if alone.Agents[1].Calls != 0 || helped.Agents[1].Calls == 0 || helped.Queues[0].Wait >= alone.Queues[0].Wait {
		t.Errorf("alone  %+v\nhelped %+v", alone, helped)
	}
	if median(day.Agents["1002"].Rings, 0) != 2*time.Second {
		t.Errorf("joined %+v", day.Agents["1002"])
	}
	shifts := len(day.Shifts)
	if day.Join("1002"); len(day.Shifts) != shifts {
		t.Error("who is there joined again")
	}
	idle := &Day{From: nine, To: nine.Add(time.Hour)}
	if idle.Join("1001"); len(idle.Agents) != 0 {
		t.Error("somebody joined a day on which nobody worked")
	}
}

// TestNumbersOutsidePressTheirKey where several telephones ring.
func TestNumbersOutsidePressTheirKey(t *testing.T) {
	c := center(2)
	c.Queues[0].Strategy = queue.RingAll
	for i := range c.Agents {
		c.Agents[i].Device = agent.Device{Kind: agent.OutsidePhone, Number: "13900000001"}
	}
	d := shortDay()
	d.Shifts = append(d.Shifts, Shift{nine, "1002", agent.Ready})
	d.Calls = d.Calls[:1]
	if got := Play(d, c).Queues[0]; got.Answered != 1 || got.Wait != usualRing+usualKey {
		t.Errorf("got %+v", got)
	}
}

// TestTelephonesInPagesAreRung like those on desks.
func TestTelephonesInPagesAreRung(t *testing.T) {
	want := Play(shortDay(), center(1))
	c := center(1)
	c.Agents[0].Device = agent.Device{Kind: agent.PagePhone}
	if got := Play(shortDay(), c); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
