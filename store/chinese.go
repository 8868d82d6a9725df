package store

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Chinese is the reason in Chinese, or as it is when it is not known.
func (p Problem) Chinese() string { return Chinese(p.Reason) }

// Chinese translates what Validate, ParseYAML and the users' rules say. The
// sentences are known by their formats, so that what checks need not know of
// languages.
func Chinese(reason string) string {
	for _, s := range translations() {
		found := s.english.FindStringSubmatch(reason)
		if found == nil {
			continue
		}
		var out strings.Builder
		for i, part := range strings.Split(s.chinese, "%") {
			if i > 0 && i < len(found) {
				out.WriteString(cmp.Or(chineseForms[found[i]], chineseSpan(found[i]), found[i]))
			}
			out.WriteString(part)
		}
		return out.String()
	}
	return reason
}

// chineseSpan is a time span as 1 分 30 秒; empty for what is none.
func chineseSpan(text string) string {
	span, err := time.ParseDuration(text)
	if err != nil || span <= 0 || span%time.Second != 0 || !strings.ContainsAny(text, "hms") {
		return ""
	}
	var out []string
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "小时"}, {time.Minute, "分"}, {time.Second, "秒"}} {
		if n := span / unit.size; n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, unit.name))
		}
		span %= unit.size
	}
	return strings.Join(out, " ")
}

type translation struct {
	english *regexp.Regexp
	chinese string
}

var verb = regexp.MustCompile(`%[a-z]`)

// translations are chineseReasons with patterns that find the values again.
var translations = sync.OnceValue(func() []translation {
	out := make([]translation, 0, len(chineseReasons))
	for _, s := range chineseReasons {
		parts := verb.Split(s[0], -1)
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		out = append(out, translation{regexp.MustCompile(`(?s)^` + strings.Join(parts, `(.*?)`) + `$`), s[1]})
	}
	return out
})

// chineseForms translate what may stand in the place of a value.
var chineseForms = map[string]string{
	codeForm:                           "1 至 32 位小写字母、数字、- 或 _",
	"1 to 32 letters, digits, - and _": "1 至 32 位字母、数字、- 或 _",
	"3 to 15 digits as the trunk delivers them, perhaps with a leading +, such as 4008001234": "3 至 15 位数字(与线路送来的一致,可带 +),如 4008001234",
	"at most 10 digits":         "最多 10 位数字",
	"1 to 16 of A-Z, 0-9 and -": "1 至 16 位大写字母、数字或 -",
	"one of 0-9, * and #":       "0-9、* 或 #",
}

