package switchboard

import (
	"sync"

	"thirdring/queue"
)

// letter is an event on its way to the loop.
type letter struct {
	event queue.Event
	ask   func(queue.RequestID) queue.Event // instead of event: somebody waits
	reply chan<- error                      // has room for one
}

// inbox is an unbounded queue of letters: senders never wait, since an
// adapter that waited for the loop could stop the loop from reaching it.
type inbox struct {
	ready chan struct{} // has room for one: letters are there

	mu      sync.Mutex // guards letters
	letters []letter
}

func newInbox() *inbox { return &inbox{ready: make(chan struct{}, 1)} }

func (b *inbox) put(l letter) {
	b.mu.Lock()
	b.letters = append(b.letters, l)
	b.mu.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// take empties the inbox; spare becomes its new storage.
func (b *inbox) take(spare []letter) []letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.letters
	b.letters = spare[:0]
	return taken
}

func (b *inbox) depth() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.letters)
}
