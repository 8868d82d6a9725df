package ws

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/switchboard"
)

// exchange stands for Asterisk: it does at once what it is told.
type exchange struct {
	send  func(queue.Event)
	rings chan queue.LegID // phones that ring
}

// Do implements switchboard.Phones.
func (x exchange) Do(cmd queue.PhoneCommand) {
	switch cmd := cmd.(type) {
	case queue.Answer:
		x.send(queue.LegAnswered{Leg: cmd.Leg})
	case queue.Play:
		x.send(queue.PlayEnded{Call: cmd.Call, Play: cmd.ID})
	case queue.CreateLeg:
		x.send(queue.LegCreated{Leg: cmd.Leg})
	case queue.DialLeg:
		x.rings <- cmd.Leg
	case queue.Connect:
		x.send(queue.Connected{Call: cmd.Call, Leg: cmd.Agent})
	case queue.HangupLeg:
		x.send(queue.LegGone{Leg: cmd.Leg})
	}
}

// quiet is a store, a register and a directory that have nothing to say.
type quiet struct{}

func (quiet) Save(context.Context, queue.Update, []queue.Entry) error    { return nil }
func (quiet) SaveAll(context.Context, queue.Update, []queue.Entry) error { return nil }
func (quiet) Identify(queue.Identify)                                    {}

type rows struct{}

func (rows) Save(queue.Record, bool) {}

