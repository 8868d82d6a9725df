package main

import (
	"context"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// callsBack lets who waits in the demo's queue press 1 to be called back.
func callsBack(tries int) func(*store.Document) {
	return func(d *store.Document) {
		q := &d.Queues[0]
		q.Keys = []store.KeyDoc{{Key: "1", Then: []store.ExitDoc{{Kind: queue.ExitCallback}}}}
		q.Callbacks = &store.CallbacksDoc{Tries: tries, Every: store.Duration(30 * time.Second)}
		q.WrapUp = 0
	}
}

// onBreak is an agent at work who takes no calls yet.
func (s *site) onBreak(id string) *worker {
	s.t.Helper()
	ann := s.worker(id)
	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Break, Reason: "paperwork"})
	ann.now(agent.Break)
	ann.desk.forget()
	return ann
}

// asksToBeCalled lets a caller wait, hear of the key and press it.
func (s *site) asksToBeCalled(from string) {
	s.t.Helper()
	caller := s.caller(from)
	s.within("the caller is answered", caller.WaitAnswered)
	s.hearsSound("the caller", caller, "queue.callback")
	s.presses(caller, "1", "queue.callback_ok")
	s.ended("the caller", caller)
	s.waitPhase(queue.Promised)
}

// TestCallback: the customer asks to be called back, and the line is free. When
// an agent has time the customer's telephone rings, she confirms, and only then
// the agent's rings. thirdring is killed while the promise waits, and once more
// while the customer is asked.
func TestCallback(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, callsBack(2))
	ann := s.onBreak("1001")
	s.asksToBeCalled("13800001234")
	s.waitClean()
	s.restart(ann)

	ann.ready()
	customer := outside.called(sipphone.Answers)
	if customer.To() != "13800001234" || customer.From().Number != s.demo.Hotline {
		t.Errorf("%q was dialled and shown %q", customer.To(), customer.From().Number)
	}
	pop := ann.shows("whom the queue calls", func(p ws.Pop) bool { return p.For == queue.ForCallback })
	if pop.Phase != ws.PopDialling || pop.Caller.Owner == nil || pop.Caller.Owner.Name != "王建国" {
		t.Errorf("the pop is %+v", pop)
	}
	s.hearsSound("the customer", customer, "callback.confirm")
	s.restart(ann)
	s.within("the customer presses 1", func(ctx context.Context) error { return customer.SendDTMF(ctx, "1") })
	phone := ann.answer()
	s.hears("the agent", phone, outsideTone)
	s.hears("the customer", customer, agentTone)
	s.within("the customer hangs up", customer.Hangup)
	s.ended("the agent", phone)

	rows := s.rows(2, func(record.Row) error { return nil })
	kept, asked := rows[0], rows[1]
	if asked.Outcome != queue.OutcomeCallback || asked.EndReason != queue.EndPromised || asked.Callback == nil || asked.Callback.Of != asked.CallID {
		t.Errorf("the row of the wish: %+v", asked)
	}
	if kept.Direction != queue.Outbound || kept.Outcome != queue.OutcomeAnswered || kept.AgentID != "1001" || kept.Callback == nil || kept.Callback.Of != asked.CallID || kept.Callback.Try != 1 || !kept.Callback.Last || !kept.Callback.Reached {
		t.Errorf("the row of the call-back: %+v, %+v", kept, kept.Callback)
	}
	ann.now(agent.Ready)
	s.waitClean()
}

// TestCallbackInVain: one customer's line is busy, another one's mailbox
// answers, and there are no more attempts: both become tasks. The agent is let
// go each time, and free for the next.
func TestCallbackInVain(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, callsBack(1))
	ann := s.onBreak("1001")
	s.asksToBeCalled("13800001234")
	s.asksToBeCalled("13800001271")
	ann.ready()
	outside.called(sipphone.IsBusy)
	mailbox := outside.called(sipphone.Answers)
	s.hearsSound("the mailbox", mailbox, "callback.confirm")
	s.within("the mailbox has heard enough", mailbox.Hangup)
	ann.now(agent.Ready)
	rows := s.rows(4, func(record.Row) error { return nil })
	if r := rows[0]; r.Outcome != queue.OutcomeNoAnswer || r.Callback == nil || !r.Callback.Last || r.Callback.Reached {
		t.Errorf("the mailbox's row: %s, %+v", r.Outcome, r.Callback)
	}
	if r := rows[1]; r.Outcome != queue.OutcomeBusy || r.Callback == nil || !r.Callback.Last || r.Callback.Reached {
		t.Errorf("the row of the busy line: %s, %+v", r.Outcome, r.Callback)
	}
	s.owes(rows[2].CallID)
	s.owes(rows[3].CallID)
	s.waitClean()
}

// restart kills thirdring; the agent's page comes back.
func (s *site) restart(w *worker) {
	s.t.Helper()
	s.server.Kill()
	s.start()
	w.desk = w.open()
}

// TestCallbackMissed: the agent who was reserved refuses the customer who has
// confirmed. She waits with music, and the next agent has her.
func TestCallbackMissed(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, callsBack(1))
	ann, bob := s.onBreak("1001"), s.onBreak("1002")
	s.asksToBeCalled("13800001234")
	ann.ready()
	customer := outside.called(sipphone.Answers)
	s.hearsSound("the customer", customer, "callback.confirm")
	s.within("the customer presses 1", func(ctx context.Context) error { return customer.SendDTMF(ctx, "1") })
	if err := ann.rung().Reject(486); err != nil {
		t.Fatal(err)
	}
	s.hearsSound("the customer", customer, "music")
	bob.ready()
	phone := bob.answer()
	s.hears("the agent", phone, outsideTone)
	s.hears("the customer", customer, agentTone)
	s.within("the customer hangs up", customer.Hangup)
	s.ended("the agent", phone)
	kept := s.rows(2, func(record.Row) error { return nil })[0]
	if kept.Outcome != queue.OutcomeAnswered || kept.AgentID != "1002" || len(kept.Offers) != 2 || kept.Callback == nil || !kept.Callback.Reached {
		t.Errorf("the row of the call-back: %+v, %+v", kept, kept.Callback)
	}
	s.waitClean()
}
