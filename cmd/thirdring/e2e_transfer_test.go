package main

import (
	"context"
	"testing"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

func to(kind queue.TargetKind, id string) ws.Target { return ws.Target{Kind: kind, ID: id} }

// give is a wish to transfer or consult.
func (t *talk) give(to ws.Target) ws.CallTransfer {
	return ws.CallTransfer{Call: t.id, To: to, Reason: "specialist"}
}

// TestBlindTransfer gives a call to a colleague who takes it, and another one
// to the same colleague, who does not.
func TestBlindTransfer(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	c := s.talking(ann, "13800001234")
	bob := s.worker("1002")
	if f := ann.desk.try(ws.TypeCallTransfer, ws.CallTransfer{Call: c.id, To: to(queue.ToAgent, "1002")}); f.Type != ws.TypeError {
		t.Error("a transfer without a reason was made")
	}
	ann.desk.ask(ws.TypeWrapUpSave, ws.WrapUpSave{Call: c.id, WrapUp: ws.WrapUp{Category: "INQ", SubCategory: "装修", Summary: "问到一半"}})

	c.control(ws.TypeCallTransfer, c.give(to(queue.ToAgent, "1002")))
	ann.shows("transferring", func(p ws.Pop) bool { return p.Phase == ws.PopTransferring && p.Third != nil && p.Third.Ringing })
	s.ended("the giver's phone", c.phone)
	taken := bob.say(colleagueTone)
	pop := bob.shows("the pop", func(p ws.Pop) bool { return p.Phase == ws.PopTalking && p.For == queue.ForTransfer })
	if pop.Wrap == nil || pop.Wrap.Summary != "问到一半" || pop.From == nil || pop.From.ID != "1001" || pop.FromReason != "需专业部门处理" {
		t.Errorf("the taker's pop is %+v", pop)
	}
	s.hears("the caller", c.caller, colleagueTone)
	s.hears("the taker", taken, callerTone)
	ann.now(agent.Ready)
	s.within("hang up", c.caller.Hangup)
	bob.registers(c.id, "问完了")

	bob.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Break, Reason: "rest"})
	c = s.talking(ann, "13800001271")
	bob.ready()
	c.control(ws.TypeCallTransfer, c.give(to(queue.ToAgent, "1002")))
	if err := bob.rung().Reject(486); err != nil {
		t.Fatal(err)
	}
	s.hearsSound("the caller", c.caller, "transfer.fail")
	back := ann.answer()
	s.hears("the caller", c.caller, agentTone)
	s.hears("the giver again", back, callerTone)
	if pop := ann.shows("returned", func(p ws.Pop) bool { return p.Phase == ws.PopTalking && p.For == queue.ForReturn }); pop.Third == nil || pop.Third.Result != queue.TransferReturned {
		t.Errorf("the giver's pop says of the transfer %+v", pop.Third)
	}
	s.within("hang up", c.caller.Hangup)
	ann.registers(c.id, "同事不在")
	rows := s.rows(2, func(record.Row) error { return nil })
	for i, want := range []queue.TransferResult{queue.TransferReturned, queue.TransferTaken} {
		if tr := rows[i].Transfers; len(tr) != 1 || tr[0].Result != want || tr[0].Type != queue.Blind || tr[0].Reason != "specialist" {
			t.Errorf("row %d has the transfers %+v, want %s", i, tr, want)
		}
	}
	if rows[1].AgentID != "1002" || len(rows[1].Parts) != 2 || rows[1].Summary != "问完了" {
		t.Errorf("the row of the call that was given away: %+v", rows[1])
	}
	s.waitClean()
}

