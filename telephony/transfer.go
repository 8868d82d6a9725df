package telephony

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/CyCoreSystems/ari/v5"

	"thirdring/queue"
)

// channelTransfer is the event of a phone's REFER, which the library lacks.
type channelTransfer struct {
	ari.EventData
	State   string `json:"state"` // of the report that this event repeats
	ReferTo struct {
		RequestedDestination struct {
			Destination string `json:"destination"`
			ProtocolID  string `json:"protocol_id"` // SIP's Call-ID of the call to be replaced
		} `json:"requested_destination"`
	} `json:"refer_to"`
	ReferredBy struct {
		SourceChannel struct {
			ID string `json:"id"`
		} `json:"source_channel"`
	} `json:"referred_by"`
}

// Keys implements ari.Event; nobody asks for them.
func (*channelTransfer) Keys() ari.Keys { return nil }

// What a phone that sent REFER is told.
const (
	transferDone     = "channel_answered"
	transferFailed   = "channel_unavailable"
	transferDeclined = "channel_declined"
)

// referred tells that a phone wants to give its call away. One that names
// another call of its own to be replaced (an attended transfer by the phone
// itself) is declined: that other call is not the centre's.
func (n *node) referred(e *channelTransfer) {
	if strings.HasPrefix(e.State, "channel_") {
		return // our own report, repeated
	}
	id := queue.LegID(e.ReferredBy.SourceChannel.ID)
	if !n.legs.known(id) {
		return
	}
	to := clean(e.ReferTo.RequestedDestination.Destination, numberLimit)
	if to != "" && e.ReferTo.RequestedDestination.ProtocolID == "" {
		n.send(queue.LegReferred{Leg: id, To: to})
		return
	}
	n.logger.Info("a phone's own attended transfer is declined", "leg", id)
	n.lanes.add(callOf(id), func() {
		if err := n.progress(id, transferDeclined); err != nil {
			n.logger.Warn("transfer not declined", "leg", id, "err", err)
		}
	})
}

// reportTransfer tells the phone that asked with REFER how it went. A phone
// that did not ask, or has been told, hears nothing of it.
func (n *node) reportTransfer(c queue.ReportTransfer) error {
	if c.Done {
		return n.progress(c.Leg, transferDone)
	}
	return n.progress(c.Leg, transferFailed)
}

func (n *node) progress(id queue.LegID, state string) error {
	return n.onChannel("report_transfer", http.MethodPost, id, "transfer_progress", url.Values{"states": {state}})
}
