package sipphone

import (
	"sync"
	"time"
)

// Packets leave every 20 ms; the calls of a pacer are spread over phases, so that hundreds of calls do not send in
// one burst.
const (
	packetTime = 20 * time.Millisecond
	phases     = 4
	phaseTime  = packetTime / phases
	maxBehind  = 10 * packetTime // a process that slept longer than this does not catch up
)

// Pacer sends the audio of any number of calls from one goroutine, which exists only while there are calls.
type Pacer struct {
	mu      sync.Mutex // guards the fields below
	streams [phases]map[*audio]struct{}
	count   int
	next    int           // phase of the next stream
	stopped chan struct{} // of the latest sender, closed when it has left
	sending bool
}

// NewPacer makes a pacer for Options.Pacer, to be shared by phones.
func NewPacer() *Pacer {
	p := &Pacer{}
	for i := range p.streams {
		p.streams[i] = map[*audio]struct{}{}
	}
	return p
}

// Close waits until the sender is gone. The phones must be closed before.
func (p *Pacer) Close() {
	p.mu.Lock()
	stopped := p.stopped
	p.mu.Unlock()
	if stopped != nil {
		<-stopped
	}
}

func (p *Pacer) add(a *audio) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.phase = p.next
	p.next = (p.next + 1) % phases
	p.streams[a.phase][a] = struct{}{}
	p.count++
	if !p.sending {
		p.sending, p.stopped = true, make(chan struct{})
		go p.send(p.stopped)
	}
}

func (p *Pacer) remove(a *audio) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.streams[a.phase][a]; ok {
		delete(p.streams[a.phase], a)
		p.count--
	}
}

// send wakes every phase on an absolute schedule, so that delays do not add up, until no stream is left.
func (p *Pacer) send(stopped chan<- struct{}) {
	defer close(stopped)
	next := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var due []*audio
	for phase := 0; ; phase = (phase + 1) % phases {
		<-timer.C
		p.mu.Lock()
		if p.count == 0 {
			p.sending = false
			p.mu.Unlock()
			return
		}
		due = due[:0]
		for a := range p.streams[phase] {
			due = append(due, a)
		}
		p.mu.Unlock()
		for _, a := range due {
			a.tick()
		}
		now := time.Now()
		if next = next.Add(phaseTime); now.Sub(next) > maxBehind {
			next = now
		}
		timer.Reset(next.Sub(now))
	}
}
