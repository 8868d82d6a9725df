// Package redistest starts a real, private redis-server for a test.
//
// Every server has its own temporary directory and unix socket, so tests of
// all packages may run at once and never see each other's keys. Persistence is
// off unless the caller asks for it. A server ends with its test, and on Linux
// also when the test binary is killed.
package redistest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Start runs an empty redis-server until the test ends and returns its address:
// the path of a unix socket, which go-redis takes as Options.Addr as it is.
func Start(t testing.TB) (addr string) {
	t.Helper()
	return Run(t).Addr
}

// Server is a redis-server which a test may stop, start again and freeze. Its
// methods are meant for the test's own goroutine.
type Server struct {
	// Addr is the path of the unix socket; it stays the same after Stop and Start.
	Addr string

	t    testing.TB
	args []string
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
}

// Run is Start for tests which need outages. The args are added to the command
// line, for example "--appendonly", "yes" to keep the data over Stop and Start.
func Run(t testing.TB, args ...string) *Server {
	t.Helper()
	// Not t.TempDir: it holds the test's name, and a socket's path is limited to 108 bytes.
	dir, err := os.MkdirTemp("", "redistest")
	if err != nil {
		t.Fatalf("redistest: %v", err)
	}
	s := &Server{Addr: filepath.Join(dir, "redis.sock"), t: t}
	s.args = append([]string{
		"--port", "0", "--unixsocket", s.Addr, "--dir", dir,
		"--save", "", "--appendonly", "no", "--logfile", "", "--daemonize", "no",
	}, args...)
	t.Cleanup(func() {
		s.Stop()
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("redistest: %v", err)
		}
	})
	s.Start()
	return s
}

// Start starts the stopped server again and returns when it takes connections.
func (s *Server) Start() {
	s.t.Helper()
	if s.cmd != nil {
		s.t.Fatal("redistest: Start of a running server")
	}
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatal("redistest: redis-server is not installed: run `deploy/install.sh redis` or `apt-get install redis-server`")
	}
	cmd := exec.Command(bin, s.args...)
	cmd.SysProcAttr = dieWithParent()
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
	started, ready, done := make(chan error, 1), make(chan error, 1), make(chan struct{})
	go func() {
		defer close(done)
		// The kernel ties "die with parent" to the thread which forks, so that thread has to stay.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		watch(out, ready)
		_ = cmd.Wait() // The way it ends is the test's own doing.
	}()
	if err := <-started; err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
	s.cmd, s.done = cmd, done
	if err := <-ready; err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
}

// Stop kills the server at once, as kill -9 does, and waits for its end. It may
// be called again.
func (s *Server) Stop() {
	s.t.Helper()
	if s.cmd == nil {
		return
	}
	s.signal(syscall.SIGKILL)
	<-s.done
	s.cmd = nil
	// The dead server leaves its socket behind.
	if err := os.Remove(s.Addr); err != nil && !os.IsNotExist(err) {
		s.t.Errorf("redistest: %v", err)
	}
}

// Freeze makes the server stop answering while its connections stay open.
func (s *Server) Freeze() {
	s.t.Helper()
	s.signal(syscall.SIGSTOP)
}

// Thaw ends Freeze.
func (s *Server) Thaw() {
	s.t.Helper()
	s.signal(syscall.SIGCONT)
}

func (s *Server) signal(sig syscall.Signal) {
	s.t.Helper()
	if s.cmd == nil {
		s.t.Fatal("redistest: the server is not running")
	}
	if err := s.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.t.Errorf("redistest: %v", err)
	}
}

// watch reads the server's log to its end and reports on ready once.
func watch(log io.Reader, ready chan<- error) {
	var seen []string
	up := false
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if up {
			continue
		}
		seen = append(seen, lines.Text())
		if strings.Contains(lines.Text(), "ready to accept connections") {
			up = true
			ready <- nil
		}
	}
	if !up {
		ready <- fmt.Errorf("redis-server ended before it was ready:\n%s", strings.Join(seen, "\n"))
	}
}
