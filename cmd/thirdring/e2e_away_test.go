package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/deploy"
	"thirdring/queue"
)

// TestMessageOfTheTimeAway: thirdring is killed, Asterisk takes a message by
// itself. Back again, thirdring files the call, once, with the call-back and the
// message, which can be heard.
func TestMessageOfTheTimeAway(t *testing.T) {
	t.Parallel()
	s := newSiteOn(t, deploy.AsteriskOptions{AwayPatience: time.Second}, nil)
	s.server.Kill()
	caller := s.caller("13800001234")
	s.within("the caller is answered", caller.WaitAnswered)
	s.hearsSound("the caller", caller, "voicemail")
	eventually(t, "the message is long enough", func() error { // she talks all the time, also after the beep
		const seconds = 16000 // bytes
		files, err := filepath.Glob(filepath.Join(s.asterisk.VoicemailDir, "*.wav"))
		if err != nil || len(files) == 0 {
			return errors.Join(err, errors.New("there is no file"))
		}
		info, err := os.Stat(files[0])
		if err == nil && info.Size() < 4*seconds {
			err = fmt.Errorf("%d bytes", info.Size())
		}
		return err
	})
	s.within("the caller presses #", func(ctx context.Context) error { return caller.SendDTMF(ctx, "#") })
	s.hearsSound("the caller", caller, "voicemail.ok")
	s.ended("the caller", caller)

	for range 2 { // a second start files nothing again
		s.start()
		row := s.rows(1, recorded)[0]
		if row.Outcome != queue.OutcomeVoicemail || row.OwnerName == "" || row.Queue != "service" || len(row.Ways) != 1 || row.Ways[0].Why != queue.WhyAway {
			t.Errorf("the row: %+v", row)
		}
		if row.Message != row.Recording.ID || row.Recording.DurationMS < 3000 || row.Recording.DurationMS > 15000 {
			t.Fatalf("the message: %q, %+v", row.Message, row.Recording)
		}
		s.owes(row.CallID)
		if sound := s.listen("/api/tasks/" + string(row.CallID) + ".callback/message"); len(sound) < 3*16000 || !bytes.HasPrefix(sound, []byte("RIFF")) {
			t.Errorf("%d bytes are heard", len(sound))
		}
		eventually(t, "the dialplan's folder is empty", func() error {
			left, err := os.ReadDir(s.asterisk.VoicemailDir)
			if err == nil && len(left) > 0 {
				err = fmt.Errorf("%s is left", left[0].Name())
			}
			return err
		})
		s.server.Kill()
	}
}

// listen gets a file as the supervisor.
func (s *site) listen(path string) []byte {
	s.t.Helper()
	return s.asSupervisor(http.MethodGet, path, "")
}

// asSupervisor asks for something that must be granted.
func (s *site) asSupervisor(method, path, body string) []byte {
	s.t.Helper()
	credentials, err := json.Marshal(map[string]string{"user": s.secrets.Supervisor.User, "password": s.secrets.Supervisor.Password})
	if err != nil {
		s.t.Fatal(err)
	}
	signIn, err := http.Post(s.config.PublicURL+"/api/login", "application/json", bytes.NewReader(credentials))
	if err != nil {
		s.t.Fatal(err)
	}
	defer signIn.Body.Close()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.config.PublicURL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for _, cookie := range signIn.Cookies() {
		request.AddCookie(cookie)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: status %d, %v", path, answer.StatusCode, err)
	}
	return text
}
