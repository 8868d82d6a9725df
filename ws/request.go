package ws

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"thirdring/agent"
	"thirdring/queue"
)

const (
	maxID   = 64   // characters of an id, code or state
	maxText = 4000 // characters of a summary
)

// request is a decoded frame. event makes the core's event for an agent; it is
// nil for a ping.
type request struct {
	kind   string // empty when unknown
	id     string
	event  func(agent.ID) func(queue.RequestID) queue.Event
	choose *OwnerChoose // owner.choose needs the cards to make its event
}

type eventFor = func(agent.ID) func(queue.RequestID) queue.Event

// decode checks everything about a frame that can be checked without the
// core. What it returns besides an error code is good enough to answer.
func decode(body []byte) (request, ErrorCode) {
	var f ClientFrame
	if json.Unmarshal(body, &f) != nil {
		return request{}, CodeBadFrame
	}
	if f.ID == "" || utf8.RuneCountInString(f.ID) > maxID {
		return request{}, CodeBadFrame
	}
	req := request{kind: f.Type, id: f.ID}
	ok := true
	switch f.Type {
	case TypePing:
	case TypeStateSet:
		req.event, ok = decodeData(f.Data, stateSet)
	case TypeWrapUpSave:
		req.event, ok = decodeData(f.Data, wrapUpSave)
	case TypeOwnerChoose:
		req.choose = &OwnerChoose{}
		req.event, ok = decodeData(f.Data, func(d OwnerChoose) (eventFor, bool) {
			*req.choose = d
			return chooseOwner(d.Call, queue.OwnerRef{ID: d.Owner, Unit: d.Unit}),
				isID(string(d.Call)) && isID(d.Owner) && isText(d.Unit, maxText)
		})
	case TypeCallHangup:
		req.event, ok = decodeData(f.Data, callHangup)
	default:
		req.kind = ""
		return req, CodeBadType
	}
	if !ok {
		return req, CodeBadData
	}
	return req, noError
}

// decodeData decodes the data and lets check make the event of it.
func decodeData[T any](data json.RawMessage, check func(T) (eventFor, bool)) (eventFor, bool) {
	var d T
	if len(data) == 0 || string(data) == "null" || json.Unmarshal(data, &d) != nil {
		return nil, false
	}
	return check(d)
}

func stateSet(d StateSet) (eventFor, bool) {
	return func(id agent.ID) func(queue.RequestID) queue.Event {
		return func(req queue.RequestID) queue.Event {
			return queue.SetState{Req: req, Agent: id, State: d.State, Reason: d.Reason, By: string(id)}
		}
	}, isID(string(d.State)) && isText(string(d.Reason), maxID)
}

func wrapUpSave(d WrapUpSave) (eventFor, bool) {
	wrap := queue.Disposition{
		Category: d.Category, SubCategory: d.SubCategory, Summary: d.Summary, Resolved: d.Resolved,
		UnresolvedReason: d.UnresolvedReason, PromisedReplyAt: d.PromisedReplyAt, MustKeep: d.MustKeep,
	}
	return func(id agent.ID) func(queue.RequestID) queue.Event {
			return func(req queue.RequestID) queue.Event {
				return queue.SaveWrapUp{Req: req, Agent: id, Call: d.Call, Wrap: wrap, Done: d.Done}
			}
		}, isID(string(d.Call)) && isText(d.Category, maxID) && isText(d.SubCategory, maxID) &&
			isText(d.Summary, maxText) && isText(d.UnresolvedReason, maxText) && isPlausible(d.PromisedReplyAt)
}

func chooseOwner(call queue.CallID, owner queue.OwnerRef) eventFor {
	return func(id agent.ID) func(queue.RequestID) queue.Event {
		return func(req queue.RequestID) queue.Event {
			return queue.ChooseOwner{Req: req, Agent: id, Call: call, Owner: owner}
		}
	}
}

func callHangup(d CallRef) (eventFor, bool) {
	return func(id agent.ID) func(queue.RequestID) queue.Event {
		return func(req queue.RequestID) queue.Event {
			return queue.HangUp{Req: req, Agent: id, Call: d.Call}
		}
	}, isID(string(d.Call))
}

// chosen finds the owner among the cards of the call that the agent has on
// the screen; nothing is said about other calls' callers.
func (s *socket) chosen(d OwnerChoose) (eventFor, ErrorCode) {
	mine := s.call.Load()
	if mine == nil || *mine != d.Call {
		return nil, CodeNoCall
	}
	for _, card := range s.hub.opts.Cards(d.Call) {
		if card.ID != d.Owner {
			continue
		}
		if d.Unit != "" && !hasUnit(card, d.Unit) {
			return nil, CodeNoOwner
		}
		return chooseOwner(d.Call, queue.OwnerRef{ID: card.ID, Name: card.Name, Relation: card.Relation, Unit: d.Unit}), noError
	}
	return nil, CodeNoOwner
}

func hasUnit(card Card, ref string) bool {
	for _, unit := range card.Units {
		if unit.Ref == ref {
			return true
		}
	}
	return false
}

func isID(s string) bool { return s != "" && isText(s, maxID) }

func isText(s string, limit int) bool { return utf8.RuneCountInString(s) <= limit }

// isPlausible keeps years out that cannot be written as RFC 3339 again.
func isPlausible(t time.Time) bool { return t.IsZero() || t.Year() > 2000 && t.Year() < 3000 }
