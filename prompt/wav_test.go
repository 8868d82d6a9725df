package prompt_test

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"

	"thirdring/prompt"
)

// header describes a WAV file that a test writes.
type header struct {
	format, channels, rate, bits int
	extensible                   bool
	extra                        string // a chunk before the sound
	size                         uint32 // of the data, if it is to be a lie
}

// wav writes samples, which are between -1 and 1 and the same in each channel.
func wav(h header, samples []float64) []byte {
	var data []byte
	for _, v := range samples {
		for range h.channels {
			switch {
			case h.format == 3 && h.bits == 32:
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(v)))
			case h.format == 3:
				data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
			case h.bits == 8:
				data = append(data, byte(math.Round(v*127)+128))
			case h.bits == 16:
				data = binary.LittleEndian.AppendUint16(data, uint16(int16(math.Round(v*32767))))
			case h.bits == 24:
				n := uint32(int32(math.Round(v * (1<<23 - 1))))
				data = append(data, byte(n), byte(n>>8), byte(n>>16))
			default:
				data = binary.LittleEndian.AppendUint32(data, uint32(int32(math.Round(v*(1<<31-1)))))
			}
		}
	}
	format, length := h.format, uint32(16)
	if h.extensible {
		format, length = 0xfffe, 40
	}
	out := []byte("RIFF\x00\x00\x00\x00WAVE" + h.extra + "fmt ")
	out = binary.LittleEndian.AppendUint32(out, length)
	frame := h.channels * h.bits / 8
	for _, v := range []int{format, h.channels} {
		out = binary.LittleEndian.AppendUint16(out, uint16(v))
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(h.rate))
	out = binary.LittleEndian.AppendUint32(out, uint32(h.rate*frame))
	for _, v := range []int{frame, h.bits} {
		out = binary.LittleEndian.AppendUint16(out, uint16(v))
	}
	if h.extensible {
		out = append(out, 22, 0, byte(h.bits), 0, 4, 0, 0, 0, byte(h.format), 0)
		out = append(out, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"...)
	}
	size := uint32(len(data))
	if h.size != 0 {
		size = h.size
	}
	return append(binary.LittleEndian.AppendUint32(append(out, "data"...), size), data...)
}

// sine is a tone of some seconds.
func sine(rate int, hz, level, seconds float64) []float64 {
	out := make([]float64, int(float64(rate)*seconds))
	for i := range out {
		out[i] = level * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))
	}
	return out
}

// plain is the kind that every program writes.
var plain = header{format: 1, channels: 1, rate: 16000, bits: 16}

func TestEveryKindOfWAV(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]header{
		"8 bits, 8 kHz":            {format: 1, channels: 1, rate: 8000, bits: 8},
		"16 bits, stereo, 44.1":    {format: 1, channels: 2, rate: 44100, bits: 16},
		"24 bits, stereo, 48 kHz":  {format: 1, channels: 2, rate: 48000, bits: 24},
		"32 bits":                  {format: 1, channels: 1, rate: 22050, bits: 32},
		"float, 96 kHz":            {format: 3, channels: 2, rate: 96000, bits: 32},
		"double":                   {format: 3, channels: 1, rate: 32000, bits: 64},
		"extensible":               {format: 1, channels: 2, rate: 48000, bits: 24, extensible: true},
		"a list before the sound":  {format: 1, channels: 1, rate: 8000, bits: 16, extra: "LIST\x03\x00\x00\x00abc\x00"},
		"a size that is too large": {format: 1, channels: 1, rate: 8000, bits: 16, size: math.MaxUint32},
	} {
		a, err := prompt.ParseWAV(wav(h, sine(h.rate, 440, 0.5, 1)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		f := a.Measure()
		if f.Rate != h.rate || f.Milliseconds != 1000 || math.Abs(f.Peak+6) > 0.3 || math.Abs(f.Level+9) > 0.3 {
			t.Errorf("%s: %d ms at %d Hz, level %.1f, peak %.1f; want 1000 ms, -9 and -6 dB", name, f.Milliseconds, f.Rate, f.Level, f.Peak)
		}
	}
}

func TestG711InAWAV(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]struct {
		format       int
		loud, silent byte
	}{"a-law": {6, 0xaa, 0xd5}, "mu-law": {7, 0x80, 0xff}} {
		h := wav(header{format: 1, channels: 1, rate: 8000, bits: 8}, make([]float64, 800))
		h[20] = byte(file.format)
		for i := len(h) - 800; i < len(h); i++ {
			h[i] = file.silent
		}
		h[len(h)-1] = file.loud
		a, err := prompt.ParseWAV(h)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if last := a.Samples[799]; last < 0.95 || math.Abs(a.Samples[0]) > 0.001 {
			t.Errorf("%s: silence is %.3f, the loudest value %.3f", name, a.Samples[0], last)
		}
	}
}

