package sipphone

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// musicFolder is where the prompts' directory keeps music on hold.
const musicFolder = "moh"

// Prompts are the recordings that an Ear can know. They may be shared.
type Prompts struct {
	parts   []recording
	shapes  []shape // of all parts, one after the other
	voiced  []int32 // voiced[i] counts the shapes before i that are not silence
	average shape   // of all speech, taken off before shapes are compared
	prompts []sentence
}

// recording is one file.
type recording struct {
	name  string
	text  string
	music bool
	pcm   []int16
	from  int // its first shape in Prompts.shapes
	count int // of its shapes
	sound int // samples of it that are not silence
}

// sentence is a prompt and the parts that it is played as: names of recordings, and slots such as "{n:count}".
type sentence struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`
	Parts []string `json:"parts"`
}

// manifest is what is read of manifest.json as `thirdring prompts` writes it.
type manifest struct {
	Prompts []sentence `json:"prompts"`
	Files   map[string]struct {
		Text string `json:"text"`
	} `json:"files"`
}

// LoadPrompts reads the recordings of a directory made by `thirdring prompts`.
func LoadPrompts(dir string) (*Prompts, error) {
	content, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return nil, fmt.Errorf("sipphone: prompts: %w", err)
	}
	var m manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return nil, fmt.Errorf("sipphone: %s/manifest.json: %w", dir, err)
	}
	p := &Prompts{}
	for _, s := range m.Prompts {
		if len(s.Parts) > 0 {
			p.prompts = append(p.prompts, s)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		music := strings.HasPrefix(name, musicFolder+"/")
		if m.Files[name].Text == "" && !music {
			continue // a beep has no features to be known by; it is heard as a tone
		}
		pcm, err := loadPart(dir, name)
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, recording{name: name, text: m.Files[name].Text, music: music, pcm: pcm})
	}
	p.index()
	return p, nil
}

// loadPart reads a part in the first format that is there.
func loadPart(dir, name string) ([]int16, error) {
	for _, extension := range audioExtensions {
		pcm, err := LoadAudio(filepath.Join(dir, filepath.FromSlash(name)+extension))
		if !errors.Is(err, fs.ErrNotExist) {
			return pcm, err
		}
	}
	return nil, fmt.Errorf("sipphone: %s has none of %v for the part %q of its manifest", dir, audioExtensions, name)
}

// index takes the spectral picture of every part.
func (p *Prompts) index() {
	spectra := newSpectrometer()
	for i := range p.parts {
		part := &p.parts[i]
		part.from = len(p.shapes)
		for at := 0; at+window <= len(part.pcm); at += hop {
			spectra.analyse(part.pcm[at:])
			p.shapes = append(p.shapes, spectra.shape())
		}
		part.count = len(p.shapes) - part.from
		if part.music {
			continue
		}
		for _, f := range p.shapes[part.from:] {
			for b := range f {
				p.average[b] += f[b]
			}
		}
	}
	if len(p.shapes) > 0 {
		scale := 1 / float32(len(p.shapes))
		for b := range p.average {
			p.average[b] *= scale
		}
	}
	p.voiced = make([]int32, len(p.shapes)+1)
	for i := range p.shapes {
		p.shapes[i] = p.distinct(p.shapes[i])
		p.voiced[i+1] = p.voiced[i]
		if p.shapes[i] != (shape{}) {
			p.voiced[i+1]++
		}
	}
	for i := range p.parts {
		part := &p.parts[i]
		part.sound = hop * int(p.voiced[part.from+part.count]-p.voiced[part.from])
	}
}

// distinct takes off what all speech has in common, so that unrelated sounds compare as about 0.
func (p *Prompts) distinct(f shape) shape {
	if f == (shape{}) {
		return f
	}
	var length float64
	for b := range f {
		f[b] -= p.average[b]
		length += float64(f[b]) * float64(f[b])
	}
	if length < 1e-6 {
		return shape{}
	}
	scale := float32(1 / math.Sqrt(length))
	for b := range f {
		f[b] *= scale
	}
	return f
}
