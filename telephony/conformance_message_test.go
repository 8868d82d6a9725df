package telephony_test

import (
	"testing"
	"time"

	"thirdring/queue"
)

// TestConformanceOfMessages is the part about callers whom no agent serves:
// their keys and what they leave behind.
func TestConformanceOfMessages(t *testing.T) {
	t.Parallel()
	conform(t, map[string]func(*testing.T, *bench){
		"keys are pressed":           keysArePressed,
		"message ends with a key":    messageEndsWithKey,
		"message ends with silence":  messageEndsWithSilence,
		"message ends at its limit":  messageEndsAtLimit,
		"message ends by hanging up": messageEndsByHangup,
		"message cannot be recorded": messageFails,
		"message ends while away":    messageEndsWhileAway,
	})
}

// keysArePressed are told of callers, also while a prompt plays, and of those
// outside who are asked to take a call; each once.
func keysArePressed(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380051", "4008001234")
	b.Do(queue.Play{On: b.on("m1"), Leg: arrived.Leg, ID: "m1-p1", Prompts: []queue.Prompt{{ID: "long"}}})
	await(t, b.events, any1[queue.PlayStarted])
	l.press(t, "1#")
	for _, key := range []string{"1", "#"} {
		if got := await(t, b.events, any1[queue.LegDigit]); got.Leg != arrived.Leg || got.Digit != key {
			t.Errorf("got %+v, want %s", got, key)
		}
	}
	r := b.answered(t, queue.CreateLeg{On: b.on("m1"), Leg: "m1-a2", Number: "13911110001", CallerNumber: "4008001234"}, b.outside())
	b.Do(queue.Play{On: b.on("m1"), Leg: "m1-a2", ID: "m1-p3", Prompts: []queue.Prompt{{ID: "long"}}})
	await(t, b.events, func(e queue.PlayStarted) bool { return e.Play == "m1-p3" })
	r.press(t, "1")
	if got := await(t, b.events, any1[queue.LegDigit]); got.Leg != "m1-a2" || got.Digit != "1" {
		t.Errorf("got %+v", got)
	}
	b.settle(t)
	if n := count(b.events, any1[queue.LegDigit]); n != 3 {
		t.Errorf("%d keys were told, want 3", n)
	}
	b.noFailures(t)
	b.Do(queue.HangupLeg{On: b.on("m1"), Leg: "m1-a2"})
	b.Do(queue.HangupLeg{On: b.on("m1"), Leg: arrived.Leg})
	<-l.ended()
	<-r.ended()
}

// leave lets a caller leave a message, and returns when it is being recorded.
func (b *bench) leave(t *testing.T, from string, call queue.CallID, limit, silence time.Duration) (line, queue.CallArrived) {
	t.Helper()
	l, arrived := b.arrive(t, from, "4008001234")
	b.Do(queue.RecordLeg{
		On: b.on(call), Leg: arrived.Leg, Recording: queue.RecordingID(call) + "-r1", Limit: limit, Silence: silence, EndKey: "#",
	})
	return l, arrived
}

// talkFor lets a caller talk: a message is as long as it is.
func talkFor(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// messageIs waits for the word of a message's end.
func (b *bench) messageIs(t *testing.T, call queue.CallID, least, most time.Duration) {
	t.Helper()
	ended := b.recorded(t, call, queue.RecordingID(call)+"-r1")
	if d := ended.Recording.Duration; d < least || d > most {
		t.Errorf("the message has %v, want %v to %v", d, least, most)
	}
}

func messageEndsWithKey(t *testing.T, b *bench) {
	l, arrived := b.leave(t, "1380052", "m2", 20*time.Second, 10*time.Second)
	if _, ok := b.rig.(*realRig); ok {
		l.hears(t, beepTone)
		l.hears(t)
	}
	talkFor(t, 1500*time.Millisecond)
	l.press(t, "#")
	b.messageIs(t, "m2", 800*time.Millisecond, 4*time.Second)
	b.noFailures(t)
	b.Do(queue.Play{On: b.on("m2"), Leg: arrived.Leg, ID: "m2-p2", Prompts: []queue.Prompt{{ID: "short"}}})
	await(t, b.events, func(e queue.PlayEnded) bool { return e.Play == "m2-p2" && e.Failed == "" })
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
}

func messageEndsWithSilence(t *testing.T, b *bench) {
	l, _ := b.leave(t, "1380053", "m3", 20*time.Second, time.Second)
	l.mute(t)
	ended := await(t, b.events, any1[queue.RecordingEnded])
	if r := ended.Recording; r.ID != "m3-r1" || r.Failed != "" || r.Duration > 2*time.Second {
		t.Errorf("got %+v", ended)
	}
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
}

func messageEndsAtLimit(t *testing.T, b *bench) {
	l, _ := b.leave(t, "1380054", "m4", 2*time.Second, 10*time.Second)
	b.messageIs(t, "m4", 1900*time.Millisecond, 3100*time.Millisecond) // the clock's whole seconds count
	b.noFailures(t)
	l.hangup(t)
	await(t, b.events, any1[queue.LegGone])
}

func messageEndsByHangup(t *testing.T, b *bench) {
	l, arrived := b.leave(t, "1380055", "m5", 20*time.Second, 10*time.Second)
	talkFor(t, 1500*time.Millisecond)
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	b.messageIs(t, "m5", 800*time.Millisecond, 4*time.Second)
}

func messageFails(t *testing.T, b *bench) {
	b.Do(queue.RecordLeg{On: b.on("m6"), Leg: "nobody", Recording: "m6-r1", Limit: time.Second})
	if failed := await(t, b.events, any1[queue.CommandFailed]); failed.What != "record_leg" || failed.Leg != "nobody" {
		t.Errorf("got %+v", failed)
	}
	b.Do(queue.AskRecording{On: b.on("m6"), Recording: "m6-r1"})
	ended := await(t, b.events, any1[queue.RecordingEnded])
	if ended.Call != "m6" || ended.Recording.ID != "m6-r1" || ended.Recording.Failed == "" {
		t.Errorf("got %+v", ended)
	}
}

// messageEndsWhileAway is a message whose end nobody heard: it is told when it
// is asked for, and not before it has ended.
func messageEndsWhileAway(t *testing.T, b *bench) {
	l, arrived := b.leave(t, "1380056", "m7", 20*time.Second, 10*time.Second)
	talkFor(t, 1500*time.Millisecond)
	b.Do(queue.AskRecording{On: b.on("m7"), Recording: "m7-r1"})
	b.settle(t)
	if n := count(b.events, any1[queue.RecordingEnded]); n != 0 {
		t.Errorf("a message that goes on was told as ended:%s", b.events)
	}
	b.proxy.Cut(true)
	await(t, b.events, any1[queue.NodeLost])
	l.press(t, "#")
	b.proxy.Cut(false)
	await(t, b.events, any1[queue.Resync])
	b.Do(queue.AskRecording{On: b.on("m7"), Recording: "m7-r1"})
	b.messageIs(t, "m7", 800*time.Millisecond, 6*time.Second)
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
}
