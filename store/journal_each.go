package store

import (
	"context"
	"fmt"
	"time"
)

// Each visits the entries that were written between from and to, oldest first.
// A zero from or to is the journal's begin or end.
func (s *Store) Each(ctx context.Context, from, to time.Time, visit func(JournalEntry) error) error {
	begin, end := "-", "+"
	if !from.IsZero() {
		begin = fmt.Sprint(from.UnixMilli())
	}
	if !to.IsZero() {
		end = fmt.Sprint(to.UnixMilli())
	}
	for {
		found, err := s.client.XRangeN(ctx, s.keys.of(keyJournal), begin, end, journalPage).Result()
		if err != nil {
			return s.meter.failed(opJournal, err)
		}
		for _, m := range found {
			if err := visit(s.decodeEntry(m)); err != nil {
				return err
			}
		}
		if len(found) < journalPage {
			return nil
		}
		begin = "(" + found[len(found)-1].ID
	}
}
