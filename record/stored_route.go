package record

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// storedMove is a queue.Moved.
type storedMove struct {
	At   mark       `json:"t"`
	By   string     `json:"b,omitempty"`
	What queue.Move `json:"w"`
	To   string     `json:"o,omitempty"`
}

// storedLast is a queue.LastTalk.
type storedLast struct {
	Agent agent.ID `json:"a,omitempty"`
	At    mark     `json:"t"`
}

// storeRoute keeps how the call found its agent.
func (s *stored) storeRoute(rec queue.Record, at func(time.Time) mark) {
	s.Why, s.Segment = rec.Why, rec.Caller.Segment
	if last := rec.Caller.Last; last != (queue.LastTalk{}) {
		s.Last = &storedLast{last.Agent, at(last.At)}
	}
	for _, m := range rec.Moves {
		s.Moves = append(s.Moves, storedMove{at(m.At), m.By, m.What, m.To})
	}
}

func (s *stored) route(rec *queue.Record, at func(mark) time.Time) {
	rec.Why, rec.Caller.Segment = s.Why, s.Segment
	if s.Last != nil {
		rec.Caller.Last = queue.LastTalk{Agent: s.Last.Agent, At: at(s.Last.At)}
	}
	for _, m := range s.Moves {
		rec.Moves = append(rec.Moves, queue.Moved{At: at(m.At), By: m.By, What: m.What, To: m.To})
	}
}

// Move is what a supervisor did with the call while it waited.
type Move struct {
	At   *time.Time `json:"t"`
	By   string     `json:"by" doc:"The supervisor."`
	What queue.Move `json:"what" enum:"head,up,queue,agent" doc:"Moved to the head of the queue, before the one ahead, to another queue, or given to an agent."`
	To   string     `json:"to,omitempty" doc:"The queue or the agent."`
}

func moves(rec queue.Record) []Move {
	var all []Move
	for _, m := range rec.Moves {
		all = append(all, Move{At: known(m.At), By: m.By, What: m.What, To: m.To})
	}
	return all
}
