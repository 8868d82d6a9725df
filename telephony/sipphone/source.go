package sipphone

import "math"

// Rate is the sample rate of all audio here, in samples a second.
const Rate = 8000

// frame is the number of samples in one packet, 20 ms.
const frame = 160

// Source gives what a phone says, one frame at a time. It fills dst and belongs to one call.
type Source func(dst []int16)

// Tone is an endless tone of whole hz at the given level, in dB below full scale (12 is a usual loudness).
func Tone(hz int, down float64) Source {
	amplitude := 32767 * math.Pow(10, -down/20)
	second := make([]int16, Rate) // whole hz close after one second
	for i := range second {
		second[i] = int16(amplitude * math.Sin(2*math.Pi*float64(hz*i%Rate)/Rate))
	}
	return Loop(second)
}

// Loop plays pcm again and again. An empty pcm is silence.
func Loop(pcm []int16) Source {
	at := 0
	return func(dst []int16) {
		if len(pcm) == 0 {
			clear(dst)
			return
		}
		for i := range dst {
			dst[i] = pcm[at]
			at = (at + 1) % len(pcm)
		}
	}
}

// Play plays pcm once, then silence.
func Play(pcm []int16) Source {
	return func(dst []int16) {
		n := copy(dst, pcm)
		clear(dst[n:])
		pcm = pcm[n:]
	}
}
