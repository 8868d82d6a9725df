package ws

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/switchboard"
)

func TestSupervisorsChangeTheQueues(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor&user=sun")
	anna, _ := o.join(t, "role=agent&agent=1001")
	until := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	for text, want := range map[string]queue.Event{
		`{"type":"call.move_up","id":"1","data":{"call":"c1"}}`:                            queue.MoveUpInLine{Req: "r1", Call: "c1", By: "sun"},
		`{"type":"call.move_up","id":"1","data":{"call":"c1","head":true}}`:                queue.MoveUpInLine{Req: "r1", Call: "c1", By: "sun", ToHead: true},
		`{"type":"call.move_queue","id":"1","data":{"call":"c1","queue":"repairs"}}`:       queue.MoveToQueue{Req: "r1", Call: "c1", By: "sun", Queue: "repairs"},
		`{"type":"call.give","id":"1","data":{"call":"c1","agent":"1001","limit_s":90}}`:   queue.GiveToAgent{Req: "r1", Call: "c1", By: "sun", Agent: "1001", Limit: 90 * time.Second},
		`{"type":"call.give","id":"1","data":{"call":"c1"}}`:                               queue.GiveToAgent{Req: "r1", Call: "c1", By: "sun"},
		`{"type":"callback.cancel","id":"1","data":{"call":"c1"}}`:                         queue.CancelCallback{Req: "r1", Call: "c1", By: "sun"},
		`{"type":"callback.now","id":"1","data":{"call":"c1"}}`:                            queue.CallBackNow{Req: "r1", Call: "c1", By: "sun"},
		`{"type":"agent.queues","id":"1","data":{"agent":"1001","queue":"a","in":true}}`:   queue.SignQueue{Req: "r1", Agent: "1001", By: "sun", Queue: "a", In: true},
		`{"type":"incident.clear","id":"1","data":{"project":"翠湖","building":"3栋"}}`:       queue.SetIncident{Req: "r1", Project: "翠湖", Building: "3栋", By: "sun"},
		`{"type":"incident.set","id":"1","data":{"project":"翠湖","prompt":"notice.water"}}`: queue.SetIncident{Req: "r1", Project: "翠湖", Prompt: "notice.water", By: "sun"},
		`{"type":"incident.set","id":"1","data":{"project":"翠湖","prompt":"n","until":"2026-11-24T09:00:00+08:00"}}`: queue.SetIncident{
			Req: "r1", Project: "翠湖", Prompt: "n", Until: until, By: "sun",
		},
	} {
		boss.send(text)
		boss.next(TypeOK)
		got := o.lastAsked(t)
		if set, ok := got.(queue.SetIncident); ok {
			set.Until = set.Until.UTC()
			if set.Until.IsZero() {
				set.Until = time.Time{}
			}
			got = set
		}
		if got != want {
			t.Errorf("%s became %+v, want %+v", text, got, want)
		}
		anna.send(text)
		if got := data[Refusal](anna, TypeError); got.Code != CodeNotAllowed {
			t.Errorf("an agent's %s got %+v", text, got)
		}
	}
	for _, text := range []string{
		`{"type":"call.move_up","id":"1","data":{}}`,
		`{"type":"call.move_queue","id":"1","data":{"call":"c1"}}`,
		`{"type":"call.give","id":"1","data":{"call":"c1","agent":"1001","limit_s":1e30}}`,
		`{"type":"agent.queues","id":"1","data":{"agent":"1001"}}`,
		`{"type":"incident.set","id":"1","data":{"project":"翠湖","prompt":" "}}`,
	} {
		boss.send(text)
		if got := data[Refusal](boss, TypeError); got.Code != CodeBadData {
			t.Errorf("%s got %+v", text, got)
		}
	}
}

