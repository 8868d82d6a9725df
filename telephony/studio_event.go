package telephony

import (
	"strings"
	"sync"

	"github.com/CyCoreSystems/ari/v5"
)

// studios are the takes that go on at a node.
type studios struct {
	mu   sync.Mutex // guards byID
	byID map[string]chan studioEvent
}

func newStudios() *studios { return &studios{byID: make(map[string]chan studioEvent)} }

func (s *studios) add(id string, events chan studioEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[id] = events
}

func (s *studios) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, id)
}

func (s *studios) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byID[id] != nil
}

// tell hands an event to a take, and reports whether there is such a take. It
// never waits: a take has far fewer events than its channel has room.
func (s *studios) tell(id string, event studioEvent) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	events, known := s.byID[id]
	if known {
		select {
		case events <- event:
		default:
		}
	}
	return known
}

// forStudio takes an event that is a studio's and reports whether it was. The
// rest of the package, and the core, never see one.
func (n *node) forStudio(event ari.Event) bool {
	switch e := event.(type) {
	case *ari.StasisStart:
		if isStudio(e.Channel.ID) && !n.studios.tell(e.Channel.ID, studioAnswered) && n.up() {
			n.lanes.add("", func() { n.giveUp(n.ctx, e.Channel.ID) }) // its take has ended
		}
		return isStudio(e.Channel.ID)
	case *ari.ChannelDestroyed:
		return isStudio(e.Channel.ID) && n.swallow(e.Channel.ID, studioGone)
	case *ari.PlaybackFinished:
		id, _, _ := cutLast(e.Playback.ID, "-")
		return isStudio(id) && n.swallow(id, studioPlayed)
	case *ari.RecordingFinished:
		return isStudio(e.Recording.Name) && n.swallow(e.Recording.Name, studioRecorded)
	case *ari.RecordingFailed:
		n.logger.Warn("a take cannot be recorded", "studio", e.Recording.Name, "cause", clean(e.Recording.Cause, 200))
		return isStudio(e.Recording.Name) && n.swallow(e.Recording.Name, studioFailed)
	}
	return isStudio(channelOf(event))
}

// swallow hands an event on, if anybody waits for it.
func (n *node) swallow(id string, event studioEvent) bool {
	n.studios.tell(id, event)
	return true
}

// channelOf is the channel of an event that a studio does not wait for.
func channelOf(event ari.Event) string {
	switch e := event.(type) {
	case *ari.ChannelStateChange:
		return e.Channel.ID
	case *ari.StasisEnd:
		return e.Channel.ID
	case *ari.ChannelHangupRequest:
		return e.Channel.ID
	case *ari.ChannelHold:
		return e.Channel.ID
	case *ari.ChannelUnhold:
		return e.Channel.ID
	case *ari.ChannelTalkingStarted:
		return e.Channel.ID
	case *ari.ChannelDtmfReceived:
		return e.Channel.ID
	}
	return ""
}

func isStudio(id string) bool { return strings.HasPrefix(id, studioPrefix) }
