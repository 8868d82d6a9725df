package owner

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
)

// Building numbers that are easily misheard on the telephone, so that the
// agent reads the number back.
//
// The pairs of digits are those whose Mandarin readings differ in one sound
// only: 1 and 7 (yī or yāo / qī), 4 and 10 (sì / shí, which many speakers do
// not tell apart), 6 and 9 (liù / jiǔ). That 1 is read yāo is DOMAIN.md
// section 8; the rest of the rule is ours, no manual gives one:
//
//  1. numbers that differ in one digit of such a pair: 11 and 17, 16 and 19
//  2. 4 against 10 at any place: 4 and 10, 14 (shísì) and 40 (sìshí), 44
//  3. from 10 on, numbers that differ in one digit by one or two: 11 and 13
//
// At most four are named, in this order and the nearest first: a list of ten
// would be read back by nobody.
const maxSoundsLike = 4

var alike = map[byte]byte{'1': '7', '7': '1', '6': '9', '9': '6'}

// confusable ranks how easily two building numbers are taken for each other;
// 0 means that they are not.
func confusable(a, b int) int {
	x, y := strconv.Itoa(a), strconv.Itoa(b)
	switch {
	case a == b:
		return 0
	case tensOrFours(a) && tensOrFours(b):
		return 2
	case len(x) != len(y):
		return 0
	}
	differ := -1
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if differ >= 0 {
			return 0
		}
		differ = i
	}
	if alike[x[differ]] == y[differ] {
		return 1
	}
	if by := int(x[differ]) - int(y[differ]); len(x) > 1 && by >= -2 && by <= 2 {
		return 3
	}
	return 0
}

// tensOrFours are the numbers said with sì and shí only.
func tensOrFours(n int) bool { return n == 4 || n == 10 || n == 14 || n == 40 || n == 44 }

// soundsLike lists the numbers that may be heard instead of n, the likeliest
// first.
func soundsLike(n int) []int {
	var all []int
	for other := 1; other <= min(2*n+100, 999); other++ {
		if confusable(n, other) > 0 {
			all = append(all, other)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int {
		return cmp.Or(cmp.Compare(confusable(n, a), confusable(n, b)), cmp.Compare(max(a-n, n-a), max(b-n, n-b)))
	})
	return all
}

// SoundsLike lists, for each unit, the other buildings of its project that are
// easily misheard for its own, as they are written in the files.
func (d *Directory) SoundsLike(ctx context.Context, units []Unit) ([][]string, error) {
	out := make([][]string, len(units))
	var ranges [][2]string
	for _, u := range units {
		for _, other := range others(u) {
			ranges = append(ranges, exactRange(buildingTerm(u.Project, strconv.Itoa(other))))
		}
	}
	if len(ranges) == 0 {
		return out, nil
	}
	// More than one, as the index may hint at records that have moved away.
	found, err := d.hinted(ctx, 2, ranges...)
	if err != nil {
		return nil, fmt.Errorf("owner: buildings: %w", err)
	}
	written := map[string]string{} // term -> as written
	for _, o := range found {
		for _, u := range o.Units {
			written[buildingTerm(u.Project, buildingKey(u.Building))] = u.Building
		}
	}
	for i, u := range units {
		for _, other := range others(u) {
			if name := written[buildingTerm(u.Project, strconv.Itoa(other))]; name != "" && len(out[i]) < maxSoundsLike {
				out[i] = append(out[i], name)
			}
		}
	}
	return out, nil
}

func others(u Unit) []int {
	n, err := strconv.Atoi(buildingKey(u.Building))
	if err != nil || n < 1 || n > 999 {
		return nil
	}
	return soundsLike(n)
}