// chineseReasons are the formats of all reasons with their Chinese, a % for
// each value. Longer formats come before those that would find them as well.
var chineseReasons = [][2]string{
	{"is missing", "请填写"},
	{"is missing: say where the key leads", "请填写:按此键去哪里"},
	{"is missing: say which ways are open to the caller", "请填写:来电者可走的去向"},
	{"%d is out of range: use 0 to 1000", "% 超出范围,请填 0 至 1000"},
	{"%d is out of range: use 0 to 10000", "% 超出范围,请填 0 至 10000"},
	{"%d is out of range: use %d to %d", "% 超出范围,请填 % 至 %"},
	{"is missing: choose a queue", "请选择队列"},
	{"begins and ends at the same time: write 00:00-24:00 for all day", "起止时间相同:全天请写 00:00-24:00"},
	{"%q is no whole number", "% 不是整数"},
	{"%q is no date: write 2026-10-01", "% 不是日期,请写成 2026-10-01"},
	{"%q is no date: write 2026-10-07", "% 不是日期,请写成 2026-10-07"},
	{"%q is no day: use %s", "% 不是星期,可用:%"},
	{"%q is no way on: write queue:ID, duty:ID, voicemail, callback, emergency or goodbye", "% 不是去向,请写 queue:队列、duty:值班表、voicemail(留言)、callback(回电)、emergency(紧急通道)或 goodbye(结束)"},
	{"%q is no stretch of a day: write 09:00-18:00, or 22:00-02:00 over midnight", "% 不是时段,请写成 09:00-18:00,跨夜写 22:00-02:00"},
	{"%q is unknown: write queue:ID, duty:ID, voicemail, callback, emergency or goodbye", "% 无效,请写 queue:队列、duty:值班表、voicemail(留言)、callback(回电)、emergency(紧急通道)或 goodbye(结束)"},
	{"nobody waits here whose place could be kept: use voicemail or duty:ID instead of callback", "此处无人排队,没有位置可保留,不能回电:请改用留言或值班电话"},
	{"the queue %q does not call back: give it callbacks, or use another way", "队列 % 没有启用回电:请在该队列启用“回电”,或换一个去向"},
	{"the caller waits in this queue already: name another way", "来电者已在此队列等候,请换一个去向"},
	{"there is no emergency lane: write the section emergency, or use another way", "还没有紧急通道:请先设置“紧急通道”,或换一个去向"},
	{"there is no emergency lane: write the section emergency, or set this to false", "还没有紧急通道:请先设置“紧急通道”,或关闭此项"},
	{"nobody gets into the emergency lane without a key: let a key lead there, or use another way", "只有按键才能进入紧急通道:请设置通向它的按键,或换一个去向"},
	{"the caller stays in the emergency lane: what follows is never reached", "来电留在紧急通道,其后的去向不会用到"},
	{"is when the duty list is rung, and there is none: name one in duty, or leave this out", "到时会呼叫值班电话,但没有选值班表:请选择值班表,或清空此项"},
	{"nobody could be rung: no agent serves these queues, and there is no duty list; name one in duty", "没有可以呼叫的人:没有坐席服务这些队列,也没有值班表;请选择值班表"},
	{"nobody gets here: set emergency of a hotline to true, or let a key lead to emergency", "没有来电会进入紧急通道:请在某条热线上启用,或让某个按键通向它"},
	{"the last of %d attempts would be after %s, but a promise is kept for %s: lower tries or every, or raise keep", "共 % 次回电,最后一次在 % 之后,而回电只保留 %:请减少次数、缩短间隔,或延长保留时间"},
	{"no caller can ask for it: let a key lead to callback, or leave callbacks out", "来电者无法要求回电:请设置一个通向“回电”的按键,或停用回电"},
	{"%q is not possible: use the name of a class of Asterisk's music on hold, such as default", "% 不可用:请填 Asterisk 等待音乐的类别名,如 default"},
	{"%q is unknown: use position, wait or nothing, or leave it out for both", "% 无效:可选 position、wait、nothing,留空为两者都报"},
	{"%q is unknown: use holiday or workday", "% 无效:可选 holiday(假日)或 workday(调休上班)"},
	{"%q is unknown: use one of %v", "% 无效,可选:%"},
	{"%s is before %s: write the last day, or leave it out", "% 早于 %:请填最后一天,只有一天则留空"},
	{"%s to %s is longer than %d days: look at the year", "% 至 % 超过 % 天,请核对年份"},
	{"%q is there twice: use another", "% 重复,请换一个"},
	{"%s is in %q already: take one of them away", "% 已在 % 中,请删除其中一条"},
	{"there is no schedule %q: choose another", "没有营业时间表 %,请另选"},
	{"there is no duty list %q: choose another", "没有值班表 %,请另选"},
	{"at least one phone is needed", "至少需要一部电话"},
	{"the call ends here: what follows is never reached", "通话到此结束,其后的去向不会用到"},
	{"%q is not possible: use the id of a prompt, such as close.main", "% 不可用:请填提示音编号,如 close.main"},
	{"must be later than the one before it", "必须晚于前一条"},
	{"changes nothing: give lower, level or queue", "没有任何作用:请填放宽技能、服务级别或加入队列"},
	{"the agent does not serve the queue %q", "该坐席不服务队列 %"},
	{"no agent has %s at level %d, so that its callers would wait for nobody: give it to an agent, or ask for less", "没有坐席具备 % 技能 % 级,来电将无人可接:请给坐席加上此技能,或降低要求"},
	{"no agent serves this queue, and its callers are never sent elsewhere: let agents serve it, or set nobody of overflow", "没有坐席服务此队列,来电也不会转走:请让坐席加入,或在“溢出”中设置“无人在线时最长等待”"},
	{"no agent serves this queue: its callers only wait to be sent elsewhere", "没有坐席服务此队列,来电只能等到溢出:请让坐席加入,或直接转到别处"},
	{"these ways only lead round in a circle: whom no queue serves is sent round once and then cut off; add voicemail, duty phones or goodbye as the last way", "这些去向在队列间转圈:无人接听的来电转一圈后就被挂断,请把留言、值班电话或礼貌结束放在最后"},
	{"the caller waits in this queue already, so that this way is never taken: name another way", "来电者已在此队列等候,这个去向不会用到,请换一个"},
	{"no day of the week is open: hotlines with these hours are always closed", "一周中没有营业的时段:使用它的热线一直不营业"},
	{"the hotline is always open, so that nobody hears this: choose opening hours, or leave this out", "此热线全天营业,这一段不会用到:请选择营业时间,或停用"},
	{"there is no duty list: an emergency that no agent answers goes on ringing the agents only; choose one", "没有选值班表:坐席都不接时,紧急来电只会继续振坐席;建议选择值班表"},
	{"is longer than %d characters", "不能超过 % 个字"},
	{"holds characters that cannot be shown", "含有无法显示的字符"},
	{"%s is out of range: use %s to %s", "% 超出范围,请填 % 至 %"},
	{"%q is not possible: ids that end in %s belong to the telephones in pages", "% 不可用:以 % 结尾的编号留给网页话机"},
	{"%q is not possible: use 3 to 15 digits as they are to be dialled, without spaces, perhaps with a leading +", "% 不是可拨打的号码:请填 3 至 15 位数字,不留空格,可带 +"},
	{"%q is not possible: use %s", "% 不可用:请用%"},
	{"%q is unknown: use care_call, marketing or survey, or leave it out", "% 无效:可选 care_call、marketing、survey,或留空"},
	{"%q is unknown: use %s or %s", "% 无效:可选 % 或 %"},
	{"there is no queue %q: choose another", "没有队列 %,请另选"},
	{"at least one queue is needed", "至少需要一个队列"},
	{"%q is a reason that the system gives by itself: use another code", "% 是系统自用的原因,请换一个代码"},
	{"the nesting is too deep", "层级过深"},
	{"anchors, aliases and tags are not supported: write the value itself", "不支持锚点、别名和标签,请直接写值"},
	{"must be true or false", "只能是 true 或 false"},
	{"must be a single value, not a list or a group of keys", "应为单个值,不是列表或键值组"},
	{"must be a list: one \"- ...\" for each", "应为列表,每项以 - 开头"},
	{"must be a group of keys: \"key: value\"", "应为键值组,如 key: value"},
	{"must be a whole number", "应为整数"},
	{"there is no such key: did you mean %s?", "没有此键,是否为 %?"},
	{"there is no such key: use %s", "没有此键,可用:%"},
	{"the file must hold exactly one YAML document", "文件应只含一个 YAML 文档"},
	{"the document must be a JSON object", "配置应为 JSON 对象"},
	{"the configuration is larger than %d MB", "配置超过 % MB"},
	{"%q is no share: write a percentage, or a number from 0 to 1", "% 不是比例,请填百分数,或 0 至 1 的小数"},
	{"is empty: use the id of a prompt, such as queue.comfort", "为空:请填提示音编号,如 queue.comfort"},
	{"%q is no time span: write 15s, 500ms or 1m30s", "% 不是时长,请写成 15s、500ms 或 1m30s"},
	{"user id %q: use 1 to 32 letters, digits and any of . _ -", "登录名 % 不可用:请用 1 至 32 位字母、数字或 . _ -"},
	{"the user's name is missing", "请填写姓名"},
	{"role %q is unknown: use %s", "角色 % 无效,可选 %"},
	{"a user with the role agent needs an agent id", "坐席角色必须填写坐席编号"},
	{"agent id %q: use 1 to 32 letters, digits, - and _", "坐席编号 % 不可用:请用 1 至 32 位字母、数字、- 或 _"},
	{"the password is too short: use at least %d characters", "密码太短,至少 % 位"},
	{"the password is too long: use at most %d characters", "密码太长,最多 % 位"},
}
