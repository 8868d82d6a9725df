package telephony_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/telephony"
	"thirdring/telephony/sipphone"
	"thirdring/telephony/telephonytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is for events that must come; a test fails when it is used up.
const patience = 8 * time.Second

// rig is an Asterisk with telephones around it, a real one or the fake.
type rig interface {
	node() telephony.Node
	recordings() string
	sounds() string
	dial(t *testing.T, from, to string) line
	phone(t *testing.T, id, secret string) phone
	page(t *testing.T, id string) page
	outside() phone // takes calls to any number behind the line
}

// Everybody says a tone of their own, by which the others know them.
const (
	callerTone  = 500
	agentTone   = 700
	otherTone   = 1100 // of agent 1002
	outsideTone = 900
	musicTone   = 300
	repairsTone = 350 // the music of the class repairs
	ringTone    = 450
	beepTone    = 1000 // before a message
)

func toneOf(id string) int {
	if id == "1002" {
		return otherTone
	}
	return agentTone
}

// line is a caller's call.
type line interface {
	hears(t *testing.T, tones ...float64) // waits until it is exactly these
	answered(t *testing.T)                // waits for it
	press(t *testing.T, keys string)
	mute(t *testing.T) // says nothing more
	hangup(t *testing.T)
	ended() <-chan struct{}
}

// phone is an agent's telephone.
type phone interface {
	register(t *testing.T)
	unregister(t *testing.T)
	next(t *testing.T) ringing
}

// page is the telephone in an agent's page. Its media needs a browser and is
// none of this suite's business.
type page interface {
	register(t *testing.T, secret string)
	unregister(t *testing.T) // without a word, as a tab is closed
	next(t *testing.T) pageRinging
}

// pageRinging is a call at a page.
type pageRinging interface {
	autoAnswer() bool
	answer(t *testing.T)
	comesBack(t *testing.T) // over the page's new websocket
	ended() <-chan struct{}
}

// ringing is a call at an agent's telephone or outside.
type ringing interface {
	from() string
	to() string // the outside number dialled
	autoAnswer() bool
	hears(t *testing.T, tones ...float64)
	announce(t *testing.T) // says its tone before the answer
	keys(t *testing.T, want string)
	press(t *testing.T, keys string)
	refer(t *testing.T, to string)
	transferred(t *testing.T) (done bool)
	ring(t *testing.T)
	answer(t *testing.T)
	reject(t *testing.T, code int)
	hangup(t *testing.T)
	hold(t *testing.T)
	resume(t *testing.T)
	ended() <-chan struct{}
	elsewhere() bool // once it has ended: another telephone took the call
}

func ha1(id, secret string) string {
	sum := md5.Sum([]byte(id + ":" + telephony.Realm + ":" + secret))
	return hex.EncodeToString(sum[:])
}

// events is what a Telephony sent, in order.
type events struct {
	mu    sync.Mutex // guards all, taken, more
	all   []queue.Event
	taken map[int]bool
	more  chan struct{} // closed and replaced when an event comes
}

func newEvents() *events {
	return &events{taken: make(map[int]bool), more: make(chan struct{})}
}

func (e *events) send(ev queue.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, ev)
	close(e.more)
	e.more = make(chan struct{})
}

func (e *events) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var b strings.Builder
	for _, ev := range e.all {
		fmt.Fprintf(&b, "\n  %T%+v", ev, ev)
	}
	return b.String()
}

// await waits for the first event of type E, not yet awaited, that fits.
func await[E queue.Event](t *testing.T, from *events, fits func(E) bool) E {
	t.Helper()
	late := time.After(patience)
	for {
		from.mu.Lock()
		for i, ev := range from.all {
			if e, ok := ev.(E); ok && !from.taken[i] && fits(e) {
				from.taken[i] = true
				from.mu.Unlock()
				return e
			}
		}
		more := from.more
		from.mu.Unlock()
		select {
		case <-more:
		case <-late:
			var want E
			t.Fatalf("no %T came; there were:%s", want, from)
		}
	}
}

// count tells how many events of type E fit so far.
func count[E queue.Event](from *events, fits func(E) bool) int {
	from.mu.Lock()
	defer from.mu.Unlock()
	n := 0
	for _, ev := range from.all {
		if e, ok := ev.(E); ok && fits(e) {
			n++
		}
	}
	return n
}

// first is the first event that fits, of those that came.
func first(from *events, fits func(queue.Event) bool) queue.Event {
	from.mu.Lock()
	defer from.mu.Unlock()
	if i := slices.IndexFunc(from.all, fits); i >= 0 {
		return from.all[i]
	}
	return nil
}

