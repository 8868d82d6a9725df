package record

import (
	"fmt"
	"time"

	"thirdring/queue"
)

// column is one column of an export. The values are texts, whole numbers, or
// nil for an empty cell.
type column struct {
	title string
	width float64 // in characters
	value func(Row) any
}

// exportColumns are in the order of the paper register (来去电登记), with what
// only a machine can tell behind it. The number of the row comes first.
func exportColumns(zone *time.Location) []column {
	date := func(t *time.Time, layout string) any {
		if t == nil {
			return nil
		}
		return t.In(zone).Format(layout)
	}
	at := func(t *time.Time) any { return date(t, "2006-01-02 15:04:05") }
	return []column{
		{"日期", 11, func(r Row) any { return date(&r.Ring, "2006-01-02") }},
		{"时间", 9, func(r Row) any { return date(&r.Ring, "15:04:05") }},
		{"来电/去电", 9, func(r Row) any { return label(directionLabels, r.Direction) }},
		{"客户姓名", 10, func(r Row) any { return text(r.OwnerName) }},
		{"身份", 8, func(r Row) any { return label(relationLabels, r.Relation) }},
		{"房号", 20, func(r Row) any { return text(r.UnitRef) }},
		{"电话号码", 15, func(r Row) any { return phone(r) }},
		{"类别", 10, func(r Row) any { return text(r.Category) }},
		{"子类", 10, func(r Row) any { return text(r.SubCategory) }},
		{"内容", 40, func(r Row) any { return text(r.Summary) }},
		{"当场解决", 9, func(r Row) any { return resolved(r) }},
		{"未解决原因", 20, func(r Row) any { return text(r.UnresolvedReason) }},
		{"承诺回复时间", 20, func(r Row) any { return at(r.PromisedReplyAt) }},
		{"回访时间", 20, func(r Row) any { return followUp(r, at) }},
		{"接听人", 10, func(r Row) any { return text(r.AgentName) }},
		{"工号", 8, func(r Row) any { return text(r.WorkNo) }},

		{"结果", 12, func(r Row) any { return label(outcomeLabels, r.Outcome) }},
		{"去电目的", 12, func(r Row) any { return text(r.Purpose) }},
		{"挂断方", 14, func(r Row) any { return ended(r) }},
		{"热线", 12, func(r Row) any { return text(r.Hotline) }},
		{"项目", 12, func(r Row) any { return text(r.Project) }},
		{"队列", 10, func(r Row) any { return text(r.Queue) }},
		{"系统接听时间", 20, func(r Row) any { return at(r.Answer) }},
		{"铃响次数", 9, func(r Row) any { return count(r.RingCount) }},
		{"三声内接听", 10, func(r Row) any { return yesNo(r.WithinThreeRings) }},
		{"人工接听时间", 20, func(r Row) any { return at(r.AgentAnswer) }},
		{"坐席铃响次数", 12, func(r Row) any { return count(r.AgentRingCount) }},
		{"坐席三声内接听", 14, func(r Row) any { return yesNo(r.AgentWithinThreeRings) }},
		{"等候(秒)", 9, func(r Row) any { return seconds(r.WaitMS) }},
		{"通话(秒)", 9, func(r Row) any { return seconds(r.TalkMS) }},
		{"保持次数", 9, func(r Row) any { return count(len(r.Hold)) }},
		{"保持(秒)", 9, func(r Row) any { return seconds(r.HoldMS) }},
		{"转接", 30, func(r Row) any { return transferred(r) }},
		{"通话人员", 20, func(r Row) any { return talkers(r) }},
		{"求助次数", 9, func(r Row) any { return count(len(r.Help)) }},
		{"整理(秒)", 9, func(r Row) any { return seconds(r.WrapMS) }},
		{"处理(秒)", 9, func(r Row) any { return seconds(r.HandleMS) }},
		{"紧急", 12, func(r Row) any { return emergency(r) }},
		{"预约回电", 20, func(r Row) any { return promise(r) }},
		{"满意度", 8, func(r Row) any { return opinion(r) }},
		{"关联呼叫", 28, func(r Row) any { return links(r) }},
		{"挂断时间", 20, func(r Row) any { return at(r.Hangup) }},
		{"录音文件", 30, func(r Row) any { return recordingFile(r) }},
		{"录音暂停(秒)", 12, func(r Row) any { return paused(r) }},
		{"录音必须保存", 12, func(r Row) any { return mustKeep(r) }},
		{"已播录音提示", 12, func(r Row) any { return yesNo(&r.Notice) }},
		{"呼叫编号", 28, func(r Row) any { return text(string(r.CallID)) }},
	}
}

