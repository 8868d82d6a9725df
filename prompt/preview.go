package prompt

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Preview is a sound that is ready to be a prompt, and is none until somebody says so.
type Preview struct {
	Token    string           `json:"token"`
	Prompt   string           `json:"prompt"`
	Music    bool             `json:"music,omitempty" doc:"A piece of music, of no prompt."`
	Source   Source           `json:"source"`
	Text     string           `json:"text" doc:"What it says, or is to say."`
	By       string           `json:"by"`
	Before   Figures          `json:"before" doc:"As it came."`
	After    Figures          `json:"after" doc:"As callers would hear it."`
	Warnings []Flaw           `json:"warnings,omitempty"`
	Parts    []string         `json:"parts"`
	Sounds   map[string]Sound `json:"sounds"`
}

const (
	previewsFolder = "previews"
	previewLife    = 24 * time.Hour
	asItCame       = "before" // the file of the sound before it was prepared
)

var tokens = regexp.MustCompile(`^[a-z2-7]{20}$`)

func newToken() string { return strings.ToLower(rand.Text()[:20]) }

// Take makes a preview of a WAV file for a sound: a prompt's id, or that of one of its pieces. What is wrong with the
// file is told by a *Flaw.
func (l *Library) Take(ctx context.Context, sound string, wav []byte, source Source, by string) (Preview, error) {
	p, piece, err := l.owner(sound)
	if err != nil {
		return Preview{}, err
	}
	audio, err := ParseWAV(wav)
	if err != nil {
		return Preview{}, err
	}
	parts := make([]string, 0, 2*len(p.Pieces))
	text := p.Text
	if len(p.Slots) == 0 {
		parts, piece = []string{p.ID}, p.ID
	} else {
		if piece == "" {
			return Preview{}, flaw("%[1]s has numbers put in and is recorded in pieces: %[2]s.", "%[1]s 播放时要填入数字,请分段录音:%[2]s。", p.ID, pieceNames(p))
		}
		for _, one := range p.Pieces {
			if one.ID == piece {
				text = one.Text
			}
		}
	}
	draft := Preview{Token: newToken(), Prompt: p.ID, Source: source, Text: text, By: by, Parts: parts}
	return l.keep(ctx, speech, draft, map[string]Audio{piece: audio}, map[string]string{piece: text})
}

// Say makes a preview of a prompt that is synthesised from a text.
func (l *Library) Say(ctx context.Context, id, text, by string) (Preview, error) {
	p, err := l.Prompt(id)
	if err == nil {
		err = scriptFlaw(p)
	}
	if err != nil {
		return Preview{}, err
	}
	text = l.fill(text)
	if bare(text) == "" {
		return Preview{}, flaw("Write what is to be said.", "请填写要播报的文字。")
	}
	parts, pieces, err := split(id, text, p.Slots)
	if err != nil {
		return Preview{}, err
	}
	voices, texts := map[string]Audio{}, map[string]string{}
	for _, one := range pieces {
		wav, err := l.opts.Speak(ctx, one.text)
		if err != nil {
			return Preview{}, err
		}
		if voices[one.part], err = ParseWAV(wav); err != nil {
			return Preview{}, err
		}
		texts[one.part] = one.text
	}
	draft := Preview{Token: newToken(), Prompt: id, Source: Synthesised, Text: text, By: by, Parts: parts}
	return l.keep(ctx, speech, draft, voices, texts)
}

func pieceNames(p Prompt) string {
	names := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		names[i] = piece.ID
	}
	return strings.Join(names, ", ")
}

// owner is the prompt that a sound belongs to, and the piece if it is one of several.
func (l *Library) owner(sound string) (p Prompt, piece string, err error) {
	all, err := l.Prompts()
	if err != nil {
		return Prompt{}, "", err
	}
	for _, p := range all {
		if p.ID == sound {
			return p, "", scriptFlaw(p)
		}
		for _, one := range p.Pieces {
			if one.ID == sound {
				return p, sound, nil
			}
		}
	}
	return Prompt{}, "", fmt.Errorf("%q: %w", sound, ErrNoPrompt)
}

func scriptFlaw(p Prompt) error {
	if p.Script {
		return flaw("%[1]s is read aloud by agents and never played.", "%[1]s 由坐席口述,不会播放。", p.ID)
	}
	return nil
}

