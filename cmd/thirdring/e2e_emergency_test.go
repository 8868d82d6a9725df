package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// emergencies makes 4008009119 a line for emergencies, whose calls nobody
// wraps up.
func emergencies(d *store.Document) {
	line := store.DefaultHotline("4008009119", "紧急热线", d.Queues[0].ID, queue.GreetFirst)
	line.Emergency, line.Schedule = true, "never"
	d.Schedules = []store.ScheduleDoc{{ID: "never", Name: "从不"}}
	d.Hotlines = append(d.Hotlines, line)
	d.DutyLists = []store.DutyListDoc{{ID: "night", Name: "夜班", Phones: []store.DutyPhoneDoc{
		{Name: "赵工", Number: "13911110001", Ring: store.Duration(20 * time.Second)},
	}}}
	d.Emergency = &store.EmergencyDoc{Duty: "night", Escalate: store.Duration(4 * time.Second)}
	d.Queues[0].WrapUp = 0
	d.Queues[0].RingLimit = store.Duration(25 * time.Second)
}

const emergencyLine = "4008009119"

// answerTogether lets telephones answer at the very same moment, each with a
// tone of its own. One of them may find that it has just been let go.
func (s *site) answerTogether(phones []*sipphone.Call, tones []int) {
	s.t.Helper()
	var ready, done sync.WaitGroup
	start, failed := make(chan struct{}), make([]error, len(phones))
	for i, phone := range phones {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			failed[i] = phone.Answer(sipphone.Tone(tones[i], 12))
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	for i, err := range failed {
		if err != nil && !errors.Is(err, sipphone.ErrEnded) {
			s.t.Fatalf("phone %d could not answer: %v", i, err)
		}
	}
}

// onlyOneTalks waits until one of two phones is let go, which is told that the
// other one took the call, and says which one talks.
func (s *site) onlyOneTalks(phones []*sipphone.Call) (talks int) {
	s.t.Helper()
	s.within("one of the two is let go", func(ctx context.Context) error {
		select {
		case <-phones[0].Done():
			talks = 1
		case <-phones[1].Done():
			talks = 0
		case <-ctx.Done():
			return ctx.Err()
		}
		return nil
	})
	if end := phones[1-talks].End(); !end.Elsewhere {
		s.t.Errorf("the slower phone was told %+v", end)
	}
	return talks
}

// TestEmergencyIsAnsweredOnce: two phones ring for an emergency and answer at
// the same moment, twenty times. One talks, the other is let go, its agent is
// free again and never was in the call.
func TestEmergencyIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	const times = 20
	s := newSite(t, emergencies)
	workers := []*worker{s.worker("1001"), s.worker("1002")}
	tones, wins := []int{agentTone, colleagueTone}, [2]int{}
	for range times {
		caller := s.dial("13800001234", emergencyLine)
		phones := []*sipphone.Call{workers[0].rung(), workers[1].rung()}
		s.answerTogether(phones, tones)
		talks := s.onlyOneTalks(phones)
		wins[talks]++
		s.hears("the caller", caller, float64(tones[talks]))
		s.hears("who was quicker", phones[talks], callerTone)
		s.waitAgent(workers[1-talks].id, agent.Ready)
		s.waitAgent(workers[talks].id, agent.Talking)
		s.within("the caller hangs up", caller.Hangup)
		s.ended("who was quicker", phones[talks])
		s.waitAgent(workers[talks].id, agent.Ready)
	}
	t.Logf("the first was quicker %d times, the second %d times", wins[0], wins[1])
	s.rows(times, func(r record.Row) error {
		results := map[queue.OfferResult]int{}
		for _, o := range r.Offers {
			results[o.Result]++
		}
		if len(r.Parts) != 1 || len(r.Offers) != 2 || results[queue.OfferAnswered] != 1 || results[queue.OfferTaken] != 1 || r.Urgent == nil {
			return fmt.Errorf("the row of %s: parts %+v, offers %+v, urgent %+v", r.CallID, r.Parts, r.Offers, r.Urgent)
		}
		return nil
	})
	s.waitMetric(`thirdring_switchboard_emergencies_total{answered="agent",queue="service"}`, times)
	s.waitClean()
}

