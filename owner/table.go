package owner

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// FileError says why a file as a whole cannot be imported.
type FileError struct{ Reason string }

// Error implements error.
func (e *FileError) Error() string { return "owner: import: " + e.Reason }

func refuse(format string, args ...any) error { return &FileError{fmt.Sprintf(format, args...)} }

// Limits bound what an import reads, and with it the memory and time it takes.
type Limits struct {
	Bytes    int64 // of the file
	Unzipped int64 // of everything inside an xlsx
	Rows     int
	Columns  int
	Cells    int
}

// DefaultLimits is generous for one property company and harmless for one server.
func DefaultLimits() Limits {
	return Limits{Bytes: 128 << 20, Unzipped: 1 << 30, Rows: 500_000, Columns: 200, Cells: 8_000_000}
}

// withDefaults fills in the limits that are not set.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		Bytes: orElse(l.Bytes, d.Bytes), Unzipped: orElse(l.Unzipped, d.Unzipped),
		Rows: orElse(l.Rows, d.Rows), Columns: orElse(l.Columns, d.Columns), Cells: orElse(l.Cells, d.Cells),
	}
}

// table is a file read row by row.
type table interface {
	// next returns the cells of the next row and its number as a spreadsheet
	// program shows it, or io.EOF. The cells are valid until the following call.
	next() (cells []string, number int, err error)
	// progress returns how much of the file has been read, in the table's own measure.
	progress() (done, total int64)
	close() error
}

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
)

// openTable finds out what kind of file it is.
func openTable(r io.ReaderAt, size int64, sheet string, limits Limits) (table, string, error) {
	if size > limits.Bytes {
		return nil, "", refuse("the file has %d MB, at most %d MB are read: split it", size>>20, limits.Bytes>>20)
	}
	magic := make([]byte, 8)
	n, err := r.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", fmt.Errorf("owner: import: %w", err)
	}
	switch magic = magic[:n]; {
	case n == 0:
		return nil, "", refuse("the file is empty")
	case bytes.HasPrefix(magic, zipMagic):
		t, err := openXLSX(r, size, sheet, limits)
		return t, "xlsx", err
	case bytes.Equal(magic, oleMagic):
		return nil, "", refuseOLE(r, size)
	default:
		t, err := openCSV(r, size)
		return t, "csv", err
	}
}

// refuseOLE tells an encrypted workbook from one of the format before xlsx.
func refuseOLE(r io.ReaderAt, size int64) error {
	name := []byte(strings.Join(strings.Split("EncryptedPackage", ""), "\x00"))
	buf := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(buf) - len(name)) {
		n, err := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], name) {
			return refuse("the workbook is encrypted: save it without a password")
		}
		if err != nil {
			break
		}
	}
	return refuse("the file is an old .xls or another Office document: save it as .xlsx or .csv")
}
