package telephony_test

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/telephony"
)

// callerIsTakenBack is an agent's phone that dies under the caller: the bridge
// goes, the caller stays and hears music again.
func callerIsTakenBack(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "x3", "x3-r3")
	r.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "x3-a1" })
	b.Do(queue.CloseBridge{On: b.on("x3"), Bridge: "x3-b2"})
	b.Do(queue.Music{On: b.on("x3"), Leg: arrived.Leg, Start: true})
	b.recorded(t, "x3", "x3-r3")
	if n := count(b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg }); n != 0 {
		t.Errorf("the caller was lost:%s", b.events)
	}
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
}

func phoneIsBusy(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	leg := b.offer(t, "1001", "x4")
	p.next(t).reject(t, 486)
	gone := await(t, b.events, any1[queue.LegGone])
	if want := (queue.LegGone{Leg: leg, Cause: 17}); gone != want {
		t.Errorf("got %+v, want %+v", gone, want)
	}
}

func phoneDoesNotAnswer(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	b.Do(b.createLeg("1001", "x5"))
	await(t, b.events, any1[queue.LegCreated])
	b.Do(queue.DialLeg{On: b.on("x5"), Leg: "x5-a1", Limit: time.Second})
	r := p.next(t)
	r.ring(t)
	gone := await(t, b.events, any1[queue.LegGone])
	if want := (queue.LegGone{Leg: "x5-a1", Cause: 19}); gone != want {
		t.Errorf("got %+v, want %+v", gone, want)
	}
	<-r.ended()
}

func phoneIsNotThere(t *testing.T, b *bench) {
	if err := b.SetEndpoints(t.Context(), []telephony.Endpoint{{ID: "1009", HA1: ha1("1009", "x")}}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"1009", "9999"} {
		b.Do(b.createLeg(id, "x6"+id))
		gone := await(t, b.events, any1[queue.LegGone])
		if want := (queue.LegGone{Leg: queue.LegID("x6" + id + "-a1"), Cause: 20}); gone != want {
			t.Errorf("got %+v, want %+v", gone, want)
		}
	}
	b.settle(t)
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("%d commands failed:%s", n, b.events)
	}
}

func ringingIsCancelled(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	leg := b.offer(t, "1001", "x7")
	r := p.next(t)
	r.ring(t)
	b.Do(queue.HangupLeg{On: b.on("x7"), Leg: leg})
	b.Do(queue.CloseBridge{On: b.on("x7"), Bridge: "x7-b2"})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == leg })
	<-r.ended()
	b.Do(b.createLeg("1001", "x8"))
	b.Do(queue.HangupLeg{On: b.on("x8"), Leg: "x8-a1"}) // before it was dialled
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "x8-a1" })
	b.settle(t)
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("%d commands failed:%s", n, b.events)
	}
}

// anotherHasAnswered is two phones that ring for one caller. The one that is
// slower is told that it missed nothing, also if it has just answered; one that
// is hung up for another reason is not.
func anotherHasAnswered(t *testing.T, b *bench) {
	phones := b.agents(t, "1001", "1002")
	legs := []queue.LegID{b.offer(t, "1001", "za"), b.offer(t, "1002", "zb")}
	rings, answers := phones[0].next(t), phones[1].next(t)
	rings.ring(t)
	answers.answer(t)
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == legs[1] })
	for i, r := range []ringing{rings, answers} {
		b.Do(queue.HangupLeg{On: b.on([]queue.CallID{"za", "zb"}[i]), Leg: legs[i], Cause: 26})
		gone := await(t, b.events, func(e queue.LegGone) bool { return e.Leg == legs[i] })
		<-r.ended()
		if gone.Cause != 26 || !r.elsewhere() {
			t.Errorf("got %+v, told that it was answered elsewhere: %v", gone, r.elsewhere())
		}
	}
	leg := b.offer(t, "1001", "zc")
	r := phones[0].next(t)
	r.ring(t)
	b.Do(queue.HangupLeg{On: b.on("zc"), Leg: leg, Cause: 19})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == leg })
	if <-r.ended(); r.elsewhere() {
		t.Error("a phone that rang in vain was told that another one took the call")
	}
}

