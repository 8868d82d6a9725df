package deploy

import (
	"encoding/binary"
	"math"
	"testing"
)

// TestMusicIsNeverSilent measures the installed music, second by second and over its end: as loud as it should be under
// the voice that interrupts it, without a silence that a caller takes for a lost call, and without a click or a jump.
func TestMusicIsNeverSilent(t *testing.T) {
	t.Parallel()
	pcm := composeMusic()
	all := make([]float64, len(pcm)/2)
	peak := 0.0
	for i := range all {
		all[i] = float64(int16(binary.LittleEndian.Uint16(pcm[2*i:]))) / (1 << 15)
		peak = max(peak, math.Abs(all[i]))
	}
	level := func(part []float64) float64 {
		sum := 0.0
		for _, v := range part {
			sum += v * v
		}
		return 10 * math.Log10(sum/float64(len(part)))
	}
	if whole := level(all); whole < -24 || whole > -19 || peak > 0.5 {
		t.Errorf("level %.1f dB, peak %.2f; want -22 dB, as the centre's own music, and no peak above 0.5", whole, peak)
	}
	twice := append(all, all...)
	for from := 0; from < len(all); from += musicRate / 2 {
		if l := level(twice[from : from+musicRate]); l < -32 {
			t.Errorf("second %.1f is as quiet as %.1f dB", float64(from)/musicRate, l)
		}
	}
	if jump := math.Abs(all[0] - all[len(all)-1]); jump > 0.05 {
		t.Errorf("from its end to its beginning it jumps by %.3f", jump)
	}
}
