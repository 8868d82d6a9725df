package prompt

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// DefaultMusic is the class that a queue without one of its own plays, and that who is on hold hears. It is always there.
const DefaultMusic = "default"

// Music is a class of music on hold as it is now.
type Music struct {
	ID      string    `json:"id" doc:"default: the usual music, also of who is on hold."`
	Name    string    `json:"name,omitempty" doc:"For people."`
	Version int       `json:"version" doc:"0: as installed."`
	At      time.Time `json:"at,omitzero" doc:"Of the version."`
	By      string    `json:"by,omitempty"`
	Own     bool      `json:"own,omitempty" doc:"Made by the centre: there is nothing of that name installed."`
	MS      int       `json:"ms" doc:"Length of all tracks, after which they begin again."`
	Tracks  []Track   `json:"tracks" doc:"In the order in which they are played."`
}

// Track is a piece of music of a class.
type Track struct {
	ID        string `json:"id"`
	Name      string `json:"name" doc:"As whoever uploaded it called it."`
	Installed bool   `json:"installed,omitempty" doc:"It came with the sounds below."`
	Sound
}

// MusicVersion is a class as it was from a moment on, whole.
type MusicVersion struct {
	Number   int       `json:"version"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Why      string    `json:"why,omitempty"`
	What     What      `json:"what"`
	Restored int       `json:"restored,omitempty"` // with WasRestored: the version that it repeats
	Name     string    `json:"name,omitempty"`
	Tracks   []Track   `json:"tracks"`
}

// class is what the centre made of a class of music; the last of Versions counts.
type class struct {
	ID       string         `json:"id"`
	Versions []MusicVersion `json:"versions"`
}

func (c *class) last() MusicVersion {
	if c == nil || len(c.Versions) == 0 {
		return MusicVersion{}
	}
	return c.Versions[len(c.Versions)-1]
}

func (c *class) deleted() bool { return c.last().What == WasDeleted }

func (m *manifest) class(id string) *class {
	for _, c := range m.Music {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Music lists the classes: the usual one, those that are installed, then the centre's own in the order in which they
// were made.
func (l *Library) Music() ([]Music, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, err
	}
	installed, err := l.installedMusic()
	if err != nil {
		return nil, err
	}
	var out []Music
	for _, below := range installed {
		out = append(out, l.music(below.ID, installed))
	}
	for _, c := range l.own.Music {
		if !c.deleted() && installed.find(c.ID) == nil {
			out = append(out, l.music(c.ID, installed))
		}
	}
	return out, nil
}

// MusicClass returns one class, or ErrNoMusic.
func (l *Library) MusicClass(id string) (Music, error) {
	all, err := l.Music()
	if err != nil {
		return Music{}, err
	}
	for _, one := range all {
		if one.ID == id {
			return one, nil
		}
	}
	return Music{}, fmt.Errorf("%q: %w", id, ErrNoMusic)
}

func (l *Library) music(id string, below installed) Music {
	v, _ := l.musicAt(id, l.own.class(id).last().Number, below)
	m := Music{ID: id, Name: v.Name, Version: v.Number, At: v.At, By: v.By, Own: below.find(id) == nil, Tracks: v.Tracks}
	for _, track := range v.Tracks {
		m.MS += track.Milliseconds
	}
	return m
}

// musicAt is a class's version; 0 is what is installed.
func (l *Library) musicAt(id string, number int, below installed) (MusicVersion, bool) {
	if number == 0 {
		found := below.find(id)
		if found == nil {
			return MusicVersion{}, false
		}
		return *found.version(), true
	}
	c := l.own.class(id)
	if c == nil {
		return MusicVersion{}, false
	}
	at := slices.IndexFunc(c.Versions, func(v MusicVersion) bool { return v.Number == number })
	if at < 0 || c.Versions[at].What == WasDeleted {
		return MusicVersion{}, false
	}
	return c.Versions[at], true
}

// MusicVersions lists a class's, newest first; the last is what is installed, if anything is.
func (l *Library) MusicVersions(id string) ([]MusicVersion, error) {
	if _, err := l.MusicClass(id); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	below, err := l.installedMusic()
	if err != nil {
		return nil, err
	}
	var out []MusicVersion
	if c := l.own.class(id); c != nil {
		out = slices.Clone(c.Versions)
		slices.Reverse(out)
	}
	if v, ok := l.musicAt(id, 0, below); ok {
		out = append(out, v)
	}
	return out, nil
}

// TrackWAV is what a track of a version of a class sounds like.
func (l *Library) TrackWAV(id string, number int, track string) ([]byte, time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, time.Time{}, err
	}
	below, err := l.installedMusic()
	if err != nil {
		return nil, time.Time{}, err
	}
	v, ok := l.musicAt(id, number, below)
	if !ok {
		return nil, time.Time{}, ErrNoMusic
	}
	for _, one := range v.Tracks {
		if one.ID == track {
			wav, err := readAny(l.trackPath(one))
			if err != nil {
				return nil, time.Time{}, fmt.Errorf("%s: %w: %w", id, ErrNoVersion, err)
			}
			return wav, v.At, nil
		}
	}
	return nil, time.Time{}, ErrNoVersion
}

// musicName is what an id of a class looks like. Asterisk does not tell capitals from small letters.
var musicName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// reservedMusic are sections of Asterisk's file that are no class.
var reservedMusic = []string{"general", "classes", "moh_files"}
