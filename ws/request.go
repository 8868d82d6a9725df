package ws

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"thirdring/queue"
)

const (
	maxID     = 64   // characters of an id, code or state
	maxText   = 4000 // characters of a summary
	maxReason = 200  // characters of a transfer's reason
	maxHelp   = 500  // characters of a call for help
	maxNumber = 40   // characters of a number as people write it
)

// request is a decoded frame.
type request struct {
	kind string // empty when unknown
	id   string
	wish
}

// wish is what a request asks for. A ping has none.
type wish struct {
	// event makes the core's event for whoever asks.
	event maker
	// resolve makes that maker where more than the frame is needed.
	resolve func(context.Context, *socket) (maker, error)
	// supervisor means that only supervisors may ask, agents or not.
	supervisor bool
}

type maker func(who Identity, req queue.RequestID) queue.Event

// decoders decode and check the data of each type of request.
var decoders = map[string]func(json.RawMessage) (wish, bool){
	TypePing:           func(json.RawMessage) (wish, bool) { return wish{}, true },
	TypeStateSet:       as(stateSet),
	TypeDeviceSet:      as(deviceSet),
	TypePhoneBack:      as(phoneBack),
	TypeBreakDecide:    as(breakDecide),
	TypeWrapUpSave:     as(wrapUpSave),
	TypeWrapUpExtend:   as(wrapUpExtend),
	TypeOwnerChoose:    as(ownerChoose),
	TypeCallHangup:     as(callHangup),
	TypeCallHold:       as(callHold),
	TypeCallSwap:       as(callSwap),
	TypeCallConference: as(callConference),
	TypeCallMute:       as(callMute),
	TypeCallDigits:     as(callDigits),
	TypeCallPause:      as(callPause),
	TypeCallConsult:    as(callConsult),
	TypeCallTransfer:   as(callTransfer),
	TypeCallComplete:   as(callComplete),
	TypeCallDrop:       as(callDrop),
	TypeCallSurvey:     as(callSurvey),
	TypeCallHelp:       as(callHelp),
	TypeHelpTake:       as(helpTake),
	TypeCallDial:       as(callDial),
	TypeCallMoveUp:     as(callMoveUp),
	TypeCallMoveQueue:  as(callMoveQueue),
	TypeCallGive:       as(callGive),
	TypeCallbackCancel: as(callbackCancel),
	TypeCallbackNow:    as(callbackNow),
	TypeAgentQueues:    as(agentQueues),
	TypeIncidentSet:    as(incidentSet),
	TypeIncidentClear:  as(incidentClear),
}

// as decodes the data and lets check make the wish of it.
func as[T any](check func(T) (wish, bool)) func(json.RawMessage) (wish, bool) {
	return func(data json.RawMessage) (wish, bool) {
		var d T
		if len(data) == 0 || string(data) == "null" || json.Unmarshal(data, &d) != nil {
			return wish{}, false
		}
		return check(d)
	}
}

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
	req := request{id: f.ID}
	check, known := decoders[f.Type]
	if !known {
		return req, CodeBadType
	}
	req.kind = f.Type
	var ok bool
	if req.wish, ok = check(f.Data); !ok {
		return req, CodeBadData
	}
	return req, noError
}

func isID(s string) bool { return s != "" && isText(s, maxID) }

func isText(s string, limit int) bool { return utf8.RuneCountInString(s) <= limit }

// isPlausible keeps years out that cannot be written as RFC 3339 again.
func isPlausible(t time.Time) bool { return t.IsZero() || t.Year() > 2000 && t.Year() < 3000 }
