package sipphone

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	listenerFrames = 256                           // frames that wait for a busy listener, 5 s
	listenerPause  = minPause * time.Second / Rate // without packets, after which silence is assumed
)

// Listener tells what a call hears while it goes on.
type Listener struct {
	stop   func()
	frames chan heardFrame
	quit   chan struct{}
	done   chan struct{}
	once   sync.Once
	hear   func(Heard)

	mu      sync.Mutex // guards the fields below
	heard   []Heard
	closed  bool
	changed chan struct{}
}

type heardFrame struct {
	pause int
	pcm   []int16
	at    time.Time
}

// Listen starts an Ear on what the call hears, from now until the call ends or Stop. The function hear, if any, is
// called with every sound, in order; it may take its time.
func (c *Call) Listen(p *Prompts, hear func(Heard)) *Listener {
	l := &Listener{
		frames: make(chan heardFrame, listenerFrames), quit: make(chan struct{}), done: make(chan struct{}),
		hear: hear, changed: make(chan struct{}),
	}
	l.stop = c.Tap(func(pause int, pcm []int16, at time.Time) {
		select {
		case l.frames <- heardFrame{pause, slices.Clone(pcm), at}:
		default: // a listener that is 5 s behind misses sound, as persons do
		}
	})
	if !c.phone.run(func() { l.run(NewEar(p), c.done) }) {
		l.stop()
		close(l.done)
	}
	return l
}

// run feeds the ear. Where no packets come it feeds silence, so that the ear's time is that of the clock.
func (l *Listener) run(ear *Ear, over <-chan struct{}) {
	defer close(l.done)
	assumed, began := 0, false // samples of silence fed before their time
	timer := time.NewTimer(listenerPause)
	defer timer.Stop()
	for {
		select {
		case f := <-l.frames:
			l.tell(ear.Hear(make([]int16, max(0, f.pause-assumed)), f.at.Add(-length(f.pcm))))
			l.tell(ear.Hear(f.pcm, f.at))
			assumed, began = 0, true
		case now := <-timer.C:
			if began && len(l.frames) == 0 { // else it was this listener that slept
				quiet := make([]int16, listenerPause*Rate/time.Second)
				l.tell(ear.Hear(quiet, now))
				assumed += len(quiet)
			}
		case <-over:
			l.finish(ear)
			return
		case <-l.quit:
			l.finish(ear)
			return
		}
		timer.Reset(listenerPause)
	}
}

func length(pcm []int16) time.Duration { return time.Duration(len(pcm)) * time.Second / Rate }

// finish hears out what still waits.
func (l *Listener) finish(ear *Ear) {
	l.stop()
	for {
		select {
		case f := <-l.frames:
			l.tell(ear.Hear(f.pcm, f.at))
			continue
		default:
		}
		l.tell(ear.Finish())
		l.mu.Lock()
		defer l.mu.Unlock()
		l.closed = true
		close(l.changed)
		return
	}
}

func (l *Listener) tell(heard []Heard) {
	if len(heard) == 0 {
		return
	}
	l.mu.Lock()
	l.heard = append(l.heard, heard...)
	close(l.changed)
	l.changed = make(chan struct{})
	l.mu.Unlock()
	if l.hear == nil {
		return
	}
	for _, h := range heard {
		l.hear(h)
	}
}

// Stop ends the listening and returns when the last sound has been told. It is safe to call more than once, but not
// from the function that hears.
func (l *Listener) Stop() {
	l.once.Do(func() { close(l.quit) })
	<-l.done
}

// Heard returns every sound so far.
func (l *Listener) Heard() []Heard {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.heard)
}

// WaitPrompt waits until a prompt is heard and returns it. A prompt heard before counts as well.
func (l *Listener) WaitPrompt(ctx context.Context, id string) (Heard, error) {
	return l.Wait(ctx, "the prompt "+id, func(h Heard) bool { return h.Kind == Prompt && h.ID == id })
}

// Wait waits until something is heard that ok accepts, in what was heard already or comes.
func (l *Listener) Wait(ctx context.Context, what string, ok func(Heard) bool) (Heard, error) {
	for from := 0; ; {
		l.mu.Lock()
		heard, closed, changed := l.heard, l.closed, l.changed
		l.mu.Unlock()
		for ; from < len(heard); from++ {
			if ok(heard[from]) {
				return heard[from], nil
			}
		}
		if closed {
			return Heard{}, fmt.Errorf("%w before %s was heard; heard: %v", ErrEnded, what, heard)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Heard{}, fmt.Errorf("sipphone: waiting for %s: %w; heard: %v", what, ctx.Err(), heard)
		}
	}
}
