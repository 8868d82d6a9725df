package store

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"thirdring/store/redistest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// open opens a store on the server at addr until the test ends.
func open(t *testing.T, addr string, change ...func(*Options)) *Store {
	t.Helper()
	// Only tests of time limits are to run into them, however busy the machine is.
	o := Options{Addr: addr, Site: "test", SaveTimeout: time.Minute, Timeout: time.Minute}
	for _, c := range change {
		c(&o)
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// eventually waits for a condition that another process brings about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
		pause(t.Context(), 5*time.Millisecond)
	}
}

func TestOpenRefuses(t *testing.T) {
	plain, locked := redistest.Start(t), redistest.Run(t, "--requirepass", "right").Addr
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"no site":        {Options{Addr: plain}, "Options.Site is empty"},
		"wrong site":     {Options{Addr: plain, Site: "a}b"}, `site "a}b"`},
		"nobody there":   {Options{Addr: "127.0.0.1:1", Site: "x"}, "is it running?"},
		"no password":    {Options{Addr: locked, Site: "x"}, "set redis.password"},
		"wrong password": {Options{Addr: locked, Site: "x", Password: "wrong"}, "check redis.password"},
		"wrong database": {Options{Addr: plain, Site: "x", DB: 4711}, "check redis.db"},
		"cluster's db":   {Options{Addr: "a:1,b:1", Site: "x", DB: 1}, "only has database 0"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), c.o)
			if err == nil {
				t.Fatal(s.Close())
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, want something with %q", err, c.want)
			}
		})
	}
}

func TestOpenWarnsOfRedisThatForgets(t *testing.T) {
	var log bytes.Buffer
	logged := func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) }
	open(t, redistest.Run(t, "--maxmemory-policy", "allkeys-lru").Addr, logged)
	for _, want := range []string{"set appendonly yes", "set maxmemory-policy noeviction"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
	log.Reset()
	open(t, redistest.Run(t, "--appendonly", "yes").Addr, logged)
	if log.Len() > 0 {
		t.Errorf("a good Redis is warned of:\n%s", log.String())
	}
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{
		"6.2.0": true, "7.0.15": true, "10.0": true, "6.1.9": false, "5.9": false, "": false, "x.y": false,
	} {
		if got := atLeast(version, 6, 2); got != want {
			t.Errorf("%q at least 6.2: got %t, want %t", version, got, want)
		}
	}
}

func TestEveryKeyIsOfTheSite(t *testing.T) {
	s := open(t, redistest.Start(t))
	fillEverything(t, s)
	var keys []string
	for scan := s.Client().Scan(t.Context(), 0, "*", 100).Iterator(); scan.Next(t.Context()); {
		keys = append(keys, scan.Val())
	}
	if len(keys) < 12 {
		t.Fatalf("only %d keys: %q", len(keys), keys)
	}
	forever := map[string]bool{}
	for _, k := range []string{keyCalls, keyAgents, keyQueues, keyMeta, keyJournal, keyFence, keyCenter, keyCenterVersions, keyCenterHistory, keyUsers, keyUsersVersion, keyAudit} {
		forever["{test}:"+k] = true
	}
	for _, k := range keys {
		if !strings.HasPrefix(k, "{test}:") {
			t.Errorf("key %q is outside the site", k)
		}
		ttl, err := s.Client().TTL(t.Context(), k).Result()
		if err != nil {
			t.Fatal(err)
		}
		if got := ttl < 0; got != forever[k] {
			t.Errorf("key %q: lives for ever %t, want %t", k, got, forever[k])
		}
	}
}

// fillEverything uses each part of the store once.
func fillEverything(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	lease := s.Lease(LeaseOptions{})
	must(t, lease.Acquire(ctx))
	t.Cleanup(func() { must(t, lease.Release(context.Background())) })
	must(t, s.Save(ctx, sampleUpdate(), sampleEntries()))
	_, err := s.Put(ctx, Default(), "me", "")
	must(t, err)
	must(t, s.AddUser(ctx, User{ID: "u", Name: "U", Role: RoleAdmin}, "password", ""))
	_, err = s.NewSession(ctx, "u", "", "")
	must(t, err)
	if _, err = s.SignIn(ctx, "u", "wrong", "1.2.3.4"); err == nil {
		t.Error("signed in with a wrong password")
	}
	must(t, s.Audit(ctx, "me", "look", "x"))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReconnectIsCounted(t *testing.T) {
	server := redistest.Run(t)
	s := open(t, server.Addr)
	server.Stop()
	if s.Ping(t.Context()) == nil {
		t.Error("ping of a stopped server: got no error")
	}
	server.Start()
	must(t, s.Ping(t.Context()))
	if got := counted(t, s.meter.reconnects); got != 1 {
		t.Errorf("reconnects: got %v, want 1", got)
	}
}
