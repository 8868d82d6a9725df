package telephony_test

import (
	"path/filepath"
	"testing"
	"time"

	"thirdring/telephony"
	"thirdring/telephony/telephonytest"
)

// fakeRig is the fake Asterisk, with telephones that are function calls.
type fakeRig struct {
	asterisk *telephonytest.Asterisk
	dir      string
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
	return &fakeRig{a, dir}
}

func (r *fakeRig) node() telephony.Node {
	return telephony.Node{Name: "a1", URL: r.asterisk.URL(), User: "tr", Password: "secret", App: "thirdring"}
}

func (r *fakeRig) recordings() string { return r.dir }
func (r *fakeRig) sounds() string     { return filepath.Join(r.dir, "sounds") }

func (r *fakeRig) dial(_ *testing.T, from, to string) line {
	return fakeCall{r.asterisk.Call(from, to)}
}

func (r *fakeRig) phone(_ *testing.T, id, _ string) phone { return fakePhone{r.asterisk.Phone(id)} }

type fakePhone struct{ phone *telephonytest.Phone }

func (p fakePhone) register(*testing.T)   { p.phone.Register() }
func (p fakePhone) unregister(*testing.T) { p.phone.Unregister() }

func (p fakePhone) next(t *testing.T) ringing {
	t.Helper()
	select {
	case call := <-p.phone.Incoming():
		return fakeCall{call}
	case <-time.After(patience):
		t.Fatal("the phone did not ring")
		return nil
	}
}

type fakeCall struct{ call *telephonytest.Call }

func (c fakeCall) from() string           { return c.call.From() }
func (c fakeCall) ended() <-chan struct{} { return c.call.Ended() }
func (c fakeCall) ring(*testing.T)        { c.call.Ring() }
func (c fakeCall) answer(*testing.T)      { c.call.Answer() }
func (c fakeCall) reject(*testing.T, int) { c.call.Reject() }
func (c fakeCall) hangup(*testing.T)      { c.call.Hangup() }
func (c fakeCall) hold(*testing.T)        { c.call.Hold() }
func (c fakeCall) resume(*testing.T)      { c.call.Resume() }

func (c fakeCall) answered(t *testing.T) {
	t.Helper()
	select {
	case <-c.call.Answered():
	case <-time.After(patience):
		t.Fatal("the caller was not answered")
	}
}
