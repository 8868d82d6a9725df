package ws

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/queue"
)

func TestSnapshotThenDeltas(t *testing.T) {
	o := newOffice(t, nil)
	early := o.connect(t, "agent=1001&role=agent") // before the state is known
	o.open(testAgent("1001"), testAgent("1002"))

	snap := data[Snapshot](early, TypeSnapshot)
	if snap.Me.Agent == nil || snap.Me.Agent.ID != "1001" || snap.Me.Agent.State != agent.Ready {
		t.Errorf("me is %+v", snap.Me)
	}
	if len(snap.Team) != 2 || len(snap.Agents) != 0 || len(snap.Queues) != 1 {
		t.Errorf("team %d, agents %d, queues %d; want 2, 0, 1", len(snap.Team), len(snap.Agents), len(snap.Queues))
	}
	if q := snap.Queues[0]; q.Name != "客服" || q.Ready != 2 || q.SignedIn != 2 {
		t.Errorf("queue is %+v", q)
	}
	if snap.Center.Name != "滨江花园" || snap.Center.Queues[0].WrapUpS != 60 || snap.Center.Categories[0].Subs[0] != "装修" {
		t.Errorf("centre is %+v", snap.Center)
	}
	if c := snap.Center; c.RingOnS != 1 || c.RingOffS != 4 || c.Categories[0].Silent || !c.Categories[1].Silent {
		t.Errorf("cadence %g on, %g off, categories %+v", c.RingOnS, c.RingOffS, c.Categories)
	}
	if snap.Team[0].ID != "1001" {
		t.Errorf("the agent is not of the own team: %+v", snap.Team)
	}

	resting := testAgent("1001")
	resting.State, resting.Reason, resting.Since = agent.Break, "lunch", monday
	o.Publish(queue.Update{Agents: []agent.Agent{resting}, Queues: []queue.Figures{{Queue: "service", Waiting: 3, Oldest: monday}}})
	if me := data[AgentState](early, TypeAgent); me.State != agent.Break || me.Reason != "lunch" || !me.Since.Equal(monday) {
		t.Errorf("own state is %+v", me)
	}
	for {
		q := data[QueueState](early, TypeQueue)
		if q.Waiting == 3 && q.Away == 1 && q.Ready == 1 && q.Oldest.Equal(monday) {
			break
		}
	}
}

func TestAgentsSeeOnlyThemselves(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"), testAgent("1002"))
	anna, _ := o.join(t, "agent=1001&role=agent")
	boss, snap := o.join(t, "role=supervisor")
	if len(snap.Agents) != 2 || snap.Me.Agent != nil {
		t.Errorf("a supervisor's snapshot has %d agents, me %+v", len(snap.Agents), snap.Me)
	}

	talking := testAgent("1002")
	talking.State, talking.Contact.Call = agent.Talking, "c1"
	o.Publish(queue.Update{Agents: []agent.Agent{talking}})
	if a := data[AgentState](boss, TypeAgent); a.ID != "1002" || a.Call != "c1" {
		t.Errorf("the supervisor got %+v", a)
	}
	// A colleague gets the state, without the call, and no agent frame.
	for {
		f, err := anna.read()
		if err != nil {
			t.Fatal(err)
		}
		if f.Type == TypeAgent {
			t.Fatalf("1001 got %s", f.Data)
		}
		if f.Type == TypeTeam && strings.Contains(string(f.Data), "talking") {
			if strings.Contains(string(f.Data), "c1") {
				t.Errorf("a colleague's call is shown: %s", f.Data)
			}
			break
		}
	}
}

func TestPresence(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	first, _ := o.join(t, "agent=1001&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1001", Connected: true})
	second, _ := o.join(t, "agent=1001&role=agent")
	first.Close()
	second.send(`{"type":"ping","id":"1"}`)
	second.next(TypeOK)
	second.Close()
	o.wantEvent(t, queue.DesktopState{Agent: "1001"})
}

