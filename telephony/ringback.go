package telephony

import (
	"net/http"
	"net/url"

	"thirdring/queue"
)

// Ringback is what those in a bridge hear of a leg that is dialled for them.
// The leg is put into the bridge before it is dialled, so that the network's
// own announcements (early media) are heard. Where the network only says that
// it rings (180), a ringing tone is played until somebody is heard or the leg
// is answered or gone. Asterisk's own tone would not do: a bridge that is
// recorded mixes, and one that mixes passes no ringing on.

// ringback is the bridge that hears a leg ring; empty: none does.
type ringback struct {
	bridge  queue.BridgeID
	playing bool
	over    bool // answered, or the network is heard instead
}

func ringbackOf(c queue.CreateLeg) ringback {
	if !c.Ringback {
		return ringback{}
	}
	return ringback{bridge: c.Bridge}
}

// letHear puts a leg that shall be heard into its bridge.
func (n *node) letHear(id queue.LegID) {
	bridge := n.legs.ringback(id)
	if bridge == "" {
		return
	}
	if err := n.enter(bridge, id); err != nil {
		n.logger.Warn("nobody will hear the leg ring", "leg", id, "bridge", bridge, "err", err)
	}
}

// rings plays the ringing tone for a leg whose phone rings.
func (n *node) rings(id queue.LegID) {
	bridge, call := n.legs.startRinging(id)
	if bridge == "" {
		return
	}
	n.lanes.add(call, func() {
		if !n.legs.rings(id) {
			return // answered meanwhile
		}
		err := n.rest.do(n.ctx, request{
			command: "ringback", method: http.MethodPost, path: []string{"bridges", string(bridge), "play", ringPlay(id)},
			query: url.Values{"media": {"tone:ring;tonezone=cn"}},
		}, nil)
		if err != nil {
			n.logger.Warn("no ringing tone", "leg", id, "bridge", bridge, "err", err)
		}
	})
}

// silence ends the ringing tone of a leg, if one is played.
func (n *node) silence(id queue.LegID) {
	call, playing := n.legs.stopRinging(id)
	if playing {
		n.stopRingTone(call, id)
	}
}

func (n *node) stopRingTone(call queue.CallID, id queue.LegID) {
	n.lanes.add(call, func() {
		err := ignoreMissing(n.rest.do(n.ctx, request{
			command: "ringback", method: http.MethodDelete, path: []string{"playbacks", ringPlay(id)},
		}, nil))
		if err != nil {
			n.logger.Warn("ringing tone not stopped", "leg", id, "err", err)
		}
	})
}

// ringSuffix makes a leg's id that of its ringing tone.
const ringSuffix = "-ringback"

func ringPlay(id queue.LegID) string { return string(id) + ringSuffix }
