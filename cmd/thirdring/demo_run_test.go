package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runningDemo is a demo as a person starts it: the built program, its own folder and ports.
type runningDemo struct {
	t     *testing.T
	ctx   context.Context
	dir   string
	cmd   *exec.Cmd
	lines chan string
}

func startDemo(t *testing.T) *runningDemo {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	t.Cleanup(cancel)
	dir := shortDir(t)
	binary := filepath.Join(dir, "thirdring")
	if output, err := exec.CommandContext(ctx, "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, output)
	}
	shareParts(t, dir)
	d := &runningDemo{t: t, ctx: ctx, dir: dir, cmd: exec.CommandContext(ctx, binary, "demo"), lines: make(chan string, 1000)}
	d.cmd.Env = append(os.Environ(), "THIRDRING_VAR="+dir)
	for _, name := range []string{"LISTEN", "SIP_ADDR", "ARI_ADDR", "REDIS_ADDR"} {
		d.cmd.Env = append(d.cmd.Env, "THIRDRING_"+name+"="+unusedAddr(t))
	}
	output, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(d.lines)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			d.lines <- scanner.Text()
		}
	}()
	return d
}

// shareParts lends the folder of an installed private Asterisk to dir.
func shareParts(t *testing.T, dir string) {
	t.Helper()
	parts, err := varDir()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bin", "asterisk-root"} {
		if _, err := os.Stat(filepath.Join(parts, name)); err != nil {
			continue // then Asterisk is on PATH
		}
		if err := os.Symlink(filepath.Join(parts, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func unusedAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// prints waits for a line that holds text.
func (d *runningDemo) prints(text string) {
	d.t.Helper()
	var seen []string
	for line := range d.lines {
		seen = append(seen, line)
		if strings.Contains(line, text) {
			return
		}
	}
	d.t.Fatalf("the demo ended without saying %q:\n%s", text, strings.Join(seen, "\n"))
}

func (d *runningDemo) file() demoFile {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.dir, "run", "demo.json"))
	if err != nil {
		d.t.Fatal(err)
	}
	var file demoFile
	if err := json.Unmarshal(text, &file); err != nil {
		d.t.Fatal(err)
	}
	return file
}

func TestDemoStartsRestartsWhatIsKilledAndStops(t *testing.T) {
	d := startDemo(t)
	d.prints("Ctrl-C stops everything")
	before := d.file()
	for _, name := range []string{"thirdring", "asterisk", "redis"} {
		if err := syscall.Kill(before.PIDs[name], syscall.SIGKILL); err != nil {
			t.Fatalf("kill %s: %v", name, err)
		}
		d.prints(name + " runs again")
		if now := d.file().PIDs[name]; now == before.PIDs[name] || now == 0 {
			t.Errorf("%s has the number %d, had %d", name, now, before.PIDs[name])
		}
	}
	checkReady(d.ctx, t, before.URL)
	after := d.file()
	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	d.prints("stopping redis")
	for range d.lines { // to its end, so that Wait may close the pipe
	}
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("the demo ended with %v", err)
	}
	for name, pid := range after.PIDs {
		if err := syscall.Kill(pid, 0); err == nil {
			t.Errorf("%s (%d) still runs", name, pid)
		}
	}
	if got := d.file().PIDs; len(got) != 0 {
		t.Errorf("demo.json still names processes: %v", got)
	}
}

func checkReady(ctx context.Context, t *testing.T, url string) {
	t.Helper()
	if err := askReady(ctx, url+"/readyz"); err != nil {
		t.Errorf("readyz: %v", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := fmt.Sprintf("%d %s", response.StatusCode, response.Header.Get("Content-Type")); !strings.HasPrefix(got, "200 text/html") {
		t.Errorf("the desktop answers %s", got)
	}
	http.DefaultClient.CloseIdleConnections()
}
