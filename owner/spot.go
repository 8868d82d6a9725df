package owner

import (
	"regexp"
	"strconv"
	"strings"
)

// spot is a home as somebody says or types it, as far as it was said: parts
// without their suffixes, empty where nothing was said.
type spot struct{ project, phase, building, unit, room string }

const (
	chineseDigit = `一二三四五六七八九十`
	numeral      = `(?:[0-9a-z]+|[` + chineseDigit + `]{1,3}|[甲乙丙丁戊])`
	roomSuffix   = `(?:号房|室|房|号)?$`
)

var (
	fullSpot = regexp.MustCompile(`^(.*?)(?:(` + numeral + `)期)?[-/,,.]?(` + numeral + `)(?:号楼|栋|幢|座|楼|#|[-/])[-/]?(?:(` + numeral + `)(?:单元|门|[-/]))?[-/]?([0-9a-z]+)` + roomSuffix)
	roomSpot = regexp.MustCompile(`^([^0-9]*?)(?:(` + numeral + `)期)?([0-9]+[a-z]?|[a-z][0-9]+)` + roomSuffix)
	dashes   = strings.NewReplacer("—", "-", "–", "-", "−", "-", "~", "-", "的", "", "第", "")
)

// parseSpot reads a home: 3栋1201, 3-1201, 3幢2单元1201室, 翠湖天地3号楼1201,
// 十一栋1501, a room alone, all of it full-width or with spaces.
func parseSpot(text string) (spot, bool) {
	if len(text) > maxNumberBytes*2 {
		return spot{}, false
	}
	text = dashes.Replace(foldText(text))
	if m := fullSpot.FindStringSubmatch(text); m != nil {
		return spot{project: trimMark(m[1]), phase: numeralOf(m[2]), building: numeralOf(m[3]), unit: numeralOf(m[4]), room: m[5]}, true
	}
	if m := roomSpot.FindStringSubmatch(text); m != nil {
		return spot{project: trimMark(m[1]), phase: numeralOf(m[2]), room: m[3]}, true
	}
	return spot{}, false
}

func trimMark(s string) string { return strings.Trim(s, "-/,.、()") }

// numeralOf writes 十一 as 11 and 03 as 3.
func numeralOf(s string) string {
	if s == "" {
		return ""
	}
	if n, ok := chineseNumber(s); ok {
		return strconv.Itoa(n)
	}
	if t := strings.TrimLeft(s, "0"); t != "" && t[0] <= '9' {
		return t
	}
	return s
}

// chineseNumber reads 一 to 九十九.
func chineseNumber(s string) (int, bool) {
	tens, ones := 0, 0
	seen := false
	for i, r := range []rune(s) {
		if r == '十' {
			if tens > 0 || i > 1 {
				return 0, false
			}
			tens, ones = max(ones, 1), 0
			seen = true
			continue
		}
		at := strings.IndexRune("一二三四五六七八九", r)
		if at < 0 || ones > 0 {
			return 0, false
		}
		ones = at/len("一") + 1
		seen = true
	}
	return tens*10 + ones, seen
}

// buildingKey makes written buildings comparable: 03号楼, 3栋 and 三幢 are 3.
func buildingKey(s string) string { return numeralOf(placeKey(s)) }

// ranges are those of the index that homes of the spot are in. Files write a
// building with or without zeros in front, or in Chinese numerals.
func (at spot) ranges() [][2]string {
	prefix := termRoom + at.room + "-"
	if at.building == "" {
		return [][2]string{prefixRange(prefix)}
	}
	var out [][2]string
	for _, building := range writings(at.building) {
		out = append(out, prefixRange(prefix+building+"-"))
	}
	return out
}

// writings are the ways in which files write a number.
func writings(key string) []string {
	n, err := strconv.Atoi(key)
	if err != nil || n > 99 {
		return []string{key}
	}
	all := []string{key, "0" + key, chineseWriting(n)}
	if n < 10 {
		all = append(all, "00"+key)
	}
	return all
}

func chineseWriting(n int) string {
	digits := []rune("一二三四五六七八九")
	text := ""
	if tens := n / 10; tens > 0 {
		if tens > 1 {
			text = string(digits[tens-1])
		}
		text += "十"
	}
	if ones := n % 10; ones > 0 {
		text += string(digits[ones-1])
	}
	return text
}

// fits reports whether the owner has a home at the spot.
func (at spot) fits(o Owner) bool {
	for _, u := range o.Units {
		if (at.room == "" || placeKey(u.Room) == at.room) &&
			(at.building == "" || buildingKey(u.Building) == at.building) &&
			(at.unit == "" || numeralOf(placeKey(u.Unit)) == at.unit) &&
			(at.phase == "" || numeralOf(strings.TrimSuffix(foldText(u.Phase), "期")) == at.phase) &&
			(at.project == "" || strings.Contains(foldText(u.Project), at.project)) {
			return true
		}
	}
	return false
}
