package telephony

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"thirdring/queue"
)

// beepSuffix follows a recording's id in the id of the tone before it.
const beepSuffix = "-beep"

// recordLeg records what is said on a leg, after a tone. Asterisk does the two
// one after the other: both are asked for at once. Without the sound there is
// no tone; Asterisk's own beep, if it is not there, would cost the recording.
func (n *node) recordLeg(c queue.RecordLeg) error {
	if !n.legs.known(c.Leg) {
		return errGone
	}
	beep := url.Values{"media": {"sound:" + n.sounds.beep()}}
	err := n.rest.do(n.ctx, request{
		command: "play", method: http.MethodPost,
		path: []string{"channels", string(c.Leg), "play", string(c.Recording) + beepSuffix}, query: beep,
	}, nil)
	if err != nil {
		n.logger.Warn("no tone before a message", "call", c.Call, "leg", c.Leg, "err", err)
	}
	terminator := c.EndKey
	if terminator == "" {
		terminator = "none"
	}
	return n.rest.do(n.ctx, request{
		command: "record", method: http.MethodPost, path: []string{"channels", string(c.Leg), "record"},
		query: url.Values{
			"name": {string(c.Recording)}, "format": {"wav"}, "ifExists": {"fail"}, "beep": {"false"},
			"maxDurationSeconds": {wholeSeconds(c.Limit)}, "maxSilenceSeconds": {wholeSeconds(c.Silence)}, "terminateOn": {terminator},
		},
	}, nil)
}

// wholeSeconds is what ARI takes; 0 is no limit there.
func wholeSeconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}

// askRecording tells the end of a leg's recording that nobody heard of.
func (n *node) askRecording(c queue.AskRecording) error {
	err := n.rest.do(n.ctx, request{
		command: "ask_record", method: http.MethodGet, path: []string{"recordings", "live", string(c.Recording)},
	}, nil)
	var refusal *refusal
	if errors.As(err, &refusal) && refusal.status == http.StatusNotFound {
		n.recordingEnded(c.Recording, "")
		return nil
	}
	return err
}
