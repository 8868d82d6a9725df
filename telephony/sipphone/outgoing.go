package sipphone

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"
)

// cancelWait is how long a cancelled call waits for the server's last word.
const cancelWait = 5 * time.Second

// signTries is how often an INVITE is signed before the refusal is believed.
const signTries = 2

// DialOptions says whom to call and as whom.
type DialOptions struct {
	Number      string // number to call
	From        string // number shown to the other side; the phone's User when empty
	DisplayName string // name shown to the other side
	Server      string // host:port to dial through; the phone's Registrar when empty
	Source      Source // what to say from the answer on; nil is silence
	// Headers are added to the INVITE, such as P-Asserted-Identity.
	Headers map[string]string
}

// Dial sends an INVITE and returns while the call progresses. The context bounds only the sending: to give up
// later, use Hangup.
func (p *Phone) Dial(ctx context.Context, o DialOptions) (*Call, error) {
	if o.Number == "" {
		return nil, errors.New("sipphone: DialOptions.Number is empty")
	}
	o.Server = cmp.Or(o.Server, p.opts.Registrar)
	if o.Server == "" {
		return nil, errors.New("sipphone: no DialOptions.Server and no Options.Registrar to dial through")
	}
	o.From = cmp.Or(o.From, p.opts.User)
	host, port, err := sip.ParseAddr(o.Server)
	if err != nil {
		return nil, fmt.Errorf("sipphone: server %q: %w", o.Server, err)
	}
	callID := sip.CallIDHeader(sip.GenerateTagN(24))
	c := newCall(p, string(callID), false)
	c.from, c.to = Party{Number: o.From, Name: o.DisplayName}, o.Number
	if err := p.openAudio(c, o.Source); err != nil {
		return nil, err
	}
	target := sip.Uri{Scheme: "sip", User: o.Number, Host: host, Port: port}
	c.dialog = p.calling(callID, target, o)
	c.dialog.invite = inviteOf(c.dialog, o.Headers, c.audio.offer(sendRecv))
	if err := p.add(c); err != nil {
		c.finish(End{By: BySelf, Reason: "phone closed"})
		return nil, err
	}
	tx, err := p.client.TransactionRequest(ctx, c.dialog.invite, p.complete)
	if err != nil {
		c.finish(End{By: ByNetwork, Reason: err.Error()})
		return nil, fmt.Errorf("sipphone: call %s: %w", o.Number, err)
	}
	if !p.run(func() { c.progress(tx) }) {
		tx.Terminate()
		return nil, ErrClosed
	}
	return c, nil
}

// calling begins the dialog of an outgoing call, without its INVITE.
func (p *Phone) calling(callID sip.CallIDHeader, target sip.Uri, o DialOptions) *dialog {
	from := &sip.FromHeader{DisplayName: o.DisplayName, Address: sip.Uri{
		Scheme: "sip", User: o.From, Host: p.local.Hostname, Port: p.local.Port,
	}}
	from.Params.Add("tag", sip.GenerateTagN(16))
	seed := sip.NewRequest(sip.INVITE, target)
	seed.AppendHeader(&callID)
	return &dialog{invite: seed, local: from, remote: &sip.ToHeader{Address: target}, target: target, contact: p.contact()}
}

// inviteOf writes an INVITE with an offer.
func inviteOf(d *dialog, headers map[string]string, offer []byte) *sip.Request {
	req := d.request(sip.INVITE)
	req.AppendHeader(sip.NewHeader("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER"))
	for name, value := range headers {
		req.AppendHeader(sip.NewHeader(name, value))
	}
	req.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	req.SetBody(offer)
	return req
}

// progress follows an INVITE to its final response. It is the only goroutine of an outgoing call.
func (c *Call) progress(tx sip.ClientTransaction) {
	req, hangup, signed := c.dialog.invite, c.hangup, 0
	provisional, wantCancel := false, false
	var giveUp <-chan time.Time
	for {
		if wantCancel && provisional { // RFC 3261 9.1: no CANCEL before a provisional response
			wantCancel = false
			c.cancel(cancelOf(req))
			timer := time.NewTimer(cancelWait)
			defer timer.Stop()
			giveUp = timer.C
		}
		select {
		case <-c.done:
			tx.Terminate()
			return
		case <-hangup:
			hangup, wantCancel = nil, true
		case <-giveUp:
			tx.Terminate()
			c.finish(End{By: BySelf, Code: sip.StatusRequestTerminated, Reason: "cancelled, unconfirmed"})
			return
		case <-tx.Done():
			c.finish(End{By: ByNetwork, Code: sip.StatusRequestTimeout, Reason: "no response from " + req.Destination()})
			return
		case res := <-tx.Responses():
			switch {
			case res.IsProvisional():
				provisional = true
				c.provisional(res)
			case res.IsSuccess():
				c.succeeded(req, tx, res, hangup == nil)
				return
			case isChallenge(res) && c.phone.opts.Secret != "" && signed < signTries && hangup != nil:
				signed++
				next, signedTx, err := c.again(req, res)
				if err != nil {
					c.finish(End{By: BySelf, Code: res.StatusCode, Reason: err.Error()})
					return
				}
				req, tx, provisional = next, signedTx, false
			default:
				c.refused(res, hangup == nil)
				return
			}
		}
	}
}

