package record

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

// busyDay is a call that went through much: two agents, a consultation, a
// transfer, a paused recording, a call for help.
func busyDay() queue.Record {
	rec := answered()
	rec.Call = "busy"
	rec.Parts = []queue.Part{
		{Agent: queue.AgentRef{ID: "1002", WorkNo: "8002", Name: "张三"}, Span: queue.Span{From: at("09:30:40"), To: at("09:32:00")}},
		{Agent: rec.Agent, Span: queue.Span{From: at("09:32:00"), To: at("09:33:40")}},
	}
	rec.Transfers = []queue.Transferred{
		{
			At: at("09:31:00"), By: "1002", To: queue.Target{Kind: queue.ToNumber, ID: "+8613900005678"}, Name: "+8613900005678",
			Kind: queue.Consulting, Reason: "问工程师", Result: queue.TransferEnded, Ended: at("09:31:30"),
		},
		{
			At: at("09:31:40"), By: "1002", To: queue.Target{Kind: queue.ToAgent, ID: "1001"}, Name: "李婷",
			Kind: queue.Blind, Reason: "语言", Result: queue.TransferTaken, Ended: at("09:32:00"),
		},
	}
	rec.Help = []queue.HelpAsked{{At: at("09:33:00"), Agent: "1001", Text: "客户很激动", By: "boss", Taken: at("09:33:10")}}
	rec.Recording.Gaps = []queue.Span{{From: at("09:32:30"), To: at("09:32:45")}}
	rec.Wrap.FollowUpAt, rec.Wrap.By, rec.Wrap.Complete = at("18:00:00"), "1001", true
	rec.Purpose = "followup"
	return rec
}

func TestABusyRowStaysSmall(t *testing.T) {
	c := &codec{zone: shanghai}
	packed, err := c.pack(entry{Record: busyDay(), Final: true, At: at("12:00:00")})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("it takes %d bytes packed", len(packed))
	if len(packed) > 900 {
		t.Errorf("a row with transfers takes %d bytes, want at most 900", len(packed))
	}
}

// TestEveryTalkerFindsTheCall searches for the agent who gave the call away,
// and by the purpose.
func TestEveryTalkerFindsTheCall(t *testing.T) {
	r := startRegister(t)
	mustSave(t, r, busyDay(), true)
	for _, c := range []struct {
		filter Filter
		want   int
	}{
		{Filter{Agent: "1001"}, 1},
		{Filter{Agent: "1002"}, 1},
		{Filter{Agent: "1003"}, 0},
		{Filter{Purpose: "followup"}, 1},
		{Filter{Purpose: "care"}, 0},
		{Filter{Agent: "1002", Purpose: "followup", Direction: queue.Inbound}, 1},
	} {
		page, err := r.Search(context.Background(), Query{Filter: c.filter})
		if err != nil || len(page.Rows) != c.want {
			t.Errorf("%+v found %d, %v, want %d", c.filter, len(page.Rows), err, c.want)
		}
	}
	row := mustGet(t, r, "busy")
	if !row.TalkedTo("1002") || !row.TalkedTo("1001") || row.TalkedTo("1003") || row.TalkedTo("") {
		t.Error("the row does not know who talked to the customer")
	}
	if got := row.Transfers[0]; got.To != "139****5678" || got.ToName != "139****5678" {
		t.Errorf("a number is shown as %q, %q", got.To, got.ToName)
	}
}

func TestExportTellsTransfers(t *testing.T) {
	r := startRegister(t)
	mustSave(t, r, busyDay(), true)
	var out bytes.Buffer
	if _, err := r.Export(context.Background(), &out, Export{Month: Month{2026, time.November}, Format: CSV}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"咨询 139****5678(问工程师) 已结束; 直接转接 李婷(语言) 已接通", "张三; 李婷", "2026-11-22 18:00:00", ",15,是,", "followup",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the export lacks %q:\n%s", want, out.String())
		}
	}
}

// TestOutboundRowsPromiseNoRings leaves the three rings to callers.
func TestOutboundRowsPromiseNoRings(t *testing.T) {
	rec := answered()
	rec.Direction = queue.Outbound
	row := NewRow(rec, true)
	if row.WithinThreeRings != nil || row.AgentWithinThreeRings != nil || row.RingCount != 0 {
		t.Errorf("got %+v", row.Answering)
	}
}
