package owner

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxRows is how many rows a worksheet can hold.
const xlsxRows = 1 << 20

// rowWriter is a file written row by row.
type rowWriter interface {
	write(cells []string) error
	// close finishes the file if it is whole, and frees what it holds.
	close(whole bool) error
}

type csvWriter struct {
	out   *bufio.Writer
	csv   *csv.Writer
	cells []string
}

func newCSVWriter(w io.Writer) *csvWriter {
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString("\ufeff") // Excel takes a file without it for GBK; errors show at the flush
	return &csvWriter{out: out, csv: csv.NewWriter(out)}
}

// write guards texts which a spreadsheet program would take for formulas.
func (w *csvWriter) write(cells []string) error {
	w.cells = w.cells[:0]
	for _, c := range cells {
		if c != "" && strings.ContainsRune("=+-@'", rune(c[0])) {
			c = "'" + c
		}
		w.cells = append(w.cells, c)
	}
	return w.csv.Write(w.cells)
}

func (w *csvWriter) close(whole bool) error {
	if !whole {
		return nil
	}
	w.csv.Flush()
	return errors.Join(w.csv.Error(), w.out.Flush())
}

type xlsxWriter struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	row    int
	cells  []any
}

func newXLSXWriter(w io.Writer) (*xlsxWriter, error) {
	f := excelize.NewFile()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &xlsxWriter{out: w, file: f, stream: stream}, nil
}

func (w *xlsxWriter) write(cells []string) error {
	if w.row++; w.row > xlsxRows {
		return errors.New("a worksheet cannot hold more than 1,048,576 rows: export CSV")
	}
	w.cells = w.cells[:0]
	for _, c := range cells {
		switch {
		case c == "":
			w.cells = append(w.cells, nil)
		case c[0] == '\'':
			w.cells = append(w.cells, "'"+c)
		default:
			w.cells = append(w.cells, c)
		}
	}
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	return w.stream.SetRow(at, w.cells)
}

func (w *xlsxWriter) close(whole bool) error {
	if !whole {
		return w.file.Close()
	}
	if err := w.stream.Flush(); err != nil {
		return errors.Join(err, w.file.Close())
	}
	_, err := w.file.WriteTo(w.out)
	return errors.Join(err, w.file.Close())
}
