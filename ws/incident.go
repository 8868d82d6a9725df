package ws

import (
	"slices"

	"thirdring/queue"
)

// incidentsChanged takes over which notices are on and proposed, and reports
// whether supervisors must be told.
func (f *floor) incidentsChanged(u queue.Update) bool {
	if slices.Equal(u.Incidents, f.incidents) && slices.Equal(u.Proposals, f.proposals) {
		return false
	}
	f.incidents, f.proposals = u.Incidents, u.Proposals
	return true
}

func (f *floor) shownIncidents() Incidents {
	out := Incidents{Active: []Incident{}, Proposed: []Proposal{}}
	for _, i := range f.incidents {
		out.Active = append(out.Active, Incident{
			Project: i.Project, Building: i.Building, Prompt: i.Prompt, Since: i.Since, Until: i.Until, By: i.By,
		})
	}
	for _, p := range f.proposals {
		out.Proposed = append(out.Proposed, Proposal(p))
	}
	return out
}
