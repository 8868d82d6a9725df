package queue

import "slices"

// line is a sorted queue of distinct items. Items mostly come at the end and
// leave at the head, both of which are cheap; a place in the middle costs a
// binary search and a memory move.
type line[T any] struct {
	items []T
	less  func(a, b T) int
}

// add puts the item in its place and reports how many are ahead of it.
func (l *line[T]) add(item T) int {
	i, found := slices.BinarySearchFunc(l.items, item, l.less)
	if !found {
		l.items = slices.Insert(l.items, i, item)
	}
	return i
}

// remove takes the item out and reports whether it was there.
func (l *line[T]) remove(item T) bool {
	i, found := slices.BinarySearchFunc(l.items, item, l.less)
	switch {
	case !found:
		return false
	case i == 0:
		l.items = l.items[1:]
	default:
		l.items = slices.Delete(l.items, i, i+1)
	}
	return true
}

// ahead reports how many are before the item.
func (l *line[T]) ahead(item T) int {
	i, _ := slices.BinarySearchFunc(l.items, item, l.less)
	return i
}

func (l *line[T]) head() (item T, ok bool) {
	if len(l.items) == 0 {
		return item, false
	}
	return l.items[0], true
}
