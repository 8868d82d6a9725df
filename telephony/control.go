package telephony

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"thirdring/queue"
)

var errGone = errors.New("the channel is gone")

// joinLeg puts a leg into a bridge. One that is in it is left alone: Asterisk
// would take it out first, which ends the recording when nobody else is there.
func (n *node) joinLeg(c queue.JoinLeg) error {
	if !n.legs.known(c.Leg) {
		return errGone
	}
	if c.StopMusic {
		n.stopMusic(c.Call, c.Leg)
	}
	if n.bridges.has(c.Bridge, c.Leg) {
		return nil
	}
	return n.enter(c.Bridge, c.Leg)
}

// enter puts legs into a bridge, which is made if it is not known.
func (n *node) enter(id queue.BridgeID, legs ...queue.LegID) error {
	made := false
	if _, known := n.bridges.find(id); !known {
		var err error
		if made, err = n.makeBridge(id); err != nil {
			return err
		}
	}
	n.bridges.join(id, legs...)
	err := n.addChannels(id, legs...)
	if err == nil {
		return nil
	}
	n.bridges.leave(legs...)
	if made { // nobody is in it
		n.bridges.forget(id)
		err = errors.Join(err, n.deleteBridge(n.ctx, id))
	}
	return err
}

func (n *node) addChannels(id queue.BridgeID, legs ...queue.LegID) error {
	channels := make([]string, len(legs))
	for i, leg := range legs {
		channels[i] = string(leg)
	}
	return n.rest.do(n.ctx, request{
		command: "add_channel", method: http.MethodPost, path: []string{"bridges", string(id), "addChannel"},
		query: url.Values{
			"channel": {strings.Join(channels, ",")},
			// Else each telephone would be shown the others, and a call that is
			// still to be dialled would go out with their number.
			"inhibitConnectedLineUpdates": {"true"},
		},
	}, nil)
}

// stopMusic ends music, which would be heard instead of the others.
func (n *node) stopMusic(call queue.CallID, leg queue.LegID) {
	if err := n.music(queue.Music{Leg: leg}); err != nil {
		n.logger.Warn("music not stopped", "call", call, "leg", leg, "err", err)
	}
}

// holdLeg takes a leg out of a bridge, if it is there, and plays music to it.
func (n *node) holdLeg(c queue.HoldLeg) error {
	if !n.legs.known(c.Leg) {
		return errGone
	}
	if n.bridges.has(c.Bridge, c.Leg) {
		n.bridges.leave(c.Leg)
		err := ignoreMissing(n.rest.do(n.ctx, request{
			command: "hold_leg", method: http.MethodPost, path: []string{"bridges", string(c.Bridge), "removeChannel"},
			query: url.Values{"channel": {string(c.Leg)}},
		}, nil))
		if err != nil && !refused(err, http.StatusUnprocessableEntity) { // 422: it is not in the bridge
			return err
		}
	}
	return n.onChannel("hold_leg", http.MethodPost, c.Leg, "moh", nil)
}

// muteLeg stops what comes from the telephone, which hears the others still.
func (n *node) muteLeg(c queue.MuteLeg) error {
	return n.onChannel("mute_leg", onOrOff(c.Mute), c.Leg, "mute", url.Values{"direction": {"in"}})
}

// pauseRecord lets Asterisk write silence instead of what is said. Asterisk
// takes a second mute for the opposite; unmuting what is not muted is harmless.
// What an earlier process did is not known, so a pause begins with that.
func (n *node) pauseRecord(c queue.PauseRecord) error {
	if c.Pause && n.bridges.paused(c.Recording) {
		return nil
	}
	err := n.muteRecord(c.Recording, false)
	if err == nil && c.Pause {
		err = n.muteRecord(c.Recording, true)
	}
	if err == nil {
		n.bridges.pause(c.Recording, c.Pause)
	}
	return err
}

func (n *node) muteRecord(id queue.RecordingID, mute bool) error {
	return n.rest.do(n.ctx, request{
		command: "pause_record", method: onOrOff(mute), path: []string{"recordings", "live", string(id), "mute"},
	}, nil)
}

func onOrOff(on bool) string {
	if on {
		return http.MethodPost
	}
	return http.MethodDelete
}

// keys are those of a telephone.
const keys = "0123456789*#"

func (n *node) sendDTMF(c queue.SendDTMF) error {
	if c.Digits == "" || strings.Trim(c.Digits, keys) != "" {
		return fmt.Errorf("%q are not keys of a telephone", c.Digits)
	}
	return n.onChannel("send_dtmf", http.MethodPost, c.Leg, "dtmf", url.Values{"dtmf": {c.Digits}})
}
