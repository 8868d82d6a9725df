package record

import (
	"time"

	"thirdring/queue"
)

// Survey is what the customer was asked after the conversation, and answered.
type Survey struct {
	AskedAt *time.Time  `json:"asked_at,omitempty"`
	Score   queue.Score `json:"score,omitempty" enum:"1,2,3" doc:"The key that was pressed; left out if none was."`
	Words   string      `json:"words" enum:"满意,一般,不满意,未评价" doc:"What the score means."`
	At      *time.Time  `json:"at,omitempty" doc:"When the key was pressed."`
}

// scoreWords are the answers in the words of the question.
var scoreWords = map[queue.Score]string{0: "未评价", queue.Satisfied: "满意", queue.Fair: "一般", queue.Dissatisfied: "不满意"}

// answerLabels are the answers as a closed set of labels.
var answerLabels = map[queue.Score]string{0: "none", queue.Satisfied: "satisfied", queue.Fair: "fair", queue.Dissatisfied: "dissatisfied"}

// storedSurvey is a queue.Opinion.
type storedSurvey struct {
	AskedAt mark        `json:"q,omitempty"`
	Score   queue.Score `json:"s,omitempty"`
	At      mark        `json:"t,omitempty"`
}

func survey(rec queue.Record) *Survey {
	o := rec.Survey
	if o == (queue.Opinion{}) {
		return nil
	}
	return &Survey{AskedAt: known(o.AskedAt), Score: o.Score, Words: scoreWords[o.Score], At: known(o.At)}
}

func (s *stored) storeSurvey(o queue.Opinion, at func(time.Time) mark) {
	if o != (queue.Opinion{}) {
		s.Survey = &storedSurvey{at(o.AskedAt), o.Score, at(o.At)}
	}
}

func (s *stored) survey(rec *queue.Record, at func(mark) time.Time) {
	if o := s.Survey; o != nil {
		rec.Survey = queue.Opinion{AskedAt: at(o.AskedAt), Score: o.Score, At: at(o.At)}
	}
}

const (
	unhappyTask = "survey" // in the task's id: the agent's own follow-up of the call is another one
	unhappyText = "客户评价不满意,请回访"
	unhappyDue  = 24 * time.Hour // DOMAIN: replies within 24 h
)

// unhappy reports whether the customer was not satisfied. That stays so,
// whatever else of the row changes.
func (e entry) unhappy() bool { return e.Record.Survey.Score == queue.Dissatisfied }

// askWhy makes the task that an unhappy customer gives rise to. Nobody has it
// until a supervisor gives it to somebody: it should not be the agent of whom
// the customer complains.
func (k *kept) askWhy(e entry) {
	rec := e.Record
	at := first(rec.Survey.At, rec.Times.Hangup)
	k.once(e, Task{
		ID: taskID(rec.Call, unhappyTask), Kind: FollowUp, CreatedAt: at, Due: at.Add(unhappyDue), Text: unhappyText,
	})
}
