package record

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// textBudget bounds the rows that a page of a search by text reads.
const textBudget = 500

// Search returns one page of rows, newest first.
//
// It reads the columns of the days that the filter allows, newest day first
// and more days in each round trip, sorts what they let through, and reads
// those rows only. A search by number or owner knows its days and slots from
// their lists at once.
func (r *Register) Search(ctx context.Context, q Query) (Page, error) {
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	if q.Limit < 1 || q.Limit > MaxLimit {
		return Page{}, ErrLimit
	}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return Page{}, err
	}
	s := &search{Register: r, query: q, after: after, budget: q.Limit + textBudget}
	if err := s.candidates(ctx); err != nil {
		return Page{}, err
	}
	err = s.walk(ctx)
	return s.page, err
}

// search is one Search under way.
type search struct {
	*Register
	query  Query
	after  place
	only   map[day]slots // what number and owner allow; nil: all
	budget int           // rows that may still be read
	page   Page
}

type slots map[uint32]bool

// candidates reads the lists of number and owner.
func (s *search) candidates(ctx context.Context) error {
	for _, by := range []struct{ key, value string }{
		{s.keys.number(s.query.Number), s.query.Number},
		{s.keys.owner(s.query.Owner), s.query.Owner},
	} {
		if by.value == "" {
			continue
		}
		list, err := s.redis.Get(ctx, by.key).Result()
		if err != nil && err != redis.Nil {
			return fmt.Errorf("record: search: %w", err)
		}
		s.allow(list, mark32(by.value))
	}
	return nil
}

func (s *search) allow(list string, mark uint32) {
	const size = 4 + refSize
	found := map[day]slots{}
	for ; len(list) >= size; list = list[size:] {
		if binary.BigEndian.Uint32([]byte(list[:4])) != mark {
			continue
		}
		at, ok := decodeRef(list[4:size])
		if !ok || s.only != nil && !s.only[at.day][at.slot] {
			continue
		}
		if found[at.day] == nil {
			found[at.day] = slots{}
		}
		found[at.day][at.slot] = true
	}
	s.only = found
}

// walk goes through the days, newest first, until the page is full.
func (s *search) walk(ctx context.Context) error {
	days, err := s.days(ctx)
	if err != nil {
		return err
	}
	for batch := 1; len(days) > 0; batch = min(batch*4, 64) {
		n := min(batch, len(days))
		found, err := s.columns(ctx, days[:n])
		if err != nil {
			return err
		}
		for i, orders := range found {
			full, err := s.take(ctx, days[i], orders)
			if err != nil || full {
				return err
			}
		}
		days = days[n:]
	}
	return nil
}

// days lists the days that may hold rows, newest first.
func (s *search) days(ctx context.Context) ([]day, error) {
	newest, oldest := s.after.day, day(0)
	if !s.query.To.IsZero() {
		d, _ := dayOf(s.query.To.Add(-time.Nanosecond))
		newest = min(newest, d)
	}
	if !s.query.From.IsZero() {
		oldest, _ = dayOf(s.query.From)
	}
	if s.only != nil {
		days := slices.Sorted(maps.Keys(s.only))
		slices.Reverse(days)
		return slices.DeleteFunc(days, func(d day) bool { return d > newest || d < oldest }), nil
	}
	return s.daysBetween(ctx, oldest, newest)
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

// columns finds what the columns of days let through, as orders of places
// after the cursor, newest first.
func (s *search) columns(ctx context.Context, days []day) ([][]uint64, error) {
	wanted := columnsOf(s.query.Filter)
	pipe := s.redis.Pipeline()
	cmds := make([][]*redis.StringCmd, len(days))
	for i, d := range days {
		cmds[i] = append(cmds[i], pipe.Get(ctx, s.keys.times(d)))
		for _, w := range wanted {
			cmds[i] = append(cmds[i], pipe.Get(ctx, s.keys.column(d, w.column)))
		}
	}
	if _, err := pipe.Exec(ctx); err != nil && err != redis.Nil {
		return nil, fmt.Errorf("record: search: %w", err)
	}
	found := make([][]uint64, len(days))
	for i, d := range days {
		values := make([]string, len(cmds[i]))
		for n, c := range cmds[i] {
			values[n] = c.Val()
		}
		found[i] = s.filterDay(d, values[0], values[1:], wanted)
	}
	return found, nil
}

type wantedMark struct {
	column int
	hi, lo byte
}

func columnsOf(f Filter) []wantedMark {
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

func (s *search) filterDay(d day, times string, cols []string, wanted []wantedMark) []uint64 {
	low, high := s.bounds(d)
	var orders []uint64
	visit := func(slot int) {
		for i, w := range wanted {
			c := cols[i]
			if 2*slot+1 >= len(c) || c[2*slot] != w.hi || c[2*slot+1] != w.lo {
				return
			}
		}
		if 4*slot+3 >= len(times) {
			return
		}
		p := place{ms: binary.BigEndian.Uint32([]byte(times[4*slot : 4*slot+4])), slot: uint32(slot)}
		if o := p.order(); o >= low && o < high {
			orders = append(orders, o)
		}
	}
	if s.only != nil {
		for slot := range s.only[d] {
			visit(int(slot))
		}
	} else {
		for slot := range len(times) / 4 {
			visit(slot)
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

// take reads rows in order and adds those that match until the page is full.
func (s *search) take(ctx context.Context, d day, orders []uint64) (full bool, err error) {
	for len(orders) > 0 {
		n := min(s.chunk(), len(orders))
		rows, err := s.load(ctx, d, orders[:n])
		if err != nil {
			return false, err
		}
		for _, row := range rows {
			if s.query.Matches(row.rec) {
				s.page.Rows = append(s.page.Rows, row.row(s.query.Numbers))
			}
			s.budget--
			if len(s.page.Rows) == s.query.Limit || s.budget <= 0 {
				s.page.Next = place{day: d, ms: uint32(row.order >> 32), slot: uint32(row.order)}.cursor()
				return true, nil
			}
		}
		orders = orders[n:]
	}
	return false, nil
}

// chunk is how many rows to read at once: what the page lacks, and more when
// a text is looked for.
func (s *search) chunk() int {
	n := s.query.Limit - len(s.page.Rows)
	if s.query.Text != "" {
		n = max(n, 200)
	}
	return min(n, s.budget)
}
