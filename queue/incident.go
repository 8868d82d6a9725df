package queue

import (
	"slices"
	"strings"
	"time"
)

// Incident is a notice that callers from a project or one of its buildings
// hear before they wait, such as that the water is off until six.
type Incident struct {
	Version  uint64 // every switching on has its own
	Project  string
	Building string // empty: all of the project
	Prompt   string
	Since    time.Time
	Until    time.Time // zero: until it is switched off
	By       string
}

// Home is where a caller has a unit.
type Home struct{ Project, Building string }

// from reports whether the notice is for callers from there.
func (i Incident) from(h Home) bool {
	return i.Project == h.Project && (i.Building == "" || i.Building == h.Building)
}

func (i Incident) over(now time.Time) bool { return !i.Until.IsZero() && !now.Before(i.Until) }

// setIncident switches a notice on, changes it, or switches it off. Whoever
// switches it off, or does not want a proposed one, knows of the surge: only new
// callers propose it again.
func (c *Core) setIncident(ev SetIncident) error {
	home := Home{strings.TrimSpace(ev.Project), strings.TrimSpace(ev.Building)}
	switch {
	case home.Project == "":
		return ErrIncidentOf
	case ev.Prompt != "" && !ev.Until.IsZero() && !ev.Until.After(c.now):
		return ErrIncidentOver
	}
	before := len(c.incidents)
	c.incidents = slices.DeleteFunc(c.incidents, func(i Incident) bool {
		return i.over(c.now) || i.Project == home.Project && i.Building == home.Building
	})
	if ev.Prompt == "" {
		if calmed := c.calm(home); !calmed && len(c.incidents) == before {
			return ErrNothingAsked
		}
		return nil
	}
	c.seq++
	c.incidents = append(c.incidents, Incident{
		Version: c.seq, Project: home.Project, Building: home.Building, Prompt: ev.Prompt, Since: c.now, Until: ev.Until, By: ev.By,
	})
	for _, call := range c.ordered() {
		if call.Phase == Waiting && call.Playing.ID == "" && !c.down[call.Node] {
			c.notify(call)
		}
	}
	return nil
}

// notify plays the notices that the caller has to hear and has not heard, and
// reports whether there are any. Each is played alone: one that the centre has
// not recorded must not take other prompts with it.
func (c *Core) notify(call *Call) bool {
	for _, i := range c.incidents {
		if i.over(c.now) || slices.Contains(call.Told, i.Version) || !call.isFrom(i) {
			continue
		}
		call.Told = append(slices.Clip(call.Told), i.Version)
		c.play(call, Prompt{ID: i.Prompt})
		return true
	}
	return false
}

// isFrom reports whether the notice is for the caller: of a whole project also
// for everybody who calls its hotline.
func (call *Call) isFrom(i Incident) bool {
	return i.from(Home{Project: call.Record.Project}) || slices.ContainsFunc(call.Homes, i.from)
}

// activeIncidents are those that are not over, for readers.
func (c *Core) activeIncidents() []Incident {
	return slices.DeleteFunc(slices.Clone(c.incidents), func(i Incident) bool { return i.over(c.now) })
}
