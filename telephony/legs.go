package telephony

import (
	"strings"
	"sync"

	"thirdring/queue"
)

// leg is what must be remembered of a channel to tell each thing about it
// exactly once.
type leg struct {
	inbound bool // a caller's; it came by itself
	created bool // LegCreated or CallArrived was sent
	dialled bool // a second dial would kill the channel
	leaving bool // was told to hang up
	up      bool // LegAnswered was sent, or it arrived answered
	cause   int  // of the hang-up request, until the channel is gone
}

// legs are the channels of one node that are known to live. Commands note a
// leg before its request, because its events may come before the answer.
type legs struct {
	mu   sync.Mutex // guards byID
	byID map[queue.LegID]*leg
}

func newLegs() *legs { return &legs{byID: make(map[queue.LegID]*leg)} }

// add notes a leg. It reports false if the leg was known already.
func (l *legs) add(id queue.LegID, as leg) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byID[id] != nil {
		return false
	}
	l.byID[id] = &as
	return true
}

// change calls f with a known leg and reports what f says; false if the leg is
// not known.
func (l *legs) change(id queue.LegID, f func(*leg) bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.byID[id]
	return known != nil && f(known)
}

// created reports whether the leg's creation is news.
func (l *legs) created(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool {
		news := !k.created
		k.created = true
		return news
	})
}

// answered reports whether the leg's answer is news.
func (l *legs) answered(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool {
		news := !k.up
		k.up = true
		return news
	})
}

// dialled reports whether the leg, if known, is yet to be dialled, and notes
// that it is now.
func (l *legs) dialled(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool {
		first := !k.dialled
		k.dialled = true
		return first
	})
}

// stays reports whether the leg lives and was not told to hang up.
func (l *legs) stays(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return !k.leaving })
}

func (l *legs) leave(id queue.LegID) {
	l.change(id, func(k *leg) bool { k.leaving = true; return true })
}

func (l *legs) known(id queue.LegID) bool {
	return l.change(id, func(*leg) bool { return true })
}

func (l *legs) inbound(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return k.inbound })
}

func (l *legs) note(id queue.LegID, cause int) {
	l.change(id, func(k *leg) bool { k.cause = cause; return true })
}

// remove forgets a leg and returns what was known of it. It reports false if
// the leg was not known, so that its end is told once.
func (l *legs) remove(id queue.LegID) (leg, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.byID[id]
	if known == nil {
		return leg{}, false
	}
	delete(l.byID, id)
	return *known, true
}

// reset replaces all by what was found alive.
func (l *legs) reset(found map[queue.LegID]*leg) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byID = found
}

// callOf is the call that a minted id belongs to. The core mints every id as
// the call's own, a hyphen, a letter and a number, so that what outlives a
// restart of thirdring still finds its call.
func callOf[ID ~string](id ID) queue.CallID {
	call, _, minted := cutLast(string(id), "-")
	if !minted {
		return ""
	}
	return queue.CallID(call)
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
