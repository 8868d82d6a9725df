package deploy_test

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"thirdring/deploy"
)

func makePrompts(t *testing.T, o deploy.PromptOptions) (deploy.PromptReport, deploy.Manifest) {
	t.Helper()
	report, err := deploy.MakePrompts(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(o.Dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest deploy.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	return report, manifest
}

func TestPromptsOfACenter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	last := 0
	options := deploy.PromptOptions{CenterName: "金桂园客户服务中心", Dir: dir, Progress: func(done, total int) {
		if done != last+1 || done > total {
			t.Errorf("progress goes from %d to %d of %d", last, done, total)
		}
		last = done
	}}
	report, manifest := makePrompts(t, options)
	if report.Kept != 0 || report.Made != len(manifest.Files) {
		t.Errorf("first run made %d and kept %d of %d", report.Made, report.Kept, len(manifest.Files))
	}
	t.Run("texts", func(t *testing.T) { checkTexts(t, manifest) })
	t.Run("sounds", func(t *testing.T) { checkSounds(t, dir, manifest) })
	t.Run("incremental", func(t *testing.T) { checkIncremental(t, options, &last) })
	t.Run("recorded", func(t *testing.T) { checkRecorded(t, options, &last) })
}

func checkTexts(t *testing.T, manifest deploy.Manifest) {
	prompts := map[string]deploy.Prompt{}
	for _, p := range manifest.Prompts {
		prompts[p.ID] = p
		for _, part := range p.Parts {
			if _, ok := manifest.Files[part]; !ok && !strings.HasPrefix(part, "{") {
				t.Errorf("%s: part %s has no file", p.ID, part)
			}
		}
	}
	if got, want := prompts["greet.main"].Text, "您好,金桂园客户服务中心,很高兴为您服务。"; got != want {
		t.Errorf("greeting is %s, want %s", got, want)
	}
	for id, want := range map[string][]string{
		"greet.main":     {"greet.main"},
		"queue.position": {"queue.position-1", "{n:count}", "queue.position-2"},
		"queue.wait_est": {"queue.wait_est-1", "{n:count}", "queue.wait_est-2"},
		"agent.workno":   {"agent.workno-1", "{digits:digits}", "agent.workno-2"},
		"after_hours":    {"after_hours"},
		"hold.ask":       nil, // read by the agent
	} {
		if got := prompts[id].Parts; !reflect.DeepEqual(got, want) {
			t.Errorf("parts of %s are %q, want %q", id, got, want)
		}
	}
	for _, id := range []string{"num.0", "num.10", "num.liang", "num.yao", "beep", "moh/hotline"} {
		if manifest.Files[id].Milliseconds == 0 {
			t.Errorf("no sound %s", id)
		}
	}
}

// checkSounds judges the audio by its figures: audible, not clipped, without long silences, of a believable length.
func checkSounds(t *testing.T, dir string, manifest deploy.Manifest) {
	for id, sound := range manifest.Files {
		audio := readSamples(t, filepath.Join(dir, id+".sln16"))
		peak, level, quiet := figures(audio)
		if peak > -0.5 || peak < -12 {
			t.Errorf("%s: peak %.1f dB", id, peak)
		}
		if level < -33 || level > -8 {
			t.Errorf("%s: level %.1f dB", id, level)
		}
		if sound.Source == "synthesised" && quiet > 0.6 {
			t.Errorf("%s: %.2f s of silence inside", id, quiet)
		}
		// Mandarin at a calm speed takes 150 to 450 ms for a character.
		if n := len([]rune(sound.Text)); sound.Source == "synthesised" && (sound.Milliseconds < 120*n || sound.Milliseconds > 300+450*n) {
			t.Errorf("%s: %d ms for %d characters", id, sound.Milliseconds, n)
		}
		for _, extension := range []string{".alaw", ".ulaw"} {
			info, err := os.Stat(filepath.Join(dir, id+extension))
			if err != nil {
				t.Fatal(err)
			}
			if got := int(info.Size()) / 8; got < sound.Milliseconds-20 || got > sound.Milliseconds+20 {
				t.Errorf("%s%s lasts %d ms, the wideband file %d ms", id, extension, got, sound.Milliseconds)
			}
		}
	}
}

func readSamples(t *testing.T, path string) []float64 {
	t.Helper()
	audio, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	samples := make([]float64, len(audio)/2)
	for i := range samples {
		samples[i] = float64(int16(binary.LittleEndian.Uint16(audio[2*i:]))) / math.MaxInt16
	}
	return samples
}

// figures are the peak and the mean level in dB, and the longest silence in seconds.
func figures(samples []float64) (peak, level, quiet float64) {
	var power float64
	run, longest := 0, 0
	for _, v := range samples {
		peak = math.Max(peak, math.Abs(v))
		power += v * v
		if math.Abs(v) > 0.004 {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return 20 * math.Log10(peak), 10 * math.Log10(power/float64(len(samples))), float64(longest) / 16000
}

func checkIncremental(t *testing.T, o deploy.PromptOptions, last *int) {
	*last = 0
	report, _ := makePrompts(t, o)
	if report.Made != 0 {
		t.Errorf("a second run made %d sounds again", report.Made)
	}
	*last = 0
	o.CenterName = "银杏里"
	report, _ = makePrompts(t, o)
	if report.Made != 7 {
		t.Errorf("another name made %d sounds, want the 7 that hold it", report.Made)
	}
}

func checkRecorded(t *testing.T, o deploy.PromptOptions, last *int) {
	*last = 0
	o.RecordedDir = t.TempDir()
	for _, name := range []string{"close.main", "emergency.notice", "no.such.prompt"} {
		path := filepath.Join(o.RecordedDir, name+".wav")
		output, err := exec.CommandContext(t.Context(), "sox", "-n", "-r", "44100", "-c", "2", path, "synth", "2", "sine", "440").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	}
	report, manifest := makePrompts(t, o)
	if got := manifest.Files["close.main"]; got.Source != "recorded" || got.Milliseconds != 2000 {
		t.Errorf("close.main is %s of %d ms, want recorded of 2000", got.Source, got.Milliseconds)
	}
	if manifest.Files["emergency.notice"].Source != "recorded" {
		t.Error("the recorded emergency.notice is not played")
	}
	if len(report.Unknown) != 1 || filepath.Base(report.Unknown[0]) != "no.such.prompt.wav" {
		t.Errorf("unknown recordings: %q", report.Unknown)
	}
}

func TestSpeak(t *testing.T) {
	t.Parallel()
	wav, err := deploy.Speak(t.Context(), "翠湖今天下午停水。")
	if err != nil {
		t.Fatal(err)
	}
	const bytesPerSecond = 32000
	if len(wav) < bytesPerSecond || string(wav[:4]) != "RIFF" {
		t.Errorf("%d bytes were spoken", len(wav))
	}
}
