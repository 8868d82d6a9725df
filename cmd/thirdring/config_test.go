package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":        {"site: a\nlisten: 127.0.0.1:1\nlistn: x\n", "listn"},
		"its line":           {"site: a\nlisten: 127.0.0.1:1\nlistn: x\n", "3"},
		"unknown nested key": {"redis:\n  adr: x\n", "adr"},
		"wrong type":         {"drain_timeout: soon\n", `drain_timeout "soon"`},
		"site":               {"site: 'Two Words'\n", `site "Two Words"`},
		"listen":             {"listen: nowhere\n", `listen "nowhere"`},
		"ari_url":            {"asterisk:\n- ari_url: localhost:8088\n", `asterisk[0].ari_url "localhost:8088"`},
		"same name twice":    {"asterisk:\n- name: a\n- name: a\n", "asterisk[1].name"},
		"log level":          {"log_level: loud\n", "log_level"},
		"journal's days":     {"journal:\n  days: 0\n", `journal.days "0"`},
		"journal's memory":   {"journal:\n  max_mb: 0\n", `journal.max_mb "0"`},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "thirdring.yaml")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := LoadConfig(file)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to name %s", err, c.want)
			}
		})
	}
}

func TestConfigEnvironmentWins(t *testing.T) {
	file := filepath.Join(t.TempDir(), "thirdring.yaml")
	if err := os.WriteFile(file, []byte("site: fromfile\nasterisk:\n- ari_user: file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("THIRDRING_SITE", "fromenv")
	t.Setenv("THIRDRING_ARI_USER", "env")
	cfg, err := LoadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Site != "fromenv" || cfg.Asterisk[0].ARIUser != "env" || cfg.Asterisk[0].App != "thirdring" || cfg.PublicURL != "http://127.0.0.1:8080" {
		t.Errorf("got %+v", cfg)
	}
	t.Setenv("THIRDRING_LOG_LEVEL", "loud")
	if _, err := LoadConfig(file); err == nil || !strings.Contains(err.Error(), "THIRDRING_LOG_LEVEL") {
		t.Errorf("a wrong variable: %v", err)
	}
}
