package prompt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options describe a Library. Dir and SoundsDir are required.
type Options struct {
	Dir       string // the centre's own sounds, at a path that Asterisk reads too
	SoundsDir string // the layer below, made by `thirdring prompts`

	// Speak makes a WAV file of a text; it may fail with ErrNoVoice.
	Speak func(ctx context.Context, text string) ([]byte, error)
	// Fill puts the centre's name where a text says XX.
	Fill   func(text, center string) string
	Now    func() time.Time
	Logger *slog.Logger
}

// Library is a centre's prompts. Several processes may have the same folder; one changes it at a time.
type Library struct {
	opts Options
	log  *slog.Logger

	// preparing lets one sound be prepared at a time: the longest takes some
	// hundred megabytes while it is.
	preparing sync.Mutex

	mu        sync.Mutex // guards what was read, and changes of the folder by this process
	own       manifest
	ownStamp  stamp
	base      base
	baseStamp stamp
}

// Open makes the folder if need be and reads what is there.
func Open(o Options) (*Library, error) {
	if o.Dir == "" || o.SoundsDir == "" {
		return nil, errors.New("prompt: Options: Dir and SoundsDir are required")
	}
	if o.Speak == nil {
		o.Speak = func(context.Context, string) ([]byte, error) { return nil, ErrNoVoice }
	}
	if o.Fill == nil {
		o.Fill = func(text, _ string) string { return text }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	l := &Library{opts: o, log: o.Logger.With("component", "prompt")}
	// Whatever stopped between the manifest and what Asterisk reads is made good.
	return l, l.locked(func() error { return l.publishMusic(l.own) })
}

// refresh reads the manifests again if somebody replaced them. The caller holds mu.
func (l *Library) refresh() error {
	path := filepath.Join(l.opts.Dir, manifestName)
	now, err := stampOf(path)
	if err != nil {
		return err
	}
	if !now.same(l.ownStamp) {
		var fresh manifest
		if err := readJSON(path, &fresh); err != nil {
			return err
		}
		l.own, l.ownStamp = fresh, now
	}
	path = filepath.Join(l.opts.SoundsDir, manifestName)
	if now, err = stampOf(path); err != nil {
		return err
	}
	if !now.same(l.baseStamp) {
		var fresh base
		if err := readJSON(path, &fresh); err != nil {
			return err
		}
		fresh.complete()
		l.base, l.baseStamp = fresh, now
	}
	return nil
}

// locked lets f work with what is there now while no other process changes it.
func (l *Library) locked(f func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	lock, err := os.OpenFile(filepath.Join(l.opts.Dir, ".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	defer lock.Close() // which also gives the lock back
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("prompt: lock %s: %w", lock.Name(), err)
	}
	if err := l.refresh(); err != nil {
		return err
	}
	return f()
}

// change lets f change the manifest while no other process does, and publishes it if f succeeds.
func (l *Library) change(f func(*manifest) error) error {
	return l.locked(func() error { return l.changeLocked(f) })
}

func (l *Library) changeLocked(f func(*manifest) error) error {
	fresh := manifest{Prompts: make([]*entry, len(l.own.Prompts)), Music: make([]*class, len(l.own.Music))}
	for i, e := range l.own.Prompts {
		copied := *e
		copied.Versions = slices.Clone(e.Versions)
		fresh.Prompts[i] = &copied
	}
	for i, c := range l.own.Music {
		fresh.Music[i] = &class{ID: c.ID, Versions: slices.Clone(c.Versions)}
	}
	if err := f(&fresh); err != nil {
		return err
	}
	fresh.publish()
	if err := writeJSON(filepath.Join(l.opts.Dir, manifestName), fresh); err != nil {
		return err
	}
	return l.publishMusic(fresh)
}

// Prompt is a prompt as it is now.
type Prompt struct {
	ID        string    `json:"id"`
	Situation string    `json:"situation"`
	Text      string    `json:"text"`
	Version   int       `json:"version" doc:"0: as installed."`
	At        time.Time `json:"at,omitzero" doc:"Of the version."`
	By        string    `json:"by,omitempty"`
	Source    Source    `json:"source,omitempty" doc:"Where the voice comes from; with several pieces, the least that any of them is."`
	MS        int       `json:"ms" doc:"Length, without numbers that are put in."`
	Own       bool      `json:"own,omitempty" doc:"Made by the centre."`
	Script    bool      `json:"script,omitempty" doc:"Read aloud by agents, never played."`
	Missing   bool      `json:"missing,omitempty" doc:"There is nothing to play."`
	Stale     bool      `json:"stale,omitempty" doc:"The voice says something else than the text."`
	Slots     []Slot    `json:"slots,omitempty" doc:"Numbers that are put in while a call runs."`
	Pieces    []Piece   `json:"pieces,omitempty" doc:"The sounds between the slots; of a prompt without slots, the only one."`
}

// Slot is a place in a text where a number is put in.
type Slot struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"count,digits"`
}

// Piece is one sound of a prompt.
type Piece struct {
	ID     string  `json:"id"`
	Text   string  `json:"text,omitempty"`
	Source Source  `json:"source,omitempty"`
	MS     int     `json:"ms"`
	Level  float64 `json:"level,omitempty"`
}

// Prompts lists all, those of the layer below first, as its manifest orders them.
func (l *Library) Prompts() ([]Prompt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, err
	}
	var out []Prompt
	for _, p := range l.base.Prompts {
		out = append(out, l.prompt(p, l.own.find(p.ID)))
	}
	for _, e := range l.own.Prompts {
		if _, below := l.base.find(e.ID); !below && !e.deleted() {
			out = append(out, l.prompt(basePrompt{ID: e.ID}, e))
		}
	}
	return out, nil
}

// Prompt returns one prompt, or ErrNoPrompt.
func (l *Library) Prompt(id string) (Prompt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return Prompt{}, err
	}
	return l.one(id)
}

func (l *Library) one(id string) (Prompt, error) {
	below, isBelow := l.base.find(id)
	e := l.own.find(id)
	if !isBelow && (e == nil || e.deleted()) {
		return Prompt{}, fmt.Errorf("%q: %w", id, ErrNoPrompt)
	}
	below.ID = id
	return l.prompt(below, e), nil
}

// at is a prompt's version; 0 is the layer below's.
func (l *Library) at(below basePrompt, e *entry, number int) (Version, bool) {
	if number == 0 {
		return Version{Text: below.Text, Parts: below.Parts}, below.Text != "" || len(below.Parts) > 0
	}
	if e != nil {
		for _, v := range e.Versions {
			if v.Number == number {
				return v, true
			}
		}
	}
	return Version{}, false
}

func (l *Library) prompt(below basePrompt, e *entry) Prompt {
	v, _ := l.at(below, e, e.last().Number)
	p := Prompt{
		ID: below.ID, Situation: cmp.Or(v.Situation, situationOf(below.ID, below.Script)), Text: v.Text, Version: v.Number, At: v.At, By: v.By,
		Own: e != nil && e.Own, Script: below.Script && len(v.Parts) == 0, Slots: slotsOf(v.Parts),
	}
	p.Missing = len(v.Parts) == 0 && !p.Script
	var said strings.Builder
	for _, part := range v.Parts {
		if isSlot(part) {
			said.WriteString("{" + slotOf(part).Name + "}")
			continue
		}
		sound, ok := l.sound(v, part)
		p.Missing = p.Missing || !ok
		p.MS += sound.Milliseconds
		p.Pieces = append(p.Pieces, Piece{ID: part, Text: sound.Text, Source: sound.Source, MS: sound.Milliseconds, Level: sound.Level})
		p.Source = lesser(p.Source, sound.Source)
		said.WriteString(sound.Text)
	}
	p.Stale = !p.Missing && !p.Script && bare(said.String()) != bare(v.Text)
	return p
}

// sound is what a version plays for a part.
func (l *Library) sound(v Version, part string) (Sound, bool) {
	if s, ok := v.Sounds[part]; ok {
		return s, true
	}
	f, ok := l.base.Files[part]
	return Sound{File: part, Milliseconds: f.Milliseconds, SHA256: f.SHA256, Source: f.Source, Text: f.Text}, ok
}

// path is where a sound's files are, without their extension.
func (l *Library) path(v Version, part string) string {
	if s, ok := v.Sounds[part]; ok {
		return filepath.Join(l.opts.Dir, s.File)
	}
	return filepath.Join(l.opts.SoundsDir, part)
}

// bare is a text without what no voice says, so that two of them can be compared.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ,。,.!!??;;、::…", r) {
			return -1
		}
		return r
	}, text)
}

// lesser is the source to tell of two: what was not spoken by a person is told first.
func lesser(a, b Source) Source {
	for _, s := range []Source{Synthesised, Generated, Uploaded, Recorded} {
		if a == s || b == s {
			return s
		}
	}
	return cmp.Or(a, b)
}

// Name is what an id of a prompt looks like.
var Name = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// sortedKeys lists a map's keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
