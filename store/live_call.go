package store

import (
	"maps"
	"time"

	"thirdring/queue"
)

// savedCall is a call as any version saved it. An earlier one knew of a single
// telephone that is rung, whose deadlines were among those of the call.
type savedCall struct {
	queue.Call
	Offer *queue.Offer
}

// Deadlines of the single offer.
const (
	dueShow  queue.Timer = "show"
	dueOffer queue.Timer = "offer"
)

// now is the call as this version has it.
func (s *savedCall) now() queue.Call {
	call := s.Call
	if s.Offer != nil {
		s.Offer.ShowBy, s.Offer.EndBy = call.Due[dueShow], call.Due[dueOffer]
		call.Offers = append(call.Offers, s.Offer)
	}
	maps.DeleteFunc(call.Due, func(t queue.Timer, _ time.Time) bool { return t == dueShow || t == dueOffer })
	return call
}
