package telephony

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"thirdring/queue"
)

// manifest is the part of manifest.json that playing needs: what each prompt
// is composed of, and how long each file is.
type manifest struct {
	parts map[string][]string // by prompt
	files map[string]time.Duration
}

// parseManifest reads manifest.json as `thirdring prompts` writes it.
func parseManifest(text []byte) (manifest, error) {
	var read struct {
		Prompts []struct {
			ID    string   `json:"id"`
			Parts []string `json:"parts"`
		} `json:"prompts"`
		Files map[string]struct {
			Milliseconds int `json:"ms"`
		} `json:"files"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		return manifest{}, err
	}
	m := manifest{parts: make(map[string][]string), files: make(map[string]time.Duration)}
	for _, p := range read.Prompts {
		m.parts[p.ID] = p.Parts
	}
	for name, f := range read.Files {
		m.files[name] = time.Duration(f.Milliseconds) * time.Millisecond
	}
	return m, nil
}

// compose lists the files that say the prompts, and how long they take.
func (m manifest) compose(prompts []queue.Prompt) (files []string, length time.Duration, err error) {
	for _, p := range prompts {
		parts := m.parts[p.ID]
		if len(parts) == 0 {
			return nil, 0, fmt.Errorf("prompt %s is not in the manifest", p.ID)
		}
		for _, part := range parts {
			files = append(files, fill(part, p)...)
		}
	}
	for _, name := range files {
		ms, ok := m.files[name]
		if !ok {
			return nil, 0, fmt.Errorf("sound %s is missing", name)
		}
		length += ms
	}
	if len(files) == 0 {
		return nil, 0, fmt.Errorf("nothing to play")
	}
	return files, length, nil
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

// sounds is the folder of prompts. It is read again when its manifest changed,
// so that a centre's new recordings are heard without a restart.
type sounds struct {
	dir string

	mu       sync.Mutex // guards manifest, modified
	manifest manifest
	modified time.Time
}

// compose lists the media URIs that say the prompts, and their length.
func (s *sounds) compose(prompts []queue.Prompt) (media string, length time.Duration, err error) {
	m, err := s.current()
	if err != nil {
		return "", 0, err
	}
	files, length, err := m.compose(prompts)
	if err != nil {
		return "", 0, err
	}
	uris := make([]string, len(files))
	for i, name := range files {
		uris[i] = "sound:" + filepath.Join(s.dir, name)
	}
	return strings.Join(uris, ","), length, nil
}

func (s *sounds) current() (manifest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.dir, "manifest.json")
	info, err := os.Stat(path)
	if err != nil {
		return manifest{}, err
	}
	if info.ModTime().Equal(s.modified) {
		return s.manifest, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return manifest{}, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	s.manifest, s.modified = m, info.ModTime()
	return m, nil
}
