package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
)

// RegisterCmd reads the call register (来去电登记).
type RegisterCmd struct {
	Export RegisterExportCmd `cmd:"" help:"Write a month of the register to a file for Excel or the archive."`
	List   RegisterListCmd   `cmd:"" help:"List calls, newest first."`
	Show   RegisterShowCmd   `cmd:"" help:"Show everything the register knows of one call."`
}

// clearNumbers is shared by the commands that can show telephone numbers.
type clearNumbers struct {
	Reason string `help:"Show telephone numbers in full, and put this reason into the audit trail. Without it they are masked: 138****1234." placeholder:"TEXT"`
}

// allow audits the reason, if one is given, before any number is shown.
func (c clearNumbers) allow(ctx context.Context, cfg *Config, subject string) (record.Numbers, error) {
	if c.Reason == "" {
		return record.Masked, nil
	}
	err := withStore(ctx, cfg, func(s *store.Store) error {
		return s.Audit(ctx, shellUser(), "register.numbers", subject+": "+c.Reason)
	})
	return record.Clear, err
}

// RegisterExportCmd writes a month.
type RegisterExportCmd struct {
	Month  string        `help:"The month, by the centre's clock, such as 2026-11." required:"" placeholder:"YYYY-MM"`
	Format record.Format `help:"csv or xlsx." default:"xlsx" enum:"csv,xlsx"`
	Out    string        `help:"File to write, - for standard output; register-MONTH.FORMAT if not given. An existing file is replaced when the new one is complete." type:"path" placeholder:"FILE"`
	clearNumbers
}

// Run writes the file and says how many calls are in it.
func (c *RegisterExportCmd) Run(ctx context.Context, cfg *Config) error {
	month, err := record.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	numbers, err := c.allow(ctx, cfg, "export "+c.Month)
	if err != nil {
		return err
	}
	bar := newProgressBar(os.Stderr, "export "+c.Month)
	job := record.Export{Month: month, Format: c.Format, Numbers: numbers, Progress: bar.show}
	return withRegister(ctx, cfg, func(r *record.Register, _ *time.Location) error {
		if c.Out == "-" {
			_, err := r.Export(ctx, os.Stdout, job)
			return err
		}
		name := c.Out
		if name == "" {
			name = fmt.Sprintf("register-%s.%s", month, c.Format)
		}
		var n int
		err := replaceFile(name, func(out io.Writer) (err error) {
			n, err = r.Export(ctx, out, job)
			return err
		})
		bar.end()
		if err == nil {
			fmt.Fprintf(os.Stderr, "%d calls written to %s\n", n, name)
		}
		return err
	})
}

