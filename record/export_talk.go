package record

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"thirdring/queue"
)

func followUp(r Row, at func(*time.Time) any) any {
	if r.FollowUp == nil {
		return nil
	}
	return at(&r.FollowUp.Due)
}

// transferred tells all transfers and consultations in one cell.
func transferred(r Row) any {
	var all []string
	for _, t := range r.Transfers {
		cell := fmt.Sprintf("%v %s(%s)", label(transferLabels, t.Type), cmp.Or(t.ToName, t.To), t.Reason)
		if t.Result != "" {
			cell += fmt.Sprintf(" %v", label(resultLabels, t.Result))
		}
		all = append(all, cell)
	}
	return text(strings.Join(all, "; "))
}

// talkers are all who talked to the customer, if there was more than one.
func talkers(r Row) any {
	if len(r.Parts) < 2 {
		return nil
	}
	var all []string
	for _, p := range r.Parts {
		all = append(all, cmp.Or(p.AgentName, string(p.AgentID), p.Outside))
	}
	return text(strings.Join(all, "; "))
}

func paused(r Row) any {
	if r.Recording == nil || len(r.Recording.Gaps) == 0 {
		return nil
	}
	total := int64(0)
	for _, g := range r.Recording.Gaps {
		if g.To != nil {
			total += between(g.From, *g.To)
		}
	}
	return seconds(total)
}

// emergency says how the call came into the emergency lane.
func emergency(r Row) any {
	switch {
	case r.Urgent == nil:
		return nil
	case r.Urgent.Escalated != nil:
		return fmt.Sprintf("%v,已呼叫值班", label(urgentLabels, r.Urgent.Why))
	}
	return label(urgentLabels, r.Urgent.Why)
}

// promise says what the call has to do with a call-back.
func promise(r Row) any {
	p := r.Callback
	switch {
	case p == nil:
		return nil
	case p.Of == r.CallID && p.State != "":
		return fmt.Sprintf("要求回电,%v", label(promiseLabels, p.State))
	case p.Of == r.CallID:
		return "要求回电"
	case p.Try == 0:
		return "再次要求回电"
	case p.Reached:
		return fmt.Sprintf("第%d次回电,已联系上", p.Try)
	case p.Last:
		return fmt.Sprintf("第%d次回电,未联系上,转为任务", p.Try)
	case p.Spared:
		return fmt.Sprintf("第%d次回电,因我方原因未完成,不计次数", p.Try)
	}
	return fmt.Sprintf("第%d次回电,未联系上", p.Try)
}

// ended says who hung up. An agent who asked for the customer's opinion is not
// one who just did.
func ended(r Row) any {
	if r.EndReason == queue.EndSurvey {
		return "客服(转评价)"
	}
	return label(partyLabels, r.HangupBy)
}

// links are the calls that this one belongs to, or that belong to it.
func links(r Row) any {
	if r.Callback == nil || len(r.Callback.Attempts) == 0 {
		return text(string(r.LinkedID))
	}
	var ids []string
	for _, try := range r.Callback.Attempts {
		ids = append(ids, string(try.CallID))
	}
	return strings.Join(ids, "; ")
}

func opinion(r Row) any {
	if r.Survey == nil {
		return nil
	}
	return text(r.Survey.Words)
}
