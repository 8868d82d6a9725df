package owner

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestNormalizeNamesFieldAndReason(t *testing.T) {
	g := shanghai(t)
	for _, c := range []struct {
		field  string
		damage func(*Owner)
	}{
		{"id", func(o *Owner) { o.ID = "" }},
		{"id", func(o *Owner) { o.ID = "1\t2" }},
		{"name", func(o *Owner) { o.Name = "  " }},
		{"name", func(o *Owner) { o.Name = "张\n三" }},
		{"name", func(o *Owner) { o.Name = "\xff" }},
		{"name", func(o *Owner) { o.Name = strings.Repeat("张", 65) }},
		{"relation", func(o *Owner) { o.Relation = "neighbour" }},
		{"segment", func(o *Owner) { o.Segment = "gold" }},
		{"birthday", func(o *Owner) { o.Birthday = "13-01" }},
		{"birthday", func(o *Owner) { o.Birthday = "2025-02-29" }},
		{"email", func(o *Owner) { o.Contact.Email = "zhang" }},
		{"phones", func(o *Owner) { o.Phones = nil }},
		{"phones", func(o *Owner) { o.Phones = slices.Repeat(o.Phones, 20) }},
		{"phones[1].number", func(o *Owner) { o.Phones[1].Number = "anonymous" }},
		{"phones[0].kind", func(o *Owner) { o.Phones[0].Kind = "pager" }},
		{"phones[0].ext", func(o *Owner) { o.Phones[0].Ext = "12x" }},
		{"units", func(o *Owner) { o.Units = slices.Repeat(o.Units, 200) }},
		{"units[1]", func(o *Owner) { o.Units[1] = o.Units[0] }},
		{"units[1].room", func(o *Owner) { o.Units[1] = Unit{HouseType: "x"} }},
		{"units[0].area_m2", func(o *Owner) { o.Units[0].AreaM2 = -1 }},
		{"units[0].area_m2", func(o *Owner) { o.Units[0].AreaM2 = math.NaN() }},
		{"units[0].signed_at", func(o *Owner) { o.Units[0].SignedAt = "2026-5-1" }},
		{"units[0].warranty[0]", func(o *Owner) { o.Units[0].Warranty[0].Item = "" }},
		{"units[0].warranty[1]", func(o *Owner) { o.Units[0].Warranty[1].Item = "防水" }},
		{"alerts[0].text", func(o *Owner) { o.Alerts[0].Text = "" }},
		{"alerts[1].text", func(o *Owner) { o.Alerts[1].Text = o.Alerts[0].Text }},
		{"alerts[0].level", func(o *Owner) { o.Alerts[0].Level = "loud" }},
		{"alerts[0].until", func(o *Owner) { o.Alerts[0].Until = "soon" }},
	} {
		o := zhang()
		o.ID = "7"
		c.damage(&o)
		err := o.Normalize(g)
		var broken *FieldError
		if !errors.As(err, &broken) || broken.Field != c.field || broken.Reason == "" {
			t.Errorf("want an error of field %s, got %v", c.field, err)
		}
	}
}

func TestNormalizeFillsIn(t *testing.T) {
	o := Owner{ID: "1", Name: " 王五 ", Phones: []Phone{
		{Number: "021 87654321"}, {Number: "139-0000-1234", Primary: true}, {Number: "13900001234", Ext: ""},
	}}
	if err := o.Normalize(shanghai(t)); err != nil {
		t.Fatal(err)
	}
	want := Owner{ID: "1", Name: "王五", Relation: RelationOwner, Segment: SegmentOrdinary, Phones: []Phone{
		{Number: "+8613900001234", Kind: PhoneMobile, Primary: true}, {Number: "+862187654321", Kind: PhoneHome},
	}}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("got  %+v\nwant %+v", o, want)
	}
}

func TestCodecKeepsEverything(t *testing.T) {
	o := zhang()
	o.ID = "42"
	if err := o.Normalize(shanghai(t)); err != nil {
		t.Fatal(err)
	}
	o.Stamp = Stamp{}.next(newClock().now, "ann").next(newClock().now.AddDate(0, 1, 0), "bob")
	got, err := decode("42", encode(o))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, o) {
		t.Errorf("got  %+v\nwant %+v", got, o)
	}
}

func TestCodecIsCompact(t *testing.T) {
	o := Owner{
		ID: "100001", Name: "张三", Salutation: "先生", Relation: RelationOwner, Segment: SegmentOrdinary,
		Phones: []Phone{{Number: "+8613800001234", Kind: PhoneMobile, Primary: true}},
		Units:  []Unit{{Project: "翡翠湾", Phase: "一期", Building: "11栋", Unit: "2单元", Room: "1501", AreaM2: 89.5}},
	}
	o.Stamp = o.Stamp.next(newClock().now, "import")
	if got := len(encode(o)); got > 220 {
		t.Errorf("a usual record takes %d bytes, want at most 220:\n%s", got, encode(o))
	}
}

func TestDecodeRefusesRubbish(t *testing.T) {
	for _, s := range []string{"", "x {}", "1", "1 {", "{}"} {
		if _, err := decode("1", s); err == nil {
			t.Errorf("decode(%q): got no error", s)
		}
	}
}
