package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "thirdring/"

// rooms lists what of ours each package may import (DESIGN: rooms). The
// command imports everything.
var rooms = map[string][]string{
	"agent":                   {},
	"queue":                   {"agent"},
	"queue/replay":            {"queue", "agent"},
	"switchboard":             {"queue", "agent"},
	"telephony":               {"queue", "agent"},
	"telephony/telephonytest": {"queue", "agent", "telephony"},
	"telephony/sipphone":      {},
	"store":                   {"queue", "agent"},
	"store/redistest":         {},
	"owner":                   {},
	"prompt":                  {},
	"record":                  {"queue", "agent"},
	"ws":                      {"queue", "agent"},
	"web":                     {"queue", "agent", "owner", "prompt", "record"},
	"deploy":                  {},
	"dashboards":              {},
}

// pure are the only packages that the core may use of the standard library.
var pure = []string{"cmp", "container/heap", "errors", "fmt", "maps", "slices", "strconv", "strings", "time", "unicode"}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	for _, pkg := range packages(t) {
		room := strings.TrimPrefix(pkg.ImportPath, module)
		if strings.HasPrefix(room, "cmd/") {
			continue
		}
		allowed, known := rooms[room]
		if !known {
			t.Errorf("%s is no room of DESIGN.md", room)
		}
		for _, imported := range pkg.Imports {
			ours, isOurs := strings.CutPrefix(imported, module)
			if isOurs && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s; it may import only %q", room, ours, allowed)
			}
			if (room == "agent" || room == "queue") && !isOurs && !slices.Contains(pure, imported) {
				t.Errorf("%s imports %s; the core is pure and may use only %q", room, imported, pure)
			}
		}
	}
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var found []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var pkg listed
		if err := decoder.Decode(&pkg); err != nil {
			t.Fatal(err)
		}
		found = append(found, pkg)
	}
	return found
}

// TestCoreReadsNoClock keeps time an argument: the one thing that an import
// list cannot tell.
func TestCoreReadsNoClock(t *testing.T) {
	for _, word := range []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.AfterFunc", "time.NewTimer", "time.NewTicker", "go func"} {
		cmd := exec.Command("grep", "-rnF", "--include=*.go", word, "agent", "queue")
		cmd.Dir = "../.."
		if out, err := cmd.Output(); err == nil {
			t.Errorf("the core must not use %s:\n%s", word, out)
		}
	}
}
