package ws

import (
	"context"
	"errors"
	"strings"

	"thirdring/agent"
	"thirdring/queue"
)

// noError is the code of a request that was done.
const noError ErrorCode = 0

var errNoOwner = errors.New("no owner of the call's caller, or not this unit's")

// codeOf numbers an error of the core.
func codeOf(err error) ErrorCode {
	for _, known := range []struct {
		err  error
		code ErrorCode
	}{
		{nil, noError},
		{queue.ErrNoAgent, CodeNoAgent},
		{queue.ErrNoCall, CodeNoCall},
		{queue.ErrNoReason, CodeNoReason},
		{queue.ErrCategory, CodeCategory},
		{queue.ErrSummary, CodeSummary},
		{queue.ErrUnresolved, CodeUnresolved},
		{queue.ErrBusy, CodeBusy},
		{queue.ErrTarget, CodeTarget},
		{queue.ErrTargetBusy, CodeTargetBusy},
		{queue.ErrWhy, CodeWhy},
		{queue.ErrPurpose, CodePurpose},
		{queue.ErrNumber, CodeNumber},
		{queue.ErrUnreachable, CodeNoPhone},
		{queue.ErrNoThird, CodeThird},
		{queue.ErrThird, CodeThird},
		{queue.ErrPhoneHold, CodePhoneHold},
		{queue.ErrNotRecorded, CodeNoRecord},
		{queue.ErrNoSurvey, CodeNoSurvey},
		{queue.ErrNotAsked, CodeNoSurvey},
		{queue.ErrDigits, CodeDigits},
		{queue.ErrWrapUpMax, CodeWrapUpMax},
		{queue.ErrNothingAsked, CodeNothing},
		{queue.ErrDevice, CodeDevice},
		{queue.ErrFollowUp, CodeFollowUp},
		{queue.ErrIncidentOf, CodePlace},
		{queue.ErrIncidentOver, CodeUntil},
		{queue.ErrNotWaiting, CodeNotWaiting},
		{queue.ErrFirst, CodeFirst},
		{queue.ErrNoQueue, CodeNoQueue},
		{queue.ErrSameQueue, CodeSameQueue},
		{queue.ErrOffDuty, CodeOffDuty},
		{queue.ErrMissedIt, CodeMissedIt},
		{queue.ErrUrgent, CodeUrgent},
		{queue.ErrLimit, CodeLimit},
		{queue.ErrSignedOut, CodeSignedOut},
		{queue.ErrNoPromise, CodeNoPromise},
		{queue.ErrOnTheLine, CodeOnTheLine},
		{queue.ErrNotResting, CodeNotResting},
		{queue.ErrClosed, CodeClosed},
		{queue.ErrNoNode, CodeNoNode},
		{ErrOptOut, CodeOptOut},
		{errNoOwner, CodeNoOwner},
		{agent.ErrIllegal, CodeBadState},
		{agent.ErrReason, CodeNoReason},
		{context.DeadlineExceeded, CodeTimeout},
		{context.Canceled, CodeTimeout},
	} {
		if errors.Is(err, known.err) {
			return known.code
		}
	}
	return CodeFailed
}

// lang is a language that messages exist in.
type lang int

const (
	chinese lang = iota
	english
)

// language is English when the browser prefers it, else Chinese.
func language(accept string) lang {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(accept)), ",")
	if strings.HasPrefix(first, "en") {
		return english
	}
	return chinese
}

