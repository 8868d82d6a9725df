package record

import (
	"context"
	"slices"
)

// scanChunk is the number of rows that a scan holds at once.
const scanChunk = 200

// Scan visits the rows that the filter chooses, oldest first, in bounded
// memory: one day's times and a few hundred rows. It ends with the first
// error of visit.
func (r *Register) Scan(ctx context.Context, f Filter, numbers Numbers, visit func(Row) error) error {
	return r.eachDay(ctx, f, func(s *search, d day, orders []uint64) error {
		for chunk := range slices.Chunk(orders, scanChunk) {
			rows, err := r.load(ctx, d, chunk)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if !s.query.Matches(row.rec) {
					continue
				}
				if err := visit(row.row(numbers)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Estimate is about how many rows a Scan will visit, and never fewer: it
// does not look at the rows.
func (r *Register) Estimate(ctx context.Context, f Filter) (int, error) {
	n := 0
	err := r.eachDay(ctx, f, func(_ *search, _ day, orders []uint64) error {
		n += len(orders)
		return nil
	})
	return n, err
}

// eachDay goes through what bitmaps and lists let through, oldest first.
func (r *Register) eachDay(ctx context.Context, f Filter, visit func(*search, day, []uint64) error) error {
	s := &search{Register: r, query: Query{Filter: f}, after: start}
	if err := s.candidates(ctx); err != nil {
		return err
	}
	days, err := s.days(ctx)
	if err != nil {
		return err
	}
	for _, d := range slices.Backward(days) {
		found, err := s.find(ctx, []day{d})
		if err != nil {
			return err
		}
		slices.Reverse(found[0])
		if err := visit(s, d, found[0]); err != nil {
			return err
		}
	}
	return nil
}
