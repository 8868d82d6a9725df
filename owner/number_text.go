package owner

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxNumberBytes = 512 // a SIP URI with its parameters fits; nothing longer is a number
	maxExt         = 8
)

// written is a number stripped of everything around it.
type written struct {
	written string // digits and separators, perhaps a leading +
	ext     string
}

var (
	// withheldWords are the ways of networks, phones and spreadsheets to say "no number".
	withheldWords = map[string]bool{
		"": true, "anonymous": true, "withheld": true, "private": true, "restricted": true, "unavailable": true,
		"unknown": true, "blocked": true, "none": true, "null": true, "nil": true, "n/a": true, "na": true,
		"nocallerid": true, "callerunknown": true, "privatenumber": true, "unknownnumber": true, "notavailable": true,
		"outofarea": true, "hidden": true, "匿名": true, "未知": true, "未知号码": true, "隐藏号码": true, "私人号码": true, "无": true,
		"号码隐藏": true, "无法显示": true, "无来电显示": true, "无主叫": true, "私密号码": true, "不显示": true, "保密": true,
	}
	extensionMark = regexp.MustCompile(`转接|转|轉|分机|extension|ext|x|,|#`)
	areaLocalExt  = regexp.MustCompile(`^([(\[]?0\d{2,3}[)\]]?[- ]?\d{7,8})-(\d{1,6})$`)
)

// unwrap finds the number inside a display name, URI, label and extension. It
// returns FormE164 if there is something to classify.
func unwrap(s string) (written, Form) {
	if len(s) > maxNumberBytes || !utf8.ValidString(s) {
		return written{}, FormUnusable
	}
	s, ok := fold(s)
	if !ok {
		return written{}, FormUnusable
	}
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s, _, _ = strings.Cut(s[i+1:], ">")
	}
	s, form := user(strings.TrimSpace(s))
	if form != FormE164 {
		return written{}, form
	}
	if !strings.ContainsAny(s, "0123456789") {
		if withheldWords[strings.NewReplacer(" ", "", "-", "", ".", "", "_", "").Replace(s)] {
			return written{}, FormWithheld
		}
		return written{}, FormUnusable
	}
	var w written
	if at := extensionMark.FindStringIndex(s); at != nil {
		w.ext, ok = extension(s[at[1]:])
		if !ok {
			return written{}, FormUnusable
		}
		s = s[:at[0]]
	}
	s = strings.TrimSpace(s)
	if !plain(s) {
		return written{}, FormUnusable
	}
	w.written = s
	return w, FormE164
}

// fold lowers case, drops invisible characters and turns full-width characters,
// dashes and spaces into ASCII ones. It fails on control characters.
func fold(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsControl(r):
			return "", false
		case unicode.Is(unicode.Cf, r): // byte order and direction marks, copied along from contact lists
		case r >= '！' && r <= '～':
			b.WriteRune(unicode.ToLower(r - '！' + '!'))
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Pd, r), r == '−', r == '·', r == 'ー':
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.TrimSpace(b.String()), true
}

// user returns the user part of a SIP or tel URI, or of anything else that looks
// like one, with the parameters applied.
func user(s string) (string, Form) {
	scheme, rest, found := strings.Cut(s, ":")
	uri := found && (scheme == "sip" || scheme == "sips" || scheme == "tel")
	switch {
	case uri:
		s = rest
		if u, err := url.PathUnescape(s); err == nil {
			s, uri = fold(u)
			if !uri {
				return "", FormUnusable
			}
		}
	case found && !strings.ContainsAny(scheme, "0123456789+"): // 电话: 138...
		s = strings.TrimSpace(rest)
	}
	s, host, at := strings.Cut(s, "@")
	if at {
		host, _, _ = strings.Cut(host, ";")
		host, _, _ = strings.Cut(host, ":")
		if strings.HasSuffix(host, ".invalid") {
			return "", FormWithheld
		}
		s, _, _ = strings.Cut(s, ":") // user:password
	}
	if uri && scheme != "tel" && !at && strings.Contains(s, ".") { // sip:10.0.0.1 has no user
		return "", FormWithheld
	}
	return parameters(s)
}

// parameters applies ;ext= and ;phone-context= (RFC 3966) and drops the others.
func parameters(s string) (string, Form) {
	s, list, _ := strings.Cut(s, ";")
	for list != "" {
		var p string
		p, list, _ = strings.Cut(list, ";")
		key, value, pair := strings.Cut(strings.TrimSpace(p), "=")
		switch {
		case key == "ext" && value != "":
			s += "," + value
		case key == "phone-context" && strings.HasPrefix(value, "+") && !strings.HasPrefix(s, "+"):
			s = value + strings.TrimPrefix(s, "0")
		case !pair && strings.ContainsAny(key, "0123456789"): // two numbers in one
			return "", FormUnusable
		}
	}
	return s, FormE164
}

// extension reads what follows the mark of an extension.
func extension(s string) (string, bool) {
	s = strings.TrimLeft(s, " .:=-,分机接号")
	s = strings.TrimRight(s, " #号.")
	if len(s) > maxExt || strings.Trim(s, "0123456789") != "" {
		return "", false
	}
	return s, true
}

// plain reports whether s is made of digits and separators, with a + only in front.
func plain(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && digits == 0:
		case strings.ContainsRune(" -.()[]/", r):
		default:
			return false
		}
	}
	return digits > 0 && strings.Count(s, "+") <= 1
}

// dashExtension splits 021-12345678-801, which everyone in China reads as an extension.
func (w written) dashExtension() (head, ext string, ok bool) {
	m := areaLocalExt.FindStringSubmatch(w.written)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
