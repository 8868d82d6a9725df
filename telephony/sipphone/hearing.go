package sipphone

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

const (
	audibleLevel = -50.0                 // dBFS; G.711 silence is below -70
	gapLength    = 60 * time.Millisecond // a longer pause between packets is a gap
	maxGaps      = 100
	maxPause     = 30 * Rate // samples of silence that one pause can have for those who listen
	minPause     = Rate / 2  // a shorter one, without a packet lost, is a sender that was held up
	toneShare    = 0.6       // of the energy at one frequency makes a tone
	toneFrames   = 4         // frames in a row make a tone sure
)

// Gap is a pause in the stream of packets.
type Gap struct {
	At     time.Time // of the last packet before
	Length time.Duration
}

// Audio is what a call has heard so far.
type Audio struct {
	Packets     int
	Lost        int       // packets missing by their sequence numbers
	FirstPacket time.Time // of any audio, also before the answer
	LastPacket  time.Time
	Audible     time.Time // first packet above the noise since the answer
	Level       float64   // of the last packet, dBFS
	Gaps        []Gap     // pauses over 60 ms between packets, the first hundred
	Keys        string    // keys pressed by the other side
}

// ToneHeard is what a call has heard of one frequency.
type ToneHeard struct {
	First time.Time // start of the first time it was heard
	Since time.Time // start of the present time, zero when it is not heard now
	Last  time.Time // last packet that held it
	Share float64   // of the last packet's energy
}

// hearing measures the audio that comes in. The call's reader feeds it.
type hearing struct {
	mu      sync.Mutex // guards the fields below
	audio   Audio
	after   time.Time // the answer
	lastSeq uint16
	nextTS  uint32 // RTP timestamp at which the next packet continues the last one
	lastKey uint32
	tones   []*toneWatch
	taps    []*tap
	closed  bool
	changed chan struct{} // closed and replaced when something that is waited for happens
}

// tap is somebody who listens to every frame, and to how many samples of silence were before it.
type tap struct {
	hear func(pause int, pcm []int16, at time.Time)
}

// toneWatch follows one frequency by Goertzel's algorithm.
type toneWatch struct {
	hz    float64
	coeff float64
	run   int
	start time.Time
	heard ToneHeard
}

func newHearing(tones []float64) *hearing {
	h := &hearing{changed: make(chan struct{}), audio: Audio{Level: nothing}}
	for _, hz := range tones {
		h.watch(hz)
	}
	return h
}

// watch finds or adds the watch of a frequency. The caller holds mu, or nobody else knows h.
func (h *hearing) watch(hz float64) *toneWatch {
	for _, w := range h.tones {
		if w.hz == hz {
			return w
		}
	}
	w := newToneWatch(hz)
	h.tones = append(h.tones, w)
	return w
}

func newToneWatch(hz float64) *toneWatch {
	return &toneWatch{hz: hz, coeff: 2 * math.Cos(2*math.Pi*hz/Rate)}
}

func (h *hearing) answer(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.after = at
}

func (h *hearing) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	h.wake()
}

func (h *hearing) wake() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// frame takes in one packet of audio.
func (h *hearing) frame(seq uint16, timestamp uint32, pcm []int16, at time.Time) {
	energy := energyOf(pcm)
	h.mu.Lock()
	pause := h.pause(seq, timestamp, len(pcm), at)
	h.count(seq, at)
	h.audio.Level = decibels(energy / float64(max(1, len(pcm))))
	audible := h.audio.Level > audibleLevel
	wake := false
	if audible && h.audio.Audible.IsZero() && !h.after.IsZero() && !at.Before(h.after) {
		h.audio.Audible, wake = at, true
	}
	for _, w := range h.tones {
		wake = w.frame(pcm, energy, audible, at) || wake
	}
	if wake {
		h.wake()
	}
	taps := h.taps
	h.mu.Unlock()
	for _, t := range taps {
		t.hear(pause, pcm, at)
	}
}

// pause is how many samples of silence were before a packet. The sender's own clock says so, since packets come late
// and in bursts; a clock that has been set anew is not believed, and the time of arrival is taken. An Asterisk that was
// held up for 80 ms sets its clock forward by as much and then sends all that it owes, so nothing was missing. The
// caller holds mu.
func (h *hearing) pause(seq uint16, timestamp uint32, samples int, at time.Time) int {
	missing := int(int32(timestamp - h.nextTS))
	h.nextTS = timestamp + uint32(samples)
	if h.audio.Packets == 0 {
		return 0
	}
	waited := int(at.Sub(h.audio.LastPacket) * Rate / time.Second)
	if missing < 0 || missing > waited+Rate {
		missing = waited - samples
		if missing < int(gapLength*Rate/time.Second) {
			return 0
		}
	}
	if seq == h.lastSeq+1 && missing < minPause {
		return 0
	}
	return min(missing, maxPause)
}

