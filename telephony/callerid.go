package telephony

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// numberLimit is the most characters of a caller's number that are kept.
const numberLimit = 64

// clean keeps the first printable characters of s, at most most of them. What
// a network sends as a caller's number may be anything.
func clean(s string, most int) string {
	var b strings.Builder
	kept := 0
	for _, r := range s {
		if kept == most {
			break
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			continue
		}
		b.WriteRune(r)
		kept++
	}
	return strings.TrimSpace(b.String())
}
