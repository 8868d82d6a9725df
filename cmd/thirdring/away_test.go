package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony/telephonytest"
)

// timeAway is a folder of the fallback dialplan, looked through at noon.
type timeAway struct {
	t *testing.T
	awayMessages
	now time.Time
}

func newTimeAway(t *testing.T) *timeAway {
	t.Helper()
	a := newPast(t)
	a.center.center = queue.Center{Hotlines: []queue.Hotline{{Number: "+864008001234", Project: "翠湖", Queue: "owners"}}}
	return &timeAway{t, awayMessages{
		from: t.TempDir(), to: t.TempDir(), register: a.register, owners: a.owners, center: a.center.get, zone: time.UTC,
		log: slog.New(slog.DiscardHandler),
	}, time.Now().Truncate(time.Second)}
}

// left writes a file that the dialplan closed some time ago; cut bytes of its
// header say nothing of its length yet.
func (a *timeAway) left(name string, length, ago time.Duration, open bool) {
	a.t.Helper()
	sound := telephonytest.WAV(length)
	if open {
		copy(sound[40:44], []byte{0, 0, 0, 0})
	}
	file := filepath.Join(a.from, name)
	if err := os.WriteFile(file, sound, 0o600); err != nil {
		a.t.Fatal(err)
	}
	if err := os.Chtimes(file, a.now.Add(-ago), a.now.Add(-ago)); err != nil {
		a.t.Fatal(err)
	}
}

// filed collects, and says what is in the register and in the folder.
func (a *timeAway) filed() string {
	a.t.Helper()
	if err := a.collect(a.t.Context(), a.now); err != nil {
		a.t.Fatal(err)
	}
	page, err := a.register.Search(a.t.Context(), record.Query{Numbers: record.Clear})
	if err != nil {
		a.t.Fatal(err)
	}
	out := ""
	for _, row := range page.Rows {
		out += fmt.Sprintf("%s %s from %s to %s message %q; ", row.CallID, row.Outcome, row.CallerNumber, row.Hotline, row.Message)
	}
	files, err := os.ReadDir(a.from)
	if err != nil {
		a.t.Fatal(err)
	}
	return fmt.Sprintf("%s%d files", out, len(files))
}

func TestAwayMessagesAreFiled(t *testing.T) {
	const name = "1700000000_864008001234_13800001234_17000000001_%d.wav"
	first, second := fmt.Sprintf(name, 1), fmt.Sprintf(name, 2)
	const call = "away-1700000000-17000000001"
	const withMessage = call + ` voicemail from +8613800001234 to +864008001234 message "` + call + `-r1"; 0 files`
	for what, c := range map[string]struct {
		left func(*timeAway)
		want string
	}{
		"a message": {func(a *timeAway) { a.left(first, 5*time.Second, time.Second, false) }, withMessage},
		"one that is being recorded": {
			func(a *timeAway) { a.left(first, 5*time.Second, time.Second, true) }, "1 files",
		},
		"one that Asterisk never closed": {
			func(a *timeAway) { a.left(first, 5*time.Second, time.Hour, true) }, withMessage,
		},
		"a short one, and the caller is asked again": {
			func(a *timeAway) { a.left(first, time.Second, time.Minute, false) }, "1 files",
		},
		"a short one, and then a message": {
			func(a *timeAway) {
				a.left(first, time.Second, time.Minute, false)
				a.left(second, 4*time.Second, time.Second, false)
			}, withMessage,
		},
		"only a short one": {
			func(a *timeAway) { a.left(first, time.Second, time.Hour, false) },
			call + ` overflow from +8613800001234 to +864008001234 message ""; 0 files`,
		},
		"what the dialplan did not write": {func(a *timeAway) { a.left("other.wav", 5*time.Second, time.Hour, false) }, "1 files"},
	} {
		t.Run(what, func(t *testing.T) {
			a := newTimeAway(t)
			c.left(a)
			if got := a.filed(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got := a.filed(); got != c.want {
				t.Errorf("the second time\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestAwayMessageIsFiledOnce although its files could not be removed before.
func TestAwayMessageIsFiledOnce(t *testing.T) {
	a := newTimeAway(t)
	const name = "1700000000_864008001234_anonymous_17000000001_1.wav"
	a.left(name, 5*time.Second, time.Hour, false)
	if got := a.filed(); got != "1 files" {
		t.Errorf("a name that the dialplan does not make: %s", got)
	}
	a.left("1700000000_864008001234__17000000001_1.wav", 5*time.Second, time.Hour, false)
	want := a.filed()
	a.left("1700000000_864008001234__17000000001_1.wav", 5*time.Second, time.Hour, false)
	if got := a.filed(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	task, err := a.register.Tasks().Get(t.Context(), "away-1700000000-17000000001.callback")
	if err != nil || task.Message == "" {
		t.Errorf("the task is %+v, %v", task, err)
	}
}

func TestNoFallbackIsNoMistake(t *testing.T) {
	a := newTimeAway(t)
	a.from = filepath.Join(a.from, "nowhere")
	if err := a.collect(t.Context(), a.now); err != nil {
		t.Error(err)
	}
}
