package web

import (
	"errors"
	"net/http"
	"strings"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
)

// problemOfFiles finds the answer to what owners' files and tasks refuse, nil
// if it is something else.
func problemOfFiles(err error) *problem {
	var field *owner.FieldError
	switch {
	case errors.As(err, &field):
		return badField("body."+bodyField(field.Field), sentence{
			"此项有误:" + inChinese(field.Reason) + "。", "This is wrong: " + field.Reason + ".",
		})
	case errors.Is(err, owner.ErrConflict):
		return newProblem(http.StatusConflict, codeConflict)
	case errors.Is(err, owner.ErrNumber):
		return badField("body.number", sentence{"这不是可识别的电话号码。", "This is not a telephone number."})
	case errors.Is(err, record.ErrTaskDone):
		return refusedWith(sentence{"该待办已完成。", "The task is done already."})
	case errors.Is(err, record.ErrTaskDue):
		return badField("body.due", sentence{"时间须在将来一年之内。", "The time must be to come, and within a year."})
	case errors.Is(err, record.ErrTaskText):
		return badField("body.text", sentence{"请填写内容。", "Say what it is about."})
	case errors.Is(err, queue.ErrNoCall):
		return refusedWith(sentence{"这不是您当前的通话,或通话已办结。", "This is not your call, or it has been finished."})
	}
	return nil
}

func refusedWith(text sentence) *problem {
	p := newProblem(http.StatusConflict, codeRefused)
	p.sentence = text
	return p
}

// bodyField is the name of an owner's field in the body that the page sent.
func bodyField(field string) string {
	switch {
	case field == "birthday":
		return "private.birthday"
	case strings.HasPrefix(field, "needs."):
		return "private.needs_" + strings.TrimPrefix(field, "needs.")
	case strings.HasPrefix(field, "preferences."):
		return strings.TrimPrefix(field, "preferences.")
	}
	return field
}

// inChinese translates the reasons of owner.FieldError. The directory's rules
// are few; one that is missing here is shown as it is.
func inChinese(reason string) string {
	for _, known := range []struct{ begins, chinese string }{
		{"is empty", "不能为空"},
		{"is not UTF-8", "含有无法识别的字符"},
		{"contains a control", "含有控制字符"},
		{"is longer than", "内容过长"},
		{"is not an e-mail", "邮箱格式不正确"},
		{"is withheld", "号码未显示"},
		{"is unusable", "不是可识别的电话号码"},
		{"want MM-DD", "请写成 05-01 或 1980-05-01"},
		{"want up to 8 digits", "分机号最多 8 位数字"},
		{"want square metres", "请填写平方米数"},
		{"want an item and a date", "请填写项目和日期,如 2026-05-01"},
		{"is in the record twice", "重复"},
		{"names an item twice", "项目重复"},
		{"holds ", "数量过多"},
	} {
		if strings.HasPrefix(reason, known.begins) {
			return known.chinese
		}
	}
	if strings.Contains(reason, "want a date") {
		return "请填写日期,如 2026-05-01"
	}
	return reason
}
