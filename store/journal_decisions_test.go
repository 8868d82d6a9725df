package store

import (
	"reflect"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// TestDecisionsOfACall finds decisions that other calls' events led to, and
// looks at nothing beyond the span.
func TestDecisionsOfACall(t *testing.T) {
	s := open(t, redistest.Start(t))
	began := time.Now()
	mine := queue.Explain{
		Call: "mine", Agent: "1003", Rule: "longest_idle", Idle: 90 * time.Second, Ready: 2, Waited: 12 * time.Second,
		Others: []queue.Passed{{Agent: "1001", Why: queue.NotNext}},
	}
	again := queue.Explain{Call: "mine", Agent: "1004", Rule: "given"}
	var entries []queue.Entry
	for n := range 2*journalPage + 10 {
		e := queue.Entry{At: noon.Add(time.Duration(n) * time.Millisecond), Call: "other", Event: queue.Woke{}}
		switch n {
		case 5:
			e.Commands = []queue.Command{queue.Explain{Call: "other", Agent: "1001"}, mine}
		case 6:
			e.Call = "mine"
		case journalPage + 5:
			e.Commands = []queue.Command{again}
		}
		entries = append(entries, e)
	}
	must(t, s.Save(t.Context(), queue.Update{At: noon}, entries))

	got, err := s.Decisions(t.Context(), "mine", began.Add(-time.Minute), began.Add(time.Minute))
	must(t, err)
	want := []Decision{
		{At: noon.Add(5 * time.Millisecond), Explain: mine},
		{At: noon.Add((journalPage + 5) * time.Millisecond), Explain: again},
	}
	if len(got) != 2 || !got[0].At.Equal(want[0].At) || !got[1].At.Equal(want[1].At) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range got {
		if !reflect.DeepEqual(got[i].Explain, want[i].Explain) {
			t.Errorf("decision %d: got %+v, want %+v", i, got[i].Explain, want[i].Explain)
		}
	}
	if got, err = s.Decisions(t.Context(), "mine", began.Add(-time.Hour), began.Add(-time.Minute)); err != nil || len(got) != 0 {
		t.Errorf("before it: got %+v, %v", got, err)
	}
}
