package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// BenchmarkAnswer measures INVITE to 200 OK of thirdring beside a plain
// Answer() in the dialplan and a minimal ARI application, call by call in turn.
func BenchmarkAnswer(b *testing.B) {
	s := newSiteOn(b, deploy.AsteriskOptions{ExtraDialplan: `
[hotline](+)
exten => 7001,1,Answer()
 same => n,Wait(60)
exten => 7002,1,Stasis(minimal)
`}, nil)
	s.minimalApp()
	targets := []struct{ name, number string }{
		{"plain Answer()", "7001"}, {"minimal ARI app", "7002"}, {"thirdring", s.demo.Hotline},
	}
	got := make([]delays, len(targets))
	for i := 0; b.Loop(); i++ {
		for j := range targets {
			k := (i + j) % len(targets)
			call := s.dial("13800001234", targets[k].number)
			s.within("answer", call.WaitAnswered)
			got[k] = append(got[k], call.Times().AnswerDelay())
			s.within("hang up", call.Hangup)
		}
	}
	fmt.Println("\nINVITE to 200 OK")
	for k, target := range targets {
		got[k].report(target.name)
	}
	ratio("thirdring p99 / minimal ARI app p99", got[2].at(0.99), got[1].at(0.99), 1.2)
	ratio("thirdring p50 / plain Answer() p50", got[2].at(0.5), got[0].at(0.5), 2)
}

// minimalApp answers every call of the application "minimal" and does nothing
// else: the floor under any ARI application.
func (s *site) minimalApp() {
	key := url.QueryEscape(s.asterisk.ARIUser + ":" + s.asterisk.ARIPassword)
	conn, _, err := websocket.DefaultDialer.Dial(strings.Replace(s.asterisk.ARIURL, "http", "ws", 1)+"/events?app=minimal&api_key="+key, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			var event struct {
				Type    string
				Channel struct{ ID string }
			}
			if conn.ReadJSON(&event) != nil {
				return
			}
			if event.Type != "StasisStart" {
				continue
			}
			resp, err := http.Post(s.asterisk.ARIURL+"/channels/"+event.Channel.ID+"/answer?api_key="+key, "", nil)
			if err == nil {
				resp.Body.Close()
			}
		}
	})
	s.t.Cleanup(func() { conn.Close(); running.Wait() })
}

// BenchmarkAgent measures an agent's day with callers waiting all the time:
// pop before ring, freed to next ring, answer to two-way audio, and the
// caller's hang-up to the phone's cancel.
func BenchmarkAgent(b *testing.B) {
	s := newSite(b, func(d *store.Document) {
		d.Queues[0].WrapUp = 0
		for i := range d.Agents {
			d.Agents[i].WorkNo = "" // an announcement would mix with the agent's tone
		}
	})
	ann := s.worker("1001")
	var early, freed, audio, cancelled delays
	shown := 0
	callers := map[string]*sipphone.Call{}
	arrive := func(i int) {
		from := fmt.Sprintf("138%08d", i)
		callers["+86"+from] = s.caller(from)
	}
	const ahead = 30 // callers waiting, so that the agent never waits for one
	for i := range ahead {
		arrive(i)
	}
	var free time.Time
	for i := 0; b.Loop(); i++ {
		arrive(i + ahead)
		phone := ann.rung()
		rang := phone.Times().Invite
		pop := ann.desk.wait("pop", func(f frame) bool { return f.Type == ws.TypePop })
		ann.desk.forget()
		early = append(early, rang.Sub(pop.at))
		if pop.at.Before(rang) {
			shown++
		}
		if !free.IsZero() {
			freed = append(freed, rang.Sub(free))
		}
		call := callers[phone.From().Number]
		if i%4 == 3 {
			s.within("hang up", call.Hangup)
			s.within("cancel", func(ctx context.Context) error { _, err := phone.WaitEnded(ctx); return err })
			cancelled = append(cancelled, phone.Times().Cancel.Sub(call.Times().Bye))
			free = phone.Times().Cancel
			continue
		}
		if err := phone.Answer(sipphone.Tone(agentTone, 12)); err != nil {
			b.Fatal(err)
		}
		s.within("two-way audio", func(ctx context.Context) error {
			heard, err := call.WaitAudio(ctx)
			if err == nil {
				heard, err = call.WaitTone(ctx, agentTone)
			}
			audio = append(audio, heard.Sub(phone.Times().Answer))
			return err
		})
		s.within("hang up", phone.Hangup)
		free = phone.Times().Bye
	}
	fmt.Println("\nan agent with callers waiting")
	fmt.Printf("  pop on the socket before the phone's INVITE    %d of %d calls\n", shown, len(early))
	early.report("pop ahead of the INVITE")
	freed.report("agent freed to next INVITE")
	audio.report("agent's 200 to the caller hearing the agent")
	if len(cancelled) > 0 {
		cancelled.report("caller gone to the phone's CANCEL")
	}
}