func TestChannelsThatCancelEachOther(t *testing.T) {
	t.Parallel()
	file := wav(header{format: 1, channels: 2, rate: 8000, bits: 16}, sine(8000, 440, 0.5, 1))
	for i := len(file) - 4*8000; i < len(file); i += 4 {
		v := int16(binary.LittleEndian.Uint16(file[i:]))
		binary.LittleEndian.PutUint16(file[i+2:], uint16(-v))
	}
	a, err := prompt.ParseWAV(file)
	if err != nil {
		t.Fatal(err)
	}
	if f := a.Measure(); f.Peak < -7 {
		t.Errorf("a stereo file with one wire swapped is silent: peak %.1f dB", f.Peak)
	}
}

func TestWhatIsNoWAV(t *testing.T) {
	t.Parallel()
	tone := sine(16000, 440, 0.5, 1)
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":         {nil, "empty"},
		"a text":          {[]byte("hello, this is no sound"), "no WAV file."},
		"MP3":             {[]byte("ID3\x04\x00 and so on, long enough"), "but MP3"},
		"M4A":             {[]byte("\x00\x00\x00\x20ftypM4A isom"), "but M4A"},
		"half a header":   {wav(plain, tone)[:30], "broken"},
		"no sound":        {wav(plain, nil), "no sound"},
		"compressed":      {wav(header{format: 0x55, channels: 1, rate: 16000, bits: 16}, tone), "compressed"},
		"too many":        {wav(header{format: 1, channels: 9, rate: 8000, bits: 8}, tone[:900]), "9 channels"},
		"a strange rate":  {wav(header{format: 1, channels: 1, rate: 4000, bits: 16}, tone), "4000 samples a second"},
		"no end of it":    {wav(header{format: 1, channels: 1, rate: 8000, bits: 8}, make([]float64, 8000*121)), "121 s"},
		"only the header": {wav(plain, tone)[:36], "ends before"},
	} {
		_, err := prompt.ParseWAV(c.file)
		flaw, is := errors.AsType[*prompt.Flaw](err)
		if !is || !strings.Contains(flaw.English, c.want) || flaw.Chinese == "" {
			t.Errorf("%s: %v, want a sentence with %q", name, err, c.want)
		}
	}
}

// FuzzParseWAV lets any bytes in: the answer is a sound or a Flaw, never a panic.
func FuzzParseWAV(f *testing.F) {
	f.Add(wav(plain, sine(16000, 440, 0.5, 0.01)))
	f.Add(wav(header{format: 3, channels: 2, rate: 48000, bits: 64, extensible: true}, sine(48000, 440, 0.5, 0.001)))
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		a, err := prompt.ParseWAV(file)
		if err != nil {
			if _, is := errors.AsType[*prompt.Flaw](err); !is {
				t.Fatalf("%v is no Flaw", err)
			}
			return
		}
		m := a.Measure()
		if len(a.Samples) == 0 || math.IsNaN(m.Level) || math.IsNaN(m.Peak) {
			t.Fatalf("%d samples, level %f, peak %f", len(a.Samples), m.Level, m.Peak)
		}
	})
}