// keep checks and prepares the sounds of a preview and writes its folder.
func (l *Library) keep(ctx context.Context, k kind, draft Preview, voices map[string]Audio, texts map[string]string) (Preview, error) {
	l.preparing.Lock()
	defer l.preparing.Unlock()
	dir := filepath.Join(l.opts.Dir, previewsFolder, draft.Token)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Preview{}, fmt.Errorf("prompt: %w", err)
	}
	kept := false
	defer func() {
		if !kept {
			_ = os.RemoveAll(dir) // nobody knows its token; sweep would find it
		}
	}()
	l.sweep()
	draft.Sounds = map[string]Sound{}
	var came, ready Audio
	for _, part := range sortedKeys(voices) {
		voice := voices[part]
		warnings, err := voice.check(voice.Measure(), k)
		if err != nil {
			return Preview{}, err
		}
		draft.Warnings = append(draft.Warnings, warnings...)
		prepared := voice.prepare(k)
		if err := prepared.write(ctx, dir, part); err != nil {
			return Preview{}, err
		}
		sound, err := l.describe(dir, part, prepared)
		if err != nil {
			return Preview{}, err
		}
		sound.File, sound.Source, sound.Text = part+"."+draft.Token[:10], draft.Source, texts[part]
		draft.Sounds[part] = sound
		came, ready = came.followedBy(voice), ready.followedBy(prepared)
	}
	draft.Before, draft.After = came.Measure(), ready.Measure()
	if err := came.write(ctx, dir, asItCame); err != nil {
		return Preview{}, err
	}
	kept = true
	return draft, writeJSON(filepath.Join(dir, manifestName), draft)
}

func (a Audio) followedBy(b Audio) Audio {
	return Audio{Rate: b.Rate, Samples: append(slices.Clip(a.Samples), b.Samples...)}
}

func (l *Library) describe(dir, part string, a Audio) (Sound, error) {
	wide, err := readWide(filepath.Join(dir, part))
	if err != nil {
		return Sound{}, err
	}
	sum := sha256.Sum256(wide)
	figures := a.Measure()
	return Sound{Milliseconds: len(wide) / 2 * 1000 / wideRate, SHA256: hex.EncodeToString(sum[:]), Level: figures.Level, Peak: figures.Peak}, nil
}

// Preview returns one that was made, or ErrNoPreview.
func (l *Library) Preview(token string) (Preview, error) {
	if !tokens.MatchString(token) {
		return Preview{}, ErrNoPreview
	}
	var p Preview
	if err := readJSON(filepath.Join(l.opts.Dir, previewsFolder, token, manifestName), &p); err != nil {
		return Preview{}, err
	}
	if p.Token != token {
		return Preview{}, ErrNoPreview
	}
	return p, nil
}

// PreviewWAV is what a preview sounds like, or sounded like as it came.
func (l *Library) PreviewWAV(token string, before bool) ([]byte, error) {
	p, err := l.Preview(token)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(l.opts.Dir, previewsFolder, token)
	if before {
		wide, err := readWide(filepath.Join(dir, asItCame))
		return EncodeWAV(wideRate, wide), err
	}
	var all []byte
	for _, part := range sortedKeys(p.Sounds) {
		wide, err := readWide(filepath.Join(dir, part))
		if err != nil {
			return nil, err
		}
		all = append(all, wide...)
	}
	return EncodeWAV(wideRate, all), nil
}

// Discard forgets a preview; one that is gone is no error.
func (l *Library) Discard(token string) error {
	if !tokens.MatchString(token) {
		return ErrNoPreview
	}
	if err := os.RemoveAll(filepath.Join(l.opts.Dir, previewsFolder, token)); err != nil {
		return fmt.Errorf("prompt: %w", err)
	}
	return nil
}

// sweep removes previews that nobody will take any more.
func (l *Library) sweep() {
	folder := filepath.Join(l.opts.Dir, previewsFolder)
	found, err := os.ReadDir(folder)
	for _, one := range found {
		info, infoErr := one.Info()
		if infoErr == nil && l.opts.Now().Sub(info.ModTime()) > previewLife {
			err = errors.Join(err, os.RemoveAll(filepath.Join(folder, one.Name())))
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.log.Warn("old previews not removed", "err", err)
	}
}

// adopt moves the files of a preview to where they are played from.
func (l *Library) adopt(p Preview) error {
	for part, sound := range p.Sounds {
		for _, format := range formats {
			from := filepath.Join(l.opts.Dir, previewsFolder, p.Token, part+format.extension)
			if err := os.Rename(from, filepath.Join(l.opts.Dir, sound.File+format.extension)); err != nil {
				return fmt.Errorf("prompt: %w", err)
			}
		}
	}
	return nil
}
