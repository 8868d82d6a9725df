package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// surgeWithin is the time in which many calls from one building are a surge.
const surgeWithin = 10 * time.Minute

// Proposal is a building from which so many people call that something may
// have happened there: a supervisor may switch on a notice.
type Proposal struct {
	Project, Building string
	Callers           int // different numbers within 10 minutes
	Since             time.Time
}

// heard is a caller from a building.
type heard struct {
	at     time.Time
	number string
}

// noteHome counts a caller from a building. The same number counts once.
func (c *Core) noteHome(call *Call) {
	number := call.Record.Caller.Number
	if c.center.Surge <= 0 || number == "" || call.Record.Direction != Inbound {
		return
	}
	for _, home := range call.Homes {
		if home.Building == "" {
			continue
		}
		recent := slices.DeleteFunc(c.surges[home], func(h heard) bool {
			return h.number == number || c.now.Sub(h.at) >= surgeWithin
		})
		c.surges[home] = append(recent, heard{c.now, number})
	}
	c.calmDown()
}

// calmDown forgets buildings from which nobody called lately, now and then.
func (c *Core) calmDown() {
	if c.now.Sub(c.calmed) < time.Minute {
		return
	}
	c.calmed = c.now
	for home, callers := range c.surges {
		if c.now.Sub(callers[len(callers)-1].at) >= surgeWithin {
			delete(c.surges, home)
		}
	}
}

// proposals are the buildings with a surge and without a notice.
func (c *Core) proposals() []Proposal {
	if c.center.Surge <= 0 {
		return nil
	}
	var all []Proposal
	for home, callers := range c.surges {
		recent := slices.IndexFunc(callers, func(h heard) bool { return c.now.Sub(h.at) < surgeWithin })
		told := slices.ContainsFunc(c.incidents, func(i Incident) bool { return !i.over(c.now) && i.from(home) })
		if recent < 0 || told || len(callers)-recent < c.center.Surge {
			continue
		}
		all = append(all, Proposal{Project: home.Project, Building: home.Building, Callers: len(callers) - recent, Since: callers[recent].at})
	}
	slices.SortFunc(all, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Callers, a.Callers), cmp.Compare(a.Project, b.Project), cmp.Compare(a.Building, b.Building))
	})
	return all
}

// calm forgets who called from there, and reports whether anybody had.
func (c *Core) calm(place Home) bool {
	before := len(c.surges)
	maps.DeleteFunc(c.surges, func(home Home, _ []heard) bool {
		return home.Project == place.Project && (place.Building == "" || home.Building == place.Building)
	})
	return len(c.surges) < before
}
