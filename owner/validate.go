package owner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of one record. They are far above what a person has and keep one record
// from becoming a burden for every reader.
const (
	maxPhones   = 30
	maxUnits    = 300
	maxWarranty = 50
	maxAlerts   = 30
	maxShort    = 64  // names, rooms, codes
	maxLong     = 500 // addresses, notes, alerts
)

// FieldError says which field of a record is wrong and why.
type FieldError struct {
	Field  string // a path such as phones[1].number
	Reason string
}

// Error implements error.
func (e *FieldError) Error() string { return "owner: " + e.Field + ": " + e.Reason }

// Normalize brings the record into the form in which it is kept: trimmed texts,
// canonical numbers, known kinds, the primary phone first, defaults filled in.
// It returns the first *FieldError of a record which cannot be kept.
func (o *Owner) Normalize(g Numbering) error {
	if o.Relation == "" {
		o.Relation = RelationOwner
	}
	if o.Segment == "" {
		o.Segment = SegmentOrdinary
	}
	if !validID(o.ID) {
		return &FieldError{"id", "want 1 to 32 letters, digits, - or _"}
	}
	if !slices.Contains(relations.codes, string(o.Relation)) {
		return &FieldError{"relation", relations.want(string(o.Relation))}
	}
	if !slices.Contains(segments.codes, string(o.Segment)) {
		return &FieldError{"segment", segments.want(string(o.Segment))}
	}
	if err := o.normalizeTexts(); err != nil {
		return err
	}
	if o.Name == "" {
		return &FieldError{"name", "is empty"}
	}
	if !validBirthday(o.Birthday) {
		return &FieldError{"birthday", "want MM-DD or YYYY-MM-DD"}
	}
	if err := o.normalizePhones(g); err != nil {
		return err
	}
	if err := o.normalizeUnits(); err != nil {
		return err
	}
	o.OptOut.At, o.Consent.At = second(o.OptOut.At), second(o.Consent.At)
	return o.normalizeAlerts()
}

func (o *Owner) normalizeTexts() error {
	for _, t := range []struct {
		field string
		text  *string
		limit int
	}{
		{"name", &o.Name, maxShort},
		{"salutation", &o.Salutation, maxShort},
		{"birthday", &o.Birthday, maxShort},
		{"language_note", &o.LanguageNote, maxLong},
		{"email", &o.Contact.Email, maxLong},
		{"wechat", &o.Contact.WeChat, maxShort},
		{"home_address", &o.Contact.HomeAddress, maxLong},
		{"needs.house_type", &o.Needs.HouseType, maxShort},
		{"needs.area", &o.Needs.Area, maxShort},
		{"needs.budget", &o.Needs.Budget, maxShort},
		{"preferences.decor_style", &o.Preferences.DecorStyle, maxLong},
		{"preferences.amenities", &o.Preferences.Amenities, maxLong},
		{"opt_out.source", &o.OptOut.Source, maxLong},
		{"consent.recording_notice_version", &o.Consent.NoticeVersion, maxShort},
	} {
		if err := normalizeText(t.field, t.text, t.limit); err != nil {
			return err
		}
	}
	if e := o.Contact.Email; e != "" && (strings.Count(e, "@") != 1 || e[0] == '@' || e[len(e)-1] == '@') {
		return &FieldError{"email", "is not an e-mail address"}
	}
	return nil
}

func (o *Owner) normalizePhones(g Numbering) error {
	if len(o.Phones) == 0 {
		return &FieldError{"phones", "is empty: an owner needs at least one number"}
	}
	if len(o.Phones) > maxPhones {
		return &FieldError{"phones", fmt.Sprintf("holds %d numbers, at most %d are kept", len(o.Phones), maxPhones)}
	}
	kept := make([]Phone, 0, len(o.Phones))
	for i, p := range o.Phones {
		field := fmt.Sprintf("phones[%d]", i)
		n := g.Canonical(p.Number)
		if !n.Matchable() {
			return &FieldError{field + ".number", "is " + n.Form.String()}
		}
		p.Number, p.Ext = n.Value, cmp.Or(n.Ext, p.Ext)
		if len(p.Ext) > maxExt || digitsOf(p.Ext) != p.Ext {
			return &FieldError{field + ".ext", "want up to 8 digits"}
		}
		if p.Kind == "" {
			p.Kind = kindOf(n)
		}
		if !slices.Contains(phoneKinds.codes, string(p.Kind)) {
			return &FieldError{field + ".kind", phoneKinds.want(string(p.Kind))}
		}
		p.VerifiedAt = second(p.VerifiedAt)
		kept = addPhone(kept, p)
	}
	primary := max(0, slices.IndexFunc(kept, func(p Phone) bool { return p.Primary }))
	first := kept[primary]
	kept = slices.Insert(slices.Delete(kept, primary, primary+1), 0, first)
	for i := range kept {
		kept[i].Primary = i == 0
	}
	o.Phones = kept
	return nil
}

// addPhone adds p unless the same number with the same extension is there, which then learns what p knows.
func addPhone(list []Phone, p Phone) []Phone {
	i := slices.IndexFunc(list, func(q Phone) bool { return q.Number == p.Number && q.Ext == p.Ext })
	if i < 0 {
		return append(list, p)
	}
	list[i].Primary = list[i].Primary || p.Primary
	if n := canonicalNumber(p.Number, p.Ext); p.Kind != kindOf(n) {
		list[i].Kind = p.Kind // somebody has said so, it is not a guess
	}
	if p.VerifiedAt.After(list[i].VerifiedAt) {
		list[i].VerifiedAt = p.VerifiedAt
	}
	return list
}

func kindOf(n Number) PhoneKind {
	if nsn, ok := strings.CutPrefix(n.Value, "+86"); ok && areaOf(nsn) != "" {
		return PhoneHome
	}
	return PhoneMobile
}

// normalizeText trims the text and refuses what would break a line, a screen or a search.
func normalizeText(field string, text *string, limit int) error {
	s := strings.TrimSpace(*text)
	switch {
	case !utf8.ValidString(s):
		return &FieldError{field, "is not UTF-8 text"}
	case strings.ContainsFunc(s, unicode.IsControl):
		return &FieldError{field, "contains a control character"}
	case utf8.RuneCountInString(s) > limit:
		return &FieldError{field, fmt.Sprintf("is longer than %d characters", limit)}
	}
	*text = s
	return nil
}

// second drops what the store does not keep of a time.
func second(t time.Time) time.Time {
	if t.Unix() <= 0 {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

// Valid reports whether the date is one, or empty.
func (d Date) Valid() bool { return d.valid() }

func (d Date) valid() bool {
	if d == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

func validBirthday(s string) bool {
	if len(s) == len("01-02") {
		s = "2000-" + s // a leap year: 02-29 is somebody's birthday
	}
	return Date(s).valid()
}

func validID(id ID) bool {
	return len(id) >= 1 && len(id) <= 32 && strings.Trim(string(id), "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}