func TestDesktopsOfAFormerLife(t *testing.T) {
	o := newOffice(t, nil)
	gone, back := testAgent("1001"), testAgent("1002")
	gone.Presence.Desktop, back.Presence.Desktop = true, true
	back.State, back.Contact.Call = agent.Talking, "c1"
	d := o.connect(t, "agent=1002&role=agent")
	o.Configure(testCenter())
	waitFor(t, func() bool { return o.sockets() == 1 })
	call := testCall("c1", "1002")
	call.Phase, call.Offers, call.Talk = queue.Talking, nil, &queue.Talk{Agent: "1002"}
	o.Publish(queue.Update{Agents: []agent.Agent{gone, back}, Calls: []queue.Call{call}})

	if snap := data[Snapshot](d, TypeSnapshot); snap.Pop == nil || snap.Pop.Call != "c1" || snap.Pop.Phase != PopTalking {
		t.Errorf("the pop did not survive: %+v", snap.Pop)
	}
	o.wantEvent(t, queue.DesktopState{Agent: "1002", Connected: true})
	o.wantEvent(t, queue.DesktopState{Agent: "1001"})
}

func TestConfigure(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"), testAgent("1002"))
	boss, _ := o.join(t, "role=supervisor")
	changed := testCenter()
	changed.Name = "江南里"
	changed.Agents = changed.Agents[:1]
	o.Configure(changed)
	if c := data[Center](boss, TypeCenter); c.Name != "江南里" {
		t.Errorf("centre is %+v", c)
	}
	if _, snap := o.join(t, "role=supervisor"); len(snap.Agents) != 1 {
		t.Errorf("%d agents after one was taken out of the configuration, want 1", len(snap.Agents))
	}
}

func TestOrigin(t *testing.T) {
	o := newOffice(t, nil)
	o.open()
	host := strings.TrimPrefix(o.url, "ws")
	for origin, want := range map[string]int{
		"http" + host:           http.StatusSwitchingProtocols,
		"https://desk.example":  http.StatusSwitchingProtocols,
		"https://evil.example":  http.StatusForbidden,
		"https://desk.example.": http.StatusForbidden,
		"null":                  http.StatusForbidden,
	} {
		conn, res, _ := websocket.DefaultDialer.Dial(o.url+"/?role=supervisor", http.Header{"Origin": {origin}})
		if conn != nil {
			conn.Close()
		}
		if res == nil || res.StatusCode != want {
			t.Errorf("origin %q answered %v, want %d", origin, res, want)
		}
	}
}

func TestEndSession(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent&session=s1")
	other, _ := o.join(t, "agent=1001&role=agent&session=s2")
	o.EndSession("s1")
	d.wantClose(CloseSessionEnded)
	other.send(`{"type":"ping","id":"1"}`)
	other.next(TypeOK)
}

func TestStopSaysReconnect(t *testing.T) {
	o := newOffice(t, nil)
	o.open()
	d, _ := o.join(t, "role=supervisor")
	early := newOffice(t, nil)
	waiting := early.connect(t, "role=supervisor")
	waitFor(t, func() bool { return early.sockets() == 1 })
	for _, hub := range []*Hub{o.Hub, early.Hub} {
		go func() { _ = hub.Stop(t.Context()) }()
	}
	d.wantClose(CloseShutdown)
	waiting.wantClose(CloseShutdown)
}

func TestOptions(t *testing.T) {
	if _, err := NewHub(Options{}); err == nil || !strings.Contains(err.Error(), "Send") {
		t.Errorf("error %v, want one that names Send", err)
	}
	opts := Options{
		Send:    func(queue.Event) {},
		Ask:     func(context.Context, func(queue.RequestID) queue.Event) error { return nil },
		Origins: []string{"https://desk.example/hotline/"},
	}
	if hub, err := NewHub(opts); err != nil || hub.opts.Origins[0] != "https://desk.example" {
		t.Errorf("error %v", err)
	}
	opts.Origins[0] = "desk.example"
	if _, err := NewHub(opts); err == nil || !strings.Contains(err.Error(), "Origins") {
		t.Errorf("error %v, want one that names Origins", err)
	}
}

func waitFor(t testing.TB, ok func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-deadline:
			t.Fatal("it did not happen")
		case <-time.After(time.Millisecond):
		}
	}
}
