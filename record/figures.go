package record

import (
	"time"

	"thirdring/queue"
)

// Counts are the raw counts that the figures of a period are made of.
type Counts struct {
	Offered     int // calls, whatever became of them
	Answered    int // A: by a person
	AnsweredIn  int // A_T: within the threshold, from queue entry
	Abandoned   int // Ab: went before a person answered, short ones included
	AbandonedIn int // Ab_T
	Short       int // S: abandoned too soon to be anybody's fault

	Wait, Handle time.Duration // sums over answered calls
}

// Add counts an inbound row. Calls the other way and calls still under way
// count nothing.
func (c *Counts) Add(row Row, threshold time.Duration) {
	if row.Direction != queue.Inbound || row.Hangup == nil {
		return
	}
	c.Offered++
	wait := ms(row.WaitMS)
	switch _, abandoned := abandonedIn(row.Outcome, row.QueueIn, row.Answer); {
	case row.AgentAnswer != nil:
		c.Answered++
		c.Wait += wait
		c.Handle += ms(row.HandleMS)
		if wait <= threshold {
			c.AnsweredIn++
		}
	case abandoned:
		c.Abandoned++
		if wait <= threshold {
			c.AbandonedIn++
		}
		if row.Outcome == queue.OutcomeShort {
			c.Short++
		}
	}
}

// abandonedIn tells where a caller was who went before a person answered.
func abandonedIn(outcome queue.Outcome, queueIn, answer *time.Time) (phase string, ok bool) {
	switch outcome {
	case queue.AbandonedRing:
		return "ring", true
	case queue.AbandonedGreeting:
		return "greeting", true
	case queue.AbandonedQueue:
		return "queue", true
	case queue.OutcomeShort:
		switch {
		case queueIn != nil:
			return "queue", true
		case answer != nil:
			return "greeting", true
		}
		return "ring", true
	default:
		return "", false
	}
}

// Formula is one of the usual definitions of the service level.
type Formula string

// The formulas, from the same counts. A figure shown to people names its own.
const (
	LevelHeadline  Formula = "A_T / (A + Ab - S)"
	LevelAnswered  Formula = "A_T / A"
	LevelOffered   Formula = "A_T / (A + Ab)"
	LevelHandled   Formula = "(A_T + Ab_T) / (A + Ab)"
	LevelForgiving Formula = "A_T / (A + Ab - Ab_T)"
)

// ServiceLevel computes a formula; ok is false while there is nothing to
// divide by.
func (c Counts) ServiceLevel(f Formula) (level float64, ok bool) {
	switch f {
	case LevelHeadline:
		return ratio(c.AnsweredIn, c.Answered+c.Abandoned-c.Short)
	case LevelAnswered:
		return ratio(c.AnsweredIn, c.Answered)
	case LevelOffered:
		return ratio(c.AnsweredIn, c.Answered+c.Abandoned)
	case LevelHandled:
		return ratio(c.AnsweredIn+c.AbandonedIn, c.Answered+c.Abandoned)
	case LevelForgiving:
		return ratio(c.AnsweredIn, c.Answered+c.Abandoned-c.AbandonedIn)
	}
	return 0, false
}

// AbandonRate is Ab / (A + Ab - S).
func (c Counts) AbandonRate() (float64, bool) {
	return ratio(c.Abandoned, c.Answered+c.Abandoned-c.Short)
}

// AnswerRate (接通率) is A / offered.
func (c Counts) AnswerRate() (float64, bool) { return ratio(c.Answered, c.Offered) }

// SpeedOfAnswer (ASA) is the mean wait of answered calls.
func (c Counts) SpeedOfAnswer() (time.Duration, bool) { return mean(c.Wait, c.Answered) }

// HandleTime (AHT) is the mean of talk, hold and wrap-up of answered calls.
func (c Counts) HandleTime() (time.Duration, bool) { return mean(c.Handle, c.Answered) }

// Occupancy is the share of an agent's time at work that calls took:
// handled / (logged in - breaks).
func Occupancy(handled, loggedIn, breaks time.Duration) (float64, bool) {
	if loggedIn <= breaks {
		return 0, false
	}
	return float64(handled) / float64(loggedIn-breaks), true
}

// repeatWindow is how soon the same matter makes a call unsolved after all.
const repeatWindow = 7 * 24 * time.Hour

// FirstCallResolution is the share of registered calls after which neither the
// same unit nor, where none is known, the same owner called again about the
// same category within 7 days. Rows are in the order of t_ring; calls without
// a unit, owner or category count nothing.
func FirstCallResolution(rows []Row) (float64, bool) {
	type matter struct{ who, category string }
	last := map[matter]time.Time{}
	calls, repeated := 0, 0
	for _, row := range rows {
		m := matter{who: row.UnitRef, category: row.Category}
		if m.who == "" {
			m.who = row.OwnerID
		}
		if m.who == "" || m.category == "" {
			continue
		}
		calls++
		if before, ok := last[m]; ok && row.Ring.Sub(before) <= repeatWindow {
			repeated++
		}
		last[m] = row.Ring
	}
	return ratio(calls-repeated, calls)
}

func ratio(part, whole int) (float64, bool) {
	if whole <= 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}

func mean(sum time.Duration, n int) (time.Duration, bool) {
	if n <= 0 {
		return 0, false
	}
	return sum / time.Duration(n), true
}