// again repeats a challenged INVITE with credentials.
func (c *Call) again(req *sip.Request, challenge *sip.Response) (*sip.Request, sip.ClientTransaction, error) {
	next := req.Clone()
	next.RemoveHeader("Via")
	next.RemoveHeader("Authorization")
	next.RemoveHeader("Proxy-Authorization")
	next.CSeq().SeqNo = c.dialog.next()
	if err := c.phone.sign(next, challenge); err != nil {
		return nil, nil, err
	}
	tx, err := c.phone.client.TransactionRequest(context.Background(), next, c.phone.complete)
	if err != nil {
		return nil, nil, fmt.Errorf("sipphone: signed INVITE: %w", err)
	}
	return next, tx, nil
}

// provisional takes in a 1xx: ringing, perhaps with early media.
func (c *Call) provisional(res *sip.Response) {
	if res.StatusCode == sip.StatusTrying {
		return
	}
	if len(res.Body()) > 0 {
		if err := c.audio.connect(res.Body()); err != nil {
			c.log.Debug("early media not understood", "err", err)
		}
	}
	c.advance(Ringing)
}

// succeeded takes in the 200. A call that was given up meanwhile is hung up at once.
func (c *Call) succeeded(req *sip.Request, tx sip.ClientTransaction, res *sip.Response, givenUp bool) {
	c.dialog.confirm(res)
	ack := c.dialog.request(sip.ACK)
	ack.CSeq().SeqNo = req.CSeq().SeqNo
	send := func() {
		if err := c.phone.client.WriteRequest(ack.Clone(), c.phone.complete); err != nil {
			c.log.Debug("ACK not sent", "err", err)
		}
	}
	tx.OnRetransmission(func(*sip.Response) { send() })
	send()
	if len(res.Body()) > 0 {
		if err := c.audio.connect(res.Body()); err != nil {
			c.log.Warn("answer has no audio that fits", "err", err)
		}
	}
	c.advance(Answered)
	if givenUp {
		ctx, cancel := context.WithTimeout(context.Background(), cancelWait)
		defer cancel()
		if err := c.bye(ctx); err != nil {
			c.log.Debug("hang-up of a call answered while it was cancelled", "err", err)
		}
	}
}

// refused takes in a final response that is no success.
func (c *Call) refused(res *sip.Response, cancelled bool) {
	end := End{By: ByPeer, Code: res.StatusCode, Reason: res.Reason}
	end.Cause, _ = causeOf(res.GetHeader("Reason"))
	if cancelled {
		end.By = BySelf
	}
	c.finish(end)
}

// cancelOf writes the CANCEL of an INVITE.
func cancelOf(invite *sip.Request) *sip.Request {
	req := sip.NewRequest(sip.CANCEL, *invite.Recipient.Clone())
	maxForwards := sip.MaxForwardsHeader(70)
	for _, h := range []sip.Header{invite.Via(), invite.From(), invite.To(), invite.CallID()} {
		req.AppendHeader(sip.HeaderClone(h))
	}
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	req.AppendHeader(&maxForwards)
	return req
}

// cancel sends a CANCEL; the INVITE's own final response ends the call.
func (c *Call) cancel(req *sip.Request) {
	tx, err := c.phone.client.TransactionRequest(context.Background(), req, c.phone.complete)
	if err != nil {
		c.log.Warn("CANCEL not sent", "err", err)
		return
	}
	if !c.phone.run(func() { drain(tx) }) {
		tx.Terminate()
	}
}

// drain lets a transaction go on repeating until it is answered or given up.
func drain(tx sip.ClientTransaction) {
	defer tx.Terminate()
	select {
	case <-tx.Responses():
	case <-tx.Done():
	}
}