// replaceFile writes beside the file and renames, so that nobody ever finds
// half of one.
func replaceFile(name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".thirdring-*")
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = errors.Join(write(buffered), buffered.Flush(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// RegisterListCmd lists calls.
type RegisterListCmd struct {
	From      string              `help:"Calls from this time on: 2026-11-22 or 2026-11-22T08:30, by the centre's clock." placeholder:"TIME"`
	To        string              `help:"Calls before this time." placeholder:"TIME"`
	Queue     string              `help:"Calls of this queue." placeholder:"ID"`
	Agent     agent.ID            `help:"Calls that this agent took." placeholder:"ID"`
	Number    string              `help:"Calls of this customer's number, written in any usual way." placeholder:"NUMBER"`
	Owner     string              `help:"Calls of this owner." placeholder:"ID"`
	Outcome   queue.Outcome       `help:"answered, abandoned_ring, abandoned_greeting, abandoned_queue, short, failed, no_answer, busy, cancelled, voicemail, after_hours, overflow or callback." placeholder:"OUTCOME"`
	Category  string              `help:"Calls registered under this category's code." placeholder:"CODE"`
	Direction queue.Direction     `help:"in, out or internal." placeholder:"DIRECTION"`
	Text      string              `help:"Calls whose summary, owner's name or unit holds this text." placeholder:"TEXT"`
	Urgent    bool                `help:"Calls that were in the emergency lane."`
	Survey    queue.Score         `help:"Calls whose customer answered the survey with this key: 1 satisfied, 2 fair, 3 not satisfied." placeholder:"KEY"`
	Callback  record.PromiseState `help:"Calls in which a call-back was asked for, of which this has become: open, kept or given_up." placeholder:"STATE"`
	Limit     int                 `help:"At most this many calls." default:"50"`
	JSON      bool                `name:"json" help:"Print one JSON object per line."`
	clearNumbers
}

// Run prints the calls.
func (c *RegisterListCmd) Run(ctx context.Context, cfg *Config) error {
	if c.Limit < 1 {
		return fmt.Errorf("--limit %d: ask for at least one call", c.Limit)
	}
	return withRegister(ctx, cfg, func(r *record.Register, zone *time.Location) error {
		filter, err := c.filter(cfg, zone)
		if err != nil {
			return err
		}
		numbers, err := c.allow(ctx, cfg, "list")
		if err != nil {
			return err
		}
		rows, err := list(ctx, r, record.Query{Filter: filter, Numbers: numbers}, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSONLines(os.Stdout, rows)
		}
		return writeTable(os.Stdout, registerTable(rows))
	})
}

func (c *RegisterListCmd) filter(cfg *Config, zone *time.Location) (record.Filter, error) {
	f := record.Filter{
		Queue: c.Queue, Agent: c.Agent, Owner: c.Owner, Outcome: c.Outcome,
		Category: c.Category, Direction: c.Direction, Text: c.Text,
		Urgent: c.Urgent, Survey: c.Survey, Callback: c.Callback,
	}
	if f.Survey < 0 || f.Survey > queue.Dissatisfied {
		return f, fmt.Errorf("--survey %d: the keys are 1 to 3", f.Survey)
	}
	if s := f.Callback; s != "" && s != record.PromiseOpen && s != record.PromiseKept && s != record.PromiseGivenUp {
		return f, fmt.Errorf("--callback %q: open, kept or given_up", s)
	}
	var err error
	if f.From, err = parseWhen("--from", c.From, zone); err != nil {
		return f, err
	}
	if f.To, err = parseWhen("--to", c.To, zone); err != nil {
		return f, err
	}
	if c.Number != "" {
		numbering, err := owner.NewNumbering(cfg.AreaCode)
		if err != nil {
			return f, err
		}
		n := numbering.Canonical(c.Number)
		if !n.Matchable() {
			return f, fmt.Errorf("--number %q is not a telephone number", c.Number)
		}
		f.Number = n.Value
	}
	return f, nil
}

func parseWhen(flag, s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s %q: write the time like 2026-11-22 or 2026-11-22T08:30", flag, s)
}

// list goes through pages until it has enough rows.
func list(ctx context.Context, r *record.Register, q record.Query, limit int) ([]record.Row, error) {
	var rows []record.Row
	for {
		q.Limit = min(limit-len(rows), record.MaxLimit)
		page, err := r.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
		if page.Next == "" || len(rows) == limit {
			return rows, nil
		}
		q.Cursor = page.Next
	}
}

// RegisterShowCmd shows one call.
type RegisterShowCmd struct {
	ID   queue.CallID `arg:"" help:"The call's id, as list prints it."`
	JSON bool         `name:"json" help:"Print the row as JSON."`
	clearNumbers
}

// Run prints the row.
func (c *RegisterShowCmd) Run(ctx context.Context, cfg *Config) error {
	return withRegister(ctx, cfg, func(r *record.Register, _ *time.Location) error {
		numbers, err := c.allow(ctx, cfg, string(c.ID))
		if err != nil {
			return err
		}
		row, err := r.Get(ctx, c.ID, numbers)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(os.Stdout, row)
		}
		return writeTable(os.Stdout, r.Describe(row))
	})
}

// withRegister opens the register of the configured site.
func withRegister(ctx context.Context, cfg *Config, do func(*record.Register, *time.Location) error) error {
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return fmt.Errorf("configuration: time_zone %q: use a name such as Asia/Shanghai: %w", cfg.TimeZone, err)
	}
	return withStore(ctx, cfg, func(s *store.Store) error {
		r, err := record.NewRegister(record.RegisterOptions{Redis: s.Client(), Site: cfg.Site, Zone: zone})
		if err != nil {
			return err
		}
		return do(r, zone)
	})
}
