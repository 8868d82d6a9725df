package main

import (
	"strings"

	"thirdring/queue/replay"
)

// words are the report's, in one language.
type words struct {
	head, late, leftOut, open, version string
	fit, unfit                         string
	changed, nothing, moved            string

	queue, agent, was, model, draft, difference, load, points string

	figures map[string]string

	units *strings.Replacer // of time

	turns, same string
	fates       map[replay.Fate]string

	assumed, patience, talks, kept, tries, duty, messages string
}

var replayWords = map[string]words{
	"en": {
		head:    "Calls: %d, from %s to %s\n",
		late:    "The journal begins at %s: what was before is not in it.\n",
		leftOut: "Left out, since an outage touched them: %d (%s).\n",
		open:    "Left out, since they had not ended: %d.\n",
		version: "Version %d of the configuration was in force on the day; the model plays version %d, which is now.\n",
		fit:     "The model fits the day: compare the draft with the model.\n",
		unfit:   "THE MODEL DOES NOT FIT THE DAY in %s: it answers %d callers after %s, the day %d after %s. The draft says little there.\n",
		changed: "Changed in the draft:", nothing: "nothing", moved: "in another order",
		queue: "QUEUE", agent: "AGENT", was: "AS IT WAS", model: "MODEL", draft: "DRAFT", difference: "DRAFT - MODEL",
		load: "calls, talk", points: "%+.1f points", units: strings.NewReplacer(),
		figures: map[string]string{
			"level": "service level", "answered": "answered of offered", "abandoned": "abandoned", "promised": "asked to be called back",
			"kept": "called back and reached", "left": "left otherwise", "waiting": "wait still", "wait": "mean wait", "longest": "longest wait",
		},
		turns: "What would have become of the callers (model -> draft):", same: "as in the model",
		fates: map[replay.Fate]string{
			replay.FateInTime: "answered in time", replay.FateLate: "answered late", replay.FateGaveUp: "gave up", replay.FatePromised: "asked to be called back",
			replay.FateLeft: "left otherwise", replay.FateWaits: "wait still, nobody takes them", replay.FateOther: "cut off", "": "came to no queue",
		},
		assumed:  "Assumed, since the day does not know (model, draft):",
		patience: "callers who waited longer than on the day gave up when others do",
		talks:    "conversations that never were took as long as another's",
		kept:     "transfers were not possible, as nobody was free: the agent kept the caller",
		tries:    "calls back that were not made went as another's",
		duty:     "duty phones that were not rung for the caller did as others",
		messages: "callers left a message who left none",
	},
	"zh": {
		head:    "%d 通来电，%s 至 %s\n",
		late:    "日志从 %s 开始：之前的来电不在内。\n",
		leftOut: "未计入：系统中断期间的 %d 通来电（%s）。\n",
		open:    "未计入：尚未结束的 %d 通来电。\n",
		version: "当天生效的是配置第 %d 版；模型按现行的第 %d 版推演。\n",
		fit:     "模型与当天相符：请将草案与模型对比。\n",
		unfit:   "模型与当天不符（%s）：模型接起 %d 通、平均等待 %s，当天接起 %d 通、平均等待 %s。该队列的草案结果参考价值不大。\n",
		changed: "草案的改动：", nothing: "无", moved: "顺序不同",
		queue: "队列", agent: "坐席", was: "当天", model: "模型", draft: "草案", difference: "草案与模型之差",
		load: "通话数，通话时长", points: "%+.1f 个百分点", units: strings.NewReplacer("h", "小时", "m", "分", "s", "秒"),
		figures: map[string]string{
			"level": "服务水平", "answered": "接起/进线", "abandoned": "放弃", "promised": "要求回拨", "kept": "已回拨接通",
			"left": "转其他方式未接", "waiting": "一直无人接", "wait": "平均等待", "longest": "最长等待",
		},
		turns: "来电者的结果变化（模型 -> 草案）：", same: "与模型相同",
		fates: map[replay.Fate]string{
			replay.FateInTime: "及时接起", replay.FateLate: "超时接起", replay.FateGaveUp: "放弃", replay.FatePromised: "要求回拨",
			replay.FateLeft: "转其他方式未接", replay.FateWaits: "一直无人接", replay.FateOther: "中断", "": "未进入队列",
		},
		assumed:  "当天无从得知、按下列假设推演的次数（模型，草案）：",
		patience: "等待比当天更久的来电者，按其他人的耐心放弃",
		talks:    "当天没有的通话，时长取自其他通话",
		kept:     "无人空闲、无法转接，由原坐席继续通话",
		tries:    "当天没有的回拨，结果取自其他回拨",
		duty:     "当天未为该来电响过的值班手机，按其他值班手机的情况",
		messages: "当天未留言的来电者改为留言",
	},
}