// count enters a packet in the statistics. The caller holds mu.
func (h *hearing) count(seq uint16, at time.Time) {
	if h.audio.Packets == 0 {
		h.audio.FirstPacket = at
	} else {
		if missing := int(int16(seq - h.lastSeq - 1)); missing > 0 {
			h.audio.Lost += missing
		}
		if pause := at.Sub(h.audio.LastPacket); pause > gapLength && len(h.audio.Gaps) < maxGaps {
			h.audio.Gaps = append(h.audio.Gaps, Gap{At: h.audio.LastPacket, Length: pause})
		}
	}
	h.audio.Packets++
	h.audio.LastPacket, h.lastSeq = at, seq
}

// key takes in a telephone-event packet; the end of one key comes several times with one timestamp.
func (h *hearing) key(timestamp uint32, payload []byte) {
	if len(payload) < 4 || int(payload[0]) >= len(keyNames) || binary.BigEndian.Uint16(payload[2:]) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if timestamp == h.lastKey && h.audio.Keys != "" {
		return
	}
	h.lastKey = timestamp
	h.audio.Keys += keyNames[payload[0] : payload[0]+1]
	h.wake()
}

// frame updates the watch and says whether the tone has just become sure.
func (w *toneWatch) frame(pcm []int16, energy float64, audible bool, at time.Time) bool {
	var s1, s2 float64
	for _, x := range pcm {
		s1, s2 = float64(x)+w.coeff*s1-s2, s1
	}
	w.heard.Share = 0
	if energy > 0 {
		w.heard.Share = 2 * (s1*s1 + s2*s2 - w.coeff*s1*s2) / (float64(len(pcm)) * energy)
	}
	if !audible || w.heard.Share < toneShare {
		w.run, w.heard.Since = 0, time.Time{}
		return false
	}
	if w.run++; w.run == 1 {
		w.start = at
	}
	if w.run >= toneFrames {
		first(&w.heard.First, w.start)
		w.heard.Since, w.heard.Last = w.start, at
	}
	return w.run == toneFrames
}

// energyOf is the sum of the squares of samples.
//
//go:norace
func energyOf(pcm []int16) (sum float64) {
	for _, x := range pcm {
		sum += float64(x) * float64(x)
	}
	return sum
}

// nothing is the level of no sound at all, below the smallest step of 16 bits.
const nothing = -100.0

// decibels turns a mean square into dBFS.
func decibels(meanSquare float64) float64 {
	return max(nothing, 10*math.Log10(meanSquare/(32768*32768)))
}

// wait blocks until ok says so, the call is over or the context ends.
func (h *hearing) wait(ctx context.Context, what string, ok func() bool) error {
	for {
		h.mu.Lock()
		done, closed, changed := ok(), h.closed, h.changed
		h.mu.Unlock()
		switch {
		case done:
			return nil
		case closed:
			return fmt.Errorf("%w before %s was heard", ErrEnded, what)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("sipphone: waiting for %s: %w", what, ctx.Err())
		}
	}
}

// Audio returns what the call has heard so far.
func (c *Call) Audio() Audio {
	h := c.audio.heard
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.audio
	a.Gaps = slices.Clone(a.Gaps)
	return a
}

// Send changes what the phone says; nil is silence.
func (c *Call) Send(s Source) { c.audio.setSource(s) }

// WaitAudio waits for the first packet above the noise since the answer and returns when it came.
func (c *Call) WaitAudio(ctx context.Context) (time.Time, error) {
	h := c.audio.heard
	var at time.Time
	err := h.wait(ctx, "audio", func() bool { at = h.audio.Audible; return !at.IsZero() })
	return at, err
}

// WaitTone waits until a tone of hz is heard for 80 ms and returns when its first packet came. A tone that is heard
// already counts if it was listed in Options.Tones or waited for before.
func (c *Call) WaitTone(ctx context.Context, hz float64) (time.Time, error) {
	h := c.audio.heard
	var since time.Time
	err := h.wait(ctx, fmt.Sprintf("a tone of %g Hz", hz), func() bool {
		since = h.watch(hz).heard.Since
		return !since.IsZero()
	})
	return since, err
}

// Tone returns what has been heard of a frequency since it was first watched.
func (c *Call) Tone(hz float64) ToneHeard {
	h := c.audio.heard
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.watch(hz).heard
}

// WaitKeys waits until the other side has pressed n keys in all and returns them.
func (c *Call) WaitKeys(ctx context.Context, n int) (string, error) {
	h := c.audio.heard
	var keys string
	err := h.wait(ctx, "keys", func() bool { keys = h.audio.Keys; return len(keys) >= n })
	return keys, err
}

// Tap calls hear with every frame of audio from now on, until stop is called; pause is how many samples of silence,
// sent or lost, were before it. The frame is only lent, and hear must return at once.
func (c *Call) Tap(hear func(pause int, pcm []int16, at time.Time)) (stop func()) {
	h, t := c.audio.heard, &tap{hear: hear}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.taps = append(slices.Clone(h.taps), t)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.taps = slices.DeleteFunc(slices.Clone(h.taps), func(other *tap) bool { return other == t })
	}
}
