package record

import (
	"math"
	"testing"
	"time"

	"thirdring/queue"
)

// call is an inbound call with a person's answer, or an abandon, after wait.
func call(outcome queue.Outcome, wait time.Duration) Row {
	rec := abandoned(1, at("09:00:00"))
	rec.Outcome = outcome
	rec.Times.Hangup = rec.Times.QueueIn.Add(wait)
	if outcome == queue.OutcomeAnswered {
		rec.Times.Person = rec.Times.QueueIn.Add(wait)
		rec.Times.Connect = rec.Times.Person
		rec.Times.Hangup = rec.Times.Person.Add(time.Minute)
		rec.Times.Wrapped = rec.Times.Hangup.Add(30 * time.Second)
	}
	return NewRow(rec, true)
}

func TestServiceLevelFormulas(t *testing.T) {
	var c Counts
	for _, row := range []Row{
		call(queue.OutcomeAnswered, 5*time.Second), call(queue.OutcomeAnswered, 15*time.Second), call(queue.OutcomeAnswered, 16*time.Second),
		call(queue.AbandonedQueue, 10*time.Second), call(queue.AbandonedQueue, 40*time.Second),
		call(queue.OutcomeShort, 2*time.Second), call(queue.OutcomeFailed, 3*time.Second),
	} {
		c.Add(row, 15*time.Second)
	}
	out := call(queue.OutcomeAnswered, time.Second)
	out.Direction = queue.Outbound
	c.Add(out, 15*time.Second)

	want := Counts{Offered: 7, Answered: 3, AnsweredIn: 2, Abandoned: 3, AbandonedIn: 2, Short: 1, Wait: 36 * time.Second, Handle: 270 * time.Second}
	if c != want {
		t.Fatalf("counts: got %+v, want %+v", c, want)
	}
	for formula, want := range map[Formula]float64{
		LevelHeadline: 2.0 / 5, LevelAnswered: 2.0 / 3, LevelOffered: 2.0 / 6, LevelHandled: 4.0 / 6, LevelForgiving: 2.0 / 4,
	} {
		if got, ok := c.ServiceLevel(formula); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: got %v, %v, want %v", formula, got, ok, want)
		}
	}
	if got, _ := c.AbandonRate(); got != 3.0/5 {
		t.Errorf("abandon rate: got %v, want 0.6", got)
	}
	if got, _ := c.AnswerRate(); got != 3.0/7 {
		t.Errorf("answer rate: got %v, want 3/7", got)
	}
	if got, _ := c.SpeedOfAnswer(); got != 12*time.Second {
		t.Errorf("speed of answer: got %v, want 12s", got)
	}
	if got, _ := c.HandleTime(); got != 90*time.Second {
		t.Errorf("handle time: got %v, want 90s", got)
	}
}

func TestFiguresOfNothing(t *testing.T) {
	var c Counts
	if _, ok := c.ServiceLevel(LevelHeadline); ok {
		t.Error("a service level of no calls")
	}
	if _, ok := c.ServiceLevel("mine"); ok {
		t.Error("a service level by an unknown formula")
	}
	if _, ok := c.HandleTime(); ok {
		t.Error("a handle time of no calls")
	}
	if _, ok := Occupancy(time.Hour, time.Hour, time.Hour); ok {
		t.Error("an occupancy of nobody")
	}
	if got, _ := Occupancy(3*time.Hour, 9*time.Hour, time.Hour); got != 3.0/8 {
		t.Errorf("occupancy: got %v, want 3/8", got)
	}
}

func TestFirstCallResolution(t *testing.T) {
	row := func(unit, category string, day int) Row {
		return Row{
			Customer: Customer{UnitRef: unit}, Registration: Registration{Category: category},
			Answering: Answering{Ring: at("09:00:00").AddDate(0, 0, day)},
		}
	}
	got, ok := FirstCallResolution([]Row{
		row("3-1502", "REP-G", 0), row("3-1502", "CMP", 1), row("3-1502", "REP-G", 6), row("3-1502", "REP-G", 14), row("", "REP-G", 14),
	})
	if !ok || got != 0.75 {
		t.Errorf("got %v, %v, want 0.75: one repeat in four", got, ok)
	}
}
