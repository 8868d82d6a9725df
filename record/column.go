package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"
)

// find tells what the columns of days let through: for each day the orders of
// its places, newest first. The times are read for those days only where the
// other columns let anything through.
func (s *search) find(ctx context.Context, days []day) ([][]uint64, error) {
	found := make([][]uint64, len(days))
	allowed, err := s.allowed(ctx, days)
	if err != nil {
		return nil, err
	}
	var keys []string
	for i, d := range days {
		if allowed == nil || len(allowed[i]) > 0 {
			keys = append(keys, s.keys.times(d))
		}
	}
	times, err := s.strings(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i, d := range days {
		switch {
		case allowed == nil:
			found[i] = s.orders(d, times[0], nil)
		case len(allowed[i]) > 0:
			found[i] = s.orders(d, times[0], allowed[i])
		default:
			continue
		}
		times = times[1:]
	}
	return found, nil
}

// allowed lists each day's slots that the filter's columns and lists let
// through; nil stands for all slots of all days.
func (s *search) allowed(ctx context.Context, days []day) ([][]uint32, error) {
	wanted := wantedMarks(s.query.Filter)
	if len(wanted) == 0 && s.only == nil {
		return nil, nil
	}
	keys := make([]string, 0, len(days)*len(wanted))
	for _, d := range days {
		for _, w := range wanted {
			keys = append(keys, s.keys.column(d, w.column))
		}
	}
	values, err := s.strings(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make([][]uint32, len(days))
	for i, d := range days {
		cols := values[i*len(wanted) : (i+1)*len(wanted)]
		if s.only == nil {
			out[i] = matching(cols, wanted)
			continue
		}
		for slot := range s.only[d] {
			if allMatch(cols, wanted, int(slot)) {
				out[i] = append(out[i], slot)
			}
		}
	}
	return out, nil
}

// wantedMark is what a column must hold.
type wantedMark struct {
	column int
	hi, lo byte
}

func wantedMarks(f Filter) []wantedMark {
	values := [columns]string{
		colQueue: f.Queue, colAgent: string(f.Agent), colOutcome: string(f.Outcome),
		colCategory: f.Category, colDirection: string(f.Direction),
	}
	var out []wantedMark
	for c, v := range values {
		if v != "" {
			m := mark16(v)
			out = append(out, wantedMark{column: c, hi: byte(m >> 8), lo: byte(m)})
		}
	}
	return out
}

// matching goes through all slots; most fall by the first column.
func matching(cols []string, wanted []wantedMark) []uint32 {
	var out []uint32
	first, hi, lo := cols[0], wanted[0].hi, wanted[0].lo
	for at := 0; at+1 < len(first); at += 2 {
		if first[at] == hi && first[at+1] == lo && allMatch(cols[1:], wanted[1:], at/2) {
			out = append(out, uint32(at/2))
		}
	}
	return out
}

func allMatch(cols []string, wanted []wantedMark, slot int) bool {
	for i, w := range wanted {
		c := cols[i]
		if 2*slot+1 >= len(c) || c[2*slot] != w.hi || c[2*slot+1] != w.lo {
			return false
		}
	}
	return true
}

// orders sorts the slots of a day, nil for all, that From, To and the cursor
// allow.
func (s *search) orders(d day, times string, slots []uint32) []uint64 {
	low, high := s.bounds(d)
	var orders []uint64
	add := func(slot uint32) {
		at := 4 * int(slot)
		if at+4 > len(times) {
			return
		}
		into := uint32(times[at])<<24 | uint32(times[at+1])<<16 | uint32(times[at+2])<<8 | uint32(times[at+3])
		if o := (place{ms: into, slot: slot}).order(); o >= low && o < high {
			orders = append(orders, o)
		}
	}
	if slots == nil {
		for slot := range len(times) / 4 {
			add(uint32(slot))
		}
	} else {
		for _, slot := range slots {
			add(slot)
		}
	}
	slices.Sort(orders)
	slices.Reverse(orders)
	return orders
}

// bounds are the orders of a day that From, To and the cursor allow: low is
// inside, high is outside.
func (s *search) bounds(d day) (low, high uint64) {
	high = ^uint64(0)
	if d == s.after.day {
		high = s.after.order()
	}
	if !s.query.To.IsZero() {
		// A row of this very millisecond may be earlier by less; the row itself is checked.
		if to, into := dayOf(s.query.To); d == to {
			high = min(high, place{ms: into + 1}.order())
		}
	}
	if !s.query.From.IsZero() {
		if from, into := dayOf(s.query.From); d == from {
			low = place{ms: into}.order()
		}
	}
	return low, high
}

// strings reads keys in one command; a key that is not there is empty.
func (r *Register) strings(ctx context.Context, keys []string) ([]string, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	values, err := r.redis.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, fmt.Errorf("record: search: %w", err)
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i], _ = v.(string)
	}
	return out, nil
}

// daysBetween lists the days that hold rows, newest first.
func (r *Register) daysBetween(ctx context.Context, oldest, newest day) ([]day, error) {
	bits, err := r.redis.Get(ctx, r.keys.days()).Result()
	if err != nil && err != redis.Nil {
		return nil, fmt.Errorf("record: search: %w", err)
	}
	var days []day
	for n := min(int(newest), len(bits)*8-1); n >= int(oldest); n-- {
		if bits[n/8]&(0x80>>(n%8)) != 0 {
			days = append(days, day(n))
		}
	}
	return days, nil
}
