package owner

import (
	"bytes"
	"context"
	"testing"
)

// FuzzImportFile reads arbitrary files. Whatever they hold, nothing panics, and
// every accepted person can be kept.
func FuzzImportFile(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("name;phones;warranty;alerts\nann;+1 415 555 0123;a:2026-01-01;b|info|2026-01-01\n"))
	f.Add([]byte("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\xd5\xc5\xc8\xfd,13800001234\n"))
	f.Add(workbook(f, rows(2)))
	f.Add(rawWorkbook(f, sheetHeading+sheetRow(2, "1.3800001235E10")))
	g := shanghai(f)
	m, err := newMetrics(nil)
	if err != nil {
		f.Fatal(err)
	}
	d := &Directory{numbering: g, columns: columns(), metrics: m}
	limits := Limits{Bytes: 1 << 20, Unzipped: 1 << 20, Rows: 1000, Columns: 100, Cells: 10_000}
	f.Fuzz(func(t *testing.T, data []byte) {
		im := &importer{d: d, options: ImportOptions{Limits: limits, Progress: func(Progress) {}}}
		if err := im.read(context.Background(), bytes.NewReader(data), int64(len(data))); err != nil {
			return
		}
		for _, p := range im.file.people {
			if p.merged >= 0 {
				continue
			}
			o, err := decode("1", p.record)
			if err == nil {
				err = o.Normalize(g)
			}
			if err != nil {
				t.Fatalf("accepted %s: %v", p.record, err)
			}
		}
	})
}
