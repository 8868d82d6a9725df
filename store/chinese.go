package store

import (
	"cmp"
	"regexp"
	"strings"
	"sync"
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
				out.WriteString(cmp.Or(chineseForms[found[i]], found[i]))
			}
			out.WriteString(part)
		}
		return out.String()
	}
	return reason
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
	{"is longer than %d characters", "不能超过 % 个字"},
	{"holds characters that cannot be shown", "含有无法显示的字符"},
	{"%s is out of range: use %s to %s", "% 超出范围,请填 % 至 %"},
	{"%q is not possible: ids that end in %s belong to the telephones in pages", "% 不可用:以 % 结尾的编号留给网页话机"},
	{"%q is not possible: use 3 to 15 digits as they are to be dialled, perhaps with a leading +", "% 不是可拨打的号码:请填 3 至 15 位数字,可带 +"},
	{"%q is not possible: use %s", "% 不可用:请用%"},
	{"%q is there twice", "% 重复"},
	{"%q is unknown: use care_call, marketing or survey, or leave it out", "% 无效:可选 care_call、marketing、survey,或留空"},
	{"%q is unknown: use %s or %s", "% 无效:可选 % 或 %"},
	{"there is no queue %q", "没有队列 %"},
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
	{"%q is no time span: write 15s, 500ms or 1m30s", "% 不是时长,请写成 15s、500ms 或 1m30s"},
	{"user id %q: use 1 to 32 letters, digits and any of . _ -", "登录名 % 不可用:请用 1 至 32 位字母、数字或 . _ -"},
	{"the user's name is missing", "请填写姓名"},
	{"role %q is unknown: use %s", "角色 % 无效,可选 %"},
	{"a user with the role agent needs an agent id", "坐席角色必须填写坐席编号"},
	{"agent id %q: use 1 to 32 letters, digits, - and _", "坐席编号 % 不可用:请用 1 至 32 位字母、数字、- 或 _"},
	{"the password is too short: use at least %d characters", "密码太短,至少 % 位"},
	{"the password is too long: use at most %d characters", "密码太长,最多 % 位"},
}
