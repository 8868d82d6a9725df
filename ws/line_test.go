package ws

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// waits is a call that stands in the line of service for so many seconds.
func waits(n int) queue.Call {
	call := testCall(queue.CallID(fmt.Sprintf("c%d", n)), "1001")
	call.Offers, call.Phase, call.Since = nil, queue.Waiting, monday
	call.Record.Offers = nil
	call.Place.Entered = monday.Add(time.Duration(n) * time.Second)
	call.Place.Rank, call.Place.Seq = call.Place.Entered, uint64(n)
	return call
}

func publish(o *office, calls ...queue.Call) { o.Publish(queue.Update{Calls: calls}) }

// ids are the calls from one number to another, in the order of the line.
func ids(from, to int) (all []queue.CallID) {
	for n := from; n <= to; n++ {
		all = append(all, queue.CallID(fmt.Sprintf("c%d", n)))
	}
	return all
}

func TestSupervisorsSeeTheLine(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, snap := o.join(t, "role=supervisor&user=sun")
	if len(snap.Lines) != 0 {
		t.Errorf("lines are %+v", snap.Lines)
	}
	second := waits(2)
	second.Place.Priority, second.Place.Why = time.Minute, "segment vip"
	second.Homes = []queue.Home{{Project: "翠湖", Building: "3栋"}, {Project: "翠湖", Building: "5栋"}}
	publish(o, second, waits(3))
	line := data[Line](boss, TypeLine)
	if line.Queue != "service" || line.Total != 2 || !slices.Equal(line.Order, ids(2, 3)) {
		t.Fatalf("line is %+v", line)
	}
	row := line.Rows[0]
	if row.Masked != "138****1234" || line.Shown != 2 || row.PriorityS != 60 || row.Why != "segment vip" || row.Home != "翠湖" || row.Hotline != "客服热线" {
		t.Errorf("row is %+v", row)
	}

	first := waits(1) // comes later and is put at the head
	first.Record.Moves = []queue.Moved{{By: "sun", What: queue.MoveHead}}
	publish(o, first)
	line = data[Line](boss, TypeLine)
	if !slices.Equal(line.Order, ids(1, 3)) || len(line.Rows) != 1 || line.Rows[0].MovedBy != "sun" {
		t.Errorf("line is %+v", line)
	}

	gone := waits(3)
	gone.Phase = queue.Ended
	publish(o, gone)
	line = data[Line](boss, TypeLine)
	if !slices.Equal(line.Order, ids(1, 2)) || len(line.Rows) != 0 || line.Total != 2 {
		t.Errorf("line is %+v", line)
	}
	_, snap = o.join(t, "role=admin")
	if len(snap.Lines) != 1 || len(snap.Lines[0].Rows) != 2 {
		t.Errorf("another's snapshot has %+v", snap.Lines)
	}
	for _, query := range []string{"role=qa", "role=manager", "role=agent&agent=1001"} {
		if _, snap := o.join(t, query); len(snap.Lines) != 0 {
			t.Errorf("%s sees %+v", query, snap.Lines)
		}
	}
}

// TestLongLinesAreCut: a browser gets the head of a line and how many wait.
func TestLongLinesAreCut(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	var calls []queue.Call
	for n := range 10_000 {
		calls = append(calls, waits(n))
	}
	publish(o, calls...)
	line := data[Line](boss, TypeLine)
	if line.Total != 10_000 || len(line.Rows) != maxLine || line.Order[0] != "c0" {
		t.Fatalf("line of %d begins with %v and has %d rows", line.Total, line.Order[0], len(line.Rows))
	}
	answered := waits(0)
	answered.Phase = queue.Talking
	publish(o, answered)
	line = data[Line](boss, TypeLine)
	if line.Total != 9_999 || line.Order[0] != "c1" || line.Order[maxLine-1] != "c50" || len(line.Rows) != 1 {
		t.Errorf("line of %d goes from %v to %v", line.Total, line.Order[0], line.Order[maxLine-1])
	}
}

func TestEmergenciesStandFirst(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	urgent := waits(3)
	urgent.Urgent = queue.Urgent{Since: monday, Why: queue.UrgentKey}
	publish(o, waits(1), waits(2), urgent)
	if line := data[Line](boss, TypeLine); line.Order[0] != "c3" || line.Order[1] != "c1" {
		t.Errorf("line is %v", line.Order)
	}
}

func TestOtherWaysAreBesideTheLine(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	menu, duty, promised := waits(1), waits(2), waits(3)
	menu.Phase, duty.Phase, promised.Phase = queue.InMenu, queue.OnDuty, queue.Promised
	menu.Place = queue.Place{}
	promised.Callback = &queue.Callback{Tries: 1, Until: monday.Add(time.Hour)}
	rests := waits(0)
	rests.Phase, rests.Callback = queue.Promised, &queue.Callback{After: monday.Add(15 * time.Hour)}
	publish(o, menu, duty, promised, rests)
	for data[QueueState](boss, TypeQueue).Promised != 2 { // one of before may be on its way
	}
	line := data[Line](boss, TypeLine)
	if line.Total != 1 || line.Shown != 1 || line.Beside != 3 || line.Queue != "service" || line.Order[0] != "c3" {
		t.Fatalf("line is %+v", line)
	}
	if row := line.Rows[0]; row.Phase != queue.Promised || row.Tries != 1 {
		t.Errorf("promised call is %+v", row)
	}
	if row := line.Rows[1]; row.Phase != queue.InMenu {
		t.Errorf("beside the line is %+v", row)
	}
	if row := line.Rows[3]; row.Call != rests.ID || !row.NextTry.Equal(monday.Add(15*time.Hour)) {
		t.Errorf("the promise that rests is %+v", row)
	}
}