// BenchmarkRecovery kills thirdring with 50 callers talking and 50 waiting.
func BenchmarkRecovery(b *testing.B) {
	const talking, waiting = 50, 50
	s := newSite(b, func(d *store.Document) {
		d.Queues[0].WrapUp = 0
		for i := len(d.Agents); i < talking; i++ {
			id := agent.ID(fmt.Sprint(1001 + i))
			d.Agents = append(d.Agents, store.AgentDoc{ID: id, Name: "客服" + string(id), WorkNo: string(id), Queues: []string{d.Queues[0].ID}})
		}
	})
	calls := s.fill(talking, waiting)
	var back delays
	for b.Loop() {
		before := s.order()
		s.server.Kill()
		began := time.Now()
		s.start()
		back = append(back, time.Since(began))
		if after := s.order(); !slices.Equal(before, after) {
			b.Fatalf("the order changed: %v, then %v", before, after)
		}
		for _, call := range calls {
			if call.State() != sipphone.Answered {
				b.Fatalf("a caller was lost: %+v", call.End())
			}
		}
	}
	fmt.Printf("\nkill -9 with %d talking and %d waiting: none lost, order kept\n", talking, waiting)
	back.report("start to serving again")
	ratio("serving again / 2 s", back.at(0.99), 2*time.Second, 1)
}

// addUsers gives the agents of the configuration, up to so many, a user each.
func (s *site) addUsers(agents int) {
	s.t.Helper()
	const secret = "bench-secret"
	db, err := store.Open(s.t.Context(), store.Options{Addr: s.redis.Addr, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	for i := len(s.secrets.Agents); i < agents; i++ {
		id := fmt.Sprint(1001 + i)
		user := store.User{ID: id, Name: id, Role: store.RoleAgent, Agent: agent.ID(id)}
		if err := db.AddUser(s.t.Context(), user, secret, secret); err != nil {
			s.t.Fatal(err)
		}
		s.secrets.Agents = append(s.secrets.Agents, demoAgent{ID: id, Password: secret, SIPUser: id, SIPSecret: secret})
	}
}

// fill brings so many callers into conversations and the queue.
func (s *site) fill(talking, waiting int) []*sipphone.Call {
	s.t.Helper()
	s.addUsers(talking)
	var calls []*sipphone.Call
	for i := range talking {
		w := &worker{t: s.t, site: s, id: s.secrets.Agents[i].ID}
		w.register()
		s.post("/api/agents/"+w.id+"/state", map[string]string{"state": "ready"})
		calls = append(calls, s.caller(fmt.Sprintf("138%08d", i)))
		w.answer()
	}
	for i := range waiting {
		calls = append(calls, s.caller(fmt.Sprintf("139%08d", i)))
	}
	eventually(s.t, "all in place", func() error {
		n, err := s.metric(`thirdring_switchboard_waiting{queue="service"}`)
		if err == nil && int(n) != waiting {
			err = fmt.Errorf("%v wait", n)
		}
		return err
	})
	return calls
}

func (s *site) post(path string, body any) {
	s.t.Helper()
	eventually(s.t, path, func() error {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		req, err := http.NewRequest(http.MethodPost, s.config.PublicURL+path, bytes.NewReader(text))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer operator")
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

// order is the order of the queue as Redis has it.
func (s *site) order() []queue.CallID {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), store.Options{Addr: s.redis.Addr, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	live, err := db.Load(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	slices.SortFunc(live.Calls, func(a, b queue.Call) int { return a.Place.Entered.Compare(b.Place.Entered) })
	var ids []queue.CallID
	for _, call := range live.Calls {
		if call.Phase == queue.Waiting {
			ids = append(ids, call.ID)
		}
	}
	return ids
}
