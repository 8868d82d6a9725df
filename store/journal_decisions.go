package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"thirdring/queue"
)

// Decision is why an agent got a call, from the journal.
type Decision struct {
	At time.Time
	queue.Explain
}

// Decisions returns what was decided about a call between from and to, oldest
// first. A decision is often made because of an event of another call, or of an
// agent, so that every entry of the span is looked at: it should be as narrow
// as the caller's wait.
func (s *Store) Decisions(ctx context.Context, call queue.CallID, from, to time.Time) (out []Decision, err error) {
	err = s.read(ctx, stretch{from, to}, func(e rawEntry) error {
		out = append(out, s.decisionsOf(e, call)...)
		return nil
	})
	return out, err
}

// decisionsOf decodes only entries that name both the call and a decision.
func (s *Store) decisionsOf(e rawEntry, call queue.CallID) (out []Decision) {
	if !strings.Contains(e.entry, `"Explain"`) || !strings.Contains(e.entry, string(call)) {
		return nil
	}
	entry := s.decodeEntry(e.id, e.entry)
	for _, cmd := range entry.Commands {
		d := Decision{At: entry.At}
		if cmd.Type != "Explain" {
			continue
		}
		if err := json.Unmarshal(cmd.Data, &d.Explain); err != nil {
			s.meter.unreadable.Inc()
			continue
		}
		if d.Call == call {
			out = append(out, d)
		}
	}
	return out
}
