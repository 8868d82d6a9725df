package telephony_test

import (
	"slices"
	"testing"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/queue"
)

// TestAsteriskRestarts kills a real Asterisk under a waiting caller and starts
// it again: the caller is gone, the agent's phone is known again and works.
func TestAsteriskRestarts(t *testing.T) {
	t.Parallel()
	r := newRealRig(t)
	b := newBench(t, r)
	p := b.agent(t, "1001")
	_, waits := b.arrive(t, "13800001234", "4008001234")

	r.asterisk.Kill()
	await(t, b.events, any1[queue.NodeLost])
	r.start(t, deploy.AsteriskOptions{Dir: r.dir, SIPAddr: r.asterisk.SIPAddr, HTTPAddr: r.asterisk.HTTPAddr})

	resync := await(t, b.events, any1[queue.Resync])
	if len(resync.Legs) != 0 {
		t.Errorf("got %+v, want nobody alive", resync)
	}
	if !slices.Contains(resync.Phones, agent.ID("1001")) { // not qualified yet: a new contact is at once
		p.unregister(t)
		p.register(t)
		await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == "1001" && e.Reachable })
	}
	if n := count(b.events, func(e queue.LegGone) bool { return e.Leg == waits.Leg }); n != 0 {
		t.Error("the caller's end was told; the Resync tells it")
	}
	b.offer(t, "1001", "n1")
	call := p.next(t)
	call.answer(t)
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == "n1-a1" })
	b.Do(queue.HangupLeg{On: b.on("n1"), Leg: "n1-a1"})
	<-call.ended()
}
