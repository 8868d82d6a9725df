package owner

import (
	"cmp"
	"slices"
)

// rowPerson is one person of the file, packed: half a million of them fit into memory.
type rowPerson struct {
	row    int32 // the first one
	merged int32 // the person this one turned out to be, or -1
	given  given
	id     ID // as the file says; mostly empty
	record string
}

// given says which fields with a default were really in the file.
type given struct{ relation, segment, arrears bool }

func (g given) or(h given) given {
	return given{g.relation || h.relation, g.segment || h.segment, g.arrears || h.arrears}
}

// personKey makes two rows the same person: one name and one number.
type personKey struct{ name, number string }

func personKeys(o Owner) []personKey {
	keys := make([]personKey, len(o.Phones))
	name := foldText(o.Name)
	for i, p := range o.Phones {
		keys[i] = personKey{name, p.Number}
	}
	return keys
}

// join merges the row into the person it belongs to, and persons whom it shows to be one.
func (f *reading) join(id ID, o Owner, g given, number int) error {
	found := f.same(id, o)
	at := int32(len(f.people))
	if len(found) > 0 {
		at = found[0]
	}
	p := rowPerson{row: int32(number), merged: -1, id: id, given: g}
	var err error
	for _, f0 := range slices.Backward(found) { // the oldest has the last word on what is primary
		q := f.people[f0]
		before, broken := decode("0", q.record)
		if broken != nil {
			return broken
		}
		if o, err = merged(before, o, p.given, f.numbering); err != nil {
			return err
		}
		p.row, p.id, p.given = q.row, cmp.Or(p.id, q.id), p.given.or(q.given)
	}
	p.record = encode(o)
	for _, other := range found[min(1, len(found)):] {
		f.people[other] = rowPerson{merged: at}
	}
	if int(at) == len(f.people) {
		f.people = append(f.people, p)
	} else {
		f.people[at] = p
	}
	if p.id != "" {
		f.byID[p.id] = at
	}
	for _, k := range personKeys(o) {
		if other, taken := f.byKey[k]; !taken || f.find(other) == at {
			f.byKey[k] = at
		}
	}
	return nil
}

// same returns the persons read so far which the row belongs to, the oldest
// first. An id which the file gives outweighs name and number.
func (f *reading) same(id ID, o Owner) []int32 {
	var found []int32
	if at, ok := f.byID[id]; ok && id != "" {
		found = append(found, f.find(at))
	}
	for _, k := range personKeys(o) {
		at, ok := f.byKey[k]
		if !ok {
			continue
		}
		at = f.find(at)
		if other := f.people[at].id; id != "" && other != "" && other != id {
			continue
		}
		if !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	slices.Sort(found)
	return f.oneID(found)
}

// oneID keeps persons with different ids apart.
func (f *reading) oneID(found []int32) []int32 {
	id := ID("")
	return slices.DeleteFunc(found, func(at int32) bool {
		other := f.people[at].id
		if id == "" {
			id = other
		}
		return other != "" && other != id
	})
}

// find follows merged persons to the one they became.
func (f *reading) find(at int32) int32 {
	for f.people[at].merged >= 0 {
		at = f.people[at].merged
	}
	return at
}
