package owner

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
)

const (
	headerRows    = 10   // a title and remarks may stand above the heading
	progressEvery = 1000 // rows
)

// reading is what has been read of a file so far.
type reading struct {
	numbering Numbering
	table     []column
	at        [][]int // for every column of the table: its positions in the file
	people    []rowPerson
	byID      map[ID]int32
	byKey     map[personKey]int32
}

// read takes the whole file in, rejecting the rows that cannot be used.
func (im *importer) read(ctx context.Context, r io.ReaderAt, size int64) (err error) {
	t, format, err := openTable(r, size, im.options.Sheet, im.options.Limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	im.report.Format = format
	im.file = &reading{
		numbering: im.d.numbering, table: im.d.columns,
		byID: make(map[ID]int32), byKey: make(map[personKey]int32),
	}
	if err := im.heading(t); err != nil {
		return err
	}
	cells := 0
	for {
		line, number, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if blank(line) {
			continue
		}
		cells += len(line)
		if err := im.withinLimits(len(line), cells); err != nil {
			return err
		}
		im.report.Rows++
		if rejection := im.file.add(line, number); rejection != nil {
			im.reject(*rejection)
		}
		if im.report.Rows%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			im.progressRead(t)
		}
	}
	im.progressRead(t)
	im.d.metrics.importRows.WithLabelValues("rejected").Add(float64(im.report.RejectedRows))
	if im.report.Rows == 0 {
		return refuse("there is no row below the heading")
	}
	for _, p := range im.file.people {
		if p.merged < 0 {
			im.report.People++
		}
	}
	return nil
}

func (im *importer) progressRead(t table) {
	done, total := t.progress()
	im.options.Progress(Progress{Stage: StageRead, Rows: im.report.Rows, Done: done, Total: total})
}

func (im *importer) withinLimits(columns, cells int) error {
	limits := im.options.Limits
	switch {
	case im.report.Rows >= limits.Rows:
		return refuse("the file has more than %d rows: split it", limits.Rows)
	case columns > limits.Columns:
		return refuse("a row has %d columns, at most %d are read", columns, limits.Columns)
	case cells > limits.Cells:
		return refuse("the file has more than %d cells: split it", limits.Cells)
	}
	return nil
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// heading finds the row that names the columns.
func (im *importer) heading(t table) error {
	known := headings(im.file.table)
	best := []string{"姓名 (name)", "电话 (phones)"}
	for range headerRows {
		cells, _, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(cells) > im.options.Limits.Columns {
			return refuse("a row has %d columns, at most %d are read", len(cells), im.options.Limits.Columns)
		}
		at := make([][]int, len(im.file.table))
		var ignored []string
		for i, c := range cells {
			column, ok := known[heading(c)]
			if !ok {
				column, ok = known[strings.TrimRight(heading(c), "0123456789")] // 电话2
			}
			switch {
			case ok:
				at[column] = append(at[column], i)
			case strings.TrimSpace(c) != "":
				ignored = append(ignored, clip(strings.TrimSpace(c)))
			}
		}
		missing := im.missing(at)
		if len(missing) == 0 {
			im.file.at, im.report.Ignored = at, ignored
			return nil
		}
		if len(missing) < len(best) {
			best = missing
		}
	}
	return refuse("required columns are missing: %s; the first rows have to hold a heading such as 姓名,电话,项目,楼栋,单元,房号", strings.Join(best, ", "))
}

func (im *importer) missing(at [][]int) []string {
	var missing []string
	for i, c := range im.file.table {
		if (c.field == "name" || c.field == "phones") && len(at[i]) == 0 {
			missing = append(missing, c.title+" ("+c.field+")")
		}
	}
	return missing
}

// add reads one row and joins it with the rows of the same person.
func (f *reading) add(cells []string, number int) *Rejection {
	r := row{numbering: f.numbering}
	var g given
	inUnit := false
	for i, c := range f.table {
		cell := f.cell(i, cells)
		if c.field == "fee_arrears" && len(f.at[i]) > 0 {
			g.arrears = true
		}
		if cell == "" {
			continue
		}
		if err := c.set(&r, cell); err != nil {
			return rejection(number, c, cell, err.Error())
		}
		inUnit = inUnit || c.unit && cell != "否"
	}
	g.relation, g.segment = r.owner.Relation != "", r.owner.Segment != ""
	if inUnit {
		r.owner.Units = []Unit{r.unit}
	}
	id := r.owner.ID
	if id == "" {
		r.owner.ID = "0" // stands in until the real one is known
	}
	if err := r.owner.Normalize(f.numbering); err != nil {
		return f.invalid(number, cells, err)
	}
	if err := f.join(id, r.owner, g, number); err != nil {
		return f.invalid(number, cells, err)
	}
	return nil
}

// cell returns what a row says in a column, which may stand in the file several times.
func (f *reading) cell(column int, cells []string) string {
	text := ""
	for _, i := range f.at[column] {
		if i >= len(cells) {
			continue
		}
		c := strings.TrimSpace(cells[i])
		c = strings.TrimSpace(strings.TrimPrefix(c, "'")) // guards a text from being read as a formula
		if c == "" {
			continue
		}
		if f.table[column].field != "phones" {
			return strings.Map(spaceForControl, c)
		}
		text = strings.TrimPrefix(text+" / "+c, " / ")
	}
	return text
}

func spaceForControl(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}