var sentences = map[ErrorCode][2]string{
	CodeBadFrame:   {"消息格式有误。", "The message is malformed or has no id."},
	CodeBadType:    {"不支持的消息类型。", "This type of message is unknown."},
	CodeBadData:    {"消息内容有误。", "The message's data does not fit its type."},
	CodeNotAgent:   {"只有坐席可以执行此操作。", "Only an agent can do this."},
	CodeNoAgent:    {"中心配置中没有该坐席,请联系管理员。", "This agent is not in the centre's configuration; ask the administrator."},
	CodeBadState:   {"当前状态不能这样切换。", "This change of state is not possible now."},
	CodeNoReason:   {"请选择小休原因。", "Choose a reason for the break from the centre's list."},
	CodeNoCall:     {"这通电话不是您的,或已处理完毕。", "This call is not yours, or it has been finished."},
	CodeCategory:   {"请选择来电分类和子类。", "Choose a category and sub-category of the centre's list."},
	CodeSummary:    {"请填写来电摘要。", "The summary is missing."},
	CodeUnresolved: {"未当场解决的来电,请填写原因和将来的承诺回复时间。", "An unsolved call needs the reason and a promised reply time in the future."},
	CodeNoOwner:    {"该业主或房产不属于这通电话的来电号码。", "This owner or unit does not belong to the caller's number."},
	CodeBusy:       {"请先结束当前通话或整理。", "Finish the call or wrap-up first."},
	CodeTarget:     {"转接目标不存在,请重新选择。", "The target of the transfer is unknown; choose another."},
	CodeTargetBusy: {"该同事现在无法接听,请换人或稍后再试。", "The colleague is not free; choose another or try later."},
	CodeWhy:        {"请填写转接原因。", "A transfer needs a reason."},
	CodePurpose:    {"请选择外呼目的。", "Choose a purpose of the centre's list for the call."},
	CodeNumber:     {"该号码无法拨打。", "This is no number that can be dialled."},
	CodeOptOut:     {"客户已退订此类来电,不能拨打。", "The customer does not want such calls; it was not dialled."},
	CodeNoPhone:    {"您的话机不在线,请检查话机或耳机设置。", "Your telephone cannot be reached; check it."},
	CodeThird:      {"第三方不在通话中,或已有第三方。", "There is no third party in this call, or there is one already."},
	CodePhoneHold:  {"通话是在话机上保持的,请在话机上恢复。", "The call was put on hold at the telephone: take it back there."},
	CodeNoRecord:   {"这通电话没有录音。", "This call is not being recorded."},
	CodeNoSurvey:   {"这位客户不参加满意度评价,请直接挂断。", "This customer is not to be asked for an opinion; just hang up."},
	CodeDigits:     {"只能发送 0 至 9、* 和 #。", "Only the keys 0 to 9, * and # can be sent."},
	CodeWrapUpMax:  {"整理时间不能再延长。", "The wrap-up cannot be extended any further."},
	CodeNothing:    {"没有待处理的申请。", "Nothing has been asked for."},
	CodeDevice:     {"请选择网页电话、话机或外部号码。", "Choose the page, the desk phone, or a number as your telephone."},
	CodeNotAllowed: {"只有主管可以执行此操作。", "Only a supervisor can do this."},
	CodeFollowUp:   {"回访时间必须晚于现在。", "The time of the follow-up must be in the future."},
	CodeNotWaiting: {"这通来电已不在等候。", "This call does not wait any more."},
	CodeFirst:      {"这通来电已排在最前。", "This call is the first in its queue already."},
	CodeNoQueue:    {"没有这个队列。", "There is no such queue."},
	CodeSameQueue:  {"这通来电已在该队列等候。", "The call waits in that queue already."},
	CodeOffDuty:    {"该坐席现在不接来电,请选择其他坐席。", "This agent takes no calls at the moment; choose another."},
	CodeUrgent:     {"这是紧急来电:已排在所有来电之前,并同时呼叫所有坐席。", "This is an emergency: it goes before all others, and everybody is rung for it already."},
	CodeMissedIt:   {"该坐席刚才没有接起这通来电,请选择其他坐席。", "This agent has missed this call already; choose another."},
	CodeLimit:      {"请填写最多等候该坐席多久,不超过 30 分钟。", "Say how long the caller shall wait for that agent: at most 30 minutes."},
	CodeSignedOut:  {"该坐席已离线,只能调整在岗坐席的队列。", "This agent is signed out: queues can be changed only of agents at work."},
	CodePlace:      {"请选择提示适用的小区。", "Say which project the notice is for."},
	CodeUntil:      {"提示的结束时间必须晚于现在。", "The notice must end in the future."},
	CodeNoPromise:  {"这通来电没有待回电的承诺,或已回电。", "No call-back is promised with this call any more."},
	CodeOnTheLine:  {"客户已接起回电,不能撤销。", "The customer has answered the call-back already."},
	CodeNotResting: {"这通回电已在排队。", "This call-back stands in line already."},
	CodeClosed:     {"热线现在不在营业时间,不能回电。", "The hotline is closed: nobody is called back before it opens."},
	CodeNoNode:     {"线路未连接,暂时无法呼出,请稍后再试。", "No line is connected, so that nobody can be called; try again later."},
	CodeTimeout:    {"系统未及时响应,请重试。", "The system did not answer in time; try again."},
	CodeFailed:     {"系统出错,请重试或联系管理员。", "Something went wrong; try again or ask the administrator."},
}

func refusal(code ErrorCode, l lang) Refusal {
	return Refusal{Code: code, Message: sentences[code][l], Temporary: code >= CodeTimeout}
}
