package telephony

import (
	"context"
	"slices"
	"sync"
	"time"

	"thirdring/queue"
)

// bridge is what must be remembered of a bridge to close it cleanly.
type bridge struct {
	legs      []queue.LegID
	recording queue.RecordingID // empty: none is running
	ended     chan struct{}     // closed when the recording has ended
}

// bridges are a node's bridges with people in them.
type bridges struct {
	mu   sync.Mutex // guards byID
	byID map[queue.BridgeID]*bridge
}

func newBridges() *bridges { return &bridges{byID: make(map[queue.BridgeID]*bridge)} }

// open notes who is put into a bridge, before a recording is started in it.
func (b *bridges) open(id queue.BridgeID, recording queue.RecordingID, legs ...queue.LegID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	br := b.byID[id]
	if br == nil {
		br = new(bridge)
		b.byID[id] = br
	}
	br.legs = legs
	if recording != "" && recording != br.recording {
		br.recording, br.ended = recording, make(chan struct{})
	}
}

// recorded notes that a recording has ended.
func (b *bridges) recorded(id queue.RecordingID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, br := range b.byID {
		if id != "" && br.recording == id {
			br.recording = ""
			close(br.ended)
		}
	}
}

// find is a copy of what is known of a bridge, if anything is.
func (b *bridges) find(id queue.BridgeID) (bridge, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	br := b.byID[id]
	if br == nil {
		return bridge{}, false
	}
	return *br, true
}

// forget drops what is known of a bridge.
func (b *bridges) forget(id queue.BridgeID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.byID, id)
}

func (b *bridges) reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.byID)
}

// wait waits for the end of the bridge's recording.
func (b bridge) wait(ctx context.Context, most time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	select {
	case <-b.ended:
		return true
	case <-ctx.Done():
	}
	select { // both may have been so from the start
	case <-b.ended:
		return true
	default:
		return false
	}
}

// anyStays reports whether somebody stays in the bridge, as far as known.
func (b bridge) anyStays(l *legs) bool { return slices.ContainsFunc(b.legs, l.stays) }
