package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestSurvey: the agent hangs up first, and the caller is not satisfied; the agent
// sends another one to the survey, who is; a third one does not want to be asked.
func TestSurvey(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(d *store.Document) {
		d.Queues[0].Survey = &store.SurveyDoc{Ask: true, MinTalk: store.Duration(time.Second)}
	})
	ann := s.worker("1001")
	unhappy := s.talking(ann, "13800001234")
	ann.shows("may be asked", func(p ws.Pop) bool { return p.Survey })
	s.lasts(time.Second) // so long must be talked
	s.within("the agent hangs up", unhappy.phone.Hangup)
	s.hearsSound("the caller", unhappy.caller, "survey.ask")
	ann.now(agent.WrapUp)
	s.presses(unhappy.caller, "5", "survey.invalid")
	s.hearsSound("the caller", unhappy.caller, "survey.ask")
	ann.registers(unhappy.id, "先登记完")
	s.presses(unhappy.caller, "3", "survey.unhappy")
	s.ended("the caller", unhappy.caller)

	happy := s.talking(ann, "13800001235")
	happy.control(ws.TypeCallHold, ws.CallHold{Call: happy.id, Side: queue.SideCustomer, On: true})
	s.hearsSound("the caller", happy.caller, "music")
	happy.control(ws.TypeCallSurvey, happy.ref())
	s.ended("the agent", happy.phone)
	s.hearsSound("the caller", happy.caller, "survey.ask")
	s.within("the caller presses 1", func(ctx context.Context) error { return happy.caller.SendDTMF(ctx, "1") })
	s.ended("the caller", happy.caller)
	ann.registers(happy.id, "转评价")

	s.optsOut("13800009876")
	spared := s.talking(ann, "13800009876")
	if pop := ann.shows("who it is", func(p ws.Pop) bool { return p.Caller.Owner != nil && p.Phase == ws.PopTalking }); pop.Survey {
		t.Error("who has opted out may be sent to the survey")
	}
	if got := ann.desk.try(ws.TypeCallSurvey, spared.ref()).refusal(); got.Code != ws.CodeNoSurvey {
		t.Errorf("got %+v, want a refusal", got)
	}
	s.lasts(time.Second)
	s.within("the agent hangs up", spared.phone.Hangup)
	s.ended("the caller", spared.caller)
	ann.registers(spared.id, "不评价")

	rows := s.rows(3, recorded)
	if r := rows[2]; r.Survey == nil || r.Survey.Score != queue.Dissatisfied || r.EndReason != queue.EndHangup || r.HangupBy != "agent" || r.TalkMS > 30_000 {
		t.Errorf("who was not satisfied: %+v, %+v", r.Survey, r.Closing)
	}
	if r := rows[1]; r.Survey == nil || r.Survey.Score != queue.Satisfied || r.EndReason != queue.EndSurvey || len(r.Hold) != 1 {
		t.Errorf("who was satisfied: %+v, %+v", r.Survey, r.Closing)
	}
	if r := rows[0]; r.Survey != nil {
		t.Errorf("who has opted out: %+v", r.Survey)
	}
	// The last words are too short for an ear that may miss a packet.
	for i, last := range map[int]string{1: "survey.thanks", 2: "close.main"} {
		played := rows[i].Prompts
		if len(played) == 0 || played[len(played)-1].ID != last {
			t.Errorf("call %d: played %+v, want %s in the end", i, played, last)
		}
	}
	s.followsUp(rows[2].CallID)
	s.waitClean()
}

// presses lets the caller press a key and hear what follows from its beginning.
func (s *site) presses(call *sipphone.Call, key, then string) {
	s.t.Helper()
	prompts, err := soundsHeard()
	if err != nil {
		s.t.Fatal(err)
	}
	ear := call.Listen(prompts, nil)
	defer ear.Stop()
	s.within("the caller presses "+key+" and hears "+then, func(ctx context.Context) error {
		if err := call.SendDTMF(ctx, key); err != nil {
			return err
		}
		_, err := ear.Wait(ctx, then, func(h sipphone.Heard) bool { return h.ID == then })
		return err
	})
}

// optsOut files an owner with that number who does not want to be asked.
func (s *site) optsOut(number string) {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.redis.Addr, ContextTimeoutEnabled: true, MaxRetries: -1})
	defer client.Close()
	directory, err := owner.New(owner.Options{Redis: client, Site: "e2e", AreaCode: s.config.AreaCode})
	if err != nil {
		s.t.Fatal(err)
	}
	o, err := directory.QuickCreate(s.t.Context(), owner.Quick{Number: number, Name: "周静"}, "test")
	if err != nil {
		s.t.Fatal(err)
	}
	o.OptOut = owner.OptOut{Survey: true, Source: "来电要求"}
	if _, err := directory.Put(s.t.Context(), o, "test"); err != nil {
		s.t.Fatal(err)
	}
}

// followsUp checks that the call, and no other, has led to a follow-up, which is
// nobody's yet.
func (s *site) followsUp(call queue.CallID) {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.redis.Addr})
	defer client.Close()
	register, err := record.NewRegister(record.RegisterOptions{Redis: client, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	eventually(s.t, "a follow-up", func() error {
		all, err := register.Tasks().List(s.t.Context(), record.TaskFilter{})
		if err != nil {
			return err
		}
		var made []record.Task
		for _, task := range all {
			if task.Kind == record.FollowUp && task.Agent == "" {
				made = append(made, task)
			}
		}
		if len(made) != 1 || made[0].CallID != call {
			return fmt.Errorf("there are %+v", made)
		}
		return nil
	})
}
