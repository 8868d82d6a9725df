package sipphone

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// ErrTransfer is returned when the other side could not make the transfer that was asked for.
var ErrTransfer = errors.New("sipphone: the transfer failed")

// transfer is what became of the last REFER of a call.
type transfer struct {
	asked bool
	code  int // SIP status of the last NOTIFY, 100 while it is under way
	over  bool
}

// Refer asks the other side to connect the call with a number (RFC 3515), as the phone's transfer button does. It
// returns when the request was accepted; WaitTransfer tells how it went.
func (c *Call) Refer(ctx context.Context, number string) error {
	target := c.dialog.remoteURI()
	target.User = number
	return c.refer(ctx, "<"+target.String()+">")
}

// ReferTo asks the other side to connect it with the far end of another call of this phone, as a phone's button for
// attended transfers does (RFC 3891).
func (c *Call) ReferTo(ctx context.Context, other *Call) error {
	replaces, target := other.dialog.replaces(), other.dialog.remoteURI()
	return c.refer(ctx, fmt.Sprintf("<%s?Replaces=%s>", target.String(), replaces))
}

func (c *Call) refer(ctx context.Context, to string) error {
	if c.State() != Answered {
		return fmt.Errorf("%w: a transfer needs an answered call", ErrState)
	}
	c.mu.Lock()
	c.transfer = transfer{asked: true}
	c.mu.Unlock()
	req := c.dialog.request(sip.REFER)
	req.AppendHeader(sip.NewHeader("Refer-To", to))
	res, err := c.phone.client.Do(ctx, req, c.phone.complete)
	switch {
	case err != nil:
		return fmt.Errorf("sipphone: REFER: %w", err)
	case !res.IsSuccess():
		return fmt.Errorf("%w: refused with %d %s", ErrTransfer, res.StatusCode, res.Reason)
	}
	return nil
}

// WaitTransfer waits for the last word on the transfer that Refer asked for. It fails with ErrTransfer if there was
// none to connect with.
func (c *Call) WaitTransfer(ctx context.Context) error {
	for {
		c.mu.Lock()
		state, changed := c.transfer, c.changed
		c.mu.Unlock()
		switch {
		case state.over && state.code < 300:
			return nil
		case state.over:
			return fmt.Errorf("%w: %d", ErrTransfer, state.code)
		case c.State() == Ended:
			return fmt.Errorf("%w before the transfer's end was told", ErrEnded)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("sipphone: waiting for a transfer, last heard %d: %w", state.code, ctx.Err())
		}
	}
}

// onNotify takes in how a transfer goes: a SIP status line in a body of type message/sipfrag.
func (p *Phone) onNotify(req *sip.Request, tx sip.ServerTransaction) {
	p.respond(tx, req, sip.StatusOK, "OK")
	if req.CallID() == nil {
		return
	}
	c := p.call(req.CallID().Value())
	if c == nil {
		return
	}
	var code int
	if _, err := fmt.Sscanf(string(req.Body()), "SIP/2.0 %d", &code); err != nil {
		return
	}
	state := ""
	if h := req.GetHeader("Subscription-State"); h != nil {
		state = h.Value()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.transfer.asked && !c.transfer.over {
		c.transfer.code = code
		c.transfer.over = code >= 200 || strings.HasPrefix(state, "terminated")
		c.wake()
	}
}

// remoteURI is the other side's address of record.
func (d *dialog) remoteURI() sip.Uri {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.remote.Address.Clone()
}

// replaces names the dialog as a Replaces parameter of an address does. The tags are the other side's view.
func (d *dialog) replaces() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	local, _ := d.local.Params.Get("tag")
	remote, _ := d.remote.Params.Get("tag")
	return strings.NewReplacer("@", "%40", ";", "%3B", "=", "%3D").Replace(
		fmt.Sprintf("%s;to-tag=%s;from-tag=%s", d.invite.CallID().Value(), remote, local))
}
