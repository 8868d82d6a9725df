package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony/sipphone"
)

// serve starts a server that is expected to give up, and returns its log.
func (s *site) serve(change func(*Config)) string {
	s.t.Helper()
	cfg := s.config
	cfg.Asterisk = append([]AsteriskConfig(nil), cfg.Asterisk...)
	cfg.Listen, cfg.SpoolDir = listenAddr(s.t), filepath.Join(s.dir, "spool2")
	change(&cfg)
	text, err := yaml.Marshal(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	dir := shortDir(s.t)
	file := filepath.Join(dir, "second.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		s.t.Fatal(err)
	}
	process, err := deploy.Start(deploy.Command{
		Name: "second", RunDir: dir, LogDir: dir, Path: os.Args[0], Args: []string{"--config", file, "serve"},
		Env: []string{asServer + "=1"}, WorkDir: dir,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(process.Kill)
	eventually(s.t, "the server gives up", func() error {
		select {
		case <-process.Done():
			return nil
		default:
			return fmt.Errorf("still running")
		}
	})
	log, err := os.ReadFile(process.Log())
	if err != nil {
		s.t.Fatal(err)
	}
	return string(log)
}

// TestServeRefuses starts servers that cannot work: each says what is wrong
// and what to do, and the one that works is not disturbed.
func TestServeRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	waiting := s.waiting("13800000001", 1)
	for name, c := range map[string]struct {
		change func(*Config)
		want   []string
	}{
		"a second instance": {func(*Config) {}, []string{"already served by process", "standby"}},
		"wrong password": {
			func(c *Config) { c.Site, c.Asterisk[0].ARIPassword = "other", "wrong" },
			[]string{"password"},
		},
		"no redis": {func(c *Config) { c.Redis.Addr = "127.0.0.1:9" }, []string{"127.0.0.1:9"}},
	} {
		t.Run(name, func(t *testing.T) {
			log := s.serve(c.change)
			for _, want := range c.want {
				if !strings.Contains(log, want) {
					t.Errorf("the log does not say %q:\n%s", want, log)
				}
			}
		})
	}
	if waiting.State() != sipphone.Answered {
		t.Error("the waiting caller was dropped")
	}
	s.waitReady(200)
}

// TestStrangeCallers calls with caller ids that nobody should send.
func TestStrangeCallers(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for i, from := range []string{"anonymous", strings.Repeat("9", 300), "1380000%01%0A%1B", "%E4%B8%9A%E4%B8%BB"} {
		phone, err := sipphone.New(sipphone.Options{User: "13800000000", Registrar: s.asterisk.SIPAddr})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { phone.Close() })
		call, err := phone.Dial(t.Context(), sipphone.DialOptions{Number: s.demo.Hotline, From: from, DisplayName: "<script>alert(1)</script>"})
		if err != nil {
			t.Fatalf("%.20q: %v", from, err)
		}
		s.within(fmt.Sprintf("answer to %.20q", from), call.WaitAnswered)
		s.within("hang up", call.Hangup)
		s.rows(i+1, func(r record.Row) error {
			if len([]rune(r.CallerRaw)) > 64 || strings.ContainsAny(r.CallerRaw, "\x00\x01\n") || r.Match == queue.Known {
				return fmt.Errorf("caller %q matched %s", r.CallerRaw, r.Match)
			}
			return nil
		})
	}
	s.waitClean()
}

// TestHandOver stops a server with SIGTERM while a standby waits: the standby
// takes over the callers.
func TestHandOver(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	first, firstURL := s.server, s.config.PublicURL
	s.config.Listen = listenAddr(t)
	s.config.PublicURL = "http://" + s.config.Listen
	s.config.SpoolDir = filepath.Join(s.dir, "spool2")
	s.config.Standby = true
	ann := &worker{t: t, site: s, id: "1001"}
	ann.register()

	url := s.config.PublicURL
	s.config.PublicURL = firstURL
	call := s.waiting("13800000001", 1)
	s.config.PublicURL = url
	s.startStandby()
	s.end(first)
	s.waitReady(200)
	if call.State() != sipphone.Answered {
		t.Fatalf("the caller was dropped: %+v", call.End())
	}
	s.post("/api/agents/1001/state", map[string]string{"state": "ready"})
	ann.answer()
	s.within("two-way audio", func(ctx context.Context) error { _, err := call.WaitTone(ctx, agentTone); return err })
	s.within("hang up", call.Hangup)
	s.waitAgent("1001", agent.WrapUp)
	s.post("/api/agents/1001/state", map[string]string{"state": "ready"})
	s.rows(1, answered)
	s.waitClean()
}
