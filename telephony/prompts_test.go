package telephony

import (
	"os"
	"path/filepath"
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
	m, err := parseManifest([]byte(testManifest))
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
		files, length, err := m.compose(c.prompts)
		if !slices.Equal(files, c.files) || length != c.length {
			t.Errorf("%s: got %v, %v; want %v, %v", c.name, files, length, c.files, c.length)
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
	s := &sounds{dir: t.TempDir()}
	prompts := []queue.Prompt{{ID: "greet.main"}}
	if _, _, err := s.compose(prompts); err == nil {
		t.Error("a missing manifest is no error")
	}
	path := filepath.Join(s.dir, "manifest.json")
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
	if _, _, err := s.compose(prompts); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
	write(testManifest, time.Unix(2, 0))
	media, length, err := s.compose(prompts)
	if want := "sound:" + filepath.Join(s.dir, "greet.main"); media != want || length != time.Second || err != nil {
		t.Errorf("got %q, %v, %v; want %q of a second", media, length, err, want)
	}
	write(strings.ReplaceAll(testManifest, `"ms":1000`, `"ms":2000`), time.Unix(3, 0))
	if _, length, _ := s.compose(prompts); length != 2*time.Second {
		t.Errorf("got %v, want the new length of 2 s", length)
	}
}
