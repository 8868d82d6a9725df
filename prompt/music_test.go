package prompt_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thirdring/prompt"
)

// withMusic puts installed music below: the usual one, and the class repairs.
func withMusic(t *testing.T, o prompt.Options) {
	t.Helper()
	for _, folder := range []string{"moh", "moh/repairs"} {
		must(t, os.MkdirAll(filepath.Join(o.SoundsDir, folder), 0o755))
	}
	for name, size := range map[string]int{
		"moh/hotline.alaw": 8000, "moh/hotline.ulaw": 8000, "moh/hotline.sln16": 32000,
		"moh/repairs/piano.alaw": 16000, "moh/README": 3,
	} {
		must(t, os.WriteFile(filepath.Join(o.SoundsDir, name), make([]byte, size), 0o644))
	}
}

// piece is a preview of a tone of some seconds.
func piece(t *testing.T, l *prompt.Library, name string, level, seconds float64) string {
	t.Helper()
	p, err := l.TakeMusic(t.Context(), name, wav(plain, sine(16000, 440, level, seconds)), "ada")
	must(t, err)
	if a := p.After; !p.Music || math.Abs(a.Level+22) > 0.5 {
		t.Errorf("%s: level %.1f dB; want -22, as the usual music", name, a.Level)
	}
	return p.Token
}

func names(m prompt.Music) string {
	var all []string
	for _, track := range m.Tracks {
		all = append(all, track.Name)
	}
	return strings.Join(all, ",")
}

// conf is what Asterisk reads, without the folders.
func conf(t *testing.T, o prompt.Options) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(o.Dir, "music.conf"))
	must(t, err)
	_, classes, _ := strings.Cut(string(text), "\n")
	return strings.NewReplacer(o.Dir, "OWN", o.SoundsDir, "SOUNDS").Replace(classes)
}

func TestInstalledMusic(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	if all, err := l.Music(); err != nil || len(all) != 1 || all[0].ID != prompt.DefaultMusic {
		t.Errorf("without any music: %+v, %v", all, err)
	}
	withMusic(t, o)
	all, err := l.Music()
	must(t, err)
	if len(all) != 2 || names(all[0]) != "hotline" || all[0].MS != 1000 || all[1].ID != "repairs" || all[1].MS != 2000 || all[1].Own {
		t.Errorf("got %+v", all)
	}
	if wav, _, err := l.TrackWAV("repairs", 0, "piano"); err != nil || len(wav) != 44+32000 {
		t.Errorf("an installed piece of %d bytes, %v", len(wav), err)
	}
	if got := conf(t, o); got != "" {
		t.Errorf("Asterisk has the installed music by itself, but reads %s", got)
	}
}

// TestMusicOfItsOwn makes a class, orders, replaces and removes its pieces, and restores what was.
func TestMusicOfItsOwn(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	withMusic(t, o)
	_, err := l.CreateMusic(prompt.MusicChange{ID: "spring", Name: "春节音乐", By: "ada"})
	must(t, err)
	if got := conf(t, o); got != "" {
		t.Errorf("a class without a piece would be silence, but Asterisk reads %s", got)
	}
	one, err := l.SaveMusic(prompt.MusicChange{ID: "spring", Base: 1, By: "ada", Tracks: []prompt.TrackWish{
		{Preview: piece(t, l, "步步高.wav", 0.02, 4)}, {Preview: piece(t, l, "春江.wav", 0.9, 5), Name: "春江花月夜"},
	}})
	must(t, err)
	if names(one) != "步步高.wav,春江花月夜" || one.Version != 2 || one.MS < 8900 || !one.Own {
		t.Fatalf("two pieces: %+v", one)
	}
	first, second := one.Tracks[0], one.Tracks[1]
	want := "\n[spring]\nmode = playlist\nentry = OWN/" + first.File + "\nentry = OWN/" + second.File + "\n"
	if got := conf(t, o); got != want {
		t.Errorf("Asterisk reads %s, want %s", got, want)
	}
	one, err = l.SaveMusic(prompt.MusicChange{ID: "spring", Base: 2, Name: "春节", Tracks: []prompt.TrackWish{{ID: second.ID}, {ID: first.ID}}})
	must(t, err)
	if names(one) != "春江花月夜,步步高.wav" || one.Name != "春节" {
		t.Errorf("in another order: %+v", one)
	}
	one, err = l.SaveMusic(prompt.MusicChange{ID: "spring", Base: 3, Tracks: []prompt.TrackWish{{ID: first.ID}}})
	must(t, err)
	if names(one) != "步步高.wav" || one.Name != "春节" {
		t.Errorf("one removed: %+v", one)
	}
	for _, track := range []prompt.Track{first, second} {
		if _, err := os.Stat(filepath.Join(o.Dir, track.File+".alaw")); err != nil {
			t.Errorf("somebody may still hear it: %v", err)
		}
	}
	if wav, _, err := l.TrackWAV("spring", 2, second.ID); err != nil || len(wav) < 16000*2*5 {
		t.Errorf("a piece of an earlier version: %d bytes, %v", len(wav), err)
	}
	one, err = l.RestoreMusic(prompt.MusicChange{ID: "spring", Base: 4, By: "bob"}, 2)
	must(t, err)
	versions, err := l.MusicVersions("spring")
	must(t, err)
	if names(one) != "步步高.wav,春江花月夜" || len(versions) != 5 || versions[0].Restored != 2 || versions[0].By != "bob" || versions[4].What != prompt.WasMade {
		t.Errorf("restored: %+v; %+v", one, versions)
	}
	must(t, l.DeleteMusic(prompt.MusicChange{ID: "spring", Base: 5}))
	if got := conf(t, o); got != "" {
		t.Errorf("of a deleted class Asterisk reads %s", got)
	}
	if _, err := l.MusicClass("spring"); !errors.Is(err, prompt.ErrNoMusic) {
		t.Errorf("a deleted class: %v", err)
	}
	again, err := l.CreateMusic(prompt.MusicChange{ID: "spring", Name: "又一春"})
	must(t, err)
	if again.Version != 7 || len(again.Tracks) != 0 {
		t.Errorf("made again: %+v", again)
	}
}

