package sipphone

import (
	"slices"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// causeOf reads a Reason header (RFC 3326) such as `Q.850;cause=16;text="Normal Clearing"`.
func causeOf(h sip.Header) (cause int, text string) {
	if h == nil {
		return 0, ""
	}
	protocol, params, _ := strings.Cut(h.Value(), ";")
	for param := range strings.SplitSeq(params, ";") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(param), "="); name {
		case "cause":
			if strings.EqualFold(strings.TrimSpace(protocol), "Q.850") {
				cause, _ = strconv.Atoi(value)
			}
		case "text":
			text = strings.Trim(value, `"`)
		}
	}
	return cause, text
}

// elsewhere reports whether the value of a Reason header says that another telephone has taken the call:
// `SIP;cause=200`, by which phones leave it out of their lists of missed calls.
func elsewhere(reason string) bool {
	protocol, params, _ := strings.Cut(reason, ";")
	return strings.EqualFold(strings.TrimSpace(protocol), "SIP") && slices.Contains(strings.Split(params, ";"), "cause=200")
}

// reasonOf names the refusals that telephones use.
func reasonOf(code int) string {
	switch code {
	case sip.StatusForbidden:
		return "Forbidden"
	case sip.StatusNotFound:
		return "Not Found"
	case sip.StatusTemporarilyUnavailable:
		return "Temporarily Unavailable"
	case sip.StatusBusyHere:
		return "Busy Here"
	case sip.StatusInternalServerError:
		return "Server Internal Error"
	case sip.StatusServiceUnavailable:
		return "Service Unavailable"
	case sip.StatusGlobalBusyEverywhere:
		return "Busy Everywhere"
	case sip.StatusGlobalDecline:
		return "Decline"
	}
	return "Rejected"
}