// TestEmergencyGoesToWhoIsOnDuty: the only agent's phone rings and nobody
// answers, so who is on duty is rung as well, and takes it.
func TestEmergencyGoesToWhoIsOnDuty(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, emergencies)
	ann := s.worker("1001")
	caller := s.dial("13800001234", emergencyLine)
	rings := ann.rung()
	duty := outside.called(sipphone.Answers)
	if duty.To() != "13911110001" {
		t.Errorf("rang %s", duty.To())
	}
	if state := rings.State(); state != sipphone.Ringing {
		t.Errorf("the agent's phone does not ring on: %v", state)
	}
	s.hearsSound("who is on duty", duty, "duty.confirm")
	s.within("who is on duty presses 1", func(ctx context.Context) error { return duty.SendDTMF(ctx, "1") })
	s.hears("the caller", caller, outsideTone)
	s.hears("who is on duty", duty, callerTone)
	s.ended("the agent's phone", rings)
	if end := rings.End(); !end.Elsewhere {
		t.Errorf("the agent's phone was told %+v", end)
	}
	ann.desk.wait("the pop is taken back", func(f frame) bool {
		return f.Type == ws.TypePopEnd && strings.Contains(string(f.Data), string(queue.OfferTaken))
	})
	s.waitAgent("1001", agent.Ready)
	s.within("the caller hangs up", caller.Hangup)
	s.ended("who is on duty", duty)
	row := s.rows(1, func(record.Row) error { return nil })[0]
	if row.Urgent == nil || row.Urgent.Escalated == nil || len(row.Ways) != 1 || row.Ways[0].Result != queue.OfferAnswered || row.Outcome != queue.OutcomeAnswered {
		t.Errorf("the row: urgent %+v, ways %+v, %s", row.Urgent, row.Ways, row.Outcome)
	}
	s.waitClean()
}

// TestEmergencyTakesAPhoneThatRings: the only agent's phone rings for a caller
// of the queue. It is taken for an emergency, and rings for that caller again
// afterwards.
func TestEmergencyTakesAPhoneThatRings(t *testing.T) {
	t.Parallel()
	s := newSite(t, emergencies)
	ann := s.worker("1001")
	waits := s.caller("13900005678")
	rings := ann.rung()
	caller := s.dial("13800001234", emergencyLine)
	s.ended("the phone's first call", rings)
	if end := rings.End(); !end.Elsewhere {
		t.Errorf("the phone was told %+v", end)
	}
	urgent := ann.answer()
	if from := urgent.From().Number; from != "13800001234" {
		t.Errorf("the phone shows %s", from)
	}
	s.hears("the caller", caller, agentTone)
	s.within("the caller hangs up", caller.Hangup)
	s.ended("the agent", urgent)
	again := ann.answer()
	s.hears("who waited", waits, agentTone)
	s.within("who waited hangs up", waits.Hangup)
	s.ended("the agent", again)
	rows := s.rows(2, func(record.Row) error { return nil })
	for _, row := range rows {
		if row.Urgent == nil && (len(row.Offers) != 2 || row.Offers[0].Result != queue.OfferPulled || row.Offers[1].Result != queue.OfferAnswered) {
			t.Errorf("the row of who waited: %+v", row.Offers)
		}
	}
	s.waitClean()
}

// TestRingAll: three phones ring for a caller of the queue. One answers, the
// others are let go and ring for the next caller.
func TestRingAll(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(d *store.Document) {
		d.Queues[0].Routing = store.RoutingDoc{Strategy: queue.RingAll}
		d.Queues[0].WrapUp = 0
	})
	workers := []*worker{s.worker("1001"), s.worker("1002"), s.worker("1003")}
	caller := s.caller("13800001234")
	var phones []*sipphone.Call
	for _, w := range workers {
		phones = append(phones, w.rung())
	}
	if err := phones[1].Answer(sipphone.Tone(colleagueTone, 12)); err != nil {
		t.Fatal(err)
	}
	s.hears("the caller", caller, colleagueTone)
	s.hears("who answered", phones[1], callerTone)
	for _, i := range []int{0, 2} {
		s.ended("another phone", phones[i])
		if end := phones[i].End(); !end.Elsewhere {
			t.Errorf("phone %d was told %+v", i, end)
		}
		s.waitAgent(workers[i].id, agent.Ready)
	}
	second := s.caller("13900005678")
	answers := workers[0].answer()
	s.ended("the other phone", workers[2].rungOnce())
	s.hears("the second caller", second, agentTone)
	s.within("the caller hangs up", caller.Hangup)
	s.within("the second caller hangs up", second.Hangup)
	s.ended("who answered", phones[1])
	s.ended("who answered", answers)
	s.rows(2, func(r record.Row) error {
		if len(r.Parts) != 1 {
			return fmt.Errorf("parts %+v", r.Parts)
		}
		return nil
	})
	s.waitClean()
}

// rungOnce is the phone's next call, which may be over already.
func (w *worker) rungOnce() *sipphone.Call {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	call, err := w.phone.NextCall(ctx)
	if err != nil {
		w.t.Fatalf("phone of %s never rang: %v", w.id, err)
	}
	return call
}
