package owner

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// chinaTime is the zone of times which a file gives without one.
func chinaTime() *time.Location { return time.FixedZone("CST", 8*60*60) }

var (
	spreadsheetFloat = regexp.MustCompile(`^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$`)
	dateParts        = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?$`)
	birthdayParts    = regexp.MustCompile(`^(\d{1,2})[-/.月](\d{1,2})日?$`)
	phoneSeparator   = regexp.MustCompile(`[/;；、|\r\n]+`)
	phoneComma       = regexp.MustCompile(`[,，\s]+`)
)

// parsePhones reads one or several numbers, each perhaps with its kind in front:
// 13800001234 / 住宅 021-12345678转801.
func parsePhones(g Numbering, cell string) ([]Phone, error) {
	var list []Phone
	parts := phoneSeparator.Split(cell, -1)
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		p, err := parsePhone(g, part)
		if err == nil {
			list = append(list, p)
			continue
		}
		several, ok := commaPhones(g, part)
		if !ok {
			if p, whole := parsePhone(g, cell); whole == nil && len(parts) == 2 { // 021/12345678
				return []Phone{p}, nil
			}
			return nil, err
		}
		list = append(list, several...)
	}
	if len(list) == 0 {
		return nil, cellError("is empty")
	}
	list[0].Primary = true
	return list, nil
}

func parsePhone(g Numbering, s string) (Phone, error) {
	kind := PhoneKind("")
	if i := strings.IndexAny(s, " :："); i > 0 {
		if code, ok := phoneKinds.code(s[:i]); ok {
			kind, s = PhoneKind(code), strings.TrimLeft(s[i:], " :：")
		}
	}
	text, err := spreadsheetNumber(s)
	if err != nil {
		return Phone{}, err
	}
	n := g.Canonical(text)
	if !n.Matchable() {
		if n.Form == FormWithheld {
			return Phone{}, cellError("says that there is no number")
		}
		if g.area == "" {
			return Phone{}, cellError("is not a phone number (a local number needs its area code)")
		}
		return Phone{}, cellError("is not a phone number")
	}
	if kind == "" {
		kind = kindOf(n)
	}
	return Phone{Number: n.Value, Ext: n.Ext, Kind: kind}, nil
}

// commaPhones reads several numbers between commas or spaces, where a single one has its extension.
func commaPhones(g Numbering, part string) ([]Phone, bool) {
	var list []Phone
	for _, s := range phoneComma.Split(part, -1) {
		p, err := parsePhone(g, s)
		if err != nil {
			return nil, false
		}
		list = append(list, p)
	}
	return list, true
}

// spreadsheetNumber repairs 13800001234.0 and exact 1.3800001234E10; what has lost digits is refused.
func spreadsheetNumber(s string) (string, error) {
	m := spreadsheetFloat.FindStringSubmatch(s)
	if m == nil {
		return strings.TrimSuffix(s, ".0"), nil
	}
	exponent, _ := strconv.Atoi(m[3])
	if len(m[2]) > exponent || exponent-len(m[2]) > 3 || exponent > 15 {
		return "", cellError("was shortened by a spreadsheet program: format the column as text and enter the number again")
	}
	return m[1] + m[2] + strings.Repeat("0", exponent-len(m[2])), nil
}

func formatPhones(phones []Phone) string {
	parts := make([]string, len(phones))
	for i, p := range phones {
		n := canonicalNumber(p.Number, p.Ext)
		parts[i] = n.National()
		if p.Kind != kindOf(n) {
			parts[i] = p.Kind.Label() + " " + parts[i]
		}
	}
	return strings.Join(parts, " / ")
}

func formatVerified(phones []Phone) string {
	var parts []string
	for _, p := range phones {
		if !p.VerifiedAt.IsZero() {
			parts = append(parts, canonicalNumber(p.Number, p.Ext).National()+"="+formatTime(p.VerifiedAt))
		}
	}
	return strings.Join(parts, "; ")
}

func setVerified(r *row, cell string) error {
	for _, part := range strings.FieldsFunc(cell, func(c rune) bool { return c == ';' || c == '；' }) {
		number, at, _ := strings.Cut(part, "=")
		n := r.numbering.Canonical(number)
		t, err := parseTime(at)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(r.owner.Phones, func(p Phone) bool { return p.Number == n.Value && p.Ext == n.Ext })
		if i < 0 {
			return cellError("names a number which is not in the column 电话 (phones)")
		}
		r.owner.Phones[i].VerifiedAt = t
	}
	return nil
}

func parseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	bad := cellError(fmt.Sprintf("%q is not a date such as 2026-05-01", clip(s)))
	if m := dateParts.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
	} else if len(s) == 8 && digitsOf(s) == s {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	} else if days, err := strconv.ParseFloat(s, 64); err == nil && days >= 1 && days < 80000 { // as spreadsheets store it
		s = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
	}
	if d := Date(s); d.valid() {
		return d, nil
	}
	return "", bad
}

func parseBirthday(s string) (string, error) {
	if m := birthdayParts.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%02s-%02s", m[1], m[2])
		if !validBirthday(s) {
			return "", cellError("is not a day such as 05-01 or 1980-05-01")
		}
		return s, nil
	}
	d, err := parseDate(s)
	if err != nil {
		return "", cellError("is not a day such as 05-01 or 1980-05-01")
	}
	return string(d), nil
}

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(chinaTime()).Format(time.RFC3339)
}

func parseTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006/1/2 15:04:05", "2006/1/2 15:04"} {
		if t, err := time.ParseInLocation(layout, s, chinaTime()); err == nil {
			return t.UTC(), nil
		}
	}
	d, err := parseDate(s)
	if err != nil {
		return time.Time{}, cellError(fmt.Sprintf("%q is not a time such as 2026-05-01 09:30", clip(s)))
	}
	t, err := time.ParseInLocation(time.DateOnly, string(d), chinaTime())
	return t.UTC(), err
}

func parseArea(s string) (float64, error) {
	text := s
	for _, unit := range []string{"平方米", "平米", "㎡", "m²", "m2", "平"} {
		text = strings.TrimSuffix(strings.TrimSpace(text), unit)
	}
	a, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return 0, cellError(fmt.Sprintf("%q is not an area in square metres", clip(s)))
	}
	return a, nil
}

func parseBool(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "是", "有", "欠费", "欠缴", "y", "yes", "true", "1", "√":
		return true, nil
	case "否", "无", "不欠费", "已缴", "n", "no", "false", "0":
		return false, nil
	default:
		return false, cellError(fmt.Sprintf("%q is neither 是 (yes) nor 否 (no)", clip(s)))
	}
}

func formatBool(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// clip shortens a cell for a message.
func clip(s string) string {
	r := []rune(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s))
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(r)
}
