package queue

import (
	"testing"
	"time"
)

// TestVersionsOfPromptsAreRecorded: what the centre changed is told by its
// version, what is as installed by none.
func TestVersionsOfPromptsAreRecorded(t *testing.T) {
	c := New()
	call := &Call{ID: "c1", Due: map[Timer]time.Time{}, Playing: Playing{ID: "c1-p1", Prompts: []Prompt{{ID: "greet.main"}, {ID: "greet.record"}}}}
	c.calls[call.ID] = call
	c.playStarted(PlayStarted{Call: "c1", Play: "c1-p1", Length: time.Second, Versions: map[string]int{"greet.main": 3}})
	got := call.Record.Prompts
	if len(got) != 2 || got[0] != (Played{Prompt: "greet.main", Version: 3}) || got[1] != (Played{Prompt: "greet.record"}) {
		t.Errorf("recorded %+v", got)
	}
}
