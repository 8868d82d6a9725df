package owner

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// invalid blames the column whose field broke a rule of the record.
func (f *reading) invalid(number int, cells []string, err error) *Rejection {
	field, reason := "", err.Error()
	if broken := (*FieldError)(nil); errors.As(err, &broken) {
		field, reason = broken.Field, broken.Reason
	}
	for i, c := range f.table {
		if c.names(field) {
			return rejection(number, c, f.cell(i, cells), reason)
		}
	}
	return &Rejection{Row: number, Column: field, Reason: reason}
}

// names reports whether a path such as units[0].room or phones[1].number is in the column.
func (c column) names(path string) bool {
	if c.unit {
		_, path, _ = strings.Cut(path, ".")
	}
	for path != c.field && path != "" {
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return path != ""
}

func rejection(number int, c column, value, reason string) *Rejection {
	if c.private {
		value = mask(value)
	}
	return &Rejection{Row: number, Column: c.title, Value: clip(value), Reason: reason}
}

// mask hides the middle of a private value, whatever it is.
func mask(s string) string {
	n := utf8.RuneCountInString(s)
	runes := []rune(s)
	switch {
	case n == 0:
		return ""
	case n < 9:
		return string(runes[:1]) + "**"
	default:
		return string(runes[:3]) + "****" + string(runes[n-4:])
	}
}

func (im *importer) reject(r Rejection) {
	im.report.RejectedRows++
	if len(im.report.Rejected) < maxReported {
		im.report.Rejected = append(im.report.Rejected, r)
	}
}