// TestAttendedTransfer talks to a colleague, swaps, brings all three together,
// and gives the call away.
func TestAttendedTransfer(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	c := s.talking(ann, "13800001234")
	bob := s.worker("1002")
	c.control(ws.TypeCallConsult, c.give(to(queue.ToAgent, "1002")))
	s.hearsSound("the caller", c.caller, "music")
	third := bob.say(colleagueTone)
	s.hears("the agent", c.phone, colleagueTone)
	s.hears("the colleague", third, agentTone)
	bob.shows("consulted", func(p ws.Pop) bool { return p.Consulted })
	if f := bob.desk.try(ws.TypeCallHold, ws.CallHold{Call: c.id, Side: queue.SideCustomer, On: true}); f.Type != ws.TypeError {
		t.Error("who is consulted held the caller")
	}

	c.control(ws.TypeCallSwap, c.ref())
	s.hears("the caller", c.caller, agentTone)
	s.hears("the agent", c.phone, callerTone)
	s.hearsSound("the colleague", third, "music")

	c.control(ws.TypeCallConference, c.ref())
	s.hears("the caller", c.caller, agentTone, colleagueTone)
	s.hears("the agent", c.phone, callerTone, colleagueTone)
	s.hears("the colleague", third, callerTone, agentTone)
	ann.shows("conference", func(p ws.Pop) bool { return p.Third != nil && p.Third.Conference })

	c.control(ws.TypeCallComplete, c.ref())
	s.ended("the agent", c.phone)
	s.hears("the caller", c.caller, colleagueTone)
	s.hears("the colleague", third, callerTone)
	ann.now(agent.Ready)
	s.within("hang up", third.Hangup)
	s.ended("the caller", c.caller)
	bob.registers(c.id, "接手处理")
	row := s.rows(1, func(record.Row) error { return nil })[0]
	if len(row.Transfers) != 1 || row.Transfers[0].Type != queue.Attended || row.Transfers[0].Result != queue.TransferTaken || row.AgentID != "1002" {
		t.Errorf("agent %s, transfers %+v", row.AgentID, row.Transfers)
	}
	s.waitClean()
}

// TestTransferOutside gives calls to a number and to another queue.
func TestTransferOutside(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, func(d *store.Document) {
		d.Queues = append(d.Queues, store.DefaultQueue("repair", "报修"))
		d.Agents[1].Queues = []string{"repair"}
	})
	ann := s.worker("1001")
	c := s.talking(ann, "13800001234")
	c.control(ws.TypeCallConsult, c.give(to(queue.ToNumber, "13900001111")))
	third := outside.called(sipphone.Answers)
	if third.To() != "13900001111" {
		t.Errorf("dialled %q", third.To())
	}
	s.hears("the agent", c.phone, outsideTone)
	s.hears("outside", third, agentTone)
	c.control(ws.TypeCallComplete, c.ref())
	s.hears("the caller", c.caller, outsideTone)
	s.hears("outside", third, callerTone)
	ann.registers(c.id, "转给工程部")
	s.within("hang up", third.Hangup)
	s.ended("the caller", c.caller)

	c = s.talking(ann, "13800001271")
	c.control(ws.TypeCallTransfer, c.give(to(queue.ToDepartment, "repair")))
	outside.called(sipphone.Answers)
	s.hears("the caller", c.caller, outsideTone)
	s.within("hang up", c.caller.Hangup)
	ann.registers(c.id, "转给维修部")

	bob := s.worker("1002")
	c = s.talking(ann, "13800001308")
	c.control(ws.TypeCallTransfer, c.give(to(queue.ToQueue, "repair")))
	ann.now(agent.Ready)
	taken := bob.say(colleagueTone)
	s.hears("the caller", c.caller, colleagueTone)
	s.hears("the other queue's agent", taken, callerTone)
	s.within("hang up", c.caller.Hangup)
	bob.registers(c.id, "报修已记录")
	rows := s.rows(3, func(record.Row) error { return nil })
	for i, want := range []struct {
		result queue.TransferResult
		agent  agent.ID
		kind   queue.TargetKind
	}{{queue.TransferQueued, "1002", queue.ToQueue}, {queue.TransferTaken, "1001", queue.ToDepartment}, {queue.TransferTaken, "1001", queue.ToNumber}} {
		if tr := rows[i].Transfers; len(tr) != 1 || tr[0].Result != want.result || tr[0].Kind != want.kind || rows[i].AgentID != want.agent {
			t.Errorf("row %d: agent %s, transfers %+v, want %+v", i, rows[i].AgentID, tr, want)
		}
	}
	s.waitClean()
}

// TestPhoneRefers transfers with the desk phone's own button.
func TestPhoneRefers(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	c := s.talking(ann, "13800001234")
	bob := s.worker("1002")
	s.within("REFER", func(ctx context.Context) error { return c.phone.Refer(ctx, "1002") })
	taken := bob.say(colleagueTone)
	s.hears("the caller", c.caller, colleagueTone)
	s.hears("the taker", taken, callerTone)
	s.ended("the phone that referred", c.phone)
	s.within("hang up", c.caller.Hangup)
	bob.registers(c.id, "话机转来")
	if row := s.rows(1, func(record.Row) error { return nil })[0]; len(row.Transfers) != 1 || row.Transfers[0].Result != queue.TransferTaken || row.AgentID != "1002" {
		t.Errorf("agent %s, transfers %+v", row.AgentID, row.Transfers)
	}
	s.waitClean()
}
