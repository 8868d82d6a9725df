package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/telephony/sipphone"
)

// calledPhone is a hotline of one telephone, which answers as the test says.
func calledPhone(t *testing.T, answer func(*sipphone.Call)) string {
	t.Helper()
	phone, err := sipphone.New(sipphone.Options{User: "4008001234", Handle: answer})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := phone.Close(); err != nil {
			t.Error(err)
		}
	})
	return phone.Addr()
}

// placed runs the command and returns the events it tells.
func placed(t *testing.T, c CallCmd) ([]callEvent, error) {
	t.Helper()
	t.Setenv("THIRDRING_VAR", t.TempDir())
	var out bytes.Buffer
	c.out, c.JSON, c.Lang, c.To, c.From = &out, true, "zh", "4008001234", "13800001234"
	c.Voice = "none"
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := c.Run(ctx)
	var events []callEvent
	for line := range strings.Lines(out.String()) {
		var e callEvent
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		events = append(events, e)
	}
	return events, err
}

func eventNames(events []callEvent) (names []string) {
	for _, e := range events {
		names = append(names, e.Event)
	}
	return names
}

func TestCallTellsTheKeysItHears(t *testing.T) {
	server := calledPhone(t, func(c *sipphone.Call) {
		if err := errors.Join(c.Answer(nil), c.SendDTMF(t.Context(), "5#"), c.Hangup(t.Context())); err != nil {
			t.Error(err)
		}
	})
	events, err := placed(t, CallCmd{SIP: server, Seconds: 10})
	if err != nil {
		t.Fatal(err)
	}
	heard := ""
	for _, e := range events {
		if e.Event == "keys" {
			heard += e.Keys
		}
	}
	if heard != "5#" {
		t.Errorf("heard the keys %q, want 5#", heard)
	}
}

func TestCallTellsWhatItHears(t *testing.T) {
	server := calledPhone(t, func(c *sipphone.Call) {
		if err := errors.Join(c.Ring(), c.Answer(sipphone.Tone(620, 12))); err != nil {
			t.Error(err)
		}
	})
	record := filepath.Join(t.TempDir(), "heard.wav")
	events, err := placed(t, CallCmd{SIP: server, Seconds: 2, DTMF: "1@0.5", Record: record})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"dialled", "answered", "tone", "pressed", "hanging_up", "ended"}
	got := slices.DeleteFunc(eventNames(events), func(e string) bool { return e == "ringing" })
	if !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for _, e := range events {
		switch {
		case e.Event == "answered" && (e.Rings != 1 || e.Millis <= 0),
			e.Event == "tone" && (e.Hz < 615 || e.Hz > 625),
			e.Event == "ended" && e.By != "self":
			t.Errorf("event %+v", e)
		}
	}
	pcm, err := sipphone.LoadAudio(record)
	if err != nil || len(pcm) < sipphone.Rate {
		t.Errorf("recording of %d samples: %v", len(pcm), err)
	}
}

func TestCallThatIsRefusedSaysWhy(t *testing.T) {
	server := calledPhone(t, func(c *sipphone.Call) {
		if err := c.Reject(486); err != nil {
			t.Error(err)
		}
	})
	events, err := placed(t, CallCmd{SIP: server, Seconds: 5})
	if err == nil || !strings.Contains(err.Error(), "486 Busy Here") {
		t.Errorf("got %v", err)
	}
	if last := events[len(events)-1]; last.Event != "ended" || last.Code != 486 {
		t.Errorf("last event %+v", last)
	}
}

func TestCallWithoutAHotline(t *testing.T) {
	gone, err := sipphone.New(sipphone.Options{User: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = placed(t, CallCmd{SIP: gone.Addr(), Seconds: 5})
	if err == nil || !strings.Contains(err.Error(), "make run") || !errors.Is(err, sipphone.ErrNobody) {
		t.Errorf("nobody listens: got %v", err)
	}
	t.Setenv("THIRDRING_VAR", t.TempDir())
	if err := (&CallCmd{}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "make run") {
		t.Errorf("no demo: got %v", err)
	}
}

func TestCallIsHungUpByControlC(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan sipphone.End, 1)
	server := calledPhone(t, func(c *sipphone.Call) {
		if err := c.Ring(); err != nil {
			t.Error(err)
		}
		go func() {
			interrupt()
			end, _ := c.WaitEnded(t.Context())
			ended <- end
		}()
	})
	t.Setenv("THIRDRING_VAR", t.TempDir())
	var out bytes.Buffer
	c := CallCmd{SIP: server, To: "4008001234", From: "13800001234", Seconds: 10, Voice: "none", Lang: "en", out: &out}
	if err := c.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if end := <-ended; end.Reason != "cancelled" {
		t.Errorf("the hotline saw %+v", end)
	}
	if !strings.Contains(out.String(), "hanging up") || !strings.Contains(out.String(), "ended by us: cancelled") {
		t.Errorf("told:\n%s", out.String())
	}
}

func TestParseKeys(t *testing.T) {
	got, err := parseKeys("1@5,2#@12.5,*")
	want := []keysAt{{"1", 5 * time.Second}, {"2#", 12500 * time.Millisecond}, {"*", 3 * time.Second}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"1@x", "a@1", "@2", "1@-1"} {
		if _, err := parseKeys(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestLoadVoiceNamesAMissingFile(t *testing.T) {
	if _, err := loadVoice(t.Context(), filepath.Join(t.TempDir(), "no.wav")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
