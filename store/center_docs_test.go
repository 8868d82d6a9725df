package store

import (
	"os"
	"strings"
	"testing"
	"time"

	"thirdring/queue"
)

// TestTheDocsExampleIsValid: what people copy must work.
func TestTheDocsExampleIsValid(t *testing.T) {
	text, err := os.ReadFile("../docs/callers.md")
	must(t, err)
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	d, err := ParseYAML([]byte(example))
	must(t, err)
	c := d.Center()
	if len(c.Calendar) != 8 || len(c.Schedules[0].Week[time.Monday]) != 2 || len(c.Hotlines[0].AfterHours.Keys) != 2 || c.Surge != 5 {
		t.Errorf("got %+v", c)
	}
	if got, want := c.Queues[0].Overflow.Exits[0], (queue.Exit{Kind: queue.ExitQueue, ID: "repair"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