// newCentre is an office around the real loop and core.
func newCentre(t *testing.T) (*office, *switchboard.Switchboard, exchange) {
	t.Helper()
	var loop atomic.Pointer[switchboard.Switchboard]
	send := func(e queue.Event) { loop.Load().Send(e) }
	o := newOffice(t, func(opts *Options) {
		opts.Send = send
		opts.Ask = func(ctx context.Context, request func(queue.RequestID) queue.Event) error {
			return loop.Load().Ask(ctx, request)
		}
	})
	x := exchange{send: send, rings: make(chan queue.LegID, 10)}
	s, err := switchboard.New(switchboard.Options{
		Core: queue.New(), Store: quiet{}, Phones: x, Desks: o, Register: rows{}, Directory: quiet{},
		Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	loop.Store(s)
	o.Configure(testCenter())
	s.Send(queue.Configured{Center: testCenter()})
	for _, id := range []agent.ID{"1001", "1002"} {
		s.Send(queue.PhoneState{Agent: id, Reachable: true})
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return o, s, x
}

// TestCallOnTheRealCore follows one call from its pop to its wrap-up.
func TestCallOnTheRealCore(t *testing.T) {
	o, loop, x := newCentre(t)
	anna, _ := o.join(t, "agent=1001&role=agent")
	ben, _ := o.join(t, "agent=1002&role=agent")
	anna.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	anna.next(TypeOK)
	loop.Send(queue.CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234"})

	leg := <-x.rings
	for _, a := range loop.Snapshot().Calls {
		if o := a.OnlyOffer(); o == nil || !o.Shown {
			t.Errorf("the phone rings before the pop was written: %+v", o)
		}
	}
	pop := data[Pop](anna, TypePop)
	if pop.Phase != PopOffering || pop.Caller.Number != "13800001234" {
		t.Fatalf("pop is %+v", pop)
	}
	loop.Send(queue.LegAnswered{Leg: leg})
	if talking := popIn(anna, PopTalking); talking.AnsweredAt.IsZero() || talking.Call != pop.Call {
		t.Errorf("talking pop is %+v", talking)
	}

	save := `{"type":"wrapup.save","id":"2","data":{"call":"%s","category":"%s","sub_category":"装修","summary":"问装修","resolved":true,"done":true}}`
	for _, tc := range []struct {
		who  *desk
		text string
		want ErrorCode
	}{
		{ben, fmt.Sprintf(save, pop.Call, "INQ"), CodeNoCall},
		{ben, fmt.Sprintf(`{"type":"call.hangup","id":"3","data":{"call":"%s"}}`, pop.Call), CodeNoCall},
		{ben, `{"type":"state.set","id":"3","data":{"state":"talking"}}`, CodeBadState},
		{ben, `{"type":"state.set","id":"3","data":{"state":"break","reason":"golf"}}`, CodeNoReason},
		{anna, fmt.Sprintf(save, pop.Call, "XYZ"), CodeCategory},
		{anna, fmt.Sprintf(save, "another", "INQ"), CodeNoCall},
	} {
		tc.who.send(tc.text)
		if got := data[Refusal](tc.who, TypeError); got.Code != tc.want {
			t.Errorf("%s got %+v, want code %d", tc.text, got, tc.want)
		}
	}

	loop.Send(queue.LegGone{Leg: "ann"})
	if ended := popIn(anna, PopEnded); ended.EndedBy != queue.ByCaller || ended.WrapUpBy.IsZero() {
		t.Errorf("ended pop is %+v", ended)
	}
	again, snap := o.join(t, "agent=1001&role=agent") // the page is loaded again
	if snap.Pop == nil || snap.Pop.Phase != PopEnded || snap.Me.Agent.State != agent.WrapUp {
		t.Errorf("after a reload the pop is %+v", snap.Pop)
	}
	again.send(fmt.Sprintf(save, pop.Call, "INQ"))
	if end := data[PopEnd](anna, TypePopEnd); end.Call != pop.Call || end.Result != queue.OfferAnswered {
		t.Errorf("pop ended with %+v", end)
	}
	again.next(TypeOK)
}

// TestUnansweredOfferLeavesTheScreen lets the caller go while the phone rings.
func TestUnansweredOfferLeavesTheScreen(t *testing.T) {
	o, loop, x := newCentre(t)
	anna, _ := o.join(t, "agent=1001&role=agent")
	anna.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	anna.next(TypeOK)
	loop.Send(queue.CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234"})
	<-x.rings
	anna.next(TypePop)
	loop.Send(queue.LegGone{Leg: "ann"})
	if end := data[PopEnd](anna, TypePopEnd); end.Result != queue.OfferCaller {
		t.Errorf("pop ended with %+v", end)
	}
	waitFor(t, func() bool {
		for _, a := range loop.Snapshot().Agents {
			if a.ID == "1001" {
				return a.State == agent.Ready
			}
		}
		return false
	})
}

// TestClosedDesktopTakesNoCalls signs off an agent whose sockets went.
func TestClosedDesktopTakesNoCalls(t *testing.T) {
	o, loop, _ := newCentre(t)
	anna, _ := o.join(t, "agent=1001&role=agent")
	anna.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	anna.next(TypeOK)
	anna.Close()
	waitFor(t, func() bool {
		for _, a := range loop.Snapshot().Agents {
			if a.ID == "1001" {
				return !a.Able() && !a.Presence.Desktop && time.Since(a.Presence.LostSince) < patience
			}
		}
		return false
	})
}

// TestTransferOnTheRealCore gives a call to a colleague after talking to her,
// with what was typed until then.
func TestTransferOnTheRealCore(t *testing.T) {
	o, loop, x := newCentre(t)
	anna, _ := o.join(t, "agent=1001&role=agent")
	ben, _ := o.join(t, "agent=1002&role=agent")
	boss, _ := o.join(t, "role=supervisor&user=sun")
	ask := func(d *desk, kind, rest string) {
		t.Helper()
		d.send(fmt.Sprintf(`{"type":"%s","id":"x","data":{"call":"%s"%s}}`, kind, onlyCall(t, loop), rest))
		for {
			f, err := d.read()
			switch {
			case err != nil:
				t.Fatal(err)
			case f.Type == TypeError:
				t.Fatalf("%s: %s", kind, f.Data)
			case f.Type == TypeOK:
				return
			}
		}
	}
	anna.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	anna.next(TypeOK)
	loop.Send(queue.CallArrived{Leg: "ann", Node: "ast1", From: "13800001234", To: "4008001234"})
	loop.Send(queue.LegAnswered{Leg: <-x.rings})
	popIn(anna, PopTalking)
	ben.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	ben.next(TypeOK)

	ask(anna, TypeWrapUpSave, `,"category":"INQ","summary":"问装"`)
	ask(anna, TypeCallHelp, `,"text":"客户要求主管"`)
	if help := data[Help](boss, TypeHelp); len(help.Asked) != 1 || help.Asked[0].Text != "客户要求主管" {
		t.Errorf("the supervisor got %+v", help)
	}
	ask(boss, TypeHelpTake, "")
	ask(anna, TypeCallConsult, `,"to":{"kind":"agent","id":"1002"},"reason":"装修归她管"`)
	if pop := data[Pop](ben, TypePop); pop.For != queue.ForConsult || pop.From.ID != "1001" || pop.FromReason != "装修归她管" {
		t.Errorf("the colleague's pop is %+v", pop)
	}
	loop.Send(queue.LegAnswered{Leg: <-x.rings})
	if pop := popIn(ben, PopTalking); !pop.Consulted || pop.Wrap != nil {
		t.Errorf("the colleague's pop is %+v", pop)
	}
	anna.send(fmt.Sprintf(`{"type":"call.complete","id":"x","data":{"call":"%s"}}`, onlyCall(t, loop)))
	if end := data[PopEnd](anna, TypePopEnd); end.Result != queue.OfferAnswered {
		t.Errorf("the giver's pop ended with %+v", end)
	}
	for {
		pop := data[Pop](ben, TypePopUpdate)
		if pop.Consulted {
			continue
		}
		if pop.For != queue.ForTransfer || pop.Wrap == nil || pop.Wrap.Summary != "问装" || pop.From.ID != "1001" {
			t.Errorf("the colleague's pop is %+v", pop)
		}
		break
	}
	ask(ben, TypeWrapUpSave, `,"category":"INQ","summary":"问装修"`)
	loop.Send(queue.LegGone{Leg: "ann"})
	if pop := popIn(ben, PopEnded); pop.Wrap.Summary != "问装修" || pop.WrapUpUntil.IsZero() {
		t.Errorf("at the end the pop is %+v", pop)
	}
}

func onlyCall(t *testing.T, loop *switchboard.Switchboard) queue.CallID {
	t.Helper()
	calls := loop.Snapshot().Calls
	if len(calls) != 1 {
		t.Fatalf("there are %d calls, want 1", len(calls))
	}
	return calls[0].ID
}
