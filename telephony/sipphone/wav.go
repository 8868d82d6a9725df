package sipphone

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// audioExtensions are the files that LoadAudio reads, in the order in which it prefers them.
var audioExtensions = [...]string{".alaw", ".ulaw", ".sln", ".wav"}

// LoadAudio reads mono sound of 8 kHz: .wav with 16 bits, or headerless .sln, .alaw or .ulaw.
func LoadAudio(path string) ([]int16, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("sipphone: %w", err)
	}
	switch extension := strings.ToLower(filepath.Ext(path)); extension {
	case ".alaw":
		return decode(nil, payloadALaw, content), nil
	case ".ulaw":
		return decode(nil, payloadULaw, content), nil
	case ".sln":
		return samples(content), nil
	case ".wav":
		pcm, err := parseWAV(content)
		if err != nil {
			return nil, fmt.Errorf("sipphone: %s: %w", path, err)
		}
		return pcm, nil
	default:
		return nil, fmt.Errorf("sipphone: %s: sound of kind %q is not read; use .wav, .sln, .alaw or .ulaw", path, extension)
	}
}

func samples(content []byte) []int16 {
	pcm := make([]int16, len(content)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(content[2*i:]))
	}
	return pcm
}

// Formats of a WAV file.
const (
	wavPCM  = 1
	wavALaw = 6
	wavULaw = 7
)

// parseWAV walks the chunks of a RIFF file.
func parseWAV(content []byte) ([]int16, error) {
	if len(content) < 12 || string(content[:4]) != "RIFF" || string(content[8:12]) != "WAVE" {
		return nil, errors.New("no WAV file")
	}
	var format uint16
	for rest := content[12:]; len(rest) >= 8; {
		size := min(int(binary.LittleEndian.Uint32(rest[4:])), len(rest)-8)
		kind, body := string(rest[:4]), rest[8:8+size]
		rest = rest[min(8+size+size%2, len(rest)):]
		switch kind {
		case "fmt ":
			if size < 16 {
				return nil, errors.New("WAV file with a short format chunk")
			}
			format = binary.LittleEndian.Uint16(body)
			channels, rate, depth := binary.LittleEndian.Uint16(body[2:]), binary.LittleEndian.Uint32(body[4:]),
				binary.LittleEndian.Uint16(body[14:])
			if channels != 1 || rate != Rate || format == wavPCM && depth != 16 {
				return nil, fmt.Errorf("%d channels of %d Hz and %d bits; a telephone needs mono, 8000 Hz, 16 bits "+
					"(sox IN.wav -r 8000 -c 1 -b 16 OUT.wav)", channels, rate, depth)
			}
		case "data":
			switch format {
			case wavPCM:
				return samples(body), nil
			case wavALaw:
				return decode(nil, payloadALaw, body), nil
			case wavULaw:
				return decode(nil, payloadULaw, body), nil
			}
			return nil, fmt.Errorf("WAV format %d is not read", format)
		}
	}
	return nil, errors.New("WAV file without sound")
}

// WriteWAV writes mono sound of 8 kHz and 16 bits.
func WriteWAV(w io.Writer, pcm []int16) error {
	var b bytes.Buffer
	size := uint32(2 * len(pcm))
	b.WriteString("RIFF")
	header := []any{
		36 + size, []byte("WAVEfmt "), uint32(16), uint16(wavPCM), uint16(1), uint32(Rate), uint32(2 * Rate),
		uint16(2), uint16(16), []byte("data"), size, pcm,
	}
	for _, field := range header {
		if err := binary.Write(&b, binary.LittleEndian, field); err != nil {
			return fmt.Errorf("sipphone: wav: %w", err)
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("sipphone: wav: %w", err)
	}
	return nil
}
