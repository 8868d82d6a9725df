package web

import (
	"errors"
	"net/http"

	"thirdring/queue"
)

// Codes of what supervisors cannot have, for programs.
const (
	codeNotWaiting code = "not_waiting"
	codeFirst      code = "first_already"
	codeNoQueue    code = "no_such_queue"
	codeSameQueue  code = "same_queue"
	codeOffDuty    code = "agent_off_duty"
	codeMissedIt   code = "agent_missed_it"
	codeUrgent     code = "call_is_urgent"
	codeSignedOut  code = "agent_signed_out"
	codeNothing    code = "nothing_to_undo"
	codeNoPromise  code = "no_callback_promised"
	codeOnTheLine  code = "customer_on_the_line"
	codeNotResting code = "callback_in_line"
	codeClosed     code = "hotline_closed"
)

// problemOfQueues finds the answer to what the core refuses a supervisor, nil
// if it is something else.
func problemOfQueues(err error) *problem {
	for _, known := range []struct {
		err  error
		code code
		text sentence
	}{
		{queue.ErrNotWaiting, codeNotWaiting, sentence{"这通来电已不在等候。", "This call does not wait any more."}},
		{queue.ErrFirst, codeFirst, sentence{"这通来电已排在最前。", "This call is the first in its queue already."}},
		{queue.ErrNoQueue, codeNoQueue, sentence{"没有这个队列。", "There is no such queue."}},
		{queue.ErrSameQueue, codeSameQueue, sentence{"这通来电已在该队列等候。", "The call waits in that queue already."}},
		{queue.ErrOffDuty, codeOffDuty, sentence{"该坐席现在不接来电,请选择其他坐席。", "This agent takes no calls at the moment; choose another."}},
		{queue.ErrMissedIt, codeMissedIt, sentence{"该坐席刚才没有接起这通来电,请选择其他坐席。", "This agent has missed this call already; choose another."}},
		{queue.ErrUrgent, codeUrgent, sentence{"这是紧急来电:已排在所有来电之前,并同时呼叫所有坐席。", "This is an emergency: it goes before all others, and everybody is rung for it already."}},
		{queue.ErrSignedOut, codeSignedOut, sentence{"该坐席已离线,只能调整在岗坐席的队列。", "This agent is signed out: queues can be changed only of agents at work."}},
		{queue.ErrNothingAsked, codeNothing, sentence{"没有可以取消的。", "There is nothing that could be taken back."}},
		{queue.ErrNoPromise, codeNoPromise, sentence{"这通来电没有待回电的承诺,或已回电。", "No call-back is promised with this call any more."}},
		{queue.ErrOnTheLine, codeOnTheLine, sentence{"客户已接起回电,不能撤销。", "The customer has answered the call-back already."}},
		{queue.ErrNotResting, codeNotResting, sentence{"这通回电已在排队。", "This call-back stands in line already."}},
		{queue.ErrClosed, codeClosed, sentence{"热线现在不在营业时间,不能回电。", "The hotline is closed: nobody is called back before it opens."}},
		{queue.ErrNoNode, codeUnavailable, sentence{"线路未连接,请稍后再试。", "No line is connected; try again later."}},
	} {
		if errors.Is(err, known.err) {
			p := refusedWith(known.text)
			p.Code = known.code
			if known.code == codeUnavailable {
				p.status = http.StatusServiceUnavailable
			}
			return p
		}
	}
	switch {
	case errors.Is(err, queue.ErrLimit):
		return badField("body.limit_s", sentence{
			"请填写最多等候该坐席多久,不超过 30 分钟。", "Say how long the caller shall wait for that agent: at most 30 minutes.",
		})
	case errors.Is(err, queue.ErrIncidentOf):
		return badField("project", sentence{"请选择提示适用的小区。", "Say which project the notice is for."})
	case errors.Is(err, queue.ErrIncidentOver):
		return badField("body.until", sentence{"提示的结束时间必须晚于现在。", "The notice must end in the future."})
	}
	return nil
}
