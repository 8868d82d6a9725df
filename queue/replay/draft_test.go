package replay

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

var update = flag.Bool("update", false, "write testdata anew")

// drafts are changed centres and the days that they are played with.
var drafts = map[string]struct {
	day  string
	what string
	edit func(c *queue.Center)
}{
	"no_call_backs": {"call-backs", "nobody is called back: key 1 leads nowhere", func(c *queue.Center) { c.Queues[0].Callbacks.Tries = 0 }},
	"one_try":       {"call-backs", "a customer is called back once only", func(c *queue.Center) { c.Queues[0].Callbacks.Tries = 1 }},
	"key_2_closed":  {"keys", "key 2 leads to a message, not to the repair queue", func(c *queue.Center) { c.Queues[0].Keys[1].Exits = []queue.Exit{{Kind: queue.ExitVoicemail}} }},
	"no_repair":     {"transfers", "nobody serves the repair queue", func(c *queue.Center) { c.Agents = c.Agents[:len(c.Agents)-2] }},
	"no_duty":       {"duty and voicemail", "duty phones are not rung", func(c *queue.Center) { c.Queues[0].Overflow.Exits = c.Queues[0].Overflow.Exits[1:] }},
	"new_duty": {"duty and voicemail", "another duty phone is rung first", func(c *queue.Center) {
		c.DutyLists[0].Phones = append([]queue.DutyPhone{{Name: "new", Number: "13900000009"}}, c.DutyLists[0].Phones...)
	}},
	"overflow_to_call_back": {"keys", "who has waited for 20 s is promised a call", func(c *queue.Center) {
		c.Queues[0].Overflow = queue.Overflow{MaxWait: 20 * time.Second, Exits: []queue.Exit{{Kind: queue.ExitCallback}}}
	}},
}

// TestDrafts plays the days with changed configurations: read the differences.
func TestDrafts(t *testing.T) {
	for name, draft := range drafts {
		t.Run(name, func(t *testing.T) {
			day := featureDays[draft.day]
			c := rich(day.agents)
			if day.change != nil {
				day.change(&c)
			}
			d := aDay(day.be)
			d.Duty["13900000001"] = &Phone{Rings: []time.Duration{6 * time.Second}, Keys: []time.Duration{2 * time.Second}, Missed: 1}
			entries, _ := journal(t, d, c)
			found := read(t, entries, d)
			changed := c
			changed.Queues, changed.DutyLists = slices.Clone(c.Queues), slices.Clone(c.DutyLists)
			changed.Queues[0].Keys = slices.Clone(c.Queues[0].Keys)
			draft.edit(&changed)
			var out strings.Builder
			fmt.Fprintf(&out, "# A day of %s; in the draft %s.\n", draft.day, draft.what)
			model := Play(found, c)
			tell(&out, "was", Actual(found, c))
			tell(&out, "model", model)
			result := Play(found, changed)
			tell(&out, "draft", result)
			for _, turn := range Turns(model, result) {
				fmt.Fprintf(&out, "%3d callers: %s -> %s\n", turn.Callers, turn.From, turn.To)
			}
			golden(t, name, out.String())
		})
	}
}

func tell(out *strings.Builder, name string, r Result) {
	fmt.Fprintf(out, "%s\n", name)
	for _, f := range r.Queues {
		level, _ := f.ServiceLevel()
		fmt.Fprintf(out, "  %s: %.1f %% of %d offered, answered %d, abandoned %d, left %d, promised %d, kept %d, wait %s, longest %s\n",
			f.Queue, 100*level, f.Offered, f.Answered, f.Abandoned, f.Left, f.Promised, f.Kept, f.Wait.Round(100*time.Millisecond), f.Longest.Round(time.Second))
	}
	for _, l := range r.Agents {
		fmt.Fprintf(out, "  %s: %d calls, %s\n", l.Agent, l.Calls, l.Talk.Round(time.Second))
	}
	if r.Assumed != (Assumed{}) {
		fmt.Fprintf(out, "  assumed %+v\n", r.Assumed)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant (-update writes it)\n%s", got, want)
	}
}

// TestOutagesAreLeftOut: those who were there when a node, or thirdring, was
// away are left out and counted, and nobody else.
func TestOutagesAreLeftOut(t *testing.T) {
	back := queue.Resync{Node: node, Phones: []agent.ID{"1001", "1002", "1003", "1004"}}
	for name, outage := range map[string][]queue.Event{
		"node":      {queue.NodeLost{Node: node}, back},
		"thirdring": {queue.Configured{Center: center(4)}, back},
	} {
		t.Run(name, func(t *testing.T) {
			d := busyDay()
			at := nine.Add(30*time.Minute + 20*time.Second)
			entries, _ := journalWith(t, d, center(4), func(p *player) {
				for i, ev := range outage {
					p.at(at.Add(time.Duration(i)*time.Second), func() queue.Event { return ev })
				}
			})
			day := read(t, entries, d)
			if len(day.Outages) != 1 || day.LeftOut < 2 || day.LeftOut > 8 || len(day.Calls)+day.LeftOut+day.Open != 180 {
				t.Fatalf("%d calls, %d left out, %d open, outages %v", len(day.Calls), day.LeftOut, day.Open, day.Outages)
			}
			for _, c := range day.Calls {
				if c.At.Before(at) && c.Ended.After(at) {
					t.Errorf("%s was there, from %s to %s", c.ID, c.At, c.Ended)
				}
			}
			near(t, Play(day, center(4)), Actual(day, center(4)))
		})
	}
}

// TestJournalOfAnEarlierVersion has no rows: the conversation is the first
// agent's, and the rest is as it was.
func TestJournalOfAnEarlierVersion(t *testing.T) {
	entries, want := journal(t, busyDay(), center(4))
	for _, e := range entries {
		for i, cmd := range e.Commands {
			if cmd.Type == "SaveRecord" {
				e.Commands[i].Data, _, _ = cutRow(cmd.Data)
			}
		}
	}
	day := read(t, entries, busyDay())
	if got := figures(Actual(day, center(4))); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %+v\nwas  %+v", got, want)
	}
	if got := figures(Play(day, center(4))); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("played %+v\nwas    %+v", got, want)
	}
}

// cutRow removes the row, which is the last field but one.
func cutRow(data []byte) (short []byte, row string, found bool) {
	before, after, found := strings.Cut(string(data), `,"Row":`)
	return []byte(before + "}"), after, found
}

// TestTurns counts callers by what became of them, the most first.
func TestTurns(t *testing.T) {
	a := Result{Fates: map[queue.CallID]Fate{"1": FateGaveUp, "2": FateGaveUp, "3": FateLate, "4": FateInTime}}
	b := Result{Fates: maps.Clone(a.Fates)}
	b.Fates["1"], b.Fates["2"], b.Fates["3"] = FateInTime, FateInTime, FateGaveUp
	want := []Turn{{FateGaveUp, FateInTime, 2}, {FateLate, FateGaveUp, 1}}
	if got := Turns(a, b); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
