package owner

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// The Chinese numbering plan as far as callers' numbers need it. The rules are
// wider than the metadata of phonenumbers on purpose: a caller's number is a key
// to compare, so a range which was assigned last month must not be refused. The
// library decides about foreign numbers and about bare ones that might be either.
var (
	chinaMobile   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	chinaFreecall = regexp.MustCompile(`^[48]00\d{7}$`)
	chinaFixed    = regexp.MustCompile(`^(?:(10|2[0-57-9])\d{8}|([3-9]\d\d)\d{7,8})$`)
	chinaShort    = regexp.MustCompile(`^(?:11[0-9]|12[0-2]|999|1[0-2]\d{3}|11[68]114|100(?:00|10|86)\d\d|95\d{3,14}|96\d{3,4})$`)
	chinaArea     = regexp.MustCompile(`^(?:10|2[0-57-9]|[3-9]\d\d)`)
	chinaCarrier  = regexp.MustCompile(`^(?:179\d\d|12593|10193)(0\d{9,11}|1[3-9]\d{9})$`)
)

const anonymousOnKeypad = "266696687" // ANONYMOUS, as some exchanges send it

// china returns a national significant number (no 0, no 86) in canonical form.
func china(nsn string) Number {
	if chinaMobile.MatchString(nsn) || chinaFreecall.MatchString(nsn) || chinaFixed.MatchString(nsn) {
		return Number{Form: FormE164, Value: "+86" + nsn}
	}
	return Number{}
}

// areaOf returns the area code of a national significant number, without 0, and
// nothing for mobile and 400/800 numbers.
func areaOf(nsn string) string {
	if chinaFreecall.MatchString(nsn) {
		return ""
	}
	m := chinaFixed.FindStringSubmatch(nsn)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

func short(digits string) Number {
	if chinaShort.MatchString(digits) {
		return Number{Form: FormShort, Value: digits}
	}
	return Number{}
}

// national takes the digits of a number written without a country's + or 00.
func (g Numbering) national(digits string) Number {
	if n := short(digits); n.Matchable() {
		return n
	}
	if m := chinaCarrier.FindStringSubmatch(digits); m != nil { // 17951 13800001234
		digits = m[1]
	}
	if rest, ok := strings.CutPrefix(digits, "0"); ok {
		return trunk(rest)
	}
	if chinaMobile.MatchString(digits) || chinaFreecall.MatchString(digits) {
		return china(digits)
	}
	if len(digits) == 7 || len(digits) == 8 { // a local number lacks the area code
		if g.area == "" {
			return Number{}
		}
		return china(g.area + digits)
	}
	if rest, ok := strings.CutPrefix(digits, "86"); ok && len(digits) >= 12 {
		return china(strings.TrimPrefix(rest, "0"))
	}
	// An area code without its 0: only if the library knows the number as a real one.
	if n := china(digits); n.Matchable() {
		p, err := phonenumbers.Parse(n.Value, "CN")
		if err == nil && phonenumbers.IsValidNumber(p) {
			return n
		}
	}
	return Number{}
}

// trunk takes what follows the trunk prefix 0: 021 12345678, 0 13800001234 and
// service codes reached by way of an area, 021 95588, which stay what they are.
func trunk(rest string) Number {
	if n := china(rest); n.Matchable() {
		return n
	}
	if n := short(rest); n.Matchable() {
		return n
	}
	if area := chinaArea.FindString(rest); area != "" {
		if n := short(rest[len(area):]); n.Matchable() {
			return n
		}
		if chinaFreecall.MatchString(rest[len(area):]) {
			return china(rest[len(area):])
		}
	}
	return Number{}
}

// international takes the digits behind + or 00.
func international(digits string) Number {
	if rest, ok := strings.CutPrefix(digits, "86"); ok {
		rest = strings.TrimPrefix(rest, "0") // +86 (0)21 1234 5678
		if n := china(rest); n.Matchable() {
			return n
		}
		return short(rest)
	}
	if len(digits) < 7 || len(digits) > 17 {
		return Number{}
	}
	value, ok := foreign("+" + digits)
	if !ok {
		return Number{}
	}
	// The library strips national prefixes, so what it returns might be read otherwise once more.
	if again, ok := foreign(value); !ok || again != value {
		return Number{}
	}
	return Number{Form: FormE164, Value: value}
}

func foreign(s string) (string, bool) {
	p, err := phonenumbers.Parse(s, "ZZ")
	if err != nil || p.GetCountryCode() == 86 || !phonenumbers.IsPossibleNumber(p) {
		return "", false
	}
	value := phonenumbers.Format(p, phonenumbers.E164)
	return value, len(value) >= 8 && len(value) <= 16
}
