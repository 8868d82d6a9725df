package record

import (
	"encoding/binary"
	"time"

	"thirdring/queue"
)

// day counts days of UTC from 2000-01-01; it fits two bytes until 2179.
type day uint16

var dayZero = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()

const dayMS = int64(24 * time.Hour / time.Millisecond)

// place is where a row stands in the order of the register.
type place struct {
	day  day
	ms   uint32 // into the day
	slot uint32
}

// placeTime is the moment that orders a call: when it reached the system, or
// the first thing known of it.
func placeTime(rec queue.Record) time.Time {
	t := rec.Times
	return first(t.Ring, t.Answer, t.QueueIn, t.Person, t.Connect, t.Hangup, t.Wrapped, time.UnixMilli(dayZero))
}

// dayOf clips what lies outside the calendar to its ends.
func dayOf(t time.Time) (day, uint32) {
	n := t.UnixMilli() - dayZero
	switch {
	case n < 0:
		return 0, 0
	case n/dayMS > int64(^day(0)):
		return ^day(0), uint32(dayMS - 1)
	}
	return day(n / dayMS), uint32(n % dayMS)
}

// order sorts the slots of one day by time, then by slot.
func (p place) order() uint64 { return uint64(p.ms)<<32 | uint64(p.slot) }

const refSize = 6

// ref is how ids and lists point to a row.
type ref struct {
	day  day
	slot uint32
}

func decodeRef(b string) (ref, bool) {
	if len(b) != refSize {
		return ref{}, false
	}
	return ref{day: day(binary.BigEndian.Uint16([]byte(b[:2]))), slot: binary.BigEndian.Uint32([]byte(b[2:]))}, true
}
