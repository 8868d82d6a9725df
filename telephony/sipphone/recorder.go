package sipphone

import (
	"sync"
	"time"
)

// Recorder keeps what a call hears, in the time of the clock: where nothing came there is silence.
type Recorder struct {
	mu    sync.Mutex // guards the fields below
	pcm   []int16
	began time.Time
}

// Record keeps everything that the call hears from now on.
func (c *Call) Record() *Recorder {
	r := &Recorder{}
	c.Tap(r.take)
	return r
}

func (r *Recorder) take(pcm []int16, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began.IsZero() {
		r.began = at.Add(-time.Duration(len(pcm)) * time.Second / Rate)
	}
	due := int(at.Sub(r.began)*Rate/time.Second) - len(pcm)
	if late := due - len(r.pcm); late > int(gapLength*Rate/time.Second) {
		r.pcm = append(r.pcm, make([]int16, late)...)
	}
	r.pcm = append(r.pcm, pcm...)
}

// PCM returns what has been recorded.
func (r *Recorder) PCM() []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]int16(nil), r.pcm...)
}