const numberTitle = "序号"

// cells are the values of a row, with its number in front.
func cells(cols []column, n int, row Row) []any {
	out := []any{n}
	for _, c := range cols {
		out = append(out, c.value(row))
	}
	return out
}

func titles(cols []column) []any {
	out := []any{numberTitle}
	for _, c := range cols {
		out = append(out, c.title)
	}
	return out
}

var (
	directionLabels = map[queue.Direction]string{queue.Inbound: "来电", queue.Outbound: "去电", queue.Internal: "内部"}
	partyLabels     = map[string]string{"caller": "客户", "agent": "客服", "system": "系统"}
	// relationLabels name the codes of an owner's file.
	relationLabels = map[string]string{
		"owner": "业主", "occupant": "使用人", "family": "家属", "tenant": "租户", "prospect": "意向客户",
	}
	outcomeLabels = map[queue.Outcome]string{
		queue.OutcomeAnswered: "已接听", queue.AbandonedRing: "振铃中放弃", queue.AbandonedGreeting: "问候中放弃",
		queue.AbandonedQueue: "排队中放弃", queue.OutcomeShort: "短呼", queue.OutcomeFailed: "失败",
		queue.OutcomeNoAnswer: "未接听", queue.OutcomeBusy: "对方忙", queue.OutcomeCancelled: "已取消",
		queue.OutcomeVoicemail: "留言", queue.OutcomeAfterHours: "非工作时间来电", queue.OutcomeOverflow: "排队溢出",
		queue.OutcomeCallback: "预约回电",
	}
	urgentLabels   = map[queue.UrgentWhy]string{queue.UrgentLine: "紧急专线", queue.UrgentKey: "按键求助"}
	promiseLabels  = map[PromiseState]string{PromiseOpen: "待回电", PromiseKept: "已回电", PromiseGivenUp: "未联系上,转为任务"}
	transferLabels = map[queue.TransferKind]string{
		queue.Blind: "直接转接", queue.Attended: "询问后转接", queue.Consulting: "咨询", queue.Conferring: "三方通话",
	}
	resultLabels = map[queue.TransferResult]string{
		queue.TransferTaken: "已接通", queue.TransferReturned: "无人接听退回", queue.TransferQueued: "进入队列",
		queue.TransferCancelled: "已取消", queue.TransferEnded: "已结束",
	}
)

// label falls back to the code of a value that is newer than the table.
func label[S ~string](labels map[S]string, s S) any {
	if l, ok := labels[s]; ok {
		return l
	}
	return text(string(s))
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func phone(r Row) any {
	if r.CallerNumber != "" {
		return national(r.CallerNumber)
	}
	return text(r.CallerNumberMasked)
}

func resolved(r Row) any {
	if r.Category == "" {
		return nil // nobody registered anything
	}
	return yesNo(&r.Resolved)
}

func yesNo(b *bool) any {
	switch {
	case b == nil:
		return nil
	case *b:
		return "是"
	}
	return "否"
}

func count(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// seconds rounds to whole ones, as on paper.
func seconds(n int64) any { return int((n + 500) / 1000) }

func recordingFile(r Row) any {
	switch {
	case r.Recording == nil:
		return nil
	case r.Recording.File == "" && r.Recording.Failed != "":
		return "无文件: " + r.Recording.Failed
	}
	return text(r.Recording.File)
}

func mustKeep(r Row) any {
	if r.Recording == nil {
		return nil
	}
	return yesNo(&r.Recording.MustKeep)
}

// Describe lists a row's filled columns as pairs of title and value, for a
// person to read.
func (r *Register) Describe(row Row) [][]string {
	var out [][]string
	for _, c := range exportColumns(r.zone) {
		if v := c.value(row); v != nil {
			out = append(out, []string{c.title, fmt.Sprint(v)})
		}
	}
	return out
}
