package owner

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Form says what a written or signalled number turned out to be.
type Form int

// The forms of a number. Only FormE164 and FormShort can match an owner.
const (
	FormUnusable Form = iota // neither a number nor a way of saying that there is none
	FormWithheld             // the caller or the network does not tell
	FormE164                 // +8613800001234
	FormShort                // 12345, 95588: dialled as it is, has no E.164 form
)

// String returns the form's lower-case name.
func (f Form) String() string {
	switch f {
	case FormUnusable:
		return "unusable"
	case FormWithheld:
		return "withheld"
	case FormE164:
		return "e164"
	case FormShort:
		return "short"
	default:
		return fmt.Sprintf("Form(%d)", int(f))
	}
}

// Number is the canonical form of a number.
type Number struct {
	Form  Form
	Value string // "+8613800001234" or "95588"; empty unless Matchable
	Ext   string // digits of an extension; not part of what is matched
}

// Matchable reports whether the number can belong to an owner.
func (n Number) Matchable() bool { return n.Form == FormE164 || n.Form == FormShort }

// Masked returns the number as it may be shown outside the current call:
// 138****1234, 021****5678, +852****4567. Short service codes are public and stay
// as they are; a number which is not Matchable gives the empty string.
func (n Number) Masked() string {
	if n.Form == FormShort && len(n.Value) <= 8 {
		return n.Value
	}
	if !n.Matchable() || len(n.Value) < 8 {
		return ""
	}
	head := n.Value[:5] // privacy numbers like 95013 xxxx xxxx
	if n.Form == FormE164 {
		head = n.head()
	}
	return head + "****" + n.Value[len(n.Value)-4:]
}

// National returns the number as people in China write it: 13800001234,
// 021-12345678, 4008001234, +85221234567, and 021-12345678转801.
func (n Number) National() string {
	s := n.Value
	if nsn, ok := strings.CutPrefix(n.Value, "+86"); ok {
		s = nsn
		if area := areaOf(nsn); area != "" {
			s = "0" + area + "-" + nsn[len(area):]
		}
	}
	if n.Ext != "" {
		s += "转" + n.Ext
	}
	return s
}

// head returns what stays visible in front of a masked E.164 number.
func (n Number) head() string {
	nsn, ok := strings.CutPrefix(n.Value, "+86")
	if !ok {
		p, err := phonenumbers.Parse(n.Value, "ZZ")
		if err != nil {
			return "+"
		}
		return fmt.Sprintf("+%d", p.GetCountryCode())
	}
	if area := areaOf(nsn); area != "" {
		return "0" + area
	}
	return nsn[:3]
}

// canonicalNumber gives a Value from the store its form again.
func canonicalNumber(value, ext string) Number {
	form := FormShort
	if strings.HasPrefix(value, "+") {
		form = FormE164
	}
	return Number{Form: form, Value: value, Ext: ext}
}

// Numbering turns written numbers into canonical ones as a site in mainland
// China sees them. The zero Numbering knows no area code: it cannot complete
// bare local numbers and calls them unusable.
type Numbering struct {
	area string // without the leading 0
}

var areaCode = regexp.MustCompile(`^0?(10|2[0-57-9]|[3-9]\d\d)$`)

// NewNumbering returns the numbering of a site with the given area code, which
// is written with or without its 0 and may be empty.
func NewNumbering(area string) (Numbering, error) {
	if area == "" {
		return Numbering{}, nil
	}
	m := areaCode.FindStringSubmatch(area)
	if m == nil {
		return Numbering{}, fmt.Errorf("owner: area code %q: want a Chinese area code such as 021 or 0571", area)
	}
	return Numbering{area: m[1]}, nil
}

// Canonical returns the canonical form of a number as a person wrote it or a
// trunk signalled it. It takes anything, and it is idempotent: the canonical
// form of a Value is that Value.
func (g Numbering) Canonical(s string) Number {
	w, form := unwrap(s)
	if form != FormE164 {
		return Number{Form: form}
	}
	if head, ext, ok := w.dashExtension(); ok && w.ext == "" {
		if n := g.classify(head); n.Matchable() {
			n.Ext = ext
			return n
		}
	}
	n := g.classify(w.written)
	if n.Matchable() {
		n.Ext = w.ext
		return n
	}
	// The last group of 13800001234-801 is an extension if the rest stands alone.
	if i := strings.LastIndexByte(w.written, '-'); i > 0 && w.ext == "" && len(w.written)-i <= maxExt+1 {
		if n := g.classify(w.written[:i]); n.Matchable() {
			n.Ext = digitsOf(w.written[i:])
			return n
		}
	}
	return n
}

func (g Numbering) classify(written string) Number {
	digits := digitsOf(written)
	if strings.HasPrefix(strings.TrimLeft(written, "( ["), "+") {
		return international(strings.TrimPrefix(digits, "00"))
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok {
		return international(rest)
	}
	if digits == anonymousOnKeypad {
		return Number{Form: FormWithheld}
	}
	return g.national(digits)
}
