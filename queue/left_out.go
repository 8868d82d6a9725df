package queue

import "slices"

// A call that rings for hours rings the same telephones again and again. Its row
// is saved with nearly every step, so that of very many lines it keeps the last,
// and counts the others.
const (
	mostTries = 100 // lines of offers
	mostRung  = 20  // of duty phones rung for an emergency
)

// addTry puts an offer into the row. What is left out is never what somebody has
// to know: whose phone rings, who answered, and who missed the call.
func (r *Record) addTry(try OfferTry) {
	if len(r.Offers) >= mostTries {
		for i := range r.Offers {
			if old := &r.Offers[i]; !old.Ended.IsZero() && old.Result != OfferAnswered && (!old.Result.missed() || r.missedAfter(i)) {
				r.Offers = slices.Delete(r.Offers, i, i+1)
				r.LeftOut++
				break
			}
		}
	}
	r.Offers = append(r.Offers, try)
}

// missedAfter reports whether the agent of an offer has missed a later one.
func (r *Record) missedAfter(i int) bool {
	return slices.ContainsFunc(r.Offers[i+1:], func(o OfferTry) bool { return o.Agent == r.Offers[i].Agent && o.Result.missed() })
}

// addRung puts a duty phone that is rung for an emergency into the row.
func (r *Record) addRung(e ExitTaken) {
	oldest, rung := 0, 0
	for i := range r.Exits {
		if r.Exits[i].Why != WhyEmergency {
			continue
		}
		if rung++; rung == 1 {
			oldest = i
		}
	}
	if rung >= mostRung {
		r.Exits = slices.Delete(r.Exits, oldest, oldest+1)
		r.LeftOut++
	}
	r.Exits = append(r.Exits, e)
}
