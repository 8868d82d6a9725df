package record

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thirdring/agent"
	"thirdring/queue"
)

func TestRowSurvivesPacking(t *testing.T) {
	c := &codec{zone: shanghai}
	want := entry{Record: answered(), Final: true, At: at("12:00:00")}
	packed, err := c.pack(want)
	if err != nil {
		t.Fatal(err)
	}
	got, final, err := c.unpack(string(packed))
	if err != nil || !final {
		t.Fatalf("unpack: final %v, %v", final, err)
	}
	if !reflect.DeepEqual(got, want.Record) {
		t.Errorf("got  %+v\nwant %+v", got, want.Record)
	}
	t.Logf("a usual row takes %d bytes packed", len(packed))
	if len(packed) > 600 {
		t.Errorf("a usual row takes %d bytes, want at most 600", len(packed))
	}
}

func TestAnyRowSurvivesPacking(t *testing.T) {
	c := &codec{zone: shanghai}
	rapid.Check(t, func(t *rapid.T) {
		want := drawAny(t)
		packed, err := c.pack(entry{Record: want})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := c.unpack(string(packed))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestUnpackRefusesWhatItDoesNotKnow(t *testing.T) {
	c := &codec{zone: time.UTC}
	for _, bad := range []string{"", "\x02" + strings.Repeat("x", 40), "\x01" + strings.Repeat("\xff", 40), strings.Repeat("\x01", 18)} {
		if _, _, err := c.unpack(bad); err == nil {
			t.Errorf("unpack(%q): got no error", bad)
		}
	}
}

// drawAny makes a record of odd but possible values: zero times, times before
// the ring, texts of any kind.
func drawAny(t *rapid.T) queue.Record {
	text := rapid.StringN(0, 20, -1)
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "never") {
			return time.Time{}
		}
		return time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "ms")).In(shanghai)
	})
	rec := queue.Record{
		Call: queue.CallID(text.Draw(t, "id")), Hotline: text.Draw(t, "hotline"), Queue: text.Draw(t, "queue"),
		Cadence: queue.Cadence{On: time.Duration(rapid.IntRange(0, 9).Draw(t, "on")) * time.Second},
		Caller: queue.Party{Raw: text.Draw(t, "raw"), Owner: queue.OwnerRef{
			Name: text.Draw(t, "owner"), Unit: text.Draw(t, "unit"),
		}},
		Times: queue.Times{Ring: moment.Draw(t, "ring"), Answer: moment.Draw(t, "answer"), Hangup: moment.Draw(t, "hangup")},
		Agent: queue.AgentRef{ID: agent.ID(text.Draw(t, "agent"))},
		Wrap:  queue.Disposition{Summary: text.Draw(t, "summary"), SavedAt: moment.Draw(t, "saved"), MustKeep: rapid.Bool().Draw(t, "keep")},
		Recording: queue.Recording{
			SHA256:   rapid.SampledFrom([]string{"", "abcd", "ABCD", "abc", "no digest"}).Draw(t, "sha"),
			Duration: time.Duration(rapid.IntRange(0, 1e6).Draw(t, "duration")) * time.Millisecond,
		},
	}
	for range rapid.IntRange(0, 3).Draw(t, "lists") {
		rec.Earlier = append(rec.Earlier, queue.Recording{
			ID: queue.RecordingID(text.Draw(t, "earlier")) + "-r", From: moment.Draw(t, "earlier from"), Failed: text.Draw(t, "earlier failed"),
		})
		rec.Offers = append(rec.Offers, queue.OfferTry{Agent: "1001", At: moment.Draw(t, "at"), Result: queue.OfferRejected})
		rec.Holds = append(rec.Holds, queue.Span{From: moment.Draw(t, "from"), To: moment.Draw(t, "to")})
		rec.Prompts = append(rec.Prompts, queue.Played{Prompt: text.Draw(t, "prompt"), At: moment.Draw(t, "played")})
	}
	return rec
}
