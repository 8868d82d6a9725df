package telephony

import (
	"errors"
	"sync"
)

// framesLimit is where a node counts as lost: far more than any burst, so the
// decoder is stuck and a new start with a Resync is the way out.
const framesLimit = 200_000

var errBehind = errors.New("fell behind: too many frames wait to be decoded")

// frames is the queue between a socket's reader and its decoder. Neither push
// nor close ever waits.
type frames struct {
	ready chan struct{} // holds a token while the decoder has something to take

	mu      sync.Mutex // guards waiting, ended
	waiting [][]byte
	ended   error // why no more frames come
}

func newFrames() *frames { return &frames{ready: make(chan struct{}, 1)} }

// push adds a frame. It fails when the decoder is hopelessly behind.
func (f *frames) push(frame []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiting) >= framesLimit {
		return errBehind
	}
	f.waiting = append(f.waiting, frame)
	f.signal()
	return nil
}

// close says that no more frames come; the first reason counts.
func (f *frames) close(reason error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended == nil {
		f.ended = reason
	}
	f.signal()
}

func (f *frames) signal() {
	select {
	case f.ready <- struct{}{}:
	default:
	}
}

// take returns everything that waits, waiting for it if need be. It fails
// once the queue is closed and empty. Only one goroutine may take.
func (f *frames) take() ([][]byte, error) {
	for {
		f.mu.Lock()
		batch, ended := f.waiting, f.ended
		f.waiting = nil
		f.mu.Unlock()
		switch {
		case len(batch) > 0:
			return batch, nil
		case ended != nil:
			return nil, ended
		}
		<-f.ready
	}
}

func (f *frames) depth() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.waiting)
}
