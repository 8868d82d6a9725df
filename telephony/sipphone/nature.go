package sipphone

import (
	"math"
	"slices"
)

const (
	natureHops = 94 // 1.5 s, the memory for telling voice from music
	tellHops   = 75 // 1.2 s of sound before it is told
	toneHops   = 16 // 0.25 s of one frequency
	toneSpread = 12.0
	tonePure   = 0.9
	silentHops = 62 // 1 s

	speechSteady = 0.7
	musicSteady  = 0.8
)

// nature tells unknown sounds apart: silence by its level, a tone by one steady frequency, and voice from music by how
// fast the spectrum changes. What lies between is not told.
type nature struct {
	hops  []moment // the last ones, oldest first
	sound int      // hops since the sound began
	still int      // silent hops in a row
	kind  Kind     // told last
	hz    float64
}

// moment is one hop of sound.
type moment struct {
	energy, hz, share float64
	shape             shape
}

// hop takes in the last hop of sound, whose spectrum has been analysed.
func (n *nature) hop(pcm []int16, s *spectrometer) {
	m := moment{energy: energyOf(pcm) / float64(len(pcm))}
	m.hz, m.share = s.peak()
	m.shape = s.shape()
	if len(n.hops) == natureHops {
		n.hops = slices.Delete(n.hops, 0, 1)
	}
	n.hops = append(n.hops, m)
	if decibels(m.energy) < audibleLevel {
		n.still++
	} else {
		n.still = 0
	}
	if n.still >= silentHops {
		n.sound = 0
	} else if n.sound > 0 || n.still == 0 {
		n.sound++
	}
}

// restart forgets what belonged to a recording.
func (n *nature) restart() { n.hops, n.sound, n.still = n.hops[:0], 0, 0 }

// become notes what has been told, and says whether that is news.
func (n *nature) become(kind Kind, hz float64) bool {
	news := n.kind != kind || kind == Prompt || math.Abs(n.hz-hz) > toneSpread
	n.kind, n.hz = kind, hz
	return news
}

// level is the mean level of the last half second.
func (n *nature) level() float64 {
	last := n.hops[max(0, len(n.hops)-31):]
	var sum float64
	for _, m := range last {
		sum += m.energy
	}
	return decibels(sum / float64(max(1, len(last))))
}

// judge tells the nature of the present sound, if it is clear, and how many hops ago it began.
func (n *nature) judge() (kind Kind, hz float64, since int) {
	if n.still >= silentHops {
		return Silence, 0, n.still
	}
	if hz, ok := n.tone(); ok {
		n.sound = 0 // a disturbed tone is not another sound yet
		return OneTone, hz, toneHops
	}
	sound := n.hops[max(0, len(n.hops)-n.sound):]
	if len(sound) < tellHops || n.still > 0 {
		return "", 0, 0
	}
	switch steady := steadiness(sound); {
	case steady < speechSteady:
		return Voice, 0, len(sound)
	case steady > musicSteady:
		return Music, 0, len(sound)
	}
	return "", 0, 0
}

// steadiness is how little the sound's spectrum changes in 48 ms: notes last, syllables do not. Measured here, speech
// has 0.3 to 0.65 and music over 0.85.
func steadiness(sound []moment) float64 {
	var sum float32
	pairs := 0
	for i := 3; i < len(sound); i++ {
		if before, now := &sound[i-3].shape, &sound[i].shape; *before != (shape{}) && *now != (shape{}) {
			sum += dot(before, now)
			pairs++
		}
	}
	return float64(sum) / float64(max(1, pairs))
}

// tone looks for one steady frequency.
func (n *nature) tone() (float64, bool) {
	if len(n.hops) < toneHops || n.still > 0 {
		return 0, false
	}
	last := n.hops[len(n.hops)-toneHops:]
	low, high := last[0].hz, last[0].hz
	for _, m := range last {
		low, high = min(low, m.hz), max(high, m.hz)
		if m.share < tonePure || high-low > toneSpread {
			return 0, false
		}
	}
	return (low + high) / 2, true
}
