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
	paused    bool              // silence is recorded, as far as known
}

// bridges are a node's bridges with people in them.
type bridges struct {
	mu   sync.Mutex // guards byID
	byID map[queue.BridgeID]*bridge
}

func newBridges() *bridges { return &bridges{byID: make(map[queue.BridgeID]*bridge)} }

// join notes who is put into a bridge, before the request. A leg is in one
// bridge at most.
func (b *bridges) join(id queue.BridgeID, legs ...queue.LegID) {
	b.leave(legs...)
	b.mu.Lock()
	defer b.mu.Unlock()
	br := b.byID[id]
	if br == nil {
		br = new(bridge)
		b.byID[id] = br
	}
	br.legs = slices.Concat(br.legs, legs)
}

// leave notes that legs are in no bridge any more.
func (b *bridges) leave(legs ...queue.LegID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, br := range b.byID {
		br.legs = slices.DeleteFunc(slices.Clone(br.legs), func(l queue.LegID) bool { return slices.Contains(legs, l) })
	}
}

// has reports whether a leg was put into the bridge and not taken out.
func (b *bridges) has(id queue.BridgeID, leg queue.LegID) bool {
	br, _ := b.find(id)
	return slices.Contains(br.legs, leg)
}

// missing are those of the legs that are not in the bridge.
func (b *bridges) missing(id queue.BridgeID, legs ...queue.LegID) []queue.LegID {
	br, _ := b.find(id)
	return slices.DeleteFunc(legs, func(l queue.LegID) bool { return slices.Contains(br.legs, l) })
}

// record notes a recording, before its request.
func (b *bridges) record(id queue.BridgeID, recording queue.RecordingID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if br := b.byID[id]; br != nil && recording != "" && recording != br.recording {
		br.recording, br.ended, br.paused = recording, make(chan struct{}), false
	}
}

// pause notes that silence is recorded, or is not any more.
func (b *bridges) pause(id queue.RecordingID, paused bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, br := range b.byID {
		if id != "" && br.recording == id {
			br.paused = paused
		}
	}
}

// paused reports whether this process had silence recorded.
func (b *bridges) paused(id queue.RecordingID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, br := range b.byID {
		if id != "" && br.recording == id {
			return br.paused
		}
	}
	return false
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
