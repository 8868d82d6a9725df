package record

import (
	"testing"
	"time"

	"thirdring/queue"
)

// message is the row of a caller who left a message at night.
func message(id queue.CallID) queue.Record {
	rec := answered()
	rec.Call, rec.Outcome, rec.Wrap, rec.Agent, rec.Parts = id, queue.OutcomeVoicemail, queue.Disposition{}, queue.AgentRef{}, nil
	rec.Message = rec.Recording.ID
	rec.Exits = []queue.ExitTaken{
		{
			At: at("10:00:05"), Why: queue.WhyClosed, Key: "1", Exit: queue.Exit{Kind: queue.ExitDuty, ID: "night"},
			Phone: queue.DutyPhone{Name: "赵工", Number: "13911110001", Ring: 20 * time.Second}, Result: queue.OfferNoAnswer,
		},
		{At: at("10:00:25"), Why: queue.WhyClosed, Key: "1", Exit: queue.Exit{Kind: queue.ExitVoicemail}},
	}
	return rec
}

// TestAMessageMakesACallback: once, when the row is final, and for nobody in
// particular.
func TestAMessageMakesACallback(t *testing.T) {
	r := startRegister(t)
	rec := message("c1")
	mustSave(t, r, rec, false)
	if list := openTaskIDs(t, r, ""); len(list) != 0 {
		t.Fatalf("before the row is final: %+v", list)
	}
	mustSave(t, r, rec, true)
	mustSave(t, r, rec, true)
	if list := openTaskIDs(t, r, ""); len(list) != 1 {
		t.Fatalf("tasks: %q", list)
	}
	task := mustTask(t, r, "c1.callback")
	if task.Kind != Callback || task.CallID != "c1" || task.Agent != "" || !task.Due.Equal(rec.Times.Hangup.Add(24*time.Hour)) || task.Text == "" || task.OwnerID != rec.Caller.Owner.ID || task.Message != rec.Message {
		t.Errorf("got %+v", task)
	}
}

func TestWaysAreInTheRow(t *testing.T) {
	row := NewRow(message("c1"), true)
	if row.Message == "" || len(row.Ways) != 2 {
		t.Fatalf("got %+v", row)
	}
	if way := row.Ways[0]; way.Kind != queue.ExitDuty || way.Phone != "139****0001" || way.Name != "赵工" || way.Result != queue.OfferNoAnswer || way.Key != "1" {
		t.Errorf("got %+v", way)
	}
}
