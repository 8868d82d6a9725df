package prompt

import (
	"bytes"
	"encoding/binary"
	"math"
)

// What a WAV file may be. Above 96 kHz there is nothing left to hear; below 8 kHz no telephone plays it.
const (
	lowestRate  = 8000
	highestRate = 96000
	mostChannel = 8
)

// Formats of samples, as the file's header numbers them.
const (
	formatPCM        = 1
	formatFloat      = 3
	formatALaw       = 6
	formatMuLaw      = 7
	formatExtensible = 0xfffe
)

// Audio is a sound of one channel; samples are between -1 and 1.
type Audio struct {
	Rate    int
	Samples []float64
}

// layout is what the header tells of the samples.
type layout struct {
	format, channels, rate, bits int
}

func (l layout) sampleBytes() int { return l.bits / 8 }

// ParseWAV reads a WAV file of any common kind and mixes its channels into one. An error is a *Flaw.
func ParseWAV(file []byte) (Audio, error) { return parseWAV(file, speech) }

func parseWAV(file []byte, k kind) (Audio, error) {
	switch {
	case len(file) == 0:
		return Audio{}, flaw("The file is empty.", "文件是空的。")
	case len(file) < 12 || !bytes.Equal(file[:4], []byte("RIFF")) || !bytes.Equal(file[8:12], []byte("WAVE")):
		other := formatOf(file)
		return Audio{}, flaw("This is no WAV file%[1]s. Save it as WAV (PCM) and upload that, with Audacity for example: File, Export, WAV.",
			"这不是 WAV 文件%[2]s。请另存为 WAV(PCM)格式后再上传,例如用 Audacity 打开,选“文件 → 导出 → WAV”。", other.English, other.Chinese)
	}
	var l layout
	for rest := file[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		// Programs that write as they record leave 0 or the largest number where the size belongs.
		body := rest[:min(size, uint64(len(rest)))]
		switch name {
		case "fmt ":
			var err error
			if l, err = parseFormat(body); err != nil {
				return Audio{}, err
			}
		case "data":
			if size == 0 {
				body = rest
			}
			return l.mix(body, k)
		}
		rest = rest[min(size+size%2, uint64(len(rest))):]
	}
	return Audio{}, flaw("The file ends before its sound begins.", "文件不完整,里面没有声音数据。")
}

// formatOf names other kinds of files that people take for WAV.
func formatOf(file []byte) Flaw {
	for _, known := range []struct {
		at     int
		magic  string
		called string
	}{
		{0, "ID3", "MP3"},
		{0, "\xff\xfb", "MP3"},
		{0, "\xff\xf3", "MP3"},
		{0, "OggS", "Ogg"},
		{0, "fLaC", "FLAC"},
		{4, "ftyp", "M4A"},
		{0, "#!AMR", "AMR"},
		{0, "RIFX", "RIFX"},
		{0, "RF64", "RF64"},
		{0, "PK\x03\x04", "ZIP"},
	} {
		if len(file) > known.at && bytes.HasPrefix(file[known.at:], []byte(known.magic)) {
			return Flaw{", but " + known.called, ",而是 " + known.called}
		}
	}
	return Flaw{}
}

func parseFormat(body []byte) (layout, error) {
	const short, extensible = 16, 40
	if len(body) < short {
		return layout{}, flaw("The file's header is broken.", "文件头已损坏。")
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint16(body[at:])) }
	l := layout{format: number(0), channels: number(2), rate: int(binary.LittleEndian.Uint32(body[4:])), bits: number(14)}
	if l.format == formatExtensible && len(body) >= extensible {
		l.format = number(24) // the first two bytes of the sub-format's GUID
	}
	switch {
	case !l.known():
		return layout{}, flaw("The sound in this WAV file is compressed or of a kind that cannot be read (format %d, %d bits). Save it as PCM, 16 bits.",
			"无法读取此 WAV 的编码(格式 %d,%d 位)。请另存为 16 位 PCM。", l.format, l.bits)
	case l.channels < 1 || l.channels > mostChannel:
		return layout{}, flaw("The file has %d channels; one or two are wanted.", "文件有 %d 个声道,请使用单声道或双声道。", l.channels)
	case l.rate < lowestRate || l.rate > highestRate:
		return layout{}, flaw("The file has %d samples a second; 8000 to 96000 can be used.", "采样率为 %d Hz,请使用 8000 至 96000 Hz。", l.rate)
	}
	return l, nil
}

