package queue

import (
	"strings"
	"time"
	"unicode"
)

// A caller who hung up while waiting and rings again soon has the place back,
// if the queue keeps it. It is known by the number: the canonical one if the
// caller is identified, else what the network gave. After a restart of the
// server nobody knows of it any more.

// lostPlace is a place in a queue that its caller gave up.
type lostPlace struct {
	call  CallID
	place Place
	until time.Time
	keys  []string
}

// keepPlace remembers the place of a caller who gives up.
func (c *Core) keepPlace(call *Call, from Phase) {
	keep := c.room(call.Place.Queue).config.KeepPlace
	if keep <= 0 || from != Waiting && from != Offering || call.Place.Counted || call.Record.End.Class != ByCaller {
		return
	}
	keys := call.Record.Caller.keys()
	if len(keys) == 0 {
		return
	}
	c.forgetPlaces()
	lost := &lostPlace{call: call.ID, place: call.Place, until: c.now.Add(keep), keys: keys}
	for _, key := range keys {
		c.lostPlaces[key] = lost
	}
}

// kept is the place that the call's caller gave up a moment ago, nil if none.
func (c *Core) kept(call *Call) *lostPlace {
	if len(c.lostPlaces) == 0 || call.Record.PlaceOf != "" {
		return nil
	}
	for _, key := range call.Record.Caller.keys() {
		if lost := c.lostPlaces[key]; lost != nil && !c.now.After(lost.until) && lost.place.Queue == call.Place.Queue {
			return lost
		}
	}
	return nil
}

// takePlace gives a caller who joins the queue the place back that the same
// caller gave up.
func (c *Core) takePlace(call *Call, lost *lostPlace) {
	if lost == nil {
		return
	}
	for _, key := range lost.keys {
		delete(c.lostPlaces, key)
	}
	call.Place.Rank = call.Place.Rank.Add(lost.place.Entered.Sub(call.Place.Entered))
	call.Place.Entered = lost.place.Entered // not Seq: no two calls ever share a place
	call.Record.PlaceOf = lost.call
	c.touch(call)
}

// movePlace does so for one who waits already, and is identified only now.
func (c *Core) movePlace(call *Call) {
	if open := c.ownPromise(call); open != nil && !call.Place.Entered.IsZero() {
		c.stopsRinging(call)
		c.takeOver(call, open)
		c.keepsRinging(call)
		return
	}
	if lost := c.kept(call); lost != nil && call.InLine() && !call.Place.Entered.IsZero() {
		c.replace(call, func() { c.takePlace(call, lost) })
	}
}

// forgetPlaces drops the places that are kept no longer.
func (c *Core) forgetPlaces() {
	for key, lost := range c.lostPlaces {
		if c.now.After(lost.until) {
			delete(c.lostPlaces, key)
		}
	}
}

// keys are what the caller is known by, the best first; none if the number was
// withheld or is no number.
func (p Party) keys() []string {
	var keys []string
	if p.Match == Withheld {
		return nil
	}
	if p.Number != "" {
		keys = append(keys, p.Number)
	}
	digits := len(strings.FieldsFunc(p.Raw, func(r rune) bool { return !unicode.IsDigit(r) })) > 0
	if digits && len(p.Raw) >= 3 {
		keys = append(keys, "raw "+p.Raw)
	}
	return keys
}
