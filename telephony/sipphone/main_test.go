package sipphone

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open starts a phone that is closed with the test.
func open(t *testing.T, o Options) *Phone {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("close %s: %v", p.User(), err)
		}
	})
	return p
}

// within is the test's context with the longest time that any wait of a test may take.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// pair opens two phones and lets the first dial the second.
func pair(t *testing.T, o DialOptions) (out, in *Call) {
	t.Helper()
	alice, bob := open(t, Options{User: "13800001234"}), open(t, Options{User: "1001"})
	o.Number, o.Server = "1001", bob.Addr()
	ctx := within(t)
	out, err := alice.Dial(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	in, err = bob.NextCall(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return out, in
}

// talking is a pair whose call is answered; both sides send the sources given.
func talking(t *testing.T, caller, callee Source) (out, in *Call) {
	t.Helper()
	out, in = pair(t, DialOptions{Source: caller})
	must(t, in.Answer(callee))
	must(t, out.WaitAnswered(within(t)))
	return out, in
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ended waits for the end of a call.
func ended(t *testing.T, c *Call) End {
	t.Helper()
	end, err := c.WaitEnded(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return end
}
