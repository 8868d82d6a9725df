package replay

import (
	"cmp"
	"slices"
	"time"
)

// median of the spans, or otherwise if there are none.
func median(spans []time.Duration, otherwise time.Duration) time.Duration {
	if len(spans) == 0 {
		return otherwise
	}
	sorted := slices.Sorted(slices.Values(spans))
	return sorted[len(sorted)/2]
}

// nature is what a day says of people in general.
type nature struct {
	waits    []wait
	talks    []time.Duration
	messages []time.Duration
	tries    []*Try
	duty     Phone // all duty phones together
}

func (d *Day) nature() nature {
	n := nature{waits: d.waits()}
	for _, c := range d.Calls {
		for _, p := range c.conversation() {
			n.talks = append(n.talks, p.Talk)
		}
		for _, t := range c.Tries {
			if !t.Ended.IsZero() {
				n.tries = append(n.tries, t)
			}
		}
		if c.Message > 0 {
			n.messages = append(n.messages, c.Message)
		}
	}
	for _, p := range d.Duty {
		n.duty.Rings, n.duty.Keys = append(n.duty.Rings, p.Rings...), append(n.duty.Keys, p.Keys...)
		n.duty.Missed += p.Missed
	}
	return n
}

// patience is how long the call's caller waits, from the arrival on; ok is
// false for one who waits without end. It is drawn unless the day knows it.
func (n *nature) patience(of *Call) (span time.Duration, ok bool) {
	if of.lostPatience() {
		return of.Ended.Sub(of.At), true
	}
	if of.Closed || of.Answered.IsZero() && of.Out.IsZero() {
		return 0, false
	}
	waited, left, u := of.waited(), 1.0, of.draw("patience")
	for i, w := range n.waits {
		if !w.gaveUp || w.span <= waited {
			continue
		}
		if left *= 1 - 1/float64(len(n.waits)-i); left <= u {
			return w.span, true
		}
	}
	return 0, false
}

type wait struct {
	span   time.Duration
	gaveUp bool
}

// waits are those of the day's callers, the shortest first.
func (d *Day) waits() []wait {
	var all []wait
	for _, c := range d.Calls {
		if c.Row != nil && c.Entered.IsZero() && !c.gaveUp() {
			continue // served without a queue, at night
		}
		if c.gaveUp() || !c.Answered.IsZero() || !c.Out.IsZero() && !c.Closed {
			all = append(all, wait{c.waited(), c.gaveUp()})
		}
	}
	slices.SortFunc(all, func(a, b wait) int { return cmp.Compare(a.span, b.span) })
	return all
}

// conversation are the parts of the caller's talk on the day, on her own call
// or when she was called back.
func (c *Call) conversation() []Part {
	if len(c.Parts) > 0 {
		return c.Parts
	}
	for _, t := range c.Tries {
		if len(t.Parts) > 0 {
			return t.Parts
		}
	}
	return nil
}

// talk is the length of a conversation that never was.
func (n *nature) talk(of *Call) time.Duration {
	if len(n.talks) == 0 {
		return usualTalk
	}
	return n.talks[int(of.draw("talk")*float64(len(n.talks)))]
}

// try is what becomes of an attempt that was not made on the day.
func (n *nature) try(of *Call) *Try {
	if len(n.tries) == 0 {
		return &Try{Rang: usualRing, PickedUp: true, Key: keyYes, KeyAfter: usualKey}
	}
	return n.tries[int(of.draw("try")*float64(len(n.tries)))]
}

// draw is a number from 0 to 1 that looks random (FNV-1a).
func (c *Call) draw(what string) float64 {
	n := uint64(14695981039346656037)
	for _, b := range []byte(string(c.ID) + what) {
		n = (n ^ uint64(b)) * 1099511628211
	}
	n ^= n >> 32
	return float64(n%1_000_003) / 1_000_003
}
