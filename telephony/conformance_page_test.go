package telephony_test

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/telephony"
)

// pagePhone is a telephone in an agent's page: it is rung by its own name,
// takes another secret in the middle of a call, and keeps the call when the
// page is away.
func pagePhone(t *testing.T, b *bench) {
	known := []telephony.Endpoint{{ID: "1001", HA1: ha1("1001", "x")}}
	check(t, b.SetEndpoints(t.Context(), known))
	check(t, b.SetPagePhone(t.Context(), "1001", ha1("1001-page", "one")))
	p := b.page(t, "1001")
	p.register(t, "one")
	b.pageIs(t, true)

	create := b.createLeg("1001", "p1")
	create.Device, create.AutoAnswer = agent.Device{Kind: agent.PagePhone}, true
	b.Do(create)
	await(t, b.events, any1[queue.LegCreated])
	b.Do(queue.DialLeg{On: create.On, Leg: create.Leg, Limit: 15 * time.Second})
	r := p.next(t)
	if !r.autoAnswer() {
		t.Error("the page was not asked to answer by itself")
	}
	r.answer(t)
	await(t, b.events, any1[queue.LegAnswered])

	check(t, b.SetPagePhone(t.Context(), "1001", ha1("1001-page", "two")))
	check(t, b.SetEndpoints(t.Context(), known))
	b.settle(t)
	if n := count(b.events, func(e queue.PhoneState) bool { return e.Device == agent.PagePhone }); n != 1 {
		t.Errorf("a new secret changed the phone's state:%s", b.events)
	}
	p.unregister(t)
	b.pageIs(t, false)
	p.register(t, "two")
	b.pageIs(t, true)
	if n := count(b.events, func(e queue.LegGone) bool { return e.Leg == create.Leg }); n != 0 {
		t.Errorf("the call went with the page:%s", b.events)
	}
	r.comesBack(t)
	b.Do(queue.HangupLeg{On: create.On, Leg: create.Leg})
	await(t, b.events, func(e queue.LegGone) bool { return e.Leg == create.Leg })
	<-r.ended()
	b.noFailures(t)
	p.unregister(t)
}

// pageOutlivesRestart is a page whose secret the new process does not know:
// it stays in use as long as its agent is one.
func pageOutlivesRestart(t *testing.T, b *bench) {
	known := []telephony.Endpoint{{ID: "1001", HA1: ha1("1001", "x")}}
	check(t, b.SetEndpoints(t.Context(), known))
	check(t, b.SetPagePhone(t.Context(), "1001", ha1("1001-page", "one")))
	p := b.page(t, "1001")
	p.register(t, "one")
	b.pageIs(t, true)
	stop(t, b.Telephony)

	b.events = newEvents()
	b.Telephony = b.start(t, b.events)
	check(t, b.SetEndpoints(t.Context(), known))
	b.pageIs(t, true)
	b.proxy.Cut(false)
	for {
		if resync := await(t, b.events, any1[queue.Resync]); len(resync.Pages) == 1 && resync.Pages[0] == "1001" {
			break
		}
	}
	check(t, b.SetEndpoints(t.Context(), nil)) // the agent is none any more
	b.pageIs(t, false)
	check(t, b.SetEndpoints(t.Context(), known))
	check(t, b.SetPagePhone(t.Context(), "1001", ha1("1001-page", "new")))
	p.unregister(t)
	p.register(t, "new")
	b.pageIs(t, true)
	check(t, b.SetPagePhone(t.Context(), "1001", ""))
	b.pageIs(t, false)
	p.unregister(t)
}

func (b *bench) pageIs(t *testing.T, reachable bool) {
	t.Helper()
	await(t, b.events, func(e queue.PhoneState) bool {
		return e.Device == agent.PagePhone && e.Agent == "1001" && e.Reachable == reachable
	})
}
