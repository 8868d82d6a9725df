package telephony

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

const testManifest = `{"center":"阳光花园","prompts":[
 {"id":"greet.main","text":"您好","tag":"V","parts":["greet.main"]},
 {"id":"queue.position","text":"您前面还有 {n} 位","parts":["queue.position-1","{n:count}","queue.position-2"]},
 {"id":"agent.workno","text":"工号 {digits} 为您服务","parts":["agent.workno-1","{digits:digits}","agent.workno-2"]},
 {"id":"hold.ask","text":"读","script":true}],
"files":{"greet.main":{"ms":1000,"sha256":"00","source":"recorded"},"queue.position-1":{"ms":500},"queue.position-2":{"ms":600},
 "agent.workno-1":{"ms":300},"agent.workno-2":{"ms":400},"num.0":{"ms":10},"num.1":{"ms":11},"num.10":{"ms":20},"num.yao":{"ms":12}}}`

func TestComposePrompts(t *testing.T) {
	m, err := parseManifest("/s", []byte(testManifest))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		prompts []queue.Prompt
		files   []string
		length  time.Duration
		err     string
	}{
		{"one file", []queue.Prompt{{ID: "greet.main"}}, []string{"greet.main"}, time.Second, ""},
		{
			"a number",
			[]queue.Prompt{{ID: "queue.position", Number: 11}},
			[]string{"queue.position-1", "num.10", "num.1", "queue.position-2"},
			1131 * time.Millisecond, "",
		},
		{
			"digits",
			[]queue.Prompt{{ID: "agent.workno", Digits: "1001"}},
			[]string{"agent.workno-1", "num.yao", "num.0", "num.0", "num.yao", "agent.workno-2"},
			744 * time.Millisecond, "",
		},
		{
			"several",
			[]queue.Prompt{{ID: "greet.main"}, {ID: "queue.position", Number: 1}},
			[]string{"greet.main", "queue.position-1", "num.1", "queue.position-2"},
			2111 * time.Millisecond, "",
		},
		{"unknown", []queue.Prompt{{ID: "greet.nobody"}}, nil, 0, "prompt greet.nobody is not in the manifest"},
		{"only shown", []queue.Prompt{{ID: "hold.ask"}}, nil, 0, "prompt hold.ask is not in the manifest"},
		{"no file", []queue.Prompt{{ID: "queue.position", Number: 2}}, nil, 0, "sound num.liang is missing"},
		{"nothing", nil, nil, 0, "nothing to play"},
	} {
		got, err := m.compose(c.prompts)
		for i := range c.files {
			c.files[i] = "/s/" + c.files[i]
		}
		if !slices.Equal(got.paths, c.files) || got.length != c.length || got.versions != nil {
			t.Errorf("%s: got %+v; want %v, %v", c.name, got, c.files, c.length)
		}
		if got := errText(err); got != c.err {
			t.Errorf("%s: got error %q, want %q", c.name, got, c.err)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestManifestIsReadAgainWhenItChanged(t *testing.T) {
	dir := t.TempDir()
	s := newSounds(dir, "", nil)
	prompts := []queue.Prompt{{ID: "greet.main"}}
	if _, err := s.compose(prompts); err == nil {
		t.Error("a missing manifest is no error")
	}
	path := filepath.Join(dir, "manifest.json")
	write := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write("{", time.Unix(1, 0))
	if _, err := s.compose(prompts); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
	write(testManifest, time.Unix(2, 0))
	said, err := s.compose(prompts)
	if want := "sound:" + filepath.Join(dir, "greet.main"); said.media() != want || said.length != time.Second || err != nil {
		t.Errorf("got %+v, %v; want %q of a second", said, err, want)
	}
	write(strings.ReplaceAll(testManifest, `"ms":1000`, `"ms":2000`), time.Unix(3, 0))
	if said, _ := s.compose(prompts); said.length != 2*time.Second {
		t.Errorf("got %v, want the new length of 2 s", said.length)
	}
}

// TestOwnSoundsWin lays a centre's own over what was installed: a sentence
// with another text, one piece of another, a prompt that is not there below,
// and one whose text alone was changed.
func TestOwnSoundsWin(t *testing.T) {
	dir, own := t.TempDir(), t.TempDir()
	var complaint error
	s := newSounds(dir, own, func(err error) { complaint = err })
	write := func(dir, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(dir, testManifest)
	if said, err := s.compose([]queue.Prompt{{ID: "greet.main"}}); err != nil || said.versions != nil {
		t.Errorf("a centre without its own: %+v, %v", said, err)
	}
	write(own, `{"prompts":[{"id":"greet.main","parts":["greet.main"],"version":3},{"id":"notice.a","parts":["notice.a"],"version":1},
	 {"id":"agent.workno","version":2},{"id":"queue.position","parts":["queue.position-1","{n:count}"],"version":4}],
	 "files":{"greet.main":{"file":"greet.main.x","ms":10},"notice.a":{"file":"notice.a.y","ms":20},"queue.position-1":{"file":"q.z","ms":30}}}`)
	for prompt, want := range map[queue.Prompt]composed{
		{ID: "greet.main"}:                {[]string{own + "/greet.main.x"}, 10 * time.Millisecond, map[string]int{"greet.main": 3}},
		{ID: "notice.a"}:                  {[]string{own + "/notice.a.y"}, 20 * time.Millisecond, map[string]int{"notice.a": 1}},
		{ID: "queue.position", Number: 1}: {[]string{own + "/q.z", dir + "/num.1"}, 41 * time.Millisecond, map[string]int{"queue.position": 4}},
		{ID: "agent.workno", Digits: "0"}: {[]string{dir + "/agent.workno-1", dir + "/num.0", dir + "/agent.workno-2"}, 710 * time.Millisecond, map[string]int{"agent.workno": 2}},
	} {
		if got, err := s.compose([]queue.Prompt{prompt}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v; want %+v", prompt.ID, got, err, want)
		}
	}
	write(own, "{")
	if got, err := s.compose([]queue.Prompt{{ID: "greet.main"}}); err != nil || got.versions["greet.main"] != 3 || complaint == nil {
		t.Errorf("a broken manifest of the centre's own: %+v, %v; complained: %v", got, err, complaint)
	}
}
