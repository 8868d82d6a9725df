package owner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrChanged says that an import was published while an export was reading.
var ErrChanged = errors.New("owner: export: an import has replaced parts of the directory meanwhile: export again")

// Format is a file format.
type Format string

// The formats of imports and exports.
const (
	FormatCSV  Format = "csv"
	FormatXLSX Format = "xlsx"
)

// Export writes all owners in the order of their ids, one row for each person
// and unit, so that Import reads them back as they are. It returns the number of
// owners. Stamps and history stay behind. CSV is UTF-8 with a byte order mark.
func (d *Directory) Export(ctx context.Context, w io.Writer, format Format, progress func(Progress)) (int, error) {
	var sheet rowWriter
	switch format {
	case FormatCSV:
		sheet = newCSVWriter(w)
	case FormatXLSX:
		x, err := newXLSXWriter(w)
		if err != nil {
			return 0, fmt.Errorf("owner: export: %w", err)
		}
		sheet = x
	default:
		return 0, fmt.Errorf("owner: export: format %q is neither csv nor xlsx", format)
	}
	records, err := d.all(ctx)
	if err == nil {
		err = d.writeRows(ctx, sheet, records, progress)
	}
	if err := errors.Join(err, sheet.close(err == nil)); err != nil {
		return 0, fmt.Errorf("owner: export: %w", err)
	}
	return len(records), nil
}

func (d *Directory) writeRows(ctx context.Context, sheet rowWriter, records []record, progress func(Progress)) error {
	line := make([]string, len(d.columns))
	for i, c := range d.columns {
		line[i] = c.title
	}
	if err := sheet.write(line); err != nil {
		return err
	}
	for n, r := range records {
		o, err := decode(r.id, r.stored)
		if err != nil {
			return err
		}
		units := o.Units
		if len(units) == 0 {
			units = []Unit{{}}
		}
		for _, u := range units {
			for i, c := range d.columns {
				line[i] = ""
				if !c.unit || len(o.Units) > 0 {
					line[i] = c.get(&o, &u)
				}
			}
			if err := sheet.write(line); err != nil {
				return err
			}
		}
		if (n+1)%progressEvery == 0 || n+1 == len(records) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(Progress{Stage: StageExport, Rows: n + 1, Done: int64(n + 1), Total: int64(len(records))})
			}
		}
	}
	return nil
}

// record is one stored owner.
type record struct {
	id      ID
	stored  string
	version int
}

// all returns every record in the order of the ids, without ever stopping Redis
// for long. It fails with ErrChanged rather than mix two states of an import.
func (d *Directory) all(ctx context.Context) ([]record, error) {
	before, err := d.redis.Get(ctx, d.keys.rev).Result()
	if err != nil && !isNil(err) {
		return nil, err
	}
	found := make(map[ID]record)
	// What is staged now may have moved when the scan comes to it, but then it is
	// among the owners; of two versions the newer one counts.
	for _, key := range []string{d.keys.stagedOwners, d.keys.owners} {
		if err := d.scan(ctx, key, found); err != nil {
			return nil, err
		}
	}
	after, err := d.redis.Get(ctx, d.keys.rev).Result()
	if err != nil && !isNil(err) {
		return nil, err
	}
	if before != after {
		return nil, ErrChanged
	}
	list := make([]record, 0, len(found))
	for _, r := range found {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b record) int { return compareID(a.id, b.id) })
	return list, nil
}

func (d *Directory) scan(ctx context.Context, key string, found map[ID]record) error {
	var cursor uint64
	for {
		page, next, err := d.redis.HScan(ctx, key, cursor, "", batch).Result()
		if err != nil {
			return err
		}
		for i := 0; i+1 < len(page); i += 2 {
			r := record{id: ID(page[i]), stored: page[i+1]}
			if _, err := fmt.Sscanf(r.stored, "%d ", &r.version); err != nil {
				return fmt.Errorf("record %s has no version", r.id)
			}
			if have, ok := found[r.id]; !ok || have.version < r.version {
				found[r.id] = r
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}
