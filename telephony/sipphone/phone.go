package sipphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// ErrClosed is returned by a phone that has been closed.
var ErrClosed = errors.New("sipphone: phone is closed")

// incomingWaiting is how many unanswered calls wait in Incoming before further callers hear busy.
const incomingWaiting = 16

// earlyLimit bounds the memory that INVITEs can take which sipgo refuses before they reach the phone.
const earlyLimit = 1024

// Options says who a phone is. Only what is used must be set: a phone that never dials needs no Registrar.
type Options struct {
	Addr      string // local address, "127.0.0.1:0" when empty; the host must be one address, not a wildcard
	User      string // number or name, and the name to sign in with
	Secret    string // password for sign-in, empty where none is asked for
	Registrar string // host:port of the server that the phone registers with and dials through

	// Handle, when set, is called with every incoming call instead of Incoming. It must not block.
	Handle func(*Call)
	// SignallingOnly makes phones that open one silent socket and neither send nor read audio.
	SignallingOnly bool
	// Pacer sends the audio of this and other phones; nil gives the phone its own.
	Pacer *Pacer
	// Tones lists the frequencies, in Hz, watched from the first packet of every call.
	Tones  []float64
	Logger *slog.Logger // nil keeps silence
}

// Phone is one telephone: a SIP socket, perhaps registered, with any number of calls.
type Phone struct {
	opts     Options
	log      *slog.Logger
	local    sip.Addr
	ua       *sipgo.UserAgent
	client   *sipgo.Client
	server   *sipgo.Server
	wire     *wire
	pacer    *Pacer
	ownPacer bool
	incoming chan *Call
	served   sync.WaitGroup // the reader of the SIP socket
	running  sync.WaitGroup // goroutines of calls and of the registration

	mu     sync.Mutex // guards the fields below
	calls  map[string]*Call
	early  map[string]Times // of INVITEs that have passed the wire but not yet reached onInvite
	closed bool
	reg    *registration
	quiet  *net.UDPConn // the unread audio socket of a SignallingOnly phone
}

// New opens the phone's socket and starts to listen.
func New(opts Options) (*Phone, error) {
	if opts.Addr == "" {
		opts.Addr = "127.0.0.1:0"
	}
	if opts.User == "" {
		return nil, errors.New("sipphone: Options.User is empty")
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	conn, err := net.ListenPacket("udp", opts.Addr)
	if err != nil {
		return nil, fmt.Errorf("sipphone: %w", err)
	}
	local := conn.LocalAddr().(*net.UDPAddr)
	if local.IP.IsUnspecified() {
		return nil, errors.Join(fmt.Errorf("sipphone: Options.Addr %q names no single address", opts.Addr), conn.Close())
	}
	p := &Phone{
		opts:     opts,
		log:      opts.Logger.With("phone", opts.User),
		local:    sip.Addr{IP: local.IP, Port: local.Port, Hostname: local.IP.String()},
		pacer:    opts.Pacer,
		incoming: make(chan *Call, incomingWaiting),
		calls:    map[string]*Call{},
		early:    map[string]Times{},
	}
	if p.pacer == nil {
		p.pacer, p.ownPacer = NewPacer(), true
	}
	if err := p.listen(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return p, nil
}

// listen starts sipgo on the socket and returns when it reads.
func (p *Phone) listen(conn net.PacketConn) error {
	p.wire = &wire{PacketConn: conn, note: p.note, ready: make(chan struct{})}
	var err error
	p.ua, err = sipgo.NewUA(
		sipgo.WithUserAgent("thirdring-phone"),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(p.log)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(p.log),
			sip.WithTransactionLayerUnhandledResponseHandler(func(*sip.Response) {})))
	if err != nil {
		return fmt.Errorf("sipphone: user agent: %w", err)
	}
	p.client, err = sipgo.NewClient(p.ua, sipgo.WithClientLogger(p.log),
		sipgo.WithClientHostname(p.local.Hostname), sipgo.WithClientPort(p.local.Port))
	if err != nil {
		return fmt.Errorf("sipphone: client: %w", err)
	}
	p.server, err = sipgo.NewServer(p.ua, sipgo.WithServerLogger(p.log))
	if err != nil {
		return fmt.Errorf("sipphone: server: %w", err)
	}
	p.handle()
	p.served.Go(func() {
		if err := p.server.ServeUDP(p.wire); err != nil {
			p.log.Warn("sip socket failed", "err", err)
		}
	})
	<-p.wire.ready
	return nil
}

// handle names the handlers of requests from outside.
func (p *Phone) handle() {
	p.server.OnInvite(p.onInvite)
	p.server.OnAck(p.onAck)
	p.server.OnBye(p.onBye)
	ok := func(req *sip.Request, tx sip.ServerTransaction) { p.respond(tx, req, 200, "OK") }
	p.server.OnOptions(ok)
	p.server.OnNotify(p.onNotify)
	p.server.OnInfo(ok)
	p.server.OnCancel(func(req *sip.Request, tx sip.ServerTransaction) {
		p.respond(tx, req, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist")
	})
}

func (p *Phone) respond(tx sip.ServerTransaction, req *sip.Request, code int, reason string) {
	if err := tx.Respond(sip.NewResponseFromRequest(req, code, reason, nil)); err != nil {
		p.log.Debug("response not sent", "method", req.Method, "code", code, "err", err)
	}
}

// Addr is the phone's SIP address, host:port.
func (p *Phone) Addr() string { return p.local.String() }

// User is the phone's number or name.
func (p *Phone) User() string { return p.opts.User }

// Incoming delivers calls to this phone, in the order of their arrival. It is never closed.
func (p *Phone) Incoming() <-chan *Call { return p.incoming }

// NextCall waits for the next incoming call.
func (p *Phone) NextCall(ctx context.Context) (*Call, error) {
	select {
	case c := <-p.incoming:
		return c, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("sipphone: %s waits for a call: %w", p.opts.User, ctx.Err())
	}
}

// Calls returns the calls that are not over.
func (p *Phone) Calls() []*Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	live := make([]*Call, 0, len(p.calls))
	for _, c := range p.calls {
		live = append(live, c)
	}
	return live
}

// call finds a live call by its Call-ID.
func (p *Phone) call(id string) *Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[id]
}

