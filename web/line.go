package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
)

// waitingView is a caller whom nobody has answered yet, or who was promised a
// call.
type waitingView struct {
	Call     queue.CallID `json:"call"`
	Masked   string       `json:"masked,omitempty" doc:"Missing when withheld."`
	Match    queue.Match  `json:"match,omitempty"`
	Owner    string       `json:"owner,omitempty" doc:"The name, if it is certain who calls."`
	Home     string       `json:"home,omitempty"`
	Segment  string       `json:"segment,omitempty"`
	Hotline  string       `json:"hotline"`
	Phase    queue.Phase  `json:"phase"`
	Since    time.Time    `json:"since"`
	QueuedAt time.Time    `json:"queued_at,omitzero" doc:"Waiting time counts from here."`
	Position int          `json:"position,omitempty" doc:"1 is next; missing on another way: in a menu, on duty, leaving a message; and of a promised call that rests."`
	Ringing  []agent.ID   `json:"ringing,omitempty" doc:"Whose telephones ring for the caller."`

	PriorityS  float64    `json:"priority_s,omitempty" doc:"Waiting time that the caller is spared."`
	Why        string     `json:"why,omitempty" doc:"And for what."`
	Stage      int        `json:"stage,omitempty" doc:"How often the search was widened."`
	Wants      agent.ID   `json:"wants,omitempty" doc:"Waits for this agent alone."`
	WantsBy    string     `json:"wants_by,omitempty" doc:"For this supervisor; missing: the agent had the last conversation."`
	WantsUntil time.Time  `json:"wants_until,omitzero"`
	Moved      queue.Move `json:"moved,omitempty"`
	MovedBy    string     `json:"moved_by,omitempty"`
	UrgentAt   time.Time  `json:"urgent_at,omitzero" doc:"In the emergency lane since."`
	Escalated  time.Time  `json:"escalated_at,omitzero" doc:"Duty phones are rung as well since."`
	Tries      int        `json:"tries,omitempty" doc:"Of a promised call."`
	NextTry    time.Time  `json:"next_try,omitzero" doc:"Rests, and stands in line again then."`
	KeepUntil  time.Time  `json:"keep_until,omitzero" doc:"Then the promise becomes a task."`
}

type (
	lineInput struct {
		ID    string `path:"id" maxLength:"64"`
		Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	}
	lineOutput struct {
		Body struct {
			Queue   string        `json:"queue"`
			Total   int           `json:"total" doc:"Who stand in line, listed or not."`
			Beside  int           `json:"beside" doc:"Who are on another way, listed or not."`
			Waiting []waitingView `json:"waiting" doc:"In the order in which they are served, then who is on another way."`
		}
	}
)

func (s *Server) lineRoutes() {
	serve(s, route{
		method: http.MethodGet, path: "/api/queues/{id}/line", summary: "The callers of a queue whom nobody has answered yet",
		roles: supervisors,
	}, s.line)
}

// supervisors are those who may change what is going on.
var supervisors = []Role{Supervisor, Admin}

func (s *Server) line(_ context.Context, in *lineInput) (*lineOutput, error) {
	center, now := s.opts.Center(), s.opts.Board.Snapshot()
	known := slices.ContainsFunc(center.Queues, func(q queue.QueueConfig) bool { return q.ID == in.ID })
	var standing, beside []*queue.Call
	for i := range now.Calls {
		call := &now.Calls[i]
		switch {
		case cmp.Or(call.Place.Queue, call.Record.Queue) != in.ID:
		case call.InLine():
			standing = append(standing, call)
		case call.BesideLine():
			beside = append(beside, call)
		}
	}
	if !known && len(standing)+len(beside) == 0 {
		return nil, queue.ErrNoQueue
	}
	slices.SortFunc(standing, byService)
	slices.SortFunc(beside, func(a, b *queue.Call) int {
		return cmp.Or(a.RestsUntil().Compare(b.RestsUntil()), cmp.Compare(a.ID, b.ID))
	})
	out := &lineOutput{}
	out.Body.Queue, out.Body.Total, out.Body.Beside = in.ID, len(standing), len(beside)
	out.Body.Waiting = []waitingView{}
	for i, call := range standing[:min(len(standing), in.Limit)] {
		view := viewWaiting(call, center)
		view.Position = i + 1
		out.Body.Waiting = append(out.Body.Waiting, view)
	}
	for _, call := range beside[:min(len(beside), in.Limit)] {
		out.Body.Waiting = append(out.Body.Waiting, viewWaiting(call, center))
	}
	return out, nil
}

// byService is the order in which the callers of a queue are served.
func byService(a, b *queue.Call) int {
	if urgent := !a.Urgent.Since.IsZero(); urgent != !b.Urgent.Since.IsZero() {
		if urgent {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Place.Compare(&b.Place), cmp.Compare(a.ID, b.ID))
}

func viewWaiting(call *queue.Call, center queue.Center) waitingView {
	rec, place := &call.Record, &call.Place
	view := waitingView{
		Call: call.ID, Match: rec.Caller.Match, Owner: rec.Caller.Owner.Name, Home: call.HomeText(), Segment: rec.Caller.Segment,
		Hotline: hotlineName(center, rec.Hotline), Phase: call.Phase, Since: call.Since, QueuedAt: place.Entered, Ringing: rec.Ringing(),
		PriorityS: place.Priority.Seconds(), Why: place.Why, Stage: place.Stage,
		Wants: place.Wants, WantsBy: place.WantsBy, WantsUntil: place.WantsUntil,
		UrgentAt: call.Urgent.Since, Escalated: call.Urgent.Escalated,
	}
	if rec.Caller.Match != queue.Withheld {
		view.Masked = record.Mask(cmp.Or(rec.Caller.Number, rec.Caller.Raw))
	}
	if n := len(rec.Moves); n > 0 {
		view.Moved, view.MovedBy = rec.Moves[n-1].What, rec.Moves[n-1].By
	}
	if back := call.Callback; back != nil {
		view.Tries, view.NextTry, view.KeepUntil = back.Tries, back.After, back.Until
	}
	return view
}

func hotlineName(center queue.Center, number string) string {
	for _, h := range center.Hotlines {
		if h.Number == number {
			return cmp.Or(h.Name, number)
		}
	}
	return number
}