// phoneHolds is a phone's own hold button, in a plain and in a recorded call.
// Asterisk plays music to the caller in the plain one only, so the core takes
// the caller out of the bridge as for any hold.
func phoneHolds(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	for i, recording := range []queue.RecordingID{"", "xb-r3"} {
		call := queue.CallID([]string{"xa", "xb"}[i])
		on, phone, bridge := b.on(call), queue.LegID(call+"-a1"), queue.BridgeID(call+"-b2")
		l, arrived, r := b.talk(t, p, "1001", string(call), recording)
		r.hold(t)
		await(t, b.events, func(e queue.LegHeld) bool { return e.Leg == phone })
		b.Do(queue.HoldLeg{On: on, Bridge: bridge, Leg: arrived.Leg})
		l.hears(t, musicTone)
		r.resume(t)
		await(t, b.events, func(e queue.LegUnheld) bool { return e.Leg == phone })
		b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: arrived.Leg, StopMusic: true})
		l.hears(t, agentTone)
		r.hears(t, callerTone)
		b.over(t, call, bridge, phone, arrived.Leg)
		<-r.ended()
	}
	b.recorded(t, "xb", "xb-r3")
}

func agentSpeaks(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	create := b.createLeg("1001", "y1")
	create.DetectTalk = true
	b.Do(create)
	await(t, b.events, any1[queue.LegCreated])
	b.Do(queue.DialLeg{On: b.on("y1"), Leg: "y1-a1", Limit: 15 * time.Second})
	p.next(t).answer(t)
	await(t, b.events, any1[queue.LegAnswered])
	_, arrived := b.arrive(t, "138y1", "4008001234")
	b.Do(queue.Connect{On: b.on("y1"), Bridge: "y1-b2", Caller: arrived.Leg, Agent: "y1-a1"})
	await(t, b.events, func(e queue.LegTalking) bool { return e.Leg == "y1-a1" })
	b.Do(queue.HangupLeg{On: b.on("y1"), Leg: "y1-a1"})
	b.Do(queue.HangupLeg{On: b.on("y1"), Leg: arrived.Leg})
	b.Do(queue.CloseBridge{On: b.on("y1"), Bridge: "y1-b2"})
	await(t, b.events, any1[queue.LegGone])
	await(t, b.events, any1[queue.LegGone])
}

func phonesComeAndGo(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	p.unregister(t)
	await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == "1001" && !e.Reachable })
	p.register(t)
	await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == "1001" && e.Reachable })

	// Another agent's phone is made known, and the first one's removed.
	second := []telephony.Endpoint{{ID: "1002", HA1: ha1("1002", "x")}}
	if err := b.SetEndpoints(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == "1001" && !e.Reachable })
	if err := b.SetEndpoints(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	q := b.phone(t, "1002", "x")
	q.register(t)
	await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == "1002" && e.Reachable })

	again := newEvents()
	stop(t, b.Telephony)
	restarted := b.start(t, again)
	if err := restarted.SetEndpoints(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	await(t, again, func(e queue.PhoneState) bool { return e.Agent == agent.ID("1002") && e.Reachable })
	q.unregister(t)
}

func commandsFail(t *testing.T, b *bench) {
	for _, c := range []queue.PhoneCommand{
		queue.Answer{On: b.on("z1"), Leg: "nobody"},
		queue.Ring{On: b.on("z1"), Leg: "nobody"},
		queue.Music{On: b.on("z1"), Leg: "nobody", Start: true},
		queue.Connect{On: b.on("z1"), Bridge: "z1-b2", Caller: "nobody", Agent: "nobody"},
	} {
		b.Do(c)
		failed := await(t, b.events, any1[queue.CommandFailed])
		if failed.Call != "z1" || failed.Leg != "nobody" || failed.Reason == "" {
			t.Errorf("%T: got %+v", c, failed)
		}
	}
	b.Do(queue.Play{On: b.on("z1"), Leg: "nobody", ID: "z1-p1", Prompts: []queue.Prompt{{ID: "short"}}})
	if ended := await(t, b.events, any1[queue.PlayEnded]); ended.Failed == "" {
		t.Errorf("got %+v, want a failure", ended)
	}
	b.Do(queue.CloseBridge{On: b.on("z1"), Bridge: "z1-b2"})
	b.Do(queue.CloseBridge{On: b.on("z1"), Bridge: "z1-b2"})
	b.Do(queue.Answer{On: queue.On{Call: "z1", Node: "mars"}, Leg: "nobody"})
	failed := await(t, b.events, any1[queue.CommandFailed])
	if failed.What != "answer" || failed.Reason != `there is no node "mars"` {
		t.Errorf("got %+v", failed)
	}
}
