package telephony

import (
	"log/slog"
	"testing"

	"github.com/CyCoreSystems/ari/v5"

	"thirdring/queue"
)

const stasisStartFrame = `{"type":"StasisStart","timestamp":"2026-11-22T13:24:17.895+0000","args":["inbound","4008001234"],` +
	`"channel":{"id":"t-1.0","name":"PJSIP/line-00000000","state":"Ring","protocol_id":"55Yf","caller":{"name":"","number":"13800001234"},` +
	`"connected":{"name":"","number":""},"accountcode":"","dialplan":{"context":"hotline","exten":"4008001234","priority":1,` +
	`"app_name":"Stasis","app_data":"thirdring,inbound,4008001234"},"creationtime":"2026-11-22T13:24:17.895+0000","language":"en"},` +
	`"asterisk_id":"02:fc:00:00:00:01","application":"thirdring"}`

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, frame, kind string
		wanted, fails     bool
	}{
		{"as Asterisk writes it", stasisStartFrame, "StasisStart", true, false},
		{"type last", `{"application":"thirdring","type":"StasisEnd"}`, "StasisEnd", true, false},
		{"not wanted", `{"type":"ChannelVarset","variable":"X"}`, "ChannelVarset", false, false},
		{"of a newer Asterisk", `{"type":"ChannelMoodChanged","mood":7}`, "ChannelMoodChanged", false, false},
		{"escaped type", `{"type":"Stasis\u0045nd"}`, "StasisEnd", true, false},
		{"no type", `{"application":"thirdring"}`, "", false, true},
		{"type is no text", `{"type":7}`, "", false, true},
		{"cut off", stasisStartFrame[:200], "StasisStart", false, true},
		{"wrong shape", `{"type":"StasisEnd","channel":[]}`, "StasisEnd", false, true},
		{"no JSON", `hello`, "", false, true},
		{"empty", ``, "", false, true},
	} {
		kind, event, err := decode([]byte(c.frame))
		if kind != c.kind || (event != nil) != c.wanted || (err != nil) != c.fails {
			t.Errorf("%s: got %q, %v, %v", c.name, kind, event, err)
		}
	}
}

func TestDecodedCaller(t *testing.T) {
	_, event, err := decode([]byte(stasisStartFrame))
	if err != nil {
		t.Fatal(err)
	}
	start := event.(*ari.StasisStart)
	if got := start.Channel.Caller.Number; got != "13800001234" {
		t.Errorf("got caller %q", got)
	}
}

// FuzzFrame hands anything to a node as a frame: it must be counted, never end
// the connection or the process, and no caller's number may grow.
func FuzzFrame(f *testing.F) {
	f.Add([]byte(stasisStartFrame))
	f.Add([]byte(`{"type":"StasisStart","args":["inbound"],"channel":{"id":"a"}}`))
	f.Add([]byte(`{"type":"StasisStart","args":null,"channel":null}`))
	f.Add([]byte(`{"type":"ChannelDestroyed","channel":{"id":"a"},"cause":-1}`))
	f.Add([]byte(`{"type":"RecordingFinished","recording":{"name":"../../x","duration":-5}}`))
	f.Add([]byte(`{"type":"PlaybackFinished"}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := newMetrics(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		lost := false
		n := newNode(shared{
			send: func(e queue.Event) {
				if a, ok := e.(queue.CallArrived); ok && len(a.From) > 4*numberLimit {
					t.Errorf("a number of %d bytes came through", len(a.From))
				}
			},
			fence: func() { lost = true }, hasher: newHasher(dir, nil, nil), metrics: m, complain: newOnce(),
		}, Node{Name: "a1", URL: "http://127.0.0.1/ari"}, slog.New(slog.DiscardHandler))
		if err := n.frame(frame); err != nil && !lost {
			t.Errorf("the frame ended the connection: %v", err)
		}
	})
}
