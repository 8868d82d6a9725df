package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thirdring/store"
)

// featuresPage compares what there is with others.
const featuresPage = "../../docs/features.md"

var (
	pageLink    = regexp.MustCompile(`\[([^\]]+)\]\(([^)]+)\)`)
	pageCode    = regexp.MustCompile("`([^`]+)`")
	documentKey = regexp.MustCompile(`^[a-z_]+(\[\])?(\.[a-z_]+(\[\])?)*$`)
)

// TestFeatures keeps the page true: what it links is there, the document has
// the keys it names, and no option of Asterisk's own sample is left out.
func TestFeatures(t *testing.T) {
	text, err := os.ReadFile(featuresPage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	t.Run("links", func(t *testing.T) {
		for _, link := range pageLink.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(link[2], "://") {
				checkLink(t, link[1], link[2])
			}
		}
	})
	t.Run("keys", func(t *testing.T) {
		keys := documentKeys(reflect.TypeFor[store.Document](), "")
		for _, code := range pageCode.FindAllStringSubmatch(page, -1) {
			key := code[1]
			if first, _, _ := strings.Cut(strings.ReplaceAll(key, "[]", ""), "."); !slices.Contains(keys, first) || !documentKey.MatchString(key) || strings.HasSuffix(key, ".conf") {
				continue // something else, such as a prompt or a file
			}
			if !slices.Contains(keys, key) {
				t.Errorf("the document has no key %s", key)
			}
		}
	})
	for _, file := range []string{"queues.conf", "queuerules.conf"} {
		t.Run(file, func(t *testing.T) { checkOptions(t, page, file) })
	}
}

func checkLink(t *testing.T, name, target string) {
	t.Helper()
	file := filepath.Join(filepath.Dir(featuresPage), target)
	if !strings.HasPrefix(name, "Test") {
		if _, err := os.Stat(file); err != nil {
			t.Errorf("link to %s: %v", target, err)
		}
		return
	}
	code, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("link to %s: %v", target, err)
	} else if !strings.Contains(string(code), "func "+name+"(") {
		t.Errorf("%s has no %s", target, name)
	}
}

// documentKeys are the paths of all fields, [] for a list's entries.
func documentKeys(kind reflect.Type, path string) []string {
	var keys []string
	switch kind.Kind() {
	case reflect.Pointer:
		return documentKeys(kind.Elem(), path)
	case reflect.Slice:
		return append([]string{path, path + "[]"}, documentKeys(kind.Elem(), path+"[]")...)
	case reflect.Struct:
		for field := range kind.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			if name == "" || name == "-" {
				continue
			}
			inner := strings.TrimPrefix(path+"."+name, ".")
			keys = append(keys, inner)
			keys = append(keys, documentKeys(field.Type, inner)...)
		}
	default: // a value
	}
	return keys
}

// checkOptions asks the page for every option that Asterisk 22.10 ships in its
// sample of the file.
func checkOptions(t *testing.T, page, file string) {
	t.Helper()
	names, err := os.ReadFile(filepath.Join("testdata", file+".options"))
	if err != nil {
		t.Fatal(err)
	}
	for option := range strings.FieldsSeq(string(names)) {
		if !strings.Contains(page, "`"+option+"`") {
			t.Errorf("%s of %s is not on the page", option, file)
		}
	}
}
