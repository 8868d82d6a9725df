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
	target, heading, _ := strings.Cut(target, "#")
	text, err := os.ReadFile(filepath.Join(filepath.Dir(featuresPage), target))
	switch page := strings.ReplaceAll(strings.ToLower(string(text)), " ", "-"); {
	case err != nil:
		t.Errorf("link to %s: %v", target, err)
	case strings.HasPrefix(name, "Test") && !strings.Contains(string(text), "func "+name+"("):
		t.Errorf("%s has no %s", target, name)
	case heading != "" && !strings.Contains(page, "\n##-"+heading+"\n"):
		t.Errorf("%s has no heading %s", target, heading)
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
