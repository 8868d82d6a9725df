package telephony_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// settle returns when everything that was on its way has been told: a call
// that comes and goes is the last thing in Asterisk's queue.
func (b *bench) settle(t *testing.T) {
	t.Helper()
	l, arrived := b.arrive(t, "settle", "4008001234")
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
}

// flush returns when the commands given for a call are done: a prompt that is
// not there fails behind them.
func (b *bench) flush(t *testing.T, call queue.CallID) {
	t.Helper()
	id := queue.PlayID(call + "-flush")
	b.Do(queue.Play{On: b.on(call), ID: id})
	await(t, b.events, func(e queue.PlayEnded) bool { return e.Play == id })
}

func (b *bench) createLeg(id, call string) queue.CreateLeg {
	return queue.CreateLeg{
		On: b.on(queue.CallID(call)), Leg: queue.LegID(call + "-a1"), Agent: agent.ID(id),
		Bridge: queue.BridgeID(call + "-b2"), CallerNumber: "138" + call,
	}
}

// talk brings a caller and an agent together, with a recording if it has a
// name.
func (b *bench) talk(t *testing.T, p phone, id, call string, recording queue.RecordingID) (line, queue.CallArrived, ringing) {
	t.Helper()
	l, arrived := b.arrive(t, "138"+call, "4008001234")
	b.Do(queue.Music{On: b.on(queue.CallID(call)), Leg: arrived.Leg, Start: true})
	leg, bridge := queue.LegID(call+"-a1"), queue.BridgeID(call+"-b2")
	b.offer(t, id, call)
	r := p.next(t)
	r.ring(t)
	r.answer(t)
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == leg })
	b.Do(queue.Connect{
		On: b.on(queue.CallID(call)), Bridge: bridge, Caller: arrived.Leg, Agent: leg,
		StopMusic: true, Recording: recording,
	})
	connected := await(t, b.events, any1[queue.Connected])
	if want := (queue.Connected{Call: queue.CallID(call), Leg: leg}); connected != want {
		t.Errorf("got %+v, want %+v", connected, want)
	}
	if recording != "" { // so that there is something in it
		b.Do(queue.Play{On: b.on(queue.CallID(call)), Bridge: bridge, ID: queue.PlayID(call + "-p4"), Prompts: []queue.Prompt{{ID: "short"}}})
		await(t, b.events, any1[queue.PlayEnded])
	}
	return l, arrived, r
}

// offer makes an agent's leg and dials it.
func (b *bench) offer(t *testing.T, id, call string) queue.LegID {
	t.Helper()
	leg := queue.LegID(call + "-a1")
	b.Do(b.createLeg(id, call))
	await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == leg })
	b.Do(queue.DialLeg{On: b.on(queue.CallID(call)), Leg: leg, Limit: 15 * time.Second})
	return leg
}

// recorded checks the facts of a recording against its file.
func (b *bench) recorded(t *testing.T, call queue.CallID, id queue.RecordingID) queue.RecordingEnded {
	t.Helper()
	this := func(e queue.RecordingEnded) bool { return e.Recording.ID == id }
	ended := await(t, b.events, this)
	got := ended.Recording
	if ended.Call != call || got.Failed != "" {
		t.Fatalf("got %+v, want recording %s of call %s", ended, id, call)
	}
	content, err := os.ReadFile(filepath.Join(b.recordings(), got.File))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if got.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the checksum %s is not the file's", got.SHA256)
	}
	if got.Duration <= 0 || got.Duration > 10*time.Second {
		t.Errorf("got a duration of %v", got.Duration)
	}
	if age := time.Since(got.From); age < 0 || age > time.Minute {
		t.Errorf("it began at %v", got.From)
	}
	return ended
}

// noFailures checks that every command so far was carried out.
func (b *bench) noFailures(t *testing.T) {
	t.Helper()
	if n := count(b.events, any1[queue.CommandFailed]); n != 0 {
		t.Errorf("%d commands failed:%s", n, b.events)
	}
}

// over hangs up who is left, closes the bridge, and waits until they are gone.
func (b *bench) over(t *testing.T, call queue.CallID, bridge queue.BridgeID, legs ...queue.LegID) {
	t.Helper()
	for _, leg := range legs {
		b.Do(queue.HangupLeg{On: b.on(call), Leg: leg})
	}
	b.Do(queue.CloseBridge{On: b.on(call), Bridge: bridge})
	for _, leg := range legs {
		await(t, b.events, func(e queue.LegGone) bool { return e.Leg == leg })
	}
	b.flush(t, call)
}

// answered makes a leg and lets its telephone take the call.
func (b *bench) answered(t *testing.T, c queue.CreateLeg, p phone) ringing {
	t.Helper()
	b.Do(c)
	await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == c.Leg })
	b.Do(queue.DialLeg{On: c.On, Leg: c.Leg, Limit: 15 * time.Second})
	r := p.next(t)
	r.answer(t)
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == c.Leg })
	return r
}

// dialler is an agent who waits in the bridge for whom the system dials.
func (b *bench) dialler(t *testing.T, call queue.CallID) ringing {
	t.Helper()
	create := b.createLeg("1001", string(call))
	create.AutoAnswer = true
	r := b.answered(t, create, b.agent(t, "1001"))
	if !r.autoAnswer() {
		t.Error("the phone was not asked to answer by itself")
	}
	b.Do(queue.JoinLeg{On: create.On, Bridge: create.Bridge, Leg: create.Leg})
	b.flush(t, call)
	return r
}

// talkOn lets the people in a bridge talk for n times 0.2 s.
func (b *bench) talkOn(t *testing.T, call queue.CallID, bridge queue.BridgeID, n int) {
	t.Helper()
	b.played++
	play := queue.PlayID(fmt.Sprintf("%s-p%d", call, 100+b.played))
	b.Do(queue.Play{On: b.on(call), Bridge: bridge, ID: play, Prompts: slices.Repeat([]queue.Prompt{{ID: "short"}}, n)})
	await(t, b.events, func(e queue.PlayEnded) bool { return e.Play == play })
}
