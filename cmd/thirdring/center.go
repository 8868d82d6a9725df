package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"reflect"
	"strings"
	"text/tabwriter"
	"time"

	"thirdring/store"
)

// CenterCmd reads and changes the centre's configuration: hotlines, queues,
// agents, break reasons and categories.
type CenterCmd struct {
	Export  CenterExportCmd  `cmd:"" help:"Write the configuration as YAML, to edit it and import it again."`
	Import  CenterImportCmd  `cmd:"" help:"Check a YAML file and make it the configuration; a running server takes it up at once."`
	History CenterHistoryCmd `cmd:"" help:"List who changed the configuration, when and why."`
	Show    CenterShowCmd    `cmd:"" help:"Write an earlier version as YAML; import it to go back."`
}

// CenterExportCmd writes the configuration in force.
type CenterExportCmd struct {
	File    string `arg:"" optional:"" default:"-" help:"File to write; - is standard output."`
	Default bool   `help:"Write a complete example to start from instead of the configuration in force."`
	JSON    bool   `name:"json" help:"Write JSON instead of YAML."`
}

// Run writes the document.
func (c *CenterExportCmd) Run(ctx context.Context, cfg *Config) error {
	if c.Default {
		return writeCenter(store.Default(), c.File, c.JSON)
	}
	return withStore(ctx, cfg, func(s *store.Store) error {
		d, err := s.Current(ctx)
		if err != nil {
			return err
		}
		return writeCenter(d, c.File, c.JSON)
	})
}

// CenterImportCmd replaces the configuration.
type CenterImportCmd struct {
	File    string `arg:"" help:"YAML file as export writes it; - is standard input."`
	DryRun  bool   `help:"Check the file and say what would change, but change nothing."`
	Comment string `help:"Why, for the history." placeholder:"TEXT"`
	JSON    bool   `name:"json" help:"Print the result as JSON."`
}

// centerImport is the result of an import.
type centerImport struct {
	Version int      `json:"version"` // in force afterwards
	Changed []string `json:"changed"` // sections
	DryRun  bool     `json:"dry_run"`
}

// Run checks the file, compares, and puts it.
func (c *CenterImportCmd) Run(ctx context.Context, cfg *Config) error {
	text, err := readInput(c.File)
	if err != nil {
		return err
	}
	d, err := store.ParseYAML(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return withStore(ctx, cfg, func(s *store.Store) error {
		now, err := s.Current(ctx)
		if err != nil && !errors.Is(err, store.ErrNoCenter) {
			return err
		}
		d.Version = now.Version
		result := centerImport{Version: now.Version, Changed: changedSections(now, d), DryRun: c.DryRun}
		if len(result.Changed) > 0 && !c.DryRun {
			if d, err = s.Put(ctx, d, shellUser(), c.Comment); err != nil {
				return err
			}
			result.Version = d.Version
		}
		return result.print(os.Stdout, c.JSON)
	})
}

func (r centerImport) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return writeJSON(out, r)
	}
	changed := strings.Join(r.Changed, ", ")
	var err error
	switch {
	case changed == "":
		_, err = fmt.Fprintf(out, "The file is valid and says what version %d says: nothing to change.\n", r.Version)
	case r.DryRun:
		_, err = fmt.Fprintf(out, "The file is valid. It would change: %s.\n", changed)
	default:
		_, err = fmt.Fprintf(out, "Version %d is in force. Changed: %s.\n", r.Version, changed)
	}
	return err
}

// changedSections names the top-level keys that differ.
func changedSections(a, b store.Document) []string {
	changed := []string{}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		name, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("yaml"), ",")
		if name != "-" && !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			changed = append(changed, name)
		}
	}
	return changed
}

// CenterHistoryCmd lists revisions.
type CenterHistoryCmd struct {
	Limit int  `help:"How many, newest first." default:"20"`
	JSON  bool `name:"json" help:"Print JSON."`
}

// Run prints a table.
func (c *CenterHistoryCmd) Run(ctx context.Context, cfg *Config) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		list, err := s.History(ctx, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(os.Stdout, list)
		}
		rows := [][]string{{"VERSION", "WHEN", "WHO", "COMMENT"}}
		for _, r := range list {
			rows = append(rows, []string{fmt.Sprint(r.Version), r.At.Local().Format(time.DateTime), r.By, r.Comment})
		}
		return writeTable(os.Stdout, rows)
	})
}

// CenterShowCmd writes an earlier version.
type CenterShowCmd struct {
	Version int  `arg:"" help:"Number of the version, as history lists it."`
	JSON    bool `name:"json" help:"Write JSON instead of YAML."`
}

// Run writes the document.
func (c *CenterShowCmd) Run(ctx context.Context, cfg *Config) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		d, err := s.At(ctx, c.Version)
		if err != nil {
			return err
		}
		return writeCenter(d, "-", c.JSON)
	})
}

// withStore runs do with the site's store open.
func withStore(ctx context.Context, cfg *Config, do func(*store.Store) error) error {
	s, err := store.Open(ctx, cfg.storeOptions())
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

// shellUser names who uses the shell, for the history and the audit trail.
func shellUser() string {
	if u, err := user.Current(); err == nil {
		return "shell:" + u.Username
	}
	return "shell"
}

func writeCenter(d store.Document, file string, asJSON bool) error {
	var text []byte
	var err error
	if asJSON {
		text, err = json.MarshalIndent(d, "", "  ")
		text = append(text, '\n')
	} else {
		text, err = d.FormatYAML()
	}
	if err != nil {
		return err
	}
	if file == "-" {
		_, err = os.Stdout.Write(text)
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

func readInput(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(file)
}

func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeTable aligns the columns.
func writeTable(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}
