package store

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thirdring/queue"
)

// TestEveryReferenceIsTagged finds what the checks take for a reference to
// another entry: a document in which every text names something that is not
// there. A reference without its tag would not be carried along when pages
// change an id.
func TestEveryReferenceIsTagged(t *testing.T) {
	var d Document
	texts := 0
	fillWith(reflect.ValueOf(&d).Elem(), func() string { texts++; return fmt.Sprint("nothing-", texts) })
	tagged := map[string]string{}
	tags(reflect.TypeFor[Document](), "", tagged)

	missing := regexp.MustCompile(`(there is no|does not serve the) ([a-z ]+) "nothing-\d+"`)
	place := regexp.MustCompile(`\[\d+\]`)
	checked := map[string]string{}
	for _, p := range problemsOf(t, d) {
		if found := missing.FindStringSubmatch(p.Reason); found != nil {
			checked[place.ReplaceAllString(p.Path, "")] = strings.ReplaceAll(found[2], " ", "_") + "s"
		}
	}
	if len(checked) < 9 {
		t.Fatalf("only these are checked: %v", checked)
	}
	for path, list := range checked {
		if got := tagged[path]; got != list && got != wayTag {
			t.Errorf(`%s names one of %s: tag it names:%q, it has %q`, path, list, list, got)
		}
	}
	for path, list := range tagged {
		if list != "skills" && list != wayTag && checked[path] == "" {
			t.Errorf("%s is tagged as one of %s, but nothing checks that there is such an entry", path, list)
		}
	}
	for path, doc := range ids(reflect.TypeFor[Document](), "") {
		if tagged[path] == "" {
			t.Errorf(`%s says %q, but has no tag names:"..."`, path, doc)
		}
	}
}

// TestListsThatAreNamedHaveIDs holds for every list that a tag names, but for
// skills, which are nowhere but where they are named.
func TestListsThatAreNamedHaveIDs(t *testing.T) {
	tagged := map[string]string{}
	tags(reflect.TypeFor[Document](), "", tagged)
	fields := yamlFields(reflect.TypeFor[Document]())
	for _, list := range slices.Sorted(maps.Values(tagged)) {
		if list == "skills" || list == wayTag {
			continue
		}
		i, ok := fields[list]
		if !ok {
			t.Errorf("a field names one of %q, and the document has no such list", list)
			continue
		}
		if _, ok := yamlFields(reflect.TypeFor[Document]().Field(i).Type.Elem())["id"]; !ok {
			t.Errorf("the entries of %q have no id", list)
		}
	}
}

// wayTag stands for ways, which say themselves what they name.
const wayTag = "ways"

func problemsOf(t *testing.T, d Document) []Problem {
	t.Helper()
	err := d.Validate()
	invalid, ok := err.(*InvalidError) //nolint:errorlint // it is this one, unwrapped
	if !ok {
		t.Fatalf("the document is refused with %v", err)
	}
	return invalid.Problems
}

// fillWith gives every list one entry, every text a value of its own.
func fillWith(v reflect.Value, text func() string) {
	switch {
	case v.Type() == reflect.TypeFor[ExitDoc]():
		v.Set(reflect.ValueOf(ExitDoc{Kind: queue.ExitQueue, ID: text()}))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillWith(v.Elem(), text)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillWith(v.Index(0), text)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fillWith(v.Field(i), text)
			if name := v.Type().Field(i).Name; name == "ID" {
				v.Field(i).SetString("own")
			}
		}
	case v.Kind() == reflect.String:
		v.SetString(text())
	}
}

// tags are the lists that fields name, by their paths.
func tags(t reflect.Type, path string, into map[string]string) {
	each(t, path, func(at string, f reflect.StructField) {
		if list := f.Tag.Get("names"); list != "" {
			into[at] = list
		} else if f.Type == reflect.TypeFor[[]ExitDoc]() {
			into[at] = wayTag
		}
	})
}

var ofAnID = regexp.MustCompile(`^Ids? of `)

// ids are the fields that say that they hold ids of something.
func ids(t reflect.Type, path string) map[string]string {
	out := map[string]string{}
	each(t, path, func(at string, f reflect.StructField) {
		if doc := f.Tag.Get("doc"); ofAnID.MatchString(doc) {
			out[at] = doc
		}
	})
	return out
}

func each(t reflect.Type, path string, do func(at string, f reflect.StructField)) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || !isGroup(t) {
		return
	}
	for _, f := range documentFields(t) {
		at := strings.TrimPrefix(fmt.Sprintf("%s.%s", path, f.key), ".")
		do(at, t.Field(f.index))
		each(t.Field(f.index).Type, at, do)
	}
}
