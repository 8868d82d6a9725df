package queue

import (
	"time"

	"thirdring/agent"
)

// Brief is what the journal keeps of a row of the register, for who plays the
// day again.
type Brief struct {
	Queue     string          `json:",omitempty"`
	Outcome   Outcome         `json:",omitempty"`
	By        Class           `json:",omitempty"` // who ended the call
	QueueIn   time.Time       `json:",omitzero"`
	Person    time.Time       `json:",omitzero"`
	Hangup    time.Time       `json:",omitzero"`
	Agent     agent.ID        `json:",omitempty"` // the last one
	Parts     []BriefPart     `json:",omitempty"`
	Transfers []BriefTransfer `json:",omitempty"`
	Exits     []BriefExit     `json:",omitempty"`
	Callback  PromisedCall    `json:",omitzero"`
}

// BriefPart is a Part.
type BriefPart struct {
	Agent    agent.ID `json:",omitempty"` // empty: outside the centre
	From, To time.Time
}

// BriefTransfer is a Transferred.
type BriefTransfer struct {
	At     time.Time
	Result TransferResult
}

// BriefExit is an ExitTaken.
type BriefExit struct {
	At     time.Time
	Kind   ExitKind
	Result OfferResult `json:",omitempty"`
}

// Brief is the row in short.
func (r *Record) Brief() Brief {
	b := Brief{
		Queue: r.Queue, Outcome: r.Outcome, By: r.End.Class, QueueIn: r.Times.QueueIn, Person: r.Times.Person, Hangup: r.Times.Hangup,
		Agent: r.Agent.ID, Callback: r.Callback,
	}
	for _, p := range r.Parts {
		b.Parts = append(b.Parts, BriefPart{p.Agent.ID, p.Span.From, p.Span.To})
	}
	for _, t := range r.Transfers {
		b.Transfers = append(b.Transfers, BriefTransfer{t.At, t.Result})
	}
	for _, e := range r.Exits {
		b.Exits = append(b.Exits, BriefExit{e.At, e.Exit.Kind, e.Result})
	}
	return b
}