func (l layout) known() bool {
	switch l.format {
	case formatPCM:
		return l.bits == 8 || l.bits == 16 || l.bits == 24 || l.bits == 32
	case formatFloat:
		return l.bits == 32 || l.bits == 64
	case formatALaw, formatMuLaw:
		return l.bits == 8
	}
	return false
}

// mix reads the samples and takes the mean of the channels. Where the channels cancel each other, as a microphone with
// one of its wires swapped makes them, the first is taken alone.
func (l layout) mix(body []byte, k kind) (Audio, error) {
	if l.rate == 0 {
		return Audio{}, flaw("The file's header is broken.", "文件头已损坏。")
	}
	size := l.sampleBytes()
	frames := len(body) / (size * l.channels)
	if frames == 0 {
		return Audio{}, flaw("There is no sound in the file.", "文件里没有声音。")
	}
	if frames > l.rate*int(k.longest.Seconds()) {
		return Audio{}, k.tooLong(frames / l.rate)
	}
	mixed := make([]float64, frames)
	var first float64 // power of the first channel
	for i := range mixed {
		for c := range l.channels {
			v := l.sample(body[(i*l.channels+c)*size:])
			if c == 0 {
				first += v * v
			}
			mixed[i] += v / float64(l.channels)
		}
	}
	const cancelled = 0.05
	if power(mixed) < cancelled*first {
		for i := range mixed {
			mixed[i] = l.sample(body[i*l.channels*size:])
		}
	}
	return Audio{Rate: l.rate, Samples: mixed}, nil
}

// sample reads the one that b begins with. A float may be anything; what is no number is silence.
func (l layout) sample(b []byte) float64 {
	var v float64
	switch {
	case l.format == formatALaw:
		v = float64(fromALaw(b[0])) / 32768
	case l.format == formatMuLaw:
		v = float64(fromMuLaw(b[0])) / 32768
	case l.format == formatFloat && l.bits == 32:
		v = float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	case l.format == formatFloat:
		v = math.Float64frombits(binary.LittleEndian.Uint64(b))
	case l.bits == 8:
		v = (float64(b[0]) - 128) / 128
	case l.bits == 16:
		v = float64(int16(binary.LittleEndian.Uint16(b))) / 32768
	case l.bits == 24:
		v = float64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
	default:
		v = float64(int32(binary.LittleEndian.Uint32(b))) / (1 << 31)
	}
	if math.IsNaN(v) {
		return 0
	}
	return max(-1, min(1, v))
}

func power(samples []float64) float64 {
	var sum float64
	for _, v := range samples {
		sum += v * v
	}
	return sum
}

// fromALaw and fromMuLaw undo the two laws of G.711.
func fromALaw(b byte) int16 {
	b ^= 0x55
	exponent, mantissa := int(b>>4&7), int(b&15)
	v := mantissa<<4 + 8
	if exponent > 0 {
		v = (v + 0x100) << (exponent - 1)
	}
	if b&0x80 == 0 {
		v = -v
	}
	return int16(v)
}

func fromMuLaw(b byte) int16 {
	b = ^b
	v := (int(b&15)<<3+0x84)<<(b>>4&7) - 0x84
	if b&0x80 != 0 {
		v = -v
	}
	return int16(v)
}

// wavHeader is the length of the header that EncodeWAV writes.
const wavHeader = 44

// EncodeWAV wraps 16-bit samples of one channel, as .sln16 files hold them, into a WAV file.
func EncodeWAV(rate int, samples []byte) []byte {
	out := make([]byte, 0, wavHeader+len(samples))
	out = append(out, "RIFF"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(wavHeader-8+len(samples)))
	out = append(out, "WAVEfmt "...)
	out = binary.LittleEndian.AppendUint32(out, 16)
	for _, v := range []uint16{formatPCM, 1} {
		out = binary.LittleEndian.AppendUint16(out, v)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(rate))
	out = binary.LittleEndian.AppendUint32(out, uint32(2*rate))
	for _, v := range []uint16{2, 16} {
		out = binary.LittleEndian.AppendUint16(out, v)
	}
	out = append(out, "data"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(samples)))
	return append(out, samples...)
}
