package sipphone

import (
	"context"
	"runtime"
	"testing"
	"time"
)

// hotline is a phone that answers everything with a tone.
func hotline(b *testing.B, quiet bool, pacer *Pacer) *Phone {
	b.Helper()
	p, err := New(Options{User: "hotline", SignallingOnly: quiet, Pacer: pacer, Handle: func(c *Call) {
		if err := c.Answer(Tone(440, 12)); err != nil {
			b.Error(err)
		}
	}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := p.Close(); err != nil {
			b.Error(err)
		}
	})
	return p
}

// BenchmarkSignalling measures a whole call without sound: INVITE, 200, ACK, BYE.
func BenchmarkSignalling(b *testing.B) {
	pacer := NewPacer()
	called := hotline(b, true, pacer)
	caller, err := New(Options{User: "caller", SignallingOnly: true, Registrar: called.Addr(), Pacer: pacer})
	if err != nil {
		b.Fatal(err)
	}
	defer caller.Close()
	for b.Loop() {
		c, err := caller.Dial(context.Background(), DialOptions{Number: "hotline"})
		if err != nil {
			b.Fatal(err)
		}
		if err := c.WaitAnswered(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := c.Hangup(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTalking measures 200 conversations, both sides of which send and hear a tone, for a second each round.
func BenchmarkTalking(b *testing.B) {
	const conversations = 200
	pacer := NewPacer()
	called := hotline(b, false, pacer)
	var calls []*Call
	for range conversations {
		p, err := New(Options{User: "caller", Registrar: called.Addr(), Pacer: pacer, Tones: []float64{440}})
		if err != nil {
			b.Fatal(err)
		}
		defer p.Close()
		c, err := p.Dial(context.Background(), DialOptions{Number: "hotline", Source: Tone(620, 12)})
		if err != nil {
			b.Fatal(err)
		}
		if err := c.WaitAnswered(context.Background()); err != nil {
			b.Fatal(err)
		}
		calls = append(calls, c)
	}
	goroutines := runtime.NumGoroutine()
	for b.Loop() {
		second := time.NewTimer(time.Second)
		<-second.C
	}
	lost, gaps := 0, 0
	for _, c := range calls {
		heard := c.Audio()
		lost += heard.Lost
		gaps += len(heard.Gaps)
	}
	b.ReportMetric(float64(goroutines)/conversations, "goroutines/call")
	b.ReportMetric(float64(lost), "lost")
	b.ReportMetric(float64(gaps), "gaps")
}
