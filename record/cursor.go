package record

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// A cursor names the last row of a page by its place, which never changes, so
// pages neither skip nor repeat rows however many come in meanwhile.

// start is before the newest row.
var start = place{day: math.MaxUint16, ms: math.MaxUint32, slot: math.MaxUint32}

func (p place) cursor() string {
	b := []byte{1} // format
	b = binary.BigEndian.AppendUint16(b, uint16(p.day))
	b = binary.BigEndian.AppendUint64(b, p.order())
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string) (place, error) {
	if s == "" {
		return start, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != 11 || b[0] != 1 {
		return place{}, ErrCursor
	}
	order := binary.BigEndian.Uint64(b[3:])
	return place{day: day(binary.BigEndian.Uint16(b[1:])), ms: uint32(order >> 32), slot: uint32(order)}, nil
}
