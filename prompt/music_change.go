package prompt

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// MusicChange is what somebody wants of a class of music, whole.
type MusicChange struct {
	ID     string
	Base   int // the version that was looked at; another one in force is ErrConflict
	Name   string
	Tracks []TrackWish
	By     string
	Why    string
}

// TrackWish is a track that a class is to have: one that it has, or had, or a preview.
type TrackWish struct {
	ID      string
	Preview string
	Name    string // empty: as it is called
}

const (
	mostTracks = 50
	mostName   = 60 // characters of a name
	musicPart  = "music"
)

// TakeMusic makes a preview of a WAV file that is to be a piece of music. What is wrong with the file is told by a *Flaw.
func (l *Library) TakeMusic(ctx context.Context, name string, wav []byte, by string) (Preview, error) {
	audio, err := parseWAV(wav, music)
	if err != nil {
		return Preview{}, err
	}
	draft := Preview{Token: newToken(), Music: true, Source: Uploaded, Text: shortened(name), By: by, Parts: []string{musicPart}}
	return l.keep(ctx, music, draft, map[string]Audio{musicPart: audio}, map[string]string{})
}

// shortened is a name of a file or of a person, as long as a name may be.
func shortened(name string) string {
	runes := []rune(strings.TrimSpace(name))
	return string(runes[:min(len(runes), mostName)])
}

// CreateMusic makes a class of the centre's own; until it has a track it is played by nobody.
func (l *Library) CreateMusic(c MusicChange) (Music, error) {
	switch {
	case !musicName.MatchString(c.ID):
		return Music{}, flaw("The id may hold small letters, digits, - and _, as repairs.", "编号只能用小写字母、数字、- 和 _,例如 repairs。")
	case slices.Contains(reservedMusic, c.ID):
		return Music{}, flaw("The id %[1]s cannot be used.", "编号 %[1]s 不能使用。", c.ID)
	case strings.TrimSpace(c.Name) == "":
		return Music{}, flaw("Give the music a name.", "请填写名称。")
	}
	err := l.change(func(m *manifest) error {
		below, err := l.installedMusic()
		if err != nil {
			return err
		}
		found := m.class(c.ID)
		if below.find(c.ID) != nil || found != nil && !found.deleted() {
			return flaw("There is music %[1]s already.", "编号 %[1]s 已被使用。", c.ID)
		}
		if found == nil {
			found = &class{ID: c.ID}
			m.Music = append(m.Music, found)
		}
		found.Versions = append(found.Versions, MusicVersion{
			Number: found.last().Number + 1, At: l.opts.Now().UTC(), By: c.By, Why: c.Why, What: WasMade,
			Name: shortened(c.Name), Tracks: []Track{},
		})
		return nil
	})
	if err != nil {
		return Music{}, err
	}
	return l.MusicClass(c.ID)
}

// SaveMusic makes the next version of a class: its name and its tracks in their order.
func (l *Library) SaveMusic(c MusicChange) (Music, error) {
	if len(c.Tracks) > mostTracks {
		return Music{}, flaw("There may be %[1]d pieces of music in a class.", "一组最多 %[1]d 首。", mostTracks)
	}
	if utf8.RuneCountInString(c.Name) > mostName {
		return Music{}, flaw("The name is longer than %[1]d characters.", "名称超过 %[1]d 字。", mostName)
	}
	previews, err := l.wanted(c.Tracks)
	if err != nil {
		return Music{}, err
	}
	err = l.nextMusic(c, func(now MusicVersion, known map[string]Track) (MusicVersion, error) {
		v := MusicVersion{Name: cmp.Or(strings.TrimSpace(c.Name), now.Name), What: ChangedText, Tracks: []Track{}}
		for _, wish := range c.Tracks {
			track, ok := known[wish.ID]
			if p, fresh := previews[wish.Preview]; fresh && wish.Preview != "" {
				track, ok = Track{ID: p.Token[:10], Name: p.Text, Sound: p.Sounds[musicPart]}, true
			}
			if !ok {
				return v, fmt.Errorf("%q: %w", wish.ID, ErrNoVersion)
			}
			track.Name = cmp.Or(shortened(wish.Name), track.Name)
			if slices.ContainsFunc(v.Tracks, func(t Track) bool { return t.ID == track.ID }) {
				return v, flaw("%[1]s is there twice.", "%[1]s 出现了两次。", track.Name)
			}
			v.Tracks = append(v.Tracks, track)
		}
		if len(v.Tracks) == 0 && len(now.Tracks) > 0 {
			return v, flaw("One piece of music must be left: silence sounds like a lost call.", "至少要留一首:没有声音,来电者会以为电话断了。")
		}
		if !sameTracks(v.Tracks, now.Tracks) {
			v.What = ChangedVoice
		}
		for _, p := range previews {
			if err := l.adopt(p); err != nil {
				return v, err
			}
		}
		return v, nil
	})
	if err != nil {
		return Music{}, err
	}
	for token := range previews {
		if err := l.Discard(token); err != nil {
			l.log.Warn("a preview that was taken is left behind", "err", err)
		}
	}
	return l.MusicClass(c.ID)
}