func TestMovedCallsLeaveTheirLine(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	call := waits(1)
	publish(o, call)
	boss.next(TypeLine)
	call.Place.Queue = "repairs"
	publish(o, call)
	seen := map[string]int{}
	for range 2 {
		line := data[Line](boss, TypeLine)
		seen[line.Queue] = line.Total
	}
	if seen["service"] != 0 || seen["repairs"] != 1 {
		t.Errorf("lines are %v", seen)
	}
	o.Publish(queue.Update{Gone: []queue.CallID{"c1"}})
	if line := data[Line](boss, TypeLine); line.Total != 0 {
		t.Errorf("line is %+v", line)
	}
}

func TestEmergenciesAreTold(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	call := waits(1)
	call.Urgent = queue.Urgent{Since: monday, Why: queue.UrgentKey}
	call.Homes = []queue.Home{{Project: "翠湖", Building: "3栋"}}
	call.Record.Offers = []queue.OfferTry{{Agent: "1001"}, {Agent: "1002", Result: queue.OfferNoAnswer}}
	publish(o, call)
	list := data[Emergencies](boss, TypeEmergencies).Calls
	if len(list) != 1 || list[0].Home != "翠湖/3栋" || list[0].Project != "滨江花园" || !slices.Equal(list[0].Ringing, []agent.ID{"1001"}) {
		t.Fatalf("emergencies are %+v", list)
	}
	call.Urgent.Escalated = monday.Add(15 * time.Second)
	publish(o, call)
	if list = data[Emergencies](boss, TypeEmergencies).Calls; list[0].Escalated.IsZero() {
		t.Errorf("escalated is %+v", list)
	}
	call.Phase, call.Record.Times.Person = queue.Talking, monday
	publish(o, call)
	if list = data[Emergencies](boss, TypeEmergencies).Calls; len(list) != 0 {
		t.Errorf("answered, emergencies are %+v", list)
	}

	lost := waits(2)
	lost.Urgent = queue.Urgent{Since: monday, Why: queue.UrgentLine}
	publish(o, lost)
	boss.next(TypeEmergencies)
	lost.Phase, lost.Record.Times.Hangup = queue.Ended, time.Now()
	publish(o, lost)
	o.Publish(queue.Update{Gone: []queue.CallID{lost.ID}})
	if list = data[Emergencies](boss, TypeEmergencies).Calls; len(list) != 1 || list[0].GoneAt.IsZero() {
		t.Errorf("given up, emergencies are %+v", list)
	}
}

func TestIncidentsAreTold(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	u := queue.Update{Proposals: []queue.Proposal{{Project: "翠湖", Building: "3栋", Callers: 6, Since: monday}}}
	o.Publish(u)
	if got := data[Incidents](boss, TypeIncidents); len(got.Proposed) != 1 || got.Proposed[0].Callers != 6 || len(got.Active) != 0 {
		t.Errorf("incidents are %+v", got)
	}
	o.Publish(u) // nothing new: no frame
	o.Publish(queue.Update{Incidents: []queue.Incident{{Version: 7, Project: "翠湖", Prompt: "notice.water", By: "sun"}}})
	if got := data[Incidents](boss, TypeIncidents); len(got.Proposed) != 0 || len(got.Active) != 1 || got.Active[0].By != "sun" {
		t.Errorf("incidents are %+v", got)
	}
	if _, snap := o.join(t, "role=supervisor"); len(snap.Incidents.Active) != 1 {
		t.Errorf("the snapshot has %+v", snap.Incidents)
	}
	if _, snap := o.join(t, "role=qa"); len(snap.Incidents.Active) != 0 {
		t.Errorf("QA sees %+v", snap.Incidents)
	}
}

func TestAgentsWhoConferAreTold(t *testing.T) {
	o := newOffice(t, nil)
	call := talkCall()
	o.Configure(testCenter())
	o.Publish(queue.Update{Seq: 1, Agents: []agent.Agent{talkingAgent("1001", "c1"), testAgent("1002")}, Calls: []queue.Call{call}})
	boss, snap := o.join(t, "role=supervisor")
	if snap.Agents[0].Doing != "" {
		t.Errorf("agent is %+v", snap.Agents[0])
	}
	call.Record.Transfers = []queue.Transferred{{By: "1001", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}, Kind: queue.Consulting}}
	publish(o, call)
	if got := data[AgentState](boss, TypeAgent); got.ID != "1001" || got.Doing != DoingConsult {
		t.Errorf("agent is %+v", got)
	}
	call.Record.Transfers = []queue.Transferred{{By: "1001", Kind: queue.Consulting, Result: queue.TransferCancelled}}
	call.Record.Direction = queue.Outbound
	publish(o, call)
	if got := data[AgentState](boss, TypeAgent); got.Doing != DoingOutbound {
		t.Errorf("agent is %+v", got)
	}
	a := talkingAgent("1001", "c1")
	a.State = agent.WrapUp
	o.Publish(queue.Update{Agents: []agent.Agent{a}})
	if got := data[AgentState](boss, TypeAgent); got.Doing != "" {
		t.Errorf("agent is %+v", got)
	}
}
