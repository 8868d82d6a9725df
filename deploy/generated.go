package deploy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

func (s *studio) beepJob() job {
	return job{id: "beep", source: sourceGenerated, key: key("beep"), make: func(ctx context.Context) error {
		raw := filepath.Join(s.dir, "beep.tmp.wav")
		defer os.Remove(raw)
		err := runTool(ctx, "", "sox", "-V1", "-n", "-r", "16000", "-b", "16", "-c", "1", raw,
			"synth", "0.35", "sine", "1000", "fade", "0.02", "0.35", "0.05", "gain", "-9")
		if err != nil {
			return err
		}
		return s.convert(ctx, "beep", raw, nil)
	}}
}

func (s *studio) musicJob() job {
	const id = "moh/hotline"
	return job{id: id, source: sourceGenerated, key: key("music without a gap"), make: func(ctx context.Context) error {
		raw := filepath.Join(s.dir, "music.tmp.sln16")
		defer os.Remove(raw)
		if err := os.WriteFile(raw, composeMusic(), 0o644); err != nil {
			return fmt.Errorf("deploy: %w", err)
		}
		// sox reads the headerless file by the description that stands before its name.
		wav := filepath.Join(s.dir, "music.tmp.wav")
		defer os.Remove(wav)
		err := runTool(ctx, "", "sox", "-V1", "-t", "raw", "-r", "16000", "-e", "signed-integer", "-b", "16", "-c", "1", raw, wav)
		if err != nil {
			return err
		}
		return s.convert(ctx, id, wav, nil)
	}}
}
