package store

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ChangeKind says what became of a part of the configuration.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // the same entries in another order
)

// Change is one difference of two configurations. Its path names entries of
// lists by their ids, as queues[service].ring_limit, so that it reads the same
// wherever an entry stands.
type Change struct {
	Path string
	Kind ChangeKind
	Old  string
	New  string
}

// Diff lists what b changes of a, in the order of the document.
func Diff(a, b Document) []Change {
	var d differ
	d.compare("", reflect.ValueOf(a.filled()), reflect.ValueOf(b.filled()))
	return d.changes
}

type differ struct{ changes []Change }

func (d *differ) add(path string, kind ChangeKind, before, after string) {
	d.changes = append(d.changes, Change{Path: path, Kind: kind, Old: before, New: after})
}

func (d *differ) compare(path string, a, b reflect.Value) {
	switch {
	case a.Kind() == reflect.Pointer && !a.IsNil() && !b.IsNil():
		d.compare(path, a.Elem(), b.Elem())
	case a.Kind() != reflect.Pointer && isGroup(a.Type()):
		for _, f := range documentFields(a.Type()) {
			d.compare(strings.TrimPrefix(path+"."+f.key, "."), a.Field(f.index), b.Field(f.index))
		}
	case a.Kind() == reflect.Slice && isGroup(a.Type().Elem()):
		d.compareList(path, a, b)
	default:
		before, after := valueText(a), valueText(b)
		switch {
		case before == after:
		case before == "":
			d.add(path, Added, "", after)
		case after == "":
			d.add(path, Removed, before, "")
		default:
			d.add(path, Changed, before, after)
		}
	}
}

func (d *differ) compareList(path string, a, b reflect.Value) {
	before, after := entryKeys(a), entryKeys(b)
	var stayedA, stayedB []string
	for i, key := range before {
		if slices.Contains(after, key) {
			stayedA = append(stayedA, key)
		} else {
			d.add(path+"["+key+"]", Removed, valueText(a.Index(i)), "")
		}
	}
	for i, key := range after {
		at := path + "[" + key + "]"
		if j := slices.Index(before, key); j >= 0 {
			stayedB = append(stayedB, key)
			d.compare(at, a.Index(j), b.Index(i))
		} else {
			d.add(at, Added, "", valueText(b.Index(i)))
		}
	}
	if !slices.Equal(stayedA, stayedB) {
		d.add(path, Moved, strings.Join(stayedA, ", "), strings.Join(stayedB, ", "))
	}
}

// entryKeys name the entries of a list; those that would be named alike, or
// have no name, get their place as well.
func entryKeys(list reflect.Value) []string {
	seen := map[string]int{}
	out := make([]string, list.Len())
	for i := range out {
		key := entryKey(list.Index(i))
		seen[key]++
		if key == "" || seen[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, seen[key])
		}
		out[i] = key
	}
	return out
}

// entryNames are the fields that tell entries of a list apart, the best first.
var entryNames = []string{"id", "code", "number", "key", "date", "skill", "queue", "segment", "days", "after", "name"}

func entryKey(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	fields := yamlFields(v.Type())
	for _, name := range entryNames {
		if i, ok := fields[name]; ok {
			return valueText(v.Field(i))
		}
	}
	return ""
}

// valueText is a value for people: scalars as in the YAML, groups as
// "name 客服, ring_limit 15s", nothing for what is empty.
func valueText(v reflect.Value) string {
	if text, ok := reflect.TypeAssert[encoding.TextMarshaler](v); ok && v.Kind() != reflect.Pointer {
		b, err := text.MarshalText()
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return valueText(v.Elem())
	case reflect.Struct:
		var parts []string
		for _, f := range documentFields(v.Type()) {
			if field := v.Field(f.index); !field.IsZero() {
				if text := valueText(field); text != "" {
					parts = append(parts, f.key+" "+text)
				}
			}
		}
		return strings.Join(parts, ", ")
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = valueText(v.Index(i))
			if isGroup(v.Type().Elem()) {
				parts[i] = "{" + parts[i] + "}"
			}
		}
		return strings.Join(parts, ", ")
	default:
		return fmt.Sprint(v.Interface())
	}
}

type documentField struct {
	key   string
	index int
}

// documentFields are the keys of a struct in its own order.
func documentFields(t reflect.Type) []documentField {
	var out []documentField
	for key, i := range yamlFields(t) {
		out = append(out, documentField{key, i})
	}
	slices.SortFunc(out, func(a, b documentField) int { return a.index - b.index })
	return out
}

// isGroup reports whether a type is written as a group of keys.
func isGroup(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && !t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}
