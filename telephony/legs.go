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
	leaving bool // was told to hang up, or does so
	up      bool // LegAnswered was sent, or it arrived answered
	cause   int  // of the hang-up request, until the channel is gone

	call       queue.CallID // of a leg that was made here
	detectTalk bool         // LegTalking is wanted
	ringback   ringback
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

// stays reports whether the leg lives and is not about to end.
func (l *legs) stays(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return !k.leaving })
}

// leaves reports whether the leg still lives, but is about to end.
func (l *legs) leaves(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return k.leaving })
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

// ringback is the bridge that is to hear the leg ring.
func (l *legs) ringback(id queue.LegID) (bridge queue.BridgeID) {
	l.change(id, func(k *leg) bool { bridge = k.ringback.bridge; return true })
	return bridge
}

// startRinging notes that the leg's ringing tone is played from now on, and
// says in which bridge; in none if nobody is to hear it or it is played already.
func (l *legs) startRinging(id queue.LegID) (bridge queue.BridgeID, call queue.CallID) {
	l.change(id, func(k *leg) bool {
		if k.ringback.bridge != "" && !k.ringback.playing && !k.ringback.over {
			bridge, call = k.ringback.bridge, k.call
			k.ringback.playing = true
		}
		return true
	})
	return bridge, call
}

// stopRinging notes that the tone ends, and says whether it was played. It is
// not played again for the same leg.
func (l *legs) stopRinging(id queue.LegID) (call queue.CallID, played bool) {
	played = l.change(id, func(k *leg) bool {
		was := k.ringback.playing
		k.ringback.playing, k.ringback.over = false, true
		call = k.call
		return was
	})
	return call, played
}

func (l *legs) rings(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return k.ringback.playing })
}

// talks reports whether it is wanted to know that somebody speaks on the leg.
// Where others hear the leg ring, it is the network that speaks until the answer.
func (l *legs) talks(id queue.LegID) bool {
	return l.change(id, func(k *leg) bool { return k.detectTalk && (k.up || k.ringback.bridge == "") })
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
