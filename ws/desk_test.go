package ws

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	dto "github.com/prometheus/client_model/go"

	"thirdring/agent"
	"thirdring/queue"
)

const patience = 5 * time.Second

// office is a hub on a real HTTP server with a core made of functions.
type office struct {
	*Hub
	url    string
	events chan queue.Event // what the hub sent

	mu    sync.Mutex // guards reply and asked
	reply error
	asked []queue.Event
}

func newOffice(t testing.TB, change func(*Options)) *office {
	t.Helper()
	o := &office{events: make(chan queue.Event, 10_000)}
	opts := Options{
		Send: func(e queue.Event) { o.events <- e },
		Ask: func(_ context.Context, request func(queue.RequestID) queue.Event) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.asked = append(o.asked, request("r1"))
			return o.reply
		},
		Origins: []string{"https://desk.example"},
	}
	if change != nil {
		change(&opts)
	}
	hub, err := NewHub(opts)
	if err != nil {
		t.Fatal(err)
	}
	o.Hub = hub
	hub.Start()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hub.Serve(w, r, identity(r))
	}))
	o.url = "ws" + strings.TrimPrefix(server.URL, "http")
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := hub.Stop(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return o
}

// identity takes the test's word for who connects.
func identity(r *http.Request) Identity {
	q := r.URL.Query()
	return Identity{Session: q.Get("session"), User: cmp.Or(q.Get("user"), q.Get("agent")), Role: q.Get("role"), Agent: agent.ID(q.Get("agent"))}
}

func (o *office) answerWith(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reply = err
}

func (o *office) lastAsked(t *testing.T) queue.Event {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.asked) == 0 {
		t.Fatal("nothing was asked of the core")
	}
	return o.asked[len(o.asked)-1]
}

func (o *office) wantEvent(t *testing.T, want queue.Event) {
	t.Helper()
	select {
	case got := <-o.events:
		if got != want {
			t.Fatalf("sent %+v, want %+v", got, want)
		}
	case <-time.After(patience):
		t.Fatalf("nothing sent, want %+v", want)
	}
}

// sockets is how many have joined.
func (o *office) sockets() int {
	var m dto.Metric
	if err := o.metrics.sockets.Write(&m); err != nil {
		panic(err)
	}
	return int(m.GetGauge().GetValue())
}

// received is a frame as a client sees it.
type received struct {
	Type string          `json:"type"`
	ID   string          `json:"id"`
	Seq  uint64          `json:"seq"`
	Data json.RawMessage `json:"data"`
}

// desk is a client that checks the sequence of what it reads.
type desk struct {
	*websocket.Conn
	t    *testing.T
	seq  uint64
	kept []received // that came while an answer was awaited
}

func (o *office) connect(t *testing.T, query string) *desk {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial(o.url+"/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &desk{Conn: conn, t: t}
}

// join connects and reads the snapshot.
func (o *office) join(t *testing.T, query string) (*desk, Snapshot) {
	t.Helper()
	d := o.connect(t, query)
	return d, data[Snapshot](d, TypeSnapshot)
}

func (d *desk) read() (received, error) {
	var f received
	if err := d.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return f, err
	}
	err := d.ReadJSON(&f)
	if err == nil && f.Seq != 0 {
		d.seq++
		if f.Seq != d.seq {
			d.t.Errorf("%s has seq %d, want %d", f.Type, f.Seq, d.seq)
		}
	}
	return f, err
}

// next reads until a frame of the type comes.
func (d *desk) next(kind string) received {
	d.t.Helper()
	for len(d.kept) > 0 {
		f := d.kept[0]
		if d.kept = d.kept[1:]; f.Type == kind {
			return f
		}
	}
	for {
		f, err := d.read()
		if err != nil {
			d.t.Fatalf("waiting for %s: %v", kind, err)
		}
		if f.Type == kind {
			return f
		}
	}
}

func data[T any](d *desk, kind string) T {
	d.t.Helper()
	var v T
	f := d.next(kind)
	if err := json.Unmarshal(f.Data, &v); err != nil {
		d.t.Fatal(err)
	}
	return v
}

func (d *desk) send(text string) {
	d.t.Helper()
	if err := d.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		d.t.Fatal(err)
	}
}

// wantClose reads until the socket closes and checks the code.
func (d *desk) wantClose(want CloseCode) {
	d.t.Helper()
	for {
		_, err := d.read()
		if err == nil {
			continue
		}
		if !websocket.IsCloseError(err, int(want)) {
			d.t.Fatalf("closed with %v, want code %d", err, want)
		}
		return
	}
}

func testCenter() queue.Center {
	return queue.Center{
		Name:       "滨江花园",
		Hotlines:   []queue.Hotline{{Number: "4008001234", Name: "客服热线", Project: "滨江花园", Queue: "service"}},
		Queues:     []queue.QueueConfig{{ID: "service", Name: "客服", RingLimit: 15 * time.Second, Threshold: 15 * time.Second, WrapUp: time.Minute, Record: true}},
		Breaks:     []queue.BreakReason{{Code: "lunch", Name: "午餐"}},
		Categories: []queue.Category{{Code: "INQ", Name: "咨询", Subs: []string{"装修"}}, {Code: "NUI", Name: "骚扰", Silent: true}},
		Cadence:    queue.Cadence{On: time.Second, Off: 4 * time.Second},
		Agents:     []agent.Profile{testAgent("1001").Profile, testAgent("1002").Profile},
	}
}

func testAgent(id agent.ID) agent.Agent {
	return agent.Agent{
		Profile:  agent.Profile{ID: id, Name: "王芳", WorkNo: string(id), Queues: []string{"service"}},
		State:    agent.Ready,
		Presence: agent.Presence{Phone: true},
	}
}

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func testCall(id queue.CallID, to agent.ID) queue.Call {
	return queue.Call{
		ID: id, Phase: queue.Offering, Place: queue.Place{Queue: "service", Entered: monday},
		Offers: []*queue.Offer{{Agent: to, Leg: "leg-" + queue.LegID(to), At: monday, EndBy: monday.Add(15 * time.Second)}},
		Record: queue.Record{
			Call: id, Hotline: "4008001234", Queue: "service",
			Caller: queue.Party{
				Raw: "13800001234", Number: "+8613800001234", Match: queue.Known,
				Owner: queue.OwnerRef{ID: "o1", Name: "李雷"},
			},
			Times:  queue.Times{Ring: monday, QueueIn: monday},
			Offers: []queue.OfferTry{{Agent: to, At: monday}},
		},
	}
}

func (o *office) open(agents ...agent.Agent) {
	o.Configure(testCenter())
	o.Publish(queue.Update{Seq: 1, Agents: agents, Queues: []queue.Figures{{Queue: "service", Threshold: 15 * time.Second}}})
}
