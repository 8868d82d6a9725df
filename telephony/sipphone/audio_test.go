package sipphone

import (
	"testing"
	"time"
)

func TestBothSidesHearEachOther(t *testing.T) {
	out, in := talking(t, Tone(440, 12), Tone(1000, 12))
	ctx := within(t)
	atCallee, err := in.WaitTone(ctx, 440)
	must(t, err)
	atCaller, err := out.WaitTone(ctx, 1000)
	must(t, err)
	if answered := out.Times().Answer; atCaller.Before(answered) || atCallee.Before(in.Times().Answer) {
		t.Errorf("heard at %v and %v, answered at %v", atCaller, atCallee, answered)
	}
	audible, err := out.WaitAudio(ctx)
	must(t, err)
	if delay := audible.Sub(out.Times().Answer); delay > 200*time.Millisecond {
		t.Errorf("first sound %v after the answer", delay)
	}
	heard := out.Audio()
	if heard.Level < -16 || heard.Level > -14 { // a sine 12 dB down has 3 dB less energy
		t.Errorf("level: got %.1f dBFS, want -15", heard.Level)
	}
	if heard.Lost != 0 {
		t.Errorf("lost packets: %d", heard.Lost)
	}
	if share := out.Tone(440).Share; share > 0.1 {
		t.Errorf("the caller hears its own tone: share %.2f", share)
	}
}

func TestSilenceIsNoAudio(t *testing.T) {
	out, in := talking(t, nil, nil)
	ctx := within(t)
	must(t, out.SendDTMF(ctx, "12#"))
	keys, err := in.WaitKeys(ctx, 3)
	must(t, err)
	if keys != "12#" {
		t.Errorf("keys: got %q, want 12#", keys)
	}
	if a := in.Audio(); !a.Audible.IsZero() || a.Level > audibleLevel {
		t.Errorf("silence was heard: %+v", a)
	}
	if err := out.SendDTMF(ctx, "x"); err == nil {
		t.Error("pressed a key that no telephone has")
	}
}

func TestSignallingOnlyPhonesExchangeNoAudio(t *testing.T) {
	pacer := NewPacer()
	alice := open(t, Options{User: "alice", SignallingOnly: true, Pacer: pacer})
	bob := open(t, Options{User: "bob", SignallingOnly: true, Pacer: pacer, Handle: func(c *Call) {
		if err := c.Answer(nil); err != nil {
			t.Error(err)
		}
	}})
	for range 20 {
		c, err := alice.Dial(within(t), DialOptions{Number: "bob", Server: bob.Addr()})
		must(t, err)
		must(t, c.WaitAnswered(within(t)))
		must(t, c.Hangup(within(t)))
	}
	if n := len(alice.Calls()) + len(bob.Calls()); n != 0 {
		t.Errorf("%d calls left", n)
	}
}

func TestULawIsSpokenWhenOffered(t *testing.T) {
	d, err := parseSDP([]byte("v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\na=sendonly\r\n"))
	must(t, err)
	if d.codec != payloadULaw || d.event != 96 || d.direction != sendOnly || d.addr.Port() != 4000 {
		t.Errorf("got %+v", d)
	}
}
