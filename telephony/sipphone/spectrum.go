package sipphone

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// The spectral picture of sound: every hop of 16 ms, the shape of the spectrum of the last 32 ms in bands.
const (
	hop      = 128
	window   = 256
	bandsLow = 200.0
	bandsTop = 3600.0
	bands    = 16
)

// shape is a spectrum's form without its loudness: log energies of the bands with their mean taken off, and a length
// of one. Silence has no form and is all zeros.
type shape [bands]float32

// spectrometer makes shapes. It is not for concurrent use.
type spectrometer struct {
	hann    [window]float64
	turn    [window / 2]complex128
	edges   [bands + 1]int
	buf     [window]complex128
	power   [window / 2]float64
	reverse [window]int
}

func newSpectrometer() *spectrometer {
	s := &spectrometer{}
	for i := range s.hann {
		s.hann[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/window)
		s.reverse[i] = int(bits.Reverse8(uint8(i)))
	}
	for i := range s.turn {
		s.turn[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/window)
	}
	for b := range s.edges {
		hz := bandsLow * math.Pow(bandsTop/bandsLow, float64(b)/bands)
		s.edges[b] = int(math.Round(hz * window / Rate))
		if b > 0 {
			s.edges[b] = max(s.edges[b], s.edges[b-1]+1)
		}
	}
	return s
}

// analyse fills power with the spectrum of window samples.
func (s *spectrometer) analyse(pcm []int16) {
	for i, x := range pcm[:window] {
		s.buf[s.reverse[i]] = complex(float64(x)*s.hann[i], 0)
	}
	for size := 2; size <= window; size *= 2 {
		step := window / size
		for start := 0; start < window; start += size {
			for k := range size / 2 {
				a, b := s.buf[start+k], s.buf[start+k+size/2]*s.turn[k*step]
				s.buf[start+k], s.buf[start+k+size/2] = a+b, a-b
			}
		}
	}
	for i := range s.power {
		re, im := real(s.buf[i]), imag(s.buf[i])
		s.power[i] = re*re + im*im
	}
}

// shape is the form of the spectrum last analysed.
func (s *spectrometer) shape() (f shape) {
	const floor = 1e6 // about -60 dBFS in a band: what is below is G.711's noise
	var mean float64
	var logs [bands]float64
	for b := range bands {
		var sum float64
		for _, p := range s.power[s.edges[b]:s.edges[b+1]] {
			sum += p
		}
		logs[b] = math.Log(floor + sum)
		mean += logs[b] / bands
	}
	var length float64
	for _, l := range logs {
		length += (l - mean) * (l - mean)
	}
	if length = math.Sqrt(length); length < 1 {
		return shape{}
	}
	for b, l := range logs {
		f[b] = float32((l - mean) / length)
	}
	return f
}

// peak finds the loudest frequency of the spectrum last analysed, and its share of the energy.
func (s *spectrometer) peak() (hz, share float64) {
	at, total := 1, 0.0
	for i, p := range s.power {
		total += p
		if p > s.power[at] && i > 0 && i < len(s.power)-1 {
			at = i
		}
	}
	left, mid, right := s.power[at-1], s.power[at], s.power[at+1]
	if total == 0 || mid == 0 {
		return 0, 0
	}
	// Of a Hann window the logarithms around a peak form a parabola.
	l, m, r := math.Log(left+1), math.Log(mid+1), math.Log(right+1)
	shift := 0.0
	if curve := l - 2*m + r; curve != 0 {
		shift = 0.5 * (l - r) / curve
	}
	return (float64(at) + shift) * Rate / window, (left + mid + right) / total
}

// dot compares two shapes: 1 for the same form, about 0 for unrelated ones.
//
//go:norace
func dot(a, b *shape) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
