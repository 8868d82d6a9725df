package replay

import (
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// TestReferIsATransfer: a telephone's own transfer is played like one of the
// page, to an agent as to a number.
func TestReferIsATransfer(t *testing.T) {
	for _, to := range []string{"2001", "repair", "02187654321"} {
		t.Run(to, func(t *testing.T) {
			c := rich(5)
			d := aDay(func(int, *Call) {})
			entries, want := journalWith(t, d, c, func(p *player) {
				for i := range 20 {
					p.at(nine.Add(time.Duration(5*i+3)*time.Minute), func() queue.Event { return refer(p, to) })
				}
			})
			found := read(t, entries, d)
			given := 0
			for _, call := range found.Calls {
				if len(call.Parts) == 2 && call.Parts[0].handsOver() {
					given++
				}
			}
			if given < 15 {
				t.Fatalf("%d calls were given away", given)
			}
			near(t, Play(found, c), want)
		})
	}
}

// refer is the wish of the telephone of an agent who talks.
func refer(p *player, to string) queue.Event {
	call := p.live[p.name[p.arriving]]
	if call.Phase != queue.Talking || call.Talk.Agent == "" {
		return nil
	}
	return queue.LegReferred{Leg: call.Talk.Leg, To: to}
}

// TestWhoIsBusyIsNotGivenACall: the agent keeps the caller for the rest, and it
// is counted; who has her already keeps her, which is nothing to count.
func TestWhoIsBusyIsNotGivenACall(t *testing.T) {
	one := func(to string) *Day {
		d := shortDay()
		d.Calls = d.Calls[:1]
		d.Calls[0].Parts = []Part{
			{Talk: time.Minute, Acts: []Act{{After: time.Minute, Event: queue.Transfer{To: queue.Target{Kind: queue.ToAgent, ID: to}}}}},
			{Talk: 2 * time.Minute},
		}
		return d
	}
	for to, kept := range map[string]int{"1001": 0, "1002": 1, "nobody": 1} {
		got := Play(one(to), center(2)) // 1002 is not there
		if l := got.Agents[0]; l.Calls != 1 || l.Talk != 3*time.Minute || got.Assumed.Kept != kept {
			t.Errorf("to %s: %+v, kept %d, want %d", to, got.Agents, got.Assumed.Kept, kept)
		}
	}
	d := one("1002")
	d.Shifts = append(d.Shifts, Shift{nine.Add(70 * time.Second), "1002", agent.Ready})
	if got := Play(d, center(2)); got.Agents[0].Talk != time.Minute || got.Agents[1].Talk != 2*time.Minute || got.Assumed.Kept != 0 {
		t.Errorf("to who is there: %+v", got)
	}
}

// TestAnAccidentEndsNoConversation: the parts before and after it are played as
// one.
func TestAnAccidentEndsNoConversation(t *testing.T) {
	at := func(s int) time.Time { return nine.Add(time.Duration(s) * time.Second) }
	c := &Call{
		Row: &queue.Brief{Hangup: at(200), Parts: []queue.BriefPart{
			{Agent: "1001", From: at(0), To: at(60)}, {Agent: "1002", From: at(70), To: at(100)}, {Agent: "1003", From: at(110), To: at(200)},
		}, Transfers: []queue.BriefTransfer{{At: at(100), Result: queue.TransferTaken}}},
		acts: []act{{at(100), "1002", queue.Transfer{To: queue.Target{Kind: queue.ToAgent, ID: "1003"}}}},
	}
	c.settle()
	if len(c.Parts) != 2 || c.Parts[0].Talk != 90*time.Second || c.Parts[0].Acts[0].After != 90*time.Second || c.Parts[1].Talk != 90*time.Second {
		t.Errorf("got %+v", c.Parts)
	}
}
