package sipphone

import (
	"errors"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
)

func TestCallIsRungAnsweredAndHungUpByTheCaller(t *testing.T) {
	out, in := pair(t, DialOptions{
		From: "13800001234", DisplayName: "王先生",
		Headers: map[string]string{"P-Asserted-Identity": "<sip:02112345678@example.com>"},
	})
	ctx := within(t)
	if got, want := in.From(), (Party{Number: "13800001234", Name: "王先生", Asserted: "02112345678"}); got != want {
		t.Errorf("caller: got %+v, want %+v", got, want)
	}
	if got := in.To(); got != "1001" {
		t.Errorf("dialled number: got %q", got)
	}
	must(t, in.Ring())
	must(t, out.WaitRinging(ctx))
	must(t, in.Answer(nil))
	must(t, out.WaitAnswered(ctx))
	must(t, out.Hangup(ctx))

	if got := ended(t, in); got.By != ByPeer || got.Reason != "hung up" {
		t.Errorf("callee's end: got %+v", got)
	}
	if got := ended(t, out); got.By != BySelf {
		t.Errorf("caller's end: got %+v", got)
	}
	a, b := out.Times(), in.Times()
	order := []time.Time{a.Invite, b.Invite, b.Ringing, a.Ringing, b.Answer, a.Answer, a.Bye, b.Bye}
	for i := 1; i < len(order); i++ {
		if order[i].IsZero() || order[i].Before(order[i-1]) {
			t.Errorf("time %d is %v, the one before it %v", i, order[i], order[i-1])
		}
	}
	if got := a.PDD(); got <= 0 || got > a.AnswerDelay() {
		t.Errorf("PDD %v, answer delay %v", got, a.AnswerDelay())
	}
	if a.Invites != 1 || b.Invites != 1 {
		t.Errorf("INVITEs: sent %d, received %d, want 1", a.Invites, b.Invites)
	}
}

func TestCalleeHangsUp(t *testing.T) {
	out, in := talking(t, nil, nil)
	must(t, in.Hangup(within(t)))
	if got := ended(t, out); got.By != ByPeer || got.At.IsZero() {
		t.Errorf("caller's end: got %+v", got)
	}
}

func TestCancelBeforeTheAnswer(t *testing.T) {
	out, in := pair(t, DialOptions{})
	must(t, in.Ring())
	ctx := within(t)
	must(t, out.WaitRinging(ctx))
	must(t, out.Hangup(ctx))
	if got := ended(t, out); got.By != BySelf || got.Code != sip.StatusRequestTerminated {
		t.Errorf("caller's end: got %+v", got)
	}
	got := ended(t, in)
	if got.By != ByPeer || got.Reason != "cancelled" {
		t.Errorf("callee's end: got %+v", got)
	}
	sent, came := out.Times().Cancel, in.Times().Cancel
	if sent.IsZero() || came.Before(sent) || !got.At.Equal(came) {
		t.Errorf("CANCEL sent %v, came %v, ended %v", sent, came, got.At)
	}
	if err := in.Answer(nil); !errors.Is(err, ErrEnded) {
		t.Errorf("answer after CANCEL: got %v, want ErrEnded", err)
	}
}

// TestCancelThatCrossesTheAnswer: the CANCEL that comes after this phone has answered ends nothing, but what it says of
// the other telephone is what this one was told: the BYE that follows gives no reason.
func TestCancelThatCrossesTheAnswer(t *testing.T) {
	out, in := talking(t, nil, nil)
	late := cancelOf(out.dialog.invite)
	late.AppendHeader(sip.NewHeader("Reason", `SIP;cause=200;text="Call completed elsewhere"`))
	out.cancel(late)
	_, err := in.WaitTimes(within(t), func(times Times) bool { return !times.Cancel.IsZero() })
	must(t, err)
	if state := in.State(); state != Answered {
		t.Errorf("after the CANCEL: %v", state)
	}
	must(t, out.Hangup(within(t)))
	if got := ended(t, in); got.By != ByPeer || got.Reason != "hung up" || !got.Elsewhere {
		t.Errorf("callee's end: got %+v", got)
	}
}

// A caller that gives up before any response must still cancel, as soon as a response allows it.
func TestCancelWaitsForAProvisionalResponse(t *testing.T) {
	out, in := pair(t, DialOptions{})
	must(t, out.Hangup(within(t))) // the 100 comes 200 ms after the INVITE
	if got := ended(t, in); got.Reason != "cancelled" {
		t.Errorf("callee's end: got %+v", got)
	}
	if times := out.Times(); times.Cancel.Before(times.Trying) || times.Trying.IsZero() {
		t.Errorf("CANCEL at %v, 100 at %v", times.Cancel, times.Trying)
	}
}