// TestUsualMusicIsReplacedAndRestored keeps the installed piece beside one of the centre's, and goes back.
func TestUsualMusicIsReplacedAndRestored(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	withMusic(t, o)
	one, err := l.SaveMusic(prompt.MusicChange{ID: "default", Tracks: []prompt.TrackWish{{Preview: piece(t, l, "own", 0.3, 4)}, {ID: "hotline"}}})
	must(t, err)
	want := "\n[default]\nmode = playlist\nentry = OWN/" + one.Tracks[0].File + "\nentry = SOUNDS/moh/hotline\n"
	if got := conf(t, o); got != want {
		t.Errorf("Asterisk reads %s, want %s", got, want)
	}
	if one, err = l.RestoreMusic(prompt.MusicChange{ID: "default", Base: 1}, 0); err != nil || names(one) != "hotline" || one.Version != 2 {
		t.Errorf("as installed: %+v, %v", one, err)
	}
	if err := l.DeleteMusic(prompt.MusicChange{ID: "default", Base: 2}); !errors.Is(err, prompt.ErrShipped) {
		t.Errorf("the usual music was deleted: %v", err)
	}
	must(t, os.Remove(filepath.Join(o.Dir, "music.conf")))
	if _, err := prompt.Open(o); err != nil || !strings.Contains(conf(t, o), "hotline") {
		t.Errorf("what Asterisk reads was lost: %v", err)
	}
}

func TestWhatCannotBeMusic(t *testing.T) {
	t.Parallel()
	l, o := library(t)
	withMusic(t, o)
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"MP3":       {[]byte("ID3\x04\x00 and so on, long enough"), "but MP3"},
		"silence":   {wav(plain, make([]float64, 16000*5)), "silence"},
		"too short": {wav(plain, sine(16000, 440, 0.5, 1)), "1000 ms"},
		"too long":  {wav(header{format: 1, channels: 1, rate: 8000, bits: 8}, make([]float64, 8000*301)), "301 s"},
		"far too loud": {wav(plain, func() []float64 {
			loud := sine(16000, 440, 4, 4)
			for i, v := range loud {
				loud[i] = max(-1, min(1, v))
			}
			return loud
		}()), "far too loud"},
	} {
		_, err := l.TakeMusic(t.Context(), name, c.file, "ada")
		flaw, is := errors.AsType[*prompt.Flaw](err)
		if !is || !strings.Contains(flaw.English, c.want) || flaw.Chinese == "" {
			t.Errorf("%s: %v, want a sentence with %q", name, err, c.want)
		}
	}
	for name, c := range map[string]prompt.MusicChange{
		"capitals": {ID: "Spring", Name: "x"}, "a section of Asterisk's": {ID: "general", Name: "x"}, "no name": {ID: "spring"},
		"installed": {ID: "repairs", Name: "x"}, "the usual": {ID: "default", Name: "x"},
	} {
		if _, err := l.CreateMusic(c); err == nil {
			t.Errorf("%s: %s was made", name, c.ID)
		}
	}
	quiet, err := l.TakeMusic(t.Context(), "quiet", wav(plain, sine(16000, 440, 0.004, 4)), "ada")
	must(t, err)
	if len(quiet.Warnings) != 1 {
		t.Errorf("a very quiet piece: %+v", quiet.Warnings)
	}
	voice := take(t, l, "greet.main", sine(16000, 440, 0.5, 1))
	for name, c := range map[string]struct {
		change prompt.MusicChange
		want   error
	}{
		"a prompt's preview": {prompt.MusicChange{ID: "default", Tracks: []prompt.TrackWish{{Preview: voice.Token}}}, prompt.ErrNoPreview},
		"no such preview":    {prompt.MusicChange{ID: "default", Tracks: []prompt.TrackWish{{Preview: "x"}}}, prompt.ErrNoPreview},
		"no such piece":      {prompt.MusicChange{ID: "default", Tracks: []prompt.TrackWish{{ID: "nowhere"}}}, prompt.ErrNoVersion},
		"no such class":      {prompt.MusicChange{ID: "nowhere"}, prompt.ErrNoMusic},
		"another version":    {prompt.MusicChange{ID: "default", Base: 3}, prompt.ErrConflict},
	} {
		if _, err := l.SaveMusic(c.change); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for name, c := range map[string]prompt.MusicChange{
		"silence":   {ID: "default"},
		"one twice": {ID: "default", Tracks: []prompt.TrackWish{{ID: "hotline"}, {ID: "hotline"}}},
	} {
		if _, err := l.SaveMusic(c); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
	if _, err := l.Save(prompt.Change{ID: "greet.main", Preview: quiet.Token}); !errors.Is(err, prompt.ErrNoPreview) {
		t.Errorf("a piece of music became a greeting: %v", err)
	}
}
