package sipphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// State is how far a call has come.
type State int

// The states of a call. They only move forward.
const (
	Dialing  State = iota // INVITE sent or received, no more known
	Ringing               // 180 or 183 has passed
	Answered              // 200 has passed
	Ended
)

// String names the state.
func (s State) String() string {
	return [...]string{"dialing", "ringing", "answered", "ended"}[s]
}

// Who says which side ended a call.
type Who string

// The sides that can end a call.
const (
	BySelf    Who = "self"    // this phone
	ByPeer    Who = "peer"    // the other side
	ByNetwork Who = "network" // nobody answered on the network
)

// End says who ended a call and why.
type End struct {
	By     Who
	Code   int    // SIP status of a refused or unanswered INVITE; 0 when the call was hung up with BYE
	Cause  int    // Q.850 cause of the Reason header, 0 when not given
	Reason string // as the other side put it, or a word of ours
	At     time.Time

	// Elsewhere: this phone was told that another one took the call, so it did not miss it. A CANCEL that crosses this
	// phone's answer says so as well, although it comes too late to end the call: the BYE after it gives no reason.
	Elsewhere bool
}

// ErrEnded is returned when something is asked of a call that is over.
var ErrEnded = errors.New("sipphone: call has ended")

// ErrState is returned when something is asked of a call that its state does not allow, such as answering an
// outgoing call.
var ErrState = errors.New("sipphone: not possible in this state of the call")

// Party is a caller's identity as the phone received it.
type Party struct {
	Number   string
	Name     string
	Asserted string // number of P-Asserted-Identity, if any
}

// Call is one conversation.
type Call struct {
	phone    *Phone
	id       string // Call-ID
	incoming bool
	from     Party
	to       string
	log      *slog.Logger
	dialog   *dialog
	audio    *audio
	reached  [Ended + 1]chan struct{} // closed when the call has come as far
	done     chan struct{}            // the last of them
	hangup   chan struct{}            // closed to ask the goroutine of an unanswered outgoing call to cancel
	hangOnce sync.Once
	acked    chan struct{} // closed when the ACK of an answered incoming call has come
	ackOnce  sync.Once
	inviteTx sip.ServerTransaction // incoming calls only

	mu       sync.Mutex // guards the fields below
	state    State
	times    Times
	end      End
	transfer transfer
	changed  chan struct{} // closed and replaced at every change
}

func newCall(p *Phone, id string, incoming bool) *Call {
	c := &Call{
		phone: p, id: id, incoming: incoming,
		log:     p.log.With("call", id),
		hangup:  make(chan struct{}),
		acked:   make(chan struct{}),
		changed: make(chan struct{}),
	}
	for s := range c.reached {
		c.reached[s] = make(chan struct{})
	}
	close(c.reached[Dialing])
	c.done = c.reached[Ended]
	return c
}

// ID is the call's SIP Call-ID.
func (c *Call) ID() string { return c.id }

// Incoming says whether the other side dialled.
func (c *Call) Incoming() bool { return c.incoming }

// From is the caller: the other side of an incoming call, this phone of an outgoing one.
func (c *Call) From() Party { return c.from }

// To is the number that was dialled.
func (c *Call) To() string { return c.to }

// Header returns a header of the INVITE that an incoming call came with, "" when it had none.
func (c *Call) Header(name string) string {
	if h := c.dialog.invite.GetHeader(name); h != nil {
		return h.Value()
	}
	return ""
}

// AnswerAfter says whether an incoming call asks the phone to answer it by itself (Call-Info with answer-after, as desk
// phones know it), and when.
func (c *Call) AnswerAfter() (time.Duration, bool) {
	for _, h := range c.dialog.invite.GetHeaders("Call-Info") {
		for param := range strings.SplitSeq(h.Value(), ";") {
			if seconds, ok := strings.CutPrefix(strings.TrimSpace(param), "answer-after="); ok {
				n, err := strconv.Atoi(seconds)
				return time.Duration(n) * time.Second, err == nil
			}
		}
	}
	return 0, false
}

// State is how far the call has come.
func (c *Call) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// Times returns the times noted so far.
func (c *Call) Times() Times {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.times
}

// End says how the call ended; the zero End while it has not.
func (c *Call) End() End {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end
}

// Reached is closed when the call has come as far as the state, or further. A call that ends early never reaches
// what lies between.
func (c *Call) Reached(s State) <-chan struct{} { return c.reached[s] }

