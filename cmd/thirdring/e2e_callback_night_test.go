package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
)

// reconfigure puts a changed document in force, as somebody on the admin pages does.
func (s *site) reconfigure(change func(*store.Document)) {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), store.Options{Addr: s.redis.Addr, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	doc, err := db.Current(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	change(&doc)
	if _, err := db.Put(s.t.Context(), doc, "test", "changed in the test"); err != nil {
		s.t.Fatal(err)
	}
}

// openOn opens the demo's hotline on those days, all day long.
func openOn(days ...string) func(*store.Document) {
	return func(d *store.Document) {
		d.Calendar = nil
		d.Schedules = []store.ScheduleDoc{{ID: "hours", Name: "营业时间", Week: []store.DaysDoc{{Days: days, Hours: []store.HoursDoc{{From: 0, To: 24 * 60}}}}}}
		d.Hotlines[0].Schedule = "hours"
	}
}

// rests waits until the only promise rests, or stands in line again.
func (s *site) rests(want bool) waiting {
	s.t.Helper()
	var row waiting
	eventually(s.t, fmt.Sprintf("a promise that rests: %v", want), func() error {
		var line struct{ Waiting []waiting }
		if err := s.get("/api/queues/service/line", &line); err != nil {
			return err
		}
		if len(line.Waiting) != 1 {
			return fmt.Errorf("the line is %+v", line.Waiting)
		}
		if row = line.Waiting[0]; row.NextTry.IsZero() == want || (row.Position == 0) != want {
			return fmt.Errorf("it is %+v", row)
		}
		return nil
	})
	return row
}

// TestCallbackOvernight: the hotline closes with a promise open. It rests, though
// an agent is free, and thirdring is killed meanwhile. When the hotline opens the
// customer is called.
func TestCallbackOvernight(t *testing.T) {
	t.Parallel()
	always := openOn("mon", "tue", "wed", "thu", "fri", "sat", "sun")
	s, outside := newSiteInTheWorld(t, func(d *store.Document) { callsBack(1)(d); always(d) })
	ann := s.onBreak("1001")
	s.asksToBeCalled("13800001234")
	s.rests(false)
	afterTomorrow := strings.ToLower(time.Now().AddDate(0, 0, 2).Weekday().String()[:3])
	s.reconfigure(openOn(afterTomorrow))
	promise := s.rests(true)
	if wait := time.Until(promise.NextTry); wait < 12*time.Hour || wait > 60*time.Hour {
		t.Errorf("the promise rests until %s", promise.NextTry)
	}
	if err := s.ask(http.MethodPost, "/api/calls/"+string(promise.Call)+"/callback/now", nil, nil); err == nil || !strings.Contains(err.Error(), "hotline_closed") {
		t.Errorf("brought forward while the hotline is closed: %v", err)
	}
	ann.ready()
	caller := s.caller("13800001271")
	s.hearsSound("who calls at night", caller, "after_hours")
	s.within("who calls at night hangs up", caller.Hangup)
	s.restart(ann)
	if after := s.rests(true); after.Call != promise.Call || !after.NextTry.Equal(promise.NextTry) {
		t.Errorf("after a kill the promise is %+v, was %+v", after, promise)
	}
	ann.now(agent.Ready) // nobody has been called meanwhile

	s.reconfigure(always)
	customer := outside.called(sipphone.Answers)
	if customer.To() != "13800001234" {
		t.Errorf("%q was dialled", customer.To())
	}
	s.hearsSound("the customer", customer, "callback.confirm")
	s.within("the customer presses 1", func(ctx context.Context) error { return customer.SendDTMF(ctx, "1") })
	phone := ann.answer()
	s.hears("the agent", phone, outsideTone)
	s.hears("the customer", customer, agentTone)
	s.within("the customer hangs up", customer.Hangup)
	s.ended("the agent", phone)
	rows := s.rows(3, func(record.Row) error { return nil })
	if kept := rows[0]; kept.Outcome != queue.OutcomeAnswered || kept.Callback == nil || kept.Callback.Try != 1 || !kept.Callback.Reached {
		t.Errorf("the row of the call-back: %s, %+v", kept.Outcome, kept.Callback)
	}
	s.waitClean()
}

// TestCallbackTwice: the customer's line is busy at first. The next attempt comes
// by itself after the queue's time, and her telephone rings to the limit: that was
// the last, and a task is left.
func TestCallbackTwice(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, callsBack(2))
	ann := s.onBreak("1001")
	s.asksToBeCalled("13800001234")
	ann.ready()
	outside.called(sipphone.IsBusy)
	if row := s.rests(true); row.Tries != 1 {
		t.Errorf("the promise is %+v", row)
	}
	// The queue's time and the limit of a customer's telephone are longer than
	// the tests' patience.
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	customer, err := outside.phone.NextCall(ctx)
	if err != nil {
		t.Fatalf("the customer is not called again: %v", err)
	}
	if err := (sipphone.Network{}).Play(ctx, customer, sipphone.NeverAnswers); err != nil {
		t.Fatal(err)
	}
	s.within("the customer's telephone rings", customer.WaitRinging)
	if _, err := customer.WaitEnded(ctx); err != nil {
		t.Fatalf("the customer's telephone rings on: %v", err)
	}
	ann.now(agent.Ready)
	rows := s.rows(3, func(record.Row) error { return nil })
	second, first, asked := rows[0], rows[1], rows[2]
	if p := first.Callback; first.Outcome != queue.OutcomeBusy || p == nil || p.Try != 1 || p.Last || p.Spared {
		t.Errorf("the first attempt: %s, %+v", first.Outcome, p)
	}
	if p := second.Callback; second.Outcome != queue.OutcomeNoAnswer || p == nil || p.Try != 2 || !p.Last || p.Reached {
		t.Errorf("the second attempt: %s, %+v", second.Outcome, p)
	}
	if wait := second.Ring.Sub(first.Ring); wait < 30*time.Second {
		t.Errorf("the second attempt began %s after the first", wait)
	}
	if rang := second.Hangup.Sub(second.Ring); rang < time.Minute || rang > 90*time.Second {
		t.Errorf("the customer's telephone rang for %s", rang)
	}
	s.owes(asked.CallID)
	s.waitClean()
}
