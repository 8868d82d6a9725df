package deploy_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/deploy"
	"thirdring/telephony/sipphone"
)

// The tones that stand for the sounds of the fallback, so that a test knows what it hears.
const (
	greetingTone  = 500
	musicTone     = 600
	overflowTone  = 700
	voicemailTone = 800
	beepTone      = 1000
	shortTone     = 1200
	savedTone     = 1400
)

// toneSounds makes a folder of sounds of half a second.
func toneSounds(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "moh"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, hz := range map[string]int{
		"greet.main": greetingTone, "moh/music": musicTone, "queue.overflow": overflowTone,
		"voicemail": voicemailTone, "beep": beepTone, "voicemail.short": shortTone, "voicemail.ok": savedTone,
	} {
		cmd := exec.CommandContext(t.Context(), "sox", "-n", "-r", "8000", "-c", "1", "-t", "raw", "-e", "a-law",
			filepath.Join(dir, name+".alaw"), "synth", "0.5", "sine", strconv.Itoa(hz), "gain", "-12")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	}
	return dir
}

// callUnattended starts an Asterisk whose application is away and calls its hotline.
func callUnattended(t *testing.T, patience time.Duration) (*deploy.Asterisk, *sipphone.Call, context.Context) {
	t.Helper()
	a := startAsterisk(t, deploy.AsteriskOptions{SoundsDir: toneSounds(t), AwayPatience: patience})
	phone, err := sipphone.New(sipphone.Options{User: "13800001234", Tones: []float64{
		greetingTone, musicTone, overflowTone, voicemailTone, beepTone, shortTone, savedTone,
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := phone.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 45*time.Second)
	t.Cleanup(cancel)
	call, err := phone.Dial(ctx, sipphone.DialOptions{Number: "4008001234", Server: a.SIPAddr})
	if err != nil {
		t.Fatal(err)
	}
	if err := call.WaitAnswered(ctx); err != nil {
		t.Fatal(err)
	}
	// Three rings end after 15 s; an unattended hotline answers at once.
	if delay := call.Times().AnswerDelay(); delay > 2*time.Second {
		t.Errorf("answered after %v", delay)
	}
	return a, call, ctx
}

// hear waits for tones in their order.
func hear(ctx context.Context, t *testing.T, call *sipphone.Call, tones ...float64) {
	t.Helper()
	for _, hz := range tones {
		if _, err := call.WaitTone(ctx, hz); err != nil {
			t.Fatalf("waiting for %v Hz: %v", hz, err)
		}
	}
}

func TestUnattendedHotlineTakesAMessage(t *testing.T) {
	t.Parallel()
	a, call, ctx := callUnattended(t, time.Second)
	hear(ctx, t, call, greetingTone, musicTone, overflowTone, voicemailTone, beepTone)
	call.Send(sipphone.Tone(440, 12))
	waitSpoken(ctx, t, 5*time.Second)
	if err := call.SendDTMF(ctx, "#"); err != nil {
		t.Fatal(err)
	}
	hear(ctx, t, call, savedTone)
	if _, err := call.WaitEnded(ctx); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(a.VoicemailDir, "*.wav"))
	if err != nil || len(files) != 1 {
		t.Fatalf("messages: %v %v", files, err)
	}
	name := regexp.MustCompile(`^\d+_4008001234_13800001234_\d+_1\.wav$`)
	if got := filepath.Base(files[0]); !name.MatchString(got) {
		t.Errorf("message is named %s", got)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if seconds := float64(info.Size()) / 16000; seconds < 3.5 || seconds > 6 {
		t.Errorf("message of %.1f s, spoken for 5", seconds)
	}
	checkNoChannels(ctx, t, a)
}

// waitSpoken lets real time pass: a message of five seconds takes five seconds to say.
func waitSpoken(ctx context.Context, t *testing.T, length time.Duration) {
	t.Helper()
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		t.Fatal(ctx.Err())
	}
}

func checkNoChannels(ctx context.Context, t *testing.T, a *deploy.Asterisk) {
	t.Helper()
	output, err := a.CLI(ctx, "core show channels concise")
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(output) != "" {
		t.Errorf("channels left behind:\n%s", output)
	}
}

func TestUnattendedHotlineAsksAgainForAShortMessage(t *testing.T) {
	t.Parallel()
	_, call, ctx := callUnattended(t, time.Second)
	hear(ctx, t, call, voicemailTone, beepTone)
	if err := call.SendDTMF(ctx, "#"); err != nil {
		t.Fatal(err)
	}
	hear(ctx, t, call, shortTone)
	if err := call.Hangup(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestCallerIsHandedOverWhenTheApplicationReturns(t *testing.T) {
	t.Parallel()
	a, call, ctx := callUnattended(t, time.Minute)
	hear(ctx, t, call, greetingTone, musicTone)
	query := url.Values{"app": {a.App}, "api_key": {a.ARIUser + ":" + a.ARIPassword}}
	socket, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+a.HTTPAddr+"/ari/events?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	deadline, _ := ctx.Deadline()
	if err := socket.SetReadDeadline(deadline); err != nil {
		t.Fatal(err)
	}
	for {
		_, frame, err := socket.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		var event struct {
			Type string
			Args []string
		}
		if err := json.Unmarshal(frame, &event); err != nil {
			t.Fatal(err)
		}
		if event.Type == "StasisStart" {
			if got, want := strings.Join(event.Args, ","), "inbound,4008001234"; got != want {
				t.Errorf("arguments: got %s, want %s", got, want)
			}
			break
		}
	}
	if err := call.Hangup(ctx); err != nil {
		t.Fatal(err)
	}
}
