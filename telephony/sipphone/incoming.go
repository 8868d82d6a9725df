package sipphone

import (
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"
)

// onInvite takes a new call, or a change of one that goes on. For a new call it lasts until the call is over or its
// answer is acknowledged, because sipgo ends the transaction when the handler returns.
func (p *Phone) onInvite(req *sip.Request, tx sip.ServerTransaction) {
	if req.To() == nil || req.From() == nil || req.CallID() == nil || req.CSeq() == nil {
		p.respond(tx, req, sip.StatusBadRequest, "Bad Request")
		return
	}
	if req.To().Params.Has("tag") {
		p.onReinvite(req, tx)
		return
	}
	invite := req.Clone() // sipgo goes on using its own
	invite.To().Params.Add("tag", sip.GenerateTagN(16))
	c := newCall(p, req.CallID().Value(), true)
	c.from, c.to = caller(req), req.Recipient.User
	c.dialog = answering(invite, p.contact())
	c.inviteTx = tx
	err := p.openAudio(c, nil)
	if err == nil && len(req.Body()) > 0 {
		err = c.audio.connect(req.Body())
	}
	if err != nil {
		c.finish(End{By: BySelf, Code: sip.StatusNotAcceptableHere, Reason: err.Error()})
		p.respond(tx, req, sip.StatusNotAcceptableHere, "Not Acceptable Here")
		return
	}
	cancelled := func(cancel *sip.Request) { c.finish(c.cancelledEnd(cancel)) }
	if p.add(c) != nil || !tx.OnCancel(cancelled) {
		c.finish(c.cancelledEnd(nil))
		return
	}
	if !p.deliver(c) {
		if err := c.Reject(sip.StatusBusyHere); err != nil {
			p.log.Debug("busy not sent", "err", err)
		}
	}
	c.attend(tx)
}

// deliver hands a new call to whoever holds the phone.
func (p *Phone) deliver(c *Call) bool {
	if p.opts.Handle != nil {
		p.opts.Handle(c)
		return true
	}
	select {
	case p.incoming <- c:
		return true
	default:
		return false
	}
}

// cancelledEnd is the end that a CANCEL makes; nil if it was not seen.
func (c *Call) cancelledEnd(cancel *sip.Request) End {
	end := End{By: ByPeer, Code: sip.StatusRequestTerminated, Reason: "cancelled", At: c.Times().Cancel}
	if cancel != nil {
		end.Cause, _ = causeOf(cancel.GetHeader("Reason"))
	}
	return end
}

// attend waits for the end of the INVITE's business, repeating the 200 until it is acknowledged (RFC 3261 13.3.1.4).
func (c *Call) attend(tx sip.ServerTransaction) {
	if !c.settled(tx) {
		return
	}
	wait := sip.T1
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for range 10 {
		select {
		case <-c.acked:
			return
		case <-c.done:
			return
		case <-timer.C:
			if err := tx.Respond(c.response(200, "OK", c.audio.offer(sendRecv))); err != nil {
				c.log.Debug("200 not repeated", "err", err)
			}
			wait = min(2*wait, sip.T2)
			timer.Reset(wait)
		}
	}
	c.finish(End{By: ByNetwork, Code: sip.StatusRequestTimeout, Reason: "the answer was never acknowledged"})
}

// settled waits until the call is answered, or false when it is over.
func (c *Call) settled(tx sip.ServerTransaction) bool {
	select {
	case <-c.reached[Answered]:
		return true
	case <-c.done:
	case <-tx.Done():
		c.finish(End{By: ByNetwork, Reason: fmt.Sprint("INVITE given up: ", tx.Err())})
	}
	return false
}

// response writes a response to the call's INVITE.
func (c *Call) response(code int, reason string, body []byte) *sip.Response {
	res := sip.NewResponseFromRequest(c.dialog.invite, code, reason, body)
	res.AppendHeader(c.dialog.contact.Clone())
	if len(body) > 0 {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	}
	return res
}

