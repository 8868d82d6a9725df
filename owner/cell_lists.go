package owner

import (
	"strings"
)

// Some cells hold small lists: items between semicolons, the parts of an item
// between bars or colons. In exports a backslash guards such a character inside
// a text; people hardly ever need it.

const listEscaped = "\\;；|｜:："

func escapeList(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(listEscaped, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// splitList splits at unguarded separators and keeps the guards, splitting again is possible.
func splitList(s, separators string) []string {
	var parts []string
	var b strings.Builder
	guarded := false
	for _, r := range s {
		if !guarded && strings.ContainsRune(separators, r) {
			parts = append(parts, b.String())
			b.Reset()
			continue
		}
		guarded = !guarded && r == '\\'
		b.WriteRune(r)
	}
	return append(parts, b.String())
}

func unescapeList(s string) string {
	var b strings.Builder
	guarded := false
	for _, r := range s {
		if !guarded && r == '\\' {
			guarded = true
			continue
		}
		guarded = false
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

func formatWarranty(list []Warranty) string {
	parts := make([]string, len(list))
	for i, w := range list {
		parts[i] = escapeList(w.Item)
		if w.Until != "" {
			parts[i] += ":" + string(w.Until)
		}
	}
	return strings.Join(parts, "; ")
}

// parseWarranty reads 防水:2031-05-01; 电梯:2028-05-01.
func parseWarranty(cell string) ([]Warranty, error) {
	var list []Warranty
	for _, part := range splitList(cell, ";；") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		item := splitList(part, ":：")
		w := Warranty{Item: unescapeList(item[0])}
		var err error
		if len(item) > 2 {
			return nil, cellError("want items such as 防水:2031-05-01; 电梯:2028-05-01")
		}
		if len(item) == 2 {
			if w.Until, err = parseDate(item[1]); err != nil {
				return nil, err
			}
		}
		list = append(list, w)
	}
	return list, nil
}

func formatAlerts(list []Alert) string {
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = escapeList(a.Text) + "|" + a.Level.Label()
		if a.Until != "" {
			parts[i] += "|" + string(a.Until)
		}
	}
	return strings.Join(parts, "; ")
}

// parseAlerts reads 漏水未修复|注意|2026-12-31; 慎重致电.
func parseAlerts(cell string) ([]Alert, error) {
	var list []Alert
	for _, part := range splitList(cell, ";；") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		item := splitList(part, "|｜")
		a := Alert{Text: unescapeList(item[0]), Level: AlertInfo}
		if len(item) > 3 {
			return nil, cellError("want alerts such as 漏水未修复|注意|2026-12-31")
		}
		if len(item) > 1 {
			if err := setCode(alertLevels, &a.Level, unescapeList(item[1])); err != nil {
				return nil, err
			}
		}
		if len(item) > 2 {
			var err error
			if a.Until, err = parseDate(item[2]); err != nil {
				return nil, err
			}
		}
		list = append(list, a)
	}
	return list, nil
}

// optOutWords pairs the refusable contacts with their words in files.
func optOutWords(o *OptOut) []struct {
	on    *bool
	words []string
} {
	return []struct {
		on    *bool
		words []string
	}{
		{&o.CareCall, []string{"关怀电话", "关怀", "回访", "电话", "care_call"}},
		{&o.SMS, []string{"短信", "sms"}},
		{&o.Marketing, []string{"营销", "推广", "广告", "marketing"}},
		{&o.Survey, []string{"满意度调查", "调查", "问卷", "survey"}},
	}
}

func formatOptOut(o OptOut) string {
	var parts []string
	for _, w := range optOutWords(&o) {
		if *w.on {
			parts = append(parts, w.words[0])
		}
	}
	return strings.Join(parts, "、")
}

// setOptOut reads 短信、营销, 全部 or 无.
func setOptOut(o *OptOut, cell string) error {
next:
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、,，;；/| ", r) }) {
		switch part = strings.ToLower(part); part {
		case "无", "否", "none", "no":
			continue
		case "全部", "所有", "是", "all", "yes":
			o.CareCall, o.SMS, o.Marketing, o.Survey = true, true, true, true
			continue
		}
		for _, w := range optOutWords(o) {
			for _, word := range w.words {
				if part == word {
					*w.on = true
					continue next
				}
			}
		}
		return cellError("want 关怀电话、短信、营销、满意度调查, 全部 or 无")
	}
	return nil
}