func (p *Phone) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// add enters a new call, so that the wire can find it, with the times that were noted before.
func (p *Phone) add(c *Call) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	c.times = p.early[c.id]
	delete(p.early, c.id)
	if p.closed {
		return ErrClosed
	}
	p.calls[c.id] = c
	return nil
}

func (p *Phone) drop(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.calls, id)
}

// run starts a goroutine that Close waits for, unless the phone is closed.
func (p *Phone) run(f func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.running.Go(f)
	return true
}

// note passes a message of the wire to its call. Of messages to no call only those of a call to come are kept.
func (p *Phone) note(m message) {
	p.mu.Lock()
	c := p.calls[m.callID]
	times, known := p.early[m.callID]
	if c == nil && !m.sent && (known || m.method == "INVITE" && len(p.early) < earlyLimit) {
		times.note(m)
		p.early[m.callID] = times
	}
	p.mu.Unlock()
	if c != nil {
		c.note(m)
	}
}

// Close hangs up politely, within a second, and releases every socket and goroutine. It does not unregister.
func (p *Phone) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var parting sync.WaitGroup
	for _, c := range p.Calls() {
		parting.Go(func() {
			if err := c.Hangup(ctx); err != nil {
				p.log.Debug("hang-up at close", "call", c.id, "err", err)
			}
		})
	}
	parting.Wait()
	return p.Vanish()
}

// Vanish releases everything without a word to the other side, as a phone does that loses its power.
func (p *Phone) Vanish() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	reg, quiet := p.reg, p.quiet
	p.mu.Unlock()
	if reg != nil {
		reg.stop()
	}
	for _, c := range p.Calls() {
		c.finish(End{By: BySelf, Reason: "phone closed"})
	}
	p.wire.hush()
	p.ua.TransactionLayer().Close() // wakes the goroutines that wait for transactions
	p.running.Wait()
	err := p.wire.Close()
	p.served.Wait()
	if quiet != nil {
		err = errors.Join(err, quiet.Close())
	}
	err = errors.Join(err, p.ua.Close())
	if p.ownPacer {
		p.pacer.Close()
	}
	return err
}
