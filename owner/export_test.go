package owner

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"

	"thirdring/store/redistest"
)

// Texts with everything that has a meaning in CSV, in spreadsheets or in our own lists.
var anyText = rapid.StringOfN(rapid.SampledFrom([]rune("张三 aZ09,;:|\"'\\=+-@/、；｜：。()（）<>&%#!?*\t　é😀")), 1, 12, -1)

func genText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.TrimSpace(strings.ReplaceAll(anyText.Draw(t, "text"), "\t", ""))
		if rapid.Bool().Draw(t, "empty") {
			return ""
		}
		return s
	})
}

func genDate() *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date {
		if rapid.Bool().Draw(t, "empty") {
			return ""
		}
		return Date(genTime().Draw(t, "day").Format(time.DateOnly))
	})
}

func genTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "seconds"), 0).UTC()
	})
}

func genPhone(i int) *rapid.Generator[Phone] {
	return rapid.Custom(func(t *rapid.T) Phone {
		number := rapid.SampledFrom([]string{"+86138%08d", "+8621%08d", "+86571%08d", "+852212%05d", "+86400%07d", "95%03d"}).Draw(t, "form")
		p := Phone{
			Number: fmt.Sprintf(number, rapid.IntRange(0, 99).Draw(t, "n")*10+i),
			Kind:   PhoneKind(rapid.SampledFrom(phoneKinds.codes).Draw(t, "kind")),
			Ext:    rapid.SampledFrom([]string{"", "", "1", "801"}).Draw(t, "ext"),
		}
		if rapid.Bool().Draw(t, "verified") {
			p.VerifiedAt = genTime().Draw(t, "at")
		}
		return p
	})
}

func genUnit(i int) *rapid.Generator[Unit] {
	return rapid.Custom(func(t *rapid.T) Unit {
		text := func(name string) string { return genText().Draw(t, name) }
		u := Unit{
			Project: text("project"), Phase: text("phase"), Building: text("building"), Unit: text("unit"), Room: fmt.Sprint(i),
			HouseType: text("house"), AreaM2: float64(rapid.IntRange(0, 30000).Draw(t, "area")) / 100, ContractNo: text("contract"),
			SignedAt: genDate().Draw(t, "signed"), HandoverAt: genDate().Draw(t, "handover"), MoveInAt: genDate().Draw(t, "move in"),
			DecorationStatus: text("decoration"), OccupancyStatus: text("occupancy"), FeeArrears: rapid.Bool().Draw(t, "arrears"),
			PropertyCompany: text("company"), Ambassador: text("ambassador"),
		}
		for j := range rapid.IntRange(0, 2).Draw(t, "warranties") {
			u.Warranty = append(u.Warranty, Warranty{fmt.Sprint(j, text("item")), genDate().Draw(t, "until")})
		}
		return u
	})
}

func genOwner() *rapid.Generator[Owner] {
	return rapid.Custom(func(t *rapid.T) Owner {
		text := func(name string) string { return genText().Draw(t, name) }
		o := Owner{
			Name: text("name") + "王", Salutation: text("salutation"),
			Relation: Relation(rapid.SampledFrom(relations.codes).Draw(t, "relation")),
			Segment:  Segment(rapid.SampledFrom(segments.codes).Draw(t, "segment")),
			Contact:  Contact{WeChat: text("wechat"), HomeAddress: text("home")},
			Birthday: rapid.SampledFrom([]string{"", "02-29", "1980-12-31"}).Draw(t, "birthday"), LanguageNote: text("language"),
			Needs:       Needs{text("nh"), text("na"), text("nb")},
			Preferences: Preferences{text("pd"), text("pa")},
			OptOut:      OptOut{CareCall: rapid.Bool().Draw(t, "care"), SMS: rapid.Bool().Draw(t, "sms"), Source: text("source")},
			Consent:     Consent{NoticeVersion: text("notice")},
		}
		if rapid.Bool().Draw(t, "times") {
			o.OptOut.At, o.Consent.At = genTime().Draw(t, "out"), genTime().Draw(t, "consent")
			o.Contact.Email = "a=b@example.cn"
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "phones") {
			o.Phones = append(o.Phones, genPhone(i).Draw(t, "phone"))
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "units") {
			o.Units = append(o.Units, genUnit(i).Draw(t, "unit"))
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "alerts") {
			o.Alerts = append(o.Alerts, Alert{fmt.Sprint(i, text("alert")), AlertLevel(rapid.SampledFrom(alertLevels.codes).Draw(t, "level")), genDate().Draw(t, "until")})
		}
		return o
	})
}

