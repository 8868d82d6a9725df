package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

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
func (s *Store) Decisions(ctx context.Context, call queue.CallID, from, to time.Time) ([]Decision, error) {
	var out []Decision
	begin, end := fmt.Sprint(from.UnixMilli()), fmt.Sprint(to.UnixMilli())
	for {
		found, err := s.client.XRangeN(ctx, s.keys.of(keyJournal), begin, end, journalPage).Result()
		if err != nil {
			return nil, s.meter.failed(opJournal, err)
		}
		for _, m := range found {
			out = append(out, s.decisionsOf(m, call)...)
		}
		if len(found) < journalPage {
			return out, nil
		}
		begin = "(" + found[len(found)-1].ID
	}
}

// decisionsOf decodes only entries that name both the call and a decision.
func (s *Store) decisionsOf(m redis.XMessage, call queue.CallID) (out []Decision) {
	text, _ := m.Values["entry"].(string)
	if !strings.Contains(text, `"Explain"`) || !strings.Contains(text, string(call)) {
		return nil
	}
	entry := s.decodeEntry(m)
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
