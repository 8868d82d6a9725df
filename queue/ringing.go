package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// Several telephones for one caller. Where the strategy is RingAll, those of
// the lowest level that has anybody are rung at once, and who answers first has
// the call. A round that nobody took goes further: it rings whoever is free up
// to the lowest level with somebody who has not missed the call, and everybody
// once all have. Those who missed it and may go on ring again with the others,
// since that takes the call from nobody. While it rings, whoever becomes free
// joins, unless a caller waits for whom no telephone rings: that is the greater
// need.

// asked is whose phones are to be rung for the call, of those who are free: a
// round, or those who join the one under way.
func (l *lane) asked(call *Call) []agent.ID {
	upTo, since := l.reach(call)
	var ids []agent.ID
	for _, s := range l.ready.items {
		if s.level <= upTo && !call.rungSince(since, s) {
			ids = append(ids, s.id)
		}
	}
	return ids
}

// reach is up to which level agents are rung for the call, and since when; the
// time is zero if none are yet.
func (l *lane) reach(call *Call) (upTo int, since time.Time) {
	if rung := call.round(); rung != nil {
		return rung.Level, rung.Round
	}
	for _, s := range l.ready.items {
		if !call.missedBy(s.id) {
			return s.level, since
		}
	}
	return l.ready.items[len(l.ready.items)-1].level, since
}

// round is one of the offers to agents who are rung at once, nil if none is.
func (call *Call) round() *Offer {
	for _, o := range call.Offers {
		if o.For == ForQueue {
			return o
		}
	}
	return nil
}

// rungSince reports whether the agent's phone has rung for the call since then, so
// that it is not to ring in this round again; a zero time is that of a round which
// has not begun. A phone that could not be rung, or that was needed for an
// emergency, may be rung again when it is free, and so may that of an agent who has
// come back since.
func (call *Call) rungSince(since time.Time, who spot) bool {
	return !since.IsZero() && slices.ContainsFunc(call.Record.Offers, func(o OfferTry) bool {
		if o.Agent != who.id || o.At.Before(since) || who.idle.After(o.Ended) {
			return false
		}
		return o.Result != OfferFailed && o.Result != OfferOffline && o.Result != OfferPulled
	})
}

// first is the caller who is to have the lane's next agent: the first who
// waits, else the first whose phones ring already and whom somebody may join.
// An emergency for which only a duty phone rings goes before those.
func (l *lane) first() (*Call, bool) {
	head, waits := l.waiting.head()
	if waits {
		return head, true
	}
	for _, call := range l.ringing.items {
		if call.round() == nil {
			return call, true
		}
	}
	for _, call := range l.ringing.items {
		if len(l.asked(call)) > 0 {
			return call, true
		}
	}
	return nil, false
}

// ringAll rings everybody who is asked for the call.
func (c *Core) ringAll(call *Call, l *lane) {
	ids := l.asked(call)
	o := Offer{Round: c.now}
	if o.Level, _ = l.reach(call); call.round() != nil {
		o.Round = call.round().Round
	}
	rung := len(call.Offers) + len(ids)
	for _, id := range ids {
		c.explain(call, c.agents[id], l, rung)
		c.offer(call, c.agents[id], o)
	}
	l.ringing.add(call)
}

// keepsRinging puts a call whose phones ring where agents who become free may
// join.
func (c *Core) keepsRinging(call *Call) {
	rings := call.rings(ForQueue) || call.urgent() && call.rings(ForDuty)
	if !rings || c.down[call.Node] {
		return
	}
	if l := c.laneFor(call, c.room(call.Place.Queue)); l.strategy == RingAll {
		l.ringing.add(call)
		c.touchLane(l)
	}
	if call.urgent() {
		c.planEscalation(call)
	}
}

// stopsRinging is the opposite. It reports whether others could join.
func (c *Core) stopsRinging(call *Call) bool {
	l := c.laneOf(call, c.room(call.Place.Queue))
	return l != nil && len(l.ringing.items) > 0 && l.ringing.remove(call)
}

// withdraw ends an offer through no fault of its agent, who keeps the place
// among those who are free. The phone shows no missed call.
func (c *Core) withdraw(call *Call, o *Offer, result OfferResult) {
	c.hangup(c.on(call), o.Leg, causeElsewhere)
	c.dropOffer(call, o, result)
	if a := c.agents[o.Agent]; a != nil {
		c.settleAgent(a, a.Release(c.now))
	}
}

// withdrawAll lets go of all who were rung for a call that somebody else has
// taken.
func (c *Core) withdrawAll(call *Call) {
	for _, o := range slices.Clone(call.Offers) {
		c.withdraw(call, o, OfferTaken)
	}
}
