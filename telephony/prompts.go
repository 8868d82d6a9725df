package telephony

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"thirdring/queue"
)

// manifest is the part of manifest.json that playing needs: what each prompt
// is composed of, and where each sound is.
type manifest struct {
	parts    map[string][]string // by prompt
	versions map[string]int      // by prompt; of those that the centre changed
	sounds   map[string]sound    // by part
}

// sound is a file without its extension, and how long it is.
type sound struct {
	path   string
	length time.Duration
}

// parseManifest reads manifest.json of a folder: as `thirdring prompts` writes
// it, where a sound's file has its name, or as the centre's own layer has it,
// where each change has made another file.
func parseManifest(dir string, text []byte) (manifest, error) {
	var read struct {
		Prompts []struct {
			ID      string   `json:"id"`
			Parts   []string `json:"parts"`
			Version int      `json:"version"`
		} `json:"prompts"`
		Files map[string]struct {
			File         string `json:"file"`
			Milliseconds int    `json:"ms"`
		} `json:"files"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		return manifest{}, err
	}
	m := newManifest()
	for _, p := range read.Prompts {
		m.parts[p.ID] = p.Parts
		if p.Version > 0 {
			m.versions[p.ID] = p.Version
		}
	}
	for name, f := range read.Files {
		path := filepath.Join(dir, name)
		if f.File != "" {
			path = filepath.Join(dir, f.File)
		}
		m.sounds[name] = sound{path, time.Duration(f.Milliseconds) * time.Millisecond}
	}
	return m, nil
}

func newManifest() manifest {
	return manifest{parts: make(map[string][]string), versions: make(map[string]int), sounds: make(map[string]sound)}
}

// over lays a manifest over another one. A prompt that the upper one knows
// without a sound of its own is the lower one's.
func (m manifest) over(lower manifest) manifest {
	out := newManifest()
	for _, layer := range []manifest{lower, m} {
		for id, parts := range layer.parts {
			if len(parts) > 0 {
				out.parts[id] = parts
			}
		}
		maps.Copy(out.versions, layer.versions)
		maps.Copy(out.sounds, layer.sounds)
	}
	return out
}

// composed is what says some prompts.
type composed struct {
	paths    []string // of the sounds, one after the other
	length   time.Duration
	versions map[string]int // of those prompts that the centre changed
}

// media names the sounds as ARI wants them.
func (c composed) media() string {
	return "sound:" + strings.Join(c.paths, ",sound:")
}

// compose finds the sounds that say the prompts.
func (m manifest) compose(prompts []queue.Prompt) (composed, error) {
	var c composed
	for _, p := range prompts {
		parts := m.parts[p.ID]
		if len(parts) == 0 {
			return composed{}, fmt.Errorf("prompt %s is not in the manifest", p.ID)
		}
		if version := m.versions[p.ID]; version > 0 {
			if c.versions == nil {
				c.versions = make(map[string]int)
			}
			c.versions[p.ID] = version
		}
		for _, part := range parts {
			for _, name := range fill(part, p) {
				s, ok := m.sounds[name]
				if !ok {
					return composed{}, fmt.Errorf("sound %s is missing", name)
				}
				c.paths, c.length = append(c.paths, s.path), c.length+s.length
			}
		}
	}
	if len(c.paths) == 0 {
		return composed{}, errors.New("nothing to play")
	}
	return c, nil
}

// fill replaces a slot, {n:count} or {digits:digits}, by the files that say
// the prompt's value; any other part is a file.
func fill(part string, p queue.Prompt) []string {
	slot, ok := strings.CutPrefix(part, "{")
	if !ok {
		return []string{part}
	}
	if _, kind, _ := cutLast(strings.TrimSuffix(slot, "}"), ":"); kind == "digits" {
		return digitParts(p.Digits)
	}
	return countParts(p.Number)
}

// sounds are the folder of prompts and the one with the centre's own over it.
// Each is read again when its manifest changed, so that what a centre recorded
// is heard by the next caller, without a restart.
type sounds struct {
	installed, own layer
	complain       func(error) // of the centre's own, which must not silence the rest

	mu  sync.Mutex // guards now and the layers' contents
	now manifest
}

// layer is one folder of sounds; an empty dir is none.
type layer struct {
	dir      string
	manifest manifest
	read     fs.FileInfo // of the manifest that was read
}

func newSounds(installed, own string, complain func(error)) *sounds {
	return &sounds{installed: layer{dir: installed}, own: layer{dir: own}, complain: complain}
}

// compose finds the sounds that say the prompts.
func (s *sounds) compose(prompts []queue.Prompt) (composed, error) {
	m, err := s.current()
	if err != nil {
		return composed{}, err
	}
	return m.compose(prompts)
}

// beep is the tone before a recording. Where none is described it is looked
// for all the same; without it there is no tone.
func (s *sounds) beep() string {
	m, err := s.current()
	if known, ok := m.sounds["beep"]; err == nil && ok {
		return known.path
	}
	return filepath.Join(s.installed.dir, "beep")
}

func (s *sounds) current() (manifest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed, err := s.installed.refresh()
	if err != nil {
		return manifest{}, err
	}
	ownChanged, err := s.own.refresh()
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a centre need not have any
		s.complain(err)
	}
	if changed || ownChanged {
		s.now = s.own.manifest.over(s.installed.manifest)
	}
	return s.now, nil
}

// refresh reads the manifest if it is not the one that was read.
func (l *layer) refresh() (changed bool, err error) {
	if l.dir == "" {
		return false, nil
	}
	path := filepath.Join(l.dir, "manifest.json")
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	if l.read != nil && os.SameFile(info, l.read) && info.ModTime().Equal(l.read.ModTime()) && info.Size() == l.read.Size() {
		return false, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	m, err := parseManifest(l.dir, text)
	if err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	l.manifest, l.read = m, info
	return true, nil
}
