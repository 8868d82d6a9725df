package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

	"thirdring/agent"
	"thirdring/queue/replay"
	"thirdring/store"
)

// ReplayCmd plays a past day with another configuration.
type ReplayCmd struct {
	From   string `help:"Begin, by the centre's clock, such as 2026-11-20 or '2026-11-20 09:00'." required:"" placeholder:"TIME"`
	To     string `help:"End; a day after the begin if not given." placeholder:"TIME"`
	Center string `help:"YAML file with the changed configuration, as center export writes it." required:"" placeholder:"FILE"`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is the long help text.
func (*ReplayCmd) Help() string {
	return `Reads the journal of a past day and plays its callers and agents to the configuration in force (MODEL) and to a changed
one (DRAFT), beside what really happened (AS IT WAS). Where MODEL is far from AS IT WAS, the model does not fit the day, and
DRAFT says little. Nothing is changed. The journal is capped: an old day may be gone. An agent who is in the draft alone works all day. Example:

    thirdring center export draft.yaml    # then edit it
    thirdring replay --from 2026-11-20 --center draft.yaml`
}

// replayed are the three days side by side.
type replayed struct {
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	Begins time.Time     `json:"journal_begins"`
	Calls  int           `json:"calls"`
	Actual replay.Result `json:"as_it_was"`
	Model  replay.Result `json:"model"`
	Draft  replay.Result `json:"draft"`
}

// Run reads, plays and prints.
func (c *ReplayCmd) Run(ctx context.Context, cfg *Config) error {
	from, to, err := c.span(cfg.TimeZone)
	if err != nil {
		return err
	}
	text, err := readInput(c.Center)
	if err != nil {
		return err
	}
	draft, err := store.ParseYAML(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Center, err)
	}
	return withStore(ctx, cfg, func(s *store.Store) error {
		result, err := replayDay(ctx, s, from, to, draft)
		switch {
		case err != nil:
			return err
		case c.JSON:
			return writeJSON(os.Stdout, result)
		}
		return result.print(os.Stdout)
	})
}

// span reads --from and --to.
func (c *ReplayCmd) span(zone string) (from, to time.Time, err error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return from, to, err
	}
	if from, err = parseMoment(c.From, place); err != nil {
		return from, to, fmt.Errorf("--from: %w", err)
	}
	if to = from.AddDate(0, 0, 1); c.To != "" {
		if to, err = parseMoment(c.To, place); err != nil {
			return from, to, fmt.Errorf("--to: %w", err)
		}
	}
	if !to.After(from) || to.Sub(from) > 31*24*time.Hour {
		return from, to, fmt.Errorf("--to must be after --from, and at most 31 days later")
	}
	return from, to, nil
}

func parseMoment(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", "2006-01-02T15:04", time.DateTime} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: write 2026-11-20 or '2026-11-20 09:00'", text)
}

// replayDay reads the journal and plays it.
func replayDay(ctx context.Context, s *store.Store, from, to time.Time, draft store.Document) (replayed, error) {
	now, err := s.Current(ctx)
	if err != nil {
		return replayed{}, err
	}
	out := replayed{From: from, To: to}
	reader := replay.NewReader(from, to)
	err = s.Each(ctx, from, to.Add(time.Hour), func(e store.JournalEntry) error {
		if e.At.Before(from) || !e.At.Before(to) {
			return nil
		}
		if out.Begins.IsZero() {
			out.Begins = e.At.In(from.Location())
		}
		return reader.Read(entryOf(e, from.Location()))
	})
	if err != nil {
		return out, err
	}
	day := reader.Day()
	if out.Calls = len(day.Calls); out.Calls == 0 {
		return out, fmt.Errorf("the journal holds no call that ended between %s and %s", from.Format(time.DateTime), to.Format(time.DateTime))
	}
	out.Actual, out.Model = replay.Actual(day, now.Center()), replay.Play(day, now.Center())
	for _, a := range draft.Agents {
		if !slices.ContainsFunc(now.Agents, func(had store.AgentDoc) bool { return had.ID == a.ID }) {
			day.Join(a.ID)
		}
	}
	out.Draft = replay.Play(day, draft.Center())
	return out, nil
}

