package telephony_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/telephony/sipphone"
)

// Tones of pieces of music.
const (
	oldPiece   = 400
	newPiece   = 640
	thirdPiece = 800
)

// TestMusicIsReplacedWhileSomebodyListens changes the classes of a real
// Asterisk: who waits hears the old piece without a gap until something else
// is played, also if the class is gone; who begins to wait hears the new one.
func TestMusicIsReplacedWhileSomebodyListens(t *testing.T) {
	t.Parallel()
	r := newRealRig(t)
	own := r.own()
	m := musicFolder{t, own}
	b := newBench(t, r)

	early, waits := b.arrive(t, "1380071", "4008001234")
	b.Do(queue.Music{On: b.on("u1"), Leg: waits.Leg, Start: true, Class: "repairs"})
	early.hears(t, repairsTone) // as installed: the file is not there yet
	m.piece("old", oldPiece)
	m.piece("new", newPiece)
	m.piece("third", thirdPiece)

	m.classes(t, b, "default=third", "repairs=old,third")
	again(t, b, waits, "repairs")
	early.hears(t, oldPiece)
	heard := early.(realCall).call.Record()
	m.classes(t, b, "default=third", "repairs=new")
	late, begins := b.arrive(t, "1380072", "4008001234")
	b.Do(queue.Music{On: b.on("u2"), Leg: begins.Leg, Start: true, Class: "repairs"})
	late.hears(t, newPiece)
	m.classes(t, b, "default=third") // repairs is what was installed
	for range 20 {
		m.classes(t, b, "default=third,old", "repairs=new")
		m.classes(t, b, "default=third")
	}
	early.hears(t, oldPiece)
	if gap := longestGap(heard.PCM(), oldPiece); gap > 60*time.Millisecond {
		t.Errorf("who waits heard the old piece with a gap of %s", gap)
	}
	again(t, b, waits, "repairs")
	early.hears(t, repairsTone)
	again(t, b, waits, "")
	early.hears(t, thirdPiece)
	again(t, b, waits, "nowhere")
	early.hears(t, thirdPiece)
	must(t, func(context.Context) error { return os.Remove(filepath.Join(own, "music.conf")) })
	check(t, b.ReloadMusic(t.Context()))
	again(t, b, waits, "")
	early.hears(t, musicTone)
	b.noFailures(t)
	for _, l := range []line{early, late} {
		l.hangup(t)
		<-l.ended()
	}
}

// again begins the music of a leg anew, as after a prompt.
func again(t *testing.T, b *bench, who queue.CallArrived, class string) {
	t.Helper()
	b.Do(queue.Music{On: b.on("u1"), Leg: who.Leg})
	b.Do(queue.Music{On: b.on("u1"), Leg: who.Leg, Start: true, Class: class})
}

// musicFolder is the centre's own folder, as package prompt leaves it.
type musicFolder struct {
	t   *testing.T
	dir string
}

func (m musicFolder) piece(name string, hz int) {
	pcm := make([]int16, 2*sipphone.Rate)
	sipphone.Tone(hz, 20)(pcm)
	writeSound(m.t, filepath.Join(m.dir, name+".wav"), pcm)
}

// classes writes the file, each class as name=piece,piece, and lets it be read.
func (m musicFolder) classes(t *testing.T, b *bench, classes ...string) {
	t.Helper()
	var text strings.Builder
	for _, class := range classes {
		name, pieces, _ := strings.Cut(class, "=")
		fmt.Fprintf(&text, "[%s]\nmode = playlist\n", name)
		for piece := range strings.SplitSeq(pieces, ",") {
			fmt.Fprintf(&text, "entry = %s\n", filepath.Join(m.dir, piece))
		}
	}
	fresh := filepath.Join(m.dir, "fresh")
	check(t, os.WriteFile(fresh, []byte(text.String()), 0o644))
	check(t, os.Rename(fresh, filepath.Join(m.dir, "music.conf")))
	check(t, b.ReloadMusic(t.Context()))
}

// longestGap is how long pcm is without a tone at a stretch.
func longestGap(pcm []int16, hz float64) time.Duration {
	const window = sipphone.Rate / 50
	longest, now := 0, 0
	for ; len(pcm) >= window; pcm = pcm[window:] {
		if now++; share(pcm[:window], hz) > 0.8 {
			now = 0
		}
		longest = max(longest, now)
	}
	return time.Duration(longest) * 20 * time.Millisecond
}

// share is how much of the energy of pcm is a tone's.
func share(pcm []int16, hz float64) float64 {
	var sin, cos, energy float64
	for i, v := range pcm {
		s, c := math.Sincos(2 * math.Pi * hz * float64(i) / sipphone.Rate)
		sin, cos, energy = sin+s*float64(v), cos+c*float64(v), energy+float64(v)*float64(v)
	}
	return 2 * (sin*sin + cos*cos) / max(1, energy*float64(len(pcm)))
}
