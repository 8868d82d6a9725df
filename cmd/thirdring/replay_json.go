package main

import (
	"time"

	"thirdring/queue/replay"
	"thirdring/store"
)

// replayView is the report for programs. Times are seconds.
type replayView struct {
	From          time.Time     `json:"from"`
	To            time.Time     `json:"to"`
	JournalBegins time.Time     `json:"journal_begins"`
	Calls         int           `json:"calls"`
	LeftOut       int           `json:"left_out"` // calls during an outage
	Open          int           `json:"open"`     // calls that had not ended
	Outages       []outageView  `json:"outages"`
	Fits          bool          `json:"fits"` // the model comes near to the day
	Changes       []changeView  `json:"changes"`
	Actual        resultView    `json:"as_it_was"`
	Model         resultView    `json:"model"`
	Draft         resultView    `json:"draft"`
	Turns         []replay.Turn `json:"turns"` // model to draft
}

type changeView struct {
	Path string `json:"path"`
	Kind string `json:"kind"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

type outageView struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Node string    `json:"node,omitempty"` // missing: thirdring was away
}

type resultView struct {
	Queues  []queueView    `json:"queues"`
	Agents  []loadView     `json:"agents"`
	Assumed replay.Assumed `json:"assumed"`
}

type queueView struct {
	replay.Figures
	ServiceLevel *float64 `json:"service_level"` // null where nothing was counted
	WaitS        float64  `json:"wait_s"`        // mean of those answered
	LongestS     float64  `json:"longest_s"`
}

type loadView struct {
	replay.Load
	TalkS float64 `json:"talk_s"`
}

func (r *replayed) view() replayView {
	out := replayView{
		From: r.From, To: r.To, JournalBegins: r.Begins, Calls: len(r.Day.Calls), LeftOut: r.Day.LeftOut, Open: r.Day.Open, Fits: true,
		Outages: []outageView{}, Changes: []changeView{}, Turns: replay.Turns(r.Model, r.Drafted),
		Actual: viewResult(r.Actual), Model: viewResult(r.Model), Draft: viewResult(r.Drafted),
	}
	for _, c := range store.Diff(r.Now, r.Draft) {
		out.Changes = append(out.Changes, changeView{c.Path, string(c.Kind), c.Old, c.New})
	}
	for _, o := range r.Day.Outages {
		out.Outages = append(out.Outages, outageView{o.From, o.To, o.Node})
	}
	for _, was := range r.Actual.Queues {
		model := find(r.Model, was.Queue)
		out.Fits = out.Fits && (model == nil || fits(was, *model))
	}
	return out
}

func viewResult(r replay.Result) resultView {
	out := resultView{Queues: []queueView{}, Agents: []loadView{}, Assumed: r.Assumed}
	for _, f := range r.Queues {
		view := queueView{Figures: f, WaitS: f.Wait.Seconds(), LongestS: f.Longest.Seconds()}
		if level, ok := f.ServiceLevel(); ok {
			view.ServiceLevel = &level
		}
		out.Queues = append(out.Queues, view)
	}
	for _, l := range r.Agents {
		out.Agents = append(out.Agents, loadView{Load: l, TalkS: l.Talk.Seconds()})
	}
	return out
}
