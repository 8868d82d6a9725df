package ws

import (
	"bytes"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// pop is the screen-pop of one agent. It keeps its own copy of the call, which
// may leave the core before the agent's wrap-up is over.
type pop struct {
	agent    agent.ID
	call     queue.Call
	kind     queue.OfferKind // what the agent's phone was rung for last
	answered bool            // the agent's phone was, for this call
	asked    queue.Party     // whom recent was looked up for
	recent   []RecentCall
	loaded   bool
	last     []byte // as last sent
}

func (f *floor) command(c command) {
	switch cmd := c.DeskCommand.(type) {
	case queue.ShowOffer:
		f.showOffer(cmd, c.at)
	case queue.WithdrawOffer:
		if p := f.pops[cmd.Agent]; p != nil && p.call.ID == cmd.Call {
			f.endPop(p, cmd.Result)
		}
	}
}

// showOffer answers the core as soon as the pop has been written to one of the
// agent's sockets, or when it is certain that it will not be.
func (f *floor) showOffer(cmd queue.ShowOffer, at time.Time) {
	call := cmd.Call
	if newer, ok := f.calls[call.ID]; ok && newer.Minted >= call.Minted { // ids are minted for each offer
		call = newer // answered, say, in the same turn of the loop
	}
	p := f.newPop(cmd.Agent, call)
	if o := call.OfferTo(cmd.Agent); o != nil {
		p.kind = o.For
	}
	p.last = encode(f.render(p))
	desk := f.desks[cmd.Agent]
	shown := newOffer(len(desk), func(ok bool) {
		f.hub.metrics.offer(ok, time.Since(at))
		f.hub.opts.Send(queue.OfferShown{Call: cmd.Call.ID, Leg: cmd.Leg, Shown: ok})
	})
	if len(desk) == 0 {
		shown.failed()
		return
	}
	for s := range desk {
		s.offer = shown
		s.call.Store(&cmd.Call.ID)
		f.send(s, frame{kind: TypePop, data: p.last, offer: shown})
	}
}

func (f *floor) newPop(id agent.ID, call queue.Call) *pop {
	p := &pop{agent: id, call: call}
	f.pops[id] = p
	f.noteAnswer(p)
	f.lookUp(p)
	return p
}

func (f *floor) noteAnswer(p *pop) {
	a := f.agents[p.agent]
	if a.Contact.Call == string(p.call.ID) && (a.State == agent.Talking || a.State == agent.WrapUp) {
		p.answered = true
	}
}

// adopt gives an agent found bound to a call at the start the pop back.
func (f *floor) adopt(a agent.Agent) {
	if call, ok := f.calls[queue.CallID(a.Contact.Call)]; ok {
		f.newPop(a.ID, call)
	}
}

// rebind follows the agent's contact: the pop lasts as long as the agent is
// bound to its call, and not longer.
func (f *floor) rebind(a agent.Agent) {
	bound := queue.CallID(a.Contact.Call)
	p := f.pops[a.ID]
	if p != nil && p.call.ID != bound {
		if call, ok := f.calls[p.call.ID]; ok {
			p.call = call
		}
		f.endPop(p, f.result(p))
		p = nil
	}
	switch call, known := f.calls[bound]; {
	case p != nil:
		if known {
			p.call = call
		}
		f.refresh(p)
	case known && a.State != agent.Reserved: // ShowOffer brings those
		p = f.newPop(a.ID, call)
		p.last = encode(f.render(p))
		for s := range f.desks[a.ID] {
			s.call.Store(&p.call.ID)
			f.send(s, frame{kind: TypePop, data: p.last})
		}
	}
}

// callChanged refreshes the pops of everybody who had to do with the call.
func (f *floor) callChanged(call queue.Call) {
	ids := people(&call)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if p := f.pops[id]; p != nil && p.call.ID == call.ID {
			p.call = call
			f.refresh(p)
		}
	}
}

func people(call *queue.Call) []agent.ID {
	var ids []agent.ID
	for _, o := range call.Offers {
		ids = append(ids, o.Agent, o.From)
	}
	if talk := call.Talk; talk != nil {
		ids = append(ids, talk.Agent)
		if talk.Third != nil {
			ids = append(ids, talk.Third.Agent)
		}
	}
	for _, try := range call.Record.Offers {
		ids = append(ids, try.Agent)
	}
	for _, part := range call.Record.Parts {
		ids = append(ids, part.Agent.ID)
	}
	for _, t := range call.Record.Transfers {
		ids = append(ids, t.By)
	}
	return ids
}

// cardsChanged are the calls whose owners' files are not what they were.
type cardsChanged []queue.CallID

// CardsChanged says that the calls' cards are not what they were: their pops
// are shown anew. It never blocks.
func (h *Hub) CardsChanged(calls ...queue.CallID) { h.inbox.put(cardsChanged(calls)) }

func (f *floor) cardsChanged(calls []queue.CallID) {
	for _, p := range f.pops {
		if slices.Contains(calls, p.call.ID) {
			f.refresh(p)
		}
	}
}

// refresh sends the pop again if anything in it changed.
func (f *floor) refresh(p *pop) {
	f.noteAnswer(p)
	f.lookUp(p)
	body := encode(f.render(p))
	if bytes.Equal(body, p.last) {
		return
	}
	p.last = body
	f.toDesks(p.agent, frame{kind: TypePopUpdate, data: body})
}

func (f *floor) endPop(p *pop, result queue.OfferResult) {
	delete(f.pops, p.agent)
	body := encode(PopEnd{Call: p.call.ID, Result: result})
	for s := range f.desks[p.agent] {
		s.call.Store(nil)
		f.send(s, frame{kind: TypePopEnd, data: body})
	}
}

// result is how it ended for the agent. Of offers that are none of the queue's
// the call does not say, but the agent's state does.
func (f *floor) result(p *pop) queue.OfferResult {
	a := f.agents[p.agent]
	try := p.lastTry()
	switch {
	case p.answered:
		return queue.OfferAnswered
	case p.kind == queue.ForQueue && try.Result != "":
		return try.Result
	case p.kind == queue.ForQueue:
		return queue.OfferFailed
	case a.State != agent.NotResponding:
		return queue.OfferCaller
	case a.Reason == agent.NoAnswer:
		return queue.OfferNoAnswer
	case a.Reason == agent.Rejected:
		return queue.OfferRejected
	default:
		return queue.OfferOffline
	}
}

func (p *pop) lastTry() queue.OfferTry {
	for _, try := range slices.Backward(p.call.Record.Offers) {
		if try.Agent == p.agent {
			return try
		}
	}
	return queue.OfferTry{}
}
