package deploy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

// Process is a program started by this package. It ends when it is stopped, when it fails, or when the process that
// started it dies.
type Process struct {
	name    string
	logFile string
	pidFile string
	pid     int
	done    chan struct{}
	err     error // set before done is closed
}

// Pid is the process's number.
func (p *Process) Pid() int { return p.pid }

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err tells how the process ended; it is meaningful once Done is closed.
func (p *Process) Err() error { return p.err }

// Log is the path of the file that holds the process's output.
func (p *Process) Log() string { return p.logFile }

// Stop asks the process to end and waits for it; when ctx ends first the process is killed. Stopping twice is fine.
func (p *Process) Stop(ctx context.Context) error {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		p.Kill()
		return fmt.Errorf("deploy: %s did not stop in time and was killed: %w", p.name, ctx.Err())
	}
}

// Kill ends the process at once, as a crash would, and waits for it.
func (p *Process) Kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

func (p *Process) signal(sig syscall.Signal) {
	select {
	case <-p.done: // The number may belong to somebody else by now.
	default:
		// The only possible failure is that the process ended a moment ago, which done reports.
		_ = syscall.Kill(p.pid, sig)
	}
}

// Command says what to run and where its traces go.
type Command struct {
	Name    string // of the log and pid files
	RunDir  string // holds Name.pid
	LogDir  string // holds Name.out
	Path    string
	Args    []string
	Env     []string // added to this process's own
	WorkDir string
}

// Start runs c in its own process group, so that a terminal's Ctrl-C reaches only the process that decides the order of
// stopping, with its output appended to a log file.
func Start(c Command) (*Process, error) {
	logFile := filepath.Join(c.LogDir, c.Name+".out")
	output, err := os.OpenFile(logFile, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("deploy: %s: open log: %w", c.Name, err)
	}
	cmd := exec.Command(c.Path, c.Args...)
	cmd.Dir = c.WorkDir
	cmd.Stdout, cmd.Stderr = output, output
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}

	p := &Process{
		name:    c.Name,
		logFile: logFile,
		pidFile: filepath.Join(c.RunDir, c.Name+".pid"),
		done:    make(chan struct{}),
	}
	started := make(chan error)
	go p.run(cmd, output, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("deploy: start %s: %w", c.Name, err)
	}
	return p, nil
}

// run starts cmd and waits for its end on one thread: the kernel sends the parent-death signal when the thread that
// started the child ends, not the process.
func (p *Process) run(cmd *exec.Cmd, output *os.File, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer output.Close()
	if err := cmd.Start(); err != nil {
		started <- err
		return
	}
	p.pid = cmd.Process.Pid
	if err := os.WriteFile(p.pidFile, []byte(strconv.Itoa(p.pid)), 0o644); err != nil {
		started <- errors.Join(err, cmd.Process.Kill(), cmd.Wait())
		return
	}
	started <- nil
	p.err = cmd.Wait()
	// A pid file left behind is harmless: the next start checks whose number it is.
	_ = os.Remove(p.pidFile)
	close(p.done)
}

// Failure explains why the process was of no use, with the end of its log.
func (p *Process) Failure(cause error) error {
	text, err := os.ReadFile(p.logFile)
	if err != nil {
		return fmt.Errorf("deploy: %s: %w (no log: %w)", p.name, cause, err)
	}
	const tail = 2000
	if len(text) > tail {
		text = text[len(text)-tail:]
	}
	return fmt.Errorf("deploy: %s: %w; its output in %s ends with:\n%s", p.name, cause, p.logFile, bytes.TrimSpace(text))
}
