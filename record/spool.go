package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// spool is the file where rows wait while Redis is away. Every line is one
// version of a row with a checksum in front; a batch is on the disk (fsync)
// before append returns. The head is the first line not yet drained; it is
// kept in memory only, so a restart drains the file from its beginning, which
// the register's versions make harmless.
//
// It belongs to one goroutine, and to one process: the file is locked.
type spool struct {
	file   *os.File
	logger *slog.Logger
	head   int64 // where the next line to drain begins
	end    int64
	lines  int // between head and end
}

const (
	spoolName   = "record.spool"
	damagedName = "record.damaged" // lines whose checksum is wrong
	refusedName = "record.refused" // rows that Redis will not take
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// line is an entry as the spool keeps it.
type line struct {
	Stamp int64  `json:"at"` // microseconds since 1970
	Row   stored `json:"row"`
}

func openSpool(dir string, logger *slog.Logger) (*spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("record: spool: %w", err)
	}
	name := filepath.Join(dir, spoolName)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("record: spool: %w", err)
	}
	s := &spool{file: file, logger: logger}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("record: the spool %s is in use by another thirdring; give each its own directory: %w", name, err), file.Close())
	}
	if err := s.recover(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return s, nil
}

// recover counts the lines that are there and cuts off a last line that was
// not written to its end, which is what kill -9 or a power cut leaves.
func (s *spool) recover() error {
	lines := bufio.NewReaderSize(s.file, 64<<10)
	for {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			if len(text) > 0 {
				s.logger.Warn("spool: the last line is torn, cutting it off", "bytes", len(text))
			}
			break
		}
		if err != nil {
			return fmt.Errorf("record: read the spool: %w", err)
		}
		s.end += int64(len(text))
		s.lines++
	}
	if err := s.file.Truncate(s.end); err != nil {
		return fmt.Errorf("record: cut the spool: %w", err)
	}
	return nil
}

// append puts entries at the end and returns when they are on the disk. On an
// error the file is as before.
func (s *spool) append(entries []entry) error {
	var buf bytes.Buffer
	for _, e := range entries {
		if err := encodeLine(&buf, e); err != nil {
			return err
		}
	}
	_, err := s.file.WriteAt(buf.Bytes(), s.end)
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("record: write the spool: %w", err), s.file.Truncate(s.end))
	}
	s.end += int64(buf.Len())
	s.lines += len(entries)
	return nil
}

func encodeLine(buf *bytes.Buffer, e entry) error {
	text, err := json.Marshal(line{Stamp: e.At.UnixMicro(), Row: store(e.Record, e.Final)})
	if err != nil {
		return fmt.Errorf("record: encode %s: %w", e.Record.Call, err)
	}
	fmt.Fprintf(buf, "%08x %s\n", crc32.Checksum(text, castagnoli), text)
	return nil
}

var errDamaged = errors.New("record: the line's checksum is wrong")

func decodeLine(text []byte) (entry, error) {
	sum, body, ok := strings.Cut(strings.TrimSuffix(string(text), "\n"), " ")
	if !ok || sum != fmt.Sprintf("%08x", crc32.Checksum([]byte(body), castagnoli)) {
		return entry{}, errDamaged
	}
	var l line
	if err := json.Unmarshal([]byte(body), &l); err != nil {
		return entry{}, fmt.Errorf("record: decode a spooled row: %w", err)
	}
	rec, final := l.Row.record(time.Local)
	return entry{Record: rec, Final: final, At: time.UnixMicro(l.Stamp)}, nil
}

// drained is what next read from the head of the spool.
type drained struct {
	entries []entry
	damaged []byte // lines that cannot be read
	lines   int
	end     int64
}

// next reads up to n lines from the head, which stays until done.
func (s *spool) next(n int) (drained, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(s.file, s.head, s.end-s.head), 64<<10)
	d := drained{end: s.head}
	for d.lines < n && d.end < s.end {
		text, err := in.ReadBytes('\n')
		if err != nil {
			return d, fmt.Errorf("record: read the spool: %w", err)
		}
		d.end += int64(len(text))
		d.lines++
		e, err := decodeLine(text)
		if err != nil {
			s.logger.Error("spool: a line cannot be read, putting it aside", "file", damagedName, "err", err)
			d.damaged = append(d.damaged, text...)
			continue
		}
		d.entries = append(d.entries, e)
	}
	return d, nil
}

// done moves the head behind what next read. An empty spool is an empty file.
func (s *spool) done(d drained) error {
	if err := s.aside(damagedName, d.damaged); err != nil {
		return err
	}
	s.head, s.lines = d.end, s.lines-d.lines
	if s.head < s.end {
		return nil
	}
	s.head, s.end = 0, 0
	if err := s.file.Truncate(0); err != nil {
		return fmt.Errorf("record: empty the spool: %w", err)
	}
	return nil
}

// aside keeps lines for a person to look at.
func (s *spool) aside(name string, lines []byte) error {
	if len(lines) == 0 {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(filepath.Dir(s.file.Name()), name), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("record: put aside: %w", err)
	}
	_, err = file.Write(lines)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("record: put aside: %w", err)
	}
	return nil
}

// refuse puts rows aside that Redis will not take.
func (s *spool) refuse(entries []entry) error {
	var buf bytes.Buffer
	for _, e := range entries {
		if err := encodeLine(&buf, e); err != nil {
			return err
		}
	}
	return s.aside(refusedName, buf.Bytes())
}

func (s *spool) close() error { return s.file.Close() }