func entryOf(e store.JournalEntry, zone *time.Location) replay.Entry {
	out := replay.Entry{At: e.At.In(zone), Call: e.Call, Event: replay.Line{Type: e.Event.Type, Data: e.Event.Data}}
	for _, c := range e.Commands {
		out.Commands = append(out.Commands, replay.Line{Type: c.Type, Data: c.Data})
	}
	return out
}

func (r replayed) print(out io.Writer) error {
	_, err := fmt.Fprintf(out, "%d calls from %s to %s\n", r.Calls, r.From.Format(time.DateTime), r.To.Format(time.DateTime))
	if late := r.Begins.Sub(r.From); err == nil && late > time.Hour {
		_, err = fmt.Fprintf(out, "The journal begins at %s: what was before is not in it.\n", r.Begins.Format(time.DateTime))
	}
	if err != nil {
		return err
	}
	rows := [][]string{{"QUEUE", "FIGURE", "AS IT WAS", "MODEL", "DRAFT"}}
	for _, id := range r.queues() {
		was, model, draft := find(r.Actual, id), find(r.Model, id), find(r.Draft, id)
		for i, name := range []string{"service level", "answered of offered", "abandoned", "left otherwise", "mean wait", "longest wait"} {
			rows = append(rows, []string{id, name, figure(was, i), figure(model, i), figure(draft, i)})
		}
	}
	rows = append(rows, []string{"", "", "", "", ""}, []string{"AGENT", "FIGURE", "AS IT WAS", "MODEL", "DRAFT"})
	for _, id := range r.agents() {
		rows = append(rows, []string{string(id), "calls, talk", load(r.Actual, id), load(r.Model, id), load(r.Draft, id)})
	}
	return writeColumns(out, rows)
}

// queues are those of both configurations, in their order.
func (r replayed) queues() []string {
	var ids []string
	seen := map[string]bool{}
	for _, result := range []replay.Result{r.Actual, r.Draft} {
		for _, f := range result.Queues {
			if !seen[f.Queue] {
				seen[f.Queue] = true
				ids = append(ids, f.Queue)
			}
		}
	}
	return ids
}

// agents are those who have calls in any of the days.
func (r replayed) agents() []agent.ID {
	var ids []agent.ID
	seen := map[agent.ID]bool{}
	for _, result := range []replay.Result{r.Actual, r.Model, r.Draft} {
		for _, l := range result.Agents {
			if l.Calls > 0 && !seen[l.Agent] {
				seen[l.Agent] = true
				ids = append(ids, l.Agent)
			}
		}
	}
	return ids
}

func find(r replay.Result, id string) *replay.Figures {
	for i := range r.Queues {
		if r.Queues[i].Queue == id {
			return &r.Queues[i]
		}
	}
	return nil
}

func figure(f *replay.Figures, which int) string {
	if f == nil {
		return "-"
	}
	switch which {
	case 0:
		if level, ok := f.ServiceLevel(); ok {
			return fmt.Sprintf("%.1f%%", 100*level)
		}
		return "-"
	case 1:
		return fmt.Sprintf("%d/%d", f.Answered, f.Offered)
	case 2:
		return strconv.Itoa(f.Abandoned)
	case 3:
		return strconv.Itoa(f.Left)
	case 4:
		return f.Wait.Round(100 * time.Millisecond).String()
	default:
		return f.Longest.Round(100 * time.Millisecond).String()
	}
}

func load(r replay.Result, id agent.ID) string {
	for _, l := range r.Agents {
		if l.Agent == id {
			return fmt.Sprintf("%d, %s", l.Calls, l.Talk.Round(time.Second))
		}
	}
	return "-"
}
