package telephony_test

import (
	"reflect"
	"testing"
	"time"

	"thirdring/queue"
)

// TestConformance holds the adapter to what the core expects of it, on the
// fake and on a real Asterisk alike, so that the fake cannot drift.
func TestConformance(t *testing.T) {
	t.Parallel()
	conform(t, map[string]func(*testing.T, *bench){
		"caller arrives and leaves":     callerArrivesAndLeaves,
		"system hangs up on the caller": systemHangsUp,
		"prompts play":                  promptsPlay,
		"prompt is stopped":             promptIsStopped,
		"prompt is missing":             promptIsMissing,
		"caller leaves in a prompt":     callerLeavesInPrompt,
		"caller left before a prompt":   callerLeftBeforePrompt,
		"agent and caller talk":         agentAndCallerTalk,
		"agent hangs up":                agentHangsUp,
		"caller is taken back":          callerIsTakenBack,
		"phone is busy":                 phoneIsBusy,
		"phone does not answer":         phoneDoesNotAnswer,
		"phone is not there":            phoneIsNotThere,
		"ringing is cancelled":          ringingIsCancelled,
		"another phone has answered":    anotherHasAnswered,
		"agent speaks":                  agentSpeaks,
		"phones come and go":            phonesComeAndGo,
		"commands fail":                 commandsFail,
		"connection breaks":             connectionBreaks,
		"thirdring restarts in a talk":  restartInTalk,
		"talk ends while away":          talkEndsWhileAway,
		"another process takes over":    takeover,
	})
}

// TestConformanceOfControl is the part about conversations of which more is
// wanted than to begin and end.
func TestConformanceOfControl(t *testing.T) {
	t.Parallel()
	conform(t, map[string]func(*testing.T, *bench){
		"a side is held":             sideIsHeld,
		"a third party is consulted": thirdPartyIsConsulted,
		"agent is muted":             agentIsMuted,
		"keys are sent":              keysAreSent,
		"recording pauses":           recordingPauses,
		"control fails":              controlFails,
		"outside is called":          outsideIsCalled,
		"announcement is heard":      announcementIsHeard,
		"ringing is given up":        ringingTurnsToTalk,
		"phone refers":               phoneRefers,
		"agent comes back":           agentComesBack,
		"old leg leaves last":        oldLegLeavesLast,
		"page phone":                 pagePhone,
		"page outlives a restart":    pageOutlivesRestart,
		"phone's hold button":        phoneHolds,
	})
}

func conform(t *testing.T, tests map[string]func(*testing.T, *bench)) {
	on := func(t *testing.T, r rig) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, newBench(t, r)) })
		}
	}
	t.Run("fake", func(t *testing.T) {
		t.Parallel()
		on(t, newFakeRig(t, "22.10.1"))
	})
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		on(t, newRealRig(t))
	})
}

func callerArrivesAndLeaves(t *testing.T, b *bench) {
	l := b.dial(t, "13800001234", "4008001234")
	arrived := await(t, b.events, any1[queue.CallArrived])
	want := queue.CallArrived{Leg: arrived.Leg, Node: "a1", From: "13800001234", To: "4008001234"}
	if arrived != want {
		t.Errorf("got %+v, want %+v", arrived, want)
	}
	b.Do(queue.Ring{On: b.on("c1"), Leg: arrived.Leg})
	b.Do(queue.Answer{On: b.on("c1"), Leg: arrived.Leg})
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == arrived.Leg })
	l.answered(t)
	l.hangup(t)
	gone := await(t, b.events, any1[queue.LegGone])
	if gone.Leg != arrived.Leg || gone.Cause != 16 {
		t.Errorf("got %+v, want leg %s with cause 16", gone, arrived.Leg)
	}
	b.settle(t)
	if n := count(b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg }); n != 1 {
		t.Errorf("the leg's end was told %d times", n)
	}
	if n := count(b.events, func(e queue.LegAnswered) bool { return e.Leg == arrived.Leg }); n != 1 {
		t.Errorf("the answer was told %d times", n)
	}
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("%d commands failed:%s", n, b.events)
	}
}

func systemHangsUp(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380001", "4008001234")
	b.Do(queue.HangupLeg{On: b.on("c1"), Leg: arrived.Leg, Cause: 16})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	<-l.ended()
	b.Do(queue.HangupLeg{On: b.on("c1"), Leg: arrived.Leg})
	b.settle(t)
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("hanging up twice failed:%s", b.events)
	}
}

