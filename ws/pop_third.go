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
	given, reason := p.given()
	from := given.By
	switch {
	case part.rung != nil:
		out.For = part.rung.For
		out.AutoAnswer = out.For == queue.ForDialler || out.For == queue.ForBack
		if out.For != queue.ForQueue {
			given, from = p.lastTransfer(), part.rung.From
		}
	case part.consulted:
		out.For = queue.ForConsult
		given, from = p.lastTransfer(), call.Talk.Agent
	case reason != queue.ForQueue:
		out.For = reason
	case given.By == "" && call.Record.Direction == queue.Outbound:
		out.For = queue.ForDialler
	}
	if own := out.For == queue.ForQueue || out.For == queue.ForDialler; own && call.Callback != nil {
		out.For = queue.ForCallback // also when she has confirmed, and the agent's phone rings
	}
	if from == "" || from == p.agent {
		return
	}
	mate := teamMate(f.agents[from])
	mate.ID = from
	out.From = &mate
	if given.Reason != byPhone {
		out.FromReason = cmp.Or(f.center.reasons[given.Reason], given.Reason)
	}
}

// byPhone is the core's reason for a transfer that a telephone asked for.
const byPhone = "phone"

// given is the transfer that brought the call to the agent, or back, and what
// the agent's phone rang for. After a transfer to a queue that is a caller of the queue.
func (p *pop) given() (queue.Transferred, queue.OfferKind) {
	for _, t := range slices.Backward(p.call.Record.Transfers) {
		switch {
		case t.Result == queue.TransferQueued && t.By != p.agent:
			return t, queue.ForQueue
		case t.Result == queue.TransferTaken && t.To == queue.Target{Kind: queue.ToAgent, ID: string(p.agent)}:
			return t, queue.ForTransfer
		case t.Result == queue.TransferReturned && t.Kind == queue.Blind && t.By == p.agent:
			return t, queue.ForReturn
		case t.Result == queue.TransferTaken, t.Result == queue.TransferQueued:
			return queue.Transferred{}, queue.ForQueue
		}
	}
	return queue.Transferred{}, queue.ForQueue
}

// lastTransfer is the transfer or consultation that was asked for last.
func (p *pop) lastTransfer() queue.Transferred {
	if n := len(p.call.Record.Transfers); n > 0 {
		return p.call.Record.Transfers[n-1]
	}
	return queue.Transferred{}
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
	offer, talk := call.OnlyOffer(), call.Talk
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
