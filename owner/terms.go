package owner

import (
	"slices"
	"strings"
)

// The index is one sorted set of "kind value TAB id". A lookup is an exact
// range, a search is a prefix.
const (
	termDigits = "d"  // digits of a number backwards, so that the last four find it
	termName   = "n"  // the name
	termRoom   = "r"  // room-building-unit, so that a room alone finds it
	termPlace  = "b"  // project/building: which buildings a project has
	termEnd    = "\t" // in no text: normalizeText refuses control characters
)

// terms returns the index entries of a record, without duplicates.
func terms(o Owner) []string {
	list := make([]string, 0, 1+len(o.Phones)+2*len(o.Units))
	end := termEnd + string(o.ID)
	list = append(list, termName+foldText(o.Name)+end)
	for _, p := range o.Phones {
		list = append(list, digitsTerm(p.Number)+end)
	}
	for _, u := range o.Units {
		if t := roomTerm(u.Building, u.Unit, u.Room); t != "" {
			list = append(list, t+end)
		}
		if u.Project != "" && u.Building != "" {
			list = append(list, buildingTerm(u.Project, buildingKey(u.Building))+end)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// digitsTerm is the term of a canonical number or of the digits of its end.
func digitsTerm(number string) string {
	b := []byte(digitsOf(number))
	slices.Reverse(b)
	return termDigits + string(b)
}

func roomTerm(building, unit, room string) string {
	room = placeKey(room)
	if room == "" {
		return ""
	}
	return termRoom + room + "-" + placeKey(building) + "-" + placeKey(unit)
}

// buildingTerm is the term of a building, by its buildingKey.
func buildingTerm(project, building string) string {
	return termPlace + foldText(project) + "/" + building
}

// placeKey drops what people leave out when they say where they live: 11栋 and 11号楼 are 11.
func placeKey(s string) string {
	s = foldText(s)
	for _, suffix := range []string{"号楼", "栋", "幢", "座", "楼", "单元", "门", "室", "号房", "号", "房"} {
		if t, ok := strings.CutSuffix(s, suffix); ok && t != "" {
			return t
		}
	}
	return s
}

// foldText makes texts comparable: lower case, ASCII instead of full-width, no spaces.
func foldText(s string) string {
	s, _ = fold(s)
	return strings.ReplaceAll(s, " ", "")
}

// prefixRange is the range of all terms which begin with the prefix.
func prefixRange(prefix string) [2]string { return [2]string{"[" + prefix, "(" + prefix + "\xff"} }

// exactRange is the range of all terms which have the value.
func exactRange(value string) [2]string { return prefixRange(value + termEnd) }

// hasTerm reports whether one of the record's terms begins with the prefix.
func hasTerm(o Owner, prefix string) bool {
	return slices.ContainsFunc(terms(o), func(t string) bool { return strings.HasPrefix(t, prefix) })
}

// minus returns the terms of a which are not in b; both are sorted.
func minus(a, b []string) []string {
	var rest []string
	for _, t := range a {
		if _, ok := slices.BinarySearch(b, t); !ok {
			rest = append(rest, t)
		}
	}
	return rest
}
