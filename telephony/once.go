package telephony

import (
	"log/slog"
	"sync"
)

// once logs each complaint a single time: a missing prompt is met by every
// call.
type once struct {
	mu   sync.Mutex // guards said
	said map[string]bool
}

func newOnce() *once { return &once{said: make(map[string]bool)} }

func (o *once) warn(logger *slog.Logger, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.said[err.Error()] {
		o.said[err.Error()] = true
		logger.Warn("prompt cannot be played", "err", err)
	}
}
