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

// mask hides the middle of a national number: 138****1234. It follows the
// register's masks: numbers of up to six digits are public and stay readable.
func mask(number string) string {
	digits := []rune(number)
	n := len(digits)
	switch {
	case n <= 6:
		return number
	case n <= 9:
		return string(digits[:2]) + "****" + string(digits[n-2:])
	}
	head := 3
	if digits[0] == '0' && digits[1] > '2' { // area codes of three digits: 0571
		head = 4
	}
	return string(digits[:head]) + "****" + string(digits[n-4:])
}
