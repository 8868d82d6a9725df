package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// thisProcess names this process for others that want the lease.
func thisProcess() Holder {
	host, _ := os.Hostname() // an unnamed host is still a holder
	pid := os.Getpid()
	return Holder{Host: host, PID: pid, Since: time.Now(), Space: processSpace(), Started: processStart(pid)}
}

// dead reports whether the holder is certain to have ended: its process id
// means the same here as there, and no such process runs. That is known on
// Linux only; elsewhere, and across machines and containers, the lease has to
// run out.
func (h Holder) dead() bool {
	return h.Space != "" && h.Started != "" && h.Space == processSpace() && h.Started != processStart(h.PID)
}

// processSpace is the machine's boot and the process namespace.
func processSpace() string {
	boot, errBoot := os.ReadFile("/proc/sys/kernel/random/boot_id")
	space, errSpace := os.Readlink("/proc/self/ns/pid")
	if errBoot != nil || errSpace != nil {
		return ""
	}
	return strings.TrimSpace(string(boot)) + " " + space
}

// processStart is when the process began, in ticks since boot; empty if there
// is none. It is the 22nd field of /proc/PID/stat, the 20th after the name,
// which stands in brackets and may hold anything.
func processStart(pid int) string {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return ""
	}
	text := string(stat)
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	if len(fields) < 20 || fields[0] == "Z" {
		return ""
	}
	return fields[19]
}
