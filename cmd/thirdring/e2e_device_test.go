package main

import (
	"context"
	"testing"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestMobileAsTelephone lets an agent take calls on a mobile, and control them
// from the desktop.
func TestMobileAsTelephone(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, nil)
	ann := s.worker("1001")
	if f := ann.desk.try(ws.TypeDeviceSet, ws.Device{Kind: agent.OutsidePhone, Number: "ann's mobile"}); f.refusal().Code != ws.CodeDevice {
		t.Errorf("words were taken for a number: %s", f.Data)
	}
	ann.desk.ask(ws.TypeDeviceSet, ws.Device{Kind: agent.OutsidePhone, Number: "13912345678"})
	caller := s.caller("13800001234")
	mobile := outside.called(sipphone.Answers)
	if mobile.To() != "13912345678" || mobile.From().Number != "4008001234" {
		t.Errorf("rang %q with the number %q, want the mobile with the hotline's", mobile.To(), mobile.From().Number)
	}
	s.hears("the caller", caller, outsideTone)
	s.hears("the mobile", mobile, callerTone)
	call := ann.shows("talking", func(p ws.Pop) bool { return p.Phase == ws.PopTalking && p.Caller.Owner != nil }).Call
	ann.desk.ask(ws.TypeCallHold, ws.CallHold{Call: call, Side: queue.SideCustomer, On: true})
	s.hearsSound("the caller on hold", caller, "music")
	ann.desk.ask(ws.TypeCallHold, ws.CallHold{Call: call, Side: queue.SideCustomer})
	s.hears("the caller again", caller, outsideTone)
	ann.desk.ask(ws.TypeCallHangup, ws.CallRef{Call: call})
	s.ended("the caller", caller)
	s.ended("the mobile", mobile)
	ann.registers(call, "手机接听")
	if row := s.rows(1, recorded)[0]; row.AgentID != "1001" || row.HangupBy != "agent" {
		t.Errorf("row is %+v", row)
	}

	ann.desk.ask(ws.TypeDeviceSet, ws.Device{Kind: agent.DeskPhone})
	caller = s.caller("13800001234")
	phone := ann.answer() // the desk phone rings again
	s.within("the caller hangs up", caller.Hangup)
	s.ended("the desk phone", phone)
	s.waitClean()
}

// TestMobileIsAskedInAnEmergency lets an agent's mobile ring for an emergency: who
// answers, and it may be a mailbox, is asked for a key first.
func TestMobileIsAskedInAnEmergency(t *testing.T) {
	t.Parallel()
	s, outside := newSiteInTheWorld(t, emergencies)
	ann := s.worker("1001")
	ann.desk.ask(ws.TypeDeviceSet, ws.Device{Kind: agent.OutsidePhone, Number: "13912345678"})
	caller := s.dial("13800001234", emergencyLine)
	mobile := outside.called(sipphone.Answers)
	s.hearsSound("the mobile", mobile, "duty.confirm")
	s.within("the agent presses 1", func(ctx context.Context) error { return mobile.SendDTMF(ctx, "1") })
	s.hears("the caller", caller, outsideTone)
	s.hears("the mobile", mobile, callerTone)
	s.within("the caller hangs up", caller.Hangup)
	s.ended("the mobile", mobile)
	s.waitClean()
}
