package record

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// textBudget bounds the rows that a page of a search by text reads.
const textBudget = 300

// Search returns one page of rows, newest first.
//
// It reads the bitmaps and times of the days that the filter allows, newest
// day first and more days in each round trip, sorts what they let through, and
// reads those rows only. A search by number or owner knows its days and slots
// from their lists at once.
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
		if err != nil && !errors.Is(err, redis.Nil) {
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

// maxBatch is the number of days in one round trip; with it a reply stays
// below some megabytes in the busiest centre.
const maxBatch = 32

// walk goes through the days, newest first, until the page is full.
func (s *search) walk(ctx context.Context) error {
	days, err := s.days(ctx)
	if err != nil {
		return err
	}
	for batch := 1; len(days) > 0; batch = min(batch*4, maxBatch) {
		n := min(batch, len(days))
		found, err := s.find(ctx, days[:n])
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
