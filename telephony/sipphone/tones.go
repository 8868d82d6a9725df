package sipphone

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	chordShare = 0.8 // of the energy that all tones of a chord must have together
	voiceShare = 0.1 // and each of them
	chordRun   = 4   // frames in a row that make it sure
	hush       = 200 * time.Millisecond
)

// WaitTones waits until the call hears exactly these tones, each at a similar level, or nothing if there are none, and
// returns since when. It tells who of several people that each send a tone are in a conversation. Tones of multiples
// of 50 Hz are told apart in a single packet.
func (c *Call) WaitTones(ctx context.Context, hz ...float64) (time.Time, error) {
	w := &chordWatch{changed: make(chan struct{}, 1)}
	for _, f := range hz {
		w.tones = append(w.tones, newToneWatch(f))
	}
	stop := c.Tap(w.hear)
	defer stop()
	silence := time.NewTimer(hush)
	defer silence.Stop()
	for {
		if since, ok := w.sure(); ok {
			return since, nil
		}
		select {
		case <-w.changed:
			silence.Reset(hush)
		case <-silence.C:
			if len(hz) == 0 {
				return time.Now().Add(-hush), nil
			}
		case <-c.Done():
			return time.Time{}, fmt.Errorf("%w before the tones %v were heard", ErrEnded, hz)
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("sipphone: waiting for the tones %v: last heard %s: %w", hz, w, ctx.Err())
		}
	}
}

// chordWatch looks for a chord in the frames that a call hears.
type chordWatch struct {
	tones   []*toneWatch
	changed chan struct{} // holds a token when sound was heard

	mu    sync.Mutex // guards the fields below
	run   int
	since time.Time
	level float64
}

func (w *chordWatch) sure() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.since, w.run >= chordRun && len(w.tones) > 0
}

// String tells what the last frame held.
func (w *chordWatch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var text strings.Builder
	fmt.Fprintf(&text, "%.0f dB", w.level)
	for _, t := range w.tones {
		fmt.Fprintf(&text, ", %.2f at %g Hz", t.heard.Share, t.hz)
	}
	return text.String()
}

func (w *chordWatch) hear(_ int, pcm []int16, at time.Time) {
	energy := energyOf(pcm)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.level = decibels(energy / float64(max(1, len(pcm))))
	audible := w.level > audibleLevel
	all, each := 0.0, audible
	for _, t := range w.tones {
		t.frame(pcm, energy, audible, at)
		all += t.heard.Share
		each = each && t.heard.Share > voiceShare
	}
	if w.run++; !each || all < chordShare {
		w.run = 0
	} else if w.run == 1 {
		w.since = at
	}
	if !audible {
		return
	}
	select {
	case w.changed <- struct{}{}:
	default:
	}
}
