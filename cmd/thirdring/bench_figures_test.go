package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// delays are measured times of one kind.
type delays []time.Duration

func (d delays) at(quantile float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(d))
	return sorted[min(len(sorted)-1, int(quantile*float64(len(sorted))))]
}

// report prints a line of figures.
func (d delays) report(name string) {
	p50, p99 := d.at(0.50), d.at(0.99)
	fmt.Printf("  %-46s p50 %8.1f ms   p99 %8.1f ms   (%d)\n", name, ms(p50), ms(p99), len(d))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// ratio prints one figure against another, and against its limit.
func ratio(what string, got, against time.Duration, limit float64) {
	r := float64(got) / float64(against)
	fmt.Printf("  %-46s %8.2f x   (limit %.1f) %s\n", what, r, limit, verdict(r <= limit))
}

func verdict(met bool) string {
	if met {
		return "OK"
	}
	return "NOT MET"
}

// beside prints thirdring's figure beside app_queue's, and their ratio against
// its limit: "at most" or "at least" that.
func beside(what, unit string, thirdring, appQueue float64, sense string, limit float64) {
	r := thirdring / appQueue
	met := r <= limit
	if sense == "at least" {
		met = r >= limit
	}
	fmt.Printf("%s: thirdring %.1f %s, app_queue %.1f %s, ratio %.2f (limit: %s %.1f) %s\n",
		what, thirdring, unit, appQueue, unit, r, sense, limit, verdict(met))
}

// processes are those that work for a centre, by name.
type processes []struct {
	name string
	pid  int
}

// cpu is what each process has used so far, user and system.
func (p processes) cpu(t testing.TB) []time.Duration {
	t.Helper()
	used := make([]time.Duration, len(p))
	for i := range p {
		used[i] = cpuOf(t, p[i].pid)
	}
	return used
}

// cpuOf reads user and system time, fields 14 and 15 of /proc/PID/stat, in
// hundredths of a second; the name before them may hold anything.
func cpuOf(t testing.TB, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	var used time.Duration
	for _, field := range fields[11:13] {
		ticks, err := strconv.Atoi(string(field))
		if err != nil {
			t.Fatal(err)
		}
		used += time.Duration(ticks) * 10 * time.Millisecond
	}
	return used
}

// usage adds up what processes used over several measurements.
type usage []time.Duration

// since adds what was used since before.
func (u *usage) since(t testing.TB, p processes, before []time.Duration) {
	t.Helper()
	if *u == nil {
		*u = make(usage, len(p))
	}
	for i, now := range p.cpu(t) {
		(*u)[i] += now - before[i]
	}
}

// sum leaves out Redis, which is told apart.
func (u usage) sum(p processes) time.Duration {
	var all time.Duration
	for i, used := range u {
		if p[i].name != "redis" {
			all += used
		}
	}
	return all
}

// tell prints each process's share, divided by n of something.
func (u usage) tell(p processes, n float64, unit string) {
	for i, used := range u {
		fmt.Printf("  %-46s %8.1f %s\n", p[i].name, ms(used)/n, unit)
	}
}
