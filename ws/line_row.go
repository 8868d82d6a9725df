package ws

import (
	"cmp"

	"thirdring/agent"
	"thirdring/queue"
)

// waitingRow is a caller in a line as supervisors may see one.
func (f *floor) waitingRow(call *queue.Call) Waiting {
	rec, place := &call.Record, &call.Place
	row := Waiting{
		Call: call.ID, Masked: masked(rec.Caller), Match: rec.Caller.Match, Owner: rec.Caller.Owner.Name, Home: home(call),
		Segment: rec.Caller.Segment, Hotline: cmp.Or(f.center.hotlines[rec.Hotline].Name, rec.Hotline),
		Phase: call.Phase, Since: call.Since, QueuedAt: place.Entered, Ringing: ringing(rec),
		PriorityS: place.Priority.Seconds(), Why: place.Why, Stage: place.Stage,
		Wants: place.Wants, WantsBy: place.WantsBy, WantsUntil: place.WantsUntil,
		UrgentAt: call.Urgent.Since, Escalated: call.Urgent.Escalated,
	}
	if n := len(rec.Moves); n > 0 {
		row.Moved, row.MovedBy = rec.Moves[n-1].What, rec.Moves[n-1].By
	}
	if back := call.Callback; back != nil {
		row.Tries, row.NextTry, row.KeepUntil = back.Tries, back.After, back.Until
	}
	return row
}

// masked is a caller's number as it may be shown outside the call itself.
func masked(who queue.Party) string {
	if who.Match == queue.Withheld {
		return ""
	}
	return mask(national(cmp.Or(who.Number, who.Raw)))
}

// home is where the caller lives, as far as that is certain: the unit, or the
// building or project that everybody who it may be has in common.
func home(call *queue.Call) string {
	if unit := call.Record.Caller.Owner.Unit; unit != "" || len(call.Homes) == 0 {
		return unit
	}
	first := call.Homes[0]
	for _, h := range call.Homes[1:] {
		if h.Project != first.Project {
			return ""
		}
		if h.Building != first.Building {
			first.Building = ""
		}
	}
	if first.Building == "" {
		return first.Project
	}
	return first.Project + "/" + first.Building
}

// ringing are the agents whose telephones ring for the caller.
func ringing(rec *queue.Record) []agent.ID {
	var ids []agent.ID
	for _, try := range rec.Offers {
		if try.Result == "" && try.Agent != "" {
			ids = append(ids, try.Agent)
		}
	}
	return ids
}
