package replay

import (
	"slices"

	"thirdring/agent"
	"thirdring/queue"
)

// talk is a conversation as it is played: part after part of the day's, with
// whoever has the customer.
type talk struct {
	parts []Part
	k     int  // the part that is played
	n     int  // parts that the core has counted
	turn  int  // voids what belongs to a part that is over
	vain  bool // nobody takes what is asked for now
}

// talking plays the next part if somebody has the customer now.
func (p *player) talking(call queue.Call) {
	c := p.of[call.ID]
	t := p.talks[call.ID]
	if c == nil || len(call.Record.Parts) == 0 || call.Phase == queue.Ended || t != nil && len(call.Record.Parts) == t.n {
		return
	}
	if t == nil {
		t = &talk{parts: c.conversation(), k: -1}
		if len(t.parts) == 0 {
			t.parts = []Part{{Talk: p.nature.talk(c)}}
			p.assumed.Talks++
		}
		p.talks[call.ID] = t
	}
	t.n = len(call.Record.Parts)
	p.next(call.ID, t)
}

// next plays the next part with who has the customer. Who is asked once more
// than on the day only says good-bye.
func (p *player) next(id queue.CallID, t *talk) {
	t.k++
	t.turn++
	turn := t.turn
	if t.k >= len(t.parts) {
		p.at(p.now.Add(usualKey), func() queue.Event { return p.hangUp(id, t, turn) })
		return
	}
	part := t.parts[t.k]
	for _, a := range part.Acts {
		p.at(p.now.Add(a.After), func() queue.Event {
			if t.turn == turn {
				p.act(id, t, a)
			}
			return nil
		})
	}
	if !part.handsOver() {
		p.at(p.now.Add(part.Talk), func() queue.Event { return p.hangUp(id, t, turn) })
	}
}

// hangUp lets the customer go when all is said.
func (p *player) hangUp(id queue.CallID, t *talk, turn int) queue.Event {
	call, lives := p.live[id]
	if !lives || t.turn != turn || call.Phase == queue.Ended {
		return nil
	}
	return queue.LegGone{Leg: call.Caller.ID, Cause: 16}
}

// act lets whoever has the customer do what was done on the day. Who has her
// already, since she was the one asked for, keeps her, and so does an agent
// whom the core refuses it.
func (p *player) act(id queue.CallID, t *talk, a Act) {
	call := p.live[id]
	if call.Talk == nil || call.Phase == queue.Ended {
		return
	}
	who, turn := call.Talk.Agent, t.turn
	t.vain = a.Vain
	wish := p.asked(id, who, a.Event)
	if wish != nil {
		p.step(wish)
	}
	if !a.hands() || t.turn != turn {
		return
	}
	call = p.live[id]
	part := t.parts[t.k]
	switch last := t.k == len(t.parts)-1; {
	case call.Phase == queue.Talking && call.Talk.Agent == who || call.Phase == queue.Outside:
		if wish != nil {
			p.assumed.Kept++
		}
		p.next(id, t)
	case last:
		p.at(p.now.Add(part.Then), func() queue.Event { return p.hangUp(id, t, turn) })
	}
}

// asked is the agent's wish, nil if it is for herself or nobody has it.
func (p *player) asked(id queue.CallID, who agent.ID, ev queue.Event) queue.Event {
	if who == "" {
		return nil
	}
	const reason = "replay"
	self := func(to queue.Target) bool { return to.Kind == queue.ToAgent && to.ID == string(who) }
	switch ev := ev.(type) {
	case queue.Transfer:
		if self(ev.To) {
			return nil
		}
		return queue.Transfer{Agent: who, Call: id, To: ev.To, Reason: reason}
	case queue.LegReferred:
		if to := p.named(ev.To); !self(to) {
			return queue.Transfer{Agent: who, Call: id, To: to, Reason: reason}
		}
	case queue.Consult:
		if !self(ev.To) {
			return queue.Consult{Agent: who, Call: id, To: ev.To, Reason: reason}
		}
	case queue.DropThird:
		return queue.DropThird{Agent: who, Call: id}
	case queue.CompleteTransfer:
		return queue.CompleteTransfer{Agent: who, Call: id}
	}
	return nil
}

// named is whom a telephone meant.
func (p *player) named(user string) queue.Target {
	if slices.ContainsFunc(p.center.Agents, func(a agent.Profile) bool { return string(a.ID) == user }) {
		return queue.Target{Kind: queue.ToAgent, ID: user}
	}
	if slices.ContainsFunc(p.center.Queues, func(q queue.QueueConfig) bool { return q.ID == user }) {
		return queue.Target{Kind: queue.ToQueue, ID: user}
	}
	return queue.Target{Kind: queue.ToNumber, ID: user}
}
