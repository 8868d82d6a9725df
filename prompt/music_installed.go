package prompt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// installedClass is a class of the layer below: the folder of music, or a folder in it, which is how Asterisk's own
// configuration has it (deploy/music_classes.go).
type installedClass struct {
	ID     string
	Tracks []Track
}

func (c *installedClass) version() *MusicVersion { return &MusicVersion{Tracks: c.Tracks} }

type installed []installedClass

func (all installed) find(id string) *installedClass {
	at := slices.IndexFunc(all, func(c installedClass) bool { return c.ID == id })
	if at < 0 {
		return nil
	}
	return &all[at]
}

const musicFolder = "moh"

// installedName is what Asterisk's configuration takes for a class.
var installedName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// installedMusic looks into the folder of music, where whoever runs the host may change what is there.
func (l *Library) installedMusic() (installed, error) {
	all := installed{{ID: DefaultMusic}}
	entries, err := os.ReadDir(filepath.Join(l.opts.SoundsDir, musicFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	if all[0].Tracks, err = l.tracksIn(musicFolder, entries); err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() || !installedName.MatchString(name) || name == DefaultMusic {
			continue
		}
		folder := filepath.Join(musicFolder, name)
		inside, err := os.ReadDir(filepath.Join(l.opts.SoundsDir, folder))
		if err != nil {
			return nil, fmt.Errorf("prompt: %w", err)
		}
		tracks, err := l.tracksIn(folder, inside)
		if err != nil {
			return nil, err
		}
		all = append(all, installedClass{ID: name, Tracks: tracks})
	}
	return all, nil
}

// tracksIn are the sounds of a folder. One that is there in several formats is one sound.
func (l *Library) tracksIn(folder string, entries []os.DirEntry) ([]Track, error) {
	tracks := []Track{}
	for _, entry := range entries {
		extension := filepath.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), extension)
		known, sound := bytesPerMS[extension]
		if !sound || entry.IsDir() || slices.ContainsFunc(tracks, func(t Track) bool { return t.ID == name }) {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, fmt.Errorf("prompt: %w", err)
		}
		file := filepath.Join(folder, name)
		source := Uploaded
		if below, made := l.base.Files[filepath.ToSlash(file)]; made {
			source = below.Source
		}
		tracks = append(tracks, Track{
			ID: name, Name: name, Installed: true, Sound: Sound{File: file, Milliseconds: int(info.Size()) / known, Source: source},
		})
	}
	return tracks, nil
}

// bytesPerMS of the files of music that Asterisk plays and a page can let hear. WAV files are 8 kHz and 16 bits there.
var bytesPerMS = map[string]int{".alaw": 8, ".ulaw": 8, ".sln": 16, ".sln16": 32, ".wav": 16}

// trackPath is where a track's files are, without their extension.
func (l *Library) trackPath(t Track) string {
	if t.Installed {
		return filepath.Join(l.opts.SoundsDir, t.File)
	}
	return filepath.Join(l.opts.Dir, t.File)
}

// readAny reads a sound in the best of its formats as a WAV file.
func readAny(path string) ([]byte, error) {
	for _, extension := range []string{wideExtension, ".wav", ".sln", ".alaw", ".ulaw"} {
		text, err := os.ReadFile(path + extension)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("prompt: %w", err)
		}
		switch extension {
		case ".wav":
			return text, nil
		case wideExtension:
			return EncodeWAV(wideRate, text), nil
		case ".alaw":
			text = expand(text, fromALaw)
		case ".ulaw":
			text = expand(text, fromMuLaw)
		}
		return EncodeWAV(lowestRate, text), nil
	}
	return nil, fmt.Errorf("prompt: %s: %w", path, fs.ErrNotExist)
}

// expand undoes a law of G.711.
func expand(text []byte, law func(byte) int16) []byte {
	out := make([]byte, 0, 2*len(text))
	for _, b := range text {
		v := uint16(law(b))
		out = append(out, byte(v), byte(v>>8))
	}
	return out
}
