package record

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"thirdring/queue"
)

// november fills a register with calls around the month's ends, by the clocks
// of Shanghai, saved newest first.
func november(t *testing.T) *Register {
	t.Helper()
	r := startRegister(t)
	for n, ring := range []time.Time{
		time.Date(2026, 12, 1, 0, 0, 0, 0, shanghai), time.Date(2026, 11, 30, 23, 59, 59, 0, shanghai),
		time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai), time.Date(2026, 10, 31, 23, 59, 59, 0, shanghai),
	} {
		mustSave(t, r, abandoned(n, ring), true)
	}
	mustSave(t, r, answered(), true)
	return r
}

func TestExportCSV(t *testing.T) {
	r := november(t)
	evil := abandoned(9, at("10:00:00"))
	evil.Wrap.Summary = "=HYPERLINK(\"http://evil\")\n第二行,逗号"
	mustSave(t, r, evil, true)
	var out bytes.Buffer
	n, err := r.Export(context.Background(), &out, Export{Month: Month{2026, 11}, Format: CSV})
	if err != nil || n != 4 {
		t.Fatalf("got %d calls, %v, want 4", n, err)
	}
	body, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked {
		t.Error("no byte order mark")
	}
	lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Fatalf("got %d lines, %v, want 5", len(lines), err)
	}
	cell := func(line int, title string) string { return lines[line][slices.Index(lines[0], title)] }
	for _, c := range []struct {
		line        int
		title, want string
	}{
		{1, "序号", "1"},
		{1, "日期", "2026-11-01"},
		{4, "日期", "2026-11-30"},
		{4, "时间", "23:59:59"},
		{2, "客户姓名", "王建国"},
		{2, "电话号码", "138****1234"},
		{2, "内容", answered().Wrap.Summary},
		{2, "当场解决", "否"},
		{2, "铃响次数", "3"},
		{2, "三声内接听", "是"},
		{2, "通话(秒)", "150"},
		{2, "挂断方", "客户"},
		{2, "结果", "已接听"},
		{2, "录音必须保存", "是"},
		{2, "来电/去电", "来电"},
		{3, "内容", "'=HYPERLINK(\"http://evil\")\n第二行,逗号"},
		{3, "结果", "排队中放弃"},
		{3, "当场解决", ""},
	} {
		if got := cell(c.line, c.title); got != c.want {
			t.Errorf("line %d, %s: got %q, want %q", c.line, c.title, got, c.want)
		}
	}
}

func TestExportXLSX(t *testing.T) {
	r := november(t)
	var out bytes.Buffer
	var reported [][2]int
	n, err := r.Export(context.Background(), &out, Export{
		Month: Month{2026, 11}, Format: XLSX, Numbers: Clear,
		Progress: func(done, total int) { reported = append(reported, [2]int{done, total}) },
	})
	if err != nil || n != 3 {
		t.Fatalf("got %d calls, %v, want 3", n, err)
	}
	if want := [][2]int{{3, 3}}; !slices.Equal(reported, want) {
		t.Errorf("progress: got %v, want %v", reported, want)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := file.GetRows("2026-11")
	if err != nil || len(rows) != 4 {
		t.Fatalf("got %d lines, %v, want 4", len(rows), err)
	}
	if got := rows[2][slices.Index(rows[0], "电话号码")]; got != "13800001234" {
		t.Errorf("number: got %q, want it in clear", got)
	}
}

func TestExportXLSXGoesOnWithAnotherSheet(t *testing.T) {
	var out bytes.Buffer
	table, err := newXLSXTable(&out, "2026-11", exportColumns(shanghai))
	if err != nil {
		t.Fatal(err)
	}
	table.limit = 2
	for n := range 5 {
		if err := table.row([]any{n}); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.close(); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if got, want := fmt.Sprint(file.GetSheetList()), "[2026-11 2026-11 (2) 2026-11 (3)]"; got != want {
		t.Errorf("sheets: got %s, want %s", got, want)
	}
	rows, err := file.GetRows("2026-11 (3)")
	if err != nil || len(rows) != 2 || rows[1][0] != "4" {
		t.Errorf("last sheet: got %v, %v, want titles and the fifth row", rows, err)
	}
}

func TestExportReportsAFullDisk(t *testing.T) {
	r := november(t)
	for _, format := range []Format{CSV, XLSX} {
		if _, err := r.Export(context.Background(), fullDisk{}, Export{Month: Month{2026, 11}, Format: format}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v, want the disk's error", format, err)
		}
	}
	if _, err := r.Export(context.Background(), fullDisk{}, Export{Month: Month{2026, 11}, Format: "pdf"}); err == nil {
		t.Error("pdf: got no error")
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "水管": "水管", "=1+1": "'=1+1", "+86": "'+86", "-1": "'-1", "@x": "'@x", "\t=1": "'\t=1", "=1": "'=1", "a=1": "a=1",
	} {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseMonth(t *testing.T) {
	m, err := ParseMonth("2026-11")
	if err != nil || m.String() != "2026-11" {
		t.Errorf("got %v, %v", m, err)
	}
	for _, bad := range []string{"", "2026", "2026-13", "11-2026", "2026-11-01"} {
		if _, err := ParseMonth(bad); err == nil {
			t.Errorf("ParseMonth(%q): got no error", bad)
		}
	}
}

func TestDescribeLeavesOutWhatIsEmpty(t *testing.T) {
	r := startRegister(t)
	lines := fmt.Sprint(r.Describe(NewRow(abandoned(1, at("09:00:00")), true).Masked()))
	if !strings.Contains(lines, "[电话号码 139****0001]") || strings.Contains(lines, "客户姓名") {
		t.Errorf("got %s", lines)
	}
	if got := label(outcomeLabels, queue.Outcome("new")); got != "new" {
		t.Errorf("unknown outcome: got %v, want its code", got)
	}
}
