package ws

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"thirdring/queue"
)

// lostFor is how long an emergency is shown whose caller gave up.
const lostFor = 30 * time.Minute

// emergencyChanged keeps the list of urgent calls that nobody has answered in
// step with a call. It reports whether supervisors must be told.
func (f *floor) emergencyChanged(call *queue.Call) bool {
	if call.Urgent.Since.IsZero() {
		return false
	}
	had, listed := f.emergencies[call.ID]
	rec := &call.Record
	if answered(call) {
		delete(f.emergencies, call.ID)
		return listed
	}
	next := Emergency{
		Call: call.ID, Masked: masked(rec.Caller), Owner: rec.Caller.Owner.Name, Home: call.HomeText(),
		Hotline: cmp.Or(f.center.hotlines[rec.Hotline].Name, rec.Hotline), Project: cmp.Or(rec.Project, f.center.hotlines[rec.Hotline].Project),
		Why: call.Urgent.Why, Since: call.Urgent.Since, Ringing: rec.Ringing(), Escalated: call.Urgent.Escalated,
	}
	if call.Phase == queue.Ended {
		next.Ringing, next.GoneAt = nil, cmp.Or(rec.Times.Hangup, call.Since)
	}
	f.emergencies[call.ID] = next
	return !listed || !reflect.DeepEqual(had, next)
}

// answered reports whether a person has the call, or had it at its end.
func answered(call *queue.Call) bool {
	if call.Phase == queue.Ended {
		return !call.Record.Times.Person.IsZero()
	}
	return slices.Contains([]queue.Phase{queue.Talking, queue.Transferring, queue.Outside}, call.Phase)
}

// shownEmergencies drops those that were lost long ago.
func (f *floor) shownEmergencies(now time.Time) Emergencies {
	list := []Emergency{}
	for id, e := range f.emergencies {
		if !e.GoneAt.IsZero() && now.Sub(e.GoneAt) > lostFor {
			delete(f.emergencies, id)
			continue
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b Emergency) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Call, b.Call))
	})
	return Emergencies{Calls: list}
}
