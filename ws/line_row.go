package ws

import (
	"cmp"

	"thirdring/queue"
)

// waitingRow is a caller in a line as supervisors may see one.
func (f *floor) waitingRow(call *queue.Call) Waiting {
	rec, place := &call.Record, &call.Place
	row := Waiting{
		Call: call.ID, Masked: masked(rec.Caller), Match: rec.Caller.Match, Owner: rec.Caller.Owner.Name, Home: call.HomeText(),
		Segment: rec.Caller.Segment, Hotline: cmp.Or(f.center.hotlines[rec.Hotline].Name, rec.Hotline),
		Phase: call.Phase, Since: call.Since, QueuedAt: place.Entered, Ringing: rec.Ringing(),
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
