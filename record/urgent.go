package record

import (
	"time"

	"thirdring/queue"
)

// Urgent says that the call was in the emergency lane.
type Urgent struct {
	Since     *time.Time      `json:"since,omitempty"`
	Why       queue.UrgentWhy `json:"why" enum:"line,key" doc:"A line for emergencies was called, or the key for them was pressed."`
	Escalated *time.Time      `json:"escalated,omitempty" doc:"Phones on duty were rung as well since."`
}

// storedUrgent is a queue.Urgent.
type storedUrgent struct {
	Since     mark            `json:"t,omitempty"`
	Why       queue.UrgentWhy `json:"w,omitempty"`
	Escalated mark            `json:"e,omitempty"`
}

func urgent(rec queue.Record) *Urgent {
	u := rec.Urgent
	if u == (queue.Urgent{}) {
		return nil
	}
	return &Urgent{Since: known(u.Since), Why: u.Why, Escalated: known(u.Escalated)}
}

func (s *stored) storeUrgent(u queue.Urgent, at func(time.Time) mark) {
	if u != (queue.Urgent{}) {
		s.Urgent = &storedUrgent{at(u.Since), u.Why, at(u.Escalated)}
	}
}

func (s *stored) urgent(rec *queue.Record, at func(mark) time.Time) {
	if u := s.Urgent; u != nil {
		rec.Urgent = queue.Urgent{Since: at(u.Since), Why: u.Why, Escalated: at(u.Escalated)}
	}
}
