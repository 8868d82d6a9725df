package record

import (
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// storedPart is a queue.Part.
type storedPart struct {
	Agent []string         `json:"a,omitempty"` // id, work number, name
	Kind  queue.TargetKind `json:"k,omitempty"`
	To    string           `json:"i,omitempty"`
	Times [2]mark          `json:"t"` // from, to
}

// storedTransfer is a queue.Transferred.
type storedTransfer struct {
	Times  [2]mark              `json:"t"` // at, ended
	By     agent.ID             `json:"b,omitempty"`
	Kind   queue.TargetKind     `json:"k,omitempty"`
	To     string               `json:"i,omitempty"`
	Name   string               `json:"n,omitempty"`
	Way    queue.TransferKind   `json:"w,omitempty"`
	Reason string               `json:"y,omitempty"`
	Result queue.TransferResult `json:"r,omitempty"`
}

// storedHelp is a queue.HelpAsked.
type storedHelp struct {
	Times [2]mark  `json:"t"` // at, taken
	Agent agent.ID `json:"a,omitempty"`
	Text  string   `json:"x,omitempty"`
	By    string   `json:"b,omitempty"`
}

func storeAgent(a queue.AgentRef) []string {
	if a == (queue.AgentRef{}) {
		return nil
	}
	return []string{string(a.ID), a.WorkNo, a.Name}
}

func agentRef(s []string) queue.AgentRef {
	if len(s) != 3 {
		return queue.AgentRef{}
	}
	return queue.AgentRef{ID: agent.ID(s[0]), WorkNo: s[1], Name: s[2]}
}

func storeSpans(spans []queue.Span, at func(time.Time) mark) [][2]mark {
	var out [][2]mark
	for _, s := range spans {
		out = append(out, [2]mark{at(s.From), at(s.To)})
	}
	return out
}

func spansOf(stored [][2]mark, at func(mark) time.Time) []queue.Span {
	var out []queue.Span
	for _, s := range stored {
		out = append(out, queue.Span{From: at(s[0]), To: at(s[1])})
	}
	return out
}

// storeTalk keeps who talked to the customer, transfers and calls for help.
func (s *stored) storeTalk(rec queue.Record, at func(time.Time) mark) {
	for _, p := range rec.Parts {
		s.Parts = append(s.Parts, storedPart{
			Agent: storeAgent(p.Agent), Kind: p.To.Kind, To: p.To.ID, Times: [2]mark{at(p.Span.From), at(p.Span.To)},
		})
	}
	for _, t := range rec.Transfers {
		s.Transfers = append(s.Transfers, storedTransfer{
			Times: [2]mark{at(t.At), at(t.Ended)}, By: t.By, Kind: t.To.Kind, To: t.To.ID, Name: t.Name,
			Way: t.Kind, Reason: t.Reason, Result: t.Result,
		})
	}
	for _, h := range rec.Help {
		s.Help = append(s.Help, storedHelp{Times: [2]mark{at(h.At), at(h.Taken)}, Agent: h.Agent, Text: h.Text, By: h.By})
	}
}

func (s *stored) talk(rec *queue.Record, at func(mark) time.Time) {
	for _, p := range s.Parts {
		rec.Parts = append(rec.Parts, queue.Part{
			Agent: agentRef(p.Agent), To: queue.Target{Kind: p.Kind, ID: p.To}, Span: queue.Span{From: at(p.Times[0]), To: at(p.Times[1])},
		})
	}
	for _, t := range s.Transfers {
		rec.Transfers = append(rec.Transfers, queue.Transferred{
			At: at(t.Times[0]), By: t.By, To: queue.Target{Kind: t.Kind, ID: t.To}, Name: t.Name,
			Kind: t.Way, Reason: t.Reason, Result: t.Result, Ended: at(t.Times[1]),
		})
	}
	for _, h := range s.Help {
		rec.Help = append(rec.Help, queue.HelpAsked{At: at(h.Times[0]), Agent: h.Agent, Text: h.Text, By: h.By, Taken: at(h.Times[1])})
	}
}
