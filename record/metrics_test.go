package record

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"thirdring/queue"
	"thirdring/store/redistest"
)

func TestEveryCallIsCountedOnce(t *testing.T) {
	w := newWriting(t, dial(t, redistest.Start(t)), t.TempDir())
	w.Start()
	short := abandoned(1, at("08:00:00"))
	short.Outcome = queue.OutcomeShort
	for range 3 { // drafts, the final row, and late duplicates of both
		for _, rec := range []queue.Record{answered(), abandoned(2, at("08:00:00")), short} {
			w.Save(rec, false)
			waitDrained(t, w)
			w.Save(rec, true)
			waitDrained(t, w)
		}
	}
	w.stop(t)
	m := w.metrics
	for _, c := range []struct {
		name string
		of   prometheus.Collector
		want string
	}{
		{"thirdring_record_calls_total", m.calls, `
			# HELP thirdring_record_calls_total Finished calls.
			# TYPE thirdring_record_calls_total counter
			thirdring_record_calls_total{direction="in",outcome="abandoned_queue"} 1
			thirdring_record_calls_total{direction="in",outcome="answered"} 1
			thirdring_record_calls_total{direction="in",outcome="short"} 1
			thirdring_record_calls_total{direction="out",outcome="answered"} 0
			thirdring_record_calls_total{direction="out",outcome="busy"} 0
			thirdring_record_calls_total{direction="out",outcome="cancelled"} 0
			thirdring_record_calls_total{direction="out",outcome="failed"} 0
			thirdring_record_calls_total{direction="out",outcome="no_answer"} 0
		`},
		{"thirdring_record_abandons_total", m.abandons, `
			# HELP thirdring_record_abandons_total Callers who went before a person answered, by where they were; short ones apart.
			# TYPE thirdring_record_abandons_total counter
			thirdring_record_abandons_total{phase="queue",short="false"} 1
			thirdring_record_abandons_total{phase="queue",short="true"} 1
		`},
		{"thirdring_record_recordings_total", m.files, `
			# HELP thirdring_record_recordings_total Calls that a person answered by what became of the recording; none means that none was wanted.
			# TYPE thirdring_record_recordings_total counter
			thirdring_record_recordings_total{must_keep="false",result="failed"} 0
			thirdring_record_recordings_total{must_keep="false",result="kept"} 0
			thirdring_record_recordings_total{must_keep="false",result="none"} 0
			thirdring_record_recordings_total{must_keep="true",result="failed"} 0
			thirdring_record_recordings_total{must_keep="true",result="kept"} 1
			thirdring_record_recordings_total{must_keep="true",result="none"} 0
		`},
		{"thirdring_record_ends_total", m.ends, `
			# HELP thirdring_record_ends_total Finished calls by who or what ended them.
			# TYPE thirdring_record_ends_total counter
			thirdring_record_ends_total{class="caller",reason="hangup"} 3
		`},
	} {
		if err := testutil.CollectAndCompare(c.of, strings.NewReader(c.want), c.name); err != nil {
			t.Error(err)
		}
	}
	const want = `
		# HELP thirdring_record_answer_rings Rings until the system answered, a person answered (both from the call's arrival), and of the answering agent's phone.
		# TYPE thirdring_record_answer_rings histogram
		thirdring_record_answer_rings_bucket{by="agent_phone",le="1"} 0
		thirdring_record_answer_rings_bucket{by="agent_phone",le="2"} 1
		thirdring_record_answer_rings_bucket{by="agent_phone",le="3"} 1
		thirdring_record_answer_rings_bucket{by="agent_phone",le="4"} 1
		thirdring_record_answer_rings_bucket{by="agent_phone",le="5"} 1
		thirdring_record_answer_rings_bucket{by="agent_phone",le="6"} 1
		thirdring_record_answer_rings_bucket{by="agent_phone",le="+Inf"} 1
		thirdring_record_answer_rings_sum{by="agent_phone"} 2
		thirdring_record_answer_rings_count{by="agent_phone"} 1
		thirdring_record_answer_rings_bucket{by="person",le="1"} 0
		thirdring_record_answer_rings_bucket{by="person",le="2"} 0
		thirdring_record_answer_rings_bucket{by="person",le="3"} 0
		thirdring_record_answer_rings_bucket{by="person",le="4"} 0
		thirdring_record_answer_rings_bucket{by="person",le="5"} 0
		thirdring_record_answer_rings_bucket{by="person",le="6"} 0
		thirdring_record_answer_rings_bucket{by="person",le="+Inf"} 1
		thirdring_record_answer_rings_sum{by="person"} 9
		thirdring_record_answer_rings_count{by="person"} 1
		thirdring_record_answer_rings_bucket{by="system",le="1"} 2
		thirdring_record_answer_rings_bucket{by="system",le="2"} 2
		thirdring_record_answer_rings_bucket{by="system",le="3"} 3
		thirdring_record_answer_rings_bucket{by="system",le="4"} 3
		thirdring_record_answer_rings_bucket{by="system",le="5"} 3
		thirdring_record_answer_rings_bucket{by="system",le="6"} 3
		thirdring_record_answer_rings_bucket{by="system",le="+Inf"} 3
		thirdring_record_answer_rings_sum{by="system"} 5
		thirdring_record_answer_rings_count{by="system"} 3
	`
	if err := testutil.CollectAndCompare(m.rings, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

func TestFileResult(t *testing.T) {
	for want, r := range map[string]*Recording{
		"none": nil, "kept": {ID: "r1", File: "r1.wav"}, "failed": {ID: "r1", Failed: "asterisk never reported the recording"},
	} {
		if got := fileResult(r); got != want {
			t.Errorf("%+v: got %q, want %q", r, got, want)
		}
	}
	if got := fileResult(&Recording{MustKeep: true}); got != "none" {
		t.Errorf("must keep, never recorded: got %q, want none", got)
	}
}
