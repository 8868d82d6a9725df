package owner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"thirdring/store/redistest"
)

func importBytes(d *Directory, data []byte, o ImportOptions) (Report, error) {
	o.By = "import"
	return d.Import(context.Background(), bytes.NewReader(data), int64(len(data)), o)
}

func mustImport(t testing.TB, d *Directory, data string) Report {
	t.Helper()
	report, err := importBytes(d, []byte(data), ImportOptions{})
	if err != nil {
		t.Fatalf("%v\n%+v", err, report.Rejected)
	}
	return report
}

func count(t testing.TB, d *Directory) int {
	t.Helper()
	n, err := d.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const sample = `翡翠湾业主信息表,,,,,,,,,,,
姓名,称呼,关系,联系电话,项目,期,楼栋,单元,房号,建筑面积(㎡),分类,备注
张三,先生,业主,13800001234/021-12345678转801,翡翠湾,一期,11栋,2单元,1501,89.5,重要客户,随便
张三,,,138 0000 1234,翡翠湾,一期,12栋,1单元,302,,,
李四,女士,租户,13911112222、12345678,翡翠湾,一期,11栋,2单元,1501,,,

王五,,,95588,,,,,,,潜在意向客户,
`

func TestImportCSV(t *testing.T) {
	d, _ := newDirectory(t)
	report := mustImport(t, d, sample)
	report.Took = 0
	want := Report{Format: "csv", Rows: 4, People: 3, Created: 3, Stored: true, Ignored: []string{"备注"}}
	if !reflect.DeepEqual(report, want) {
		t.Errorf("got  %+v\nwant %+v", report, want)
	}
	m := lookup(t, d, "02112345678")
	if m.Kind != KindChoice || len(m.Owners) != 2 {
		t.Fatalf("the shared number: got %+v", m)
	}
	got := lookup(t, d, "13800001234").Owners[0]
	got.Stamp = Stamp{}
	wantOwner := Owner{
		ID: got.ID, Name: "张三", Salutation: "先生", Relation: RelationOwner, Segment: SegmentVIP,
		Phones: []Phone{{Number: "+8613800001234", Kind: PhoneMobile, Primary: true}, {Number: "+862112345678", Ext: "801", Kind: PhoneHome}},
		Units: []Unit{
			{Project: "翡翠湾", Phase: "一期", Building: "11栋", Unit: "2单元", Room: "1501", AreaM2: 89.5},
			{Project: "翡翠湾", Phase: "一期", Building: "12栋", Unit: "1单元", Room: "302"},
		},
	}
	if !reflect.DeepEqual(got, wantOwner) {
		t.Errorf("got  %+v\nwant %+v", got, wantOwner)
	}
	if n := count(t, d); n != 3 {
		t.Errorf("Count: got %d, want 3", n)
	}
}

func TestImportEncodings(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	u16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(sample, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	// The only bytes that are not ASCII stand behind the first read of the detector.
	late := "name,phones,note\n" + strings.Repeat("ann,13800001234,"+strings.Repeat("x", 300)+"\n", 300) + "张三,13911112222,\n"
	lateGB, err := simplifiedchinese.GBK.NewEncoder().String(late)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"BOM": "\ufeff" + sample, "GB18030": gb, "UTF-16": u16, "semicolons": strings.ReplaceAll(sample, ",", ";"),
		"CRLF": strings.ReplaceAll(sample, "\n", "\r\n"), "late UTF-8": late, "late GBK": lateGB,
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := newDirectory(t)
			mustImport(t, d, data)
			if found, err := d.Search(context.Background(), "张三", 5); err != nil || len(found) != 1 {
				t.Errorf("found %d, %v, want 张三", len(found), err)
			}
		})
	}
}

func TestImportEnglishHeadings(t *testing.T) {
	d, _ := newDirectory(t)
	mustImport(t, d, "Name,Phone Number 1,Phone Number 2,Project,Building,Room,Area (m2),Opt_Out,Alerts,Signed_At\n"+
		"Ann Li,+852 2123 4567,13800001234,Bay,11,1501,89.5,\"sms, marketing\",leak|warning|2026-12-31,2024/3/1\n")
	o := lookup(t, d, "+85221234567").Owners[0]
	if len(o.Phones) != 2 || !o.OptOut.SMS || !o.OptOut.Marketing || o.OptOut.Survey || o.Alerts[0].Level != AlertWarning || o.Units[0].SignedAt != "2024-03-01" {
		t.Errorf("got %+v", o)
	}
}

