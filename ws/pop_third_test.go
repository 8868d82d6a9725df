package ws

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

func talkingAgent(id agent.ID, call queue.CallID) agent.Agent {
	a := reserved(id, string(call))
	a.State, a.Since = agent.Talking, monday
	return a
}

// given is a call that 1001 talks to.
func talkCall() queue.Call {
	call := testCall("c1", "1001")
	call.Phase, call.Offers, call.Due = queue.Talking, nil, nil
	call.Record.Offers[0].Result = queue.OfferAnswered
	call.Record.Direction = queue.Inbound
	call.Record.Times.Person, call.Record.Times.Connect = monday, monday
	call.Record.Parts = []queue.Part{{Agent: queue.AgentRef{ID: "1001"}, Span: queue.Span{From: monday}}}
	call.Talk = &queue.Talk{Agent: "1001", Leg: "leg-1001", Connected: true}
	return call
}

func thirdCenter() queue.Center {
	c := testCenter()
	c.Queues = append(c.Queues, queue.QueueConfig{ID: "repair", Name: "报修"})
	c.Departments = []queue.Department{{Code: "works", Name: "工程部", Number: "8001"}}
	c.TransferReasons = []queue.TransferReason{{Code: "specialist", Name: "需专业部门处理"}}
	return c
}

// shown publishes a call and its agents, and is what the agents' desktops show then.
func shown(t *testing.T, call queue.Call, who agent.ID, agents ...agent.Agent) Pop {
	t.Helper()
	o := newOffice(t, nil)
	o.Configure(thirdCenter())
	o.Publish(queue.Update{Seq: 1, Agents: agents, Calls: []queue.Call{call}})
	_, snap := o.join(t, "role=agent&agent="+string(who))
	if snap.Pop == nil {
		t.Fatal("there is no pop")
	}
	return *snap.Pop
}

func TestThirdPartyOnTheScreen(t *testing.T) {
	later := monday.Add(time.Minute)
	consult := queue.Transferred{At: later, By: "1001", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}, Name: "李娜", Kind: queue.Consulting, Reason: "specialist"}
	returned := consult
	returned.Result, returned.Ended = queue.TransferReturned, later.Add(time.Second)
	outside := queue.Transferred{At: later, By: "1001", To: queue.Target{Kind: queue.ToNumber, ID: "13900001111"}, Kind: queue.Consulting}
	for name, tc := range map[string]struct {
		change func(*queue.Call)
		want   *Third
	}{
		"nobody": {func(*queue.Call) {}, nil},
		"rung": {func(c *queue.Call) {
			c.Offers = []*queue.Offer{{For: queue.ForConsult, Agent: "1002", From: "1001", To: consult.To, At: later}}
			c.Record.Transfers = []queue.Transferred{consult}
		}, &Third{To: Target{queue.ToAgent, "1002"}, Name: "李娜", Kind: queue.Consulting, Ringing: true, Since: later}},
		"talked to": {func(c *queue.Call) {
			c.Talk.Third, c.Talk.HeldSince = &queue.Third{Agent: "1002", To: consult.To}, later
			c.Record.Transfers = []queue.Transferred{consult}
		}, &Third{To: Target{queue.ToAgent, "1002"}, Name: "李娜", Kind: queue.Consulting, Since: later}},
		"conference": {func(c *queue.Call) {
			c.Talk.Third = &queue.Third{Agent: "1002", To: consult.To}
			c.Record.Transfers = []queue.Transferred{consult}
		}, &Third{To: Target{queue.ToAgent, "1002"}, Name: "李娜", Kind: queue.Consulting, Since: later, Conference: true}},
		"held, a number": {func(c *queue.Call) {
			c.Talk.Third = &queue.Third{To: outside.To, Held: true}
			c.Record.Transfers = []queue.Transferred{consult, outside}
		}, &Third{To: Target{queue.ToNumber, "13900001111"}, Name: "139****1111", Kind: queue.Consulting, Since: later, Held: true}},
		"did not answer": {
			func(c *queue.Call) { c.Record.Transfers = []queue.Transferred{returned} },
			&Third{To: Target{queue.ToAgent, "1002"}, Name: "李娜", Kind: queue.Consulting, Since: returned.Ended, Result: queue.TransferReturned},
		},
		"a department": {func(c *queue.Call) {
			c.Offers = []*queue.Offer{{For: queue.ForConsult, From: "1001", To: queue.Target{Kind: queue.ToDepartment, ID: "works"}, At: later}}
		}, &Third{To: Target{queue.ToDepartment, "works"}, Name: "工程部", Kind: queue.Consulting, Ringing: true, Since: later}},
	} {
		t.Run(name, func(t *testing.T) {
			call := talkCall()
			tc.change(&call)
			pop := shown(t, call, "1001", talkingAgent("1001", "c1"))
			if pop.Phase != PopTalking || pop.Consulted {
				t.Errorf("pop is %+v", pop)
			}
			if (pop.Third == nil) != (tc.want == nil) || tc.want != nil && *pop.Third != *tc.want {
				t.Errorf("third is %+v, want %+v", pop.Third, tc.want)
			}
		})
	}
}

