package record

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"thirdring/queue"
)

// A row's value in Redis is a fixed header, read by save.lua, and the record
// as deflated JSON with a preset dictionary. Rows of a few hundred bytes
// hardly shrink without the dictionary; with it they take about half.
//
//	byte 0     format, 1
//	byte 1     level      \
//	bytes 2-9  registered  > the version, see version
//	bytes 10-17 stamp     /
//	rest       deflate(json(stored))
const (
	format1    = 1
	headerSize = 18
)

// entry is one version of a row as it was saved.
type entry struct {
	Record queue.Record
	Final  bool
	At     time.Time // when it was saved, by the clock of the process that did
}

// version orders the versions of one row. The higher level wins, then the
// later registration by the agent, then the later stamp.
//
// The level is what protects against a late duplicate: a restarted core that
// remembers an older state of a call closes it as "ended while away" and calls
// that final, with a newer stamp than the true end, which may come later still
// out of the spool. So what a person or the network is known to have done
// beats what was assumed afterwards.
type version struct {
	level      uint8 // 0 still changing, 1 final but the end was assumed, 2 final
	registered int64 // milliseconds since 1970, 0 for never
	stamp      int64 // microseconds since 1970
}

func (e entry) version() version {
	v := version{stamp: e.At.UnixMicro()}
	if e.Final {
		v.level = 2
		if e.Record.End.Reason == queue.EndWhileAway {
			v.level = 1
		}
	}
	if at := e.Record.Wrap.SavedAt; !at.IsZero() {
		v.registered = max(0, at.UnixMilli())
	}
	return v
}

func (v version) append(b []byte) []byte {
	b = append(b, v.level)
	b = binary.BigEndian.AppendUint64(b, uint64(v.registered))
	return binary.BigEndian.AppendUint64(b, uint64(v.stamp))
}

// codec packs and unpacks rows. It is safe for many goroutines.
type codec struct {
	zone             *time.Location // of the times that come out
	writers, readers sync.Pool
}

func (c *codec) pack(e entry) ([]byte, error) {
	plain, err := json.Marshal(store(e.Record, e.Final))
	if err != nil {
		return nil, fmt.Errorf("record: encode %s: %w", e.Record.Call, err)
	}
	out := bytes.NewBuffer(make([]byte, 0, headerSize+len(plain)/2))
	out.Write(e.version().append([]byte{format1}))
	w, ok := c.writers.Get().(*flate.Writer)
	if ok {
		w.Reset(out)
	} else if w, err = flate.NewWriterDict(out, flate.DefaultCompression, []byte(dictionary1)); err != nil {
		return nil, fmt.Errorf("record: start compression: %w", err)
	}
	defer c.writers.Put(w)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("record: compress %s: %w", e.Record.Call, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("record: compress %s: %w", e.Record.Call, err)
	}
	return out.Bytes(), nil
}

func (c *codec) unpack(value string) (rec queue.Record, final bool, err error) {
	if len(value) < headerSize || value[0] != format1 {
		return rec, false, fmt.Errorf("record: a row of %d bytes has a format this version does not know", len(value))
	}
	src := bytes.NewReader([]byte(value[headerSize:]))
	r, ok := c.readers.Get().(io.ReadCloser)
	if !ok {
		r = flate.NewReaderDict(src, []byte(dictionary1))
	} else if err := r.(flate.Resetter).Reset(src, []byte(dictionary1)); err != nil {
		return rec, false, fmt.Errorf("record: read a row: %w", err)
	}
	defer c.readers.Put(r)
	plain, err := io.ReadAll(r)
	if err != nil {
		return rec, false, fmt.Errorf("record: decompress a row: %w", err)
	}
	var s stored
	if err := json.Unmarshal(plain, &s); err != nil {
		return rec, false, fmt.Errorf("record: decode a row: %w", err)
	}
	rec, final = s.record(c.zone)
	return rec, final, nil
}
