package telephony

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"thirdring/queue"
)

func TestCleanKeepsPrintableCharacters(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"13800001234":              "13800001234",
		"anonymous":                "anonymous",
		" 138\r\n0000\x001234\x7f": "13800001234",
		"\u202e138":                "138",
		"\xff\xfe138":              "138",
		"张三":                       "张三",
		strings.Repeat("9", 4096):  strings.Repeat("9", 64),
	} {
		if got := clean(in, numberLimit); got != want {
			t.Errorf("clean(%q): got %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("138\x00")
	f.Fuzz(func(t *testing.T, in string) {
		got := clean(in, numberLimit)
		if n := utf8.RuneCountInString(got); n > numberLimit {
			t.Errorf("%d characters were kept", n)
		}
		for _, r := range got {
			if !unicode.IsPrint(r) {
				t.Errorf("%q was kept", r)
			}
		}
	})
}

func TestTooOld(t *testing.T) {
	for version, want := range map[string]bool{
		"22.10.1":                               false,
		"22.10.1+dfsg+~cs6.17.60671434-1":       false,
		"22.10.2":                               false,
		"23.0.0":                                false,
		"22.10.0":                               true,
		"22.9.9":                                true,
		"22.10":                                 true,
		"20.20.5":                               true,
		"1:16.2.1~dfsg-1":                       true,
		"certified/20.7-cert2":                  false,
		"GIT-master-1a2b3c":                     false,
		"":                                      false,
		strings.Repeat("9", 100) + ".0.0":       false,
		"22." + strings.Repeat("9", 100) + ".0": false,
	} {
		if got := tooOld(version); got != want {
			t.Errorf("tooOld(%q): got %v, want %v", version, got, want)
		}
	}
}

func TestCallOfMintedID(t *testing.T) {
	for id, want := range map[queue.LegID]queue.CallID{
		"20261122-090000123-7-a12": "20261122-090000123-7",
		"x":                        "",
		"":                         "",
	} {
		if got := callOf(id); got != want {
			t.Errorf("callOf(%q): got %q, want %q", id, got, want)
		}
	}
}

// A telephone whose ringing nobody is to hear had the end of a ringing tone
// asked for all the same, at every call: a request that found nothing.
func TestNoRingingToneEndsThatNobodyHears(t *testing.T) {
	l := newLegs()
	l.add("c1-a1", leg{call: "c1"})
	l.add("c1-a2", leg{call: "c1", ringback: ringback{bridge: "c1-b3"}})
	for id, heard := range map[queue.LegID]queue.BridgeID{"c1-a1": "", "c1-a2": "c1-b3"} {
		if bridge, _ := l.startRinging(id); bridge != heard {
			t.Errorf("%s: rings in bridge %q, want %q", id, bridge, heard)
		}
		if _, played := l.stopRinging(id); played != (heard != "") {
			t.Errorf("%s: a tone was played: %t", id, played)
		}
	}
}
