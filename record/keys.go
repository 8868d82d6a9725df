package record

import (
	"hash/fnv"
	"strconv"
)

// Every key of the register is made here. All carry {site}, so that one script
// may touch them in a cluster, and none expires: the register is kept until
// it is archived.
//
// Rows live in days (of UTC, counted from 2000-01-01, fixed by t_ring at the
// first save) and have a slot in their day: 0, 1, 2 in the order of their
// first save. A day has the rows themselves and columns, strings with a fixed
// number of bytes per slot, which a search reads in place of the rows:
//
//	{site}:register:days           bitmap of the days that hold rows
//	{site}:register:<day>:rows     hash, slot -> row (codec.go)
//	{site}:register:<day>:time     column, 4 bytes: milliseconds into the day
//	{site}:register:<day>:who      column, 8 bytes: marks of number and owner
//	{site}:register:<day>:queue    column, 2 bytes: mark of the queue; the same
//	                               for agent, outcome, category, direction
//	{site}:register:id:<n>         hash, call id -> day and slot, 6 bytes
//	{site}:register:number:<n>     list in a string, 10 bytes each: mark of the
//	                               number, day, slot; owner:<n> likewise
//
// A mark is a hash of the value. Two values may share one, so whatever the
// columns and lists find is checked against the row itself.
type keys struct{ site string }

// buckets is the number of id, number and owner keys each. With 1,000,000 rows
// that is 61 ids to a hash, which Redis keeps as one packed list up to 512.
const buckets = 1 << 14

// The columns that a filter may use, in the order save.lua writes them.
const (
	colQueue = iota
	colAgent
	colOutcome
	colCategory
	colDirection
	columns
)

var columnNames = [columns]string{"queue", "agent", "outcome", "category", "direction"}

func (k keys) prefix() string { return "{" + k.site + "}:register:" }

func (k keys) days() string { return k.prefix() + "days" }

func (k keys) day(d day, part string) string {
	return k.prefix() + strconv.Itoa(int(d)) + ":" + part
}

func (k keys) rows(d day) string { return k.day(d, "rows") }

func (k keys) times(d day) string { return k.day(d, "time") }

func (k keys) column(d day, c int) string { return k.day(d, columnNames[c]) }

func (k keys) bucket(kind, value string) string {
	return k.prefix() + kind + ":" + strconv.FormatUint(hash(value)>>32%buckets, 10)
}

func (k keys) id(id string) string { return k.bucket("id", id) }

func (k keys) number(n string) string { return k.bucket("number", n) }

func (k keys) owner(o string) string { return k.bucket("owner", o) }

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // a hash never fails
	return h.Sum64()
}

// mark16 and mark32 are the marks in columns and in lists. They must not
// depend on the bits that choose the bucket.
func mark16(s string) uint16 { h := hash(s); return uint16(h ^ h>>16) }

func mark32(s string) uint32 { return uint32(hash(s)) }
