package record

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

func TestNewRowComputesFigures(t *testing.T) {
	row := NewRow(answered(), true)
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"ring_ms", row.RingMS, int64(10_500)},
		{"ring_count", row.RingCount, 3},
		{"within_3_rings", *row.WithinThreeRings, true},
		{"wait_ms", row.WaitMS, int64(22_000)},
		{"first offer rings", row.Offers[0].Rings, 4},
		{"second offer ring_ms", row.Offers[1].RingMS, int64(5_600)},
		{"agent_ring_count", row.AgentRingCount, 2},
		{"agent_within_3_rings", *row.AgentWithinThreeRings, true},
		{"hold_ms", row.HoldMS, int64(30_000)},
		{"talk_ms", row.TalkMS, int64(150_000)},
		{"wrap_ms", row.WrapMS, int64(20_000)},
		{"handle_ms", row.HandleMS, int64(200_000)},
		{"hangup_by", row.HangupBy, "caller"},
		{"masked", row.CallerNumberMasked, "138****1234"},
		{"notice", row.Notice, true},
		{"must_keep", row.Recording.MustKeep, true},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
}

// The agent gave the customer to somebody outside and wrapped up while the two
// talked on.
func TestTalkAndWrapUpAreTheAgents(t *testing.T) {
	rec := answered()
	outside := queue.Target{Kind: queue.ToNumber, ID: "075512345678"}
	rec.Parts = []queue.Part{
		{Agent: rec.Agent, Span: queue.Span{From: rec.Times.Person, To: at("09:32:00.1")}},
		{To: outside, Span: queue.Span{From: at("09:32:10"), To: rec.Times.Hangup}},
	}
	rec.Times.Wrapped = at("09:32:30.1")
	row := NewRow(rec, true)
	if row.TalkMS != 50_000 || row.HoldMS != 30_000 || row.WrapMS != 30_000 || row.HandleMS != 110_000 {
		t.Errorf("talk %d, hold %d, wrap-up %d, handled %d", row.TalkMS, row.HoldMS, row.WrapMS, row.HandleMS)
	}
}

func TestThreeRingsEndBeforeTheFourth(t *testing.T) {
	for _, c := range []struct {
		after  time.Duration
		rings  int
		within bool
	}{
		{0, 1, true},
		{4999 * time.Millisecond, 1, true},
		{5 * time.Second, 2, true},
		{10 * time.Second, 3, true},
		{14_999 * time.Millisecond, 3, true},
		{15 * time.Second, 4, false},
		{time.Minute, 13, false},
	} {
		rec := answered()
		rec.Times.Answer = rec.Times.Ring.Add(c.after)
		row := NewRow(rec, true)
		if row.RingCount != c.rings || *row.WithinThreeRings != c.within {
			t.Errorf("answer after %v: got ring %d, within %v, want %d, %v", c.after, row.RingCount, *row.WithinThreeRings, c.rings, c.within)
		}
	}
}

func TestRowOfACallThatNobodyAnswered(t *testing.T) {
	row := NewRow(queue.Record{
		Call: "c", Times: queue.Times{Ring: at("09:00:00"), Hangup: at("09:00:07")}, Outcome: queue.AbandonedRing,
		End: queue.End{Class: queue.ByNetwork, Reason: queue.EndNodeLost}, Caller: queue.Party{Match: queue.Withheld},
	}, true)
	if row.RingMS != 7000 || row.RingCount != 0 || row.WithinThreeRings != nil || row.AgentWithinThreeRings != nil {
		t.Errorf("got %+v, want 7000 ms of ringing and no rings to an answer", row.Answering)
	}
	if row.HangupBy != "system" || row.EndClass != queue.ByNetwork {
		t.Errorf("hangup_by %q class %q, want system, network", row.HangupBy, row.EndClass)
	}
	if row.CallerNumberMasked != withheldNumber {
		t.Errorf("number %q, want %q", row.CallerNumberMasked, withheldNumber)
	}
	if row.TalkMS != 0 || row.HandleMS != 0 || row.WaitMS != 0 {
		t.Errorf("talk %d handle %d wait %d, want none", row.TalkMS, row.HandleMS, row.WaitMS)
	}
}

func TestHoldThatLastsEndsWithTheCall(t *testing.T) {
	rec := answered()
	rec.Holds = append(rec.Holds, queue.Span{From: at("09:33:30.1")})
	if got, want := NewRow(rec, true).HoldMS, int64(40_000); got != want {
		t.Errorf("hold_ms: got %d, want %d", got, want)
	}
}

func TestRowJSONHasTheNamesOfTheRegister(t *testing.T) {
	text, err := json.Marshal(NewRow(answered(), true))
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(`call_id direction hotline project queue caller_number caller_number_masked
		owner_id unit_ref relation t_ring t_answer ring_ms ring_count within_3_rings t_queue_in queue_position_at_entry
		t_offer agent t rings result t_agent_answer wait_ms agent_ring_count agent_within_3_rings t_connect hold from to
		hold_ms t_hangup hangup_by cause talk_ms wrap_ms handle_ms agent_id work_no agent_name outcome category sub_category
		summary resolved_on_call unresolved_reason promised_reply_at recording file duration sha256 must_keep
		recording_notice_played prompts_played id`) {
		if !strings.Contains(string(text), `"`+name+`":`) {
			t.Errorf("the row has no %q: %s", name, text)
		}
	}
}

func TestMaskedRowHoldsNoNumber(t *testing.T) {
	text, err := json.Marshal(NewRow(answered(), true).Masked())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "13800001234") {
		t.Errorf("the masked row shows the number: %s", text)
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"+8613800001234": "138****1234", "+862112345678": "021****5678", "+8657112345678": "0571****5678",
		"+864008001234": "400****1234", "95588": "95588", "1001": "1001", "+8612345": "12345",
		"12345678": "12****78", "+85261234567": "+85****4567", "": "",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}
