package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"thirdring/prompt"
	"thirdring/store"
)

// longTone is a WAV file that is long enough for a piece of music.
func longTone() []byte {
	one := toneWAV()[44:]
	return prompt.EncodeWAV(16000, bytes.Repeat(one, 4))
}

func TestMusic(t *testing.T) {
	h := newHouse(t, withPrompts(t, nil, nil))
	admin, qa, agent := h.as("ada", store.RoleAdmin), h.as("quinn", store.RoleQA), h.as("1001", store.RoleAgent)
	type list struct{ Music []musicView }
	if all := body[list](h.call("GET", "/api/music", qa).want(200)).Music; len(all) != 1 || all[0].ID != "default" {
		t.Errorf("listed %+v", all)
	}
	h.call("GET", "/api/music", agent).wantCode(403, codeForbidden)
	h.call("POST", "/api/music", qa, `{"id":"spring","name":"春"}`).wantCode(403, codeForbidden)
	h.call("POST", "/api/music", admin, `{"id":"春","name":"春"}`).wantCode(422, codeBadRequest)
	made := body[musicView](h.call("POST", "/api/music", admin, `{"id":"spring","name":"春"}`).want(201))
	if made.Version != 1 || len(made.UsedBy) != 1 || made.UsedBy[0].Queue != "repair" {
		t.Errorf("made %+v", made)
	}

	bad := h.uploadTo(musicUploadPath+"?name=x", []byte("ID3 is an MP3 file"), admin).wantCode(422, codeBadRequest)
	if said := body[problem](bad).Message; !strings.Contains(said, "Audacity") {
		t.Errorf("an MP3 file is refused without saying what to do: %q", said)
	}
	h.uploadTo(musicUploadPath+"?name=x", longTone(), qa).wantCode(403, codeForbidden)
	preview := body[previewView](h.uploadTo(musicUploadPath+"?name=spring.wav", longTone(), admin).want(200))
	h.call("GET", "/api/prompt-previews/"+preview.Token+"/audio?of=after", admin).want(200)

	saved := body[musicView](h.call("PUT", "/api/music/spring", admin, `{"version":1,"tracks":[{"preview":"`+preview.Token+`"}],"why":"春节"}`).want(200))
	if saved.Version != 2 || len(saved.Tracks) != 1 || saved.Tracks[0].Name != "spring.wav" || saved.Later {
		t.Fatalf("saved %+v", saved)
	}
	h.call("PUT", "/api/music/spring", admin, `{"version":1,"tracks":[]}`).wantCode(409, codeConflict)
	h.call("PUT", "/api/music/spring", admin, `{"version":2,"tracks":[]}`).wantCode(422, codeBadRequest)
	h.call("GET", "/api/music/spring/audio?track="+saved.Tracks[0].ID, qa, "Range: bytes=0-3").want(206)
	h.call("GET", "/api/music/spring/audio?track=nothing", qa).wantCode(404, codeNotFound)

	other := body[previewView](h.uploadTo(musicUploadPath+"?name=b", longTone(), admin).want(200))
	h.call("PUT", "/api/music/spring", admin, `{"version":2,"tracks":[{"preview":"`+other.Token+`","name":"B"},{"id":"`+saved.Tracks[0].ID+`"}]}`).want(200)
	back := body[musicView](h.call("POST", "/api/music/spring/restore", admin, `{"version":3,"to":2}`).want(200))
	if back.Version != 4 || len(back.Tracks) != 1 {
		t.Errorf("restored %+v", back)
	}
	type versions struct{ Versions []musicVersionView }
	if found := body[versions](h.call("GET", "/api/music/spring/versions", qa).want(200)).Versions; len(found) != 4 || found[0].Restored != 2 || len(found[1].Tracks) != 2 || found[2].Why != "春节" {
		t.Errorf("versions %+v", found)
	}
	if refused := h.call("DELETE", "/api/music/spring?version=4", admin).wantCode(409, codeRefused); !strings.Contains(refused.text, "报修") {
		t.Errorf("refused without saying why: %s", refused.text)
	}
	h.call("POST", "/api/music", admin, `{"id":"autumn","name":"秋"}`).want(201)
	h.call("DELETE", "/api/music/autumn?version=1", admin).want(204)
	h.call("GET", "/api/music/autumn", admin).wantCode(404, codeNotFound)
	h.call("DELETE", "/api/music/default?version=0", admin).wantCode(409, codeRefused)
	if trail := strings.Join(h.trail(), "\n"); !strings.Contains(trail, "ada music.save") || !strings.Contains(trail, "ada music.delete") {
		t.Errorf("the trail is %s", trail)
	}
}

// TestMusicWithoutAsterisk saves a change that cannot be in force yet, and says so.
func TestMusicWithoutAsterisk(t *testing.T) {
	h := newHouse(t, withPrompts(t, nil, errors.New("asterisk ast1 is not connected")))
	admin := h.as("ada", store.RoleAdmin)
	if made := body[musicView](h.call("POST", "/api/music", admin, `{"id":"spring","name":"春"}`).want(201)); !made.Later || made.Version != 1 {
		t.Errorf("made %+v", made)
	}
}

// uploadTo sends a sound to a route, as the page does.
func (h *house) uploadTo(path string, file []byte, cookie *http.Cookie) *answer {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.url+path, bytes.NewReader(file))
	if err != nil {
		h.t.Fatal(err)
	}
	r.AddCookie(cookie)
	r.Header.Set("Content-Type", "audio/wav")
	r.Header.Set("Accept-Language", "en")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(res.Body); err != nil {
		h.t.Fatal(err)
	}
	return &answer{Response: res, t: h.t, what: "upload to " + path, text: text.String()}
}
