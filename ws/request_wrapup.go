package ws

import (
	"context"

	"thirdring/queue"
)

// What an agent registers of a call.

func wrapUpSave(d WrapUpSave) (wish, bool) {
	wrap := queue.Disposition{
		Category: d.Category, SubCategory: d.SubCategory, Summary: d.Summary, Resolved: d.Resolved,
		UnresolvedReason: d.UnresolvedReason, PromisedReplyAt: d.PromisedReplyAt, MustKeep: d.MustKeep,
		FollowUpAt: d.FollowUpAt,
	}
	w, ok := aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.SaveWrapUp{Req: req, Agent: who.Agent, Call: d.Call, Wrap: wrap, Done: d.Done}
	})
	return w, ok && isText(d.Category, maxID) && isText(d.SubCategory, maxID) &&
		isText(d.Summary, maxText) && isText(d.UnresolvedReason, maxText) &&
		isPlausible(d.PromisedReplyAt) && isPlausible(d.FollowUpAt)
}

func wrapUpExtend(d CallRef) (wish, bool) {
	return aboutCall(d.Call, func(who Identity, req queue.RequestID) queue.Event {
		return queue.ExtendWrapUp{Req: req, Agent: who.Agent, Call: d.Call}
	})
}

func ownerChoose(d OwnerChoose) (wish, bool) {
	return wish{resolve: func(_ context.Context, s *socket) (maker, error) {
		return s.chosen(d)
	}}, isID(string(d.Call)) && isID(d.Owner) && isText(d.Unit, maxText)
}

// chosen finds the owner among the cards of the call that the agent has on
// the screen; nothing is said about other calls' callers.
func (s *socket) chosen(d OwnerChoose) (maker, error) {
	mine := s.call.Load()
	if mine == nil || *mine != d.Call {
		return nil, queue.ErrNoCall
	}
	for _, card := range s.hub.opts.Cards(d.Call) {
		if card.ID != d.Owner {
			continue
		}
		if d.Unit != "" && !hasUnit(card, d.Unit) {
			break
		}
		owner := queue.OwnerRef{ID: card.ID, Name: card.Name, Relation: card.Relation, Unit: d.Unit}
		return func(who Identity, req queue.RequestID) queue.Event {
			return queue.ChooseOwner{Req: req, Agent: who.Agent, Call: d.Call, Owner: owner}
		}, nil
	}
	return nil, errNoOwner
}

func hasUnit(card Card, ref string) bool {
	for _, unit := range card.Units {
		if unit.Ref == ref {
			return true
		}
	}
	return false
}
