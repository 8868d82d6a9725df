package record

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// csvTable writes UTF-8 with a byte order mark, without which Excel takes
// Chinese for the local code page.
type csvTable struct{ out *csv.Writer }

func newCSVTable(out io.Writer, cols []column) (*csvTable, error) {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	t := &csvTable{out: csv.NewWriter(out)}
	t.out.UseCRLF = true
	return t, t.row(titles(cols))
}

func (t *csvTable) row(cells []any) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case int:
			line[i] = strconv.Itoa(c)
		case string:
			line[i] = harmless(c)
		}
	}
	return t.out.Write(line)
}

func (t *csvTable) close() error {
	t.out.Flush()
	return t.out.Error()
}

// harmless keeps a spreadsheet from taking what a caller or an agent wrote
// for a formula: a text that begins like one gets an apostrophe in front,
// which Excel and WPS do not show as part of the value.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", firstRune(s)) {
		return "'" + s
	}
	return s
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// sheetRows is how many calls go on one sheet; Excel ends at 1,048,576 rows.
const sheetRows = 1_000_000

// xlsxTable streams to a temporary file and then to out.
type xlsxTable struct {
	cols   []column
	file   *excelize.File
	stream *excelize.StreamWriter
	name   string
	sheets int
	rows   int // on this sheet, the titles included
	limit  int
}

func newXLSXTable(out io.Writer, name string, cols []column) (*xlsxTable, error) {
	t := &xlsxTable{cols: cols, file: excelize.NewFile(), name: name, limit: sheetRows}
	// Straight to out: excelize would collect the whole file in memory first.
	t.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	return t, t.nextSheet()
}

func (t *xlsxTable) nextSheet() error {
	if t.stream != nil {
		if err := t.stream.Flush(); err != nil {
			return err
		}
	}
	t.sheets++
	sheet := t.name
	if t.sheets > 1 {
		sheet = fmt.Sprintf("%s (%d)", t.name, t.sheets)
	}
	var err error
	if t.sheets == 1 {
		err = t.file.SetSheetName("Sheet1", sheet)
	} else {
		_, err = t.file.NewSheet(sheet)
	}
	if err != nil {
		return err
	}
	if t.stream, err = t.file.NewStreamWriter(sheet); err != nil {
		return err
	}
	return t.head()
}

func (t *xlsxTable) head() error {
	for i, c := range t.cols {
		if err := t.stream.SetColWidth(i+2, i+2, c.width); err != nil {
			return err
		}
	}
	if err := t.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	bold, err := t.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	t.rows = 1
	return t.stream.SetRow("A1", titles(t.cols), excelize.RowOpts{StyleID: bold})
}

func (t *xlsxTable) row(cells []any) error {
	if t.rows > t.limit {
		if err := t.nextSheet(); err != nil {
			return err
		}
	}
	t.rows++
	return t.stream.SetRow("A"+strconv.Itoa(t.rows), cells)
}

func (t *xlsxTable) close() error {
	defer func() { _ = t.file.Close() }() // removes the temporary files
	if err := t.stream.Flush(); err != nil {
		return err
	}
	_, err := t.file.WriteToBuffer()
	return err
}
