package telephony

import (
	"fmt"
	"strings"

	"github.com/CyCoreSystems/ari/v5"

	"thirdring/queue"
)

const otherType = "other"

// frame counts one frame and hands on what it says. It fails only when the
// application was taken over: bad frames are counted and forgotten.
func (n *node) frame(frame []byte) error {
	kind, event, err := decode(frame)
	switch {
	case err != nil:
		n.metrics.malformed.Inc()
		n.logger.Debug("frame not decoded", "err", err, "frame", string(frame))
	case event == nil:
		n.metrics.events.WithLabelValues(otherType).Inc()
		n.logger.Debug("frame of a type that is not wanted", "type", kind, "frame", string(frame))
	default:
		n.metrics.events.WithLabelValues(kind).Inc()
		return n.translate(event)
	}
	return nil
}

func (n *node) translate(event ari.Event) error {
	if n.forStudio(event) {
		return nil
	}
	switch e := event.(type) {
	case *ari.ApplicationReplaced:
		n.fence()
		return errFenced
	case *ari.StasisStart:
		n.stasisStart(e)
	case *ari.StasisEnd:
		n.stasisEnd(queue.LegID(e.Channel.ID))
	case *ari.ChannelStateChange:
		n.stateChanged(queue.LegID(e.Channel.ID), e.Channel.State)
	case *ari.ChannelHangupRequest:
		n.hangupRequested(e)
	case *ari.ChannelDestroyed:
		n.gone(queue.LegID(e.Channel.ID), e.Cause)
	case *ari.ChannelHold:
		n.sendFor(queue.LegID(e.Channel.ID), queue.LegHeld{Leg: queue.LegID(e.Channel.ID)})
	case *ari.ChannelUnhold:
		n.sendFor(queue.LegID(e.Channel.ID), queue.LegUnheld{Leg: queue.LegID(e.Channel.ID)})
	case *ari.ChannelTalkingStarted:
		n.talking(queue.LegID(e.Channel.ID))
	case *ari.ChannelDtmfReceived:
		n.sendFor(queue.LegID(e.Channel.ID), queue.LegDigit{Leg: queue.LegID(e.Channel.ID), Digit: e.Digit})
	case *channelTransfer:
		n.referred(e)
	case *ari.PlaybackFinished:
		n.playbackFinished(e)
	case *ari.RecordingFinished:
		n.recordingEnded(queue.RecordingID(e.Recording.Name), "")
	case *ari.RecordingFailed:
		n.recordingEnded(queue.RecordingID(e.Recording.Name), failure(e.Recording.Cause))
	}
	return nil
}

func (n *node) sendFor(id queue.LegID, event queue.Event) {
	if n.legs.known(id) {
		n.send(event)
	}
}

func (n *node) stateChanged(id queue.LegID, state string) {
	switch state {
	case stateRinging:
		n.rings(id)
	case stateUp:
		n.silence(id)
		if n.legs.answered(id) {
			n.send(queue.LegAnswered{Leg: id})
		}
	}
}

// talking tells that somebody speaks. Before the answer it is the network,
// which is heard instead of the ringing tone.
func (n *node) talking(id queue.LegID) {
	told := n.legs.talks(id)
	n.silence(id)
	if told {
		n.send(queue.LegTalking{Leg: id})
	}
}

// stasisStart tells a caller's arrival, or that an agent's channel exists. A
// channel that was made here and given up meanwhile is hung up.
func (n *node) stasisStart(e *ari.StasisStart) {
	id := queue.LegID(e.Channel.ID)
	switch {
	case len(e.Args) > 0 && e.Args[0] == inboundArg:
		n.arrived(id, e)
	case n.legs.created(id):
		n.send(queue.LegCreated{Leg: id})
	case len(e.Args) > 0 && e.Args[0] == legArg && !n.legs.known(id):
		n.logger.Info("hanging up a channel that was given up", "leg", id)
		n.do(queue.HangupLeg{On: queue.On{Call: callOf(id), Node: n.config.Name}, Leg: id})
	}
}

func (n *node) arrived(id queue.LegID, e *ari.StasisStart) {
	up := e.Channel.State == stateUp
	if !n.legs.add(id, leg{inbound: true, created: true, up: up}) {
		return // a Resync told of it
	}
	arrived := queue.CallArrived{Leg: id, Node: n.config.Name, Up: up}
	if caller := e.Channel.Caller; caller != nil {
		arrived.From = clean(caller.Number, numberLimit)
	}
	if len(e.Args) > 1 {
		arrived.To = clean(e.Args[1], numberLimit)
	}
	n.send(arrived)
}

// hangupRequested notes that and why a channel goes. Asterisk tells it of a caller's
// channel nowhere else. The cause of a soft request is no Q.850 cause.
func (n *node) hangupRequested(e *ari.ChannelHangupRequest) {
	id := queue.LegID(e.Channel.ID)
	n.legs.leave(id)
	switch {
	case e.Soft:
	case e.Cause > 0:
		n.legs.note(id, e.Cause)
	default: // a BYE without a reason
		n.legs.note(id, causeNormal)
	}
}

// stasisEnd tells the end of a caller's channel: it came from the dialplan,
// and Asterisk sends no ChannelDestroyed for those. A channel made here is
// told of by its ChannelDestroyed, which knows the cause.
func (n *node) stasisEnd(id queue.LegID) {
	if n.legs.inbound(id) {
		n.gone(id, 0)
	}
}

// gone tells the end of a leg, once.
func (n *node) gone(id queue.LegID, cause int) {
	known, ok := n.legs.remove(id)
	if !ok {
		return
	}
	n.bridges.leave(id)
	if known.ringback.playing {
		n.stopRingTone(known.call, id)
	}
	if cause == 0 {
		cause = known.cause
	}
	n.send(queue.LegGone{Leg: id, Cause: cause})
}

func (n *node) playbackFinished(e *ari.PlaybackFinished) {
	if strings.HasSuffix(e.Playback.ID, ringSuffix) || strings.HasSuffix(e.Playback.ID, beepSuffix) {
		return
	}
	id := queue.PlayID(e.Playback.ID)
	ended := queue.PlayEnded{Call: n.plays.end(id), Play: id}
	if to, ok := strings.CutPrefix(e.Playback.TargetURI, "channel:"); ok && n.legs.leaves(queue.LegID(to)) {
		return // cut short by the leg's end, which follows: the call must not go on before that
	}
	if e.Playback.State == "failed" {
		ended.Failed = "Asterisk could not play it"
	}
	n.send(ended)
}

// recordingEnded lets whoever closes the bridge go on, and has the file
// measured elsewhere.
func (n *node) recordingEnded(id queue.RecordingID, failed string) {
	n.bridges.recorded(id)
	n.hasher.add(id, failed)
}

func failure(cause string) string {
	if cause == "" {
		return "Asterisk could not record"
	}
	return fmt.Sprintf("Asterisk could not record: %s", clean(cause, 200))
}
