package telephony_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"thirdring/queue"
	"thirdring/telephony"
	"thirdring/telephony/telephonytest"
)

func TestStartSaysWhatIsWrong(t *testing.T) {
	password := newFakeRig(t, "").node()
	password.Password = "guessed"
	for name, c := range map[string]struct {
		node telephony.Node
		says []string
	}{
		"too old":        {newFakeRig(t, "22.9.0").node(), []string{"Asterisk 22.9.0, which is too old", "22.10.1"}},
		"wrong password": {password, []string{`refuses user "tr"`, "ari.conf"}},
	} {
		tel, err := telephony.New(telephony.Options{Nodes: []telephony.Node{c.node}, Send: newEvents().send})
		if err != nil {
			t.Fatal(err)
		}
		err = tel.Start(t.Context())
		for _, want := range c.says {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want it to say %q", name, err, want)
			}
		}
		stop(t, tel)
	}
}

// TestStartWaitsForAsterisk: after a power cut nobody says who is up first.
func TestStartWaitsForAsterisk(t *testing.T) {
	good := newFakeRig(t, "")
	nothing := good.node()
	nothing.URL = "http://127.0.0.1:1/ari"
	path := good.node()
	path.URL = strings.TrimSuffix(path.URL, "/ari") + "/nowhere"
	for name, c := range map[string]struct {
		node telephony.Node
		says []string
	}{
		"ARI off":         {path, []string{"no ARI", "enabled=yes", "/nowhere"}},
		"nothing listens": {nothing, []string{"nothing answers", "start Asterisk", "127.0.0.1:1"}},
	} {
		tel, err := telephony.New(telephony.Options{Nodes: []telephony.Node{c.node}, Send: newEvents().send})
		if err != nil {
			t.Fatal(err)
		}
		if err := tel.Start(t.Context()); err != nil {
			t.Errorf("%s: does not wait: %v", name, err)
		}
		problem := tel.Status()[0].Problem
		for _, want := range c.says {
			if !strings.Contains(problem, want) {
				t.Errorf("%s: says %q, want it to say %q", name, problem, want)
			}
		}
		stop(t, tel)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	send := newEvents().send
	node := telephony.Node{Name: "a1", URL: "http://127.0.0.1:8088/ari", User: "u", App: "a"}
	noURL, badURL := node, node
	noURL.URL, badURL.URL = "", "127.0.0.1:8088"
	for name, c := range map[string]struct {
		options telephony.Options
		says    string
	}{
		"no node":     {telephony.Options{Send: send}, "Nodes is empty"},
		"no send":     {telephony.Options{Nodes: []telephony.Node{node}}, "Send is missing"},
		"no URL":      {telephony.Options{Nodes: []telephony.Node{noURL}, Send: send}, "Nodes[0]: Name, URL"},
		"no such URL": {telephony.Options{Nodes: []telephony.Node{badURL}, Send: send}, "no URL of an ARI"},
		"same name":   {telephony.Options{Nodes: []telephony.Node{node, node}, Send: send}, "used twice"},
	} {
		if _, err := telephony.New(c.options); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want it to say %q", name, err, c.says)
		}
	}
}

// TestOneNodeOfTwoIsEnough starts with a node that is down, which must not
// keep the other from working.
func TestOneNodeOfTwoIsEnough(t *testing.T) {
	r := newFakeRig(t, "")
	down := r.node()
	down.Name, down.URL = "a2", "http://127.0.0.1:1/ari"
	got := newEvents()
	tel, err := telephony.New(telephony.Options{Nodes: []telephony.Node{r.node(), down}, Send: got.send})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, tel)
	if err := tel.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	tel.Do(queue.Answer{On: queue.On{Call: "c", Node: "a2"}, Leg: "x"})
	failed := await(t, got, any1[queue.CommandFailed])
	if failed.Reason != "the node is not connected" {
		t.Errorf("got %+v", failed)
	}
	r.asterisk.Call("1", "2")
	await(t, got, any1[queue.CallArrived])
}

