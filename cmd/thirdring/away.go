package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony"
)

const (
	awayEvery = 10 * time.Second // somebody may be leaving a message while thirdring comes back
	// awayOver is when a call has ended for sure that the fallback asked for a
	// message: three tries of 180 s, with what is said in between.
	awayOver = 12 * time.Minute
	// shortestMessage is a file with two seconds of sound, as in the dialplan.
	shortestMessage = 32044
)

// awayName is how the fallback dialplan names a message: when the call came,
// the hotline, the caller, the channel and the try.
var awayName = regexp.MustCompile(`^(\d{1,12})_(\d{0,20})_([0-9+]{0,20})_(\d{1,40})_(\d)\.wav$`)

// awayMessages files the calls that the fallback dialplan took while thirdring
// was away: a row for each, with the message if there is one, from which the
// register makes the call-back.
type awayMessages struct {
	from, to string // folders, of the dialplan and of the recordings
	register *record.Register
	owners   *owner.Directory
	center   func() queue.Center
	zone     *time.Location
	log      *slog.Logger
}

// awayCall is a call with the files that it left, in the order of its tries.
type awayCall struct {
	id            queue.CallID
	at            time.Time
	hotline, from string
	files         []awayFile
}

type awayFile struct {
	name string
	size int64
	at   time.Time // it was written to last
	done bool      // Asterisk has closed it
}

// run looks for messages until ctx ends.
func (m *awayMessages) run(ctx context.Context) {
	ticker := time.NewTicker(awayEvery)
	defer ticker.Stop()
	for {
		if err := m.collect(ctx, time.Now()); err != nil && ctx.Err() == nil {
			m.log.Warn("messages of the time away are not filed yet", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// collect files every call that has ended.
func (m *awayMessages) collect(ctx context.Context, now time.Time) error {
	calls, err := m.calls()
	if err != nil {
		return err
	}
	var errs []error
	for _, c := range calls {
		message, over := c.message(now)
		if !over {
			continue
		}
		if err := m.file(ctx, c, message); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// calls reads the folder. A folder that is not there is an Asterisk without
// the fallback.
func (m *awayMessages) calls() ([]awayCall, error) {
	entries, err := os.ReadDir(m.from)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var calls []awayCall
	for _, entry := range entries { // sorted, so that a call's tries follow each other
		parts := awayName.FindStringSubmatch(entry.Name())
		if parts == nil {
			continue
		}
		file, err := m.look(entry.Name())
		if err != nil {
			return nil, err
		}
		id := queue.CallID("away-" + parts[1] + "-" + parts[4])
		if n := len(calls); n > 0 && calls[n-1].id == id {
			calls[n-1].files = append(calls[n-1].files, file)
			continue
		}
		seconds, _ := strconv.ParseInt(parts[1], 10, 64) // digits that fit
		calls = append(calls, awayCall{
			id: id, at: time.Unix(seconds, 0).In(m.zone), hotline: parts[2], from: parts[3], files: []awayFile{file},
		})
	}
	return calls, nil
}

// look reads what a WAV file says of its own length, which Asterisk writes when
// it closes the file.
func (m *awayMessages) look(name string) (awayFile, error) {
	file, err := os.Open(filepath.Join(m.from, name))
	if err != nil {
		return awayFile{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return awayFile{}, err
	}
	out := awayFile{name: name, size: info.Size(), at: info.ModTime()}
	var header [44]byte
	if _, err := io.ReadFull(file, header[:]); err == nil {
		out.done = int64(binary.LittleEndian.Uint32(header[40:44]))+int64(len(header)) == out.size
	}
	return out, nil
}

// message is the file with the caller's message, nil if all were too short;
// over is false while the call may still go on.
func (c awayCall) message(now time.Time) (message *awayFile, over bool) {
	last := c.files[len(c.files)-1]
	abandoned := now.Sub(last.at) > awayOver // also by an Asterisk that ended
	if last.size >= shortestMessage {
		return &last, last.done || abandoned
	}
	return nil, abandoned
}

// file puts the call into the register, once: the row's id is made of the
// file's name, and the files go when the row is safe.
func (m *awayMessages) file(ctx context.Context, c awayCall, message *awayFile) error {
	_, err := m.register.Get(ctx, c.id, record.Masked)
	switch {
	case err == nil:
		return m.clear(c)
	case !errors.Is(err, record.ErrNotFound):
		return err
	}
	rec := m.row(ctx, c)
	if message != nil {
		if err := m.keep(&rec, *message); err != nil {
			return err
		}
	}
	if err := m.register.Save(ctx, rec, true); err != nil {
		return err
	}
	m.log.Info("filed a call of the time away", "call", c.id, "message", rec.Message != "")
	return m.clear(c)
}

// row is what is known of the call.
func (m *awayMessages) row(ctx context.Context, c awayCall) queue.Record {
	center := m.center()
	last := c.files[len(c.files)-1]
	rec := queue.Record{
		Call: c.id, Direction: queue.Inbound, Hotline: c.hotline, Cadence: center.Cadence,
		Caller: queue.Party{Raw: c.from},
		Times:  queue.Times{Ring: c.at, Answer: c.at, Hangup: last.at.In(m.zone)},
		End:    queue.End{Class: queue.ByCaller, Reason: queue.EndHangup},
		Exits: []queue.ExitTaken{{
			At: c.at, Why: queue.WhyAway, Exit: queue.Exit{Kind: queue.ExitVoicemail},
		}},
		Outcome: queue.OutcomeOverflow,
	}
	for _, h := range center.Hotlines {
		if strings.TrimPrefix(h.Number, "+") == c.hotline {
			rec.Hotline, rec.Project, rec.Queue = h.Number, h.Project, h.Queue
		}
	}
	if found, err := m.owners.Lookup(ctx, c.from); err == nil { // the message is worth more than the name
		who := identified(c.id, found)
		rec.Caller.Number, rec.Caller.Match, rec.Caller.Owner, rec.Caller.Segment = who.Number, who.Match, who.Owner, who.Segment
	}
	return rec
}

// keep copies the message to the recordings. The dialplan's file stays until
// the row is safe.
func (m *awayMessages) keep(rec *queue.Record, message awayFile) error {
	id := queue.RecordingID(rec.Call) + "-r1"
	to := filepath.Join(m.to, string(id)+".wav")
	sound, err := os.ReadFile(filepath.Join(m.from, message.name))
	if err != nil {
		return err
	}
	if !message.done { // Asterisk ended before it could write how long it is
		binary.LittleEndian.PutUint32(sound[4:], uint32(len(sound)-8))
		binary.LittleEndian.PutUint32(sound[40:], uint32(len(sound)-44))
	}
	if err := os.WriteFile(to, sound, 0o600); err != nil {
		return err
	}
	if err := os.Chtimes(to, message.at, message.at); err != nil {
		return err
	}
	recording, err := telephony.MeasureRecording(m.to, filepath.Base(to))
	if err != nil {
		return err
	}
	recording.ID = id
	recording.From = recording.From.In(m.zone)
	rec.Recording, rec.Message = recording, id
	rec.Outcome, rec.End = queue.OutcomeVoicemail, queue.End{Class: queue.BySystem, Reason: queue.EndMessage}
	return nil
}

// clear removes the files of a call whose row is safe.
func (m *awayMessages) clear(c awayCall) error {
	for _, file := range c.files {
		if err := os.Remove(filepath.Join(m.from, file.name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("call %s is filed, but its files cannot be removed: %w", c.id, err)
		}
	}
	return nil
}
