package record

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

// field is a value that rows are found by through bitmaps.
type field struct{ name, value string }

// fieldsOf lists the fields of a record that have a value.
func fieldsOf(rec queue.Record) []field {
	all := filled(rec.Queue, "", string(rec.Outcome), rec.Wrap.Category, string(rec.Direction), rec.Purpose)
	for _, id := range agentsOf(rec) {
		all = append(all, field{"agent", string(id)})
	}
	if rec.Urgent != (queue.Urgent{}) {
		all = append(all, urgentField)
	}
	if score := rec.Survey.Score; score != 0 {
		all = append(all, surveyField(score))
	}
	if asked(rec) {
		all = append(all, field{"callback", promiseAsked})
	}
	return all
}

// fields lists what the filter asks of the bitmaps.
func (f Filter) fields() []field {
	all := filled(f.Queue, string(f.Agent), string(f.Outcome), f.Category, string(f.Direction), f.Purpose)
	if f.Urgent {
		all = append(all, urgentField)
	}
	if f.Survey != 0 {
		all = append(all, surveyField(f.Survey))
	}
	switch f.Callback {
	case "":
	case PromiseOpen:
		all = append(all, field{"callback", promiseAsked})
	default:
		all = append(all, field{"callback", string(f.Callback)})
	}
	return all
}

// without lists the bitmaps that must not have what the filter chooses.
func (f Filter) without() []field {
	if f.Callback != PromiseOpen {
		return nil
	}
	return []field{{"callback", string(PromiseKept)}, {"callback", string(PromiseGivenUp)}}
}

var urgentField = field{"urgent", "yes"}

func surveyField(s queue.Score) field { return field{"survey", strconv.Itoa(int(s))} }

func filled(queue, agent, outcome, category, direction, purpose string) []field {
	all := []field{
		{"queue", queue}, {"agent", agent}, {"outcome", outcome}, {"category", category}, {"direction", direction}, {"purpose", purpose},
	}
	return slices.DeleteFunc(all, func(f field) bool { return f.value == "" })
}

// find tells what the bitmaps and lists of days let through: for each day the
// orders of its places, newest first. The times are read only for days where
// anything is left.
func (s *search) find(ctx context.Context, days []day) ([][]uint64, error) {
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
	found := make([][]uint64, len(days))
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

// allowed lists each day's slots that the filter's bitmaps and lists let
// through; nil stands for all slots of all days.
func (s *search) allowed(ctx context.Context, days []day) ([][]uint32, error) {
	fields, without := s.query.fields(), s.query.without()
	if len(fields) == 0 && s.only == nil {
		return nil, nil
	}
	each := len(fields) + len(without) // keys of a day
	keys := make([]string, 0, len(days)*each)
	for _, d := range days {
		for _, f := range slices.Concat(fields, without) {
			keys = append(keys, s.keys.bits(d, f))
		}
	}
	values, err := s.strings(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make([][]uint32, len(days))
	for i, d := range days {
		have, lack := values[i*each:i*each+len(fields)], values[i*each+len(fields):(i+1)*each]
		if s.only == nil {
			out[i] = common(have)
		}
		for slot := range s.only[d] {
			if allSet(have, slot) {
				out[i] = append(out[i], slot)
			}
		}
		out[i] = slices.DeleteFunc(out[i], func(slot uint32) bool {
			return slices.ContainsFunc(lack, func(bitmap string) bool { return allSet([]string{bitmap}, slot) })
		})
	}
	return out, nil
}

// common lists the bits that all bitmaps have.
func common(bitmaps []string) []uint32 {
	var out []uint32
	for at := range len(bitmaps[0]) {
		b := bitmaps[0][at]
		for _, m := range bitmaps[1:] {
			if at >= len(m) {
				return out
			}
			b &= m[at]
		}
		for ; b != 0; b &= b - 1 {
			// Redis counts bits from the highest.
			out = append(out, uint32(at*8+7-bits.TrailingZeros8(b)))
		}
	}
	return out
}

func allSet(bitmaps []string, slot uint32) bool {
	for _, m := range bitmaps {
		if int(slot/8) >= len(m) || m[slot/8]&(0x80>>(slot%8)) == 0 {
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
	sortNearly(orders)
	slices.Reverse(orders)
	return orders
}

// sortNearly sorts what is nearly sorted in one pass: slots are given in the
// order of the calls' ends, times are those of their beginnings. It leaves
// anything worse to slices.Sort.
func sortNearly(orders []uint64) {
	moves := 8 * len(orders)
	for i := 1; i < len(orders); i++ {
		o, at := orders[i], i
		for ; at > 0 && orders[at-1] > o; at-- {
			orders[at] = orders[at-1]
			moves--
		}
		orders[at] = o
		if moves < 0 {
			slices.Sort(orders)
			return
		}
	}
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
	held, err := r.redis.Get(ctx, r.keys.days()).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("record: search: %w", err)
	}
	var days []day
	for n := min(int(newest), len(held)*8-1); n >= int(oldest); n-- {
		if held[n/8]&(0x80>>(n%8)) != 0 {
			days = append(days, day(n))
		}
	}
	return days, nil
}
