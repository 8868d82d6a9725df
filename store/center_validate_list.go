package store

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The lists that transfers and outbound calls choose from.

const codeForm = "1 to 32 of a-z, 0-9, - and _"

// noteLimit bounds a department's note, in characters.
const noteLimit = 200

func (c *checker) departments(list []DepartmentDoc) {
	seen := map[string]bool{}
	for i, d := range list {
		path := fmt.Sprintf("departments[%d].", i)
		c.matches(path+"code", d.Code, machineID, codeForm, seen)
		c.name(path+"name", d.Name)
		if !dialled.MatchString(d.Number) {
			c.bad(path+"number", "%q is not possible: use 3 to 15 digits as they are to be dialled, without spaces, perhaps with a leading +", d.Number)
		}
		switch {
		case utf8.RuneCountInString(d.Note) > noteLimit:
			c.bad(path+"note", "is longer than %d characters", noteLimit)
		case strings.ContainsFunc(d.Note, unshowable):
			c.bad(path+"note", "holds characters that cannot be shown")
		}
	}
}

func (c *checker) transferReasons(list []TransferReasonDoc) {
	seen := map[string]bool{}
	for i, r := range list {
		path := fmt.Sprintf("transfer_reasons[%d].", i)
		c.matches(path+"code", r.Code, machineID, codeForm, seen)
		c.name(path+"name", r.Name)
	}
}

func (c *checker) purposes(list []PurposeDoc) {
	seen := map[string]bool{}
	for i, p := range list {
		path := fmt.Sprintf("purposes[%d].", i)
		c.matches(path+"code", p.Code, machineID, codeForm, seen)
		c.name(path+"name", p.Name)
		switch p.OptOut {
		case "", "care_call", "marketing", "survey":
		default:
			c.bad(path+"opt_out", "%q is unknown: use care_call, marketing or survey, or leave it out", p.OptOut)
		}
	}
}

func unshowable(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }
