package telephony_test

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"thirdring/deploy"
	"thirdring/telephony"
	"thirdring/telephony/sipphone"
)

// realRig is an Asterisk of its own, with real SIP telephones.
type realRig struct {
	dir      string
	asterisk *deploy.Asterisk
	network  *sipphone.Phone
}

func newRealRig(t *testing.T) *realRig {
	t.Helper()
	dir, err := os.MkdirTemp("", "tel") // short: a Unix socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	writeSounds(t, filepath.Join(dir, "sounds"))
	network, err := sipphone.New(sipphone.Options{User: "network"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { network.Close() })
	r := &realRig{dir: dir, network: network}
	r.start(t, deploy.AsteriskOptions{Dir: dir, PromptsDir: r.own(), LineContact: network.Addr()})
	return r
}

func (r *realRig) start(t *testing.T, o deploy.AsteriskOptions) {
	t.Helper()
	var err error
	if o.VarDir, err = filepath.Abs(cmp.Or(os.Getenv("THIRDRING_VAR"), "../var")); err != nil {
		t.Fatal(err)
	}
	asterisk, err := deploy.StartAsterisk(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := asterisk.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	r.asterisk = asterisk
}

func (r *realRig) node() telephony.Node {
	return telephony.Node{
		Name: "a1", URL: r.asterisk.ARIURL, User: r.asterisk.ARIUser, Password: r.asterisk.ARIPassword, App: r.asterisk.App,
	}
}

func (r *realRig) recordings() string { return r.asterisk.RecordingsDir }
func (r *realRig) sounds() string     { return r.asterisk.SoundsDir }
func (r *realRig) own() string        { return filepath.Join(r.dir, "own") } // the centre's own sounds

func (r *realRig) open(t *testing.T, user, secret string) *sipphone.Phone {
	t.Helper()
	p, err := sipphone.New(sipphone.Options{User: user, Secret: secret, Registrar: r.asterisk.SIPAddr})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func (r *realRig) dial(t *testing.T, from, to string) line {
	t.Helper()
	call, err := r.open(t, from, "").Dial(t.Context(), sipphone.DialOptions{Number: to, Source: sipphone.Tone(callerTone, 12)})
	if err != nil {
		t.Fatal(err)
	}
	return realCall{call, callerTone}
}

func (r *realRig) phone(t *testing.T, id, secret string) phone {
	return realPhone{r.open(t, id, secret), toneOf(id)}
}

func (r *realRig) outside() phone { return realPhone{r.network, outsideTone} }

func (r *realRig) page(t *testing.T, id string) page {
	t.Helper()
	url, err := r.node().SIPWebsocket()
	check(t, err)
	return newRealPage(url, id)
}

type realPhone struct {
	*sipphone.Phone
	tone int
}

func (p realPhone) register(t *testing.T)   { t.Helper(); must(t, p.Register) }
func (p realPhone) unregister(t *testing.T) { t.Helper(); must(t, p.Unregister) }

func (p realPhone) next(t *testing.T) ringing {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	call, err := p.NextCall(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return realCall{call, p.tone}
}

type realCall struct {
	call *sipphone.Call
	tone int
}

func (c realCall) from() string                  { return c.call.From().Number }
func (c realCall) ended() <-chan struct{}        { return c.call.Done() }
func (c realCall) elsewhere() bool               { return c.call.End().Elsewhere }
func (c realCall) hangup(t *testing.T)           { t.Helper(); must(t, c.call.Hangup) }
func (c realCall) hold(t *testing.T)             { t.Helper(); must(t, c.call.Hold) }
func (c realCall) resume(t *testing.T)           { t.Helper(); must(t, c.call.Resume) }
func (c realCall) ring(t *testing.T)             { t.Helper(); check(t, c.call.Ring()) }
func (c realCall) reject(t *testing.T, code int) { t.Helper(); check(t, c.call.Reject(code)) }

func (c realCall) answered(t *testing.T) { t.Helper(); must(t, c.call.WaitAnswered) }

func (c realCall) answer(t *testing.T) {
	t.Helper()
	check(t, c.call.Answer(sipphone.Tone(c.tone, 12)))
}

func (c realCall) to() string { return c.call.To() }

func (c realCall) press(t *testing.T, keys string) {
	t.Helper()
	must(t, func(ctx context.Context) error { return c.call.SendDTMF(ctx, keys) })
}

func (c realCall) mute(*testing.T) { c.call.Send(sipphone.Loop(nil)) }

func (c realCall) autoAnswer() bool {
	_, asked := c.call.AnswerAfter()
	return asked
}

func (c realCall) announce(t *testing.T) {
	t.Helper()
	check(t, c.call.Announce(sipphone.Tone(c.tone, 12)))
}

func (c realCall) hears(t *testing.T, tones ...float64) {
	t.Helper()
	must(t, func(ctx context.Context) error {
		_, err := c.call.WaitTones(ctx, tones...)
		return err
	})
}

func (c realCall) keys(t *testing.T, want string) {
	t.Helper()
	must(t, func(ctx context.Context) error {
		got, err := c.call.WaitKeys(ctx, len(want))
		if got != want {
			t.Errorf("got keys %q, want %q", got, want)
		}
		return err
	})
}

func (c realCall) refer(t *testing.T, to string) {
	t.Helper()
	must(t, func(ctx context.Context) error { return c.call.Refer(ctx, to) })
}

func (c realCall) transferred(t *testing.T) (done bool) {
	t.Helper()
	must(t, func(ctx context.Context) error {
		err := c.call.WaitTransfer(ctx)
		done = err == nil
		if errors.Is(err, sipphone.ErrTransfer) {
			err = nil
		}
		return err
	})
	return done
}

func must(t *testing.T, f func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	check(t, f(ctx))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
