package record

import (
	"encoding/base64"
	"reflect"
	"strconv"
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

// TestEveryFieldSurvivesPacking fills a record by reflection, so that a field
// that is added to queue.Record and forgotten here fails.
func TestEveryFieldSurvivesPacking(t *testing.T) {
	c := &codec{zone: shanghai}
	var want queue.Record
	filler := filler{}
	filler.fill(t, reflect.ValueOf(&want).Elem())
	packed, err := c.pack(entry{Record: want, Final: true, At: at("12:00:00")})
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := c.unpack(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if kept := cloned(want); !reflect.DeepEqual(kept, want) {
		t.Errorf("a clone is %+v", kept)
	}
}

// filler gives every field another value than its zero and its neighbours'.
type filler struct{ n int }

func (f *filler) fill(t *testing.T, v reflect.Value) {
	t.Helper()
	f.n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(at("09:00:00").Add(time.Duration(f.n) * 1_001 * time.Millisecond)))
	case v.Type() == reflect.TypeFor[time.Duration]():
		v.SetInt(int64(f.n) * int64(time.Millisecond))
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			f.fill(t, field)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(t, v.Index(0))
		f.fill(t, v.Index(1))
	case v.Kind() == reflect.String:
		v.SetString("text " + strconv.Itoa(f.n))
	case v.Kind() == reflect.Int:
		v.SetInt(int64(f.n))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("a record has a field of type %s: teach the codec and this test", v.Type())
	}
}

// oldRow is answered(), as it was packed before transfers, parts, outbound
// calls and follow-ups were kept.
const oldRow = "" +
	"AQIAAAGiAONvuAAGYNWC27AApJWxSjtBEMbfJe1/89+Z2b3ErSMBQZGAJFikSArPKmJSmFICihJIaSNCxEYLJUVAVNSHkbvzMWR2984knkawue" +
	"X29rudZX7ffr7v3HZEoiIYBQD/AaCIS7ufvI7jh7NfMgCQaTMW5me/UrGH5YIoJKNh9PQYnT/b+Y5tmNtaqng8lBgAZcCYQCFvzxV4diAAFMil" +
	"25r4iYCCyA32rekAowXCgDxjaFiIhgCF0mQFc9jN3iqZGr1aaWV1Oi1hUZ0DbcmWauzqpkgRtr9ccUN8MYpu7v8Kc4owwxpPpp7XaHTNcT6ZJn" +
	"eXycnx+9VA+HTKi6a3w0GaDsntafRy5JLJJ0WZbJfFTGKwA0gFAOhuVIdqLoXFLnqH8GeJKInkdys/TaSBW8UAY9kYhoER7uh2Ldze3dhpNFrr" +
	"//bDfr1bq7Y25Va/163otR7UsVdtrx5UwnCp9aAEP9gPNR9uxmkfAQAA//8="

func TestOldRowsStayReadable(t *testing.T) {
	packed, err := base64.StdEncoding.DecodeString(oldRow)
	if err != nil {
		t.Fatal(err)
	}
	got, final, err := (&codec{zone: shanghai}).unpack(string(packed))
	if err != nil || !final {
		t.Fatalf("unpack: final %v, %v", final, err)
	}
	if want := answered(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
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
		rec.Parts = append(rec.Parts, queue.Part{
			Agent: queue.AgentRef{Name: text.Draw(t, "part")}, Span: queue.Span{From: moment.Draw(t, "part from")},
		})
		rec.Transfers = append(rec.Transfers, queue.Transferred{
			At: moment.Draw(t, "transferred"), Reason: text.Draw(t, "reason"), To: queue.Target{Kind: queue.ToNumber, ID: text.Draw(t, "to")},
		})
		rec.Help = append(rec.Help, queue.HelpAsked{At: moment.Draw(t, "asked"), Text: text.Draw(t, "help")})
		rec.Prompts = append(rec.Prompts, queue.Played{Prompt: text.Draw(t, "prompt"), Version: rapid.IntRange(0, 99).Draw(t, "version"), At: moment.Draw(t, "played")})
	}
	return rec
}
