package replay

import (
	"cmp"
	"maps"
	"slices"
)

// Turn is how many callers would have come off otherwise.
type Turn struct {
	From    Fate `json:"from"`
	To      Fate `json:"to"`
	Callers int  `json:"callers"`
}

// Turns are the differences of two days with the same callers, the most
// frequent first. Who came to no queue in one of them turns to or from "".
func Turns(from, to Result) []Turn {
	counted := map[Turn]int{}
	ids := maps.Clone(from.Fates)
	maps.Copy(ids, to.Fates)
	for id := range ids {
		if a, b := from.Fates[id], to.Fates[id]; a != b {
			counted[Turn{From: a, To: b}]++
		}
	}
	var out []Turn
	for turn, n := range counted {
		turn.Callers = n
		out = append(out, turn)
	}
	slices.SortFunc(out, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(b.Callers, a.Callers), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}