func any1[E queue.Event](E) bool { return true }

// bench is a Telephony connected to a rig through a proxy.
type bench struct {
	rig
	*telephony.Telephony
	events *events
	proxy  *telephonytest.Proxy
	played int // prompts that only pass the time
}

func newBench(t *testing.T, r rig) *bench {
	t.Helper()
	target := strings.TrimSuffix(strings.TrimPrefix(r.node().URL, "http://"), "/ari")
	proxy, err := telephonytest.NewProxy(target)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	b := &bench{rig: r, events: newEvents(), proxy: proxy}
	b.Telephony = b.start(t, b.events)
	await(t, b.events, any1[queue.Resync])
	return b
}

// start connects one more Telephony to the rig.
func (b *bench) start(t *testing.T, to *events) *telephony.Telephony {
	t.Helper()
	node := b.node()
	node.URL = "http://" + b.proxy.Addr() + "/ari"
	tel, err := telephony.New(telephony.Options{
		Nodes: []telephony.Node{node}, SoundsDir: b.sounds(), RecordingsDir: b.recordings(),
		Send: to.send, Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, tel) })
	if err := tel.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return tel
}

func stop(t *testing.T, tel *telephony.Telephony) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := tel.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// agent makes an agent's phone known and registers it.
func (b *bench) agent(t *testing.T, id string) phone {
	t.Helper()
	return b.agents(t, id)[0]
}

// agents makes the phones of agents known and registers them.
func (b *bench) agents(t *testing.T, ids ...string) []phone {
	t.Helper()
	var known []telephony.Endpoint
	for _, id := range ids {
		known = append(known, telephony.Endpoint{ID: agent.ID(id), HA1: ha1(id, "secret-"+id)})
	}
	if err := b.SetEndpoints(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	var phones []phone
	for _, id := range ids {
		p := b.phone(t, id, "secret-"+id)
		p.register(t)
		await(t, b.events, func(e queue.PhoneState) bool { return e.Agent == agent.ID(id) && e.Reachable })
		phones = append(phones, p)
	}
	return phones
}

// arrive lets somebody call, and answers.
func (b *bench) arrive(t *testing.T, from, to string) (line, queue.CallArrived) {
	t.Helper()
	l := b.dial(t, from, to)
	arrived := await(t, b.events, func(e queue.CallArrived) bool { return e.From == from })
	b.Do(queue.Answer{On: b.on("c0"), Leg: arrived.Leg})
	await(t, b.events, func(e queue.LegAnswered) bool { return e.Leg == arrived.Leg })
	l.answered(t)
	return l, arrived
}

func (b *bench) on(call queue.CallID) queue.On { return queue.On{Call: call, Node: b.node().Name} }

// manifestText describes the two sounds that tests play.
const manifestText = `{"prompts":[
 {"id":"short","text":"","parts":["short"]},
 {"id":"long","text":"","parts":["long"]},
 {"id":"gap","text":"","parts":["short","nowhere"]},
 {"id":"lost","text":"","parts":["lost"]},
 {"id":"position","text":"","parts":["short","{n:count}"]}],
 "files":{"short":{"ms":200},"long":{"ms":3000},"lost":{"ms":100},"num.3":{"ms":100}}}`

// writeSounds makes the folder of prompts that tests play from.
func writeSounds(t *testing.T, dir string) {
	t.Helper()
	for name, hz := range map[string]int{"music": musicTone, "repairs/music": repairsTone} {
		pcm := make([]int16, 2*sipphone.Rate)
		sipphone.Tone(hz, 20)(pcm)
		writeSound(t, filepath.Join(dir, "moh", name+".wav"), pcm)
	}
	beep := make([]int16, sipphone.Rate/2)
	sipphone.Tone(beepTone, 12)(beep)
	writeSound(t, filepath.Join(dir, "beep.wav"), beep)
	for name, ms := range map[string]int{"short": 200, "long": 3000, "num.3": 100} {
		path := filepath.Join(dir, name+".wav")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, telephonytest.WAV(time.Duration(ms)*time.Millisecond), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(manifestText), 0o644); err != nil {
		t.Fatal(err)
	}
}

func writeSound(t *testing.T, path string, pcm []int16) {
	t.Helper()
	var file bytes.Buffer
	if err := errors.Join(
		os.MkdirAll(filepath.Dir(path), 0o755), sipphone.WriteWAV(&file, pcm), os.WriteFile(path, file.Bytes(), 0o644),
	); err != nil {
		t.Fatal(err)
	}
}
