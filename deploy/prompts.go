package deploy

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// PromptOptions say for whom prompts are made. CenterName and Dir are required.
type PromptOptions struct {
	CenterName  string                // stands for XX in the manifest
	Hours       string                // opening hours as they are announced; default 周一至周日 上午9:00至下午6:00
	Dir         string                // receives the sounds and manifest.json
	RecordedDir string                // the centre's own recordings, named <id>.wav (or flac, ogg, mp3); they win
	Progress    func(done, total int) // called after each sound, one at a time
}

// PromptReport tells what MakePrompts did.
type PromptReport struct {
	Made    int      // sounds made in this run
	Kept    int      // sounds that were there already
	Unknown []string // recordings whose name is no sound of the manifest
}

// pipelineVersion is part of every key: raise it when the same text should sound different.
const pipelineVersion = "1"

const (
	sourceSynthesised = "synthesised"
	sourceRecorded    = "recorded"
	sourceGenerated   = "generated"
)

// job is one sound to be there in the end.
type job struct {
	id     string
	text   string // shown
	source string
	key    string // what the sound is made of, as a sum
	make   func(ctx context.Context) error
}

// MakePrompts makes every sound of a centre that is missing or has changed, and writes Dir/manifest.json last.
func MakePrompts(ctx context.Context, o PromptOptions) (PromptReport, error) {
	if o.CenterName == "" || o.Dir == "" {
		return PromptReport{}, errors.New("deploy: PromptOptions: CenterName and Dir are required")
	}
	source, err := loadPrompts(promptsYAML)
	if err != nil {
		return PromptReport{}, err
	}
	if err := os.MkdirAll(filepath.Join(o.Dir, "moh"), 0o755); err != nil {
		return PromptReport{}, fmt.Errorf("deploy: %w", err)
	}
	studio, err := newStudio(ctx, o.Dir)
	if err != nil {
		return PromptReport{}, err
	}
	recordings, err := findRecordings(o.RecordedDir)
	if err != nil {
		return PromptReport{}, err
	}
	manifest, jobs, err := plan(source, o, studio, recordings)
	if err != nil {
		return PromptReport{}, err
	}
	report, err := carryOut(ctx, o, studio, manifest, jobs)
	if err != nil {
		return report, err
	}
	report.Unknown = unknownRecordings(recordings, jobs)
	return report, writeManifest(o.Dir, manifest)
}

// plan lists the prompts of the centre and the sounds that they need.
func plan(source promptSource, o PromptOptions, studio *studio, recordings map[string]string) (*Manifest, []job, error) {
	manifest := &Manifest{Center: o.CenterName, Files: map[string]Sound{}}
	hours := cmp.Or(o.Hours, "周一至周日 上午9:00至下午6:00")
	var pieces []spoken
	for _, entry := range source.Prompts {
		text := forCenter(entry.Text, o.CenterName, hours)
		prompt := Prompt{ID: entry.ID, Text: text, Tag: entry.Tag, Source: entry.Source, Script: entry.Script}
		playable := !entry.Script && (!entry.Fill || recordings[entry.ID] != "")
		if playable {
			parts, said := entry.split(text)
			prompt.Parts = parts
			pieces = append(pieces, said...)
		}
		manifest.Prompts = append(manifest.Prompts, prompt)
	}
	for id, text := range source.Numbers {
		pieces = append(pieces, spoken{id, text})
	}
	jobs := []job{studio.beepJob(), studio.musicJob()}
	for _, piece := range pieces {
		said := readable(piece.text, source.Pronounce)
		jobs = append(jobs, job{
			id: piece.id, text: piece.text, source: sourceSynthesised, key: key(studio.voice, voiceSpeed, said),
			make: func(ctx context.Context) error { return studio.speak(ctx, piece.id, said) },
		})
	}
	for i, j := range jobs {
		recording, ok := recordings[j.id]
		if !ok {
			continue
		}
		sum, err := fileSum(recording)
		if err != nil {
			return nil, nil, err
		}
		jobs[i].source, jobs[i].key = sourceRecorded, key(sum)
		jobs[i].make = func(ctx context.Context) error { return studio.convert(ctx, j.id, recording, recordedEffects) }
	}
	slices.SortFunc(jobs, func(a, b job) int { return cmp.Compare(a.id, b.id) })
	return manifest, jobs, nil
}

// carryOut makes what is missing, as many at a time as the machine has processors.
func carryOut(ctx context.Context, o PromptOptions, studio *studio, manifest *Manifest, jobs []job) (PromptReport, error) {
	before := readManifest(o.Dir)
	var mu sync.Mutex // guards report, done and manifest.Files
	var report PromptReport
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, j := range jobs {
		group.Go(func() error {
			keep := before.Files[j.id].Key == j.key && studio.complete(j.id)
			if !keep {
				if err := j.make(ctx); err != nil {
					return fmt.Errorf("deploy: prompt %s: %w", j.id, err)
				}
			}
			sum, milliseconds, err := studio.measure(j.id)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			manifest.Files[j.id] = Sound{Milliseconds: milliseconds, SHA256: sum, Source: j.source, Text: j.text, Key: j.key}
			if keep {
				report.Kept++
			} else {
				report.Made++
			}
			done++
			if o.Progress != nil {
				o.Progress(done, len(jobs))
			}
			return nil
		})
	}
	err := group.Wait()
	return report, err
}

func key(parts ...string) string {
	sum := sha256.Sum256([]byte(pipelineVersion + "\x00" + strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
