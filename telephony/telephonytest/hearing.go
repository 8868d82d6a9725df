package telephonytest

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Heard is what somebody with a telephone hears at a moment, and what came
// with signalling.
type Heard struct {
	Tones    []float64 // of those who are heard, in Hz, sorted
	Music    bool
	Class    string // of the music, as it was asked for
	Ringing  bool
	Keys     string // pressed by the other side, all so far
	Transfer string // what became of the transfer that this telephone asked for
}

// Speak lets the telephone say a tone from now on.
func (c *Call) Speak(hz float64) {
	c.with(func(a *Asterisk, ch *channel) {
		c.voice = hz
		a.heard()
	})
}

// Announce lets the network say something before the answer.
func (c *Call) Announce(hz float64) {
	c.with(func(a *Asterisk, ch *channel) {
		c.voice, c.early = hz, true
		if ch.talks {
			a.emitChannel("ChannelTalkingStarted", ch, nil)
		}
		a.heard()
	})
}

// Wait waits until what is heard fits.
func (c *Call) Wait(ctx context.Context, fits func(Heard) bool) (Heard, error) {
	a := c.asterisk
	for {
		a.mu.Lock()
		heard, changed := a.hears(c.channel), a.changed
		a.mu.Unlock()
		if fits(heard) {
			return heard, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return heard, fmt.Errorf("telephonytest: it is %+v: %w", heard, ctx.Err())
		}
	}
}

// heard lets those who wait listen again. The caller holds mu.
func (a *Asterisk) heard() {
	close(a.changed)
	a.changed = make(chan struct{})
}

// hears tells what a channel's telephone hears. The caller holds mu.
func (a *Asterisk) hears(c *channel) Heard {
	h := Heard{Music: c.music, Keys: c.call.keys, Transfer: c.call.transfer}
	if c.music {
		h.Class = c.class
	}
	if c.bridge == nil || c.music {
		return h
	}
	for _, other := range c.bridge.channels {
		if other.holds && other != c {
			h.Music = true
		} else if other != c && !other.muted && other.call.voice > 0 && (other.state == "Up" || other.call.early) {
			h.Tones = append(h.Tones, other.call.voice)
		}
	}
	slices.Sort(h.Tones)
	for _, p := range a.plays {
		h.Ringing = h.Ringing || p.target == "bridge:"+c.bridge.id && strings.HasPrefix(p.media, "tone:ring")
	}
	return h
}