// What is exported imports back identically, into an empty directory and into its own.
func TestExportRoundTrip(t *testing.T) {
	client := dial(t, redistest.Start(t))
	ctx := context.Background()
	site := 0
	rapid.Check(t, func(t *rapid.T) {
		site++
		d := rapidDirectory(t, client, fmt.Sprint("a", site))
		for range rapid.IntRange(1, 4).Draw(t, "owners") {
			if _, err := d.Put(ctx, genOwner().Draw(t, "owner"), "ann"); err != nil {
				t.Fatal(err)
			}
		}
		format := rapid.SampledFrom([]Format{FormatCSV, FormatXLSX}).Draw(t, "format")
		var file bytes.Buffer
		if _, err := d.Export(ctx, &file, format, nil); err != nil {
			t.Fatal(err)
		}
		fresh := rapidDirectory(t, client, fmt.Sprint("b", site))
		if report, err := importBytes(fresh, file.Bytes(), ImportOptions{}); err != nil {
			t.Fatalf("%v %+v\n%s", err, report.Rejected, file.Bytes())
		}
		got, want := everybody(t, fresh), everybody(t, d)
		for id := range want {
			if !reflect.DeepEqual(got[id], want[id]) {
				t.Fatalf("owner %s: got\n%+v\nwant\n%+v", id, got[id], want[id])
			}
		}
		if len(got) != len(want) {
			t.Fatalf("got %d owners, want %d", len(got), len(want))
		}
		report, err := importBytes(d, file.Bytes(), ImportOptions{})
		if err != nil || report.Unchanged != len(want) || report.Created+report.Updated > 0 {
			t.Fatalf("into its own directory: %+v, %v", report, err)
		}
	})
}

func rapidDirectory(t *rapid.T, client redis.UniversalClient, site string) *Directory {
	d, err := New(Options{Redis: client, Site: site, AreaCode: "021"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// everybody returns all owners without their stamps.
func everybody(t *rapid.T, d *Directory) map[ID]Owner {
	records, err := d.all(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[ID]Owner, len(records))
	for _, r := range records {
		o, err := decode(r.id, r.stored)
		if err != nil {
			t.Fatal(err)
		}
		o.Stamp = Stamp{}
		all[r.id] = o
	}
	return all
}

func TestExportGuardsFormulas(t *testing.T) {
	d, _ := newDirectory(t)
	put(t, d, Owner{Name: "=1+1", Phones: []Phone{{Number: "+85221234567"}}})
	var b bytes.Buffer
	if n, err := d.Export(context.Background(), &b, FormatCSV, nil); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if !strings.Contains(b.String(), "'=1+1") || !strings.Contains(b.String(), "'+85221234567") || !strings.HasPrefix(b.String(), "\ufeff业主编号,姓名") {
		t.Errorf("got %q", b.String())
	}
}

func TestExportProgressAndErrors(t *testing.T) {
	d, _ := newDirectory(t)
	put(t, d, zhang())
	var last Progress
	if _, err := d.Export(context.Background(), &bytes.Buffer{}, FormatXLSX, func(p Progress) { last = p }); err != nil || last.Done != 1 || last.Total != 1 {
		t.Errorf("got %+v, %v", last, err)
	}
	if _, err := d.Export(context.Background(), &bytes.Buffer{}, "pdf", nil); err == nil {
		t.Error("format pdf: got no error")
	}
}
