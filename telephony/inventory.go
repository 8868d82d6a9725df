package telephony

import (
	"context"
	"net/http"
	"strings"

	"github.com/CyCoreSystems/ari/v5"

	"thirdring/queue"
)

// channel is the part of ARI's channel that tells whose it is. The library's
// type leaves out the dialplan's application.
type channel struct {
	ID     string `json:"id"`
	State  string `json:"state"`
	Caller struct {
		Number string `json:"number"`
	} `json:"caller"`
	Dialplan struct {
		AppName string `json:"app_name"`
		AppData string `json:"app_data"`
	} `json:"dialplan"`
}

// States of a channel that matter here.
const (
	stateUp      = "Up"
	stateRinging = "Ringing"
	stateDown    = "Down"
)

// Arguments of Stasis: a caller's channel comes from the dialplan with the
// first and the number dialled, an agent's is created here with the second.
const (
	inboundArg = "inbound"
	legArg     = "leg"
)

// liveLegs lists the application's channels, removes its empty bridges, and
// takes what is found as what is known.
func (n *node) liveLegs(ctx context.Context) ([]queue.LiveLeg, error) {
	var channels []channel
	if err := n.rest.do(ctx, request{command: "list", method: http.MethodGet, path: []string{"channels"}}, &channels); err != nil {
		return nil, err
	}
	inBridge, err := n.liveBridges(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[queue.LegID]*leg)
	var live []queue.LiveLeg
	for _, c := range channels {
		if isStudio(c.ID) {
			if !n.studios.has(c.ID) { // an earlier process's
				n.giveUp(ctx, c.ID)
			}
			continue
		}
		l, ours := n.liveLeg(c)
		if !ours {
			continue
		}
		if !l.Inbound && c.State == stateDown {
			n.hangUpDown(ctx, l.Leg)
			continue
		}
		l.Bridge = inBridge[c.ID]
		live = append(live, l)
		known[l.Leg] = adopt(l)
	}
	n.legs.reset(known)
	return live, nil
}

// adopt is what must be remembered of a channel that was found: an earlier
// process may have wanted to know who talks there, and may have let somebody
// hear it ring.
func adopt(l queue.LiveLeg) *leg {
	k := &leg{inbound: l.Inbound, created: true, dialled: true, up: l.Up, call: callOf(l.Leg), detectTalk: true}
	if !l.Up && !l.Inbound && l.Bridge != "" {
		k.ringback = ringback{bridge: l.Bridge, playing: true}
	}
	return k
}

// hangUpDown removes an agent's channel of which nobody can tell whether it
// was dialled: dialling twice kills it, and not dialling keeps it for ever. The
// core finds it missing and offers the call anew.
func (n *node) hangUpDown(ctx context.Context, id queue.LegID) {
	if err := n.hangup(ctx, queue.HangupLeg{Leg: id}); err != nil {
		n.logger.Warn("channel not hung up", "leg", id, "err", err)
	}
}

// liveLeg reads from a channel whose leg it is. A channel that is in the
// dialplan, or in somebody else's application, is not ours.
func (n *node) liveLeg(c channel) (queue.LiveLeg, bool) {
	args := strings.Split(c.Dialplan.AppData, ",")
	if c.Dialplan.AppName != "Stasis" || args[0] != n.config.App || len(args) < 2 {
		return queue.LiveLeg{}, false
	}
	l := queue.LiveLeg{Leg: queue.LegID(c.ID), Up: c.State == stateUp}
	if args[1] == inboundArg {
		l.Inbound = true
		l.From = clean(c.Caller.Number, numberLimit)
		l.To = clean(strings.Join(args[2:], ","), numberLimit)
	}
	return l, true
}

// liveBridges tells which channel is in which of our bridges. Empty ones are
// what an earlier run left behind.
func (n *node) liveBridges(ctx context.Context) (map[string]queue.BridgeID, error) {
	var listed []ari.BridgeData
	if err := n.rest.do(ctx, request{command: "list", method: http.MethodGet, path: []string{"bridges"}}, &listed); err != nil {
		return nil, err
	}
	inBridge := make(map[string]queue.BridgeID)
	n.bridges.reset()
	for _, b := range listed {
		if b.Name != n.config.App {
			continue
		}
		if len(b.ChannelIDs) == 0 {
			if err := n.deleteBridge(ctx, queue.BridgeID(b.ID)); err != nil {
				return nil, err
			}
			continue
		}
		n.adoptBridge(b)
		for _, c := range b.ChannelIDs {
			inBridge[c] = queue.BridgeID(b.ID)
		}
	}
	return inBridge, nil
}

// adoptBridge takes over a bridge with people in it. Asterisk does not say
// what is recorded there; it can only be the latest recording of its call.
func (n *node) adoptBridge(b ari.BridgeData) {
	legs := make([]queue.LegID, len(b.ChannelIDs))
	for i, c := range b.ChannelIDs {
		legs[i] = queue.LegID(c)
	}
	n.bridges.join(queue.BridgeID(b.ID), legs...)
	n.bridges.record(queue.BridgeID(b.ID), n.hasher.latest(callOf(b.ID)))
}
