package telephony

import "strconv"

// Files of the number parts: num.0 to num.10, and the two words that Mandarin
// uses instead in some places.
const (
	numberPart = "num."
	liang      = "num.liang" // 两, two of something
	yao        = "num.yao"   // 幺, one among digits read singly
)

// countParts are the files that say how many: 两 for 2, tens and ones up to
// 99. There are no parts for hundreds; more is read digit by digit, which is
// understood, rather than not at all.
func countParts(n int) []string {
	switch {
	case n < 0:
		return countParts(0)
	case n == 2:
		return []string{liang}
	case n <= 10:
		return []string{numeral(n)}
	case n > 99:
		return digitParts(strconv.Itoa(n))
	}
	var parts []string
	if tens := n / 10; tens > 1 {
		parts = append(parts, numeral(tens))
	}
	parts = append(parts, numeral(10))
	if ones := n % 10; ones > 0 {
		parts = append(parts, numeral(ones))
	}
	return parts
}

// digitParts are the files that read digits one by one, as a work number is
// read: 1 is 幺. Anything but digits is left out.
func digitParts(digits string) []string {
	var parts []string
	for _, r := range digits {
		switch {
		case r == '1':
			parts = append(parts, yao)
		case r >= '0' && r <= '9':
			parts = append(parts, numeral(int(r-'0')))
		}
	}
	return parts
}

func numeral(n int) string { return numberPart + strconv.Itoa(n) }
