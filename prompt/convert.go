package prompt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// formats are the files made of every sound, as of those of the layer below: what a telephone call needs at 8 kHz, and
// 16 kHz for wideband phones and browsers. Asterisk then plays each without transcoding.
//
// sox changes the rate. It is on every machine where prompts are made, and it is given bare samples on its standard
// input, never a stranger's file: reading those is ParseWAV's work.
var formats = []struct {
	extension string
	args      []string
}{
	{".alaw", []string{"-t", "raw", "-r", "8000", "-e", "a-law"}},
	{".ulaw", []string{"-t", "raw", "-r", "8000", "-e", "mu-law"}},
	{wideExtension, []string{"-t", "raw", "-r", "16000", "-e", "signed-integer", "-b", "16"}},
}

const (
	wideExtension = ".sln16"
	wideRate      = 16000
	soxLimit      = 30 * time.Second
)

// write makes all formats of a sound in a folder.
func (a Audio) write(ctx context.Context, dir, name string) error {
	ctx, cancel := context.WithTimeout(ctx, soxLimit)
	defer cancel()
	raw := make([]byte, 0, 4*len(a.Samples))
	for _, v := range a.Samples {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(v)))
	}
	for _, format := range formats {
		// Without -R the dither is random, and so would be the sums.
		args := []string{"-V1", "-R", "-t", "raw", "-r", fmt.Sprint(a.Rate), "-e", "floating-point", "-b", "32", "-c", "1", "-", "-c", "1"}
		args = append(append(args, format.args...), filepath.Join(dir, name+format.extension))
		cmd := exec.CommandContext(ctx, "sox", args...)
		cmd.Stdin = bytes.NewReader(raw)
		if out, err := cmd.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
			return ErrNoSox
		} else if err != nil {
			return fmt.Errorf("prompt: sox: %w: %s", err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

// readWide reads back what write made, or the layer below has.
func readWide(path string) ([]byte, error) {
	text, err := os.ReadFile(path + wideExtension)
	if err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	return text, nil
}
