package telephony_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/queue"
	"thirdring/telephony"
	"thirdring/telephony/sipphone"
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

// TestAtTheTelephoneItself is what agents' telephones can ask a real Asterisk
// for, beside what the desktop does.
func TestAtTheTelephoneItself(t *testing.T) {
	t.Parallel()
	b := newBench(t, newRealRig(t))
	for name, test := range map[string]func(*testing.T, *bench, *sipphone.Phone){
		"numbers are refused":               numbersAreRefused,
		"help can be called":                helpCanBeCalled,
		"own attended transfer":             ownAttendedTransferIsDeclined,
		"page is offered the media address": nil,
	} {
		t.Run(name, func(t *testing.T) {
			if test == nil {
				pageIsOfferedTheMediaAddress(t, b)
				return
			}
			p := b.agent(t, "1001").(realPhone).Phone
			test(t, b, p)
			must(t, p.Unregister)
		})
	}
}

func numbersAreRefused(t *testing.T, b *bench, p *sipphone.Phone) {
	before := count(b.events, any1[queue.CallArrived])
	for _, number := range []string{"13800001234", "4008001234", "111", "1002"} {
		call, err := p.Dial(t.Context(), sipphone.DialOptions{Number: number})
		check(t, err)
		must(t, func(ctx context.Context) error {
			end, err := call.WaitEnded(ctx)
			if end.Code != 403 {
				t.Errorf("%s: got %+v, want 403", number, end)
			}
			return err
		})
	}
	if n := count(b.events, any1[queue.CallArrived]); n != before {
		t.Errorf("the core heard of it:%s", b.events)
	}
}

func helpCanBeCalled(t *testing.T, b *bench, p *sipphone.Phone) {
	for _, number := range []string{"110", "120"} {
		call, err := p.Dial(t.Context(), sipphone.DialOptions{Number: number, Source: sipphone.Tone(agentTone, 12)})
		check(t, err)
		help := b.outside().next(t)
		if help.to() != number {
			t.Errorf("got a call to %s, want %s", help.to(), number)
		}
		help.answer(t)
		help.hears(t, agentTone)
		must(t, call.Hangup)
		<-help.ended()
	}
}

// ownAttendedTransferIsDeclined is a phone with two calls that asks to connect
// one with the other.
func ownAttendedTransferIsDeclined(t *testing.T, b *bench, p *sipphone.Phone) {
	l, arrived, first := b.talk(t, realPhone{p, agentTone}, "1001", "at1", "")
	second := b.answered(t, b.createLeg("1001", "at2"), realPhone{p, agentTone})
	call := first.(realCall).call
	must(t, func(ctx context.Context) error { return call.ReferTo(ctx, second.(realCall).call) })
	if first.transferred(t) {
		t.Error("the phone was told that it is done")
	}
	l.hears(t, agentTone)
	b.settle(t)
	if n := count(b.events, any1[queue.LegReferred]); n != 0 {
		t.Errorf("the core heard of it:%s", b.events)
	}
	b.over(t, "at1", "at1-b2", "at1-a1", arrived.Leg)
	b.over(t, "at2", "at2-b2", "at2-a1")
}

// pageIsOfferedTheMediaAddress looks at the candidates that a page may send
// its audio to.
func pageIsOfferedTheMediaAddress(t *testing.T, b *bench) {
	check(t, b.SetEndpoints(t.Context(), []telephony.Endpoint{{ID: "1001", HA1: ha1("1001", "x")}}))
	check(t, b.SetPagePhone(t.Context(), "1001", ha1("1001-page", "one")))
	p := b.page(t, "1001")
	p.register(t, "one")
	b.pageIs(t, true)
	create := b.createLeg("1001", "pm")
	create.Device.Kind = agent.PagePhone
	b.Do(create)
	await(t, b.events, func(e queue.LegCreated) bool { return e.Leg == create.Leg })
	b.Do(queue.DialLeg{On: create.On, Leg: create.Leg, Limit: 15 * time.Second})
	offer := p.next(t).(*pageCall).invite.body
	for line := range strings.Lines(offer) {
		if strings.HasPrefix(line, "a=candidate:") && !strings.Contains(line, " 127.0.0.1 ") {
			t.Errorf("another address is offered: %s", line)
		}
	}
	if !strings.Contains(offer, "a=candidate:") || !strings.Contains(offer, "UDP/TLS/RTP/SAVPF") {
		t.Errorf("got no offer for a page:\n%s", offer)
	}
	b.over(t, "pm", "pm-b2", "pm-a1")
	p.unregister(t)
}