func TestConsultedColleague(t *testing.T) {
	call := talkCall()
	call.Talk.Third = &queue.Third{Agent: "1002", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}}
	call.Talk.HeldSince, call.Talk.Muted = monday, true
	call.Record.Transfers = []queue.Transferred{{By: "1001", To: call.Talk.Third.To, Kind: queue.Consulting, Reason: "specialist"}}
	call.Record.Wrap = queue.Disposition{Summary: "漏水", SavedAt: monday}
	asks := talkingAgent("1001", "c1")
	asks.Name = "李娜"
	pop := shown(t, call, "1002", asks, talkingAgent("1002", "c1"))
	if !pop.Consulted || pop.Phase != PopTalking || pop.For != queue.ForConsult || pop.Muted || pop.Third != nil || pop.Wrap != nil || len(pop.Script) != 0 {
		t.Errorf("pop is %+v", pop)
	}
	if pop.From == nil || pop.From.ID != "1001" || pop.From.Name != "李娜" || pop.FromReason != "需专业部门处理" {
		t.Errorf("from %+v because of %q", pop.From, pop.FromReason)
	}
}

func TestTransferOnBothScreens(t *testing.T) {
	call := talkCall()
	call.Phase = queue.Transferring
	rung := queue.Offer{For: queue.ForTransfer, Agent: "1002", From: "1001", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}, At: monday, EndBy: monday.Add(15 * time.Second)}
	call.Offers = []*queue.Offer{&rung}
	call.Record.Transfers = []queue.Transferred{{By: "1001", To: rung.To, Name: "李娜", Kind: queue.Blind, Reason: "客户要求"}}
	call.Record.Wrap = queue.Disposition{Category: "INQ", Summary: "问装修", SavedAt: monday}
	giver := talkingAgent("1001", "c1")
	giver.State = agent.WrapUp
	if pop := shown(t, call, "1001", giver); pop.Phase != PopTransferring || pop.Third == nil || !pop.Third.Ringing || pop.Third.Kind != queue.Blind || !pop.WrapUpBy.IsZero() {
		t.Errorf("the giver's pop is %+v", pop)
	}
	pop := shown(t, call, "1002", giver, reserved("1002", "c1"))
	if pop.Phase != PopOffering || pop.For != queue.ForTransfer || pop.AutoAnswer || pop.FromReason != "客户要求" || pop.From == nil || pop.From.ID != "1001" {
		t.Errorf("the target's pop is %+v", pop)
	}
	if pop.Wrap == nil || pop.Wrap.Summary != "问装修" || !pop.RingBy.Equal(monday.Add(15*time.Second)) {
		t.Errorf("the target's pop is %+v", pop)
	}

	later := monday.Add(10 * time.Second)
	call.Phase, call.Offers = queue.Talking, nil
	call.Talk = &queue.Talk{Agent: "1002", Connected: true}
	taken := call.Record.Transfers[0]
	taken.Result = queue.TransferTaken
	call.Record.Transfers = []queue.Transferred{taken}
	call.Record.Parts = append(call.Record.Parts, queue.Part{Agent: queue.AgentRef{ID: "1002"}, Span: queue.Span{From: later}})
	pop = shown(t, call, "1002", testAgent("1001"), talkingAgent("1002", "c1"))
	if pop.Phase != PopTalking || pop.For != queue.ForTransfer || pop.From == nil || !pop.AnsweredAt.Equal(later) || !pop.ConnectedAt.Equal(later) || pop.Third != nil {
		t.Errorf("after the transfer the pop is %+v", pop)
	}
}

func TestGivenOutsideTheGiverRegisters(t *testing.T) {
	call := talkCall()
	call.Phase = queue.Outside
	call.Talk = &queue.Talk{Connected: true}
	call.Record.Transfers = []queue.Transferred{{By: "1001", To: queue.Target{Kind: queue.ToDepartment, ID: "works"}, Kind: queue.Blind, Result: queue.TransferTaken, Ended: monday}}
	giver := talkingAgent("1001", "c1")
	giver.State, giver.Contact.WrapUpBy = agent.WrapUp, monday.Add(time.Minute)
	pop := shown(t, call, "1001", giver)
	if pop.Phase != PopEnded || pop.Third == nil || pop.Third.Result != queue.TransferTaken || pop.Third.Name != "工程部" ||
		!pop.EndedAt.Equal(monday) || !pop.WrapUpUntil.Equal(monday.Add(10*time.Minute)) {
		t.Errorf("pop is %+v", pop)
	}
}

