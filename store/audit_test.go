package store

import (
	"testing"
	"time"

	"thirdring/store/redistest"
)

func TestAuditTrail(t *testing.T) {
	server := redistest.Run(t)
	s := open(t, server.Addr)
	must(t, s.Audit(t.Context(), "qa1", "recording.play", "20261122-120000123-1"))
	must(t, s.Audit(t.Context(), "1001", "owner.view", "o-1"))
	got, err := s.AuditTrail(t.Context(), 10)
	must(t, err)
	if len(got) != 2 || time.Since(got[0].At) > time.Minute {
		t.Fatalf("got %+v", got)
	}
	for i := range got {
		got[i].At = time.Time{}
	}
	same(t, got, []AuditEntry{
		{Who: "1001", What: "owner.view", Subject: "o-1"},
		{Who: "qa1", What: "recording.play", Subject: "20261122-120000123-1"},
	})
	server.Stop()
	if s.Audit(t.Context(), "x", "y", "z") == nil {
		t.Error("without Redis: got no error")
	}
	server.Start()
}
