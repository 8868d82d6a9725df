package telephonytest

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

type bridge struct {
	id, name  string
	channels  map[string]*channel
	recording *recording
}

type recording struct {
	name    string
	bridge  *bridge
	started time.Time
	muted   bool
}

type play struct {
	id     string
	target string
	media  string
	state  string
}

func (a *Asterisk) findBridge(r *http.Request) *bridge { return a.bridges[r.PathValue("bridge")] }

func (a *Asterisk) listBridges(*http.Request) (int, any) {
	all := []object{}
	for _, b := range a.bridges {
		ids := []string{}
		for id := range b.channels {
			ids = append(ids, id)
		}
		all = append(all, object{"id": b.id, "name": b.name, "bridge_type": "mixing", "channels": ids})
	}
	return http.StatusOK, all
}

func (a *Asterisk) makeBridge(r *http.Request) (int, any) {
	if a.findBridge(r) != nil {
		return http.StatusConflict, errorText("Bridge already exists")
	}
	b := &bridge{id: r.PathValue("bridge"), name: r.URL.Query().Get("name"), channels: make(map[string]*channel)}
	a.bridges[b.id] = b
	return http.StatusOK, object{"id": b.id}
}

// deleteBridge loses the event of a recording's end, as Asterisk does.
func (a *Asterisk) deleteBridge(r *http.Request) (int, any) {
	b := a.findBridge(r)
	if b == nil {
		return http.StatusNotFound, errorText("Bridge not found")
	}
	for _, c := range b.channels {
		c.bridge = nil
	}
	if b.recording != nil {
		delete(a.recordings, b.recording.name)
	}
	delete(a.bridges, b.id)
	return http.StatusNoContent, nil
}

func (a *Asterisk) addChannel(r *http.Request) (int, any) {
	b := a.findBridge(r)
	if b == nil {
		return http.StatusNotFound, errorText("Bridge not found")
	}
	var joining []*channel
	for id := range strings.SplitSeq(r.URL.Query().Get("channel"), ",") {
		c := a.channels[id]
		if c == nil {
			return http.StatusBadRequest, errorText("Channel not found")
		}
		joining = append(joining, c)
	}
	for _, c := range joining {
		if c.message != nil {
			return http.StatusConflict, errorText("Channel currently recording")
		}
	}
	for _, c := range joining {
		a.leave(c)
		c.bridge = b
		b.channels[c.id] = c
		if c.talks && c.state == "Up" && c.call.voice > 0 {
			a.emitChannel("ChannelTalkingStarted", c, nil)
		}
	}
	a.heard()
	return http.StatusNoContent, nil
}

func (a *Asterisk) removeChannel(r *http.Request) (int, any) {
	b := a.findBridge(r)
	c := a.channels[r.URL.Query().Get("channel")]
	switch {
	case b == nil:
		return http.StatusNotFound, errorText("Bridge not found")
	case c == nil:
		return http.StatusBadRequest, errorText("Channel not found")
	case c.bridge != b:
		return http.StatusUnprocessableEntity, errorText("Channel not in this bridge")
	}
	a.leave(c)
	a.heard()
	return http.StatusNoContent, nil
}

// leave takes a channel out of its bridge; the last one ends the recording.
func (a *Asterisk) leave(c *channel) {
	b := c.bridge
	if b == nil {
		return
	}
	c.bridge = nil
	delete(b.channels, c.id)
	if len(b.channels) == 0 && b.recording != nil {
		a.endRecording(b.recording)
	}
	a.heard()
}

func (a *Asterisk) recordBridge(r *http.Request) (int, any) {
	b := a.findBridge(r)
	if b == nil {
		return http.StatusNotFound, errorText("Bridge not found")
	}
	name := r.URL.Query().Get("name")
	path := filepath.Join(a.options.RecordingsDir, name+".wav")
	if _, err := os.Stat(path); err == nil {
		return http.StatusConflict, errorText("Recording already exists")
	}
	if err := os.WriteFile(path, WAV(0), 0o644); err != nil {
		return http.StatusInternalServerError, errorText(err.Error())
	}
	b.recording = &recording{name: name, bridge: b, started: time.Now()}
	a.recordings[name] = b.recording
	return http.StatusCreated, object{"name": name, "state": "queued"}
}

