package main

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony/sipphone"
)

// dayLength is how long callers come in TestReplayOfARealDay; THIRDRING_DAY
// makes it longer, to look at the figures.
const dayLength = 40 * time.Second

// TestReplayOfARealDay lets real callers come to real telephones, more than the
// agents can serve, and plays what the journal in Redis says of it: the model
// must come near to what was, and one agent more must help.
func TestReplayOfARealDay(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(d *store.Document) {
		d.Queues[0].WrapUp, d.Queues[0].RingLimit = store.Duration(3*time.Second), store.Duration(6*time.Second)
		d.Queues[0].Routing.Misses = 10 // who misses a call stays
	})
	length := dayLength
	if text := os.Getenv("THIRDRING_DAY"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	from := time.Now().Truncate(time.Second)
	day := realDay{site: s, rand: rand.New(rand.NewPCG(1, 2)), length: length}
	calls := day.play("1001", "1002", "1003")
	s.waitClean()
	more := func(draft *store.Document, ids ...agent.ID) {
		for _, id := range ids {
			draft.Agents = append(draft.Agents, store.AgentDoc{ID: id, Name: "新同事", Queues: []string{"service"}})
		}
	}
	result := day.replay(from, func(draft *store.Document) { more(draft, "1011") })
	was, model, draft := result.Actual.Queues[0], result.Model.Queues[0], result.Drafted.Queues[0]
	if was.Offered < calls*9/10 || was.Answered == 0 || was.Abandoned == 0 {
		t.Fatalf("%d callers make no day to learn from: %+v", calls, was)
	}
	if off := model.Answered - was.Answered; model.Offered != was.Offered || max(off, -off) > max(2, was.Answered/10) {
		t.Errorf("the model answers %d of %d, the day %d of %d", model.Answered, model.Offered, was.Answered, was.Offered)
	}
	// Two callers more or less, who may be answered after the longest wait, move the mean of so few by as much.
	few := 2 * max(model.Longest, was.Longest) / time.Duration(was.Answered)
	if off := model.Wait - was.Wait; max(off, -off) > max(few, was.Wait/4) {
		t.Errorf("callers wait %v in the model, %v on the day", model.Wait, was.Wait)
	}
	if draft.Answered <= model.Answered || draft.Wait >= model.Wait {
		t.Errorf("with one agent more %+v, without %+v", draft, model)
	}
	ordered := day.replay(from, func(draft *store.Document) {
		more(draft, "1011", "1012", "1013") // enough for somebody to be spare
		draft.Queues[0].Routing.Strategy = queue.Ordered
	}).Drafted
	if first, last := ordered.Agents[0], ordered.Agents[len(ordered.Agents)-1]; first.Calls <= last.Calls {
		t.Errorf("asked in order, %s has %d calls and %s %d", first.Agent, first.Calls, last.Agent, last.Calls)
	}
}

// realDay plays people.
type realDay struct {
	*site
	rand   *rand.Rand // only touched by play
	length time.Duration
}

// play lets callers come until the day is over, and says how many came.
func (d *realDay) play(agents ...string) (calls int) {
	d.t.Helper()
	ctx, stop := context.WithCancel(d.t.Context())
	defer stop()
	var office sync.WaitGroup
	for _, id := range agents {
		w := d.worker(id)
		office.Go(func() { work(ctx, w.phone) })
	}
	var callers sync.WaitGroup
	for end := time.Now().Add(d.length); time.Now().Before(end); calls++ {
		call := d.caller("139" + strconv.Itoa(10000000+calls))
		patience := time.Duration(6+d.rand.IntN(10)) * time.Second
		talk := time.Duration(3+d.rand.IntN(6)) * time.Second
		callers.Go(func() { d.be(ctx, call, patience, talk) })
		d.lasts(time.Duration(d.rand.ExpFloat64() * float64(2500*time.Millisecond)))
	}
	callers.Wait()
	stop()
	office.Wait()
	return calls
}

// be is a caller, who talks for so long or loses patience.
func (d *realDay) be(ctx context.Context, call *sipphone.Call, patience, talk time.Duration) {
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := call.WaitTone(wait, agentTone); err == nil {
		d.lasts(talk)
	}
	_ = call.Hangup(ctx) // may be over
}

// work is an agent's hand: every seventh call is not answered.
func work(ctx context.Context, phone *sipphone.Phone) {
	for n := 1; ; n++ {
		call, err := phone.NextCall(ctx)
		if err != nil {
			return
		}
		if call.Ring() != nil || n%7 == 0 {
			_, _ = call.WaitEnded(ctx)
			continue
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return
		}
		if call.Answer(sipphone.Tone(agentTone, 12)) == nil {
			_, _ = call.WaitEnded(ctx)
		}
	}
}

// replay plays the day with what was in force and with a changed document.
func (d *realDay) replay(from time.Time, change func(*store.Document)) replayed {
	d.t.Helper()
	db, err := store.Open(d.t.Context(), store.Options{Addr: d.redis.Addr, Site: "e2e", Registerer: prometheus.NewRegistry()})
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	draft, err := db.Current(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	change(&draft)
	result, err := replayDay(d.t.Context(), db, from, time.Now(), draft)
	if err != nil {
		d.t.Fatal(err)
	}
	var text strings.Builder
	if err := result.print(&text, "en"); err != nil {
		d.t.Fatal(err)
	}
	d.t.Logf("\n%s", text.String())
	return result
}
