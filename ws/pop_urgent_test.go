package ws

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// TestEmergencyOnTheScreen: whoever is rung sees that it is one.
func TestEmergencyOnTheScreen(t *testing.T) {
	call := testCall("c1", "1001")
	call.Urgent = queue.Urgent{Since: monday, Why: queue.UrgentKey}
	call.Offers = append(call.Offers, &queue.Offer{Agent: "1002", Leg: "leg-1002", At: monday, EndBy: monday.Add(15 * time.Second)})
	o := newOffice(t, nil)
	o.open(testAgent("1001"), testAgent("1002"))
	d, _ := o.join(t, "agent=1002&role=agent")
	o.Publish(queue.Update{Agents: []agent.Agent{reserved("1001", "c1"), reserved("1002", "c1")}, Calls: []queue.Call{call}})
	o.Do(queue.ShowOffer{Agent: "1002", Call: call, Leg: "leg-1002"})
	pop := data[Pop](d, TypePop)
	if pop.Urgent != queue.UrgentKey || !pop.RingBy.Equal(monday.Add(15*time.Second)) {
		t.Errorf("got %+v", pop)
	}
	o.Do(queue.WithdrawOffer{Agent: "1002", Call: "c1", Result: queue.OfferTaken})
	if end := data[PopEnd](d, TypePopEnd); end.Result != queue.OfferTaken {
		t.Errorf("got %+v", end)
	}
}
