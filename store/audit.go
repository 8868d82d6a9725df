package store

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// AuditEntry says that somebody looked at, downloaded or changed something.
type AuditEntry struct {
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	What    string    `json:"what"`    // what was done, as "recording.play"
	Subject string    `json:"subject"` // to what, as a call's or an owner's id
}

// Audit appends to the trail, which is never trimmed. If it fails, what was
// asked for must not be shown.
func (s *Store) Audit(ctx context.Context, who, what, subject string) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	err := s.client.XAdd(ctx, &redis.XAddArgs{
		Stream: s.keys.of(keyAudit),
		Values: []any{"at", time.Now().UTC().Format(time.RFC3339Nano), "who", who, "what", what, "subject", subject},
	}).Err()
	return s.meter.failed(opAudit, err)
}

// AuditTrail returns the newest entries, at most n, newest first.
func (s *Store) AuditTrail(ctx context.Context, n int) ([]AuditEntry, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	found, err := s.client.XRevRangeN(ctx, s.keys.of(keyAudit), "+", "-", int64(n)).Result()
	if err != nil {
		return nil, s.meter.failed(opAudit, err)
	}
	out := make([]AuditEntry, 0, len(found))
	for _, m := range found {
		text := func(name string) string { v, _ := m.Values[name].(string); return v }
		e := AuditEntry{Who: text("who"), What: text("what"), Subject: text("subject")}
		e.At, _ = time.Parse(time.RFC3339Nano, text("at")) // written above
		out = append(out, e)
	}
	return out, nil
}
