package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// flatten writes fields as " Name=value" in the order of their names. Fields
// within fields are joined by a point; empty ones are left out.
func flatten(prefix string, fields map[string]any) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		switch v := fields[name].(type) {
		case nil:
		case map[string]any:
			b.WriteString(flatten(prefix+name+".", v))
		case []any:
			if len(v) > 0 {
				text, _ := json.Marshal(v) // was JSON before
				fmt.Fprintf(&b, " %s%s=%s", prefix, name, text)
			}
		default:
			if text := fmt.Sprint(v); !emptyText[text] {
				fmt.Fprintf(&b, " %s%s=%s", prefix, name, quoted(text))
			}
		}
	}
	return b.String()
}

// emptyText are the zero values' texts.
var emptyText = map[string]bool{"": true, "false": true, "0": true, "0001-01-01T00:00:00Z": true}

func quoted(text string) string {
	if strings.ContainsAny(text, " \t\n\"=") {
		return fmt.Sprintf("%q", text)
	}
	return text
}
