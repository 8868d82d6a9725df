package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"thirdring/owner"
	"thirdring/store"
)

// OwnerCmd works on the owners' directory (业主).
type OwnerCmd struct {
	Import OwnerImportCmd `cmd:"" help:"Add owners from a CSV or XLSX file, one row for each person and unit."`
	Export OwnerExportCmd `cmd:"" help:"Write all owners to a CSV or XLSX file that import reads back."`
	Lookup OwnerLookupCmd `cmd:"" help:"Show who a telephone number belongs to."`
	Show   OwnerShowCmd   `cmd:"" help:"Show everything the directory knows of one owner."`
}

// OwnerImportCmd imports a file.
type OwnerImportCmd struct {
	File    string `arg:"" help:"CSV (UTF-8 or GB18030) or XLSX file. Its heading needs 姓名 (name) and 电话 (phones; several numbers with / ; 、 between); it may have 称呼, 关系, 分类, 项目, 期, 楼栋, 单元, 房号, 面积, 交付日期, 维保, 退订, 提醒 and everything else that export writes. Rows with the same name and a shared number become one owner with several units." type:"existingfile"`
	Partial bool   `help:"Store the good rows although others are rejected. Without it one bad row keeps everything out."`
	DryRun  bool   `help:"Check the file and compare it with the directory, but store nothing."`
	Sheet   string `help:"Sheet of the workbook; the first one if not given." placeholder:"NAME"`
	JSON    bool   `name:"json" help:"Print the report as JSON."`
}

// Run imports the file and reports every row that was rejected.
func (c *OwnerImportCmd) Run(ctx context.Context, cfg *Config) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return withOwners(ctx, cfg, func(d *owner.Directory, s *store.Store) error {
		bar := &stageBar{out: os.Stderr}
		report, err := d.Import(ctx, file, info.Size(), owner.ImportOptions{
			By: shellUser(), Partial: c.Partial, DryRun: c.DryRun, Sheet: c.Sheet, Progress: bar.show,
		})
		bar.end()
		if report.Stored {
			err = errors.Join(err, s.Audit(ctx, shellUser(), "owner.import",
				fmt.Sprintf("%s: %d created, %d updated", filepath.Base(c.File), report.Created, report.Updated)))
		}
		if err == nil || errors.Is(err, owner.ErrRejected) {
			err = errors.Join(err, c.print(os.Stdout, report))
		}
		return err
	})
}

// stageBar shows one bar for each stage of the work.
type stageBar struct {
	out   *os.File
	stage owner.Stage
	bar   *progressBar
}

func (b *stageBar) show(p owner.Progress) {
	if p.Stage != b.stage {
		b.end()
		b.stage, b.bar = p.Stage, newProgressBar(b.out, fmt.Sprintf("%-6s", p.Stage))
	}
	b.bar.show(int(p.Done), int(p.Total))
}

func (b *stageBar) end() {
	if b.bar != nil {
		b.bar.end()
		b.bar = nil
	}
}

// OwnerExportCmd exports the directory.
type OwnerExportCmd struct {
	File   string       `arg:"" help:"File to write, - for standard output. An existing file is replaced when the new one is complete. It holds every number in full: keep it safe." type:"path"`
	Format owner.Format `help:"csv or xlsx; by the file's name if not given." enum:"csv,xlsx," default:""`
	JSON   bool         `name:"json" help:"Print the result as JSON (to standard error if the file goes to standard output)."`
}

// Run writes the file. The export is audited before anything is written.
func (c *OwnerExportCmd) Run(ctx context.Context, cfg *Config) error {
	format := c.Format
	if format == "" {
		format = owner.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(c.File)), "."))
	}
	if format != owner.FormatCSV && format != owner.FormatXLSX {
		return fmt.Errorf("%s: name the file .csv or .xlsx, or say --format", c.File)
	}
	return withOwners(ctx, cfg, func(d *owner.Directory, s *store.Store) error {
		if err := s.Audit(ctx, shellUser(), "owner.export", filepath.Base(c.File)); err != nil {
			return err
		}
		bar := &stageBar{out: os.Stderr}
		n := 0
		write := func(out io.Writer) (err error) {
			n, err = d.Export(ctx, out, format, bar.show)
			return err
		}
		told := os.Stdout
		var err error
		if c.File == "-" {
			told = os.Stderr
			err = write(os.Stdout)
		} else {
			err = replaceFile(c.File, write)
		}
		bar.end()
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(told, map[string]any{"owners": n, "file": c.File, "format": format})
		}
		_, err = fmt.Fprintf(told, "%d owners written to %s\n", n, c.File)
		return err
	})
}

