package deploy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// EndStale ends the process that an earlier, killed run left behind, if pidFile names one that still runs and has mark in
// its command line. It reports whether there was one.
func EndStale(ctx context.Context, pidFile, mark string) (bool, error) {
	pid, err := Running(pidFile, mark)
	if err != nil {
		return false, err
	}
	if pid == 0 {
		return false, removeFile(pidFile)
	}
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return true, fmt.Errorf("deploy: end stale process %d: %w", pid, err)
		}
		if waitGone(ctx, pid, 5*time.Second) {
			return true, removeFile(pidFile)
		}
	}
	return true, fmt.Errorf("deploy: stale process %d of %s does not end", pid, pidFile)
}

// Running is the number of the process that pidFile names, if it still runs and has mark in its command line, else 0: the
// number has been given to another process since, or the file is broken or not there.
func Running(pidFile, mark string) (int, error) {
	text, err := os.ReadFile(pidFile)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("deploy: read pid file: %w", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid <= 1 || !commandLineHas(pid, mark) {
		return 0, nil
	}
	return pid, nil
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("deploy: remove %s: %w", path, err)
	}
	return nil
}

func commandLineHas(pid int, mark string) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return err == nil && strings.Contains(string(line), mark)
}

// waitGone polls, because a process that is not our child tells nobody when it ends.
func waitGone(ctx context.Context, pid int, limit time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		if !running(pid) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
}

// running reports whether pid is a live process; one that has ended but was not yet collected by its parent is not.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, after, found := strings.Cut(string(stat), ") ")
	return found && !strings.HasPrefix(after, "Z")
}
