package telephony_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"thirdring/telephony"
	"thirdring/telephony/telephonytest"
)

// fakeRig is the fake Asterisk, with telephones that are function calls.
type fakeRig struct {
	asterisk *telephonytest.Asterisk
	dir      string
	network  *telephonytest.Phone
}

func newFakeRig(t *testing.T, version string) *fakeRig {
	t.Helper()
	dir := t.TempDir()
	writeSounds(t, filepath.Join(dir, "sounds"))
	a := telephonytest.NewAsterisk(telephonytest.Options{
		App: "thirdring", User: "tr", Password: "secret", Version: version,
		RecordingsDir: dir, SoundsDir: filepath.Join(dir, "sounds"),
	})
	t.Cleanup(a.Close)
	return &fakeRig{a, dir, a.Outside()}
}

func (r *fakeRig) node() telephony.Node {
	return telephony.Node{Name: "a1", URL: r.asterisk.URL(), User: "tr", Password: "secret", App: "thirdring"}
}

func (r *fakeRig) recordings() string { return r.dir }
func (r *fakeRig) sounds() string     { return filepath.Join(r.dir, "sounds") }

func (r *fakeRig) dial(_ *testing.T, from, to string) line {
	call := r.asterisk.Call(from, to)
	call.Speak(callerTone)
	return fakeCall{call, callerTone}
}

func (r *fakeRig) phone(_ *testing.T, id, _ string) phone {
	return fakePhone{r.asterisk.Phone(id), float64(toneOf(id))}
}

func (r *fakeRig) outside() phone { return fakePhone{r.network, outsideTone} }

type fakePhone struct {
	phone *telephonytest.Phone
	tone  float64
}

func (p fakePhone) register(*testing.T)   { p.phone.Register() }
func (p fakePhone) unregister(*testing.T) { p.phone.Unregister() }

func (p fakePhone) next(t *testing.T) ringing {
	t.Helper()
	select {
	case call := <-p.phone.Incoming():
		return fakeCall{call, p.tone}
	case <-time.After(patience):
		t.Fatal("the phone did not ring")
		return nil
	}
}

type fakeCall struct {
	call *telephonytest.Call
	tone float64
}

func (c fakeCall) from() string           { return c.call.From() }
func (c fakeCall) ended() <-chan struct{} { return c.call.Ended() }
func (c fakeCall) elsewhere() bool        { return c.call.Elsewhere() }
func (c fakeCall) ring(*testing.T)        { c.call.Ring() }
func (c fakeCall) reject(*testing.T, int) { c.call.Reject() }
func (c fakeCall) hangup(*testing.T)      { c.call.Hangup() }
func (c fakeCall) hold(*testing.T)        { c.call.Hold() }
func (c fakeCall) resume(*testing.T)      { c.call.Resume() }

func (c fakeCall) press(_ *testing.T, keys string) { c.call.Press(keys) }
func (c fakeCall) mute(*testing.T)                 { c.call.Speak(0) }

func (c fakeCall) to() string                    { return c.call.To() }
func (c fakeCall) autoAnswer() bool              { return c.call.AutoAnswer() }
func (c fakeCall) announce(*testing.T)           { c.call.Announce(c.tone) }
func (c fakeCall) refer(_ *testing.T, to string) { c.call.Refer(to) }

func (c fakeCall) answer(*testing.T) {
	c.call.Speak(c.tone)
	c.call.Answer()
}

// hears takes music and ringing as the tones that they are on the real one.
func (c fakeCall) hears(t *testing.T, tones ...float64) {
	t.Helper()
	slices.Sort(tones)
	c.wait(t, func(h telephonytest.Heard) bool {
		all := slices.Clone(h.Tones)
		switch {
		case h.Class == "repairs":
			all = append(all, repairsTone)
		case h.Music:
			all = append(all, musicTone)
		}
		if h.Ringing {
			all = append(all, ringTone)
		}
		slices.Sort(all)
		return slices.Equal(all, tones)
	})
}

func (c fakeCall) keys(t *testing.T, want string) {
	t.Helper()
	c.wait(t, func(h telephonytest.Heard) bool { return h.Keys == want })
}

func (c fakeCall) transferred(t *testing.T) bool {
	t.Helper()
	return c.wait(t, func(h telephonytest.Heard) bool { return h.Transfer != "" }).Transfer == "channel_answered"
}

func (c fakeCall) wait(t *testing.T, fits func(telephonytest.Heard) bool) telephonytest.Heard {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	heard, err := c.call.Wait(ctx, fits)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func (c fakeCall) answered(t *testing.T) {
	t.Helper()
	select {
	case <-c.call.Answered():
	case <-time.After(patience):
		t.Fatal("the caller was not answered")
	}
}

func (r *fakeRig) page(_ *testing.T, id string) page {
	return fakePage{fakePhone{r.asterisk.Phone(id + telephony.PageSuffix), agentTone}}
}

type fakePage struct{ fakePhone }

func (p fakePage) register(t *testing.T, _ string) { p.fakePhone.register(t) }

func (p fakePage) next(t *testing.T) pageRinging {
	t.Helper()
	return p.fakePhone.next(t).(fakeCall)
}

func (c fakeCall) comesBack(*testing.T) {}