// Done is closed when the call is over.
func (c *Call) Done() <-chan struct{} { return c.done }

// WaitRinging waits until the other side rings, or more.
func (c *Call) WaitRinging(ctx context.Context) error { return c.waitState(ctx, Ringing) }

// WaitAnswered waits until the call is answered. It fails with ErrEnded when the call ends first.
func (c *Call) WaitAnswered(ctx context.Context) error { return c.waitState(ctx, Answered) }

// WaitEnded waits until the call is over.
func (c *Call) WaitEnded(ctx context.Context) (End, error) {
	select {
	case <-c.done:
		return c.End(), nil
	case <-ctx.Done():
		return End{}, fmt.Errorf("sipphone: waiting for the end of a call that is %v: %w", c.State(), ctx.Err())
	}
}

// WaitTimes waits until the times noted satisfy ok, for what no state shows, such as the CANCEL that was sent.
func (c *Call) WaitTimes(ctx context.Context, ok func(Times) bool) (Times, error) {
	for {
		c.mu.Lock()
		times, changed := c.times, c.changed
		c.mu.Unlock()
		if ok(times) {
			return times, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return times, fmt.Errorf("sipphone: waiting for a message of a call that is %v: %w", c.State(), ctx.Err())
		}
	}
}

func (c *Call) waitState(ctx context.Context, want State) error {
	select {
	case <-c.done:
		end := c.End()
		return fmt.Errorf("%w: by %s: %d %s", ErrEnded, end.By, end.Code, end.Reason)
	default:
	}
	select {
	case <-c.reached[want]:
		return nil
	case <-c.done:
		return c.waitState(ctx, want)
	case <-ctx.Done():
		return fmt.Errorf("sipphone: waiting for a call to be %v, it is %v: %w", want, c.State(), ctx.Err())
	}
}

// note enters a message of the wire. Only the wire's reader and writers call it.
func (c *Call) note(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times.note(m)
	c.wake()
}

// wake lets those who wait look again. The caller holds mu.
func (c *Call) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// advance moves the state forward and wakes those who wait.
func (c *Call) advance(to State) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state >= to {
		return false
	}
	if to < Ended {
		for s := c.state + 1; s <= to; s++ {
			close(c.reached[s])
		}
	}
	c.state = to
	if to == Answered {
		c.audio.answered(c.times.Answer)
	}
	c.wake()
	return true
}

// finish ends the call once, whoever comes first, and frees what it holds.
func (c *Call) finish(end End) {
	c.mu.Lock()
	if c.state == Ended {
		c.mu.Unlock()
		return
	}
	if end.At.IsZero() {
		end.At = time.Now()
	}
	c.end = end
	c.end.Elsewhere = c.times.elsewhere
	c.mu.Unlock()
	if !c.advance(Ended) {
		return
	}
	c.phone.drop(c.id)
	if c.audio != nil { // nil when no socket could be opened
		c.audio.close()
	}
	c.log.Debug("call ended", "by", end.By, "code", end.Code, "reason", end.Reason)
	close(c.done)
}

// Hangup ends the call as its state asks: CANCEL, BYE or a refusal. It returns when the other side has confirmed.
func (c *Call) Hangup(ctx context.Context) error {
	switch state := c.State(); {
	case state == Ended:
		return nil
	case state == Answered:
		return c.bye(ctx)
	case c.incoming:
		return c.Reject(sip.StatusGlobalDecline)
	}
	c.hangOnce.Do(func() { close(c.hangup) })
	_, err := c.WaitEnded(ctx)
	return err
}

// bye leaves an answered call. Whatever the other side says to it, the call is over.
func (c *Call) bye(ctx context.Context) error {
	if c.incoming {
		select { // RFC 3261 15: no BYE before the ACK
		case <-c.acked:
		case <-c.done:
			return nil
		case <-ctx.Done():
		}
	}
	req := c.dialog.request(sip.BYE)
	tx, err := c.phone.client.TransactionRequest(ctx, req, c.phone.complete)
	if err == nil {
		defer tx.Terminate()
	}
	c.finish(End{By: BySelf, Reason: "hung up", At: c.Times().Bye})
	if err != nil {
		return fmt.Errorf("sipphone: BYE: %w", err)
	}
	select {
	case <-tx.Responses():
		return nil
	case <-tx.Done():
		return fmt.Errorf("sipphone: BYE: %w", tx.Err())
	case <-ctx.Done():
		return fmt.Errorf("sipphone: BYE: %w", ctx.Err())
	}
}
