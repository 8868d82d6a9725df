package telephony_test

import (
	"slices"
	"testing"

	"thirdring/agent"
	"thirdring/queue"
)

// connectionBreaks is a websocket that is cut while somebody waits, somebody
// leaves, and a new caller comes.
func connectionBreaks(t *testing.T, b *bench) {
	b.agent(t, "1001")
	_, stays := b.arrive(t, "1390001", "4008001234")
	leaves, left := b.arrive(t, "1390002", "4008001234")

	b.proxy.Cut(true)
	await(t, b.events, any1[queue.NodeLost])
	b.Do(queue.Music{On: b.on("w1"), Leg: stays.Leg, Start: true})
	await(t, b.events, func(e queue.CommandFailed) bool { return e.What == "music" && e.Leg == stays.Leg })
	if s := b.Status()[0]; s.Connected || s.Problem == "" {
		t.Errorf("got status %+v, want a problem", s)
	}
	leaves.hangup(t)
	<-leaves.ended()
	b.proxy.Cut(false)

	resync := await(t, b.events, any1[queue.Resync])
	want := queue.LiveLeg{Leg: stays.Leg, From: "1390001", To: "4008001234", Inbound: true, Up: true}
	if !slices.Contains(resync.Legs, want) || resync.Node != "a1" {
		t.Errorf("got %+v, want %+v in it", resync, want)
	}
	if slices.ContainsFunc(resync.Legs, func(l queue.LiveLeg) bool { return l.Leg == left.Leg }) {
		t.Errorf("got %+v, which has a caller that left", resync)
	}
	if !slices.Equal(resync.Phones, []agent.ID{"1001"}) {
		t.Errorf("got phones %v, want 1001", resync.Phones)
	}
	if s := b.Status()[0]; !s.Connected || s.Version == "" {
		t.Errorf("got status %+v, want it connected", s)
	}
	b.Do(queue.HangupLeg{On: b.on("w1"), Leg: stays.Leg})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == stays.Leg })
	b.settle(t)
}

// restartInTalk is a thirdring that dies while two people talk: its successor
// finds them in their bridge, and hears of the recording's end.
func restartInTalk(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "u1", "u1-r3")
	stop(t, b.Telephony)

	b.events = newEvents()
	b.Telephony = b.start(t, b.events)
	resync := await(t, b.events, any1[queue.Resync])
	for _, want := range []queue.LiveLeg{
		{Leg: arrived.Leg, From: "138u1", To: "4008001234", Inbound: true, Up: true, Bridge: "u1-b2"},
		{Leg: "u1-a1", Up: true, Bridge: "u1-b2"},
	} {
		if !slices.Contains(resync.Legs, want) {
			t.Errorf("got %+v, want %+v in it", resync, want)
		}
	}
	l.hangup(t)
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
	b.Do(queue.HangupLeg{On: b.on("u1"), Leg: "u1-a1"})
	b.Do(queue.CloseBridge{On: b.on("u1"), Bridge: "u1-b2"})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == "u1-a1" })
	<-r.ended()
	b.recorded(t, "u1", "u1-r3")
}

// takeover is a second process on the same application: the first one notices
// and acts no more.
func takeover(t *testing.T, b *bench) {
	_, arrived := b.arrive(t, "1370001", "4008001234")
	later := newEvents()
	second := b.start(t, later)
	<-b.Fenced()
	resync := await(t, later, any1[queue.Resync])
	if !slices.ContainsFunc(resync.Legs, func(l queue.LiveLeg) bool { return l.Leg == arrived.Leg }) {
		t.Errorf("got %+v, want the caller %s in it", resync, arrived.Leg)
	}
	b.Do(queue.HangupLeg{On: b.on("v1"), Leg: arrived.Leg})
	await(t, b.events, any1[queue.CommandFailed])
	if n := count(b.events, any1[queue.NodeLost]); n != 0 {
		t.Errorf("the node is not lost, it belongs to another:%s", b.events)
	}
	second.Do(queue.HangupLeg{On: b.on("v1"), Leg: arrived.Leg})
	await(t, later, func(e queue.LegGone) bool { return e.Leg == arrived.Leg })
}

// talkEndsWhileAway is a conversation that ends while no thirdring is there:
// the successor finds nobody, but tells of the recording.
func talkEndsWhileAway(t *testing.T, b *bench) {
	p := b.agent(t, "1001")
	l, arrived, r := b.talk(t, p, "1001", "u2", "u2-r3")
	stop(t, b.Telephony)
	l.hangup(t)
	r.hangup(t)
	<-r.ended()

	b.events = newEvents()
	b.Telephony = b.start(t, b.events)
	resync := await(t, b.events, any1[queue.Resync])
	ours := func(id queue.LegID) bool { return id == arrived.Leg || id == "u2-a1" }
	listed := 0
	for _, l := range resync.Legs {
		if ours(l.Leg) { // its end was still under way
			listed++
			await(t, b.events, func(e queue.LegGone) bool { return e.Leg == l.Leg })
		}
	}
	b.settle(t)
	if n := count(b.events, func(e queue.LegGone) bool { return ours(e.Leg) }); n != listed {
		t.Errorf("of %d who still lived %d ends were told:%s", listed, n, b.events)
	}
	b.Do(queue.CloseBridge{On: b.on("u2"), Bridge: "u2-b2"})
	b.recorded(t, "u2", "u2-r3")
}