func promptsPlay(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380002", "4008001234")
	b.Do(queue.Play{
		On: b.on("c1"), Leg: arrived.Leg, ID: "c1-p1",
		Prompts: []queue.Prompt{{ID: "short"}, {ID: "position", Number: 3}},
	})
	started := await(t, b.events, any1[queue.PlayStarted])
	if want := (queue.PlayStarted{Call: "c1", Play: "c1-p1", Length: 500 * time.Millisecond}); !reflect.DeepEqual(started, want) {
		t.Errorf("got %+v, want %+v", started, want)
	}
	ended := await(t, b.events, any1[queue.PlayEnded])
	if want := (queue.PlayEnded{Call: "c1", Play: "c1-p1"}); ended != want {
		t.Errorf("got %+v, want %+v", ended, want)
	}
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
}

func promptIsStopped(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380003", "4008001234")
	b.Do(queue.Play{On: b.on("c1"), Leg: arrived.Leg, ID: "c1-p2", Prompts: []queue.Prompt{{ID: "long"}}})
	await(t, b.events, any1[queue.PlayStarted])
	began := time.Now()
	b.Do(queue.StopPlay{On: b.on("c1"), ID: "c1-p2"})
	await(t, b.events, any1[queue.PlayEnded])
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the prompt went on for %v", took)
	}
	b.Do(queue.StopPlay{On: b.on("c1"), ID: "c1-p2"})
	b.settle(t)
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("stopping twice failed:%s", b.events)
	}
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
}

func promptIsMissing(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380004", "4008001234")
	for i, prompt := range []string{"unheard-of", "gap", "lost"} {
		id := queue.PlayID("c1-p" + string(rune('a'+i)))
		b.Do(queue.Play{On: b.on("c1"), Leg: arrived.Leg, ID: id, Prompts: []queue.Prompt{{ID: prompt}}})
		ended := await(t, b.events, func(e queue.PlayEnded) bool { return e.Play == id })
		if ended.Failed == "" || ended.Call != "c1" {
			t.Errorf("prompt %s: got %+v, want a failure of call c1", prompt, ended)
		}
	}
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
}

// The end of a prompt that the caller's hang-up cut short is not told: between
// it and the leg's end the core would begin something new with the caller, and
// count a call abandoned in the greeting as one abandoned in the queue.
func callerLeavesInPrompt(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380013", "4008001234")
	b.Do(queue.Play{On: b.on("c1"), Leg: arrived.Leg, ID: "c1-p3", Prompts: []queue.Prompt{{ID: "long"}}})
	await(t, b.events, any1[queue.PlayStarted])
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
	b.settle(t)
	if n := count(b.events, any1[queue.PlayEnded]); n != 0 {
		t.Errorf("the prompt's end was told:%s", b.events)
	}
}

// Nor is it told that a prompt came too late for the caller, before the leg's
// end is.
func callerLeftBeforePrompt(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380013", "4008001234")
	l.hangup(t)
	b.Do(queue.Play{On: b.on("c1"), Leg: arrived.Leg, ID: "c1-p3", Prompts: []queue.Prompt{{ID: "long"}}})
	await(t, b.events, any1[queue.LegGone])
	b.settle(t)
	earlier := first(b.events, func(ev queue.Event) bool {
		_, played := ev.(queue.PlayEnded)
		_, gone := ev.(queue.LegGone)
		return played || gone
	})
	if _, played := earlier.(queue.PlayEnded); played {
		t.Errorf("the prompt's end was told first:%s", b.events)
	}
}

func agentAndCallerTalk(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "x1", "x1-r3")
	if got, want := r.from(), arrived.From; got != want {
		t.Errorf("the phone shows %q, want %q", got, want)
	}
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	b.Do(queue.HangupLeg{On: b.on("x1"), Leg: "x1-a1"})
	b.Do(queue.CloseBridge{On: b.on("x1"), Bridge: "x1-b2"})
	gone := await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "x1-a1" })
	if gone.Cause != 16 {
		t.Errorf("got cause %d, want 16", gone.Cause)
	}
	<-r.ended()
	b.recorded(t, "x1", "x1-r3")
	b.settle(t)
	if n := count(b.events, any1[queue.RecordingEnded]); n != 1 {
		t.Errorf("the recording's end was told %d times", n)
	}
}

func agentHangsUp(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "x2", "x2-r3")
	r.hangup(t)
	gone := await(t, b.events, any1[queue.LegGone])
	if want := (queue.LegGone{Leg: "x2-a1", Cause: 16}); gone != want {
		t.Errorf("got %+v, want %+v", gone, want)
	}
	b.Do(queue.HangupLeg{On: b.on("x2"), Leg: arrived.Leg})
	b.Do(queue.CloseBridge{On: b.on("x2"), Bridge: "x2-b2"})
	<-l.ended()
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	b.recorded(t, "x2", "x2-r3")
}
