package telephony

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"thirdring/agent"
	"thirdring/queue"
)

// defaultTrunk reaches outside numbers through the line of pjsip.conf.
const defaultTrunk = "PJSIP/{number}@" + lineEndpoint

// autoAnswer asks a phone to take the call by itself, as desk phones and the
// page's understand it.
const autoAnswer = "<sip:thirdring>;answer-after=0"

// longestNumber is more than any number that can be dialled has.
const longestNumber = 32

// createLeg makes the channel only. It is bridged when it is answered, in one
// request with the caller: a bridge made earlier would be for nothing whenever
// nobody answers, and two-way audio is not any later for it.
func (n *node) createLeg(c queue.CreateLeg) error {
	endpoint, err := n.dialled(c)
	if err != nil {
		return err
	}
	n.legs.add(c.Leg, leg{call: c.Call, detectTalk: c.DetectTalk, ringback: ringbackOf(c)})
	err = n.rest.do(n.ctx, request{
		command: "create_leg", method: http.MethodPost, path: []string{"channels", "create"},
		query: url.Values{
			"endpoint": {endpoint}, "app": {n.config.App}, "appArgs": {legArg},
			"channelId": {string(c.Leg)},
		},
		body: map[string]any{"variables": variablesOf(c)},
	}, nil)
	switch {
	case err == nil:
		return nil
	case refused(err, http.StatusInternalServerError): // "Allocation failed": no such endpoint, or no phone registered
		n.gone(c.Leg, causeUnreachable)
		return nil
	}
	// It may have been made all the same; its StasisStart will find it unknown.
	n.legs.remove(c.Leg)
	return errors.Join(err, n.hangup(n.ctx, queue.HangupLeg{Leg: c.Leg}))
}

// variablesOf are those that a new channel is given.
func variablesOf(c queue.CreateLeg) map[string]string {
	variables := map[string]string{
		// A transfer by the phone itself would take the caller out of our hands.
		"PJSIP_TRANSFER_HANDLING()": "ari-only",
	}
	if c.CallerNumber != "" {
		// An outgoing call shows its connected line as the caller.
		variables["CONNECTEDLINE(num)"] = clean(c.CallerNumber, numberLimit)
	}
	if c.DetectTalk || c.Ringback {
		variables["TALK_DETECT(set)"] = ""
	}
	if c.AutoAnswer {
		variables["PJSIP_HEADER(add,Call-Info)"] = autoAnswer
	}
	return variables
}

// dialled is the telephone that a leg is made to, as Asterisk names it.
func (n *node) dialled(c queue.CreateLeg) (string, error) {
	switch {
	case c.Agent == "":
		return n.outside(c.Number)
	case c.Device.Kind == agent.OutsidePhone:
		return n.outside(c.Device.Number)
	case c.Device.Kind == agent.PagePhone:
		return "PJSIP/" + string(pageOf(c.Agent)), nil
	default:
		return "PJSIP/" + string(c.Agent), nil
	}
}

// outside is a number behind the trunk. What is not a number could name any
// channel of Asterisk's.
func (n *node) outside(number string) (string, error) {
	if number == "" || len(number) > longestNumber || strings.Trim(number, keys+"+") != "" {
		return "", fmt.Errorf("%q is no number that can be dialled", clean(number, numberLimit))
	}
	return strings.ReplaceAll(cmp.Or(n.config.Trunk, defaultTrunk), "{number}", number), nil
}

// dialLeg rings the phone. A leg that was dialled before, by an earlier
// process perhaps, is left alone: a second dial kills the channel in PJSIP.
func (n *node) dialLeg(c queue.DialLeg) error {
	if !n.legs.known(c.Leg) {
		return errGone
	}
	if !n.legs.dialled(c.Leg) {
		return nil
	}
	n.letHear(c.Leg)
	err := n.onChannel("dial_leg", http.MethodPost, c.Leg, "dial",
		url.Values{"timeout": {strconv.Itoa(int(c.Limit.Seconds()))}})
	if refused(err, http.StatusNotFound) {
		n.gone(c.Leg, causeUnreachable)
		return nil
	}
	return err
}
