package prompt

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// How every sound of a centre comes out, whoever recorded it and with what. The levels are those of the synthesised
// prompts of the layer below: a caller who hears a recorded sentence after a synthesised one must not reach for the
// volume. Speech at -17 dBFS is well above a telephone line's noise, and peaks at -3 dBFS are below where G.711 clips.
const (
	ceiling      = -3.0 // dBFS, of the loudest sample
	mostLimited  = 9.0  // dB that peaks are pushed down at most
	before       = 50 * time.Millisecond
	fade         = 5 * time.Millisecond
	frame        = 20 * time.Millisecond
	silent       = -55.0 // dBFS: nobody spoke
	quiet        = -38.0 // dBFS: raising this raises the noise as well
	speechRange  = 30.0  // dB below the loudest frame that still count as speech
	clippedShare = 0.02  // of all samples, from where a sound is refused
	clippedRun   = 3     // samples at full scale in a row are no music's peak but a cut one
	waveColumns  = 240
)

// Longest is how long a prompt may last, LongestMusic a piece of music. Nobody listens to two minutes of announcement.
const (
	Longest      = 2 * time.Minute
	LongestMusic = 5 * time.Minute
)

// kind is what a sound is to be. Music is to be quieter than the voice that interrupts it, and its end may fade.
type kind struct {
	english, chinese  string
	shortest, longest time.Duration
	level             float64       // dBFS, of what is speech, or music
	trim              float64       // dB below that level where the silence at both ends begins
	after             time.Duration // what is left of the silence at the end
}

var (
	speech = kind{"a prompt", "语音", 200 * time.Millisecond, Longest, -17, 35, 120 * time.Millisecond}
	music  = kind{"a piece of music", "等待音乐", 3 * time.Second, LongestMusic, -22, 50, 400 * time.Millisecond}
)

func (k kind) tooLong(seconds int) *Flaw {
	return &Flaw{
		English: fmt.Sprintf("The sound lasts %d s; %s may last %d s.", seconds, k.english, int(k.longest.Seconds())),
		Chinese: fmt.Sprintf("时长 %d 秒,%s最长 %d 秒。", seconds, k.chinese, int(k.longest.Seconds())),
	}
}

// Figures describe a sound.
type Figures struct {
	Milliseconds int       `json:"ms"`
	Rate         int       `json:"rate"`
	Level        float64   `json:"level" doc:"Of what is speech, in dB below full scale."`
	Peak         float64   `json:"peak" doc:"Of the loudest sample, in dB below full scale."`
	Clipped      int       `json:"clipped,omitempty" doc:"Samples that were cut off at full scale."`
	Wave         []float64 `json:"wave" doc:"The loudest sample of each of as many equal parts, 0 to 1."`
}

func decibel(ratio float64) float64 { return 20 * math.Log10(max(ratio, 1e-6)) }

func amplitude(db float64) float64 { return math.Pow(10, db/20) }

// Measure tells what a sound is like.
func (a Audio) Measure() Figures {
	f := Figures{Rate: a.Rate, Milliseconds: int(a.length() / time.Millisecond), Wave: make([]float64, waveColumns)}
	var peak float64
	run := 0
	for i, v := range a.Samples {
		v = math.Abs(v)
		peak = max(peak, v)
		at := i * waveColumns / len(a.Samples)
		f.Wave[at] = max(f.Wave[at], math.Round(v*1000)/1000)
		if v < 0.999 {
			run = 0
			continue
		}
		if run++; run == clippedRun {
			f.Clipped += clippedRun
		} else if run > clippedRun {
			f.Clipped++
		}
	}
	f.Peak, f.Level = tenth(decibel(peak)), tenth(a.speech())
	return f
}

func tenth(v float64) float64 { return math.Round(v*10) / 10 }

func (a Audio) length() time.Duration {
	return time.Duration(len(a.Samples)) * time.Second / time.Duration(a.Rate)
}

func (a Audio) samplesIn(d time.Duration) int {
	return max(1, int(int64(a.Rate)*int64(d)/int64(time.Second)))
}

// frames are the powers of the sound, frame by frame.
func (a Audio) frames() []float64 {
	var out []float64
	for part := range slices.Chunk(a.Samples, a.samplesIn(frame)) {
		out = append(out, power(part)/float64(len(part)))
	}
	return out
}

// speech is the level of the frames in which somebody speaks: pauses say nothing about how loud a voice is.
func (a Audio) speech() float64 {
	frames := a.frames()
	if len(frames) == 0 {
		return silent - 1
	}
	least := slices.Max(frames) / math.Pow(10, speechRange/10)
	var sum float64
	n := 0
	for _, p := range frames {
		if p >= least {
			sum += p
			n++
		}
	}
	return 10 * math.Log10(max(sum/float64(n), 1e-12))
}

