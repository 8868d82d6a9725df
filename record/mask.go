package record

import (
	"strings"

	"thirdring/queue"
)

// withheldNumber is shown where the caller sent no number.
const withheldNumber = "未显示号码"

// Mask hides the middle of a telephone number: +8613800001234 becomes
// 138****1234, +862112345678 becomes 021****5678. Numbers of up to six digits
// are public services or extensions and stay readable.
func Mask(number string) string {
	n := national(number)
	switch {
	case len(n) <= 6:
		return n
	case len(n) <= 9:
		return n[:2] + "****" + n[len(n)-2:]
	}
	head := 3
	if n[0] == '0' && n[1] > '2' { // area codes of three digits: 0571
		head = 4
	}
	return n[:head] + "****" + n[len(n)-4:]
}

// national is a Chinese number as people at home write it.
func national(number string) string {
	n, ok := strings.CutPrefix(number, "+86")
	if !ok {
		return number
	}
	mobile := len(n) == 11 && n[0] == '1'
	service := len(n) <= 6 || len(n) == 10 && (strings.HasPrefix(n, "400") || strings.HasPrefix(n, "800"))
	if mobile || service {
		return n
	}
	return "0" + n
}

func maskedParty(p queue.Party) string {
	switch {
	case p.Number != "":
		return Mask(p.Number)
	case p.Match == queue.Withheld || p.Raw == "":
		return withheldNumber
	}
	return Mask(digits(p.Raw))
}

// digits keeps what can be told of a number that has no canonical form.
func digits(raw string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, raw)
}
