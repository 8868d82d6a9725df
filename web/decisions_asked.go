package web

import (
	"context"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
)

// Why of an agent who was asked about, beside those of the core.
const (
	whyChosen    queue.WhyNot = "chosen"
	whyRung      queue.WhyNot = "rung"
	whyNotListed queue.WhyNot = "not_listed"
)

// together is how far apart telephones are rung that ring at once.
const together = 2 * time.Second

// longestCall is how long before a decision a call may have begun that the
// agent was still busy with.
const longestCall = 4 * time.Hour

// askedAbout says why the call did not go to one agent. Whom the journal does
// not name was not free: everybody who was is named first.
func (s *Server) askedAbout(ctx context.Context, id agent.ID, d Decision, offers []offer) (*passedView, error) {
	view := &passedView{Agent: id, Why: whyNotListed}
	if d.Agent == id {
		view.Why = whyChosen
		return view, nil
	}
	for _, o := range offers {
		if d.Rung > 0 && o.agent == id && o.at.Sub(d.At).Abs() < together {
			view.Why = whyRung
			return view, nil
		}
	}
	for _, other := range d.Others {
		if other.Agent == id {
			view.Why = other.Why
			return view, nil
		}
	}
	for _, call := range s.opts.Board.Snapshot().Calls {
		if call.Talk != nil && call.Talk.Agent == id && call.Record.Times.Person.Before(d.At) {
			view.Why = queue.Busy
			return view, nil
		}
	}
	page, err := s.opts.Register.Search(ctx, record.Query{
		Filter: record.Filter{Agent: id, From: d.At.Add(-longestCall), To: d.At}, Limit: 1,
	})
	if err != nil {
		return nil, err
	}
	if len(page.Rows) > 0 && busyAt(page.Rows[0], d.At) {
		view.Why = queue.Busy
	}
	return view, nil
}

// busyAt reports whether the agent of the row had its call, or registered it.
func busyAt(row record.Row, at time.Time) bool {
	for _, end := range []*time.Time{row.Hangup, row.RegisteredAt} {
		if end != nil && at.Before(*end) {
			return true
		}
	}
	return row.Hangup == nil
}