func (a *Asterisk) endRecording(rec *recording) {
	rec.bridge.recording = nil
	delete(a.recordings, rec.name)
	state, kind := "done", "RecordingFinished"
	path := filepath.Join(a.options.RecordingsDir, rec.name+".wav")
	if err := os.WriteFile(path, WAV(max(time.Since(rec.started), 20*time.Millisecond)), 0o644); err != nil {
		state, kind = "failed", "RecordingFailed"
	}
	a.emit(kind, object{"recording": object{
		"name": rec.name, "format": "wav", "state": state, "target_uri": "bridge:" + rec.bridge.id,
		"duration": int(time.Since(rec.started).Seconds()),
	}})
}

func (a *Asterisk) stopRecording(r *http.Request) (int, any) {
	if m := a.message(r.PathValue("recording")); m != nil {
		a.endMessage(m)
		return http.StatusNoContent, nil
	}
	rec := a.recordings[r.PathValue("recording")]
	if rec == nil {
		return http.StatusNotFound, errorText("Recording not found")
	}
	a.endRecording(rec)
	return http.StatusNoContent, nil
}

// muteRecording takes a second mute for the opposite, as Asterisk does.
func (a *Asterisk) muteRecording(r *http.Request) (int, any) {
	rec := a.recordings[r.PathValue("recording")]
	if rec == nil {
		return http.StatusNotFound, errorText("Recording not found")
	}
	rec.muted = r.Method == http.MethodPost && !rec.muted
	return http.StatusNoContent, nil
}

// Paused reports whether silence is recorded instead of what is said.
func (a *Asterisk) Paused(recording string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	rec := a.recordings[recording]
	return rec != nil && rec.muted
}

func (a *Asterisk) playChannel(r *http.Request) (int, any) {
	if a.find(r) == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	return a.play(r, "channel:"+r.PathValue("id"))
}

func (a *Asterisk) playBridge(r *http.Request) (int, any) {
	if a.findBridge(r) == nil {
		return http.StatusNotFound, errorText("Bridge not found")
	}
	return a.play(r, "bridge:"+r.PathValue("bridge"))
}

func (a *Asterisk) play(r *http.Request, target string) (int, any) {
	p := &play{id: r.PathValue("play"), target: target, media: r.URL.Query().Get("media"), state: "done"}
	var length time.Duration
	for uri := range strings.SplitSeq(p.media, ",") {
		if strings.HasPrefix(uri, "tone:") { // goes on until it is stopped
			length = time.Hour
			continue
		}
		path := strings.TrimPrefix(uri, "sound:")
		if name, recorded := strings.CutPrefix(uri, "recording:"); recorded {
			path = filepath.Join(a.options.RecordingsDir, name)
		}
		info, err := os.Stat(path + ".wav")
		if err != nil {
			p.state = "failed"
			continue
		}
		length += time.Duration(info.Size()) * time.Second / (2 * rate)
	}
	a.plays[p.id] = p
	a.heard()
	a.after(max(length, time.Millisecond), func() { a.endPlay(p) })
	return http.StatusCreated, object{"id": p.id, "state": "queued"}
}

func (a *Asterisk) endPlay(p *play) {
	if a.plays[p.id] != p {
		return
	}
	delete(a.plays, p.id)
	a.heard()
	if c := a.channels[strings.TrimPrefix(p.target, "channel:")]; c != nil {
		a.beginMessage(c.message)
	}
	a.emit("PlaybackFinished", object{"playback": object{
		"id": p.id, "state": p.state, "target_uri": p.target, "media_uri": "", "language": "en",
	}})
}

func (a *Asterisk) stopPlay(r *http.Request) (int, any) {
	p := a.plays[r.PathValue("play")]
	if p == nil {
		return http.StatusNotFound, errorText("Playback not found")
	}
	a.endPlay(p)
	return http.StatusNoContent, nil
}