func TestBadFramesHarmNobody(t *testing.T) {
	r := newFakeRig(t, "")
	registry := prometheus.NewRegistry()
	got := newEvents()
	tel, err := telephony.New(telephony.Options{
		Nodes: []telephony.Node{r.node()}, Send: got.send, Registerer: registry, SoundsDir: r.sounds(), RecordingsDir: r.recordings(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := tel.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, frame := range []string{
		"", "{", `[]`, `{"type":7}`, `{"type":"StasisStart","channel":7}`, // malformed: five
		`{"type":"ChannelMoodChanged"}`, `{"type":"ChannelVarset"}`, // not wanted: two
		`{"type":"StasisEnd","channel":{"id":"unheard-of"}}`,
		`{"type":"StasisStart","args":[],"channel":{"id":"stray"}}`,
		`{"type":"RecordingFinished","recording":{"name":"../../etc/passwd"}}`,
	} {
		r.asterisk.Send(frame)
	}
	r.asterisk.Call(strings.Repeat("9", 4096)+"\x00\n", "4008001234")
	arrived := await(t, got, any1[queue.CallArrived])
	if want := strings.Repeat("9", 64); arrived.From != want {
		t.Errorf("got caller %q, want %q", arrived.From, want)
	}
	ended := await(t, got, any1[queue.RecordingEnded])
	if !strings.Contains(ended.Recording.Failed, "not a file of the recordings' folder") {
		t.Errorf("got %+v, want a refusal", ended)
	}
	err = testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP thirdring_telephony_connected Whether the node is connected and resynced.
# TYPE thirdring_telephony_connected gauge
thirdring_telephony_connected{node="a1"} 1
# HELP thirdring_telephony_events_total Events received from Asterisk, by type.
# TYPE thirdring_telephony_events_total counter
thirdring_telephony_events_total{type="RecordingFinished"} 1
thirdring_telephony_events_total{type="StasisEnd"} 1
thirdring_telephony_events_total{type="StasisStart"} 2
thirdring_telephony_events_total{type="other"} 2
# HELP thirdring_telephony_malformed_frames_total Frames from Asterisk that could not be decoded.
# TYPE thirdring_telephony_malformed_frames_total counter
thirdring_telephony_malformed_frames_total 5
`), "thirdring_telephony_connected", "thirdring_telephony_events_total", "thirdring_telephony_malformed_frames_total")
	if err != nil {
		t.Error(err)
	}
	stop(t, tel)
	if left, err := registry.Gather(); err != nil || len(left) != 0 {
		t.Errorf("after Stop %d metrics are left (%v)", len(left), err)
	}
}

// TestEventsBeforeAnswers is the usual disorder: what a request causes is told
// before the request is answered.
func TestEventsBeforeAnswers(t *testing.T) {
	r := newFakeRig(t, "")
	b := newBench(t, r)
	p := b.agent(t, "1001")
	r.asterisk.Break(func(method, path string) telephonytest.Fault { return telephonytest.Fault{Late: 20 * time.Millisecond} })
	l, arrived, _ := b.talk(t, p, "1001", "x1", "x1-r3")
	l.hangup(t)
	b.Do(queue.HangupLeg{On: b.on("x1"), Leg: "x1-a1"})
	b.Do(queue.CloseBridge{On: b.on("x1"), Bridge: "x1-b2"})
	b.recorded(t, "x1", "x1-r3")
	b.settle(t)
	for _, leg := range []queue.LegID{arrived.Leg, "x1-a1"} {
		if n := count(b.events, func(e queue.LegGone) bool { return e.Leg == leg }); n != 1 {
			t.Errorf("the end of %s was told %d times", leg, n)
		}
	}
	b.flush(t, "x1")
	if channels, bridges, plays, recordings := r.asterisk.Left(); channels+bridges+plays+recordings != 0 {
		t.Errorf("left behind: %d channels, %d bridges, %d playbacks, %d recordings", channels, bridges, plays, recordings)
	}
}

// TestFailedRequestsAreReported breaks each request in turn.
func TestFailedRequestsAreReported(t *testing.T) {
	for name, c := range map[string]struct {
		broken string // end of the request's path
		wants  func(*testing.T, *bench)
	}{
		"answer": {"/answer", func(t *testing.T, b *bench) {
			b.Do(queue.Answer{On: b.on("f1"), Leg: "l"})
			failed := await(t, b.events, any1[queue.CommandFailed])
			if want := (queue.CommandFailed{Call: "f1", Leg: "l", What: "answer", Reason: "Asterisk answered 503: a fault on request"}); failed != want {
				t.Errorf("got %+v, want %+v", failed, want)
			}
		}},
		"create leg": {"/create", func(t *testing.T, b *bench) {
			b.Do(b.createLeg("1001", "f2"))
			if failed := await(t, b.events, any1[queue.CommandFailed]); failed.What != "create_leg" || failed.Leg != "f2-a1" {
				t.Errorf("got %+v", failed)
			}
		}},
		"add channels": {"/addChannel", func(t *testing.T, b *bench) {
			b.Do(queue.Connect{On: b.on("f3"), Bridge: "f3-b1", Caller: "c", Agent: "a", Recording: "f3-r1"})
			if failed := await(t, b.events, any1[queue.CommandFailed]); failed.What != "connect" || failed.Leg != "a" {
				t.Errorf("got %+v", failed)
			}
			b.Do(queue.CloseBridge{On: b.on("f3"), Bridge: "f3-b1"})
		}},
		"record": {"/record", func(t *testing.T, b *bench) {
			_, _, _ = b.talk(t, b.agent(t, "1001"), "1001", "f4", "f4-r1")
			ended := await(t, b.events, any1[queue.RecordingEnded])
			if ended.Call != "f4" || !strings.Contains(ended.Recording.Failed, "503") {
				t.Errorf("got %+v", ended)
			}
		}},
		"stop recording": {"/stop", func(t *testing.T, b *bench) {
			_, _, _ = b.talk(t, b.agent(t, "1001"), "1001", "f5", "f5-r1")
			b.Do(queue.CloseBridge{On: b.on("f5"), Bridge: "f5-b2"})
			ended := await(t, b.events, any1[queue.RecordingEnded])
			if ended.Call != "f5" || ended.Recording.File == "" {
				t.Errorf("got %+v, want the file that is there", ended)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newFakeRig(t, "")
			b := newBench(t, r)
			r.asterisk.Break(func(_, path string) telephonytest.Fault {
				if strings.HasSuffix(path, c.broken) {
					return telephonytest.Fault{Status: http.StatusServiceUnavailable}
				}
				return telephonytest.Fault{}
			})
			c.wants(t, b)
		})
	}
}

// TestAHungRequestEndsInTime has a request that is never answered: its own
// call waits for the limit, others do not notice.
func TestAHungRequestEndsInTime(t *testing.T) {
	r := newFakeRig(t, "")
	b := newBench(t, r)
	r.asterisk.Break(func(_, path string) telephonytest.Fault {
		return telephonytest.Fault{Hang: strings.HasSuffix(path, "/hung/ring")}
	})
	began := time.Now()
	b.Do(queue.Ring{On: b.on("h1"), Leg: "hung"})
	b.Do(queue.Answer{On: b.on("h2"), Leg: "other"})
	if failed := await(t, b.events, any1[queue.CommandFailed]); failed.Leg != "other" {
		t.Errorf("got %+v first, want the other call's", failed)
	}
	failed := await(t, b.events, any1[queue.CommandFailed])
	if took := time.Since(began); failed.What != "ring" || took < 2*time.Second || took > 6*time.Second {
		t.Errorf("got %+v after %v", failed, took)
	}
}

// TestADeadlockedARIIsNoticed has an ARI whose socket stays open while nothing
// is answered, as in asterisk#2170.
func TestADeadlockedARIIsNoticed(t *testing.T) {
	t.Parallel()
	r := newFakeRig(t, "")
	b := newBench(t, r)
	r.asterisk.Break(func(_, path string) telephonytest.Fault {
		return telephonytest.Fault{Hang: strings.HasSuffix(path, "/applications")}
	})
	await(t, b.events, any1[queue.NodeLost])
	r.asterisk.Break(nil)
	await(t, b.events, any1[queue.Resync])
}

// TestResyncComesFirst lets callers come while the adapter takes stock; they
// are told of once, either by the Resync or after it.
func TestResyncComesFirst(t *testing.T) {
	r := newFakeRig(t, "")
	r.asterisk.Call("before", "1")
	calling := make(chan struct{})
	r.asterisk.Break(func(_, path string) telephonytest.Fault {
		switch {
		case strings.HasSuffix(path, "/channels"):
			close(calling)
			return telephonytest.Fault{Late: 50 * time.Millisecond}
		default:
			return telephonytest.Fault{}
		}
	})
	go func() {
		<-calling
		r.asterisk.Call("meanwhile", "1")
	}()
	got := newEvents()
	tel, err := telephony.New(telephony.Options{
		Nodes: []telephony.Node{r.node()}, Send: got.send, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, tel)
	if err := tel.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.asterisk.Call("after", "1")
	await(t, got, func(e queue.CallArrived) bool { return e.From == "after" })
	seen := map[string]int{}
	got.mu.Lock()
	defer got.mu.Unlock()
	for i, ev := range got.all {
		switch e := ev.(type) {
		case queue.Resync:
			if i != 0 {
				t.Errorf("the Resync came as number %d", i)
			}
			for _, l := range e.Legs {
				seen[l.From]++
			}
		case queue.CallArrived:
			seen[e.From]++
		}
	}
	for _, who := range []string{"before", "meanwhile", "after"} {
		if seen[who] != 1 {
			t.Errorf("the caller %q was told %d times", who, seen[who])
		}
	}
}
