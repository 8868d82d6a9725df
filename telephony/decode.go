package telephony

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/CyCoreSystems/ari/v5"
)

// wanted are the types of events that Asterisk is asked to send, each with the
// struct it is decoded into. Every one left out is work saved in the
// application's single queue inside Asterisk, which is the ceiling of calls a
// second; docs/asterisk.md says why each is here.
var wanted = map[string]func() ari.Event{
	ari.Events.ApplicationReplaced:   func() ari.Event { return new(ari.ApplicationReplaced) },
	ari.Events.StasisStart:           func() ari.Event { return new(ari.StasisStart) },
	ari.Events.StasisEnd:             func() ari.Event { return new(ari.StasisEnd) },
	ari.Events.ChannelStateChange:    func() ari.Event { return new(ari.ChannelStateChange) },
	ari.Events.ChannelHangupRequest:  func() ari.Event { return new(ari.ChannelHangupRequest) },
	ari.Events.ChannelDestroyed:      func() ari.Event { return new(ari.ChannelDestroyed) },
	ari.Events.ChannelHold:           func() ari.Event { return new(ari.ChannelHold) },
	ari.Events.ChannelUnhold:         func() ari.Event { return new(ari.ChannelUnhold) },
	ari.Events.ChannelTalkingStarted: func() ari.Event { return new(ari.ChannelTalkingStarted) },
	ari.Events.ChannelDtmfReceived:   func() ari.Event { return new(ari.ChannelDtmfReceived) },
	"ChannelTransfer":                func() ari.Event { return new(channelTransfer) },
	ari.Events.PlaybackFinished:      func() ari.Event { return new(ari.PlaybackFinished) },
	ari.Events.RecordingFinished:     func() ari.Event { return new(ari.RecordingFinished) },
	ari.Events.RecordingFailed:       func() ari.Event { return new(ari.RecordingFailed) },
}

var errNoType = errors.New("frame has no type")

// decode turns a frame into an event. The event is nil where the type is not
// one of those wanted; that is no error.
func decode(frame []byte) (kind string, event ari.Event, err error) {
	if kind, err = peekType(frame); err != nil {
		return "", nil, err
	}
	fresh, ok := wanted[kind]
	if !ok {
		return kind, nil, nil
	}
	event = fresh()
	if err := json.Unmarshal(frame, event); err != nil {
		return kind, nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return kind, event, nil
}

// typeFirst is how Asterisk begins its frames; others are read the long way.
var typeFirst = []byte(`{"type":"`)

func peekType(frame []byte) (string, error) {
	if rest, ok := bytes.CutPrefix(frame, typeFirst); ok {
		if end := bytes.IndexAny(rest, `"\`); end > 0 && rest[end] == '"' {
			return string(rest[:end]), nil
		}
	}
	var typed struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(frame, &typed); err != nil {
		return "", err
	}
	if typed.Type == "" {
		return "", errNoType
	}
	return typed.Type, nil
}
