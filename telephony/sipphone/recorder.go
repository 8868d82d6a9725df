package sipphone

import (
	"slices"
	"sync"
	"time"
)

// Recorder keeps what a call hears. Pauses of half a second and lost packets are kept as silence.
type Recorder struct {
	mu  sync.Mutex // guards pcm
	pcm []int16
}

// Record keeps everything that the call hears from now on.
func (c *Call) Record() *Recorder {
	r := &Recorder{}
	c.Tap(r.take)
	return r
}

func (r *Recorder) take(pause int, pcm []int16, _ time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pcm = append(append(r.pcm, make([]int16, pause)...), pcm...)
}

// PCM returns what has been recorded.
func (r *Recorder) PCM() []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.pcm)
}
