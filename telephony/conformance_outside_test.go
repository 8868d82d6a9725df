package telephony_test

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// outsideIsCalled is an agent who calls a customer: the agent's phone answers
// by itself and waits in the bridge, hears ringing, and both are connected.
func outsideIsCalled(t *testing.T, b *bench) {
	r := b.dialler(t, "o1")
	b.Do(queue.CreateLeg{On: b.on("o1"), Leg: "o1-a4", Number: "13900001111", Bridge: "o1-b2", CallerNumber: "4008001234", Ringback: true})
	await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == "o1-a4" })
	b.Do(queue.DialLeg{On: b.on("o1"), Leg: "o1-a4", Limit: 15 * time.Second})
	customer := b.outside().next(t)
	if customer.to() != "13900001111" || customer.from() != "4008001234" || customer.autoAnswer() {
		t.Errorf("got a call to %s from %s, answered by itself %v", customer.to(), customer.from(), customer.autoAnswer())
	}
	customer.ring(t)
	r.hears(t, ringTone)
	customer.answer(t)
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == "o1-a4" })
	b.Do(queue.Connect{On: b.on("o1"), Bridge: "o1-b2", Caller: "o1-a4", Agent: "o1-a1", Recording: "o1-r5"})
	await(t, b.events, func(e queue.Connected) bool { return e.Leg == "o1-a1" })
	r.hears(t, outsideTone)
	customer.hears(t, agentTone)
	b.settle(t)
	b.noFailures(t)
	if n := count(b.events, func(e queue.PlayEnded) bool { return e.Play != "o1-flush" }); n != 0 {
		t.Errorf("the ringing tone was told as a prompt:%s", b.events)
	}
	customer.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "o1-a4" && e.Cause == 16 })
	b.over(t, "o1", "o1-b2", "o1-a1")
	b.recorded(t, "o1", "o1-r5")
}

// announcementIsHeard is a number that cannot be reached: the agent hears
// the network say why, after ringing or at once.
func announcementIsHeard(t *testing.T, b *bench) {
	r := b.dialler(t, "o2")
	for i, rings := range []bool{false, true} {
		leg := queue.LegID([]string{"o2-a4", "o2-a5"}[i])
		b.Do(queue.CreateLeg{On: b.on("o2"), Leg: leg, Number: "13900002222", Bridge: "o2-b2", Ringback: true})
		await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == leg })
		b.Do(queue.DialLeg{On: b.on("o2"), Leg: leg, Limit: 15 * time.Second})
		customer := b.outside().next(t)
		if rings {
			customer.ring(t)
			r.hears(t, ringTone)
		}
		customer.announce(t)
		r.hears(t, outsideTone)
		customer.reject(t, 486)
		gone := await(t, b.events, func(e queue.LegGone) bool { return e.Leg == leg })
		if gone.Cause != 17 {
			t.Errorf("got cause %d, want 17", gone.Cause)
		}
		r.hears(t)
	}
	b.noFailures(t)
	b.over(t, "o2", "o2-b2", "o2-a1")
}

// ringingTurnsToTalk is a consultation in a recorded call, which mixes: the
// agent hears the third party ring, and no more once it is given up.
func ringingTurnsToTalk(t *testing.T, b *bench) {
	l, arrived, r := b.talk(t, b.agent(t, "1001"), "1001", "o3", "o3-r3")
	b.Do(queue.HoldLeg{On: b.on("o3"), Bridge: "o3-b2", Leg: arrived.Leg})
	b.Do(queue.CreateLeg{On: b.on("o3"), Leg: "o3-a4", Agent: "1003", Device: agent.Device{Kind: agent.OutsidePhone, Number: "13900003333"}, Bridge: "o3-b2", Ringback: true})
	await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == "o3-a4" })
	b.Do(queue.DialLeg{On: b.on("o3"), Leg: "o3-a4", Limit: 15 * time.Second})
	third := b.outside().next(t)
	third.ring(t)
	r.hears(t, ringTone)
	b.Do(queue.HangupLeg{On: b.on("o3"), Leg: "o3-a4"})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "o3-a4" })
	<-third.ended()
	r.hears(t)
	b.Do(queue.JoinLeg{On: b.on("o3"), Bridge: "o3-b2", Leg: arrived.Leg, StopMusic: true})
	r.hears(t, callerTone)
	l.hears(t, agentTone)
	b.noFailures(t)
	b.over(t, "o3", "o3-b2", "o3-a1", arrived.Leg)
	b.recorded(t, "o3", "o3-r3")
}

// phoneRefers is a phone's own transfer button: it is told what came of it.
func phoneRefers(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	for i, done := range []bool{false, true} {
		call := queue.CallID([]string{"f1", "f2"}[i])
		l, arrived, r := b.talk(t, p, "1001", string(call), "")
		phone := queue.LegID(call + "-a1")
		r.refer(t, "1002")
		referred := await(t, b.events, any1[queue.LegReferred])
		if want := (queue.LegReferred{Leg: phone, To: "1002"}); referred != want {
			t.Errorf("got %+v, want %+v", referred, want)
		}
		b.Do(queue.ReportTransfer{On: b.on(call), Leg: phone, Done: done})
		if got := r.transferred(t); got != done {
			t.Errorf("the phone heard %v, want %v", got, done)
		}
		if !done {
			l.hears(t, agentTone)
		}
		b.settle(t)
		b.noFailures(t)
		if n := count(b.events, any1[queue.LegReferred]); n != i+1 {
			t.Errorf("%d transfers were told:%s", n, b.events)
		}
		b.over(t, call, queue.BridgeID(call+"-b2"), phone, arrived.Leg)
	}
}
