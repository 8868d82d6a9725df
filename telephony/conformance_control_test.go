package telephony_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/telephony/sipphone"
)

// sideIsHeld is the customer taken out of the conversation and back, twice
// over: asking for what is so already harms nobody.
func sideIsHeld(t *testing.T, b *bench) {
	l, arrived, r := b.talk(t, b.agent(t, "1001"), "1001", "h1", "h1-r3")
	l.hears(t, agentTone)
	r.hears(t, callerTone)
	hold := queue.HoldLeg{On: b.on("h1"), Bridge: "h1-b2", Leg: arrived.Leg}
	join := queue.JoinLeg{On: b.on("h1"), Bridge: "h1-b2", Leg: arrived.Leg, StopMusic: true}

	b.Do(hold)
	l.hears(t, musicTone)
	r.hears(t)
	b.Do(hold)
	b.Do(join)
	l.hears(t, agentTone)
	r.hears(t, callerTone)
	b.Do(join)
	b.Do(queue.JoinLeg{On: b.on("h1"), Bridge: "h1-b2", Leg: "h1-a1"})
	b.settle(t)
	l.hears(t, agentTone)
	r.hears(t, callerTone)
	b.noFailures(t)

	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	b.over(t, "h1", "h1-b2", "h1-a1")
	b.recorded(t, "h1", "h1-r3")
}

// thirdPartyIsConsulted is a colleague talked to while the customer is on
// hold, then all three together, then the two of them without the agent.
func thirdPartyIsConsulted(t *testing.T, b *bench) {
	phones := b.agents(t, "1001", "1002")
	l, arrived, r := b.talk(t, phones[0], "1001", "h2", "h2-r3")
	on, bridge := b.on("h2"), queue.BridgeID("h2-b2")
	b.Do(queue.HoldLeg{On: on, Bridge: bridge, Leg: arrived.Leg})
	third := b.answered(t, queue.CreateLeg{On: on, Leg: "h2-a4", Agent: "1002", Bridge: bridge, CallerNumber: "1001"}, phones[1])
	b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: "h2-a4"})
	r.hears(t, otherTone)
	third.hears(t, agentTone)
	l.hears(t, musicTone)

	b.Do(queue.HoldLeg{On: on, Bridge: bridge, Leg: "h2-a4"}) // swapped
	b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: arrived.Leg, StopMusic: true})
	r.hears(t, callerTone)
	third.hears(t, musicTone)

	b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: "h2-a4", StopMusic: true})
	r.hears(t, callerTone, otherTone)
	l.hears(t, agentTone, otherTone)
	third.hears(t, callerTone, agentTone)

	b.Do(queue.HangupLeg{On: on, Leg: "h2-a1"})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "h2-a1" })
	<-r.ended()
	l.hears(t, otherTone)
	third.hears(t, callerTone)
	if n := count(b.events, any1[queue.RecordingEnded]); n != 0 {
		t.Errorf("the recording ended with the first to leave:%s", b.events)
	}
	b.noFailures(t)
	third.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "h2-a4" })
	b.over(t, "h2", bridge, arrived.Leg)
	b.recorded(t, "h2", "h2-r3")
}

// agentIsMuted is an agent who is not heard but hears.
func agentIsMuted(t *testing.T, b *bench) {
	l, arrived, r := b.talk(t, b.agent(t, "1001"), "1001", "h3", "")
	mute := queue.MuteLeg{On: b.on("h3"), Leg: "h3-a1", Mute: true}
	unmute := queue.MuteLeg{On: b.on("h3"), Leg: "h3-a1"}
	b.Do(mute)
	l.hears(t)
	r.hears(t, callerTone)
	b.Do(mute)
	b.Do(unmute)
	l.hears(t, agentTone)
	b.Do(unmute)
	b.settle(t)
	b.noFailures(t)
	b.over(t, "h3", "h3-b2", "h3-a1", arrived.Leg)
}

// keysAreSent are pressed in the page and heard by the agent's counterpart.
func keysAreSent(t *testing.T, b *bench) {
	_, arrived, r := b.talk(t, b.agent(t, "1001"), "1001", "h4", "")
	b.Do(queue.SendDTMF{On: b.on("h4"), Leg: "h4-a1", Digits: "12#*0"})
	r.keys(t, "12#*0")
	r.hears(t, callerTone) // and they talk on
	b.noFailures(t)
	b.Do(queue.SendDTMF{On: b.on("h4"), Leg: "h4-a1", Digits: "12w"})
	await(t, b.events, func(e queue.CommandFailed) bool { return e.What == "send_dtmf" })
	b.over(t, "h4", "h4-b2", "h4-a1", arrived.Leg)
}

