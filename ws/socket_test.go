package ws

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/queue"
)

// TestSlowReader stops reading until its queue is full. It is closed with a
// code that says reconnect, and nobody else waits.
func TestSlowReader(t *testing.T) {
	o := newOffice(t, func(opts *Options) { opts.QueueSize = 8 })
	o.open(testAgent("1001"), testAgent("1002"))
	slow, _ := o.join(t, "agent=1001&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1001", Connected: true})

	fast, _ := o.join(t, "agent=1002&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1002", Connected: true})
	a := testAgent("1001")
	a.Name = strings.Repeat("很长的名字", 2000)
	waitFor(t, func() bool {
		a.Since = a.Since.Add(time.Second)
		o.Publish(queue.Update{Agents: []agent.Agent{a}})
		select {
		case e := <-o.events:
			return e == queue.DesktopState{Agent: "1001"}
		default:
			return false
		}
	})
	fast.send(`{"type":"ping","id":"1"}`)
	fast.next(TypeOK)
	slow.wantClose(CloseSlow)
}

// TestSilentPeer never answers pings, as a closed laptop.
func TestSilentPeer(t *testing.T) {
	o := newOffice(t, func(opts *Options) { opts.PingEvery = 20 * time.Millisecond })
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1001", Connected: true})
	d.SetPingHandler(func(string) error { return nil })
	d.wantClose(CloseSilent)
	o.wantEvent(t, queue.DesktopState{Agent: "1001"})
}

func TestPingKeepsAlive(t *testing.T) {
	o := newOffice(t, func(opts *Options) { opts.PingEvery = 400 * time.Millisecond }) // a second of silence is the end
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	pings := 0
	d.SetPingHandler(func(text string) error {
		if pings++; pings == 4 {
			d.send(`{"type":"ping","id":"1"}`)
		}
		return d.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(patience))
	})
	d.next(TypeOK)
}

func TestHugeMessage(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	_ = d.WriteMessage(websocket.TextMessage, make([]byte, 1<<20)) // may fail half way
	d.wantClose(CloseTooLarge)
}

func TestFlood(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	for range burst * 2 {
		if d.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping","id":"1"}`)) != nil {
			break
		}
	}
	d.wantClose(CloseFlood)
}

func TestBinaryFrame(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	if err := d.WriteMessage(websocket.BinaryMessage, []byte("x")); err != nil {
		t.Fatal(err)
	}
	d.wantClose(CloseNotText)
}

func TestOfferToADyingDesktop(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1001", Connected: true})
	d.NetConn().Close()
	o.wantEvent(t, queue.DesktopState{Agent: "1001"})
	o.offer(testCall("c1", "1001"))
	o.wantEvent(t, queue.OfferShown{Call: "c1", Leg: "leg-1001"})
}

func TestRequestBeforeTheCoreIsThere(t *testing.T) {
	o := newOffice(t, nil)
	d := o.connect(t, "agent=1001&role=agent")
	d.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	if got := data[Refusal](d, TypeError); got.Code != CodeTimeout || !got.Temporary {
		t.Errorf("answered %+v", got)
	}
}

func TestReconnectCodes(t *testing.T) {
	for code, want := range map[CloseCode]bool{
		CloseShutdown: true, CloseSlow: true, CloseSilent: true, 1006: true,
		CloseSessionEnded: false, CloseFlood: false, CloseNotText: false, CloseTooLarge: false,
	} {
		if got := code.Reconnect(); got != want {
			t.Errorf("reconnect after %d is %v, want %v", code, got, want)
		}
	}
}
