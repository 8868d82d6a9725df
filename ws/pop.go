package ws

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// pop is the screen-pop of one agent. It keeps its own copy of the call, which
// may leave the core before the agent's wrap-up is over.
type pop struct {
	agent  agent.ID
	call   queue.Call
	asked  queue.Party // whom recent was looked up for
	recent []RecentCall
	loaded bool
	last   []byte // as last sent
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
	if newer, ok := f.calls[call.ID]; ok && len(newer.Record.Offers) >= len(call.Record.Offers) {
		call = newer // answered, say, in the same turn of the loop
	}
	p := f.newPop(cmd.Agent, call)
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
	f.lookUp(p)
	return p
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
		f.endPop(p, p.result())
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
	var ids []agent.ID
	if call.Offer != nil {
		ids = append(ids, call.Offer.Agent)
	}
	if call.Talk != nil {
		ids = append(ids, call.Talk.Agent)
	}
	for _, try := range call.Record.Offers {
		ids = append(ids, try.Agent)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if p := f.pops[id]; p != nil && p.call.ID == call.ID {
			p.call = call
			f.refresh(p)
		}
	}
}

// refresh sends the pop again if anything in it changed.
func (f *floor) refresh(p *pop) {
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

// result is how the agent's last offer of the call ended.
func (p *pop) result() queue.OfferResult {
	if try := p.lastTry(); try.Result != "" {
		return try.Result
	}
	return queue.OfferFailed
}

func (p *pop) lastTry() queue.OfferTry {
	for _, try := range slices.Backward(p.call.Record.Offers) {
		if try.Agent == p.agent {
			return try
		}
	}
	return queue.OfferTry{}
}

// lookUp asks for the caller's last calls once it is known who calls, and
// again when that changes.
func (f *floor) lookUp(p *pop) {
	who := p.call.Record.Caller
	if who.Match == queue.Unidentified || who.Match == queue.Withheld || who == p.asked {
		return
	}
	p.asked = who
	f.hub.recent.ask(p.call.ID, who)
}

func (f *floor) recentFound(r recentFound) {
	for _, p := range f.pops {
		if p.call.ID == r.call && p.asked == r.who {
			p.recent, p.loaded = r.rows, true
			f.refresh(p)
		}
	}
}

func (f *floor) render(p *pop) Pop {
	rec := &p.call.Record
	a := f.agents[p.agent]
	line := f.center.hotlines[rec.Hotline]
	config := f.center.queues[cmp.Or(p.call.Place.Queue, rec.Queue, line.Queue)]
	out := Pop{
		Call:    p.call.ID,
		Caller:  f.caller(p),
		Hotline: rec.Hotline, HotlineName: line.Name, Project: cmp.Or(rec.Project, line.Project),
		Queue: config.ID, QueueName: cmp.Or(config.Name, config.ID), Recorded: config.Record,
		ArrivedAt: rec.Times.Ring, QueuedAt: rec.Times.QueueIn, OfferedAt: p.lastTry().At,
		Script: script(f.center.Name, a.Profile),
		Recent: append([]RecentCall{}, p.recent...), Loaded: p.loaded || rec.Caller.Match == queue.Withheld,
	}
	bound := queue.CallID(a.Contact.Call) == p.call.ID
	switch {
	case bound && a.State == agent.WrapUp:
		out.Phase = PopEnded
		out.WrapUpBy = a.Contact.WrapUpBy
		out.EndedAt = rec.Times.Hangup
		out.EndedBy, out.EndReason = rec.End.Class, rec.End.Reason
	case bound && a.State == agent.Talking:
		out.Phase = PopTalking
	default:
		out.Phase = PopOffering
		out.RingBy = p.call.Due[queue.TimerOffer]
	}
	if talk := p.call.Talk; talk != nil && talk.Agent == p.agent {
		out.AnsweredAt, out.ConnectedAt, out.HeldSince = rec.Times.Person, rec.Times.Connect, talk.HeldSince
	}
	if offer := p.call.Offer; offer != nil && offer.Agent == p.agent {
		out.OfferedAt = offer.At
	}
	if out.Phase != PopOffering && !rec.Wrap.SavedAt.IsZero() {
		wrap := wrapUp(rec.Wrap)
		out.Wrap = &wrap
	}
	return out
}

func wrapUp(d queue.Disposition) WrapUp {
	return WrapUp{
		Category: d.Category, SubCategory: d.SubCategory, Summary: d.Summary, Resolved: d.Resolved,
		UnresolvedReason: d.UnresolvedReason, PromisedReplyAt: d.PromisedReplyAt, MustKeep: d.MustKeep,
	}
}

func (f *floor) caller(p *pop) Caller {
	who := p.call.Record.Caller
	if who.Match == queue.Withheld {
		return Caller{Match: who.Match}
	}
	number := national(cmp.Or(who.Number, who.Raw))
	out := Caller{Number: number, Raw: who.Raw, Masked: mask(number), Match: who.Match, Unit: who.Owner.Unit}
	if who.Match != queue.Known && who.Match != queue.Choice {
		return out
	}
	cards := f.hub.opts.Cards(p.call.ID)
	for _, card := range cards {
		if card.ID == who.Owner.ID {
			out.Owner = &card
		}
	}
	if out.Owner == nil && who.Owner.ID != "" { // the directory is away; say what the call knows
		out.Owner = &Card{ID: who.Owner.ID, Name: who.Owner.Name, Relation: who.Owner.Relation, Units: []Unit{}}
	}
	if len(cards) > 1 {
		out.Choices = cards
	}
	return out
}