func TestReturnedCall(t *testing.T) {
	call := talkCall()
	call.Record.Transfers = []queue.Transferred{{By: "1001", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}, Kind: queue.Blind, Result: queue.TransferReturned}}
	pop := shown(t, call, "1001", talkingAgent("1001", "c1"))
	if pop.For != queue.ForReturn || pop.From != nil || pop.Third == nil || pop.Third.Result != queue.TransferReturned {
		t.Errorf("pop is %+v", pop)
	}
	call.Record.Transfers = []queue.Transferred{{By: "1002", To: queue.Target{Kind: queue.ToQueue, ID: "service"}, Kind: queue.Blind, Result: queue.TransferQueued, Reason: "specialist"}}
	pop = shown(t, call, "1001", talkingAgent("1001", "c1"))
	if pop.For != queue.ForQueue || pop.From == nil || pop.From.ID != "1002" || pop.FromReason != "需专业部门处理" {
		t.Errorf("of a call from another queue the pop is %+v", pop)
	}
}

func TestOutboundPop(t *testing.T) {
	call := talkCall()
	call.Record.Direction, call.Record.Purpose, call.Record.Task = queue.Outbound, "follow_up", "t1"
	call.Phase, call.Talk = queue.Dialling, nil
	call.Offers = []*queue.Offer{{For: queue.ForDialler, Agent: "1001", At: monday}}
	pop := shown(t, call, "1001", reserved("1001", "c1"))
	if pop.Phase != PopOffering || pop.For != queue.ForDialler || !pop.AutoAnswer || pop.Purpose != "follow_up" || pop.Task != "t1" || pop.From != nil {
		t.Errorf("while the own phone rings the pop is %+v", pop)
	}
	call.Offers = []*queue.Offer{{For: queue.ForCustomer, From: "1001", At: monday}}
	call.Talk = &queue.Talk{Agent: "1001"}
	pop = shown(t, call, "1001", talkingAgent("1001", "c1"))
	if pop.Phase != PopDialling || pop.For != queue.ForDialler || pop.AutoAnswer || pop.Third != nil {
		t.Errorf("while the customer is rung the pop is %+v", pop)
	}
}

func TestLostPageHelpAndPause(t *testing.T) {
	call := talkCall()
	call.Talk.LostSince, call.Talk.HeldSince, call.Talk.Paused, call.Talk.PhoneHold = monday, monday, true, true
	call.Talk.Help = queue.Help{Text: "客户要求主管", Since: monday, By: "sun"}
	call.Offers = []*queue.Offer{{For: queue.ForBack, Agent: "1001", At: monday}}
	pop := shown(t, call, "1001", talkingAgent("1001", "c1"))
	if pop.Phase != PopTalking || pop.For != queue.ForBack || !pop.AutoAnswer || !pop.Paused || !pop.PhoneHold ||
		!pop.LostBy.Equal(monday.Add(20*time.Second)) || pop.Help != "客户要求主管" || pop.HelpBy != "sun" {
		t.Errorf("pop is %+v", pop)
	}
	if pop.Script[0].ID != "hold.resume" {
		t.Errorf("on hold the script begins with %+v", pop.Script[0])
	}
}

// TestBothScreensFollowTheCall changes the call and nothing of its agents.
func TestBothScreensFollowTheCall(t *testing.T) {
	call := talkCall()
	call.Talk.Third = &queue.Third{Agent: "1002", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}}
	o := newOffice(t, nil)
	o.Configure(thirdCenter())
	o.Publish(queue.Update{Seq: 1, Agents: []agent.Agent{talkingAgent("1001", "c1"), talkingAgent("1002", "c1")}, Calls: []queue.Call{call}})
	anna, _ := o.join(t, "agent=1001&role=agent")
	ben, _ := o.join(t, "agent=1002&role=agent")
	talk := *call.Talk
	talk.HeldSince = monday
	call.Talk = &talk
	o.Publish(queue.Update{Calls: []queue.Call{call}})
	for _, d := range []*desk{anna, ben} {
		for data[Pop](d, TypePopUpdate).HeldSince.IsZero() { // that the last calls are known comes too
		}
	}
}

func TestUnansweredTransferLeavesTheScreen(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"), testAgent("1002"))
	d, _ := o.join(t, "agent=1002&role=agent")
	call := talkCall()
	call.Phase = queue.Transferring
	call.Offers = []*queue.Offer{{For: queue.ForTransfer, Agent: "1002", From: "1001", Leg: "x"}}
	o.offer(call)
	d.next(TypePop)
	missed := testAgent("1002")
	missed.State, missed.Reason = agent.NotResponding, agent.NoAnswer
	o.Publish(queue.Update{Agents: []agent.Agent{missed}})
	if end := data[PopEnd](d, TypePopEnd); end.Result != queue.OfferNoAnswer {
		t.Errorf("pop ended with %+v", end)
	}
}
