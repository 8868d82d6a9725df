package sipphone

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Registration lifetimes. A phone renews at three quarters of the time granted and, refused or unheard, tries again
// soon: that is how desk phones come back after the server was restarted.
const (
	registerFor   = 60 * time.Second
	registerRetry = 3 * time.Second
	registerWait  = 4 * time.Second
)

// registration is the phone's standing with its registrar.
type registration struct {
	cancel  context.CancelFunc
	stopped chan struct{}
	once    sync.Once

	callID sip.CallIDHeader
	tag    string
	mu     sync.Mutex // guards cseq, one request at a time
	cseq   uint32
}

func (r *registration) stop() {
	r.once.Do(r.cancel)
	<-r.stopped
}

// Register signs in to the registrar and stays signed in until Unregister or Close.
func (p *Phone) Register(ctx context.Context) error {
	if p.opts.Registrar == "" {
		return errors.New("sipphone: Options.Registrar is empty")
	}
	p.mu.Lock()
	again := p.reg
	p.mu.Unlock()
	if again != nil {
		_, err := p.sendRegister(ctx, again, registerFor)
		return err
	}
	reg := &registration{
		callID: sip.CallIDHeader(sip.GenerateTagN(24)), tag: sip.GenerateTagN(16), stopped: make(chan struct{}),
	}
	granted, err := p.sendRegister(ctx, reg, registerFor)
	if err != nil {
		return err
	}
	var renewing context.Context
	renewing, reg.cancel = context.WithCancel(context.Background())
	p.mu.Lock()
	p.reg = reg
	p.mu.Unlock()
	if !p.run(func() { p.renew(renewing, reg, granted) }) {
		reg.cancel()
		close(reg.stopped)
		return ErrClosed
	}
	return nil
}

// Unregister signs out.
func (p *Phone) Unregister(ctx context.Context) error {
	p.mu.Lock()
	reg := p.reg
	p.reg = nil
	p.mu.Unlock()
	if reg == nil {
		return nil
	}
	reg.stop()
	_, err := p.sendRegister(ctx, reg, 0)
	return err
}

// renew keeps the registration alive until it is stopped.
func (p *Phone) renew(ctx context.Context, reg *registration, granted time.Duration) {
	defer close(reg.stopped)
	timer := time.NewTimer(granted * 3 / 4)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		attempt, cancel := context.WithTimeout(ctx, registerWait)
		next := registerRetry
		if granted, err := p.sendRegister(attempt, reg, registerFor); err == nil {
			next = granted * 3 / 4
		} else if ctx.Err() == nil {
			p.log.Warn("registration not renewed", "err", err)
		}
		cancel()
		timer.Reset(next)
	}
}

// sendRegister sends one REGISTER, signing it when asked to, and returns the time granted.
func (p *Phone) sendRegister(ctx context.Context, reg *registration, lifetime time.Duration) (time.Duration, error) {
	reg.mu.Lock()
	defer reg.mu.Unlock()
	res, err := p.client.Do(ctx, p.registerRequest(reg, lifetime), p.complete)
	if err == nil && isChallenge(res) && p.opts.Secret != "" {
		req := p.registerRequest(reg, lifetime)
		if err := p.sign(req, res); err != nil {
			return 0, err
		}
		res, err = p.client.Do(ctx, req, p.complete)
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("sipphone: register %s at %s: %w", p.opts.User, p.opts.Registrar, err)
	case !res.IsSuccess():
		return 0, fmt.Errorf("sipphone: register %s at %s: refused with %d %s",
			p.opts.User, p.opts.Registrar, res.StatusCode, res.Reason)
	}
	return grantedBy(res, lifetime), nil
}

func (p *Phone) registerRequest(reg *registration, lifetime time.Duration) *sip.Request {
	var server sip.Uri
	// An address that does not parse is found by the transport, which says so.
	server.Scheme = "sip"
	server.Host, server.Port, _ = sip.ParseAddr(p.opts.Registrar)
	aor := server
	aor.User = p.opts.User
	reg.cseq++
	from := &sip.FromHeader{Address: aor}
	from.Params.Add("tag", reg.tag)
	expires := sip.ExpiresHeader(lifetime / time.Second)
	maxForwards := sip.MaxForwardsHeader(70)
	id := reg.callID

	req := sip.NewRequest(sip.REGISTER, server)
	req.AppendHeader(from)
	req.AppendHeader(&sip.ToHeader{Address: aor})
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: reg.cseq, MethodName: sip.REGISTER})
	req.AppendHeader(&maxForwards)
	req.AppendHeader(p.contact())
	req.AppendHeader(&expires)
	return req
}

// grantedBy reads how long the registrar keeps us, from its Contact or Expires.
func grantedBy(res *sip.Response, asked time.Duration) time.Duration {
	granted := ""
	if h := res.GetHeader("Expires"); h != nil {
		granted = h.Value()
	}
	if contact := res.Contact(); contact != nil {
		granted = contact.Params.GetOr("expires", granted)
	}
	if d, err := time.ParseDuration(granted + "s"); err == nil && d > 0 {
		return d
	}
	return asked
}