func sameTracks(a, b []Track) bool {
	return slices.EqualFunc(a, b, func(x, y Track) bool { return x.File == y.File })
}

// wanted are the previews of some wishes, by their tokens.
func (l *Library) wanted(wishes []TrackWish) (map[string]Preview, error) {
	previews := map[string]Preview{}
	for _, wish := range wishes {
		if wish.Preview == "" {
			continue
		}
		p, err := l.Preview(wish.Preview)
		if err != nil {
			return nil, err
		}
		if !p.Music {
			return nil, ErrNoPreview
		}
		previews[p.Token] = p
	}
	return previews, nil
}

// nextMusic adds a version to a class, made of the one in force and of all tracks that the class ever had.
func (l *Library) nextMusic(c MusicChange, build func(now MusicVersion, known map[string]Track) (MusicVersion, error)) error {
	return l.change(func(m *manifest) error {
		below, err := l.installedMusic()
		if err != nil {
			return err
		}
		found := m.class(c.ID)
		if below.find(c.ID) == nil && (found == nil || found.deleted()) {
			return fmt.Errorf("%q: %w", c.ID, ErrNoMusic)
		}
		if found.last().Number != c.Base {
			return ErrConflict
		}
		now, _ := l.musicAt(c.ID, c.Base, below)
		known := map[string]Track{}
		if first, ok := l.musicAt(c.ID, 0, below); ok {
			maps.Copy(known, byID(first.Tracks))
		}
		if found == nil {
			found = &class{ID: c.ID}
			m.Music = append(m.Music, found)
		}
		for _, v := range found.Versions {
			maps.Copy(known, byID(v.Tracks))
		}
		v, err := build(now, known)
		if err != nil {
			return err
		}
		v.Number, v.At, v.By, v.Why = c.Base+1, l.opts.Now().UTC(), c.By, c.Why
		found.Versions = append(found.Versions, v)
		return nil
	})
}

func byID(tracks []Track) map[string]Track {
	out := map[string]Track{}
	for _, t := range tracks {
		out[t.ID] = t
	}
	return out
}

// RestoreMusic makes an earlier version the next one; 0 is what is installed.
func (l *Library) RestoreMusic(c MusicChange, number int) (Music, error) {
	err := l.nextMusic(c, func(MusicVersion, map[string]Track) (MusicVersion, error) {
		below, err := l.installedMusic()
		if err != nil {
			return MusicVersion{}, err
		}
		v, ok := l.musicAt(c.ID, number, below)
		if !ok {
			return MusicVersion{}, ErrNoVersion
		}
		v.What, v.Restored = WasRestored, number
		return v, nil
	})
	if err != nil {
		return Music{}, err
	}
	return l.MusicClass(c.ID)
}

// DeleteMusic takes a class of the centre's own out of the list. Its versions stay, and one of the same name made later
// counts on from them.
func (l *Library) DeleteMusic(c MusicChange) error {
	one, err := l.MusicClass(c.ID)
	if err != nil {
		return err
	}
	if !one.Own {
		return ErrShipped
	}
	return l.nextMusic(c, func(now MusicVersion, _ map[string]Track) (MusicVersion, error) {
		return MusicVersion{What: WasDeleted, Name: now.Name, Tracks: []Track{}}, nil
	})
}

// musicConf is the file that Asterisk reads, made of the manifest: a class for each that is not as installed.
const musicConf = "music.conf"

// publishMusic writes what Asterisk reads, if it says anything else than what is there.
func (l *Library) publishMusic(m manifest) error {
	var text strings.Builder
	text.WriteString("; Written by thirdring from manifest.json beside it; what is changed here is lost.\n")
	for _, c := range m.Music {
		last := c.last()
		if len(last.Tracks) == 0 {
			continue
		}
		fmt.Fprintf(&text, "\n[%s]\nmode = playlist\n", c.ID)
		for _, track := range last.Tracks {
			fmt.Fprintf(&text, "entry = %s\n", strings.ReplaceAll(l.trackPath(track), ";", `\;`))
		}
	}
	path := filepath.Join(l.opts.Dir, musicConf)
	had, err := os.ReadFile(path)
	if err == nil && string(had) == text.String() {
		return nil
	}
	return replaceFile(path, []byte(text.String()))
}
