package telephonytest

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// message is a recording of a single channel. It begins when nothing is played
// to the channel any more.
type message struct {
	name       string
	channel    *channel
	terminator string
	limit      time.Duration
	silence    time.Duration
	began      time.Time // zero until it does
}

func (a *Asterisk) recordChannel(r *http.Request) (int, any) {
	c := a.find(r)
	query := r.URL.Query()
	name := query.Get("name")
	switch {
	case c == nil:
		return http.StatusNotFound, errorText("Channel not found")
	case c.message != nil || c.bridge != nil:
		return http.StatusConflict, errorText("Channel is busy")
	}
	if err := os.WriteFile(filepath.Join(a.options.RecordingsDir, name+".wav"), WAV(0), 0o644); err != nil {
		return http.StatusInternalServerError, errorText(err.Error())
	}
	c.message = &message{
		name: name, channel: c, terminator: query.Get("terminateOn"),
		limit: spanOf(query, "maxDurationSeconds"), silence: spanOf(query, "maxSilenceSeconds"),
	}
	for _, p := range a.plays {
		if p.target == "channel:"+c.id {
			return http.StatusCreated, object{"name": name, "state": "queued"}
		}
	}
	a.beginMessage(c.message)
	return http.StatusCreated, object{"name": name, "state": "queued"}
}

func spanOf(query url.Values, name string) time.Duration {
	n, _ := strconv.Atoi(query.Get(name)) // none is 0
	return time.Duration(n) * time.Second
}

func (a *Asterisk) beginMessage(m *message) {
	if m == nil || !m.began.IsZero() {
		return
	}
	m.began = time.Now()
	if m.limit > 0 {
		a.after(m.limit, func() { a.endMessage(m) })
	}
	if m.silence > 0 {
		a.after(m.silence, func() {
			if m.channel.call.voice == 0 {
				m.began = time.Now() // the silence is cut off
				a.endMessage(m)
			}
		})
	}
}

// endMessage writes the file and tells so, once.
func (a *Asterisk) endMessage(m *message) {
	if m == nil || m.channel.message != m {
		return
	}
	m.channel.message = nil
	length := 20 * time.Millisecond
	if !m.began.IsZero() {
		length = max(length, time.Since(m.began))
	}
	state, kind := "done", "RecordingFinished"
	if err := os.WriteFile(filepath.Join(a.options.RecordingsDir, m.name+".wav"), WAV(length), 0o644); err != nil {
		state, kind = "failed", "RecordingFailed"
	}
	a.emit(kind, object{"recording": object{
		"name": m.name, "format": "wav", "state": state, "target_uri": "channel:" + m.channel.id, "duration": int(length.Seconds()),
	}})
}

// message finds the recording of a channel by its name.
func (a *Asterisk) message(name string) *message {
	for _, c := range a.channels {
		if c.message != nil && c.message.name == name {
			return c.message
		}
	}
	return nil
}

func (a *Asterisk) readRecording(r *http.Request) (int, any) {
	name := r.PathValue("recording")
	if a.message(name) != nil || a.recordings[name] != nil {
		return http.StatusOK, object{"name": name, "state": "recording"}
	}
	return http.StatusNotFound, errorText("Recording not found")
}

// Press presses keys.
func (c *Call) Press(keys string) {
	for _, key := range keys {
		c.with(func(a *Asterisk, ch *channel) {
			if ch.message != nil && ch.message.terminator == string(key) {
				a.endMessage(ch.message)
			}
			a.emitChannel("ChannelDtmfReceived", ch, object{"digit": string(key), "duration_ms": 100})
		})
	}
}

func (a *Asterisk) removeRecording(r *http.Request) (int, any) {
	if err := os.Remove(filepath.Join(a.options.RecordingsDir, r.PathValue("recording")+".wav")); err != nil {
		return http.StatusNotFound, errorText("Recording not found")
	}
	return http.StatusNoContent, nil
}

func (a *Asterisk) discardRecording(r *http.Request) (int, any) {
	if m := a.message(r.PathValue("recording")); m != nil {
		m.channel.message = nil
		return a.removeRecording(r)
	}
	return http.StatusNotFound, errorText("Recording not found")
}
