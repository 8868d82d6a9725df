package owner

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParseSpot(t *testing.T) {
	full := spot{building: "3", room: "1201"}
	for text, want := range map[string]spot{
		"3栋1201":           full,
		"3-1201":           full,
		"3 幢 1201 室":       full,
		"3幢1201号":          full,
		"3号楼1201":          full,
		"3号楼的1201":         full,
		"3#1201":           full,
		"3/1201":           full,
		"03栋1201":          full,
		"三栋1201":           full,
		"第三栋1201":          full,
		"3—1201":           full,
		"3-1-1201":         {building: "3", unit: "1", room: "1201"},
		"3栋2单元1201室":       {building: "3", unit: "2", room: "1201"},
		"十一栋1501":          {building: "11", room: "1501"},
		"二十三栋101":          {building: "23", room: "101"},
		"a座1201":           {building: "a", room: "1201"},
		"A座12B":            {building: "a", room: "12b"},
		"甲栋301":            {building: "甲", room: "301"},
		"翠湖天地3-1201":       {project: "翠湖天地", building: "3", room: "1201"},
		"翠湖天地 二期 3栋1201":   {project: "翠湖天地", phase: "2", building: "3", room: "1201"},
		"一品江南3栋2单元1201":    {project: "一品江南", building: "3", unit: "2", room: "1201"},
		"翠湖天地/3栋/1201":     {project: "翠湖天地", building: "3", room: "1201"},
		"翠湖天地 一期 3栋 1单元 1": {project: "翠湖天地", phase: "1", building: "3", unit: "1", room: "1"},
		"1201":             {room: "1201"},
		"1201室":            {room: "1201"},
		"银杏里1201":          {project: "银杏里", room: "1201"},
	} {
		if got, ok := parseSpot(text); !ok || got != want {
			t.Errorf("%q is %+v, %v, want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "  ", "栋", "翠湖天地", "-", strings.Repeat("3-", 2000)} {
		if got, ok := parseSpot(text); ok {
			t.Errorf("%q is %+v, want nothing", text, got)
		}
	}
}

func TestChineseNumerals(t *testing.T) {
	for n := 1; n < 100; n++ {
		if got, ok := chineseNumber(chineseWriting(n)); !ok || got != n {
			t.Errorf("%d is written %s and read %d, %v", n, chineseWriting(n), got, ok)
		}
	}
	for _, bad := range []string{"", "十十", "一一", "百", "3"} {
		if got, ok := chineseNumber(bad); ok {
			t.Errorf("%q is read %d", bad, got)
		}
	}
}

// village has two projects that write their homes differently.
func village(t *testing.T) *Directory {
	d, _ := newDirectory(t)
	for i, u := range []Unit{
		{Project: "翠湖天地", Phase: "二期", Building: "3栋", Unit: "1单元", Room: "1201"},
		{Project: "翠湖天地", Phase: "二期", Building: "3栋", Unit: "2单元", Room: "1201"},
		{Project: "银杏里", Building: "03幢", Room: "1201室"},
		{Project: "银杏里", Building: "十三号楼", Room: "1201"},
		{Project: "翠湖天地", Phase: "一期", Building: "11栋", Room: "1201"},
		{Project: "翠湖天地", Phase: "一期", Building: "A座", Room: "12B"},
	} {
		put(t, d, Owner{Name: fmt.Sprintf("业主%d", i), Phones: []Phone{{Number: fmt.Sprintf("1380000%04d", i)}}, Units: []Unit{u}})
	}
	return d
}

func found(t *testing.T, d *Directory, q Query) string {
	t.Helper()
	q.Limit = 20
	owners, err := d.Find(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range owners {
		names = append(names, strings.TrimPrefix(o.Name, "业主"))
	}
	return strings.Join(names, " ")
}

func TestFind(t *testing.T) {
	d := village(t)
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Unit: "3栋1201"}, "0 1 2"},
		{Query{Unit: "3-1201"}, "0 1 2"},
		{Query{Unit: "3 号楼 1201 室"}, "0 1 2"},
		{Query{Unit: "翠湖3-1201"}, "0 1"},
		{Query{Unit: "翠湖天地二期3幢2单元1201"}, "1"},
		{Query{Unit: "翠湖天地一期3-1201"}, ""},
		{Query{Unit: "银杏里03-1201"}, "2"},
		{Query{Unit: "13栋1201"}, "3"},
		{Query{Unit: "十三栋1201"}, "3"},
		{Query{Unit: "a座12b"}, "5"},
		{Query{Unit: "1201"}, "0 1 2 3 4"},
		{Query{Unit: "银杏里1201"}, "2 3"},
		{Query{Unit: "3-1202"}, ""},
		{Query{Unit: "不是房号"}, ""},
		{Query{Unit: "3-1201", Name: "业主1"}, "1"},
		{Query{Unit: "3-1201", Number: "13800000002"}, "2"},
		{Query{Name: "业主"}, "0 1 2 3 4 5"},
		{Query{Name: "业主3", Number: "0003"}, "3"},
		{Query{Name: "业主3", Number: "0004"}, ""},
		{Query{Number: "0086 138-0000-0004"}, "4"},
		{Query{Number: "12"}, ""},
		{Query{}, ""},
	} {
		if got := found(t, d, c.q); got != c.want {
			t.Errorf("%+v found %q, want %q", c.q, got, c.want)
		}
	}
}

