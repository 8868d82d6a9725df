package ws

import "strings"

// national writes a canonical (E.164) Chinese number as people here dial it:
// 13800001234, 02112345678, 4008001234. Others stay as they are.
func national(number string) string {
	rest, ok := strings.CutPrefix(number, "+86")
	switch {
	case !ok || rest == "":
		return number
	case rest[0] == '1' && len(rest) != 11 && len(rest) != 10: // 12345, 110
		return rest
	case rest[0] == '1' && len(rest) == 11, strings.HasPrefix(rest, "400"), strings.HasPrefix(rest, "800"), len(rest) < 9:
		return rest
	}
	return "0" + rest
}

// mask hides the middle of a number: 138****1234.
func mask(number string) string {
	digits := []rune(number)
	switch n := len(digits); {
	case n == 0:
		return ""
	case n <= 4:
		return strings.Repeat("*", n)
	case n < 8:
		return strings.Repeat("*", n-2) + string(digits[n-2:])
	default:
		return string(digits[:3]) + "****" + string(digits[n-4:])
	}
}
