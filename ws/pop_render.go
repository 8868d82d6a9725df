package ws

import (
	"cmp"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// part is what an agent has to do with the call of the pop.
type part struct {
	me        agent.Agent
	bound     bool         // the call is the agent's, still
	main      bool         // talks to the customer
	consulted bool         // is the third party
	rung      *queue.Offer // set while the agent's phone is rung
}

func (f *floor) partOf(p *pop) part {
	me, call := f.agents[p.agent], &p.call
	out := part{me: me, bound: queue.CallID(me.Contact.Call) == call.ID}
	if talk := call.Talk; talk != nil {
		out.main = talk.Agent == p.agent
		out.consulted = !out.main && talk.Third != nil && talk.Third.Agent == p.agent && !talk.Third.Gone
	}
	out.rung = call.OfferTo(p.agent)
	return out
}

func (p part) phase(call *queue.Call) PopPhase {
	switch {
	case !p.bound:
		return PopOffering
	case p.me.State == agent.WrapUp && call.Phase == queue.Transferring:
		return PopTransferring
	case p.me.State == agent.WrapUp:
		return PopEnded
	case p.me.State == agent.Talking && call.Phase == queue.Dialling:
		return PopDialling
	case p.me.State == agent.Talking:
		return PopTalking
	case p.rung != nil && p.rung.For == queue.ForCallback:
		return PopDialling
	default:
		return PopOffering
	}
}

func (f *floor) render(p *pop) Pop {
	rec := &p.call.Record
	part := f.partOf(p)
	line := f.center.hotlines[rec.Hotline]
	config := f.center.queues[cmp.Or(p.call.Place.Queue, rec.Queue, line.Queue)]
	out := Pop{
		Call: p.call.ID, Phase: part.phase(&p.call), Caller: f.caller(p),
		Direction: rec.Direction, Purpose: rec.Purpose, Task: rec.Task, Consulted: part.consulted, Urgent: p.call.Urgent.Why,
		Hotline: rec.Hotline, HotlineName: line.Name, Project: cmp.Or(rec.Project, line.Project),
		Queue: config.ID, QueueName: cmp.Or(config.Name, config.ID), Recorded: config.Record || rec.Recording.Made(),
		ArrivedAt: rec.Times.Ring, QueuedAt: rec.Times.QueueIn, OfferedAt: p.lastTry().At,
		Script: f.script(p, part),
		Recent: append([]RecentCall{}, p.recent...), Loaded: p.loaded || rec.Caller.Match == queue.Withheld,
	}
	if part.rung != nil {
		out.OfferedAt = part.rung.At
	}
	f.renderOrigin(&out, p, part)
	f.renderTalk(&out, p, part)
	f.renderEnd(&out, p, part, config)
	if !rec.Wrap.SavedAt.IsZero() && !part.consulted {
		wrap := wrapUp(rec.Wrap)
		out.Wrap = &wrap
	}
	return out
}

// renderTalk shows the conversation as it is for the agent.
func (f *floor) renderTalk(out *Pop, p *pop, part part) {
	talk := p.call.Talk
	if out.Phase == PopOffering && part.rung != nil {
		out.RingBy = part.rung.EndBy
	}
	if talk == nil || !part.main && !part.consulted {
		if part.main || out.Phase == PopTransferring || out.Phase == PopEnded {
			out.Third = f.third(p)
		}
		return
	}
	out.AnsweredAt, out.ConnectedAt = p.since(part)
	out.HeldSince = talk.HeldSince
	out.Help, out.HelpBy = talk.Help.Text, talk.Help.By
	out.Paused = talk.Paused
	if !part.main {
		out.Muted = talk.Third.Muted
		return
	}
	out.Muted, out.PhoneHold = talk.Muted, talk.PhoneHold
	out.Survey = p.call.MayBeAsked(f.center.queues[p.call.Place.Queue].Survey)
	if out.LostSince = talk.LostSince; !talk.LostSince.IsZero() {
		out.LostBy = talk.LostSince.Add(lostGrace)
	}
	out.Third = f.third(p)
}

// since is when this agent answered, and when the two could hear each other;
// the record's own times are of the first agent.
func (p *pop) since(part part) (answered, connected time.Time) {
	times := p.call.Record.Times
	answered, connected = times.Person, times.Connect
	if part.consulted {
		return part.me.Since, part.me.Since
	}
	for _, had := range slices.Backward(p.call.Record.Parts) {
		if had.Agent.ID == p.agent {
			answered = had.Span.From
			break
		}
	}
	if !connected.IsZero() && connected.Before(answered) {
		connected = answered
	}
	return answered, connected
}

// lostGrace is how long the core waits for a page's phone that is gone.
const lostGrace = 20 * time.Second

// renderEnd shows what the agent still has to do when the call is over.
func (f *floor) renderEnd(out *Pop, p *pop, part part, config queue.QueueConfig) {
	if out.Phase != PopEnded {
		return
	}
	rec := &p.call.Record
	out.WrapUpBy = part.me.Contact.WrapUpBy
	out.EndedAt = rec.Times.Hangup
	if out.EndedAt.IsZero() { // the customer talks on with somebody else
		out.EndedAt = part.me.Since
	}
	out.EndedBy, out.EndReason = rec.End.Class, rec.End.Reason
	if !out.WrapUpBy.IsZero() {
		out.WrapUpUntil = part.me.Since.Add(config.WrapUpLimit())
	}
}

func wrapUp(d queue.Disposition) WrapUp {
	return WrapUp{
		Category: d.Category, SubCategory: d.SubCategory, Summary: d.Summary, Resolved: d.Resolved,
		UnresolvedReason: d.UnresolvedReason, PromisedReplyAt: d.PromisedReplyAt, MustKeep: d.MustKeep,
		FollowUpAt: d.FollowUpAt,
	}
}

func (f *floor) caller(p *pop) Caller {
	who := p.call.Record.Caller
	out := Caller{Match: who.Match, Unit: who.Owner.Unit}
	if who.Match != queue.Withheld {
		out.Number, out.Raw = national(cmp.Or(who.Number, who.Raw)), who.Raw
		out.Masked = mask(out.Number)
	}
	if who.Match != queue.Known && who.Match != queue.Choice && who.Owner.ID == "" {
		return out // the agent may have said who it is
	}
	cards := f.hub.opts.Cards(p.call.ID)
	if i := slices.IndexFunc(cards, func(c Card) bool { return c.ID == who.Owner.ID }); i >= 0 {
		out.Owner = &cards[i]
	}
	if out.Owner == nil && who.Owner.ID != "" { // the directory is away; say what the call knows
		out.Owner = &Card{ID: who.Owner.ID, Name: who.Owner.Name, Relation: who.Owner.Relation, Units: []Unit{}}
	}
	if len(cards) > 1 {
		out.Choices = cards
	}
	return out
}
