package sipphone

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"
)

// A key is pressed for 100 ms and followed by a pause of 60 ms; its end is said three times (RFC 4733 2.5.1.4).
const (
	pressTicks = 5
	endRepeats = 3
	pauseTicks = 3
)

// keyNames are the keys in the order of their RFC 4733 event numbers.
const keyNames = "0123456789*#ABCD"

// keyPress is one key on its way.
type keyPress struct {
	event byte
	tick  int
	sent  chan error
}

// SendDTMF presses keys (0-9, *, #, A-D) and returns when the last one is sent.
func (c *Call) SendDTMF(ctx context.Context, keys string) error {
	if c.State() != Answered {
		return fmt.Errorf("%w: keys need an answered call", ErrState)
	}
	for _, key := range keys {
		event := strings.IndexRune(keyNames, key)
		if event < 0 {
			return fmt.Errorf("sipphone: no key %q on a telephone", key)
		}
		sent := make(chan error, 1)
		if err := c.audio.queueKey(keyPress{event: byte(event), sent: sent}); err != nil {
			return err
		}
		select {
		case err := <-sent:
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return fmt.Errorf("sipphone: pressing %q: %w", key, ctx.Err())
		}
	}
	return nil
}

func (a *audio) queueKey(k keyPress) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.closed:
		return ErrEnded
	case a.quiet:
		return fmt.Errorf("%w: a SignallingOnly phone has no keys", ErrState)
	}
	a.keys = append(a.keys, k)
	return nil
}

// press sends this tick of the key that is down, and says whether there is one. The caller holds mu.
func (a *audio) press() bool {
	if len(a.keys) == 0 {
		return false
	}
	k := &a.keys[0]
	k.tick++
	switch {
	case k.tick <= pressTicks:
		a.sendKey(k.event, k.tick == 1, false, uint16(k.tick*frame))
	case k.tick == pressTicks+1:
		for range endRepeats {
			a.sendKey(k.event, false, true, pressTicks*frame)
		}
	case k.tick > pressTicks+pauseTicks:
		a.header.Timestamp += uint32(k.tick) * frame
		k.sent <- nil
		a.keys = a.keys[1:]
	}
	return true
}

func (a *audio) sendKey(event byte, begin, end bool, duration uint16) {
	payload := [4]byte{event, 10} // volume -10 dBm0
	if end {
		payload[1] |= 0x80
	}
	binary.BigEndian.PutUint16(payload[2:], duration)
	a.send(a.event, begin, a.header.Timestamp, payload[:])
}
