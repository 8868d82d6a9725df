package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/store"
	"thirdring/telephony/sipphone"
)

// Tones that stand for pieces of music.
const (
	springTone = 650
	autumnTone = 850
	winterTone = 1050
)

// music makes a class of one tone after the other, as the command line does.
func (s *site) music(class string, only bool, tones ...int) {
	s.t.Helper()
	dir := s.t.TempDir()
	for i, tone := range tones {
		name := filepath.Join(dir, string(rune('a'+i))+".wav")
		if err := os.WriteFile(name, toneWAV(s.t, tone, 20), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	add := MusicAddCmd{Class: class, From: dir, Name: "测试音乐", Only: only, Why: "test"}
	if err := add.Run(s.t.Context(), &s.config); err != nil {
		s.t.Fatal(err)
	}
}

// patient is a document in which nothing interrupts the music of who waits,
// and the first queue has music of its own.
func patient(doc *store.Document) {
	for i := range doc.Queues {
		doc.Queues[i].ComfortEvery = 0
	}
	doc.Queues[0].Music = "spring"
}

// TestMusicIsHeardByWhoBeginsToWait uploads music, replaces it under a caller
// who waits with it, who hears on, and lets the next one hear the new.
func TestMusicIsHeardByWhoBeginsToWait(t *testing.T) {
	t.Parallel()
	s := newSite(t, patient)
	before := s.caller("13800001281")
	s.hearsSound("who waits before there is any of the centre's", before, "music")

	s.music("spring", false, springTone)
	early := s.caller("13800001282")
	s.hears("who waits with the first piece", early, springTone)
	heard := early.Record()

	s.music("spring", true, autumnTone)
	late := s.caller("13800001283")
	s.hears("who begins to wait afterwards", late, autumnTone)
	s.hears("who waits with the first piece still", early, springTone)
	s.hearsSound("who waits with the usual music still", before, "music")

	restore := MusicRestoreCmd{Class: "spring", To: 2, Why: "the old one was better"}
	if err := restore.Run(t.Context(), &s.config); err != nil {
		t.Fatal(err)
	}
	s.hears("who waits through two changes", early, springTone)
	if lost := longestSilence(heard.PCM()); lost > 100*time.Millisecond {
		t.Errorf("the music stopped for %s while it was changed", lost)
	}
	again := s.caller("13800001284")
	s.hears("who begins to wait after the first was restored", again, springTone)
	for _, call := range []*sipphone.Call{before, early, late, again} {
		s.within("hang up", call.Hangup)
	}
	s.waitClean()
}

// TestMusicSurvivesARestartOfAsterisk replaces the usual music while Asterisk
// is away: it is in force as soon as it is back.
func TestMusicSurvivesARestartOfAsterisk(t *testing.T) {
	t.Parallel()
	s := newSite(t, patient)
	s.asterisk.Kill()
	s.seesAsterisk(false)
	s.music("default", true, winterTone)
	s.startAsterisk(t.Context())
	s.seesAsterisk(true)
	call := s.caller("13800001285")
	s.hears("who waits in a queue whose music is not there", call, winterTone)
	s.within("hang up", call.Hangup)
	s.waitClean()
}

// TestMusicCommand lists, orders, and refuses what cannot be done.
func TestMusicCommand(t *testing.T) {
	t.Parallel()
	s := newSite(t, patient)
	s.music("spring", false, springTone, autumnTone)
	list := func() (m listedMusic) {
		t.Helper()
		if err := s.get("/api/music/spring", &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	had := list()
	if len(had.Tracks) != 2 || had.Name != "测试音乐" || len(had.UsedBy) != 1 {
		t.Fatalf("got %+v", had)
	}
	set := MusicSetCmd{Class: "spring", Pieces: []string{had.Tracks[1].ID, had.Tracks[0].ID}, Name: "春"}
	if err := set.Run(t.Context(), &s.config); err != nil {
		t.Fatal(err)
	}
	if now := list(); now.Tracks[0].ID != had.Tracks[1].ID || now.Name != "春" {
		t.Errorf("ordered: %+v", now)
	}
	show := MusicListCmd{}
	if err := show.Run(t.Context(), &s.config); err != nil {
		t.Error(err)
	}
	used := MusicDeleteCmd{Class: "spring"}
	if err := used.Run(t.Context(), &s.config); err == nil || !strings.Contains(err.Error(), "still used") {
		t.Errorf("a queue's music was deleted: %v", err)
	}
	other := filepath.Join(t.TempDir(), "a.wav")
	if err := os.WriteFile(other, []byte("ID3 is an MP3 file"), 0o644); err != nil {
		t.Fatal(err)
	}
	bad := MusicAddCmd{Class: "winter", From: other}
	if err := bad.Run(t.Context(), &s.config); err == nil || !strings.Contains(err.Error(), "MP3") {
		t.Errorf("an MP3 file: %v", err)
	}
	if err := os.WriteFile(other, toneWAV(t, winterTone, 4), 0o644); err != nil {
		t.Fatal(err)
	}
	dry := MusicAddCmd{Class: "winter", From: other, DryRun: true}
	if err := dry.Run(t.Context(), &s.config); err != nil {
		t.Error(err)
	}
	if err := s.get("/api/music/winter", nil); err == nil {
		t.Error("a dry run made a class")
	}
	wet := MusicAddCmd{Class: "winter", From: other}
	if err := wet.Run(t.Context(), &s.config); err != nil {
		t.Error(err)
	}
	unused := MusicDeleteCmd{Class: "winter"}
	if err := unused.Run(t.Context(), &s.config); err != nil {
		t.Error(err)
	}
}

// seesAsterisk waits until thirdring is connected to its Asterisk, or is not.
func (s *site) seesAsterisk(want bool) {
	s.t.Helper()
	eventually(s.t, "readyz", func() error {
		var now struct{ Status string }
		if err := s.get("/readyz", &now); err != nil {
			return err
		}
		if (now.Status == "ready") != want {
			return fmt.Errorf("thirdring is %s", now.Status)
		}
		return nil
	})
}

// longestSilence is how long pcm is silent at a stretch.
func longestSilence(pcm []int16) time.Duration {
	const window = sipphone.Rate / 50
	longest, now := 0, 0
	for ; len(pcm) >= window; pcm = pcm[window:] {
		if now++; level(pcm[:window]) > 100 {
			now = 0
		}
		longest = max(longest, now)
	}
	return time.Duration(longest) * 20 * time.Millisecond
}
