package telephony

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"thirdring/queue"
)

// Q.850 causes that are used here.
const (
	causeNormal      = 16 // normal clearing
	causeUnreachable = 20 // subscriber absent: the phone is not registered
)

var errDown = errors.New("the node is not connected")

// do queues a command behind the others of its call.
func (n *node) do(c queue.PhoneCommand) {
	if !n.up() {
		n.failed(c, errDown)
		return
	}
	call, _ := c.ForCall()
	n.lanes.add(call, func() {
		if !n.up() {
			n.failed(c, errDown)
			return
		}
		if err := n.carryOut(c); err != nil {
			n.failed(c, err)
		}
	})
}

// carryOut sends the requests that a command needs. An error means that it
// failed; what has another answer than CommandFailed gives it by itself.
func (n *node) carryOut(c queue.PhoneCommand) error {
	switch c := c.(type) {
	case queue.Ring:
		return n.onChannel("ring", http.MethodPost, c.Leg, "ring", nil)
	case queue.Answer:
		return n.onChannel("answer", http.MethodPost, c.Leg, "answer", nil)
	case queue.Play:
		return n.play(c)
	case queue.StopPlay:
		return ignoreMissing(n.rest.do(n.ctx, request{
			command: "stop_play", method: http.MethodDelete, path: []string{"playbacks", string(c.ID)},
		}, nil))
	case queue.Music:
		return n.music(c)
	case queue.CreateLeg:
		return n.createLeg(c)
	case queue.DialLeg:
		return n.dialLeg(c)
	case queue.Connect:
		return n.join(c)
	case queue.JoinLeg:
		return n.joinLeg(c)
	case queue.HoldLeg:
		return n.holdLeg(c)
	case queue.MuteLeg:
		return n.muteLeg(c)
	case queue.SendDTMF:
		return n.sendDTMF(c)
	case queue.PauseRecord:
		return n.pauseRecord(c)
	case queue.RecordLeg:
		return n.recordLeg(c)
	case queue.AskRecording:
		return n.askRecording(c)
	case queue.ReportTransfer:
		return n.reportTransfer(c)
	case queue.HangupLeg:
		n.legs.leave(c.Leg)
		return n.hangup(n.ctx, c)
	case queue.CloseBridge:
		return n.closeBridge(c)
	default:
		return fmt.Errorf("telephony does not know the command %T", c)
	}
}

// failed answers a command that was not carried out.
func (n *node) failed(c queue.PhoneCommand, err error) {
	what, leg := describe(c)
	call, _ := c.ForCall()
	if p, ok := c.(queue.Play); ok {
		gone := refused(err, http.StatusNotFound) || refused(err, http.StatusConflict)
		if n.legs.leaves(p.Leg) || gone && n.legs.stays(p.Leg) {
			return // the word of the leg's end is on its way: as in playbackFinished
		}
		n.send(queue.PlayEnded{Call: call, Play: p.ID, Failed: err.Error()})
		return
	}
	n.logger.Warn("command failed", "call", call, "leg", leg, "command", what, "err", err)
	n.send(queue.CommandFailed{Call: call, Leg: leg, What: what, Reason: err.Error()})
}

// describe names a command as CommandFailed does, and the leg it is about.
func describe(c queue.PhoneCommand) (what string, leg queue.LegID) {
	switch c := c.(type) {
	case queue.Ring:
		return "ring", c.Leg
	case queue.Answer:
		return "answer", c.Leg
	case queue.Play:
		return "play", c.Leg
	case queue.StopPlay:
		return "stop_play", ""
	case queue.Music:
		return "music", c.Leg
	case queue.CreateLeg:
		return "create_leg", c.Leg
	case queue.DialLeg:
		return "dial_leg", c.Leg
	case queue.Connect:
		return "connect", c.Agent
	case queue.JoinLeg:
		return "join_leg", c.Leg
	case queue.HoldLeg:
		return "hold_leg", c.Leg
	case queue.MuteLeg:
		return "mute_leg", c.Leg
	case queue.SendDTMF:
		return "send_dtmf", c.Leg
	case queue.PauseRecord:
		return "pause_record", ""
	case queue.RecordLeg:
		return "record_leg", c.Leg
	case queue.AskRecording:
		return "ask_record", ""
	case queue.ReportTransfer:
		return "report_transfer", c.Leg
	case queue.HangupLeg:
		return "hangup_leg", c.Leg
	case queue.CloseBridge:
		return "close_bridge", ""
	default:
		return fmt.Sprintf("%T", c), ""
	}
}

func (n *node) onChannel(command, method string, id queue.LegID, action string, query url.Values) error {
	return n.rest.do(n.ctx, request{
		command: command, method: method, path: []string{"channels", string(id), action}, query: query,
	}, nil)
}

func (n *node) music(c queue.Music) error {
	if c.Start {
		var class url.Values
		if c.Class != "" { // one that Asterisk does not know is the usual one to it
			class = url.Values{"mohClass": {c.Class}}
		}
		return n.onChannel("music", http.MethodPost, c.Leg, "moh", class)
	}
	return ignoreMissing(n.onChannel("music", http.MethodDelete, c.Leg, "moh", nil))
}

func (n *node) hangup(ctx context.Context, c queue.HangupLeg) error {
	r := request{command: "hangup_leg", method: http.MethodDelete, path: []string{"channels", string(c.Leg)}}
	if c.Cause > 0 {
		r.query = url.Values{"reason_code": {strconv.Itoa(c.Cause)}}
	}
	return ignoreMissing(n.rest.do(ctx, r, nil))
}

// plays are the playbacks that were asked for and have not ended.
type plays struct {
	mu     sync.Mutex // guards callOf
	callOf map[queue.PlayID]queue.CallID
}

func newPlays() *plays { return &plays{callOf: make(map[queue.PlayID]queue.CallID)} }

func (p *plays) begin(id queue.PlayID, call queue.CallID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.callOf[id] = call
}

func (p *plays) running(id queue.PlayID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.callOf[id]
	return ok
}

// end forgets a playback and returns its call; that of one which an earlier
// process asked for is found in its id.
func (p *plays) end(id queue.PlayID) queue.CallID {
	p.mu.Lock()
	defer p.mu.Unlock()
	call, ok := p.callOf[id]
	if !ok {
		return callOf(id)
	}
	delete(p.callOf, id)
	return call
}

// play starts one playback of all the prompts. PlayStarted is sent when
// Asterisk accepts it, which saves the event that tells the same.
func (n *node) play(c queue.Play) error {
	said, err := n.sounds.compose(c.Prompts)
	if err != nil {
		n.complain.warn(n.logger, err)
		return err
	}
	target := []string{"channels", string(c.Leg)}
	if c.Bridge != "" {
		target = []string{"bridges", string(c.Bridge)}
	}
	n.plays.begin(c.ID, c.Call)
	err = n.rest.do(n.ctx, request{
		command: "play", method: http.MethodPost, path: append(target, "play", string(c.ID)),
		query: url.Values{"media": {said.media()}},
	}, nil)
	if err != nil {
		n.plays.end(c.ID)
		return err
	}
	if n.plays.running(c.ID) {
		n.send(queue.PlayStarted{Call: c.Call, Play: c.ID, Length: said.length, Versions: said.versions})
	}
	return nil
}