func TestImportRejectsRows(t *testing.T) {
	d, _ := newDirectory(t)
	data := []byte("姓名,电话,关系,面积,交付日期,房号\n" +
		"张三,13800001234,业主,89,2025-01-01,101\n" +
		",13800001235,,,,102\n" +
		"李四,,,,,103\n" +
		"王五,1380000123,,,,104\n" +
		"赵六,1.38E+10,,,,105\n" +
		"钱七,13800001236,邻居,,,106\n" +
		"孙八,13800001237,,大,,107\n" +
		"周九,13800001238,,,明天,108\n" +
		"吴十,13800001239,,89,,\n")
	report, err := importBytes(d, data, ImportOptions{})
	if !errors.Is(err, ErrRejected) || report.Stored || count(t, d) != 0 {
		t.Fatalf("got %v, stored %v, want ErrRejected and nothing stored", err, report.Stored)
	}
	var got []string
	for _, r := range report.Rejected {
		got = append(got, fmt.Sprintf("%d %s %q %s", r.Row, r.Column, r.Value, r.Reason))
	}
	want := []string{
		`3 姓名 "" is empty`,
		`4 电话 "" is empty: an owner needs at least one number`,
		`5 电话 "138****0123" is not a phone number`,
		`6 电话 "1**" was shortened by a spreadsheet program: format the column as text and enter the number again`,
		`7 关系 "邻居" "邻居" is not one of 业主, 使用人, 家属, 租户, 意向客户 (owner, occupant, family, tenant, prospect)`,
		`8 面积 "大" "大" is not an area in square metres`,
		`9 交付日期 "明天" "明天" is not a date such as 2026-05-01`,
		`10 房号 "" is empty: a unit needs a project, a building or a room`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	report, err = importBytes(d, data, ImportOptions{Partial: true})
	if err != nil || report.Created != 1 || report.RejectedRows != 8 || count(t, d) != 1 {
		t.Errorf("partial: got %+v, %v", report, err)
	}
}

func TestImportAgainChangesNothing(t *testing.T) {
	d, _ := newDirectory(t)
	mustImport(t, d, sample)
	report := mustImport(t, d, sample)
	if report.Unchanged != 3 || report.Created+report.Updated != 0 || count(t, d) != 3 {
		t.Errorf("got %+v", report)
	}
}

func TestImportCompletesAndCorrects(t *testing.T) {
	d, _ := newDirectory(t)
	before := put(t, d, zhang())
	report := mustImport(t, d, "姓名,电话,关系,分类,楼栋,房号,项目,期,单元,入住状态,欠费,退订,维保\n"+
		"张三,13800001234,,,11栋,1501,翡翠湾,一期,2单元,出租,,营销,防水:2031-01-01\n"+
		"张三,13800001234/13722223333,,老客户,3栋,201,观澜,,,,,,\n"+
		"新人,13700001111,,,,,,,,,,,\n")
	if report.Created != 1 || report.Updated != 1 || report.Unchanged != 0 {
		t.Errorf("got %+v", report)
	}
	got, err := d.Get(context.Background(), before.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := before.clone()
	want.Segment = SegmentLoyal // a blank relation keeps what was there
	want.Phones = append(want.Phones, Phone{Number: "+8613722223333", Kind: PhoneMobile})
	want.Units[0].OccupancyStatus, want.Units[0].FeeArrears = "出租", false // the column is there, so a blank means no
	want.Units[0].Warranty[0].Until = "2031-01-01"
	want.Units = append(want.Units, Unit{Project: "观澜", Building: "3栋", Room: "201"})
	want.OptOut.Marketing = true
	want.Stamp = got.Stamp
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	history, err := d.History(context.Background(), before.ID)
	if err != nil || len(history) != 1 || history[0].By != "import" || got.Stamp.Version != 2 {
		t.Errorf("history: got %+v, %v", history, err)
	}
}

func TestImportJoinsRowsOfOnePerson(t *testing.T) {
	d, _ := newDirectory(t)
	// The third row shows that the first two are one person.
	report := mustImport(t, d, "姓名,电话,房号,称呼\n张三,13800001111,101,\n张三,13800002222,102,先生\n张三,13800001111/13800002222,103,\n李四,13800001111,101,\n")
	if report.People != 2 || report.Created != 2 {
		t.Errorf("got %+v", report)
	}
	for _, o := range lookup(t, d, "13800001111").Owners {
		if o.Name == "张三" && (len(o.Units) != 3 || len(o.Phones) != 2 || o.Salutation != "先生" || o.Phones[0].Number != "+8613800001111") {
			t.Errorf("got %+v", o)
		}
	}
}

func TestImportTwoPeopleOfTheFileAreOneInTheDirectory(t *testing.T) {
	d, _ := newDirectory(t)
	mustImport(t, d, "姓名,电话\n张三,13800001111/13800002222\n")
	var b strings.Builder
	b.WriteString("姓名,电话,房号\n张三,13800001111,101\n")
	for i := range 2 * batch { // so that the two are in different batches
		fmt.Fprintf(&b, "业主%d,139%08d,\n", i, i)
	}
	b.WriteString("张三,13800002222,102\n")
	report := mustImport(t, d, b.String())
	if report.Created != 2*batch || report.Updated != 1 {
		t.Errorf("got %+v", report)
	}
	if o := lookup(t, d, "13800001111").Owners[0]; len(o.Units) != 2 || o.Stamp.Version != 2 {
		t.Errorf("got %+v", o)
	}
}

func TestImportDryRun(t *testing.T) {
	d, _ := newDirectory(t)
	report, err := importBytes(d, []byte(sample), ImportOptions{DryRun: true})
	if err != nil || report.Created != 3 || report.Stored || count(t, d) != 0 {
		t.Errorf("got %+v, %v", report, err)
	}
	if keys := d.redis.Keys(context.Background(), "*").Val(); len(keys) > 0 {
		t.Errorf("left in Redis: %v", keys)
	}
}

func TestImportOneAtATime(t *testing.T) {
	d, _ := newDirectory(t)
	ctx := context.Background()
	other, err := d.begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := importBytes(d, []byte(sample), ImportOptions{}); !errors.Is(err, ErrImporting) {
		t.Errorf("while another runs: got %v, want ErrImporting", err)
	}
	if err := other.release(ctx); err != nil {
		t.Fatal(err)
	}
	mustImport(t, d, sample)
}

// A cancelled import leaves nothing behind.
func TestImportCancelled(t *testing.T) {
	d, _ := newDirectory(t)
	ctx, cancel := context.WithCancel(context.Background())
	data := []byte(people(0, 3*batch))
	_, err := d.Import(ctx, bytes.NewReader(data), int64(len(data)), ImportOptions{By: "import", Progress: func(p Progress) {
		if p.Stage == StageStore {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
	keys := d.redis.Keys(context.Background(), "*").Val()
	if want := []string{d.keys.seq}; !slices.Equal(keys, want) {
		t.Errorf("left in Redis: %v, want %v", keys, want)
	}
}

// people makes a CSV of n owners.
func people(from, n int) string { return peopleCalled("", from, n) }

func peopleCalled(salutation string, from, n int) string {
	var b strings.Builder
	b.WriteString("姓名,称呼,电话,项目,期,楼栋,单元,房号,面积\n")
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&b, "业主%d,"+salutation+",139%08d,翡翠湾,一期,%d栋,%d单元,%d,%d\n", i, i, i%40+1, i%3+1, 101+i/120, 80+i%60)
	}
	return b.String()
}

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

// An import that others' writes cut across stores neither over their changes nor twice.
func TestImportMeetsOtherWriters(t *testing.T) {
	client := dial(t, redistest.Start(t))
	d := siteDirectory(t, client, "test", newClock())
	ctx := context.Background()
	old := put(t, d, Owner{Name: "业主7", Phones: []Phone{{Number: "13900000007"}}})
	data := []byte(people(0, 5*batch))
	wrote := false
	_, err := d.Import(ctx, bytes.NewReader(data), int64(len(data)), ImportOptions{By: "import", Progress: func(p Progress) {
		if p.Stage != StageStore || wrote {
			return
		}
		wrote = true
		old.Salutation = "女士"
		if _, err := d.Put(ctx, old, "ann"); err != nil {
			t.Error(err)
		}
		if _, err := d.QuickCreate(ctx, Quick{Number: "13900000300", Name: "业主300"}, "ann"); err != nil {
			t.Error(err)
		}
		if _, err := d.QuickCreate(ctx, Quick{Number: "13900000009", Name: "业主9"}, "ann"); err != nil {
			t.Error(err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := lookup(t, d, "13900000007").Owners[0]
	if got.Salutation != "女士" || len(got.Units) != 1 || got.Stamp.Version != 3 {
		t.Errorf("changed by both: got %+v", got)
	}
	for _, number := range []string{"13900000300", "13900000009"} {
		if m := lookup(t, d, number); m.Kind != KindKnown || len(m.Owners[0].Units) != 1 || m.Owners[0].Stamp.CreatedBy != "ann" {
			t.Errorf("created by both: got %+v", m)
		}
	}
	if n := count(t, d); n != 5*batch {
		t.Errorf("Count: got %d, want %d", n, 5*batch)
	}
	verifyStore(t, d)
}

// verifyStore checks that nothing is left of imports and that the index fits the records exactly.
func verifyStore(t *testing.T, d *Directory) {
	t.Helper()
	ctx := context.Background()
	k := d.keys
	for _, key := range d.redis.Keys(ctx, "*").Val() {
		if !slices.Contains([]string{k.owners, k.index, k.history, k.count, k.seq, k.rev}, key) {
			t.Errorf("left in Redis: %s", key)
		}
	}
	records, err := d.all(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range records {
		o, err := decode(r.id, r.stored)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, terms(o)...)
	}
	slices.Sort(want)
	got := d.redis.ZRange(ctx, k.index, 0, -1).Val()
	if extra := minus(got, want); len(extra) > 0 {
		t.Errorf("the index holds %d terms of nobody, such as %q", len(extra), extra[0])
	}
	if lost := minus(want, got); len(lost) > 0 {
		t.Errorf("the index lacks %d terms, such as %q", len(lost), lost[0])
	}
	if n := count(t, d); n != len(records) {
		t.Errorf("Count says %d, there are %d", n, len(records))
	}
}

// An import that dies after publishing is complete for every reader, and the next writer goes on.
func TestImportKilledBeforeFolding(t *testing.T) {
	d, _ := newDirectory(t)
	ctx := context.Background()
	mustImport(t, d, people(0, 10))
	publishOnly(t, d, people(5, 10))
	if n := count(t, d); n != 15 {
		t.Errorf("Count: got %d, want 15", n)
	}
	m := lookup(t, d, "13900000012")
	if m.Kind != KindKnown {
		t.Fatalf("staged owner: got %v", m.Kind)
	}
	m.Owners[0].Salutation = "先生"
	if o, err := d.Put(ctx, m.Owners[0], "ann"); err != nil || o.Stamp.Version != 2 {
		t.Errorf("change of a staged owner: got %+v, %v", o.Stamp, err)
	}
	if got := lookup(t, d, "13900000012"); len(got.Owners) != 1 || got.Owners[0].Salutation != "先生" {
		t.Errorf("got %+v", got)
	}
	if n, err := d.Export(ctx, &bytes.Buffer{}, FormatCSV, nil); err != nil || n != 15 {
		t.Errorf("export: got %d, %v, want 15", n, err)
	}
	mustImport(t, d, people(20, 1))
	verifyStore(t, d)
}

// publishOnly imports up to the moment where readers see it, and dies.
func publishOnly(t *testing.T, d *Directory, data string) {
	t.Helper()
	ctx := context.Background()
	im := &importer{d: d, options: ImportOptions{By: "import", Limits: DefaultLimits(), Progress: func(Progress) {}}, outcomes: map[ID]outcome{}}
	if err := im.read(ctx, strings.NewReader(data), int64(len(data))); err != nil {
		t.Fatal(err)
	}
	var err error
	if im.draft, err = d.begin(ctx); err != nil {
		t.Fatal(err)
	}
	if err := im.plan(ctx); err != nil {
		t.Fatal(err)
	}
	im.count()
	if changed, err := im.draft.publish(ctx, im.report.Created); err != nil || len(changed) > 0 {
		t.Fatal(changed, err)
	}
}

// Readers see an import whole or not at all, whenever they look.
func TestImportIsAtomicForReaders(t *testing.T) {
	d, _ := newDirectory(t)
	const n = 5 * batch
	mustImport(t, d, people(0, n))
	stop, done := make(chan struct{}), make(chan struct{})
	seen := map[string]bool{} // only touched by the reader until done
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			// Reads the last person, then the first: what the first shows has to be at least as new.
			last := lookupName(d, n-1-i%n/2)
			first := lookupName(d, i%n/2)
			seen[last] = true
			if last == "女士" && first != "女士" {
				t.Errorf("half an import: the last says %q, the first %q", last, first)
				return
			}
		}
	}()
	report := mustImport(t, d, peopleCalled("女士", 0, n))
	close(stop)
	<-done
	if report.Updated != n {
		t.Errorf("got %+v", report)
	}
	if !seen[""] {
		t.Error("the reader never looked before the import was published")
	}
	verifyStore(t, d)
}

func lookupName(d *Directory, i int) string {
	m, err := d.Lookup(context.Background(), fmt.Sprintf("139%08d", i))
	if err != nil || m.Kind != KindKnown {
		return fmt.Sprintf("%v %v", m.Kind, err)
	}
	return m.Owners[0].Salutation
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
