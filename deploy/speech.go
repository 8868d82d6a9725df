package deploy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// soundFormats are the files made of every sound: what a telephone call needs at 8 kHz, and 16 kHz for wideband phones
// and browsers. Asterisk then plays each without transcoding.
var soundFormats = []struct {
	extension string
	args      []string // sox's description of the output
}{
	{".alaw", []string{"-t", "raw", "-r", "8000", "-e", "a-law"}},
	{".ulaw", []string{"-t", "raw", "-r", "8000", "-e", "mu-law"}},
	{".sln16", []string{"-t", "raw", "-r", "16000", "-e", "signed-integer", "-b", "16"}},
}

// Effects of sox. speechEffects cuts the silence at both ends and shortens pauses inside, then levels and leaves a
// breath at the end; recordedEffects trusts the person who recorded and only levels.
var (
	speechEffects = strings.Fields("highpass 120 silence 1 0.01 0.4% reverse silence 1 0.01 0.4% reverse" +
		" silence -l 1 0.02 0.4% -1 0.35 0.4% compand 0.01,0.15 6:-50,-50,-30,-18,-15,-10 0 -90 0.02 norm -3 pad 0.02 0.06")
	recordedEffects = strings.Fields("norm -3")
)

// voiceArgs choose the speech: a woman's voice at a calm speed.
const (
	voiceVariant = "+f2"
	voiceSpeed   = "175"
)

// studio makes sounds with espeak-ng and sox in one folder.
type studio struct {
	dir   string
	voice string
}

// newStudio finds the tools and the voice. Some builds of espeak-ng have a voice "cmn" that spells pinyin in English;
// the first voice that really speaks Mandarin is taken.
func newStudio(ctx context.Context, dir string) (*studio, error) {
	for _, tool := range []string{"espeak-ng", "sox"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("deploy: no %s found: run deploy/install.sh prompts: %w", tool, err)
		}
	}
	for _, voice := range []string{"cmn-latn-pinyin", "cmn", "zh"} {
		phonemes, err := exec.CommandContext(ctx, "espeak-ng", "-v", voice, "-x", "-q", "您好").Output()
		if err == nil && len(bytes.TrimSpace(phonemes)) > 0 && !bytes.Contains(phonemes, []byte("(en)")) {
			return &studio{dir: dir, voice: voice + voiceVariant}, nil
		}
	}
	return nil, errors.New("deploy: this espeak-ng has no voice that speaks Mandarin: install espeak-ng 1.51 or newer")
}

// speak synthesises text to all formats of id.
func (s *studio) speak(ctx context.Context, id, text string) error {
	raw := filepath.Join(s.dir, id+".tmp.wav")
	defer os.Remove(raw)
	if err := runTool(ctx, text, "espeak-ng", "-v", s.voice, "-s", voiceSpeed, "-w", raw); err != nil {
		return err
	}
	return s.convert(ctx, id, raw, speechEffects)
}

// Speak says a text as the manifest's prompts are said, and returns a WAV file
// with 16,000 samples a second. Where espeak-ng or sox is not installed the
// error is exec.ErrNotFound.
func Speak(ctx context.Context, text string) ([]byte, error) {
	source, err := loadPrompts(promptsYAML)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "thirdring-speech")
	if err != nil {
		return nil, fmt.Errorf("deploy: %w", err)
	}
	defer os.RemoveAll(dir)
	s, err := newStudio(ctx, dir)
	if err != nil {
		return nil, err
	}
	raw, said := filepath.Join(dir, "raw.wav"), filepath.Join(dir, "said.wav")
	if err := runTool(ctx, readable(text, source.Pronounce), "espeak-ng", "-v", s.voice, "-s", voiceSpeed, "-w", raw); err != nil {
		return nil, err
	}
	args := append([]string{"-V1", "-R", raw, "-c", "1", "-r", "16000", "-b", "16", said}, speechEffects...)
	if err := runTool(ctx, "", "sox", args...); err != nil {
		return nil, err
	}
	wav, err := os.ReadFile(said)
	if err != nil {
		return nil, fmt.Errorf("deploy: %w", err)
	}
	return wav, nil
}

// convert writes all formats of id from an audio file. Each appears under its name only when it is complete, because
// Asterisk may be playing the old one.
func (s *studio) convert(ctx context.Context, id, from string, effects []string) error {
	for _, format := range soundFormats {
		to := filepath.Join(s.dir, id+format.extension)
		// Without -R the dither is random, and so would be the sums.
		args := append([]string{"-V1", "-R", from, "-c", "1"}, format.args...)
		args = append(args, to+".tmp")
		if err := runTool(ctx, "", "sox", append(args, effects...)...); err != nil {
			return err
		}
		if err := os.Rename(to+".tmp", to); err != nil {
			return fmt.Errorf("deploy: %w", err)
		}
	}
	return nil
}

// measure reads back what was made.
func (s *studio) measure(id string) (sum string, milliseconds int, err error) {
	audio, err := os.ReadFile(filepath.Join(s.dir, id+".sln16"))
	if err != nil {
		return "", 0, fmt.Errorf("deploy: %w", err)
	}
	hash := sha256.Sum256(audio)
	const bytesPerMillisecond = 32
	return hex.EncodeToString(hash[:]), len(audio) / bytesPerMillisecond, nil
}

// complete reports whether every format of id is there.
func (s *studio) complete(id string) bool {
	for _, format := range soundFormats {
		info, err := os.Stat(filepath.Join(s.dir, id+format.extension))
		if err != nil || info.Size() == 0 {
			return false
		}
	}
	return true
}

func runTool(ctx context.Context, input, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = strings.NewReader(input)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("deploy: %s: %w: %s", name, err, bytes.TrimSpace(output))
	}
	return nil
}
