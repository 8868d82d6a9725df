package telephonytest

import (
	"bytes"
	"encoding/binary"
	"time"
)

const rate = 8000 // samples a second

// WAV is a silent file of a length, as Asterisk writes recordings.
func WAV(length time.Duration) []byte {
	size := 2 * int(length.Seconds()*rate)
	var b bytes.Buffer
	write := func(values ...any) {
		for _, v := range values {
			binary.Write(&b, binary.LittleEndian, v) //nolint:errcheck // a buffer takes everything
		}
	}
	write([]byte("RIFF"), uint32(36+size), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(rate), uint32(2*rate), uint16(2), uint16(16), []byte("data"), uint32(size))
	b.Write(make([]byte, size))
	return b.Bytes()
}
