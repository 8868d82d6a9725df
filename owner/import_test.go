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

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
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
