package prompt_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"thirdring/prompt"
)

// below is a layer below with a plain prompt, one with a number, a number, one to be recorded and one that is read.
const below = `{"center": "测试客户服务中心", "prompts": [
	{"id": "greet.main", "text": "您好。", "parts": ["greet.main"]},
	{"id": "queue.position", "text": "您前面还有 {n} 位客户,请稍候。", "parts": ["queue.position-1", "{n:count}", "queue.position-2"]},
	{"id": "emergency.notice", "text": "{小区}停水。"},
	{"id": "hold.ask", "text": "请稍等。", "script": true}],
	"files": {
	"greet.main": {"ms": 500, "sha256": "a", "source": "synthesised", "text": "您好。"},
	"queue.position-1": {"ms": 500, "sha256": "b", "source": "synthesised", "text": "您前面还有"},
	"queue.position-2": {"ms": 500, "sha256": "c", "source": "synthesised", "text": "位客户,请稍候。"},
	"num.3": {"ms": 100, "sha256": "d", "source": "synthesised", "text": "三"},
	"moh/hotline": {"ms": 100, "sha256": "e", "source": "generated"}}}`

// library opens one over below in folders of its own.
func library(t *testing.T) (*prompt.Library, prompt.Options) {
	t.Helper()
	o := prompt.Options{
		Dir: filepath.Join(t.TempDir(), "own"), SoundsDir: t.TempDir(),
		Speak: func(context.Context, string) ([]byte, error) { return wav(plain, sine(16000, 300, 0.5, 0.5)), nil },
		Fill:  func(text, center string) string { return strings.ReplaceAll(text, "XX", center) },
	}
	must(t, os.WriteFile(filepath.Join(o.SoundsDir, "manifest.json"), []byte(below), 0o644))
	for _, name := range []string{"greet.main", "queue.position-1", "queue.position-2", "num.3"} {
		must(t, os.WriteFile(filepath.Join(o.SoundsDir, name+".sln16"), make([]byte, 3200), 0o644))
	}
	l, err := prompt.Open(o)
	must(t, err)
	return l, o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func take(t *testing.T, l *prompt.Library, sound string, samples []float64) prompt.Preview {
	t.Helper()
	p, err := l.Take(t.Context(), sound, wav(plain, samples), prompt.Uploaded, "ada")
	must(t, err)
	return p
}

func TestUpload(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	quietly := append(make([]float64, 16000), sine(16000, 440, 0.05, 1)...)
	quietly = append(quietly, make([]float64, 16000)...)
	preview := take(t, l, "greet.main", quietly)
	if b := preview.Before; b.Milliseconds != 3000 || math.Abs(b.Level+29) > 0.5 {
		t.Errorf("before: %d ms, %.1f dB", b.Milliseconds, b.Level)
	}
	if a := preview.After; a.Milliseconds < 1100 || a.Milliseconds > 1250 || math.Abs(a.Level+17) > 0.5 {
		t.Errorf("after: %d ms, %.1f dB; want the silence off and -17 dB", a.Milliseconds, a.Level)
	}
	if p, _ := l.Prompt("greet.main"); p.Version != 0 || p.Source != prompt.Synthesised {
		t.Errorf("a preview took effect: %+v", p)
	}
	p, err := l.Save(prompt.Change{ID: "greet.main", Preview: preview.Token, By: "ada", Why: "录音棚"})
	must(t, err)
	if p.Version != 1 || p.Source != prompt.Uploaded || p.By != "ada" || p.Stale || p.Missing {
		t.Errorf("after saving: %+v", p)
	}
	published := manifestOf(t, o.Dir)
	for _, extension := range []string{".alaw", ".ulaw", ".sln16"} {
		if _, err := os.Stat(filepath.Join(o.Dir, published.Files["greet.main"].File+extension)); err != nil {
			t.Error(err)
		}
	}
	if _, err := l.Preview(preview.Token); !errors.Is(err, prompt.ErrNoPreview) {
		t.Errorf("the preview is still there: %v", err)
	}
	if _, err := l.Save(prompt.Change{ID: "greet.main", Text: "早上好。"}); !errors.Is(err, prompt.ErrConflict) {
		t.Errorf("a change of version 0: %v", err)
	}
}

type published struct {
	Prompts []struct {
		ID      string
		Parts   []string
		Version int
	}
	Files map[string]struct{ File string }
}

func manifestOf(t *testing.T, dir string) published {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	must(t, err)
	var m published
	must(t, json.Unmarshal(text, &m))
	return m
}

// TestPlayedFilesAreNeverTouched replaces a sound and looks whether the old one is still what it was.
func TestPlayedFilesAreNeverTouched(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	_, err := l.Save(prompt.Change{ID: "greet.main", Preview: take(t, l, "greet.main", sine(16000, 440, 0.5, 1)).Token})
	must(t, err)
	old := filepath.Join(o.Dir, manifestOf(t, o.Dir).Files["greet.main"].File+".alaw")
	was, err := os.ReadFile(old)
	must(t, err)
	_, err = l.Save(prompt.Change{ID: "greet.main", Base: 1, Preview: take(t, l, "greet.main", sine(16000, 600, 0.5, 1)).Token})
	must(t, err)
	if is, err := os.ReadFile(old); err != nil || !bytes.Equal(was, is) {
		t.Errorf("the file that may be playing was changed: %v", err)
	}
	if now := manifestOf(t, o.Dir).Files["greet.main"].File; strings.HasPrefix(filepath.Base(old), now+".alaw") {
		t.Error("the new version has the old one's file")
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	first, err := l.Save(prompt.Change{ID: "greet.main", Preview: take(t, l, "greet.main", sine(16000, 440, 0.5, 1)).Token, By: "ada"})
	must(t, err)
	second, err := l.Save(prompt.Change{ID: "greet.main", Base: first.Version, Text: "早上好,XX。", By: "bob", Why: "改文字"})
	must(t, err)
	if second.Text != "早上好,测试客户服务中心。" || !second.Stale {
		t.Errorf("a new text over an old voice: %+v", second)
	}
	third, err := l.Restore(prompt.Change{ID: "greet.main", Base: 2, By: "ada"}, 0)
	must(t, err)
	if third.Version != 3 || third.Source != prompt.Synthesised || third.Text != "您好。" || third.Stale {
		t.Errorf("restored to what was installed: %+v", third)
	}
	if len(manifestOf(t, o.Dir).Files) != 0 {
		t.Error("the installed sound is still covered")
	}
	fourth, err := l.Restore(prompt.Change{ID: "greet.main", Base: 3, By: "ada"}, 1)
	must(t, err)
	if fourth.Source != prompt.Uploaded || fourth.Stale {
		t.Errorf("restored to the first: %+v", fourth)
	}
	found, err := l.Versions("greet.main")
	must(t, err)
	if len(found) != 5 || found[0].Restored != 1 || found[2].By != "bob" || found[2].Why != "改文字" || found[4].Number != 0 {
		t.Errorf("versions: %+v", found)
	}
	if _, err := l.Restore(prompt.Change{ID: "greet.main", Base: 4}, 9); !errors.Is(err, prompt.ErrNoVersion) {
		t.Errorf("version 9: %v", err)
	}
	again, err := prompt.Open(o) // another process
	must(t, err)
	if p, _ := again.Prompt("greet.main"); p.Version != 4 {
		t.Errorf("another process sees version %d", p.Version)
	}
}

func TestPromptWithANumber(t *testing.T) {
	t.Parallel()
	l, _ := library(t)
	if _, err := l.Take(t.Context(), "queue.position", wav(plain, sine(16000, 440, 0.5, 1)), prompt.Uploaded, ""); err == nil || !strings.Contains(err.Error(), "queue.position-2") {
		t.Errorf("the whole sentence was taken: %v", err)
	}
	p, err := l.Save(prompt.Change{ID: "queue.position", Preview: take(t, l, "queue.position-2", sine(16000, 440, 0.5, 1)).Token})
	must(t, err)
	if p.Source != prompt.Synthesised || p.Pieces[0].Source != prompt.Synthesised || p.Pieces[1].Source != prompt.Uploaded {
		t.Errorf("one piece recorded: %+v", p)
	}
	if _, err := l.Say(t.Context(), "queue.position", "请稍候。", ""); err == nil || !strings.Contains(err.Error(), "{n}") {
		t.Errorf("a text without its number: %v", err)
	}
	said, err := l.Say(t.Context(), "queue.position", "还有 {n} 位。", "")
	must(t, err)
	p, err = l.Save(prompt.Change{ID: "queue.position", Base: 1, Preview: said.Token})
	must(t, err)
	if p.Text != "还有 {n} 位。" || p.Stale || len(p.Pieces) != 2 || p.Pieces[0].Text != "还有" {
		t.Errorf("synthesised anew: %+v", p)
	}
	whole, _, err := l.WAV("queue.position", 2, "")
	must(t, err)
	if _, _, err := l.WAV("queue.position", 0, ""); err != nil || len(whole) < 32000 {
		t.Errorf("%d bytes to listen to; the installed one: %v", len(whole), err)
	}
}

func TestPromptOfTheCentresOwn(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	for id, want := range map[string]string{"翠湖": "small letters", "greet.main": "already", "queue.position-1": "already"} {
		if _, err := l.Create(prompt.Change{ID: id, Text: "x"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", id, err, want)
		}
	}
	p, err := l.Create(prompt.Change{ID: "notice.cuihu", Text: "翠湖今天停水。", By: "ada"})
	must(t, err)
	if !p.Own || !p.Missing || p.Situation != "notice" {
		t.Errorf("made: %+v", p)
	}
	said, err := l.Say(t.Context(), p.ID, p.Text, "ada")
	must(t, err)
	p, err = l.Save(prompt.Change{ID: p.ID, Base: 1, Preview: said.Token})
	must(t, err)
	if p.Missing || p.Source != prompt.Synthesised || manifestOf(t, o.Dir).Files["notice.cuihu"].File == "" {
		t.Errorf("with a voice: %+v", p)
	}
	must(t, l.Delete(prompt.Change{ID: p.ID, Base: 2}))
	if _, err := l.Prompt(p.ID); !errors.Is(err, prompt.ErrNoPrompt) {
		t.Errorf("deleted: %v", err)
	}
	if m := manifestOf(t, o.Dir); len(m.Prompts[0].Parts) != 0 {
		t.Error("it can still be played")
	}
	if p, err = l.Create(prompt.Change{ID: p.ID, Text: "又停水。"}); err != nil || p.Version != 4 {
		t.Errorf("made again: version %d, %v", p.Version, err)
	}
	if err := l.Delete(prompt.Change{ID: "greet.main"}); !errors.Is(err, prompt.ErrShipped) {
		t.Errorf("an installed prompt: %v", err)
	}
	if _, err := l.Take(t.Context(), "hold.ask", wav(plain, sine(16000, 440, 0.5, 1)), prompt.Uploaded, ""); err == nil {
		t.Error("what agents read was given a voice")
	}
}

func TestSoundsThatAreRefused(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	loud := sine(16000, 440, 3, 1)
	for name, c := range map[string]struct {
		samples []float64
		want    string
	}{
		"silence":    {make([]float64, 16000), "only silence"},
		"a click":    {sine(16000, 440, 0.5, 0.1), "100 ms"},
		"overloaded": {loud, "too loud"},
	} {
		_, err := l.Take(t.Context(), "greet.main", wav(plain, limited(c.samples)), prompt.Uploaded, "")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if left, _ := os.ReadDir(filepath.Join(o.Dir, "previews")); len(left) != 0 {
		t.Errorf("%d previews of refused sounds are left", len(left))
	}
	whisper := take(t, l, "greet.main", sine(16000, 440, 0.01, 1))
	if len(whisper.Warnings) != 1 || !strings.Contains(whisper.Warnings[0].English, "quietly") {
		t.Errorf("a whisper: %+v", whisper.Warnings)
	}
}

func limited(samples []float64) []float64 {
	for i, v := range samples {
		samples[i] = max(-1, min(1, v))
	}
	return samples
}

// TestPeaksAreHeldBack: a voice with sharp peaks gets the common level and clips nowhere.
func TestPeaksAreHeldBack(t *testing.T) {
	t.Parallel()
	l, _ := library(t)
	samples := sine(16000, 300, 0.05, 2)
	for i := 4000; i < len(samples); i += 4000 {
		samples[i] = 0.5
	}
	if a := take(t, l, "greet.main", samples).After; a.Peak > -2.9 || a.Level < -19 {
		t.Errorf("level %.1f, peak %.1f dB", a.Level, a.Peak)
	}
}

func TestTwoWhoChangeAtOnce(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	other, err := prompt.Open(o)
	must(t, err)
	var both sync.WaitGroup
	for i := range 20 {
		both.Go(func() {
			who := []*prompt.Library{l, other}[i%2]
			_, err := who.Create(prompt.Change{ID: "notice." + string(rune('a'+i)), Text: "停水。"})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := len(manifestOf(t, o.Dir).Prompts); n != 20 {
		t.Errorf("%d of 20 prompts are kept", n)
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	l, _ := library(t)
	var file bytes.Buffer
	must(t, l.Export(&file))
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	must(t, err)
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "prompts.csv greet.main.wav queue.position-1.wav queue.position-2.wav num.3.wav" {
		t.Errorf("exported %s", got)
	}
}
