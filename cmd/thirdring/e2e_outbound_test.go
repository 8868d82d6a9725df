package main

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestOutbound calls customers: one answers, one is busy, one never answers,
// and one does not want to be called.
func TestOutbound(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, nil)
	ann := s.worker("1001")
	dial := func(number, purpose string) *sipphone.Call {
		t.Helper()
		ann.desk.forget()
		ann.desk.ask(ws.TypeCallDial, ws.CallDial{Number: number, Purpose: purpose})
		phone := ann.rung()
		if wait, ok := phone.AnswerAfter(); !ok || wait > time.Second {
			t.Errorf("the own phone is not asked to answer by itself: %s, %v", wait, ok)
		}
		if err := phone.Answer(sipphone.Tone(agentTone, 12)); err != nil {
			t.Fatal(err)
		}
		return phone
	}
	for purpose, want := range map[string]ws.ErrorCode{"": ws.CodePurpose, "chat": ws.CodePurpose, "care": ws.CodeOptOut} {
		f := ann.desk.try(ws.TypeCallDial, ws.CallDial{Number: optedOut, Purpose: purpose})
		if code := f.refusal().Code; code != want {
			t.Errorf("purpose %q: refused with %d, want %d: %s", purpose, code, want, f.Data)
		}
	}

	phone := dial("138 0000 1234", "callback")
	customer := outside.called(sipphone.Answers)
	if customer.To() != "13800001234" {
		t.Errorf("dialled %q", customer.To())
	}
	s.hears("the agent", phone, outsideTone)
	s.hears("the customer", customer, agentTone)
	pop := ann.shows("talking", func(p ws.Pop) bool { return p.Phase == ws.PopTalking && p.Caller.Owner != nil })
	if pop.Direction != queue.Outbound || pop.Purpose != "callback" || pop.Caller.Number != "13800001234" || pop.Caller.Owner.Name != "王建国" {
		t.Errorf("the pop is %+v", pop)
	}
	s.within("the customer hangs up", customer.Hangup)
	ann.registers(pop.Call, "已回电")

	phone = dial("13800001271", "progress")
	outside.called(sipphone.IsBusy)
	s.ended("the agent's phone", phone)
	ann.registers(ann.shows("over", func(p ws.Pop) bool { return p.Phase == ws.PopEnded }).Call, "占线")

	phone = dial("13800001271", "progress")
	customer = outside.called(sipphone.NeverAnswers)
	call := ann.shows("dialling", func(p ws.Pop) bool { return p.Phase == ws.PopDialling }).Call
	ann.desk.ask(ws.TypeCallHangup, ws.CallRef{Call: call})
	s.ended("the customer's phone", customer)
	s.ended("the agent's phone", phone)
	ann.registers(call, "未打通")

	rows := s.rows(3, func(r record.Row) error {
		if r.Outcome == queue.OutcomeAnswered {
			return recorded(r)
		}
		return nil
	})
	for i, want := range []queue.Outcome{queue.OutcomeCancelled, queue.OutcomeBusy, queue.OutcomeAnswered} {
		if row := rows[i]; row.Outcome != want || row.Direction != queue.Outbound || row.AgentID != "1001" {
			t.Errorf("row %d: %s %s of %s, want %s", i, row.Direction, row.Outcome, row.AgentID, want)
		}
	}
	if rows[2].Purpose != "callback" || rows[2].OwnerName != "王建国" {
		t.Errorf("the row of the conversation: %+v", rows[2])
	}
	s.waitClean()
}

// TestOutboundRingsOut lets the network end a call that nobody answers.
func TestOutboundRingsOut(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, func(d *store.Document) { d.Queues[0].WrapUp = 0 })
	ann := s.worker("1001")
	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Break, Reason: "paperwork"}) // one may call during a break
	ann.desk.ask(ws.TypeCallDial, ws.CallDial{Number: "13800001271", Purpose: "reminder"})
	phone := ann.answer()
	customer := outside.called(sipphone.NeverAnswers)
	s.within("the customer's phone rings", customer.WaitRinging)
	if err := customer.Reject(480); err != nil {
		t.Fatal(err)
	}
	s.ended("the agent's phone", phone)
	row := s.rows(1, func(record.Row) error { return nil })[0]
	if row.Outcome != queue.OutcomeNoAnswer || row.Purpose != "reminder" {
		t.Errorf("row is %+v", row)
	}
	ann.now(agent.Break)
	s.waitClean()
}

// optedOut is the number of the demo's first owner who wants no care calls.
const optedOut = "13800001900"
