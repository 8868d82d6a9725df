package owner

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Query says which owners to find; all that is filled in must fit.
type Query struct {
	Unit   string // as people say it: 3栋1201, 3-1201, 翠湖天地二期3幢2单元1201室
	Name   string // the beginning of the name
	Number string // in any written form, or its last four digits or more
	Limit  int    // at most 200
}

// maxHints is how many records one search reads. Only a room without its
// building has as many in a large centre.
const maxHints = 500

// preciseDigits make a number precise: a local one has as many.
const preciseDigits = 7

// Empty reports whether nothing is asked for.
func (q Query) Empty() bool {
	return foldText(q.Unit) == "" && foldText(q.Name) == "" && len(digitsOf(foldText(q.Number))) == 0
}

// Precise reports whether the query can only mean a household or two: it names
// building and room, or enough of a number.
func (q Query) Precise() bool {
	at, ok := parseSpot(q.Unit)
	return ok && at.building != "" || len(digitsOf(foldText(q.Number))) >= preciseDigits
}

// Find returns the owners that fit, in the order of their ids.
func (d *Directory) Find(ctx context.Context, q Query) ([]Owner, error) {
	tests, ranges := d.plan(q)
	if len(ranges) == 0 {
		return nil, nil
	}
	found, err := d.hinted(ctx, maxHints, ranges...)
	if err != nil {
		return nil, fmt.Errorf("owner: find: %w", err)
	}
	found = slices.DeleteFunc(found, func(o Owner) bool {
		return slices.ContainsFunc(tests, func(fits func(Owner) bool) bool { return !fits(o) })
	})
	slices.SortFunc(found, func(a, b Owner) int { return compareID(a.ID, b.ID) })
	return found[:min(len(found), max(q.Limit, 1), maxSearch)], nil
}

// plan chooses the part of the query that reads the fewest records, and the
// tests that each record must pass. A part that cannot be understood fits
// nobody.
func (d *Directory) plan(q Query) (tests []func(Owner) bool, ranges [][2]string) {
	if name := foldText(q.Name); name != "" {
		tests = append(tests, func(o Owner) bool { return strings.HasPrefix(foldText(o.Name), name) })
		ranges = [][2]string{prefixRange(termName + name)}
	}
	if strings.TrimSpace(q.Number) != "" {
		prefix := d.numberPrefix(q.Number)
		if prefix == "" {
			return nil, nil
		}
		tests = append(tests, func(o Owner) bool { return hasTerm(o, prefix) })
		ranges = [][2]string{prefixRange(prefix)}
	}
	if strings.TrimSpace(q.Unit) != "" {
		at, ok := parseSpot(q.Unit)
		if !ok {
			return nil, nil
		}
		tests = append(tests, at.fits)
		if at.building != "" || len(ranges) == 0 {
			ranges = at.ranges()
		}
	}
	return tests, ranges
}

// numberPrefix is the prefix of the terms that a number, or its end, may mean.
func (d *Directory) numberPrefix(number string) string {
	if n := d.numbering.Canonical(number); n.Matchable() {
		return digitsTerm(n.Value) + termEnd
	}
	if text := digitsOf(foldText(number)); len(text) >= 4 {
		return digitsTerm(text)
	}
	return ""
}

// Salutations are how to address owners; those who are not known are left out.
func (d *Directory) Salutations(ctx context.Context, ids ...ID) (map[ID]string, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	stored, err := d.get(ctx, ids...)
	if err != nil {
		return nil, fmt.Errorf("owner: salutations: %w", err)
	}
	known := make(map[ID]string, len(ids))
	for i, id := range ids {
		if stored[i] == "" {
			continue
		}
		o, err := decode(id, stored[i])
		if err != nil {
			return nil, err
		}
		known[id] = o.Salutation
	}
	return known, nil
}
