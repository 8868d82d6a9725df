package record

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

func openTestSpool(t *testing.T, dir string) *spool {
	t.Helper()
	s, err := openSpool(dir, quiet())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.close() })
	return s
}

func someEntries(from, to int) []entry {
	var out []entry
	for n := from; n < to; n++ {
		out = append(out, entry{Record: abandoned(n, at("08:00:00")), Final: true, At: at("12:00:00").Add(time.Duration(n) * time.Second)})
	}
	return out
}

func mustNext(t *testing.T, s *spool, n int) drained {
	t.Helper()
	d, err := s.next(n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func calls(entries []entry) []queue.CallID {
	var ids []queue.CallID
	for _, e := range entries {
		ids = append(ids, e.Record.Call)
	}
	return ids
}

func TestSpoolGivesBackInOrder(t *testing.T) {
	s := openTestSpool(t, t.TempDir())
	if err := s.append(someEntries(0, 3)); err != nil {
		t.Fatal(err)
	}
	if err := s.append(someEntries(3, 5)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // nothing moves before done
		if got := calls(mustNext(t, s, 4).entries); !slices.Equal(got, calls(someEntries(0, 4))) {
			t.Errorf("next: got %v", got)
		}
	}
	if err := s.done(mustNext(t, s, 4)); err != nil || s.lines != 1 {
		t.Fatalf("done: %d lines left, %v, want 1", s.lines, err)
	}
	last := mustNext(t, s, 4)
	if got, want := last.entries[0], someEntries(4, 5)[0]; got.Record.Call != want.Record.Call || !got.At.Equal(want.At) || !got.Final {
		t.Errorf("last: got %+v, want %+v", got, want)
	}
	if err := s.done(last); err != nil {
		t.Fatal(err)
	}
	if info, err := s.file.Stat(); err != nil || info.Size() != 0 || s.lines != 0 {
		t.Errorf("drained: %d bytes, %d lines, %v, want none", info.Size(), s.lines, err)
	}
}

func TestSpoolSurvivesATornLastLine(t *testing.T) {
	whole := t.TempDir()
	s := openTestSpool(t, whole)
	if err := s.append(someEntries(0, 3)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(whole, spoolName))
	if err != nil {
		t.Fatal(err)
	}
	third := bytes.LastIndexByte(text[:len(text)-1], '\n') + 1
	for cut := third; cut < len(text); cut += 13 {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, spoolName), text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s := openTestSpool(t, dir)
		if err := s.append(someEntries(7, 8)); err != nil {
			t.Fatal(err)
		}
		got, want := calls(mustNext(t, s, 10).entries), calls(append(someEntries(0, 2), someEntries(7, 8)...))
		if !slices.Equal(got, want) {
			t.Errorf("cut at %d: got %v, want %v", cut, got, want)
		}
	}
}

func TestSpoolPutsDamagedLinesAside(t *testing.T) {
	dir := t.TempDir()
	s := openTestSpool(t, dir)
	if err := s.append(someEntries(0, 3)); err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, spoolName)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bytes.Replace(text, []byte(`"a-1"`), []byte(`"a-9"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	s = openTestSpool(t, dir)
	d := mustNext(t, s, 10)
	if got := calls(d.entries); !slices.Equal(got, []queue.CallID{"a-0", "a-2"}) {
		t.Errorf("got %v, want the two whole lines", got)
	}
	if err := s.done(d); err != nil || s.lines != 0 {
		t.Errorf("done: %d lines left, %v", s.lines, err)
	}
	aside, err := os.ReadFile(filepath.Join(dir, damagedName))
	if err != nil || strings.Count(string(aside), "\n") != 1 || !strings.Contains(string(aside), `"a-9"`) {
		t.Errorf("put aside: %q, %v, want the damaged line", aside, err)
	}
}

// spoolChild makes the test binary a process that spools rows until it is
// killed, and tells on its output which rows are safe.
const spoolChild = "THIRDRING_TEST_SPOOL"

func TestSpoolSurvivesKill(t *testing.T) {
	if dir := os.Getenv(spoolChild); dir != "" {
		spoolForever(t, dir)
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestSpoolSurvivesKill$")
	child.Env = append(os.Environ(), spoolChild+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var safe []queue.CallID
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if safe = append(safe, queue.CallID(lines.Text())); len(safe) == 40 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(safe) < 40 {
		t.Fatalf("the child ended with %v after %d rows, want it killed", err, len(safe))
	}
	got := calls(mustNext(t, openTestSpool(t, dir), 1_000_000).entries)
	if len(got) < len(safe) || !slices.Equal(got[:len(safe)], safe) {
		t.Errorf("after kill -9: %d rows in the spool, want at least the %d that were safe, in order", len(got), len(safe))
	}
}

func spoolForever(t *testing.T, dir string) {
	s := openTestSpool(t, dir)
	for n := 0; ; n++ {
		if err := s.append(someEntries(n, n+1)); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("a-%d\n", n)
	}
}

func TestSpoolBelongsToOneProcess(t *testing.T) {
	dir := t.TempDir()
	openTestSpool(t, dir)
	if _, err := openSpool(dir, quiet()); err == nil || !strings.Contains(err.Error(), "in use by another thirdring") {
		t.Errorf("second opening: got %v, want a refusal that says why", err)
	}
}

func FuzzSpoolLine(f *testing.F) {
	var buf bytes.Buffer
	if err := encodeLine(&buf, someEntries(0, 1)[0]); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte("00000000 \n"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _ = decodeLine(text) // must not panic
	})
}
