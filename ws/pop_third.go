package ws

import (
	"cmp"
	"slices"

	"thirdring/agent"
	"thirdring/queue"
)

// renderOrigin says why the agent has or gets the call, and from whom.
func (f *floor) renderOrigin(out *Pop, p *pop, part part) {
	call := &p.call
	given, wasGiven := p.given()
	var from agent.ID
	switch {
	case part.rung:
		out.For, from = call.Offer.For, call.Offer.From
		out.AutoAnswer = out.For == queue.ForDialler || out.For == queue.ForBack
	case part.consulted:
		out.For, from = queue.ForConsult, call.Talk.Agent
	case wasGiven && given.Result == queue.TransferReturned:
		out.For = queue.ForReturn
	case wasGiven:
		out.For, from = queue.ForTransfer, given.By
	case call.Record.Direction == queue.Outbound:
		out.For = queue.ForDialler
	}
	if from == "" || from == p.agent {
		return
	}
	mate := teamMate(f.agents[from])
	mate.ID = from
	out.From = &mate
	if last := call.Record.Transfers; len(last) > 0 {
		reason := last[len(last)-1].Reason
		out.FromReason = cmp.Or(f.center.reasons[reason], reason)
	}
}

// given is the last transfer that brought the call to the agent, or back.
func (p *pop) given() (queue.Transferred, bool) {
	for _, t := range slices.Backward(p.call.Record.Transfers) {
		switch {
		case t.Result == queue.TransferTaken:
			return t, t.To == queue.Target{Kind: queue.ToAgent, ID: string(p.agent)}
		case t.Result == queue.TransferReturned && t.Kind == queue.Blind && t.By == p.agent:
			return t, true
		}
	}
	return queue.Transferred{}, false
}

// third is the third party for the agent who brought it in: rung, talked to,
// or what became of the last one.
func (f *floor) third(p *pop) *Third {
	call := &p.call
	var last queue.Transferred
	for _, t := range slices.Backward(call.Record.Transfers) {
		if t.By == p.agent {
			last = t
			break
		}
	}
	offer, talk := call.Offer, call.Talk
	switch {
	case offer != nil && offer.From == p.agent && (offer.For == queue.ForConsult || offer.For == queue.ForTransfer):
		return &Third{
			To: shownTarget(offer.To), Name: f.targetName(offer.To, last),
			Kind: cmp.Or(last.Kind, offerKinds[offer.For]), Ringing: true, Since: offer.At,
		}
	case talk != nil && talk.Agent == p.agent && talk.Third != nil && !talk.Third.Gone:
		third := talk.Third
		return &Third{
			To: shownTarget(third.To), Name: f.targetName(third.To, last),
			Kind: cmp.Or(last.Kind, queue.Consulting), Held: third.Held, Since: last.At,
			Conference: !third.Held && talk.HeldSince.IsZero(),
		}
	case last.Result != "":
		return &Third{
			To: shownTarget(last.To), Name: f.targetName(last.To, last),
			Kind: last.Kind, Since: last.Ended, Result: last.Result,
		}
	}
	return nil
}

var offerKinds = map[queue.OfferKind]queue.TransferKind{
	queue.ForConsult:  queue.Consulting,
	queue.ForTransfer: queue.Blind,
}

func shownTarget(t queue.Target) Target { return Target{Kind: t.Kind, ID: t.ID} }

// targetName is how people call a target. A number is masked: whose it is may
// be nobody else's business.
func (f *floor) targetName(t queue.Target, noted queue.Transferred) string {
	if t.Kind == queue.ToNumber {
		return mask(national(t.ID))
	}
	if noted.To == t && noted.Name != "" {
		return noted.Name
	}
	switch t.Kind {
	case queue.ToAgent:
		return cmp.Or(f.agents[agent.ID(t.ID)].Name, t.ID)
	case queue.ToQueue:
		return cmp.Or(f.center.queues[t.ID].Name, t.ID)
	default:
		return cmp.Or(f.center.departments[t.ID], t.ID)
	}
}
