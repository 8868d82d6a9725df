package deploy

import (
	"encoding/binary"
	"math"
)

// The music on hold is composed here, so that it belongs to nobody: a calm pentatonic melody of plucked notes over slow
// open fifths, about a minute long. What still sounds at its end sounds on at its beginning: it is played again and again,
// and a caller who hears nothing for some seconds believes that the call is lost.
const (
	musicRate   = 16000
	beatSeconds = 0.6
)

// melody is one note a beat as semitones above middle C; rest is a beat of silence.
const rest = -100

var melody = []int{
	0, 4, 7, 9, 7, 4, 2, rest, 0, 2, 4, 7, 4, 2, 0, rest,
	4, 7, 9, 12, 9, 7, 4, rest, 2, 4, 7, 4, 2, 0, -3, rest,
	-3, 0, 2, 4, 7, 9, 7, rest, 12, 9, 7, 4, 7, 4, 2, rest,
	0, 4, 7, 12, 9, 7, 9, rest, 7, 4, 2, 4, 2, -3, 0, rest,
	4, rest, 7, rest, 9, 7, 4, 2, 0, rest, -3, rest, 0, 2, 4, rest,
	7, rest, 9, rest, 12, 9, 7, 4, 2, 4, 2, -3, 0, rest, rest, rest,
}

// bass is one note every eight beats.
var bass = []int{-24, -17, -20, -17, -27, -24, -24, -17, -24, -27, -20, -24}

// composeMusic returns the music as 16-bit little-endian samples at musicRate.
func composeMusic() []byte {
	total := int(float64(len(melody)) * beatSeconds * musicRate)
	mix := make([]float64, total)
	for beat, semitone := range melody {
		if semitone != rest {
			pluck(mix, float64(beat)*beatSeconds, pitch(semitone), 0.30, 1.4)
		}
	}
	for bar, semitone := range bass {
		at := float64(bar) * 8 * beatSeconds
		pluck(mix, at, pitch(semitone), 0.34, 4)
		pluck(mix, at+4*beatSeconds, pitch(semitone+7), 0.22, 3)
	}
	echo(mix, 0.31, 0.28)
	return samples(mix)
}

func pitch(semitone int) float64 { return 261.63 * math.Pow(2, float64(semitone)/12) }

// pluck adds one note that fades with the given time constant; higher partials fade faster, as on a string.
func pluck(mix []float64, at, frequency, level, fade float64) {
	start := int(at * musicRate)
	length := int(2.2 * fade * musicRate)
	for i := range length {
		t := float64(i) / musicRate
		attack := math.Min(1, t/0.008)
		var sum float64
		for partial := 1.0; partial <= 5; partial++ {
			sum += math.Sin(2*math.Pi*frequency*partial*t) * math.Exp(-t*partial*1.6/fade) / (partial * partial)
		}
		mix[(start+i)%len(mix)] += level * attack * sum
	}
}

// echo adds a decaying repetition, which makes the dry notes sound like a room.
func echo(mix []float64, delay, level float64) {
	wet := make([]float64, len(mix))
	gap := int(delay * musicRate)
	for i := range 2 * len(mix) { // the second time with the echo of the end
		at, from := i%len(mix), (i+len(mix)-gap)%len(mix)
		wet[at] = mix[at] + level*wet[from]
	}
	copy(mix, wet)
}

// samples scales the loudest sample to a third of full scale: music is to be quieter than the voice that interrupts it.
func samples(mix []float64) []byte {
	var peak float64
	for _, v := range mix {
		peak = math.Max(peak, math.Abs(v))
	}
	audio := make([]byte, 0, 2*len(mix))
	for _, v := range mix {
		audio = binary.LittleEndian.AppendUint16(audio, uint16(int16(v/peak*math.MaxInt16/3)))
	}
	return audio
}