// TestBoardOnTheRealCore moves callers of the real core about.
func TestBoardOnTheRealCore(t *testing.T) {
	o, loop, _ := newCentre(t)
	center := testCenter()
	center.Queues = append(center.Queues, queue.QueueConfig{ID: "repairs", Name: "报修", RingLimit: 15 * time.Second, Threshold: 15 * time.Second})
	o.Configure(center)
	loop.Send(queue.Configured{Center: center})
	boss, _ := o.join(t, "role=supervisor&user=sun")
	var calls []queue.CallID
	for n := range 3 {
		loop.Send(queue.CallArrived{Leg: queue.LegID(fmt.Sprint("leg", n)), Node: "ast1", From: "1380000123" + fmt.Sprint(n), To: "4008001234"})
		line := lineOf(boss, "service", func(l Line) bool { return l.Total == n+1 })
		calls = append(calls, line.Order[n])
	}
	ask := func(text string, want ErrorCode) {
		t.Helper()
		boss.send(text)
		answer := boss.answer()
		var got Refusal
		if err := json.Unmarshal(answer.Data, &got); err != nil {
			t.Fatal(err)
		}
		if got.Code != want {
			t.Errorf("%s was answered %s %s, want code %d", text, answer.Type, answer.Data, want)
		}
	}
	about := func(kind string, call queue.CallID, rest string) string {
		return fmt.Sprintf(`{"type":"%s","id":"x","data":{"call":"%s"%s}}`, kind, call, rest)
	}
	ask(about("call.move_up", calls[0], ""), CodeFirst)
	ask(about("call.move_up", calls[2], `,"head":true`), noError)
	want := []queue.CallID{calls[2], calls[0], calls[1]}
	lineOf(boss, "service", func(l Line) bool { return slices.Equal(l.Order, want) })
	ask(about("call.move_queue", calls[0], `,"queue":"nowhere"`), CodeNoQueue)
	ask(about("call.move_queue", calls[0], `,"queue":"service"`), CodeSameQueue)
	ask(about("call.move_queue", calls[0], `,"queue":"repairs"`), noError)
	row := lineOf(boss, "repairs", func(l Line) bool { return l.Total == 1 }).Rows[0]
	if row.Call != calls[0] || row.MovedBy != "sun" || row.Moved != queue.MoveQueue {
		t.Errorf("moved call is %+v", row)
	}
	ask(about("call.give", calls[1], `,"agent":"1001","limit_s":60`), CodeOffDuty)
	ask(about("call.give", calls[1], `,"agent":"1009","limit_s":60`), CodeNoAgent)
	ask(about("call.give", "nobody", `,"agent":"1001","limit_s":60`), CodeNotWaiting)
	ask(about("callback.cancel", calls[1], ""), CodeNoPromise)
	ask(about("callback.now", calls[1], ""), CodeNoPromise)
	ask(`{"type":"agent.queues","id":"x","data":{"agent":"1001","queue":"repairs","in":true}}`, CodeSignedOut)
	ask(`{"type":"incident.set","id":"x","data":{"project":"","prompt":"n"}}`, CodePlace)
	ask(`{"type":"incident.set","id":"x","data":{"project":"翠湖","prompt":"n","until":"2020-01-01T00:00:00Z"}}`, CodeUntil)
	ask(`{"type":"incident.clear","id":"x","data":{"project":"翠湖"}}`, CodeNothing)
	ask(`{"type":"incident.set","id":"x","data":{"project":"翠湖","prompt":"n"}}`, noError)
	waitFor(t, func() bool { return len(loop.Snapshot().Incidents) == 1 })
	if by := loop.Snapshot().Incidents[0].By; by != "sun" {
		t.Errorf("the notice is %q's", by)
	}
	signedIn(t, loop, o)
	ask(`{"type":"agent.queues","id":"x","data":{"agent":"1001","queue":"repairs","in":true}}`, noError)
	for {
		if a := data[AgentState](boss, TypeAgent); slices.Equal(a.Usual, []string{"service"}) && slices.Equal(a.Queues, []string{"service", "repairs"}) {
			break
		}
	}
}

// signedIn lets an agent come to work, but not to take calls.
func signedIn(t *testing.T, loop *switchboard.Switchboard, o *office) {
	t.Helper()
	anna, _ := o.join(t, "agent=1001&role=agent")
	anna.send(`{"type":"state.set","id":"1","data":{"state":"break","reason":"lunch"}}`)
	anna.next(TypeOK)
	waitFor(t, func() bool {
		return slices.ContainsFunc(loop.Snapshot().Agents, func(a agent.Agent) bool { return a.ID == "1001" && a.State == agent.Break })
	})
}

// answer reads until a request is answered, and keeps what came before.
func (d *desk) answer() received {
	d.t.Helper()
	for {
		f, err := d.read()
		if err != nil {
			d.t.Fatal(err)
		}
		if f.Type == TypeOK || f.Type == TypeError {
			return f
		}
		d.kept = append(d.kept, f)
	}
}

// lineOf reads until a queue's line is as wanted.
func lineOf(d *desk, id string, ok func(Line) bool) Line {
	d.t.Helper()
	for {
		if line := data[Line](d, TypeLine); line.Queue == id && ok(line) {
			return line
		}
	}
}
