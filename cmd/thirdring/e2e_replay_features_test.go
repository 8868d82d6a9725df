package main

import (
	"context"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestReplayOfACallBackATransferAndADutyPhone: what the journal of a real
// Asterisk says of them is what they were, and the model plays them so: a
// customer who is called back, a caller who is given to a colleague, one whom a
// duty phone takes, and one who was there when thirdring was killed, who is left
// out.
func TestReplayOfACallBackATransferAndADutyPhone(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, func(d *store.Document) {
		callsBack(2)(d)
		d.Queues[0].Keys = append(d.Queues[0].Keys, store.KeyDoc{Key: "2", Then: []store.ExitDoc{{Kind: queue.ExitDuty, ID: "night"}}})
		d.DutyLists = []store.DutyListDoc{{ID: "night", Name: "值班", Phones: []store.DutyPhoneDoc{{Name: "赵师傅", Number: "13900000001", Ring: store.Duration(30 * time.Second)}}}}
	})
	from := time.Now().Truncate(time.Second)
	ann := s.onBreak("1001")
	s.asksToBeCalled("13800001234")

	caller := s.caller("13800001271")
	s.within("the caller is answered", caller.WaitAnswered)
	s.hearsSound("the caller", caller, "queue.callback")
	s.within("she presses 2", func(ctx context.Context) error { return caller.SendDTMF(ctx, "2") })
	zhao := outside.called(sipphone.Answers)
	s.hearsSound("the duty phone", zhao, "duty.confirm")
	s.within("he presses 1", func(ctx context.Context) error { return zhao.SendDTMF(ctx, "1") })
	s.hears("the caller", caller, outsideTone)
	s.within("the caller hangs up", caller.Hangup)
	s.ended("the duty phone", zhao)

	ann.ready()
	customer := outside.called(sipphone.Answers)
	s.hearsSound("the customer", customer, "callback.confirm")
	s.within("the customer presses 1", func(ctx context.Context) error { return customer.SendDTMF(ctx, "1") })
	phone := ann.answer()
	s.hears("the customer", customer, agentTone)
	s.within("the customer hangs up", customer.Hangup)
	s.ended("the agent", phone)
	ann.now(agent.Ready)

	c := s.talking(ann, "13800001234")
	bob := s.worker("1002")
	s.lasts(2 * time.Second) // the model's agent may answer a little later, and bob must be there then
	c.control(ws.TypeCallTransfer, c.give(to(queue.ToAgent, "1002")))
	bob.say(colleagueTone)
	s.hears("the caller", c.caller, colleagueTone)
	s.lasts(time.Second)
	s.within("hang up", c.caller.Hangup)
	s.waitClean()
	ann.now(agent.Ready)
	s.killedWhileSomebodyWaits()

	result := (&realDay{site: s}).replay(from, func(*store.Document) {})
	if result.Day.LeftOut != 1 || len(result.Day.Outages) != 1 {
		t.Errorf("%d calls are left out, outages %v", result.Day.LeftOut, result.Day.Outages)
	}
	was, model := result.Actual.Queues[0], result.Model.Queues[0]
	if was.Offered != 3 || was.Answered != 2 || was.Promised != 1 || was.Kept != 1 || was.Left != 0 {
		t.Errorf("as it was: %+v", was)
	}
	if model.Offered != was.Offered || model.Answered != was.Answered || model.Promised != was.Promised || model.Kept != was.Kept {
		t.Errorf("the model %+v, was %+v", model, was)
	}
	for _, id := range []agent.ID{"1001", "1002"} {
		did, _ := load(result.Actual, id)
		does, _ := load(result.Model, id)
		if did.Calls == 0 || does.Calls != did.Calls || (does.Talk-did.Talk).Abs() > 2*time.Second {
			t.Errorf("%s: %+v in the model, %+v on the day", id, does, did)
		}
	}
}

// killedWhileSomebodyWaits kills thirdring under a caller, who goes later.
func (s *site) killedWhileSomebodyWaits() {
	s.t.Helper()
	caller := s.caller("13800001271")
	s.within("the caller is answered", caller.WaitAnswered)
	s.server.Kill()
	s.start()
	s.within("hang up", caller.Hangup)
	s.waitClean()
}
