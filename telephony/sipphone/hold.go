package sipphone

import (
	"context"
	"errors"
	"fmt"

	"github.com/emiago/sipgo/sip"
)

// Hold puts the other side on hold, as the phone's hold button does (re-INVITE, sendonly). The phone says nothing
// meanwhile.
func (c *Call) Hold(ctx context.Context) error {
	c.audio.hold(true)
	return c.reinvite(ctx, sendOnly)
}

// Resume takes the other side back (re-INVITE, sendrecv).
func (c *Call) Resume(ctx context.Context) error {
	err := c.reinvite(ctx, sendRecv)
	c.audio.hold(false)
	return err
}

// reinvite offers a new direction and waits for its answer.
func (c *Call) reinvite(ctx context.Context, direction string) error {
	if c.State() != Answered {
		return fmt.Errorf("%w: hold needs an answered call", ErrState)
	}
	req := inviteOf(c.dialog, nil, c.audio.offer(direction))
	tx, err := c.phone.client.TransactionRequest(ctx, req, c.phone.complete)
	if err != nil {
		return fmt.Errorf("sipphone: %s: %w", direction, err)
	}
	for {
		select {
		case <-ctx.Done():
			tx.Terminate()
			return fmt.Errorf("sipphone: %s: %w", direction, ctx.Err())
		case <-c.done:
			tx.Terminate()
			return ErrEnded
		case <-tx.Done():
			return fmt.Errorf("sipphone: %s: %w", direction, tx.Err())
		case res := <-tx.Responses():
			if res.IsProvisional() {
				continue
			}
			if !res.IsSuccess() {
				return fmt.Errorf("sipphone: %s refused: %d %s", direction, res.StatusCode, res.Reason)
			}
			return c.accept(req, tx, res)
		}
	}
}

// accept acknowledges the answer to a re-INVITE.
func (c *Call) accept(req *sip.Request, tx sip.ClientTransaction, res *sip.Response) error {
	ack := c.dialog.request(sip.ACK)
	ack.CSeq().SeqNo = req.CSeq().SeqNo
	send := func() error { return c.phone.client.WriteRequest(ack.Clone(), c.phone.complete) }
	tx.OnRetransmission(func(*sip.Response) {
		if err := send(); err != nil {
			c.log.Debug("ACK not sent", "err", err)
		}
	})
	return errors.Join(send(), c.audio.connect(res.Body()))
}

// onReinvite answers a change of a call that goes on, with this side's unchanged audio.
func (p *Phone) onReinvite(req *sip.Request, tx sip.ServerTransaction) {
	c := p.call(req.CallID().Value())
	if c == nil || c.State() != Answered {
		p.respond(tx, req, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist")
		return
	}
	direction := sendRecv
	if len(req.Body()) > 0 {
		d, err := parseSDP(req.Body())
		if err == nil {
			err = c.audio.connect(req.Body())
		}
		if err != nil {
			p.respond(tx, req, sip.StatusNotAcceptableHere, "Not Acceptable Here")
			return
		}
		direction = mirror(d.direction)
	}
	c.dialog.retarget(req)
	res := sip.NewSDPResponseFromRequest(req, c.audio.offer(direction))
	res.AppendHeader(c.dialog.contact.Clone())
	if err := tx.Respond(res); err != nil {
		c.log.Debug("re-INVITE not answered", "err", err)
	}
}
