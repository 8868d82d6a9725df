package record

import (
	"time"

	"thirdring/queue"
)

// The ways of callers whom no agent served, and the messages they left.

// Way is a way out of the queue, or of a closed hotline, that the caller took.
type Way struct {
	At     time.Time         `json:"t"`
	Why    queue.Why         `json:"why" enum:"closed,full,nobody,waited,key,away"`
	Key    string            `json:"key,omitempty" doc:"The key that the caller chose it with."`
	Kind   queue.ExitKind    `json:"kind" enum:"queue,duty,voicemail,goodbye,callback,emergency"`
	ID     string            `json:"id,omitempty" doc:"Of the queue or duty list."`
	Name   string            `json:"phone_name,omitempty" doc:"Whose phone was rung, on a duty list."`
	Phone  string            `json:"phone,omitempty" doc:"Its number, masked."`
	Result queue.OfferResult `json:"result,omitempty"`
}

// storedWay is a queue.ExitTaken.
type storedWay struct {
	At     mark              `json:"t"`
	Why    queue.Why         `json:"w,omitempty"`
	Key    string            `json:"k,omitempty"`
	Kind   queue.ExitKind    `json:"e,omitempty"`
	ID     string            `json:"i,omitempty"`
	Name   string            `json:"n,omitempty"`
	Phone  string            `json:"p,omitempty"`
	Ring   int64             `json:"g,omitempty"` // milliseconds
	Result queue.OfferResult `json:"r,omitempty"`
}

func ways(rec queue.Record) []Way {
	var all []Way
	for _, e := range rec.Exits {
		way := Way{At: e.At, Why: e.Why, Key: e.Key, Kind: e.Exit.Kind, ID: e.Exit.ID, Name: e.Phone.Name, Result: e.Result}
		if e.Phone.Number != "" {
			way.Phone = Mask(e.Phone.Number)
		}
		all = append(all, way)
	}
	return all
}

func (s *stored) storeWays(rec queue.Record, at func(time.Time) mark) {
	s.PlaceOf, s.Message, s.LeftOut = rec.PlaceOf, rec.Message, rec.LeftOut
	for _, e := range rec.Exits {
		s.Ways = append(s.Ways, storedWay{
			At: at(e.At), Why: e.Why, Key: e.Key, Kind: e.Exit.Kind, ID: e.Exit.ID,
			Name: e.Phone.Name, Phone: e.Phone.Number, Ring: e.Phone.Ring.Milliseconds(), Result: e.Result,
		})
	}
}

func (s *stored) waysOf(rec *queue.Record, at func(mark) time.Time) {
	rec.PlaceOf, rec.Message, rec.LeftOut = s.PlaceOf, s.Message, s.LeftOut
	for _, w := range s.Ways {
		rec.Exits = append(rec.Exits, queue.ExitTaken{
			At: at(w.At), Why: w.Why, Key: w.Key, Exit: queue.Exit{Kind: w.Kind, ID: w.ID},
			Phone: queue.DutyPhone{Name: w.Name, Number: w.Phone, Ring: ms(w.Ring)}, Result: w.Result,
		})
	}
}

const (
	messageText = "客户留言,请收听录音并回电" // the task's, for who calls back
	messageDue  = 24 * time.Hour  // DOMAIN: replies within 24 h
)

// left reports whether the row is final and has a message.
func (e entry) left() bool { return e.Final && e.Record.Message != "" }

// callBack makes the task that a message gives rise to.
func (k *kept) callBack(e entry) {
	rec := e.Record
	k.once(e, Task{
		ID: taskID(rec.Call, Callback), Kind: Callback, CreatedAt: rec.Times.Hangup, Due: rec.Times.Hangup.Add(messageDue), Text: messageText,
		Message: rec.Message,
	})
}

// once makes a task that nobody has until a supervisor gives it to somebody.
// What becomes of it is for people to say, so it is made and not changed.
func (k *kept) once(e entry, task Task) {
	if k.ID != "" {
		return
	}
	k.Task = task
	k.State, k.Row = TaskOpen, e.version().list()
	k.about(e.Record)
	k.give(queue.AgentRef{})
	k.Text = task.Text
}
