package sipphone

import (
	"context"
	"errors"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Fate is what happens to a call to an outside number.
type Fate string

// Fates of calls.
const (
	Answers      Fate = "answers"      // rings once and is answered
	IsBusy       Fate = "busy"         // refused as busy
	NeverAnswers Fate = "never"        // rings until the caller gives up
	IsAnnounced  Fate = "announced"    // the network says why the number cannot be reached, before the answer, and refuses
	Unreachable  Fate = "not-in-reach" // refused without a word
)

// Network says what the outside world does with a call. It makes a phone stand for a whole network: calls to any
// number that Asterisk sends to the phone's address come in at it.
type Network struct {
	Rings    time.Duration // before the answer
	Voice    func() Source // of who answers; nil is silence
	Announce func() Source // the network's own words
	Says     time.Duration // how long the announcement takes
}

// ErrFate is returned for a fate that there is not.
var ErrFate = errors.New("sipphone: no such fate")

// Play lets the fate take its course, until the call is answered, refused or given up.
func (n Network) Play(ctx context.Context, c *Call, fate Fate) error {
	switch fate {
	case Answers:
		if err := c.Ring(); err != nil {
			return err
		}
		if !waits(ctx, c, n.Rings) {
			return nil
		}
		return c.Answer(made(n.Voice))
	case NeverAnswers:
		return c.Ring()
	case IsBusy:
		return c.Reject(sip.StatusBusyHere)
	case Unreachable:
		return c.Reject(sip.StatusTemporarilyUnavailable)
	case IsAnnounced:
		if err := c.Announce(made(n.Announce)); err != nil {
			return err
		}
		if !waits(ctx, c, n.Says) {
			return nil
		}
		return c.Reject(sip.StatusTemporarilyUnavailable)
	}
	return ErrFate
}

func made(source func() Source) Source {
	if source == nil {
		return nil
	}
	return source()
}

// waits waits, and reports false if the call or the context ended first.
func waits(ctx context.Context, c *Call, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.Done():
	case <-ctx.Done():
	}
	return false
}
