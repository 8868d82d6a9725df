package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Format of an export.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Export says what to write.
type Export struct {
	Month    Month
	Format   Format
	Numbers  Numbers
	Progress func(done, total int) // may be nil; total is an estimate from above
}

// progressEvery is the number of rows between two calls of Progress.
const progressEvery = 500

// Month is a month of a year in the register's time zone.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads a month written like 2026-11.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("record: %q is not a month; write it like 2026-11", s)
	}
	return Month{Year: t.Year(), Month: t.Month()}, nil
}

func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// Filter chooses the month's calls by the clocks of a time zone.
func (m Month) Filter(zone *time.Location) Filter {
	from := time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, zone)
	return Filter{From: from, To: from.AddDate(0, 1, 0)}
}

// table is a file being written row by row.
type table interface {
	row(cells []any) error
	close() error // finishes the file, not the writer below it
}

// Export writes a month of the register in the order of the paper one, oldest
// first, in bounded memory, and returns the number of calls written.
func (r *Register) Export(ctx context.Context, out io.Writer, e Export) (int, error) {
	filter := e.Month.Filter(r.zone)
	total, err := r.Estimate(ctx, filter)
	if err != nil {
		return 0, err
	}
	progress := e.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	cols := exportColumns(r.zone)
	t, err := newTable(out, e, cols)
	if err != nil {
		return 0, err
	}
	done := 0
	err = r.Scan(ctx, filter, e.Numbers, func(row Row) error {
		done++
		if done%progressEvery == 0 {
			progress(done, total)
		}
		return t.row(cells(cols, done, row))
	})
	if err := errors.Join(err, t.close()); err != nil {
		return done, fmt.Errorf("record: export %s: %w", e.Month, err)
	}
	progress(done, done)
	return done, nil
}

func newTable(out io.Writer, e Export, cols []column) (table, error) {
	switch e.Format {
	case CSV:
		return newCSVTable(out, cols)
	case XLSX:
		return newXLSXTable(out, e.Month.String(), cols)
	}
	return nil, fmt.Errorf("record: the format %q is not known; use csv or xlsx", e.Format)
}
