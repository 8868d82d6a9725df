package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/record"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// Tones that stand for what a centre recorded.
const (
	firstVoice  = 600
	secondVoice = 800
)

// ask sends a request as the operator and decodes the answer.
func (s *site) ask(method, path string, in, into any) error {
	var body io.Reader
	kind := "application/json"
	switch in := in.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(in), "audio/wav"
	default:
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.config.PublicURL+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer operator")
	req.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: status %d: %s", method, path, resp.StatusCode, text)
	}
	if into == nil || len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, into)
}

// toneWAV is a WAV file with a tone.
func toneWAV(t testing.TB, hz, seconds int) []byte {
	t.Helper()
	pcm := make([]int16, sipphone.Rate*seconds)
	sipphone.Tone(hz, 20)(pcm)
	var wav bytes.Buffer
	if err := sipphone.WriteWAV(&wav, pcm); err != nil {
		t.Fatal(err)
	}
	return wav.Bytes()
}

// upload gives a prompt a voice, as the page does.
func (s *site) upload(id string, version int, wav []byte) {
	s.t.Helper()
	var preview struct{ Token string }
	if err := s.ask(http.MethodPost, "/api/prompt-previews/upload?sound="+id, wav, &preview); err != nil {
		s.t.Fatal(err)
	}
	s.accept(id, version, preview.Token)
}

func (s *site) accept(id string, version int, token string) {
	s.t.Helper()
	change := map[string]any{"version": version, "preview": token, "why": "test"}
	if err := s.ask(http.MethodPut, "/api/prompts/"+id, change, nil); err != nil {
		s.t.Fatal(err)
	}
}

// TestUploadedPromptIsHeardByTheNextCaller changes a prompt twice by HTTP: each
// next caller hears the new one, and who listens to the old one hears on.
func TestUploadedPromptIsHeardByTheNextCaller(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.upload("greet.main", 0, toneWAV(t, firstVoice, 20))
	early := s.caller("13800001234")
	s.hears("the caller after the first upload", early, firstVoice)

	s.upload("greet.main", 1, toneWAV(t, secondVoice, 20))
	late := s.caller("13800001271")
	s.hears("the caller after the second upload", late, secondVoice)
	s.hears("the caller who listens to the first one still", early, firstVoice)

	restore := map[string]any{"version": 2, "to": 1, "why": "the old one was better"}
	if err := s.ask(http.MethodPost, "/api/prompts/greet.main/restore", restore, nil); err != nil {
		t.Fatal(err)
	}
	again := s.caller("13800001272")
	s.hears("the caller after the first was restored", again, firstVoice)
	for _, call := range []*sipphone.Call{early, late, again} {
		s.within("hang up", call.Hangup)
	}
	heard := map[int]bool{}
	for _, row := range s.rows(3, func(record.Row) error { return nil }) {
		for _, p := range row.Prompts {
			if p.ID == "greet.main" {
				heard[p.Version] = true
			}
		}
	}
	if len(heard) != 3 || !heard[1] || !heard[2] || !heard[3] {
		t.Errorf("the rows name the versions %v of the greeting, want 1, 2 and 3", heard)
	}
	s.waitClean()
}

// TestPromptRecordedByTelephone rings an agent's desk phone, on which a tone is
// said and # pressed; the next caller hears that tone.
func TestPromptRecordedByTelephone(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.worker("1001")
	var take struct{ ID string }
	wish := map[string]any{"sound": "greet.main", "phone": map[string]string{"agent": "1001"}}
	if err := s.ask(http.MethodPost, "/api/prompt-takes", wish, &take); err != nil {
		t.Fatal(err)
	}
	phone := ann.rung()
	if err := phone.Answer(sipphone.Tone(agentTone, 12)); err != nil {
		t.Fatal(err)
	}
	s.reachesTake(take.ID, "recording")
	s.lasts(2 * time.Second)
	s.within("press #", func(ctx context.Context) error { return phone.SendDTMF(ctx, "#") })
	s.hears("who recorded hears the take", phone, agentTone)
	token := s.reachesTake(take.ID, "ready")
	s.ended("the phone that recorded", phone)
	s.accept("greet.main", 0, token)

	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.SignedOut})
	caller := s.caller("13800001234")
	s.hears("the caller", caller, agentTone)
	s.within("hang up", caller.Hangup)
	s.rows(1, func(record.Row) error { return nil }) // the recording was no call
	eventually(t, "the take is deleted", func() error {
		left, err := filepath.Glob(filepath.Join(s.asterisk.RecordingsDir, "studio-*"))
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("left behind: %v", left)
		}
		return err
	})
	s.waitClean()
}

// reachesTake waits until a take is in a state, and returns its preview.
func (s *site) reachesTake(id, state string) (token string) {
	s.t.Helper()
	var now struct {
		State, Reason string
		Preview       struct{ Token string }
	}
	eventually(s.t, "a take that is "+state, func() error {
		if err := s.ask(http.MethodGet, "/api/prompt-takes/"+id+"?known="+now.State, nil, &now); err != nil {
			return err
		}
		if now.State == "failed" {
			s.t.Fatalf("the take failed: %s", now.Reason)
		}
		if now.State != state {
			return fmt.Errorf("it is %s", now.State)
		}
		return nil
	})
	return now.Preview.Token
}

// TestPromptsCommand takes a folder of recordings in, lists them, and writes
// them out again.
func TestPromptsCommand(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	dir := t.TempDir()
	for name, file := range map[string][]byte{
		"close.main.wav": toneWAV(t, firstVoice, 2), "queue.position-1.wav": toneWAV(t, secondVoice, 1),
		"nothing.wav": toneWAV(t, firstVoice, 1), "close.alt.wav": []byte("ID3 is no WAV file"), "readme.txt": []byte("x"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dry := PromptsImportCmd{From: dir, DryRun: true}
	if err := dry.Run(t.Context(), &s.config); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("two of four files are wrong: %v", err)
	}
	wet := PromptsImportCmd{From: dir, Why: "录音棚"}
	if err := wet.Run(t.Context(), &s.config); err == nil {
		t.Error("two of four files are wrong")
	}
	list := PromptsListCmd{}
	if err := list.Run(t.Context(), &s.config); err != nil {
		t.Error(err)
	}
	out := filepath.Join(dir, "out")
	export := PromptsExportCmd{To: out}
	if err := export.Run(t.Context(), &s.config); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"prompts.csv", "close.main.wav", "queue.position-1.wav", "num.3.wav", "beep.wav"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	var now struct {
		Version int
		Source  string
	}
	if err := s.get("/api/prompts/close.main", &now); err != nil || now.Version != 1 || now.Source != "uploaded" {
		t.Errorf("close.main is %+v, %v", now, err)
	}
	back := PromptsImportCmd{From: filepath.Join(out, "close.main.wav")}
	if err := back.Run(t.Context(), &s.config); err != nil {
		t.Errorf("what was exported is not taken back: %v", err)
	}
}
