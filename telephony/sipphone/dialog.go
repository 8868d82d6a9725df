package sipphone

import (
	"slices"
	"sync"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// dialog holds what RFC 3261 section 12 keeps of a call to write further requests.
type dialog struct {
	invite *sip.Request // the INVITE that began it, sent or received; not changed any more

	mu      sync.Mutex // guards the fields below
	local   *sip.FromHeader
	remote  *sip.ToHeader
	target  sip.Uri
	routes  []string // values of Route headers
	contact *sip.ContactHeader
	cseq    uint32
}

// request writes the next request of the dialog; an ACK carries the number of the last INVITE.
func (d *dialog) request(method sip.RequestMethod) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	if method != sip.ACK {
		d.cseq++
	}
	req := sip.NewRequest(method, *d.target.Clone())
	maxForwards := sip.MaxForwardsHeader(70)
	id := *d.invite.CallID()
	req.AppendHeader(sip.HeaderClone(d.local))
	req.AppendHeader(sip.HeaderClone(d.remote))
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: d.cseq, MethodName: method})
	req.AppendHeader(&maxForwards)
	req.AppendHeader(d.contact.Clone())
	for _, route := range d.routes {
		req.AppendHeader(sip.NewHeader("Route", route))
	}
	return req
}

// next takes the next sequence number.
func (d *dialog) next() uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cseq++
	return d.cseq
}

// confirm takes the other side's tag, address and route from a response.
func (d *dialog) confirm(res *sip.Response) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if to := res.To(); to != nil {
		d.remote = sip.HeaderClone(to).(*sip.ToHeader)
	}
	if contact := res.Contact(); contact != nil {
		d.target = *contact.Address.Clone()
	}
	d.routes = d.routes[:0]
	recorded := res.GetHeaders("Record-Route")
	for _, route := range slices.Backward(recorded) {
		d.routes = append(d.routes, route.Value())
	}
}

// retarget takes the other side's new address from a re-INVITE.
func (d *dialog) retarget(req *sip.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if contact := req.Contact(); contact != nil {
		d.target = *contact.Address.Clone()
	}
}

// answering makes the dialog of a received INVITE; to is the To header with this phone's tag.
func answering(req *sip.Request, contact *sip.ContactHeader) *dialog {
	local, remote := req.To().AsFrom(), req.From().AsTo()
	d := &dialog{invite: req, local: &local, remote: &remote, contact: contact}
	if c := req.Contact(); c != nil {
		d.target = *c.Address.Clone()
	} else {
		d.target = *req.From().Address.Clone()
	}
	for _, route := range req.GetHeaders("Record-Route") {
		d.routes = append(d.routes, route.Value())
	}
	return d
}

// complete gives a request that is otherwise ready its Via, its length and the phone's socket. A closed phone sends
// nothing more.
func (p *Phone) complete(client *sipgo.Client, req *sip.Request) error {
	if p.isClosed() {
		return ErrClosed
	}
	if req.Via() == nil {
		if err := sipgo.ClientRequestAddVia(client, req); err != nil {
			return err
		}
	}
	if req.Body() == nil {
		req.SetBody(nil)
	}
	p.local.Copy(&req.Laddr)
	return nil
}

// contact is where other sides reach this phone.
func (p *Phone) contact() *sip.ContactHeader {
	return &sip.ContactHeader{Address: sip.Uri{
		Scheme: "sip", User: p.opts.User, Host: p.local.Hostname, Port: p.local.Port,
	}}
}
