package web

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thirdring/prompt"
	"thirdring/store"
)

// withPrompts gives a house two prompts, one of which a hotline names, and a
// telephone that is answered by a tone.
func withPrompts(t *testing.T, wav []byte, failed error) func(*Options) {
	t.Helper()
	dir := t.TempDir()
	manifest := `{"center":"测试客户服务中心","prompts":[{"id":"greet.main","text":"您好。","parts":["greet.main"]},{"id":"hold.ask","text":"请稍等","script":true}],
		"files":{"greet.main":{"ms":500,"source":"synthesised","text":"您好。"}}}`
	for name, text := range map[string][]byte{"manifest.json": []byte(manifest), "greet.main.sln16": make([]byte, 16000)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	library, err := prompt.Open(prompt.Options{Dir: t.TempDir(), SoundsDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return func(o *Options) {
		o.Prompts = &Prompts{
			Library: library,
			Uses: func(context.Context) ([]PromptUse, error) {
				return []PromptUse{{Prompt: "notice.cuihu", Path: "hotlines[400].greeting", Name: "热线"}}, nil
			},
			MusicUses: func(context.Context) ([]MusicUse, error) {
				return []MusicUse{{Class: "spring", Queue: "repair", Name: "报修"}}, nil
			},
			ReloadMusic: func(context.Context) error { return failed },
			Record: func(ctx context.Context, phone StudioPhone, finish <-chan struct{}, tell func(TakeState)) ([]byte, error) {
				tell(TakeRinging)
				if phone.Number != "" {
					tell(TakeRecording)
					<-finish
				}
				return wav, failed
			},
		}
	}
}

// tone is a WAV file of a second.
func toneWAV() []byte {
	var samples []byte
	for i := range 16000 {
		v := int16(8000)
		if i/20%2 == 0 {
			v = -v
		}
		samples = append(samples, byte(v), byte(uint16(v)>>8))
	}
	return prompt.EncodeWAV(16000, samples)
}

// upload sends a sound of a prompt.
func (h *house) upload(sound string, file []byte, cookie *http.Cookie) *answer {
	h.t.Helper()
	return h.uploadTo(uploadPath+"?sound="+sound, file, cookie)
}

func TestPrompts(t *testing.T) {
	h := newHouse(t, withPrompts(t, nil, nil))
	admin, qa, agent := h.as("ada", store.RoleAdmin), h.as("quinn", store.RoleQA), h.as("1001", store.RoleAgent)

	type list struct {
		Prompts []promptView
		Phone   bool
	}
	if all := body[list](h.call("GET", "/api/prompts", qa).want(200)); len(all.Prompts) != 2 || all.Prompts[0].MS != 500 || !all.Phone {
		t.Errorf("listed %+v", all)
	}
	h.call("GET", "/api/prompts", agent).wantCode(403, codeForbidden)
	h.call("PUT", "/api/prompts/greet.main", qa, `{"version":0,"text":"早。"}`).wantCode(403, codeForbidden)
	h.upload("greet.main", toneWAV(), qa).wantCode(403, codeForbidden)

	bad := h.upload("greet.main", []byte("ID3 is an MP3 file"), admin).wantCode(422, codeBadRequest)
	if said := body[problem](bad).Message; !strings.Contains(said, "but MP3") {
		t.Errorf("an MP3 file is refused with %q", said)
	}
	h.upload("nothing", toneWAV(), admin).wantCode(404, codeNotFound)
	h.upload("hold.ask", toneWAV(), admin).wantCode(422, codeBadRequest)

	preview := body[previewView](h.upload("greet.main", toneWAV(), admin).want(200))
	for _, of := range []string{"before", "after"} {
		heard := h.call("GET", "/api/prompt-previews/"+preview.Token+"/audio?of="+of, admin, "Range: bytes=0-3").want(206)
		if heard.text != "RIFF" || heard.Header.Get("Content-Type") != "audio/wav" {
			t.Errorf("%s: %q, %v", of, heard.text, heard.Header)
		}
	}
	saved := body[promptView](h.call("PUT", "/api/prompts/greet.main", admin, `{"version":0,"preview":"`+preview.Token+`","why":"录音棚"}`).want(200))
	if saved.Version != 1 || saved.By != "ada" || saved.Source != prompt.Uploaded {
		t.Errorf("saved %+v", saved)
	}
	h.call("PUT", "/api/prompts/greet.main", admin, `{"version":0,"text":"早。"}`).wantCode(409, codeConflict)
	if heard := h.call("GET", "/api/prompts/greet.main/audio?version=0", qa).want(200); len(heard.text) != 16044 {
		t.Errorf("the installed one has %d bytes", len(heard.text))
	}
	h.call("GET", "/api/prompts/greet.main/audio?version=9", qa).wantCode(404, codeNotFound)
	h.call("POST", "/api/prompts/greet.main/restore", admin, `{"version":1,"to":0}`).want(200)
	type versions struct{ Versions []versionView }
	if found := body[versions](h.call("GET", "/api/prompts/greet.main/versions", qa).want(200)).Versions; len(found) != 3 || found[0].What != prompt.WasRestored || found[1].Why != "录音棚" || found[2].MS != 500 {
		t.Errorf("versions %+v", found)
	}
	h.call("POST", "/api/prompt-previews/say", admin, `{"prompt":"greet.main","text":"早。"}`).wantCode(503, codeUnavailable)
	h.call("GET", "/api/prompts/export", qa).want(200)
	if trail := strings.Join(h.trail(), "\n"); !strings.Contains(trail, "ada prompt.save") || !strings.Contains(trail, "ada prompt.restore") {
		t.Errorf("the trail is %s", trail)
	}
}

func TestPromptsOfTheCentresOwn(t *testing.T) {
	h := newHouse(t, withPrompts(t, nil, nil))
	admin := h.as("ada", store.RoleAdmin)
	for _, id := range []string{"notice.cuihu", "notice.lost"} {
		h.call("POST", "/api/prompts", admin, `{"id":"`+id+`","text":"翠湖停水。"}`).want(201)
	}
	refused := h.call("DELETE", "/api/prompts/notice.cuihu?version=1", admin).wantCode(409, codeRefused)
	if !strings.Contains(refused.text, "hotlines[400].greeting") {
		t.Errorf("refused without saying why: %s", refused.text)
	}
	h.call("DELETE", "/api/prompts/notice.lost?version=1", admin).want(204)
	h.call("GET", "/api/prompts/notice.lost", admin).wantCode(404, codeNotFound)
	h.call("DELETE", "/api/prompts/greet.main?version=0", admin).wantCode(409, codeRefused)
	h.call("POST", "/api/prompts", admin, `{"id":"翠湖","text":"停水。"}`).wantCode(422, codeBadRequest)
}

// TestTakeIsFinishedOnThePage presses the button twice, as impatient people do.
func TestTakeIsFinishedOnThePage(t *testing.T) {
	h := newHouse(t, withPrompts(t, toneWAV(), nil))
	admin := h.as("ada", store.RoleAdmin)
	take := body[takeView](h.call("POST", "/api/prompt-takes", admin, `{"sound":"greet.main","phone":{"number":"13800001234"}}`).want(202))
	for take.State != TakeRecording {
		take = body[takeView](h.call("GET", "/api/prompt-takes/"+take.ID+"?known="+string(take.State), admin).want(200))
	}
	for range 2 {
		h.call("POST", "/api/prompt-takes/"+take.ID+"/finish", admin).want(200)
	}
	if take = body[takeView](h.call("GET", "/api/prompt-takes/"+take.ID+"?known=recording", admin).want(200)); take.State != TakeReady {
		t.Errorf("the take is %+v", take)
	}
	h.call("POST", "/api/prompt-takes/nothing/finish", admin).wantCode(404, codeNotFound)
}

func TestTakes(t *testing.T) {
	for name, c := range map[string]struct {
		wav    []byte
		failed error
		want   TakeState
	}{
		"recorded":     {toneWAV(), nil, TakeReady},
		"not answered": {nil, &prompt.Flaw{English: "Nobody answered.", Chinese: "无人接听。"}, TakeFailed},
		"silent":       {prompt.EncodeWAV(8000, make([]byte, 32000)), nil, TakeFailed},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, withPrompts(t, c.wav, c.failed))
			admin := h.as("ada", store.RoleAdmin)
			h.call("POST", "/api/prompt-takes", admin, `{"sound":"greet.main","phone":{}}`).wantCode(422, codeBadRequest)
			take := body[takeView](h.call("POST", "/api/prompt-takes", admin, `{"sound":"greet.main","phone":{"agent":"1001"}}`).want(202))
			for take.State != TakeReady && take.State != TakeFailed {
				text := h.call("GET", "/api/prompt-takes/"+take.ID+"?known="+string(take.State), admin).want(200).text
				if err := json.Unmarshal([]byte(text), &take); err != nil {
					t.Fatal(err)
				}
			}
			if take.State != c.want || (take.Preview != nil) != (c.want == TakeReady) || (take.Reason != "") != (c.want == TakeFailed) {
				t.Errorf("the take is %+v", take)
			}
			if take.Preview != nil && take.Preview.Source != prompt.Recorded {
				t.Errorf("the source is %s", take.Preview.Source)
			}
		})
	}
}
