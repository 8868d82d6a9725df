package ws

import (
	"testing"

	"thirdring/agent"
	"thirdring/queue"
)

func TestSupervisorsSeeWhoAsksForHelp(t *testing.T) {
	o := newOffice(t, nil)
	call := talkCall()
	call.Talk.Help = queue.Help{Text: "客户要求主管", Since: monday}
	o.Configure(testCenter())
	o.Publish(queue.Update{Seq: 1, Agents: []agent.Agent{talkingAgent("1001", "c1")}, Calls: []queue.Call{call}})
	boss, snap := o.join(t, "role=supervisor")
	want := HelpAsked{Call: "c1", Agent: "1001", AgentName: "王芳", Text: "客户要求主管", Since: monday}
	if len(snap.Help.Asked) != 1 || snap.Help.Asked[0] != want {
		t.Errorf("help in the snapshot is %+v", snap.Help)
	}
	for _, query := range []string{"role=qa", "role=agent&agent=1001"} {
		if _, snap := o.join(t, query); len(snap.Help.Asked) != 0 {
			t.Errorf("%s sees %+v", query, snap.Help)
		}
	}

	taken := *call.Talk
	taken.Help.By = "sun"
	call.Talk = &taken
	o.Publish(queue.Update{Calls: []queue.Call{call}})
	if got := data[Help](boss, TypeHelp); len(got.Asked) != 1 || got.Asked[0].By != "sun" {
		t.Errorf("help is %+v", got)
	}
	o.Publish(queue.Update{Calls: []queue.Call{call}}) // nothing new: no frame
	call.Phase = queue.Ended
	o.Publish(queue.Update{Calls: []queue.Call{call}})
	if got := data[Help](boss, TypeHelp); len(got.Asked) != 0 {
		t.Errorf("after the call help is %+v", got)
	}
}
