package record

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

func followUp(r Row, at func(*time.Time) any) any {
	if r.FollowUp == nil {
		return nil
	}
	return at(&r.FollowUp.Due)
}

// transferred tells all transfers and consultations in one cell.
func transferred(r Row) any {
	var all []string
	for _, t := range r.Transfers {
		cell := fmt.Sprintf("%v %s(%s)", label(transferLabels, t.Type), cmp.Or(t.ToName, t.To), t.Reason)
		if t.Result != "" {
			cell += fmt.Sprintf(" %v", label(resultLabels, t.Result))
		}
		all = append(all, cell)
	}
	return text(strings.Join(all, "; "))
}

// talkers are all who talked to the customer, if there was more than one.
func talkers(r Row) any {
	if len(r.Parts) < 2 {
		return nil
	}
	var all []string
	for _, p := range r.Parts {
		all = append(all, cmp.Or(p.AgentName, string(p.AgentID), p.Outside))
	}
	return text(strings.Join(all, "; "))
}

func paused(r Row) any {
	if r.Recording == nil || len(r.Recording.Gaps) == 0 {
		return nil
	}
	total := int64(0)
	for _, g := range r.Recording.Gaps {
		if g.To != nil {
			total += between(g.From, *g.To)
		}
	}
	return seconds(total)
}
