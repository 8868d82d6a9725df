package owner

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestImportRefusesWrongFiles(t *testing.T) {
	d, _ := newDirectory(t)
	encrypted := encryptedWorkbook(t)
	plain := workbook(t, [][]any{{"姓名", "电话"}, {"张三", "13800001234"}})
	for _, c := range []struct {
		name   string
		data   []byte
		limits Limits
		want   string
	}{
		{"empty", nil, Limits{}, "the file is empty"},
		{"heading only", []byte("姓名,电话\n"), Limits{}, "no row below the heading"},
		{"no heading", []byte("a,b\nc,d\n"), Limits{}, "required columns are missing: 姓名 (name), 电话 (phones)"},
		{"no phones", []byte("姓名,房号\n张三,101\n"), Limits{}, "required columns are missing: 电话 (phones)"},
		{"binary", []byte("MZ\x00\x01\x02"), Limits{}, "neither CSV text nor an xlsx"},
		{"neither encoding", []byte("name,phones\n\xff\xff,1\n"), Limits{}, "line 2 is neither UTF-8 nor GB18030"},
		{"open quote", []byte("姓名,电话\n\"张三,13800001234\n" + strings.Repeat("李四,13800001234\n", 100_000)), Limits{}, "quotation mark"},
		{"bare quote", []byte("姓名,电话\n张\"三,13800001234\n"), Limits{}, "line 2 is not CSV"},
		{"too many bytes", []byte(sample), Limits{Bytes: 100}, "at most 0 MB are read"},
		{"too many rows", []byte(people(0, 11)), Limits{Rows: 10}, "more than 10 rows"},
		{"too many columns", []byte(sample), Limits{Columns: 5}, "12 columns, at most 5"},
		{"too many cells", []byte(people(0, 10)), Limits{Cells: 70}, "more than 70 cells"},
		{"not a workbook", []byte("PK\x03\x04 something else entirely"), Limits{}, "not an xlsx workbook"},
		{"zip without workbook", zipped(t, "hello.txt", "hello"), Limits{}, "zip archive but not an xlsx"},
		{"OpenDocument", zipped(t, "content.xml", "<x/>"), Limits{}, "OpenDocument"},
		{"encrypted", encrypted, Limits{}, "encrypted"},
		{"old xls", append(slices.Clone(oleMagic), make([]byte, 600)...), Limits{}, "old .xls"},
		{"cut off", plain[:len(plain)/2], Limits{}, "cut off"},
		{"xlsx rows", workbook(t, rows(25)), Limits{Rows: 10}, "more than 10 rows"},
		{"xlsx cells", workbook(t, rows(25)), Limits{Cells: 40}, "more than 40 cells"},
		{"xlsx bytes unpacked", plain, Limits{Unzipped: 1000}, "larger than 0 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := importBytes(d, c.data, ImportOptions{Limits: c.limits})
			var file *FileError
			if !errors.As(err, &file) || !strings.Contains(file.Reason, c.want) {
				t.Errorf("got %v, want a FileError with %q", err, c.want)
			}
		})
	}
	if n := count(t, d); n != 0 {
		t.Errorf("Count: got %d, want 0", n)
	}
}

func rows(n int) [][]any {
	list := [][]any{{"姓名", "电话"}}
	for i := range n {
		list = append(list, []any{fmt.Sprint("业主", i), fmt.Sprintf("139%08d", i)})
	}
	return list
}

// workbook makes an xlsx of the rows.
func workbook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encryptedWorkbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
