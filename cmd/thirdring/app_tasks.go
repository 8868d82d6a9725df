package main

import (
	"context"
	"fmt"
	"slices"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/web"
)

// cards are the owners' files on the desktops as the web sees them.
type cards struct{ app *App }

// Owners implements web.Cards.
func (c cards) Owners(call queue.CallID) []owner.ID {
	var ids []owner.ID
	for _, card := range c.app.callers.Cards(call) {
		ids = append(ids, owner.ID(card.ID))
	}
	return ids
}

// Choose implements web.Cards.
func (c cards) Choose(ctx context.Context, by web.User, call queue.CallID, o owner.Owner) error {
	if !c.app.callers.show(ctx, call, o) {
		return queue.ErrNoCall
	}
	err := board(c).Ask(ctx, func(req queue.RequestID) queue.Event {
		return queue.ChooseOwner{Req: req, Agent: by.Agent, Call: call, Owner: ownerRef(o), NoSurvey: noSurvey(o)}
	})
	if err != nil {
		return fmt.Errorf("choose owner %s: %w", o.ID, err)
	}
	return nil
}

// Changed implements web.Cards.
func (c cards) Changed(o owner.Owner) { c.app.hub.CardsChanged(c.app.callers.changed(o)...) }

// show makes the owner one of a live call's cards, the first one; it reports
// false when the call is over.
func (c *callers) show(ctx context.Context, call queue.CallID, o owner.Owner) bool {
	shown := c.cards(ctx, []owner.Owner{o})[0]
	c.mu.Lock()
	defer c.mu.Unlock()
	live := c.live[call]
	if live == nil {
		return false
	}
	others := slices.Clone(live.cards) // readers have the old slice
	for i, card := range others {
		if card.ID == shown.ID {
			others = slices.Delete(others, i, i+1)
			break
		}
	}
	live.cards = slices.Insert(others, 0, shown)
	return true
}

// changed puts the owner's new file into all live calls that have the old one,
// and returns those calls.
func (c *callers) changed(o owner.Owner) []queue.CallID {
	ctx, cancel := context.WithTimeout(context.Background(), lookupLimit)
	defer cancel()
	c.mu.Lock()
	var calls []queue.CallID
	for id, live := range c.live {
		for _, card := range live.cards {
			if card.ID == string(o.ID) {
				calls = append(calls, id)
			}
		}
	}
	c.mu.Unlock()
	if len(calls) == 0 {
		return nil
	}
	shown := c.cards(ctx, []owner.Owner{o})[0]
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range calls {
		live := c.live[id]
		if live == nil {
			continue
		}
		live.cards = slices.Clone(live.cards)
		for i := range live.cards {
			if live.cards[i].ID == shown.ID {
				live.cards[i] = shown
			}
		}
	}
	return calls
}
