package telephony

import (
	"context"
	"sync"

	"thirdring/queue"
)

// workers carry out commands. Requests are short, so this many are enough for
// far more calls a second than one Asterisk can take.
const workers = 32

// lanes carry out jobs: those of one call one after the other, those of
// different calls side by side, by a fixed number of workers. A call whose
// command hangs holds up nobody but itself.
type lanes struct {
	done sync.WaitGroup

	mu     sync.Mutex // guards all below
	work   *sync.Cond // signalled when ready grows or closed is set
	queued map[queue.CallID][]func()
	ready  []queue.CallID // calls with jobs and no worker
	closed bool
}

func newLanes() *lanes {
	l := &lanes{queued: make(map[queue.CallID][]func())}
	l.work = sync.NewCond(&l.mu)
	return l
}

// start lets the workers begin.
func (l *lanes) start() {
	for range workers {
		l.done.Go(l.serve)
	}
}

// add queues a job behind the call's others. It never waits.
func (l *lanes) add(call queue.CallID, job func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	jobs, busy := l.queued[call]
	l.queued[call] = append(jobs, job)
	if !busy {
		l.ready = append(l.ready, call)
		l.work.Signal()
	}
}

func (l *lanes) serve() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for len(l.ready) == 0 {
			if l.closed {
				return
			}
			l.work.Wait()
		}
		call := l.ready[0]
		l.ready = l.ready[1:]
		job := l.queued[call][0]
		l.mu.Unlock()
		job()
		l.mu.Lock()
		l.finished(call)
	}
}

// finished takes the call's first job off, and gives the call to the next free
// worker if there is more. A call's key is there as long as it has a worker.
func (l *lanes) finished(call queue.CallID) {
	if rest := l.queued[call][1:]; len(rest) > 0 {
		l.queued[call] = rest
		l.ready = append(l.ready, call)
		l.work.Signal()
		return
	}
	delete(l.queued, call)
}

// close carries out what is queued, takes nothing more, and waits for the
// workers as long as ctx lasts.
func (l *lanes) close(ctx context.Context) error {
	l.mu.Lock()
	l.closed = true
	l.work.Broadcast()
	l.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		l.done.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