// TestFindFollowsChanges moves an owner, and imports others: the index is kept
// by the scripts that write the records.
func TestFindFollowsChanges(t *testing.T) {
	d := village(t)
	ctx := context.Background()
	owners, err := d.Find(ctx, Query{Unit: "银杏里3-1201", Limit: 1})
	if err != nil || len(owners) != 1 {
		t.Fatal(owners, err)
	}
	o := owners[0]
	o.Units[0].Building = "5幢"
	if _, err := d.Put(ctx, o, "ann"); err != nil {
		t.Fatal(err)
	}
	if was, is := found(t, d, Query{Unit: "银杏里3-1201"}), found(t, d, Query{Unit: "银杏里5-1201"}); was != "" || is != "2" {
		t.Errorf("the owner who moved is found at the old home: %q, at the new one: %q", was, is)
	}
	file := "姓名,电话,项目,楼栋,房号\n业主99,13911112222,银杏里,7栋,301\n"
	if _, err := d.Import(ctx, strings.NewReader(file), int64(len(file)), ImportOptions{By: "ann"}); err != nil {
		t.Fatal(err)
	}
	if got := found(t, d, Query{Unit: "银杏里7-301"}); got != "99" {
		t.Errorf("an imported owner: found %q", got)
	}
	similar, err := d.SoundsLike(ctx, []Unit{{Project: "银杏里", Building: "1号楼"}})
	if err != nil || !slices.Equal(similar[0], []string{"7栋"}) {
		t.Errorf("building 1 sounds like %q, %v", similar, err)
	}
}

func TestPrecise(t *testing.T) {
	for _, q := range []Query{{Unit: "3-1201"}, {Number: "5566 7788"}, {Number: "13800001234"}} {
		if !q.Precise() {
			t.Errorf("%+v is not precise", q)
		}
	}
	for _, q := range []Query{{}, {Unit: "1201"}, {Unit: "银杏里1201"}, {Name: "王"}, {Number: "1234"}, {Unit: "翠湖"}} {
		if q.Precise() {
			t.Errorf("%+v is precise", q)
		}
	}
}

func TestSalutations(t *testing.T) {
	d, _ := newDirectory(t)
	o := put(t, d, zhang())
	got, err := d.Salutations(context.Background(), o.ID, "99", o.ID)
	if err != nil || len(got) != 1 || got[o.ID] != "先生" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestWarrantyOver(t *testing.T) {
	for until, over := range map[Date]bool{"": false, "2026-11-21": true, "2026-11-22": false, "2027-01-01": false} {
		if got := (Warranty{Item: "防水", Until: until}).Over("2026-11-22"); got != over {
			t.Errorf("until %q: over is %v", until, got)
		}
	}
}