// ownerReason is shared by the commands that show an owner's file.
type ownerReason struct {
	Reason string `help:"Show numbers, birthday, budget and arrears in full, and put this reason into the audit trail. Without it numbers are masked: 138****1234." placeholder:"TEXT"`
}

// audit records who looks at which file, before it is shown.
func (r ownerReason) audit(ctx context.Context, s *store.Store, what string, owners []owner.Owner) error {
	for _, o := range owners {
		subject := string(o.ID)
		if r.Reason != "" {
			subject += ": " + r.Reason
		}
		if err := s.Audit(ctx, shellUser(), what, subject); err != nil {
			return err
		}
	}
	return nil
}

// OwnerLookupCmd looks a number up.
type OwnerLookupCmd struct {
	Number string `arg:"" help:"Telephone number in any usual form: 13800001234, +86 138 0000 1234, 021-12345678, 12345678, sip:13800001234@trunk."`
	JSON   bool   `name:"json" help:"Print JSON."`
	ownerReason
}

// Run prints who the number belongs to.
func (c *OwnerLookupCmd) Run(ctx context.Context, cfg *Config) error {
	return withOwners(ctx, cfg, func(d *owner.Directory, s *store.Store) error {
		start := time.Now()
		m, err := d.Lookup(ctx, c.Number)
		if err != nil {
			return err
		}
		took := time.Since(start)
		if err := c.audit(ctx, s, "owner.lookup", m.Owners); err != nil {
			return err
		}
		shown := shownMatch{
			Number: m.Number.Masked(), Form: m.Number.Form.String(), Match: m.Kind.String(),
			More: m.More, TookMS: took.Seconds() * 1000, Owners: []shownOwner{},
		}
		for _, o := range m.Owners {
			shown.Owners = append(shown.Owners, showOwner(o, c.Reason != ""))
		}
		if c.JSON {
			return writeJSON(os.Stdout, shown)
		}
		return shown.print(os.Stdout)
	})
}

// OwnerShowCmd shows one owner.
type OwnerShowCmd struct {
	ID      owner.ID `arg:"" help:"The owner's id, as lookup prints it."`
	History bool     `help:"Show who changed what and when; needs --reason, since the old values are shown in full."`
	JSON    bool     `name:"json" help:"Print JSON."`
	ownerReason
}

// Run prints the record.
func (c *OwnerShowCmd) Run(ctx context.Context, cfg *Config) error {
	if c.History && c.Reason == "" {
		return errors.New("--history shows old numbers in full: give a --reason for the audit trail")
	}
	return withOwners(ctx, cfg, func(d *owner.Directory, s *store.Store) error {
		o, err := d.Get(ctx, c.ID)
		if errors.Is(err, owner.ErrNotFound) {
			return fmt.Errorf("there is no owner %s: `thirdring owner lookup NUMBER` prints ids", c.ID)
		}
		if err != nil {
			return err
		}
		if err := c.audit(ctx, s, "owner.show", []owner.Owner{o}); err != nil {
			return err
		}
		shown := showOwner(o, c.Reason != "")
		if c.History {
			history, err := d.History(ctx, o.ID)
			if err != nil {
				return err
			}
			shown.History = showHistory(history)
		}
		if c.JSON {
			return writeJSON(os.Stdout, shown)
		}
		return shown.print(os.Stdout)
	})
}

// withOwners opens the directory of the configured site.
func withOwners(ctx context.Context, cfg *Config, do func(*owner.Directory, *store.Store) error) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		d, err := owner.New(owner.Options{Redis: s.Client(), Site: cfg.Site, AreaCode: cfg.AreaCode})
		if err != nil {
			return err
		}
		return do(d, s)
	})
}
