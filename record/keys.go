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
// first save. A day has the rows themselves and what a search reads in their
// place: strings with some bytes for each slot, and a bitmap of slots for each
// queue, agent, outcome, category, direction and purpose that occurs, for
// emergencies, for each answer to the survey, and for call-backs that were
// asked for, kept or given up:
//
//	{site}:register:days            bitmap of the days that hold rows
//	{site}:register:<day>:rows      hash, slot -> row (codec.go)
//	{site}:register:<day>:time      4 bytes a slot: milliseconds into the day
//	{site}:register:<day>:who       8 bytes a slot: marks of number and owner
//	{site}:register:<day>:agent=1001  bitmap of slots
//	{site}:register:id:<n>          hash, call id -> day and slot, 6 bytes
//	{site}:register:number:<n>      list in a string, 10 bytes each: mark of
//	                                the number, day, slot; owner:<n> likewise
//
// Bits and lists are never taken back when a row changes, and a mark is a hash
// that two values may share. So what they find is checked against the row.
type keys struct{ site string }

// buckets is the number of id, number and owner keys each. With 1,000,000 rows
// that is 61 ids to a hash, which Redis keeps as one packed list up to 512.
const buckets = 1 << 14

func (k keys) prefix() string { return "{" + k.site + "}:register:" }

func (k keys) days() string { return k.prefix() + "days" }

func (k keys) day(d day, part string) string {
	return k.prefix() + strconv.Itoa(int(d)) + ":" + part
}

func (k keys) rows(d day) string { return k.day(d, "rows") }

func (k keys) times(d day) string { return k.day(d, "time") }

func (k keys) bits(d day, f field) string { return k.day(d, f.name+"="+f.value) }

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

// mark32 is a value's mark in a list. It must not depend on the bits of the hash
// that choose the bucket.
func mark32(s string) uint32 { return uint32(hash(s)) }
