package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thirdring/deploy"
)

// TestSystemPrompts keeps the list of what the server plays by itself as long
// as what the core names.
func TestSystemPrompts(t *testing.T) {
	dir, err := sounds()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../queue/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var core strings.Builder
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		core.Write(source)
	}
	other := []string{"holiday", "promise"} // a kind of day, and what agents say, of the same names
	for _, found := range regexp.MustCompile(`"id": "([a-z0-9_.]+)"`).FindAllStringSubmatch(string(text), -1) {
		id := found[1]
		if named := strings.Contains(core.String(), `"`+id+`"`); named && !slices.Contains(systemPrompts, id) && !slices.Contains(other, id) {
			t.Errorf("the core plays %s, which is not listed", id)
		}
	}
	for _, id := range systemPrompts {
		known := strings.Contains(core.String(), `"`+id+`"`) || strings.HasPrefix(id, "num.") || id == "beep"
		if !known {
			t.Errorf("the core plays no %s", id)
		}
	}
}

// TestSpokenName: the voice says the centre's name as the manifest's texts do.
func TestSpokenName(t *testing.T) {
	if got := deploy.FillName("您好,XX客户服务中心。", "金桂园客户服务中心"); got != "您好,金桂园客户服务中心。" {
		t.Errorf("got %s", got)
	}
}
