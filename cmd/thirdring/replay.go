package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"thirdring/queue/replay"
	"thirdring/store"
)

// ReplayCmd plays a past day with another configuration.
type ReplayCmd struct {
	From   string `help:"Begin, by the centre's clock, such as 2026-11-20 or '2026-11-20 09:00'." required:"" placeholder:"TIME"`
	To     string `help:"End; a day after the begin if not given." placeholder:"TIME"`
	Center string `help:"YAML file with the changed configuration, as center export writes it." required:"" placeholder:"FILE"`
	JSON   bool   `name:"json" help:"Print JSON."`
	Lang   string `help:"Language of the report: zh or en; the shell's if not given." enum:"zh,en," default:""`
}

// Help is the long help text.
func (*ReplayCmd) Help() string {
	return `Reads the journal of a past day and plays its callers and agents to the configuration in force (MODEL) and to a changed
one (DRAFT), beside what really happened (AS IT WAS). Where MODEL is far from AS IT WAS, the model does not fit the day, and
DRAFT says little; the report says so. Nothing is changed. The journal is kept for journal.days. An agent who is in the draft alone works all day. Example:

    thirdring center export draft.yaml    # then edit it
    thirdring replay --from 2026-11-20 --center draft.yaml`
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
			return writeJSON(os.Stdout, result.view())
		}
		lang := c.Lang
		if lang == "" {
			lang = cliLanguage()[:2]
		}
		return result.print(os.Stdout, lang)
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

// replayed are the three days side by side.
type replayed struct {
	From, To time.Time
	Begins   time.Time // the journal's first entry in that time
	Day      *replay.Day
	Now      store.Document
	Draft    store.Document

	Actual, Model, Drafted replay.Result
}

// replayDay reads the journal and plays it.
func replayDay(ctx context.Context, s *store.Store, from, to time.Time, draft store.Document) (replayed, error) {
	now, err := s.Current(ctx)
	if err != nil {
		return replayed{}, err
	}
	out := replayed{From: from, To: to, Now: now, Draft: draft}
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
	out.Day = reader.Day()
	if len(out.Day.Calls) == 0 {
		return out, fmt.Errorf("the journal holds no call that ended between %s and %s", from.Format(time.DateTime), to.Format(time.DateTime))
	}
	out.play()
	return out, nil
}

// play plays the day with both documents.
func (r *replayed) play() {
	r.Actual, r.Model = replay.Actual(r.Day, r.Now.Center()), replay.Play(r.Day, r.Now.Center())
	for _, a := range r.Draft.Agents {
		if !slices.ContainsFunc(r.Now.Agents, func(had store.AgentDoc) bool { return had.ID == a.ID }) {
			r.Day.Join(a.ID)
		}
	}
	r.Drafted = replay.Play(r.Day, r.Draft.Center())
}

func entryOf(e store.JournalEntry, zone *time.Location) replay.Entry {
	out := replay.Entry{At: e.At.In(zone), Call: e.Call, Event: replay.Line{Type: e.Event.Type, Data: e.Event.Data}}
	for _, c := range e.Commands {
		out.Commands = append(out.Commands, replay.Line{Type: c.Type, Data: c.Data})
	}
	return out
}
