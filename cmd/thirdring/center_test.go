package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thirdring/store"
	"thirdring/store/redistest"
)

// siteConfig is a configuration on an empty Redis of the test's own.
func siteConfig(t *testing.T) *Config {
	t.Helper()
	cfg := DefaultConfig()
	cfg.Redis.Addr = redistest.Start(t)
	return &cfg
}

// output runs a command and returns what it writes to standard output.
func output(t *testing.T, run func() error) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer func(old *os.File) { os.Stdout = old; _ = file.Close() }(os.Stdout)
	os.Stdout = file
	if err := run(); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCenterExportImport(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	file := filepath.Join(t.TempDir(), "center.yaml")
	if err := (&CenterExportCmd{File: "-"}).Run(ctx, cfg); !errors.Is(err, store.ErrNoCenter) {
		t.Errorf("export of nothing: got %v, want ErrNoCenter", err)
	}
	if err := (&CenterExportCmd{File: file, Default: true}).Run(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		cmd  CenterImportCmd
		want string
	}{
		{CenterImportCmd{File: file, DryRun: true}, "The file is valid. It would change: name, cadence, hotlines, queues, agents, breaks, categories, departments, transfer_reasons, purposes, schedules, calendar, duty_lists, voicemail, targets.\n"},
		{CenterImportCmd{File: file, Comment: "first"}, "Version 1 is in force. Changed: name, cadence, hotlines, queues, agents, breaks, categories, departments, transfer_reasons, purposes, schedules, calendar, duty_lists, voicemail, targets.\n"},
		{CenterImportCmd{File: file}, "The file is valid and says what version 1 says: nothing to change.\n"},
	}
	for _, s := range steps {
		if got := output(t, func() error { return s.cmd.Run(ctx, cfg) }); got != s.want {
			t.Errorf("got %q, want %q", got, s.want)
		}
	}

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, func() error { return (&CenterExportCmd{File: "-"}).Run(ctx, cfg) }); got != string(text) {
		t.Errorf("the export differs from what was imported:\n%s", got)
	}
	changed := strings.Replace(string(text), "ring_limit: 15s", "ring_limit: 10s", 1)
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	var result centerImport
	got := output(t, func() error { return (&CenterImportCmd{File: file, JSON: true}).Run(ctx, cfg) })
	if err := json.Unmarshal([]byte(got), &result); err != nil || result.Version != 2 || strings.Join(result.Changed, " ") != "queues" {
		t.Errorf("got %s, %v, want version 2 with changed queues", got, err)
	}
	history := output(t, func() error { return (&CenterHistoryCmd{Limit: 10}).Run(ctx, cfg) })
	if lines := strings.Split(history, "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "2 ") || !strings.HasSuffix(lines[2], "first") {
		t.Errorf("history:\n%s", history)
	}
	if got := output(t, func() error { return (&CenterShowCmd{Version: 1}).Run(ctx, cfg) }); got != string(text) {
		t.Errorf("version 1 is now\n%s", got)
	}
}

func TestCenterImportNamesFileLineAndKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "center.yaml")
	if err := os.WriteFile(file, []byte("name: x\nqueus: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := (&CenterImportCmd{File: file}).Run(t.Context(), siteConfig(t))
	if err == nil || !strings.Contains(err.Error(), file+": ") || !strings.Contains(err.Error(), "line 2: queus: there is no such key: did you mean queues?") {
		t.Errorf("got %v", err)
	}
}