func TestRejectedCallSaysWhy(t *testing.T) {
	out, in := pair(t, DialOptions{})
	must(t, in.Reject(sip.StatusBusyHere))
	if got := ended(t, out); got.By != ByPeer || got.Code != 486 || got.Reason != "Busy Here" {
		t.Errorf("caller's end: got %+v", got)
	}
	if got := ended(t, in); got.By != BySelf || got.Code != 486 {
		t.Errorf("callee's end: got %+v", got)
	}
	if out.Times().Refused.IsZero() {
		t.Error("no time of the refusal")
	}
	if err := out.WaitAnswered(within(t)); !errors.Is(err, ErrEnded) {
		t.Errorf("waiting for an answer: got %v, want ErrEnded", err)
	}
}

func TestIgnoredCallKeepsTrying(t *testing.T) {
	out, _ := pair(t, DialOptions{})
	_, err := out.WaitTimes(within(t), func(times Times) bool { return !times.Trying.IsZero() })
	must(t, err)
	if got := out.State(); got != Dialing {
		t.Errorf("state: got %v, want dialing", got)
	}
}

func TestCloseHangsUp(t *testing.T) {
	alice, bob := open(t, Options{User: "alice"}), open(t, Options{User: "bob"})
	out, err := alice.Dial(within(t), DialOptions{Number: "bob", Server: bob.Addr()})
	must(t, err)
	in, err := bob.NextCall(within(t))
	must(t, err)
	must(t, in.Answer(nil))
	must(t, out.WaitAnswered(within(t)))
	must(t, alice.Close())
	if got := ended(t, in); got.By != ByPeer {
		t.Errorf("callee's end: got %+v", got)
	}
	if _, err := alice.Dial(within(t), DialOptions{Number: "bob", Server: bob.Addr()}); !errors.Is(err, ErrClosed) {
		t.Errorf("dial on a closed phone: got %v", err)
	}
}

func TestVanishSaysNothing(t *testing.T) {
	out, in := talking(t, nil, nil)
	must(t, out.phone.Vanish())
	if got := out.End(); got.By != BySelf {
		t.Errorf("end: got %+v", got)
	}
	if got := in.State(); got != Answered {
		t.Errorf("other side: got %v, want answered", got)
	}
}

func TestHoldAndResume(t *testing.T) {
	out, in := talking(t, Tone(440, 12), nil)
	ctx := within(t)
	_, err := in.WaitTone(ctx, 440)
	must(t, err)
	must(t, in.Hold(ctx))
	if direction := heldBy(out); direction != sendOnly {
		t.Errorf("the held side was told %q", direction)
	}
	must(t, in.Resume(ctx))
	if direction := heldBy(out); direction != sendRecv {
		t.Errorf("the resumed side was told %q", direction)
	}
	at, err := in.WaitTone(ctx, 440)
	must(t, err)
	if at.IsZero() {
		t.Error("nothing heard after the hold")
	}
}

// heldBy is the direction that the other side asked for last.
func heldBy(c *Call) string {
	c.audio.mu.Lock()
	defer c.audio.mu.Unlock()
	if c.audio.mute {
		return sendOnly
	}
	return sendRecv
}

func TestOptionsThatCannotWork(t *testing.T) {
	for name, o := range map[string]Options{
		"no user":  {},
		"wildcard": {User: "a", Addr: "0.0.0.0:0"},
		"taken":    {User: "a", Addr: open(t, Options{User: "b"}).Addr()},
	} {
		if p, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
			must(t, p.Close())
		}
	}
	p := open(t, Options{User: "a"})
	if _, err := p.Dial(within(t), DialOptions{Number: "1"}); err == nil {
		t.Error("dialled without a server")
	}
	if err := p.Register(within(t)); err == nil {
		t.Error("registered without a registrar")
	}
}

func TestProbe(t *testing.T) {
	p := open(t, Options{User: "a"})
	must(t, Probe(within(t), p.Addr()))
	must(t, p.Close())
	if err := Probe(within(t), p.Addr()); !errors.Is(err, ErrNobody) {
		t.Errorf("got %v, want ErrNobody", err)
	}
}
