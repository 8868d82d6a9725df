package store

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	_ "embed" // the script
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// The journal is two streams: the newest entries one by one, and before them
// pages of journalPage entries each, compressed to a tenth. A page's id is that
// of its last entry, so that a page is found by time as an entry is.

//go:embed lua/journal_pack.lua
var packLua string

var packScript = redis.NewScript(packLua)

const packEvery = 10 * time.Second

// PackJournal packs the journal and forgets its oldest part until ctx ends. One
// instance does so at a time: the one that serves.
func (s *Store) PackJournal(ctx context.Context) {
	tick := time.NewTicker(packEvery)
	defer tick.Stop()
	for {
		if err := s.pack(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("the journal cannot be packed now", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// pack drops what is too old or too much, and packs all but the newest one or
// two pages.
func (s *Store) pack(ctx context.Context) error {
	if err := s.trim(ctx); err != nil {
		return s.meter.failed(opJournal, err)
	}
	for {
		n, err := s.client.XLen(ctx, s.keys.of(keyJournal)).Result()
		if err == nil && n >= 2*journalPage {
			err = s.packPage(ctx)
		}
		if err != nil || n < 2*journalPage {
			return s.meter.failed(opJournal, err)
		}
	}
}

// packPage packs the oldest entries, unless somebody else has.
func (s *Store) packPage(ctx context.Context) error {
	found, err := s.client.XRangeN(ctx, s.keys.of(keyJournal), "-", "+", journalPage).Result()
	if err != nil || len(found) < journalPage {
		return err
	}
	page, err := packed(found)
	if err != nil {
		return err
	}
	return packScript.Run(ctx, s.client, s.keys.all(keyJournal, keyPacked), found[0].ID, found[len(found)-1].ID, page).Err()
}

// trim drops what is older than the journal is kept, and the oldest pages if
// they take more memory than they may. A page is as old as its last entry.
func (s *Store) trim(ctx context.Context) error {
	oldest := fmt.Sprint(time.Now().Add(-s.opts.JournalKeep).UnixMilli())
	for _, key := range s.keys.all(keyJournal, keyPacked) {
		if err := s.client.XTrimMinID(ctx, key, oldest).Err(); err != nil {
			return err
		}
	}
	pages, err := s.client.XLen(ctx, s.keys.of(keyPacked)).Result()
	if err != nil || pages == 0 {
		return err
	}
	size, err := s.client.MemoryUsage(ctx, s.keys.of(keyPacked)).Result()
	if err == nil && size > s.opts.JournalMemory {
		err = s.client.XTrimMaxLen(ctx, s.keys.of(keyPacked), pages*s.opts.JournalMemory/size).Err()
	}
	return err
}

// packed are entries as a page holds them: each its id, call and JSON.
func packed(entries []redis.XMessage) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, m := range entries {
		fmt.Fprintf(w, "%s\t%s\t%s\n", m.ID, m.Values["call"], m.Values["entry"])
	}
	err = w.Close()
	return out.Bytes(), err
}

// rawEntry is an entry as it is stored.
type rawEntry struct{ id, call, entry string }

func unpack(page string) ([]rawEntry, error) {
	r, err := gzip.NewReader(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var out []rawEntry
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(parts) != 3 {
			return out, errors.New("a line is not whole")
		}
		out = append(out, rawEntry{parts[0], parts[1], parts[2]})
	}
	return out, nil
}

// stretch is a part of the journal; a zero time is its begin or end.
type stretch struct{ from, to time.Time }

// read visits the entries that were written in the stretch, oldest first. What is
// packed meanwhile is neither missed nor visited twice.
func (s *Store) read(ctx context.Context, in stretch, visit func(rawEntry) error) error {
	begin, end := "-", "+"
	if !in.from.IsZero() {
		begin = fmt.Sprint(in.from.UnixMilli())
	}
	if !in.to.IsZero() {
		end = fmt.Sprint(in.to.UnixMilli())
	}
	for {
		page, err := s.page(ctx, begin, end)
		if err != nil {
			return s.meter.failed(opJournal, err)
		}
		for _, e := range page.entries {
			if err := visit(e); err != nil {
				return err
			}
		}
		if page.next == "" {
			return nil
		}
		begin = page.next
	}
}

// page is a part of the journal and where the next one begins; empty at the end.
type page struct {
	entries []rawEntry
	next    string
}

// page reads the packed page in which begin lies, or, if that is packed no
// longer or not yet, as many entries. The two are looked at in one moment.
func (s *Store) page(ctx context.Context, begin, end string) (page, error) {
	old, err := s.client.XRangeN(ctx, s.keys.of(keyPacked), begin, "+", 1).Result()
	if err != nil {
		return page{}, err
	}
	var fresh []redis.XMessage
	if len(old) == 0 {
		tx := s.client.TxPipeline()
		packed := tx.XRangeN(ctx, s.keys.of(keyPacked), begin, "+", 1)
		single := tx.XRangeN(ctx, s.keys.of(keyJournal), begin, end, journalPage)
		if _, err := tx.Exec(ctx); err != nil {
			return page{}, err
		}
		old, fresh = packed.Val(), single.Val()
	}
	if len(old) > 0 {
		return s.oldPage(old[0], begin, end), nil
	}
	var out page
	for _, m := range fresh {
		call, _ := m.Values["call"].(string)
		entry, _ := m.Values["entry"].(string)
		out.entries = append(out.entries, rawEntry{m.ID, call, entry})
	}
	if len(fresh) == journalPage {
		out.next = "(" + fresh[len(fresh)-1].ID
	}
	return out, nil
}

// oldPage are the entries of a packed page between begin and end. One that
// cannot be read is skipped and counted.
func (s *Store) oldPage(m redis.XMessage, begin, end string) page {
	out := page{next: "(" + m.ID}
	if first, _ := m.Values["first"].(string); after(first, end) {
		return page{}
	}
	data, _ := m.Values["page"].(string)
	entries, err := unpack(data)
	if err != nil {
		s.meter.unreadable.Inc()
	}
	for _, e := range entries {
		if after(e.id, end) {
			return page{entries: out.entries}
		}
		if !before(e.id, begin) {
			out.entries = append(out.entries, e)
		}
	}
	return out
}

// before reports whether an entry's id is before a bound of XRANGE, which may
// be a time alone and, with (, exclude itself.
func before(id, bound string) bool {
	if bound == "-" {
		return false
	}
	bound, exclusive := strings.CutPrefix(bound, "(")
	d := compareIDs(id, bound)
	return d < 0 || exclusive && d == 0
}

func after(id, bound string) bool {
	if bound == "+" {
		return false
	}
	ms, _, _ := strings.Cut(id, "-")
	return compareIDs(ms, bound) > 0
}

func compareIDs(a, b string) int {
	parse := func(id string) (ms, seq uint64) {
		_, _ = fmt.Sscanf(id, "%d-%d", &ms, &seq) // without a number: 0
		return ms, seq
	}
	x, n := parse(a)
	y, m := parse(b)
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(n, m))
}
