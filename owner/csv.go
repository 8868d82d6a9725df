package owner

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// maxRecord bounds one CSV record: an unclosed quote would otherwise swallow the file.
const maxRecord = 1 << 20

// csvTable reads comma, semicolon or tab separated text in UTF-8, GB18030 (with
// GBK and GB2312 in it) or, with a byte order mark, UTF-16.
type csvTable struct {
	csv   *csv.Reader
	raw   *countingReader // bytes of the file
	text  *countingReader // bytes of text since the last record
	total int64
	name  string // of the encoding
	line  int    // where the last record began
}

func openCSV(r io.ReaderAt, size int64) (*csvTable, error) {
	t := &csvTable{raw: &countingReader{r: io.NewSectionReader(r, 0, size)}, total: size}
	name, err := detectEncoding(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	t.name = name
	var text io.Reader
	switch name {
	case "GB18030":
		text = simplifiedchinese.GB18030.NewDecoder().Reader(t.raw)
	case "UTF-16":
		text = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(t.raw)
	default:
		text = unicode.UTF8BOM.NewDecoder().Reader(t.raw)
	}
	t.text = &countingReader{r: text, limit: maxRecord}
	head, err := io.ReadAll(io.LimitReader(t.text, 16<<10))
	if err != nil {
		return nil, fmt.Errorf("owner: import: %w", err)
	}
	t.csv = csv.NewReader(io.MultiReader(bytes.NewReader(head), t.text))
	t.csv.Comma = delimiter(string(head))
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = true
	return t, nil
}

func (t *csvTable) next() ([]string, int, error) {
	t.text.n = 0
	cells, err := t.csv.Read()
	if errors.Is(err, errLimit) {
		return nil, 0, refuse("the record after line %d is longer than 1 MB: is a quotation mark missing?", t.line)
	}
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return nil, 0, refuse("line %d is not CSV: %v", parse.Line, parse.Err)
	}
	if err != nil {
		return nil, 0, err
	}
	t.line, _ = t.csv.FieldPos(0)
	if t.name == "GB18030" {
		for _, c := range cells {
			if strings.ContainsRune(c, utf8.RuneError) {
				return nil, 0, refuse("line %d is neither UTF-8 nor GB18030 text: save the file as UTF-8", t.line)
			}
		}
	}
	return cells, t.line, nil
}

func (t *csvTable) progress() (done, total int64) { return t.raw.n, t.total }

func (t *csvTable) close() error { return nil }

// detectEncoding reads the whole text: one byte at its end may be what tells GBK from UTF-8.
func detectEncoding(r io.Reader) (string, error) {
	buf := make([]byte, 64<<10)
	carry, name := 0, ""
	for {
		n, err := io.ReadFull(r, buf[carry:])
		chunk := buf[:carry+n]
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return "", fmt.Errorf("owner: import: %w", err)
		}
		if name == "" {
			if bytes.HasPrefix(chunk, []byte("\xff\xfe")) || bytes.HasPrefix(chunk, []byte("\xfe\xff")) {
				return "UTF-16", nil
			}
			name = "UTF-8"
		}
		if bytes.IndexByte(chunk, 0) >= 0 {
			return "", refuse("the file is neither CSV text nor an xlsx workbook")
		}
		for name == "UTF-8" && len(chunk) > 0 && (last || len(chunk) >= utf8.UTFMax) {
			r, size := utf8.DecodeRune(chunk)
			if r == utf8.RuneError && size == 1 {
				name = "GB18030"
			}
			chunk = chunk[size:]
		}
		if last {
			return name, nil
		}
		if name != "UTF-8" {
			chunk = nil
		}
		carry = copy(buf, chunk)
	}
}

// delimiter takes the separator which the first line has most of.
func delimiter(head string) rune {
	line, _, _ := strings.Cut(strings.TrimLeft(head, "\r\n"), "\n")
	best := ','
	for _, c := range []rune{'\t', ';'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

var errLimit = errors.New("owner: more than allowed")

// countingReader counts what passes and fails beyond the limit, if there is one.
type countingReader struct {
	r     io.Reader
	n     int64
	limit int64
}

// Read implements io.Reader.
func (c *countingReader) Read(p []byte) (int, error) {
	if c.limit > 0 && c.n >= c.limit {
		return 0, errLimit
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
