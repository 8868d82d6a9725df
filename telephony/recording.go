package telephony

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"thirdring/queue"
)

// wavHeader is the length of the header of the WAV files that Asterisk writes.
const wavHeader = 44

// hasher looks at finished recordings: their length, and the checksum that
// proves later that nobody changed them. It works off every call's lane, one
// file at a time, because reading a long one takes a while.
type hasher struct {
	dir    string
	send   func(queue.Event)
	logger *slog.Logger
	wake   chan struct{} // holds a token while there may be work

	mu      sync.Mutex // guards waiting
	waiting []queue.Recording
}

func newHasher(dir string, send func(queue.Event), logger *slog.Logger) *hasher {
	return &hasher{dir: dir, send: send, logger: logger, wake: make(chan struct{}, 1)}
}

// add queues a recording that has ended, or failed for a reason.
func (h *hasher) add(id queue.RecordingID, failed string) {
	h.mu.Lock()
	h.waiting = append(h.waiting, queue.Recording{ID: id, Failed: failed})
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// run works until ctx ends.
func (h *hasher) run(ctx context.Context) {
	for {
		for _, r := range h.take() {
			if r.Failed == "" {
				r = h.measure(r.ID)
			}
			h.send(queue.RecordingEnded{Call: callOf(r.ID), Recording: r})
		}
		select {
		case <-h.wake:
		case <-ctx.Done():
			return
		}
	}
}

func (h *hasher) take() []queue.Recording {
	h.mu.Lock()
	defer h.mu.Unlock()
	batch := h.waiting
	h.waiting = nil
	return batch
}

func (h *hasher) measure(id queue.RecordingID) queue.Recording {
	r, err := MeasureRecording(h.dir, string(id)+".wav")
	r.ID = id
	if err != nil {
		h.logger.Warn("recording cannot be read", "recording", id, "err", err)
		r.Failed = err.Error()
	}
	return r
}

// MeasureRecording is what a WAV file of the folder says: when it began, how
// long it is, and its checksum.
func MeasureRecording(dir, file string) (queue.Recording, error) {
	r := queue.Recording{File: file}
	if !filepath.IsLocal(file) {
		return r, fmt.Errorf("%q is not a file of the recordings' folder", file)
	}
	sound, err := os.Open(filepath.Join(dir, file))
	if err != nil {
		return r, err
	}
	defer sound.Close()
	sum := sha256.New()
	var header [wavHeader]byte
	if _, err := io.ReadFull(sound, header[:]); err != nil {
		return r, fmt.Errorf("%s: no sound in it: %w", file, err)
	}
	sum.Write(header[:])
	size, err := io.Copy(sum, sound)
	if err != nil {
		return r, err
	}
	bytesPerSecond := binary.LittleEndian.Uint32(header[28:32])
	if string(header[:4]) != "RIFF" || bytesPerSecond == 0 {
		return r, fmt.Errorf("%s is not a WAV file", file)
	}
	info, err := sound.Stat()
	if err != nil {
		return r, err
	}
	r.Duration = time.Duration(float64(size) / float64(bytesPerSecond) * float64(time.Second)).Round(time.Millisecond)
	r.From = info.ModTime().Add(-r.Duration)
	r.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return r, nil
}

// mostMinted is how far a call's recordings are looked for; it is far more
// than a call has ids.
const mostMinted = 100

// latest is a call's last recording, for when nobody noted its name: the core
// names them as the call, "-r" and a number. It is empty if there is none.
func (h *hasher) latest(call queue.CallID) queue.RecordingID {
	for n := mostMinted; n > 0 && call != ""; n-- {
		id := fmt.Sprintf("%s-r%d", call, n)
		if _, err := os.Stat(filepath.Join(h.dir, id+".wav")); err == nil {
			return queue.RecordingID(id)
		}
	}
	return ""
}
