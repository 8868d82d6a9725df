package deploy_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"thirdring/deploy"
)

func startRedis(t *testing.T, o deploy.RedisOptions) *deploy.Redis {
	t.Helper()
	r, err := deploy.StartRedis(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, r.Process) })
	return r
}

// redisSays sends one inline command and returns the lines of its answer, n of them.
func redisSays(t *testing.T, r *deploy.Redis, command string, n int) []string {
	t.Helper()
	conn, err := net.Dial("tcp", r.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "%s\r\n", command); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for reader := bufio.NewScanner(conn); len(lines) < n && reader.Scan(); {
		lines = append(lines, reader.Text())
	}
	return lines
}

func TestRedisKeepsItsDataWhenKilled(t *testing.T) {
	dir := t.TempDir()
	r := startRedis(t, deploy.RedisOptions{Dir: dir, Args: []string{"--appendfsync", "always"}})
	redisSays(t, r, "SET kept yes", 1)
	r.Kill()
	again := startRedis(t, deploy.RedisOptions{Dir: dir, Addr: r.Addr})
	if got := redisSays(t, again, "GET kept", 2); len(got) != 2 || got[1] != "yes" {
		t.Errorf("GET kept: %q", got)
	}
	if got := redisSays(t, again, "CONFIG GET appendfsync", 5); len(got) != 5 || got[4] != "everysec" {
		t.Errorf("appendfsync: %q", got)
	}
}

func TestRedisThatCannotStartSaysWhy(t *testing.T) {
	r := startRedis(t, deploy.RedisOptions{Dir: t.TempDir()})
	_, err := deploy.StartRedis(t.Context(), deploy.RedisOptions{Dir: t.TempDir(), Args: []string{"--maxmemory", "nonsense"}})
	if err == nil || !strings.Contains(err.Error(), "maxmemory") {
		t.Errorf("error: %v", err)
	}
	if got := redisSays(t, r, "PING", 1); len(got) != 1 || got[0] != "+PONG" {
		t.Errorf("the other instance answers %q", got)
	}
}

// A run that was killed leaves its processes; the next start ends them, and nobody else.
func TestStaleProcessIsEnded(t *testing.T) {
	stale, stranger := sleeper(t, "stale-mark"), sleeper(t, "other-mark")
	for _, c := range []struct {
		name  string
		cmd   *exec.Cmd
		ended bool
	}{{"ours", stale, true}, {"a stranger's with the same number", stranger, false}} {
		t.Run(c.name, func(t *testing.T) {
			pidFile := filepath.Join(t.TempDir(), "x.pid")
			if err := os.WriteFile(pidFile, []byte(strconv.Itoa(c.cmd.Process.Pid)), 0o644); err != nil {
				t.Fatal(err)
			}
			ended, err := deploy.EndStale(t.Context(), pidFile, "stale-mark")
			if err != nil || ended != c.ended {
				t.Errorf("ended: %v %v, want %v", ended, err, c.ended)
			}
			if _, err := os.Stat(pidFile); err == nil {
				t.Error("the pid file is still there")
			}
		})
	}
}

// sleeper starts a process that has mark in its command line and waits for its input to end.
func sleeper(t *testing.T, mark string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "sh", "-c", "cat; exit 0", mark)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The input ends the stranger; the stale one is gone already, and reports the signal.
		_ = input.Close()
		_ = cmd.Wait()
		cancel()
	})
	return cmd
}
