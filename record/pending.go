package record

import (
	"slices"
	"sync"
	"time"

	"thirdring/queue"
)

// maxPending bounds the rows in memory. Beyond it rows that will come again
// are dropped, final ones never.
const maxPending = 20_000

// pending holds the newest version of every row that waits for the Writer.
type pending struct {
	wake chan struct{}

	mu      sync.Mutex // guards all below
	latest  map[queue.CallID]entry
	order   []queue.CallID
	stamp   time.Time // of the newest entry
	taken   int       // entries the Writer works on
	spooled int
	closed  bool
}

func (p *pending) init() {
	p.wake, p.latest = make(chan struct{}, 1), map[queue.CallID]entry{}
}

// add reports false when the row was dropped: a newer version will follow.
func (p *pending) add(rec queue.Record, final bool, now time.Time) bool {
	rec = cloned(rec) // the core goes on changing its own
	p.mu.Lock()
	defer p.mu.Unlock()
	// Stamps of one process never repeat and never go back, whatever the clock does.
	if least := p.stamp.Add(time.Microsecond); now.Before(least) {
		now = least
	}
	p.stamp = now
	e := entry{Record: rec, Final: final, At: now}
	old, waits := p.latest[rec.Call]
	switch {
	case waits && old.version().level > e.version().level:
		return true
	case !waits && !final && len(p.order) >= maxPending:
		return false
	case !waits:
		p.order = append(p.order, rec.Call)
	}
	p.latest[rec.Call] = e
	p.signal()
	return true
}

// cloned shares nothing with the record that may change.
func cloned(rec queue.Record) queue.Record {
	rec.Offers, rec.Holds, rec.Prompts = slices.Clone(rec.Offers), slices.Clone(rec.Holds), slices.Clone(rec.Prompts)
	rec.Parts, rec.Transfers, rec.Help = slices.Clone(rec.Parts), slices.Clone(rec.Transfers), slices.Clone(rec.Help)
	rec.Earlier, rec.Exits = slices.Clone(rec.Earlier), slices.Clone(rec.Exits)
	rec.Recording.Gaps = slices.Clone(rec.Recording.Gaps)
	for i := range rec.Earlier {
		rec.Earlier[i].Gaps = slices.Clone(rec.Earlier[i].Gaps)
	}
	return rec
}

func (p *pending) signal() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *pending) take(n int) []entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	n = min(n, len(p.order))
	batch := make([]entry, n)
	for i, id := range p.order[:n] {
		batch[i] = p.latest[id]
		delete(p.latest, id)
	}
	p.order = p.order[n:]
	p.taken = n
	return batch
}

// giveBack returns what could not be saved anywhere; newer versions stay.
func (p *pending) giveBack(batch []entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken = 0
	for _, e := range batch {
		if _, newer := p.latest[e.Record.Call]; !newer {
			p.latest[e.Record.Call] = e
			p.order = append(p.order, e.Record.Call)
		}
	}
}

func (p *pending) setSpooled(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spooled, p.taken = n, 0
}

func (p *pending) backlog() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.order) + p.taken + p.spooled
}

func (p *pending) close(stop chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		close(stop)
	}
}
