package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"thirdring/queue"
)

// JournalEntry is an entry as read back: for people, so the events and
// commands are names with their fields and not the core's types.
type JournalEntry struct {
	ID       string       `json:"id"` // position in the journal
	At       time.Time    `json:"at"`
	Call     queue.CallID `json:"call,omitempty"`
	Event    Line         `json:"event"`
	Commands []Line       `json:"commands,omitempty"`
}

// Line is an event or a command: its type's name and its fields.
type Line struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data,omitempty"`
}

// backlog holds the entries that Redis has not confirmed.
type backlog struct {
	entries []encodedEntry
	done    uint64 // entries confirmed or dropped so far
}

type encodedEntry struct{ call, value string }

// backlogLimit bounds the memory that entries take while Redis is away.
const backlogLimit = 20_000

// add encodes and keeps entries; the oldest are dropped over the limit.
func (b *backlog) add(entries []queue.Entry) (dropped int) {
	for _, e := range entries {
		b.entries = append(b.entries, encodeEntry(e))
	}
	dropped = max(0, len(b.entries)-backlogLimit)
	b.drop(dropped)
	return dropped
}

func (b *backlog) empty() bool { return len(b.entries) == 0 }

// first is the number of the first entry held; numbers begin at 1.
func (b *backlog) first() uint64 { return b.done + 1 }

func (b *backlog) drop(n int) {
	if n == 0 {
		return
	}
	b.done += uint64(n)
	b.entries = append(b.entries[:0], b.entries[n:]...)
}

func encodeEntry(e queue.Entry) encodedEntry {
	out := JournalEntry{At: e.At, Call: e.Call}
	if e.Event != nil {
		out.Event = line(brief(e.Event))
	}
	for _, c := range e.Commands {
		out.Commands = append(out.Commands, line(brief(c)))
	}
	value, err := json.Marshal(out)
	if err != nil { // a field that JSON cannot hold: keep at least the names
		value = fmt.Appendf(nil, `{"at":%q,"event":{"type":"unreadable"}}`, e.At.Format(time.RFC3339Nano))
	}
	return encodedEntry{call: string(e.Call), value: string(value)}
}

// brief leaves out what is kept elsewhere: the whole call of an offer, most of
// the row of the register, the whole configuration. An error is written as its text.
func brief(v any) (name string, data any) {
	name = reflect.TypeOf(v).Name()
	switch v := v.(type) {
	case queue.ShowOffer:
		return name, map[string]any{"Agent": v.Agent, "Call": v.Call.ID, "Leg": v.Leg}
	case queue.SaveRecord:
		short := map[string]any{"Call": v.Record.Call, "Outcome": v.Record.Outcome, "Final": v.Final}
		if !v.Record.Times.Hangup.IsZero() {
			short["Row"] = v.Record.Brief()
		}
		return name, short
	case queue.Configured:
		return name, map[string]any{"Version": v.Center.Version}
	case queue.Reply:
		if v.Err != nil {
			return name, map[string]any{"Req": v.Req, "Err": v.Err.Error()}
		}
	}
	return name, v
}

func line(name string, data any) Line {
	raw, err := json.Marshal(data)
	if err != nil || string(raw) == "{}" {
		raw = nil
	}
	return Line{Type: name, Data: raw}
}

// Tail returns the newest entries that are not packed, at most n, oldest first.
func (s *Store) Tail(ctx context.Context, n int) ([]JournalEntry, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	found, err := s.client.XRevRangeN(ctx, s.keys.of(keyJournal), "+", "-", int64(n)).Result()
	if err != nil {
		return nil, s.meter.failed(opJournal, err)
	}
	out := make([]JournalEntry, 0, len(found))
	for _, m := range slices.Backward(found) {
		text, _ := m.Values["entry"].(string)
		out = append(out, s.decodeEntry(m.ID, text))
	}
	return out, nil
}

// journalPage is how many entries are read, and packed, at a time.
const journalPage = 1000

// Range returns a call's entries that were written between from and to, oldest
// first. A zero from or to is the journal's begin or end; the narrower the
// span, the less there is to look through.
func (s *Store) Range(ctx context.Context, call queue.CallID, from, to time.Time) (out []JournalEntry, err error) {
	err = s.read(ctx, stretch{from, to}, func(e rawEntry) error {
		if e.call == string(call) {
			out = append(out, s.decodeEntry(e.id, e.entry))
		}
		return nil
	})
	return out, err
}

// Each visits the entries that were written between from and to, oldest first.
// A zero from or to is the journal's begin or end.
func (s *Store) Each(ctx context.Context, from, to time.Time, visit func(JournalEntry) error) error {
	return s.read(ctx, stretch{from, to}, func(e rawEntry) error { return visit(s.decodeEntry(e.id, e.entry)) })
}

func (s *Store) decodeEntry(id, text string) JournalEntry {
	e, err := read[JournalEntry](text)
	if err != nil {
		s.meter.unreadable.Inc()
	}
	if e == nil {
		e = &JournalEntry{Event: Line{Type: "unreadable"}}
	}
	e.ID = id
	return *e
}

// String is the entry as people read it: the moment and the event, then each
// command on a line of its own.
func (e JournalEntry) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.At.Format("2006-01-02 15:04:05.000"), e.Event)
	for _, c := range e.Commands {
		fmt.Fprintf(&b, "\n    %s", c)
	}
	return b.String()
}

// String is the name and the fields that are set.
func (l Line) String() string {
	var fields map[string]any
	if json.Unmarshal(l.Data, &fields) != nil {
		return l.Type
	}
	return l.Type + flatten("", fields)
}
