package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
)

// closedHotline closes the demo's hotline for good: 1 rings who is on duty, 2
// takes a message.
func closedHotline(d *store.Document) {
	voicemail := store.ExitDoc{Kind: queue.ExitVoicemail}
	d.Schedules = []store.ScheduleDoc{{ID: "never", Name: "从不"}}
	d.DutyLists = []store.DutyListDoc{{ID: "night", Name: "夜班", Phones: []store.DutyPhoneDoc{
		{Name: "赵工", Number: "13911110001", Ring: store.Duration(20 * time.Second)},
		{Name: "钱工", Number: "13911110002", Ring: store.Duration(20 * time.Second)},
	}}}
	d.Hotlines[0].Schedule = "never"
	d.Hotlines[0].AfterHours = &store.AfterHoursDoc{Keys: []store.KeyDoc{
		{Key: "1", Then: []store.ExitDoc{{Kind: queue.ExitDuty, ID: "night"}, voicemail}},
		{Key: "2", Then: []store.ExitDoc{voicemail}},
	}}
}

// TestAtNight: a burst pipe, which the second on duty takes, and a message.
func TestAtNight(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, closedHotline)
	caller := s.caller("13800001234")
	s.hearsSound("the caller", caller, "after_hours")
	s.within("the caller presses 1", func(ctx context.Context) error { return caller.SendDTMF(ctx, "1") })
	if first := outside.called(sipphone.IsBusy); first.To() != "13911110001" {
		t.Errorf("rang %s", first.To())
	}
	duty := outside.called(sipphone.Answers)
	if duty.To() != "13911110002" {
		t.Errorf("rang %s", duty.To())
	}
	s.hearsSound("who is on duty", duty, "duty.confirm")
	s.within("who is on duty presses 1", func(ctx context.Context) error { return duty.SendDTMF(ctx, "1") })
	s.hears("the caller", caller, outsideTone)
	s.hears("who is on duty", duty, callerTone)
	s.within("the caller hangs up", caller.Hangup)
	s.ended("who is on duty", duty)

	caller = s.caller("13800001271")
	s.within("the caller is answered", caller.WaitAnswered)
	s.hearsSound("the caller", caller, "after_hours")
	s.within("the caller presses 2", func(ctx context.Context) error { return caller.SendDTMF(ctx, "2") })
	s.hearsSound("the caller", caller, "voicemail")
	s.hearsSound("the caller", caller, "tone") // the beep
	s.lasts(4 * time.Second)                   // a message is as long as it is
	s.within("the caller presses #", func(ctx context.Context) error { return caller.SendDTMF(ctx, "#") })
	s.hearsSound("the caller", caller, "voicemail.ok")
	s.ended("the caller", caller)

	rows := s.rows(2, recorded)
	message, burst := rows[0], rows[1]
	if burst.Outcome != queue.OutcomeAnswered || len(burst.Ways) != 2 || burst.Ways[0].Result != queue.OfferRejected || burst.Ways[1].Result != queue.OfferAnswered {
		t.Errorf("the burst pipe's row: %+v", burst)
	}
	if message.Outcome != queue.OutcomeVoicemail || message.Message == "" || message.Message != message.Recording.ID || message.Recording.DurationMS < 3000 || message.Recording.DurationMS > 7000 {
		t.Errorf("the message's row: %+v, %+v", message, message.Recording)
	}
	s.owes(message.CallID)
	s.waitClean()
}

// owes checks that there is a call-back task of the call.
func (s *site) owes(call queue.CallID) {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.redis.Addr})
	defer client.Close()
	register, err := record.NewRegister(record.RegisterOptions{Redis: client, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	eventually(s.t, "a task", func() error {
		tasks, err := register.Tasks().List(s.t.Context(), record.TaskFilter{})
		if err != nil {
			return err
		}
		for _, task := range tasks {
			if task.CallID == call && task.Kind == record.Callback {
				return nil
			}
		}
		return errors.New("there is none")
	})
}

// TestPartings: nobody takes the queue's calls, so the caller is told so and let
// go; later an agent does, and hangs up first.
func TestPartings(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(d *store.Document) {
		d.Hotlines[0].Closing = "close.main"
		d.Queues[0].Overflow = &store.OverflowDoc{Nobody: store.Duration(5 * time.Second), Then: []store.ExitDoc{{Kind: queue.ExitGoodbye}}}
		d.Queues[0].WrapUp = 0
	})
	caller := s.caller("13800001271")
	s.within("the caller is answered", caller.WaitAnswered)
	s.hearsSound("the caller", caller, "system.busy")
	s.ended("the caller", caller)

	ann := s.worker("1001")
	talk := s.talking(ann, "13800001234")
	s.within("the agent hangs up", talk.phone.Hangup)
	s.hearsSound("the caller", talk.caller, "close.main")
	s.ended("the caller", talk.caller)

	rows := s.rows(2, func(r record.Row) error {
		if r.Outcome == queue.OutcomeAnswered {
			return recorded(r)
		}
		return nil
	})
	if row := rows[0]; row.Outcome != queue.OutcomeAnswered || row.EndClass != queue.ByAgent {
		t.Errorf("the row of the conversation: %+v", row)
	}
	if row := rows[1]; row.Outcome != queue.OutcomeOverflow || len(row.Ways) != 1 || row.Ways[0].Why != queue.WhyNobody || row.EndReason != queue.EndUnserved {
		t.Errorf("the row of who was not served: %+v", row)
	}
	s.waitClean()
}
