package owner

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/xuri/excelize/v2"
)

// xlsxTable reads the rows of one sheet as they are stored: numbers and dates
// unformatted, so that no phone number is shown as 1.38E+10.
type xlsxTable struct {
	file    *excelize.File
	rows    *excelize.Rows
	tmp     string
	number  int
	lastRow []int // the last row of every sheet in the file
	limits  Limits
}

func openXLSX(r io.ReaderAt, size int64, sheet string, limits Limits) (*xlsxTable, error) {
	scan, err := scanXLSX(r, size, limits)
	if err != nil {
		return nil, err
	}
	t := &xlsxTable{lastRow: scan.lastRow, limits: limits}
	if t.tmp, err = os.MkdirTemp("", "thirdring-import-"); err != nil {
		return nil, fmt.Errorf("owner: import: %w", err)
	}
	if err := t.open(io.NewSectionReader(r, 0, size), sheet); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

func (t *xlsxTable) open(r io.Reader, sheet string) error {
	f, err := excelize.OpenReader(r, excelize.Options{RawCellValue: true, UnzipSizeLimit: t.limits.Unzipped, TmpDir: t.tmp})
	if err != nil {
		return refuse("the workbook is damaged: %v", err)
	}
	t.file = f
	sheets := f.GetSheetList()
	if sheet == "" && len(sheets) > 0 {
		sheet = sheets[0]
	}
	if !slices.Contains(sheets, sheet) {
		return refuse("the workbook has no sheet %q, it has %q", sheet, sheets)
	}
	if t.rows, err = f.Rows(sheet); err != nil {
		return refuse("sheet %q cannot be read: %v", sheet, err)
	}
	return nil
}

func (t *xlsxTable) next() ([]string, int, error) {
	if !t.rows.Next() {
		if err := t.rows.Error(); err != nil {
			return nil, 0, refuse("the sheet is damaged after row %d: %v", t.number, err)
		}
		// The library takes a sheet that breaks off for one that ends.
		if !slices.Contains(t.lastRow, t.number) {
			return nil, 0, refuse("the sheet is damaged after row %d", t.number)
		}
		return nil, 0, io.EOF
	}
	t.number++
	cells, err := t.rows.Columns()
	if err != nil {
		return nil, 0, refuse("row %d is damaged: %v", t.number, err)
	}
	return cells, t.number, nil
}

func (t *xlsxTable) progress() (done, total int64) {
	return int64(t.number), int64(max(t.number, slices.Max(t.lastRow)))
}

func (t *xlsxTable) close() error {
	var errs []error
	if t.rows != nil {
		errs = append(errs, t.rows.Close())
	}
	if t.file != nil {
		errs = append(errs, t.file.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(t.tmp))...)
}
