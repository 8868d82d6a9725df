package owner

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

const (
	maxParts     = 5_000
	maxOtherPart = 32 << 20 // styles, pictures, ...: the library reads them into memory
	maxXMLRun    = 1 << 20  // one tag or one text
)

// xlsxScan is what a look at the raw parts tells before anything is unpacked or parsed.
type xlsxScan struct {
	unzipped int64
	cells    int
	strings  int
	lastRow  []int // of every sheet
}

// scanXLSX reads all parts once, in constant memory, and refuses what is not a
// workbook, is damaged, or would need more than the limits allow. Sizes which the
// file claims are not believed.
func scanXLSX(r io.ReaderAt, size int64, limits Limits) (xlsxScan, error) {
	var s xlsxScan
	z, err := zip.NewReader(r, size)
	if err != nil {
		return s, refuse("the file is not an xlsx workbook, or it is cut off: %v", err)
	}
	if len(z.File) > maxParts {
		return s, refuse("the workbook has %d parts, at most %d are read", len(z.File), maxParts)
	}
	workbook := false
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		workbook = workbook || name == "xl/workbook.xml"
		if name == "content.xml" {
			return s, refuse("the file is an OpenDocument table: save it as .xlsx or .csv")
		}
		if name == "encryptedpackage" {
			return s, refuse("the workbook is encrypted: save it without a password")
		}
		if err := s.part(f, name, limits); err != nil {
			return s, err
		}
	}
	if !workbook || len(s.lastRow) == 0 {
		return s, refuse("the file is a zip archive but not an xlsx workbook")
	}
	return s, nil
}

func (s *xlsxScan) part(f *zip.File, name string, limits Limits) error {
	if f.UncompressedSize64 > uint64(limits.Unzipped) {
		return tooLarge(limits)
	}
	in, err := f.Open()
	if err != nil {
		return refuse("part %s of the workbook cannot be unpacked: %v", clip(f.Name), err)
	}
	defer in.Close()
	c := &countingReader{r: in, limit: limits.Unzipped - s.unzipped + 1}
	switch {
	case strings.HasPrefix(name, "xl/worksheets/sheet"):
		err = s.sheet(c, limits)
	case name == "xl/sharedstrings.xml":
		err = s.sharedStrings(c, limits)
	default:
		_, err = io.Copy(io.Discard, c)
		if c.n > maxOtherPart {
			return refuse("part %s of the workbook is larger than %d MB: remove pictures and the like", clip(f.Name), maxOtherPart>>20)
		}
	}
	s.unzipped += c.n
	if errors.Is(err, errLimit) || s.unzipped > limits.Unzipped {
		return tooLarge(limits)
	}
	if file := (*FileError)(nil); err != nil && !errors.As(err, &file) {
		return refuse("part %s of the workbook is damaged: %v", clip(f.Name), err)
	}
	return err
}

func tooLarge(limits Limits) error {
	return refuse("unpacked, the workbook is larger than %d MB", limits.Unzipped>>20)
}

func (s *xlsxScan) sheet(r io.Reader, limits Limits) error {
	rows, last := 0, 0
	err := eachTag(r, func(name, attributes []byte) error {
		switch string(name) {
		case "c":
			if s.cells++; s.cells > limits.Cells {
				return refuse("the workbook has more than %d cells: split it", limits.Cells)
			}
		case "row":
			rows++
			last = max(last+1, rowNumber(attributes))
			if rows > limits.Rows+headerRows {
				return refuse("a sheet has more than %d rows: split it", limits.Rows)
			}
		}
		return nil
	})
	s.lastRow = append(s.lastRow, last)
	return err
}

func (s *xlsxScan) sharedStrings(r io.Reader, limits Limits) error {
	return eachTag(r, func(name, _ []byte) error {
		if string(name) == "si" {
			if s.strings++; s.strings > limits.Cells {
				return refuse("the workbook has more than %d texts: split it", limits.Cells)
			}
		}
		return nil
	})
}

// rowNumber reads r="12" from the attributes of a row, 0 if it is not there.
func rowNumber(attributes []byte) int {
	_, rest, ok := bytes.Cut(attributes, []byte(` r="`))
	if !ok {
		return 0
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	n, err := strconv.Atoi(string(value))
	if err != nil {
		return 0
	}
	return n
}

// eachTag calls f for every opening tag, with its name without namespace and the
// beginning of its attributes. It is no XML parser: it counts.
func eachTag(r io.Reader, f func(name, attributes []byte) error) error {
	in := bufio.NewReaderSize(r, maxXMLRun)
	for {
		text, err := in.ReadSlice('<')
		if errors.Is(err, bufio.ErrBufferFull) {
			return refuse("the workbook holds a text of more than 1 MB")
		}
		if err != nil {
			if len(text) > 0 && !errors.Is(err, io.EOF) {
				return err
			}
			return unlessEOF(err)
		}
		tag, err := in.ReadSlice('>')
		if errors.Is(err, bufio.ErrBufferFull) {
			return refuse("the workbook holds a tag of more than 1 MB")
		}
		if err != nil {
			return unlessEOF(err)
		}
		if tag[0] == '/' || tag[0] == '?' || tag[0] == '!' {
			continue
		}
		end := bytes.IndexAny(tag, " \t\r\n/>")
		name := tag[:end]
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if err := f(name, tag[end:]); err != nil {
			return err
		}
	}
}

func unlessEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
