package telephony

import (
	"strconv"
	"strings"
	"testing"
)

// spoken is how the files sound, for tests that can be read aloud.
var spoken = map[string]string{
	"num.0": "零", "num.1": "一", "num.2": "二", "num.3": "三", "num.4": "四", "num.5": "五", "num.6": "六",
	"num.7": "七", "num.8": "八", "num.9": "九", "num.10": "十", "num.liang": "两", "num.yao": "幺",
}

func say(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(spoken[p])
	}
	return b.String()
}

func TestCountsAreReadAsInMandarin(t *testing.T) {
	for n, want := range map[int]string{
		-1: "零", 0: "零", 1: "一", 2: "两", 3: "三", 9: "九", 10: "十", 11: "十一", 12: "十二", 19: "十九", 20: "二十",
		21: "二十一", 22: "二十二", 30: "三十", 50: "五十", 99: "九十九", 100: "幺零零", 312: "三幺二",
	} {
		if got := say(countParts(n)); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

// TestEveryCountIsTheNumberItSays reads each count from 0 to 99 back.
func TestEveryCountIsTheNumberItSays(t *testing.T) {
	digits := map[string]int{"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
	for n := range 100 {
		words := say(countParts(n))
		tens, ones, hasTen := strings.Cut(words, "十")
		got := digits[words]
		if hasTen {
			got = 10 + digits[ones]
			if tens != "" {
				got = 10*digits[tens] + digits[ones]
			}
		}
		if got != n {
			t.Errorf("%d is read %s", n, words)
		}
		if len(countParts(n)) > 3 {
			t.Errorf("%d takes %d files", n, len(countParts(n)))
		}
	}
}

func TestDigitsAreReadOneByOne(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "1001": "幺零零幺", "8526": "八五二六", "A-12": "幺二", strconv.Itoa(90): "九零",
	} {
		if got := say(digitParts(digits)); got != want {
			t.Errorf("%s: got %s, want %s", digits, got, want)
		}
	}
}