// pending says whether a response to the call's INVITE is still possible.
func (c *Call) pending() error {
	switch state := c.State(); {
	case !c.incoming:
		return fmt.Errorf("%w: the call was dialled by this phone", ErrState)
	case state == Ended:
		return ErrEnded
	case state == Answered:
		return fmt.Errorf("%w: already answered", ErrState)
	}
	return nil
}

// Ring lets the caller know that the phone rings (180).
func (c *Call) Ring() error {
	if err := c.pending(); err != nil {
		return err
	}
	c.advance(Ringing)
	if err := c.inviteTx.Respond(c.response(sip.StatusRinging, "Ringing", nil)); err != nil {
		return fmt.Errorf("sipphone: ring: %w", err)
	}
	return nil
}

// Announce lets the caller hear source before the answer (183 with early media), as a network does that says why a number
// cannot be reached.
func (c *Call) Announce(source Source) error {
	if err := c.pending(); err != nil {
		return err
	}
	c.audio.setSource(source)
	c.advance(Ringing)
	if err := c.inviteTx.Respond(c.response(sip.StatusSessionInProgress, "Session Progress", c.audio.offer(sendRecv))); err != nil {
		return fmt.Errorf("sipphone: announce: %w", err)
	}
	return nil
}

// Answer takes the call (200). From now on source is sent; nil is silence.
func (c *Call) Answer(source Source) error {
	if err := c.pending(); err != nil {
		return err
	}
	c.audio.setSource(source)
	if err := c.inviteTx.Respond(c.response(sip.StatusOK, "OK", c.audio.offer(sendRecv))); err != nil {
		return fmt.Errorf("sipphone: answer: %w", err)
	}
	c.advance(Answered) // without effect if the caller has hung up already
	return nil
}

// Reject refuses the call with a SIP status such as 486 (busy here) or 603 (decline).
func (c *Call) Reject(code int) error {
	if err := c.pending(); err != nil {
		return err
	}
	reason := reasonOf(code)
	err := c.inviteTx.Respond(c.response(code, reason, nil))
	c.finish(End{By: BySelf, Code: code, Reason: reason})
	if err != nil {
		return fmt.Errorf("sipphone: reject: %w", err)
	}
	return nil
}

// onAck notes that the answer has arrived.
func (p *Phone) onAck(req *sip.Request, _ sip.ServerTransaction) {
	if req.CallID() == nil {
		return
	}
	c := p.call(req.CallID().Value())
	if c == nil || !c.incoming {
		return
	}
	if len(req.Body()) > 0 { // the INVITE came without an offer
		if err := c.audio.connect(req.Body()); err != nil {
			c.log.Warn("answer has no audio that fits", "err", err)
		}
	}
	c.ackOnce.Do(func() { close(c.acked) })
}

// onBye ends a call that the other side has left.
func (p *Phone) onBye(req *sip.Request, tx sip.ServerTransaction) {
	var c *Call
	if req.CallID() != nil {
		c = p.call(req.CallID().Value())
	}
	if c == nil {
		p.respond(tx, req, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist")
		return
	}
	cause, text := causeOf(req.GetHeader("Reason"))
	if text == "" {
		text = "hung up"
	}
	c.finish(End{By: ByPeer, Cause: cause, Reason: text, At: c.Times().Bye})
	p.respond(tx, req, sip.StatusOK, "OK")
}

// caller reads who is calling from an INVITE.
func caller(req *sip.Request) Party {
	from := req.From()
	party := Party{Number: from.Address.User, Name: from.DisplayName}
	if h := req.GetHeader("P-Asserted-Identity"); h != nil {
		var uri sip.Uri
		if _, err := sip.ParseAddressValue(h.Value(), &uri, nil); err == nil {
			party.Asserted = uri.User
		}
	}
	return party
}
