package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// benchQueue sets thirdring's queue to what app_queue does: no wrap-up, no
// words while waiting, no announcement of the agent; recorded.
func benchQueue(agents int) func(*store.Document) {
	return func(d *store.Document) {
		d.Queues[0].WrapUp, d.Queues[0].ComfortEvery, d.Queues[0].Announce = 0, 0, "nothing"
		for i := len(d.Agents); i < agents; i++ {
			id := agent.ID(fmt.Sprint(1001 + i))
			d.Agents = append(d.Agents, store.AgentDoc{ID: id, Name: "客服" + string(id), Queues: []string{d.Queues[0].ID}})
		}
		for i := range d.Agents {
			d.Agents[i].WorkNo, d.Agents[i].Device = "", agent.DeskPhone
		}
	}
}

// crew are the agents who serve both centres, by the same telephones, and the
// telephone that all callers share.
type crew struct {
	site    *site
	pacer   *sipphone.Pacer
	workers []*worker
	callers *sipphone.Phone

	mu     sync.Mutex // guards visits
	visits map[string]*visit
}

// crew makes agents and callers with telephones that speak and listen.
func (s *site) crew(agents int) *crew {
	s.t.Helper()
	c := &crew{site: s, pacer: sipphone.NewPacer()}
	s.t.Cleanup(c.pacer.Close)
	s.addUsers(agents)
	for i := range agents {
		w := &worker{t: s.t, site: s, id: s.secrets.Agents[i].ID}
		w.phone = c.phone(sipphone.Options{
			User: w.id, Secret: w.secrets().SIPSecret, Registrar: s.asterisk.SIPAddr, Tones: []float64{callerTone},
			Handle: func(call *sipphone.Call) { c.serve(i, call) },
		})
		c.workers = append(c.workers, w)
	}
	c.callers = c.phone(sipphone.Options{User: "callers", Tones: []float64{agentTone}})
	return c
}

func (c *crew) phone(o sipphone.Options) *sipphone.Phone {
	o.Pacer = c.pacer
	phone, err := sipphone.New(o)
	if err != nil {
		c.site.t.Fatal(err)
	}
	c.site.t.Cleanup(func() { phone.Close() })
	return phone
}

// begin signs all agents in, each with a desktop, and makes them ready.
func (c *crew) begin() {
	c.site.t.Helper()
	for _, w := range c.workers {
		c.site.within("register", func(ctx context.Context) error { return w.phone.Register(ctx) })
		w.signIn()
		w.desk = w.open()
	}
	for _, w := range c.workers {
		w.desk.wait("phone reachable", func(f frame) bool { return f.mine(w.id).Phone })
		w.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
		w.desk.wait("ready", func(f frame) bool { return f.mine(w.id).State == agent.Ready })
	}
}

// again makes ready whoever missed a call.
func (c *crew) again() {
	for _, w := range c.workers {
		w.desk.forget()
		w.desk.try(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
	}
}

// visit is one caller's way through a centre.
type visit struct {
	at   time.Duration // when to call
	talk time.Duration

	call  *sipphone.Call
	agent int
	rang  time.Time     // an agent's telephone, first
	heard time.Duration // from the agent's 200 until both hear each other
	freed time.Time     // the agent
	wrong error
	done  chan struct{} // closed when the agent's side is over
}

// plan is a day of callers: the first of them together, the others as a Poisson
// process, all with exponential times of talk. The same seed gives the same day.
func plan(seed uint64, together, others int, perSecond float64, talk time.Duration) []*visit {
	random := rand.New(rand.NewPCG(seed, 1))
	var at time.Duration
	visits := make([]*visit, together+others)
	for i := range visits {
		if i >= together {
			at += time.Duration(random.ExpFloat64() / perSecond * float64(time.Second))
		} else {
			at += 20 * time.Millisecond
		}
		spoken := max(200*time.Millisecond, time.Duration(random.ExpFloat64()*float64(talk)))
		visits[i] = &visit{at: at, talk: spoken, done: make(chan struct{})}
	}
	return visits
}

// rounds numbers the callers of all runs.
var rounds int

// run lets the callers call and returns when all have been served, or when
// limit has passed since the last came.
func (c *crew) run(t testing.TB, at centre, visits []*visit, limit time.Duration) {
	t.Helper()
	rounds++
	numbers := make([]string, len(visits))
	c.mu.Lock()
	c.visits = make(map[string]*visit)
	for i, v := range visits {
		numbers[i] = fmt.Sprintf("138%03d%05d", rounds, i)
		c.visits[numbers[i]] = v
	}
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(t.Context(), visits[len(visits)-1].at+limit)
	defer cancel()
	began := time.Now()
	var served sync.WaitGroup
	for i, v := range visits {
		timer := time.NewTimer(time.Until(began.Add(v.at)))
		<-timer.C
		call, err := c.callers.Dial(t.Context(), sipphone.DialOptions{
			Number: at.queue, From: numbers[i], Server: at.sip, Source: sipphone.Tone(callerTone, 12),
		})
		if err != nil {
			t.Fatal(err)
		}
		v.call = call
		served.Go(func() { v.follow(ctx) })
	}
	served.Wait()
}

// follow stays with a caller to the end.
func (v *visit) follow(ctx context.Context) {
	err := v.call.WaitAnswered(ctx)
	if err == nil {
		_, err = v.call.WaitEnded(ctx)
	}
	if err == nil {
		late, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		select {
		case <-v.done: // wrong says how it was
			return
		case <-late.Done():
			err = fmt.Errorf("ended without an agent: %+v", v.call.End())
		}
	}
	v.wrong = err
	hang, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_ = v.call.Hangup(hang) // it may have ended by itself
}

// serve is an agent's side of a call.
func (c *crew) serve(who int, call *sipphone.Call) {
	c.mu.Lock()
	v := c.visits[strings.TrimPrefix(call.From().Number, "+86")]
	c.mu.Unlock()
	if v == nil || !v.rang.IsZero() {
		go func() { _ = call.Reject(486) }() // nobody's call: what becomes of it is not measured
		return
	}
	v.agent, v.rang = who, call.Times().Invite
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		defer close(v.done)
		v.wrong = c.talk(ctx, v, call)
	}()
}

// talk answers at once, speaks until both have heard each other and the time of
// talk is over, and hangs up.
func (*crew) talk(ctx context.Context, v *visit, call *sipphone.Call) error {
	if err := call.Ring(); err != nil {
		return err
	}
	over := time.NewTimer(v.talk)
	if err := call.Answer(sipphone.Tone(agentTone, 12)); err != nil {
		return err
	}
	hears, err := call.WaitTone(ctx, callerTone)
	if err != nil {
		return err
	}
	heard, err := v.call.WaitTone(ctx, agentTone)
	if err != nil {
		return err
	}
	if heard.After(hears) {
		hears = heard
	}
	v.heard = hears.Sub(call.Times().Answer)
	select {
	case <-over.C:
	case <-call.Done():
		return fmt.Errorf("the agent's call ended early: %+v", call.End())
	}
	err = call.Hangup(ctx)
	v.freed = call.Times().Bye
	return err
}
