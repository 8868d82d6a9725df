package owner

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func zipped(t testing.TB, namesAndTexts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(namesAndTexts); i += 2 {
		w, err := z.Create(namesAndTexts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, namesAndTexts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rawWorkbook makes an xlsx around the XML of its only sheet, whatever that is.
func rawWorkbook(t testing.TB, sheet string) []byte {
	t.Helper()
	return zipped(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+sheet+`</sheetData></worksheet>`,
	)
}

const sheetHeading = `<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>手机</t></is></c><c r="C1" t="inlineStr"><is><t>房号</t></is></c><c r="D1" t="inlineStr"><is><t>交房日期</t></is></c></row>`

func sheetRow(n int, phone string) string {
	return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>张%d</t></is></c><c r="B%d"><v>%s</v></c><c r="C%d"><v>1501</v></c><c r="D%d"><v>45808</v></c></row>`, n, n, n, n, phone, n, n)
}

func TestImportXLSX(t *testing.T) {
	d, _ := newDirectory(t)
	data := workbook(t, [][]any{
		{"业主表"},
		{"姓名", "电话", "房号", "建筑面积", "签约日期", "退订"},
		{"张三", 13800001234, 1501, 89.5, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "短信"},
		{},
		{"李四", "13900001111\n13900002222", "302室", "", "2024年3月1日", "全部"},
	})
	report, err := importBytes(d, data, ImportOptions{})
	if err != nil || report.Format != "xlsx" || report.Created != 2 {
		t.Fatalf("got %+v, %v", report, err)
	}
	o := lookup(t, d, "13800001234").Owners[0]
	if u := o.Units[0]; u.Room != "1501" || u.AreaM2 != 89.5 || u.SignedAt != "2024-03-01" || !o.OptOut.SMS {
		t.Errorf("numbers and dates of the workbook: got %+v", o)
	}
	if o := lookup(t, d, "13900002222").Owners[0]; len(o.Phones) != 2 || o.Units[0].SignedAt != "2024-03-01" || !o.OptOut.Survey {
		t.Errorf("texts of the workbook: got %+v", o)
	}
}

func TestImportXLSXSheet(t *testing.T) {
	d, _ := newDirectory(t)
	data := workbook(t, [][]any{{"姓名", "电话"}, {"张三", "13800001234"}})
	if _, err := importBytes(d, data, ImportOptions{Sheet: "业主"}); err == nil || !strings.Contains(err.Error(), `no sheet "业主"`) {
		t.Errorf("a sheet that is not there: got %v", err)
	}
	if _, err := importBytes(d, data, ImportOptions{Sheet: "Sheet1"}); err != nil {
		t.Error(err)
	}
}

func TestImportXLSXAsSpreadsheetsStoreNumbers(t *testing.T) {
	d, _ := newDirectory(t)
	if _, err := importBytes(d, rawWorkbook(t, sheetHeading+sheetRow(2, "13800001234")+sheetRow(4, "1.3800001235E10")), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"13800001234", "13800001235"} {
		if m := lookup(t, d, number); m.Kind != KindKnown || m.Owners[0].Units[0].HandoverAt != "2025-05-31" {
			t.Errorf("%s: got %+v", number, m)
		}
	}
}

func TestImportXLSXRefusesDamage(t *testing.T) {
	d, _ := newDirectory(t)
	for name, c := range map[string]struct{ sheet, want string }{
		"broken in the middle": {sheetHeading + sheetRow(2, "13800001234") + `</nonsense>` + sheetRow(3, "13800001235"), "damaged after row 2"},
		"cell of no column":    {sheetHeading + `<row r="2"><c r="!!"><v>1</v></c></row>`, "row 2 is damaged"},
		"column too far":       {sheetHeading + `<row r="2"><c r="XFD2"><v>1</v></c></row>`, "16384 columns"},
		"huge text":            {sheetHeading + `<row r="2"><c r="A2"><v>` + strings.Repeat("1", 2<<20) + `</v></c></row>`, "text of more than 1 MB"},
		"huge tag":             {sheetHeading + `<row r="2" x="` + strings.Repeat("1", 2<<20) + `"/>`, "tag of more than 1 MB"},
	} {
		_, err := importBytes(d, rawWorkbook(t, c.sheet), ImportOptions{})
		var file *FileError
		if !errors.As(err, &file) || !strings.Contains(file.Reason, c.want) {
			t.Errorf("%s: got %v, want a FileError with %q", name, err, c.want)
		}
	}
	if left, err := os.ReadDir(os.TempDir()); err == nil {
		for _, e := range left {
			if strings.HasPrefix(e.Name(), "thirdring-import-") {
				t.Errorf("left behind: %s", e.Name())
			}
		}
	}
}

// endless repeats a text, which packs to next to nothing.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[e.at]
		e.at = (e.at + 1) % len(e.text)
	}
	return len(p), nil
}

// Too many cells, too many rows and a zip bomb are refused before anything is parsed, in little memory.
func TestImportXLSXBombs(t *testing.T) {
	d, _ := newDirectory(t)
	for name, c := range map[string]struct {
		text   string
		size   int64
		limits Limits
		want   string
	}{
		"cells": {`<c><v>1</v></c>`, 15 * 1_100_000, Limits{Cells: 1_000_000}, "more than 1000000 cells"},
		"rows":  {`<row/>`, 6 * 600_000, Limits{}, "more than 500000 rows"},
		"bomb":  {`<x>          `, 10 << 20, Limits{Unzipped: 8 << 20}, "larger than 8 MB"},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(name, "sheet1") {
				if _, err := io.CopyN(w, &endless{text: c.text}, c.size); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := importBytes(d, b.Bytes(), ImportOptions{Limits: c.limits})
		runtime.ReadMemStats(&after)
		var file *FileError
		if !errors.As(err, &file) || !strings.Contains(file.Reason, c.want) {
			t.Errorf("%s: got %v, want a FileError with %q", name, err, c.want)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 8 {
			t.Errorf("%s: took %d MB of memory for a file of %d kB", name, used, b.Len()>>10)
		}
	}
}
