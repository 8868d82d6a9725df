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
	CodeTimeout:    {"系统未及时响应,请重试。", "The system did not answer in time; try again."},
	CodeFailed:     {"系统出错,请重试或联系管理员。", "Something went wrong; try again or ask the administrator."},
}

func refusal(code ErrorCode, l lang) Refusal {
	return Refusal{Code: code, Message: sentences[code][l], Temporary: code >= CodeTimeout}
}
