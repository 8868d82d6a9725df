package telephonytest

import (
	"strings"
	"sync"
)

// Call is what a person with a telephone sees of a channel.
type Call struct {
	asterisk *Asterisk
	channel  *channel
	phone    *Phone // an agent's or the outside one
	from     string
	to       string // the outside number that was dialled
	header   string // Call-Info of the INVITE

	voice    float64 // what the telephone says; guarded by asterisk.mu, as are those below
	early    bool    // before the answer already
	keys     string
	transfer string

	elsewhere bool // it was told that another telephone took the call

	answer, end sync.Once
	answered    chan struct{}
	ended       chan struct{}
}

func newCall(a *Asterisk, c *channel, from string) *Call {
	return &Call{asterisk: a, channel: c, from: from, answered: make(chan struct{}), ended: make(chan struct{})}
}

func (c *Call) over()         { c.end.Do(func() { close(c.ended) }) }
func (c *Call) answeredOnce() { c.answer.Do(func() { close(c.answered) }) }

// Answered is closed when the other side has answered a caller.
func (c *Call) Answered() <-chan struct{} { return c.answered }

// Ended is closed when the call is over.
func (c *Call) Ended() <-chan struct{} { return c.ended }

// Elsewhere reports whether the telephone, whose call is over, was told that
// another one took it.
func (c *Call) Elsewhere() bool {
	c.asterisk.mu.Lock()
	defer c.asterisk.mu.Unlock()
	return c.elsewhere
}

// From is the number that the telephone shows.
func (c *Call) From() string { return c.from }

// To is the outside number that was dialled.
func (c *Call) To() string { return c.to }

// AutoAnswer reports whether the telephone was asked to answer by itself.
func (c *Call) AutoAnswer() bool { return strings.HasSuffix(c.header, ";answer-after=0") }

// with does something to the call's channel if it still lives.
func (c *Call) with(f func(a *Asterisk, ch *channel)) {
	c.asterisk.mu.Lock()
	defer c.asterisk.mu.Unlock()
	if c.asterisk.channels[c.channel.id] == c.channel {
		f(c.asterisk, c.channel)
	}
}

// Ring says that the telephone rings.
func (c *Call) Ring() {
	c.with(func(a *Asterisk, ch *channel) { a.setState(ch, "Ringing") })
}

// Answer takes the call.
func (c *Call) Answer() {
	c.with(func(a *Asterisk, ch *channel) { a.setState(ch, "Up") })
}

// Reject refuses the call as busy.
func (c *Call) Reject() {
	c.with(func(a *Asterisk, ch *channel) { a.end(ch, causeBusy) })
}

// Hangup ends the call.
func (c *Call) Hangup() {
	c.with(func(a *Asterisk, ch *channel) {
		a.emitChannel("ChannelHangupRequest", ch, nil)
		a.end(ch, causeNormal)
	})
}

// Hold and Resume are the telephone's hold button.
func (c *Call) Hold() { c.hold(true, "ChannelHold") }

// Resume takes the other side back.
func (c *Call) Resume() { c.hold(false, "ChannelUnhold") }

func (c *Call) hold(on bool, event string) {
	c.with(func(a *Asterisk, ch *channel) {
		ch.holds = on
		a.emitChannel(event, ch, nil)
		a.heard()
	})
}

// Refer is the telephone's transfer button.
func (c *Call) Refer(to string) {
	c.with(func(a *Asterisk, ch *channel) {
		a.emit("ChannelTransfer", object{
			"refer_to":    object{"requested_destination": object{"destination": to}},
			"referred_by": object{"source_channel": a.describe(ch)},
		})
	})
}

// Call lets somebody call the hotline.
func (a *Asterisk) Call(from, to string) *Call {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.arrive(from, to)
}

// Phone is an agent's telephone.
type Phone struct {
	asterisk *Asterisk
	id       string
	incoming chan *Call
}

// Phone makes a telephone that is not registered yet.
func (a *Asterisk) Phone(id string) *Phone {
	const most = 100 // calls that nobody takes
	return &Phone{asterisk: a, id: id, incoming: make(chan *Call, most)}
}

// Outside makes the telephone that answers all numbers behind the line.
func (a *Asterisk) Outside() *Phone {
	p := a.Phone("")
	a.mu.Lock()
	defer a.mu.Unlock()
	a.outside = p
	return p
}

// Register makes the telephone reachable.
func (p *Phone) Register() {
	p.asterisk.mu.Lock()
	defer p.asterisk.mu.Unlock()
	p.asterisk.phones[p.id] = p
}

// Unregister makes it unreachable.
func (p *Phone) Unregister() {
	p.asterisk.mu.Lock()
	defer p.asterisk.mu.Unlock()
	delete(p.asterisk.phones, p.id)
}

// Incoming delivers the calls to the telephone.
func (p *Phone) Incoming() <-chan *Call { return p.incoming }
