package prompt

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Source says where a sound comes from.
type Source string

// The sources of sounds.
const (
	Synthesised Source = "synthesised"
	Uploaded    Source = "uploaded"
	Recorded    Source = "recorded" // by telephone, or given to `thirdring prompts`
	Generated   Source = "generated"
)

// Sound is one file of sound. The file never changes; another sound has another file.
type Sound struct {
	File         string  `json:"file"`
	Milliseconds int     `json:"ms"`
	SHA256       string  `json:"sha256"`
	Source       Source  `json:"source"`
	Text         string  `json:"text,omitempty"` // what it was to say when it was made
	Level        float64 `json:"level,omitempty"`
	Peak         float64 `json:"peak,omitempty"`
}

// Version is a prompt as it was from a moment on, whole: its text and all its sounds.
type Version struct {
	Number    int              `json:"version"`
	At        time.Time        `json:"at"`
	By        string           `json:"by"`
	Why       string           `json:"why,omitempty"`
	What      What             `json:"what"`
	Restored  int              `json:"restored,omitempty"` // with WasRestored: the version that it repeats
	Text      string           `json:"text"`
	Situation string           `json:"situation,omitempty"` // of a prompt of the centre's own
	Parts     []string         `json:"parts,omitempty"`     // as they are played one after the other
	Sounds    map[string]Sound `json:"sounds,omitempty"`    // by part; those that are missing are the layer's below
}

// What says what a version changed.
type What string

// What a version changed.
const (
	ChangedVoice What = "voice"
	ChangedText  What = "text"
	WasRestored  What = "restored"
	WasMade      What = "made"
	WasDeleted   What = "deleted"
)

// entry is what the centre made of a prompt; the last of Versions counts. The fields before them repeat the last one
// for those who only play.
type entry struct {
	ID       string    `json:"id"`
	Parts    []string  `json:"parts,omitempty"`
	Version  int       `json:"version"`
	Own      bool      `json:"own,omitempty"` // there is none of that name below
	Versions []Version `json:"versions"`
}

func (e *entry) last() Version {
	if e == nil || len(e.Versions) == 0 {
		return Version{}
	}
	return e.Versions[len(e.Versions)-1]
}

func (e *entry) deleted() bool { return e.last().What == WasDeleted }

// manifest is manifest.json of the centre's folder. Files names, for each part, the file that says it now.
type manifest struct {
	Prompts []*entry         `json:"prompts"`
	Files   map[string]Sound `json:"files"`
	Music   []*class         `json:"music,omitempty"`
}

func (m *manifest) find(id string) *entry {
	for _, e := range m.Prompts {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// publish brings what players read up to the versions.
func (m *manifest) publish() {
	m.Files = map[string]Sound{}
	for _, e := range m.Prompts {
		last := e.last()
		e.Parts, e.Version = last.Parts, last.Number
		maps.Copy(m.Files, last.Sounds)
	}
}

const manifestName = "manifest.json"

// stamp tells whether a file is still the one that was read.
type stamp struct {
	modified time.Time
	size     int64
	info     os.FileInfo
}

func stampOf(path string) (stamp, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, nil
	}
	if err != nil {
		return stamp{}, fmt.Errorf("prompt: %w", err)
	}
	return stamp{modified: info.ModTime(), size: info.Size(), info: info}, nil
}

func (s stamp) same(other stamp) bool {
	if s.info == nil || other.info == nil {
		return s.info == nil && other.info == nil
	}
	return s.modified.Equal(other.modified) && s.size == other.size && os.SameFile(s.info, other.info)
}

// readJSON leaves into alone when there is no such file.
func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("prompt: %s: %w", path, err)
	}
	return nil
}

// writeJSON replaces a file whole: a reader sees the old one or the new one.
func writeJSON(path string, value any) error {
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	return replaceFile(path, append(text, '\n'))
}

func replaceFile(path string, text []byte) error {
	fresh, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path))
	if err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	defer os.Remove(fresh.Name()) // gone already when all went well
	_, err = fresh.Write(text)
	err = errors.Join(err, fresh.Chmod(0o644), fresh.Sync(), fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	return nil
}

// base is manifest.json of the layer below, as `thirdring prompts` writes it.
type base struct {
	Center  string       `json:"center"`
	Prompts []basePrompt `json:"prompts"`
	Files   map[string]struct {
		Milliseconds int    `json:"ms"`
		SHA256       string `json:"sha256"`
		Source       Source `json:"source"`
		Text         string `json:"text"`
	} `json:"files"`
}

type basePrompt struct {
	ID     string   `json:"id"`
	Text   string   `json:"text"`
	Script bool     `json:"script"`
	Parts  []string `json:"parts"`
}

// complete adds the sounds that are no sentence of their own, as the numbers: they are recorded like prompts.
func (b *base) complete() {
	used := map[string]bool{}
	for _, p := range b.Prompts {
		for _, part := range p.Parts {
			used[part] = true
		}
	}
	for _, name := range sortedKeys(b.Files) {
		if !used[name] && !strings.Contains(name, "/") {
			b.Prompts = append(b.Prompts, basePrompt{ID: name, Text: b.Files[name].Text, Parts: []string{name}})
		}
	}
}

func (b *base) find(id string) (basePrompt, bool) {
	for _, p := range b.Prompts {
		if p.ID == id {
			return p, true
		}
	}
	return basePrompt{}, false
}