// check refuses a sound that cannot be a prompt and warns of one that will not please.
func (a Audio) check(f Figures, k kind) (warnings []Flaw, err error) {
	switch {
	case a.length() > k.longest:
		return nil, k.tooLong(f.Milliseconds / 1000)
	case f.Level < silent:
		return nil, flaw("There is only silence in it. Was the microphone on?", "录音里没有声音,请检查麦克风。")
	case a.length() < k.shortest:
		return nil, flaw("The sound lasts only %[1]d ms; that is not enough for %[2]s.", "时长只有 %[1]d 毫秒,不是完整的%[3]s。", f.Milliseconds, k.english, k.chinese)
	case float64(f.Clipped) > clippedShare*float64(len(a.Samples)):
		return nil, flaw("It was recorded far too loud: %d samples are cut off, and it would rattle. Record it again with less gain.", "录音严重过载(%d 个采样被削顶),会有破音。请降低录音音量后重录。", f.Clipped)
	}
	if f.Clipped > 0 {
		warnings = append(warnings, *flaw("Its loudest places are cut off (%d samples): listen for crackling.", "最响处有削顶(%d 个采样),请试听是否有破音。", f.Clipped))
	}
	if f.Level < quiet {
		warnings = append(warnings, *flaw("It was recorded very quietly and is raised by %.0f dB; so is its noise.", "录音音量很低,已提高 %.0f dB,底噪也会随之变大。", k.level-f.Level))
	}
	return warnings, nil
}

// prepare trims the silence at both ends and brings the voice to the common level.
func (a Audio) prepare(k kind) Audio {
	a = a.centred().trimmed(k)
	gain := amplitude(k.level - a.speech())
	// A voice with very high peaks stays below the level rather than be pressed flat.
	if over := decibel(a.peak()*gain) - ceiling; over > mostLimited {
		gain *= amplitude(mostLimited - over)
	}
	for i := range a.Samples {
		a.Samples[i] *= gain
	}
	a.limit()
	a.fadeEnds()
	return a
}

func (a Audio) peak() float64 {
	var peak float64
	for _, v := range a.Samples {
		peak = max(peak, math.Abs(v))
	}
	return peak
}

// centred takes off a constant, which cheap sound cards add and which clicks at both ends.
func (a Audio) centred() Audio {
	var sum float64
	for _, v := range a.Samples {
		sum += v
	}
	mean := sum / float64(len(a.Samples))
	out := make([]float64, len(a.Samples))
	for i, v := range a.Samples {
		out[i] = v - mean
	}
	return Audio{Rate: a.Rate, Samples: out}
}

// trimmed leaves a breath before the first and after the last sound.
func (a Audio) trimmed(k kind) Audio {
	least := math.Pow(10, (a.speech()-k.trim)/10)
	frames, size := a.frames(), a.samplesIn(frame)
	loud := func(p float64) bool { return p >= least }
	first := slices.IndexFunc(frames, loud)
	last := first
	for i, p := range frames {
		if loud(p) {
			last = i
		}
	}
	from := max(0, first*size-a.samplesIn(before))
	to := min(len(a.Samples), (last+1)*size+a.samplesIn(k.after))
	return Audio{Rate: a.Rate, Samples: a.Samples[from:to]}
}

// limit holds peaks under the ceiling: for each millisecond the gain that it and its neighbours need, and a straight
// line from one to the next, so that no edge is heard.
func (a Audio) limit() {
	const reach = 5
	size := a.samplesIn(time.Millisecond)
	most := amplitude(ceiling)
	var needed []float64
	for part := range slices.Chunk(a.Samples, size) {
		needed = append(needed, min(1, most/max(Audio{Samples: part}.peak(), most)))
	}
	gain := func(block int) float64 {
		return slices.Min(needed[max(0, min(block, len(needed)-1)-reach):min(len(needed), block+reach+1)])
	}
	left := gain(0)
	for block := range needed {
		right := gain(min(block+1, len(needed)-1))
		part := a.Samples[block*size : min(len(a.Samples), (block+1)*size)]
		for i := range part {
			share := float64(i) / float64(size)
			part[i] *= left + (right-left)*share
		}
		left = right
	}
}

func (a Audio) fadeEnds() {
	n := min(a.samplesIn(fade), len(a.Samples)/2)
	for i := range n {
		share := float64(i) / float64(n)
		a.Samples[i] *= share
		a.Samples[len(a.Samples)-1-i] *= share
	}
}
