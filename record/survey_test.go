package record

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// rated is a usual call whose customer answered the survey.
func rated(id queue.CallID, score queue.Score) queue.Record {
	rec := answered()
	rec.Call, rec.End = id, queue.End{Class: queue.ByAgent, Reason: queue.EndSurvey}
	rec.Survey = queue.Opinion{AskedAt: at("09:33:40.2")}
	if score != 0 {
		rec.Survey.Score, rec.Survey.At = score, at("09:33:46")
	}
	return rec
}

func TestSurveyIsInTheRow(t *testing.T) {
	for score, words := range map[queue.Score]string{0: "未评价", 1: "满意", 2: "一般", 3: "不满意"} {
		row := NewRow(rated("c1", score), true)
		if row.Survey == nil || row.Survey.Score != score || row.Survey.Words != words || !row.Survey.AskedAt.Equal(at("09:33:40.2")) {
			t.Errorf("score %d: got %+v", score, row.Survey)
		}
		if answeredAt := row.Survey.At; (answeredAt == nil) != (score == 0) {
			t.Errorf("score %d: answered at %v", score, answeredAt)
		}
	}
	if row := NewRow(answered(), true); row.Survey != nil {
		t.Errorf("nobody was asked, got %+v", row.Survey)
	}
}

// TestAnUnhappyCustomerMakesAFollowUp: once, as soon as a row says so, for
// nobody in particular, and beside the follow-up that the agent wants.
func TestAnUnhappyCustomerMakesAFollowUp(t *testing.T) {
	r := startRegister(t)
	for _, happy := range []queue.Record{rated("c1", 0), rated("c2", queue.Satisfied), rated("c3", queue.Fair)} {
		happy.Wrap = queue.Disposition{}
		mustSave(t, r, happy, true)
	}
	if list := openTaskIDs(t, r, ""); len(list) != 0 {
		t.Fatalf("tasks of customers who do not complain: %q", list)
	}
	rec := rated("c4", queue.Dissatisfied)
	rec.Wrap.Resolved, rec.Wrap.PromisedReplyAt, rec.Wrap.FollowUpAt = true, time.Time{}, at("16:00:00")
	mustSave(t, r, rec, false)
	mustSave(t, r, rec, true)
	mustSave(t, r, rec, true)
	if list := openTaskIDs(t, r, ""); len(list) != 2 {
		t.Fatalf("tasks: %q", list)
	}
	task := mustTask(t, r, "c4.survey")
	if task.Kind != FollowUp || task.CallID != "c4" || task.Agent != "" || !task.Due.Equal(rec.Survey.At.Add(24*time.Hour)) ||
		task.Text != unhappyText || task.OwnerID != "o17" || task.Unit != "翠湖/3栋/1502" {
		t.Errorf("got %+v", task)
	}
	if own := mustTask(t, r, "c4.follow_up"); own.Agent != "1001" {
		t.Errorf("the agent's own follow-up: %+v", own)
	}
}

// TestAFollowUpThatIsDoneStaysDone, however often the row comes again.
func TestAFollowUpThatIsDoneStaysDone(t *testing.T) {
	r := startRegister(t)
	rec := rated("c1", queue.Dissatisfied)
	rec.Wrap = queue.Disposition{}
	mustSave(t, r, rec, false)
	if _, err := r.Tasks().Done(t.Context(), "c1.survey", "1002", "已致歉"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, r, rec, true)
	if task := mustTask(t, r, "c1.survey"); task.State != TaskDone || task.Result != "已致歉" {
		t.Errorf("got %+v", task)
	}
}

func TestSearchBySurvey(t *testing.T) {
	r := startRegister(t)
	for id, score := range map[queue.CallID]queue.Score{"asked": 0, "good": 1, "fair": 2, "bad": 3} {
		mustSave(t, r, rated(id, score), true)
	}
	for score, want := range map[queue.Score]queue.CallID{1: "good", 2: "fair", 3: "bad"} {
		if got := foundIDs(t, r, Filter{Survey: score}); len(got) != 1 || got[0] != want {
			t.Errorf("score %d: got %q", score, got)
		}
	}
}

func TestSurveyIsCountedByQueueAndAnswer(t *testing.T) {
	w := newWriting(t, dial(t, redistest.Start(t)), t.TempDir())
	m := w.metrics
	w.stop(t)
	for _, score := range []queue.Score{0, 1, 1, 3} {
		m.call(rated("c1", score))
	}
	m.call(answered())
	for answer, want := range map[string]float64{"satisfied": 2, "fair": 0, "dissatisfied": 1, "none": 1} {
		if got := testutil.ToFloat64(m.survey.WithLabelValues("main", answer)); got != want {
			t.Errorf("%s: got %v, want %v", answer, got, want)
		}
	}
}
