package owner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrRejected says that rows of a file were rejected and therefore nothing was stored.
var ErrRejected = errors.New("owner: import: rows were rejected, nothing was stored")

// maxReported bounds the list of rejected rows in a report; all are counted.
const maxReported = 1000

// ImportOptions configures Import.
type ImportOptions struct {
	By      string // who imports; goes into the stamps and the history
	Partial bool   // keep the good rows although others are rejected
	DryRun  bool   // check and compare, store nothing
	Sheet   string // of an xlsx; empty: the first
	Limits  Limits // those not set are DefaultLimits
	// Progress is called from time to time from Import's own goroutine.
	Progress func(Progress)
}

// Progress says how far an import or export is.
type Progress struct {
	Stage Stage
	Rows  int   // rows read, records compared, or records written so far
	Done  int64 // of Total, in bytes or rows as the stage has it
	Total int64
}

// Stage is one part of the work.
type Stage string

// The stages in their order. Readers see the new state from the end of StageStore on.
const (
	StageRead   Stage = "read"
	StageStore  Stage = "store"  // comparing with the directory and writing the draft
	StageFold   Stage = "fold"   // moving the published draft into its place
	StageExport Stage = "export" // writing a file
)

// Report says what an import did, or would do.
type Report struct {
	Format       string // csv or xlsx
	Rows         int    // with something in them, the heading not counted
	People       int    // different persons in the accepted rows
	Created      int
	Updated      int
	Unchanged    int
	RejectedRows int
	Rejected     []Rejection // the first 1000
	Ignored      []string    // headings that mean nothing to the directory
	Stored       bool
	Took         time.Duration
}

// Rejection is one row which cannot be imported and why.
type Rejection struct {
	Row    int // as a spreadsheet program numbers them
	Column string
	Value  string // masked if it is private
	Reason string
}

// Import reads a CSV or XLSX file with one row for each person and unit, and
// adds it to the directory: rows of the same person (same id, or same name and a
// shared number) become one owner with several units, and a person who is in the
// directory already is completed and corrected, never cut down. Everybody sees
// either nothing or all of the import.
//
// A *FileError says that the file as a whole cannot be used, ErrRejected that
// some rows cannot and Partial was not asked for; the report then lists them.
func (d *Directory) Import(ctx context.Context, r io.ReaderAt, size int64, o ImportOptions) (Report, error) {
	start := time.Now()
	if o.By == "" {
		return Report{}, errors.New("owner: ImportOptions.By is missing")
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	o.Limits = o.Limits.withDefaults()
	im := &importer{d: d, options: o, outcomes: make(map[ID]outcome)}
	err := im.run(ctx, r, size)
	im.report.Took = time.Since(start)
	if err != nil && !errors.Is(err, ErrRejected) && !errors.Is(err, ErrImporting) && !isFileError(err) {
		err = fmt.Errorf("owner: import: %w", err)
	}
	return im.report, err
}

func isFileError(err error) bool {
	var file *FileError
	return errors.As(err, &file)
}

// importer is one run of Import.
type importer struct {
	d        *Directory
	options  ImportOptions
	report   Report
	file     *reading
	draft    *draft
	empty    bool // the directory held nobody when the import began
	targets  []ID // for every person of the file: the owner it became
	outcomes map[ID]outcome
}

type outcome int

const (
	outcomeCreated outcome = iota + 1
	outcomeUpdated
	outcomeUnchanged
)

func (im *importer) run(ctx context.Context, r io.ReaderAt, size int64) error {
	if err := im.read(ctx, r, size); err != nil {
		return err
	}
	defer im.count()
	if im.rejected() {
		return ErrRejected
	}
	if !im.options.DryRun {
		draft, err := im.d.begin(ctx)
		if err != nil {
			return err
		}
		im.draft = draft
		defer im.release(ctx)
		if err := im.d.foldAll(ctx, func(int) {}); err != nil { // left by an import that was killed
			return err
		}
	}
	if err := im.plan(ctx); err != nil {
		return err
	}
	if im.rejected() {
		return ErrRejected
	}
	if im.options.DryRun {
		return nil
	}
	return im.publish(ctx)
}

func (im *importer) rejected() bool {
	return im.report.RejectedRows > 0 && !im.options.Partial
}

// publish makes the draft visible and moves it into its place. Whoever wrote
// a record meanwhile is not overwritten: the import is planned again for it.
func (im *importer) publish(ctx context.Context) error {
	for {
		im.count()
		changed, err := im.draft.publish(ctx, im.report.Created)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			break
		}
		if err := im.planAgain(ctx, changed); err != nil {
			return err
		}
		if im.rejected() {
			return ErrRejected
		}
	}
	im.report.Stored = true
	im.d.metrics.importRows.WithLabelValues("stored").Add(float64(im.report.Rows - im.report.RejectedRows))
	total := int64(im.report.Created + im.report.Updated)
	// From here on the import is a fact, so that an interruption does not stop it.
	// If the process dies, the next import or change goes on; readers do not notice.
	return im.d.foldAll(context.WithoutCancel(ctx), func(done int) {
		im.options.Progress(Progress{Stage: StageFold, Rows: done, Done: min(int64(done), total), Total: total})
	})
}

// release gives up the lock even if the import was interrupted. If Redis is gone both go by their TTL.
func (im *importer) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = im.draft.release(ctx)
}

// count fills in the figures of the report.
func (im *importer) count() {
	im.report.Created, im.report.Updated, im.report.Unchanged = 0, 0, 0
	for _, o := range im.outcomes {
		switch o {
		case outcomeCreated:
			im.report.Created++
		case outcomeUpdated:
			im.report.Updated++
		case outcomeUnchanged:
			im.report.Unchanged++
		}
	}
}
