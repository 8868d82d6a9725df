package ws

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

func reserved(id agent.ID, call string) agent.Agent {
	a := testAgent(id)
	a.State, a.Contact = agent.Reserved, agent.Contact{Call: call, Leg: "leg-" + string(id)}
	return a
}

func (o *office) offer(call queue.Call) {
	id := call.OnlyOffer().Agent
	o.Publish(queue.Update{Agents: []agent.Agent{reserved(id, string(call.ID))}, Calls: []queue.Call{call}})
	o.Do(queue.ShowOffer{Agent: id, Call: call, Leg: call.OnlyOffer().Leg})
}

func TestOfferIsShownBeforeTheCoreHearsOfIt(t *testing.T) {
	o := newOffice(t, func(opts *Options) {
		opts.Cards = func(queue.CallID) []Card {
			return []Card{{ID: "o1", Name: "李雷", Segment: "重要客户", Units: []Unit{}}}
		}
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.wantEvent(t, queue.DesktopState{Agent: "1001", Connected: true})
	o.offer(testCall("c1", "1001"))

	o.wantEvent(t, queue.OfferShown{Call: "c1", Leg: "leg-1001", Shown: true})
	pop := data[Pop](d, TypePop)
	if pop.Phase != PopOffering || pop.Caller.Number != "13800001234" || pop.Caller.Masked != "138****1234" {
		t.Errorf("pop is %+v", pop)
	}
	if pop.Caller.Owner == nil || pop.Caller.Owner.Segment != "重要客户" || pop.Caller.Choices != nil {
		t.Errorf("caller is %+v", pop.Caller)
	}
	if pop.HotlineName != "客服热线" || pop.QueueName != "客服" || !pop.RingBy.Equal(monday.Add(15*time.Second)) || !pop.Recorded {
		t.Errorf("pop is %+v", pop)
	}
	if pop.Script[0].Text != "您好,滨江花园客服!我是客服王芳,工号1001。" {
		t.Errorf("script is %+v", pop.Script)
	}
}

func TestOfferWithoutDesktop(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	o.offer(testCall("c1", "1001"))
	o.wantEvent(t, queue.OfferShown{Call: "c1", Leg: "leg-1001", Shown: false})
	// A desktop that comes while the phone rings gets the pop all the same.
	if _, snap := o.join(t, "agent=1001&role=agent"); snap.Pop == nil || snap.Pop.Call != "c1" {
		t.Errorf("pop in the snapshot is %+v", snap.Pop)
	}
}

func TestOfferWithdrawn(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.offer(testCall("c1", "1001"))
	o.Do(queue.WithdrawOffer{Agent: "1001", Call: "another", Result: queue.OfferFailed})
	o.Do(queue.WithdrawOffer{Agent: "1001", Call: "c1", Result: queue.OfferCaller})
	if end := data[PopEnd](d, TypePopEnd); end.Call != "c1" || end.Result != queue.OfferCaller {
		t.Errorf("pop ended with %+v", end)
	}
	if _, snap := o.join(t, "agent=1001&role=agent"); snap.Pop != nil {
		t.Errorf("a withdrawn pop is in the snapshot: %+v", snap.Pop)
	}
}

// TestPopSaysWhetherTheCustomerMayBeAsked for an opinion: while the agent talks to one
// who has not opted out, in a queue that asks.
func TestPopSaysWhetherTheCustomerMayBeAsked(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	center := testCenter()
	for i := range center.Queues {
		center.Queues[i].Survey.Ask = true
	}
	o.Configure(center)
	d, _ := o.join(t, "agent=1001&role=agent")
	call := testCall("c1", "1001")
	call.Record.Direction = queue.Inbound
	o.offer(call)
	if data[Pop](d, TypePop).Survey {
		t.Error("a customer who still waits may be asked")
	}
	call.Phase, call.Offers = queue.Talking, nil
	call.Talk = &queue.Talk{Agent: "1001", Leg: "leg-1001", Connected: true}
	talking := reserved("1001", "c1")
	talking.State = agent.Talking
	o.Publish(queue.Update{Agents: []agent.Agent{talking}, Calls: []queue.Call{call}})
	if !popIn(d, PopTalking).Survey {
		t.Error("a customer who talks may not be asked")
	}
	call.NoSurvey = true
	o.Publish(queue.Update{Calls: []queue.Call{call}})
	if data[Pop](d, TypePopUpdate).Survey {
		t.Error("a customer who has opted out may be asked")
	}
}

func TestPopFollowsTheCall(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	call := testCall("c1", "1001")
	o.offer(call)
	data[Pop](d, TypePop)

	call.Phase, call.Offers = queue.Talking, nil
	call.Talk = &queue.Talk{Agent: "1001", Leg: "leg-1001"}
	call.Record.Times.Person = monday.Add(5 * time.Second)
	call.Record.Offers = []queue.OfferTry{{Agent: "1001", At: monday, Result: queue.OfferAnswered}}
	talking := reserved("1001", "c1")
	talking.State = agent.Talking
	o.Publish(queue.Update{Agents: []agent.Agent{talking}, Calls: []queue.Call{call}})
	if pop := popIn(d, PopTalking); !pop.AnsweredAt.Equal(monday.Add(5 * time.Second)) {
		t.Errorf("talking pop is %+v", pop)
	}

	call.Phase = queue.Ended
	call.Record.Times.Hangup = monday.Add(time.Minute)
	call.Record.End = queue.End{Class: queue.ByCaller, Reason: queue.EndHangup}
	call.Record.Wrap = queue.Disposition{Category: "INQ", Summary: "问装修", SavedAt: monday}
	wrapping := talking
	wrapping.State, wrapping.Contact.WrapUpBy = agent.WrapUp, monday.Add(2*time.Minute)
	o.Publish(queue.Update{Agents: []agent.Agent{wrapping}, Calls: []queue.Call{call}})
	pop := popIn(d, PopEnded)
	if pop.EndedBy != queue.ByCaller || !pop.WrapUpBy.Equal(monday.Add(2*time.Minute)) {
		t.Errorf("ended pop is %+v", pop)
	}
	if pop.Wrap == nil || pop.Wrap.Summary != "问装修" {
		t.Errorf("saved wrap-up is %+v", pop.Wrap)
	}

	o.Publish(queue.Update{Agents: []agent.Agent{testAgent("1001")}, Gone: []queue.CallID{"c1"}})
	if end := data[PopEnd](d, TypePopEnd); end.Result != queue.OfferAnswered {
		t.Errorf("pop ended with %+v", end)
	}
}

// The agent corrects the owner's file during the call.
func TestChangedCardIsShownAtOnce(t *testing.T) {
	var name atomic.Value
	name.Store("李雷")
	o := newOffice(t, func(opts *Options) {
		opts.Cards = func(queue.CallID) []Card { return []Card{{ID: "o1", Name: name.Load().(string), Units: []Unit{}}} }
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	call := testCall("c1", "1001")
	call.Record.Caller.Match, call.Record.Caller.Owner = queue.Known, queue.OwnerRef{ID: "o1", Name: "李雷"}
	o.offer(call)
	if pop := data[Pop](d, TypePop); pop.Caller.Owner.Name != "李雷" {
		t.Fatalf("the pop shows %+v", pop.Caller.Owner)
	}
	name.Store("韩梅梅")
	o.CardsChanged("c2") // another call: no frame
	o.CardsChanged("c1")
	for pop := data[Pop](d, TypePopUpdate); pop.Caller.Owner.Name != "韩梅梅"; {
		pop = data[Pop](d, TypePopUpdate)
	}
}

// popIn reads updates until the pop is in the phase.
func popIn(d *desk, phase PopPhase) Pop {
	d.t.Helper()
	for {
		if pop := data[Pop](d, TypePopUpdate); pop.Phase == phase {
			return pop
		}
	}
}

func TestCallerKinds(t *testing.T) {
	two := []Card{{ID: "o1", Name: "李雷"}, {ID: "o2", Name: "韩梅"}}
	for name, tc := range map[string]struct {
		who    queue.Party
		number string
		check  func(Caller) bool
	}{
		"looking":  {queue.Party{Raw: "13800001234"}, "13800001234", func(c Caller) bool { return c.Owner == nil && c.Choices == nil }},
		"unknown":  {queue.Party{Raw: "x", Number: "+862112345678", Match: queue.Unknown}, "02112345678", func(c Caller) bool { return c.Owner == nil }},
		"withheld": {queue.Party{Raw: "anonymous", Match: queue.Withheld}, "", func(c Caller) bool { return c.Raw == "" && c.Masked == "" }},
		"picked for an unknown number": {
			queue.Party{Raw: "x", Number: "+862112345678", Match: queue.Unknown, Owner: queue.OwnerRef{ID: "o2", Unit: "1/2/3"}},
			"02112345678",
			func(c Caller) bool { return c.Owner != nil && c.Owner.Name == "韩梅" && c.Unit == "1/2/3" },
		},
		"picked for a withheld number": {
			queue.Party{Raw: "anonymous", Match: queue.Withheld, Owner: queue.OwnerRef{ID: "o1"}},
			"",
			func(c Caller) bool {
				return c.Owner != nil && c.Owner.Name == "李雷" && c.Raw == "" && c.Masked == ""
			},
		},
		"choice": {
			queue.Party{Number: "+8613800001234", Match: queue.Choice},
			"13800001234",
			func(c Caller) bool { return c.Owner == nil && len(c.Choices) == 2 },
		},
		"chosen": {
			queue.Party{Number: "+8613800001234", Match: queue.Choice, Owner: queue.OwnerRef{ID: "o2", Unit: "1/2/3"}},
			"13800001234",
			func(c Caller) bool { return c.Owner != nil && c.Owner.Name == "韩梅" && c.Unit == "1/2/3" },
		},
		"directory away": {
			queue.Party{Number: "+8613800001234", Match: queue.Known, Owner: queue.OwnerRef{ID: "o9", Name: "张三"}},
			"13800001234",
			func(c Caller) bool { return c.Owner != nil && c.Owner.Name == "张三" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, func(opts *Options) { opts.Cards = func(queue.CallID) []Card { return two } })
			o.open(testAgent("1001"))
			d, _ := o.join(t, "agent=1001&role=agent")
			call := testCall("c1", "1001")
			call.Record.Caller = tc.who
			o.offer(call)
			if got := data[Pop](d, TypePop).Caller; got.Number != tc.number || !tc.check(got) {
				t.Errorf("caller is %+v", got)
			}
		})
	}
}

func TestOldPromisesStayOnThePop(t *testing.T) {
	rows := []RecentCall{{Call: "c1"}, {Call: "c2"}, {Call: "c3"}, {Call: "c4"}, {Call: "c5"}, {Call: "c6"}, {Call: "owed", PromisedReplyAt: time.Now()}}
	o := newOffice(t, func(opts *Options) {
		opts.Recent = func(context.Context, queue.Party) ([]RecentCall, error) { return rows, nil }
	})
	found, _ := o.findRecent(t.Context(), "c0", queue.Party{}).(recentFound)
	if n := len(found.rows); n != recentRows+1 || found.rows[n-1].Call != "owed" {
		t.Errorf("found %+v, want the newest %d and the promise", found.rows, recentRows)
	}
}

func TestRecentCallsFollow(t *testing.T) {
	asked := make(chan queue.Party, 10)
	o := newOffice(t, func(opts *Options) {
		opts.Recent = func(_ context.Context, who queue.Party) ([]RecentCall, error) {
			asked <- who
			if who.Match == queue.Choice {
				return nil, errors.New("register is away")
			}
			return []RecentCall{{Call: "c1"}, {Call: "c0", Summary: "漏水"}}, nil
		}
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	call := testCall("c1", "1001")
	known := call.Record.Caller
	call.Record.Caller.Match = queue.Choice // fails: the pop stays as it is
	o.offer(call)
	if pop := data[Pop](d, TypePop); pop.Loaded {
		t.Error("earlier calls are there before they can be")
	}
	if who := <-asked; who.Match != queue.Choice { // before another worker is asked for the next
		t.Errorf("asked for %+v", who)
	}
	call.Record.Caller = known
	o.Publish(queue.Update{Calls: []queue.Call{call}})
	for {
		if pop := data[Pop](d, TypePopUpdate); pop.Loaded {
			if len(pop.Recent) != 1 || pop.Recent[0].Summary != "漏水" {
				t.Errorf("earlier calls are %+v, want the other one only", pop.Recent)
			}
			break
		}
	}
	if who := <-asked; who != known || len(asked) > 0 {
		t.Errorf("asked for %+v and %d more, want %+v", who, len(asked), known)
	}
}

func TestOfferReportsOnce(t *testing.T) {
	var got []bool
	o := newOffer(2, func(shown bool) { got = append(got, shown) })
	o.failed()
	o.shown()
	o.failed()
	o.shown()
	if len(got) != 1 || !got[0] {
		t.Errorf("reported %v, want [true]", got)
	}
	got = nil
	o = newOffer(2, func(shown bool) { got = append(got, shown) })
	o.failed()
	o.failed()
	if len(got) != 1 || got[0] {
		t.Errorf("reported %v, want [false]", got)
	}
}

func TestNumbers(t *testing.T) {
	for number, want := range map[string][2]string{
		"+8613800001234": {"13800001234", "138****1234"},
		"+862112345678":  {"02112345678", "021****5678"},
		"+864008001234":  {"4008001234", "400****1234"},
		"+8612345":       {"12345", "12345"},
		"+8695588":       {"95588", "95588"},
		"+861012345678":  {"01012345678", "010****5678"},
		"+8657112345678": {"057112345678", "0571****5678"},
		"+442071234567":  {"+442071234567", "+44****4567"},
		"110":            {"110", "110"},
		"":               {"", ""},
	} {
		got := national(number)
		if got != want[0] || mask(got) != want[1] {
			t.Errorf("%s is shown as %q, masked %q; want %q", number, got, mask(got), want)
		}
	}
}
