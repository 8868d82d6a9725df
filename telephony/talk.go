package telephony

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"thirdring/queue"
)

const (
	// endsItself is how long a recording may take to end after the last of
	// the people in its bridge left; it takes about a millisecond.
	endsItself = 300 * time.Millisecond
	// endsStopped is how long it may take after it was told to stop.
	endsStopped = time.Second
)

// join lets caller and agent talk: the bridge, both people in one request,
// and only then the recording, so that nothing comes before their audio. Who
// is in the bridge already stays there.
func (n *node) join(c queue.Connect) error {
	if c.StopMusic {
		n.stopMusic(c.Call, c.Caller)
	}
	if missing := n.bridges.missing(c.Bridge, c.Caller, c.Agent); len(missing) > 0 {
		if err := n.enter(c.Bridge, missing...); err != nil {
			return err
		}
	}
	n.send(queue.Connected{Call: c.Call, Leg: c.Agent})
	if c.Recording != "" {
		n.record(c)
	}
	return nil
}

// makeBridge makes a bridge and reports whether it is new: after a Resync it
// may be there already.
func (n *node) makeBridge(id queue.BridgeID) (made bool, err error) {
	err = n.rest.do(n.ctx, request{
		command: "make_bridge", method: http.MethodPost, path: []string{"bridges", string(id)},
		query: url.Values{"type": {"mixing"}, "name": {n.config.App}},
	}, nil)
	if refused(err, http.StatusConflict) {
		return false, nil
	}
	return err == nil, err
}

// record starts the recording of the bridge: both voices in one mono file.
func (n *node) record(c queue.Connect) {
	n.bridges.record(c.Bridge, c.Recording)
	err := n.rest.do(n.ctx, request{
		command: "record", method: http.MethodPost, path: []string{"bridges", string(c.Bridge), "record"},
		query: url.Values{
			"name": {string(c.Recording)}, "format": {"wav"}, "ifExists": {"fail"}, "beep": {"false"},
		},
	}, nil)
	if err != nil {
		n.logger.Warn("recording not started", "call", c.Call, "recording", c.Recording, "err", err)
		n.recordingEnded(c.Recording, err.Error())
	}
}

// closeBridge removes a bridge once its recording has ended: Asterisk tells
// nobody of the end of a recording whose bridge is gone. It ends by itself
// when the last person has left. A bridge that nothing is known of was never
// made, or went while no process was connected; then the recording's end was
// missed and is told now.
func (n *node) closeBridge(c queue.CloseBridge) error {
	b, known := n.bridges.find(c.Bridge)
	if !known {
		if missed := n.hasher.latest(c.Call); missed != "" {
			n.hasher.add(missed, "")
		}
		return nil
	}
	if b.recording != "" && (b.anyStays(n.legs) || !b.wait(n.ctx, endsItself)) {
		n.stopRecording(b)
	}
	n.bridges.forget(c.Bridge)
	return n.deleteBridge(n.ctx, c.Bridge)
}

// stopRecording ends a recording and waits for the word of its end. One that
// is not found has just ended by itself.
func (n *node) stopRecording(b bridge) {
	err := ignoreMissing(n.rest.do(n.ctx, request{
		command: "stop_record", method: http.MethodPost, path: []string{"recordings", "live", string(b.recording), "stop"},
	}, nil))
	if b.wait(n.ctx, endsStopped) {
		return
	}
	n.logger.Warn("no word of a recording's end", "recording", b.recording, "err", err)
	n.hasher.add(b.recording, "")
}

// deleteBridge removes a bridge. One that is no longer ARI's (409) is being
// removed already.
func (n *node) deleteBridge(ctx context.Context, id queue.BridgeID) error {
	err := ignoreMissing(n.rest.do(ctx, request{
		command: "close_bridge", method: http.MethodDelete, path: []string{"bridges", string(id)},
	}, nil))
	if refused(err, http.StatusConflict) {
		return nil
	}
	return err
}