// recordingPauses leaves silence in the file for as long as it was paused.
func recordingPauses(t *testing.T, b *bench) {
	l, arrived, r := b.talk(t, b.agent(t, "1001"), "1001", "h5", "h5-r3")
	began := time.Now()
	pause := queue.PauseRecord{On: b.on("h5"), Recording: "h5-r3", Pause: true}
	b.talkOn(t, "h5", "h5-b2", 3)
	b.Do(pause)
	b.Do(pause)
	b.talkOn(t, "h5", "h5-b2", 4)
	if fake, ok := b.rig.(*fakeRig); ok && !fake.asterisk.Paused("h5-r3") {
		t.Error("the recording is not paused")
	}
	pause.Pause = false
	b.Do(pause)
	b.Do(pause)
	b.talkOn(t, "h5", "h5-b2", 3)
	b.noFailures(t)
	took := time.Since(began)
	l.hangup(t)
	r.hangup(t)
	b.over(t, "h5", "h5-b2", arrived.Leg)
	ended := b.recorded(t, "h5", "h5-r3")
	// It began a little before; without the gap it would be 0.8 s too short.
	if d := ended.Recording.Duration - took; d < -300*time.Millisecond || d > time.Second {
		t.Errorf("the file has %v, the talk took %v", ended.Recording.Duration, took)
	}
	if _, ok := b.rig.(*realRig); !ok {
		return // the fake writes silence only
	}
	pcm, err := sipphone.LoadAudio(filepath.Join(b.recordings(), ended.Recording.File))
	if err != nil {
		t.Fatal(err)
	}
	if parts := loudParts(pcm); len(parts) != 3 || parts[1].loud || !parts[0].loud ||
		parts[1].length < 500*time.Millisecond || parts[1].length > time.Second {
		t.Errorf("got parts %+v, want talk, 0.7 s of silence, talk", parts)
	}
	b.Do(pause)
	await(t, b.events, func(e queue.CommandFailed) bool { return e.What == "pause_record" })
}

// part is a stretch of a recording with or without sound.
type part struct {
	loud   bool
	length time.Duration
}

// loudParts finds the stretches with and without sound; shorter ones than
// 100 ms belong to those around them.
func loudParts(pcm []int16) []part {
	const step = sipphone.Rate / 50
	var parts []part
	add := func(p part) {
		if n := len(parts); n > 0 && parts[n-1].loud == p.loud {
			parts[n-1].length += p.length
			return
		}
		parts = append(parts, p)
	}
	for ; len(pcm) >= step; pcm = pcm[step:] {
		loud := slices.ContainsFunc(pcm[:step], func(s int16) bool { return s > 1000 || s < -1000 })
		add(part{loud, 20 * time.Millisecond})
	}
	all := parts
	parts = nil
	for _, p := range all {
		if p.length >= 100*time.Millisecond {
			add(p)
		}
	}
	return parts
}

// controlFails are commands about what is not there.
func controlFails(t *testing.T, b *bench) {
	on := b.on("h6")
	for what, c := range map[string]queue.PhoneCommand{
		"join_leg":        queue.JoinLeg{On: on, Bridge: "h6-b2", Leg: "nobody", StopMusic: true},
		"hold_leg":        queue.HoldLeg{On: on, Bridge: "h6-b2", Leg: "nobody"},
		"mute_leg":        queue.MuteLeg{On: on, Leg: "nobody", Mute: true},
		"send_dtmf":       queue.SendDTMF{On: on, Leg: "nobody", Digits: "1"},
		"pause_record":    queue.PauseRecord{On: on, Recording: "h6-r3", Pause: true},
		"report_transfer": queue.ReportTransfer{On: on, Leg: "nobody"},
		"create_leg":      queue.CreateLeg{On: on, Leg: "h6-a1", Number: "1&PJSIP/1001"},
	} {
		b.Do(c)
		failed := await(t, b.events, func(e queue.CommandFailed) bool { return e.What == what })
		if failed.Call != "h6" || failed.Reason == "" {
			t.Errorf("%s: got %+v", what, failed)
		}
	}
	b.Do(queue.CloseBridge{On: on, Bridge: "h6-b2"})
	b.settle(t)
}

// agentComesBack is an agent whose telephone is gone while the customer is on
// hold: the bridge is empty, which ends its recording, but can be used again.
func agentComesBack(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "h7", "h7-r3")
	on, bridge := b.on("h7"), queue.BridgeID("h7-b2")
	b.Do(queue.HoldLeg{On: on, Bridge: bridge, Leg: arrived.Leg})
	l.hears(t, musicTone)
	r.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "h7-a1" })
	b.recorded(t, "h7", "h7-r3")
	l.hears(t, musicTone)

	back := b.answered(t, queue.CreateLeg{On: on, Leg: "h7-a5", Agent: "1001", Bridge: bridge, AutoAnswer: true}, p)
	b.Do(queue.Connect{On: on, Bridge: bridge, Caller: arrived.Leg, Agent: "h7-a5", StopMusic: true, Recording: "h7-r6"})
	await(t, b.events, func(e queue.Connected) bool { return e.Leg == "h7-a5" })
	l.hears(t, agentTone)
	back.hears(t, callerTone)
	b.noFailures(t)
	b.over(t, "h7", bridge, "h7-a5", arrived.Leg)
	b.recorded(t, "h7", "h7-r6")
}

// oldLegLeavesLast is the same with the old leg still there: hung up after the
// new one has joined, it leaves the recording running.
func oldLegLeavesLast(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "h8", "h8-r3")
	on, bridge := b.on("h8"), queue.BridgeID("h8-b2")
	b.Do(queue.HoldLeg{On: on, Bridge: bridge, Leg: arrived.Leg})
	back := b.answered(t, queue.CreateLeg{On: on, Leg: "h8-a5", Agent: "1001", Bridge: bridge, AutoAnswer: true}, p)
	b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: "h8-a5"})
	b.Do(queue.HangupLeg{On: on, Leg: "h8-a1"})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "h8-a1" })
	<-r.ended()
	b.Do(queue.JoinLeg{On: on, Bridge: bridge, Leg: arrived.Leg, StopMusic: true})
	l.hears(t, agentTone)
	back.hears(t, callerTone)
	if n := count(b.events, any1[queue.RecordingEnded]); n != 0 {
		t.Errorf("the recording ended:%s", b.events)
	}
	b.noFailures(t)
	b.over(t, "h8", bridge, "h8-a5", arrived.Leg)
	b.recorded(t, "h8", "h8-r3")
}
