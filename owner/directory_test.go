package owner

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/store/redistest"
)

func TestPutGet(t *testing.T) {
	d, c := newDirectory(t)
	ctx := context.Background()
	stored := put(t, d, zhang())
	if stored.ID != "1" || stored.Stamp.Version != 1 || stored.Stamp.CreatedBy != "ann" || !stored.Stamp.CreatedAt.Equal(c.now) {
		t.Errorf("stored as %s with %+v", stored.ID, stored.Stamp)
	}
	got, err := d.Get(ctx, stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, stored) {
		t.Errorf("got  %+v\nwant %+v", got, stored)
	}
	if _, err := d.Get(ctx, "99"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of nobody: got %v, want ErrNotFound", err)
	}
	if n, err := d.Count(ctx); err != nil || n != 1 {
		t.Errorf("Count: got %d, %v, want 1", n, err)
	}
}

func TestPutDoesNotTouchItsArgument(t *testing.T) {
	d, _ := newDirectory(t)
	o, want := zhang(), zhang()
	o.Phones[0].Number, want.Phones[0].Number = "138-0000-1234", "138-0000-1234"
	put(t, d, o)
	if !reflect.DeepEqual(o, want) {
		t.Errorf("the argument became %+v", o)
	}
}

func TestPutIsOptimistic(t *testing.T) {
	d, _ := newDirectory(t)
	ctx := context.Background()
	first := put(t, d, zhang())
	mine, theirs := first, first
	mine.Salutation, theirs.Salutation = "女士", "老师"
	if got := put(t, d, mine); got.Stamp.Version != 2 {
		t.Errorf("version %d, want 2", got.Stamp.Version)
	}
	if _, err := d.Put(ctx, theirs, "bob"); !errors.Is(err, ErrConflict) {
		t.Errorf("second writer: got %v, want ErrConflict", err)
	}
	ghost := zhang()
	ghost.ID, ghost.Stamp.Version = "77", 3
	if _, err := d.Put(ctx, ghost, "bob"); !errors.Is(err, ErrNotFound) {
		t.Errorf("change of nobody: got %v, want ErrNotFound", err)
	}
	var broken *FieldError
	if _, err := d.Put(ctx, Owner{Name: "x"}, "bob"); !errors.As(err, &broken) {
		t.Errorf("invalid record: got %v, want a FieldError", err)
	}
}

func TestPutRace(t *testing.T) {
	d, _ := newDirectory(t)
	first := put(t, d, zhang())
	var won, lost int
	var mu sync.Mutex // guards won, lost
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			o := first
			o.LanguageNote = string(rune('a' + i))
			_, err := d.Put(context.Background(), o, "ann")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, ErrConflict):
				lost++
			}
		})
	}
	all.Wait()
	if won != 1 || lost != 7 {
		t.Errorf("%d writers won and %d lost, want 1 and 7", won, lost)
	}
}

func TestHistory(t *testing.T) {
	d, c := newDirectory(t)
	o := put(t, d, zhang())
	c.now = c.now.Add(time.Hour)
	o.Salutation = "女士"
	o.Phones = o.Phones[:1]
	o.Units[0].OccupancyStatus = "出租"
	o.Units = append(o.Units[:1], Unit{Project: "观澜", Room: "302", AreaM2: 88})
	o, err := d.Put(context.Background(), o, "bob")
	if err != nil {
		t.Fatal(err)
	}
	if again := put(t, d, o); again.Stamp.Version != 2 {
		t.Errorf("a change of nothing made version %d", again.Stamp.Version)
	}
	got, err := d.History(context.Background(), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{{Version: 2, At: c.now, By: "bob", Fields: []FieldChange{
		{"salutation", "先生", "女士"},
		{"phones", "13800001234 / 单位 021-12345678转801", "13800001234"},
		{"units[翡翠湾 S101]", "翡翠湾 S101", ""},
		{"units[翡翠湾 一期 11栋 2单元 1501].occupancy_status", "自住", "出租"},
		{"units[观澜 302]", "", "观澜 302"},
		{"units[观澜 302].area_m2", "", "88"},
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestLookup(t *testing.T) {
	d, _ := newDirectory(t)
	zhangID := put(t, d, zhang()).ID
	wife := put(t, d, Owner{Name: "李四", Relation: RelationFamily, Phones: []Phone{
		{Number: "13911112222"}, {Number: "02112345678"},
	}}).ID
	landlord := put(t, d, Owner{Name: "王五", Phones: []Phone{{Number: "02112345678"}}}).ID
	for _, c := range []struct {
		in   string
		kind Kind
		want []ID
	}{
		{"013800001234", KindKnown, []ID{zhangID}},
		{"sip:+8613911112222@10.0.0.1", KindKnown, []ID{wife}},
		{"12345678", KindChoice, []ID{landlord, zhangID, wife}}, // the one whose primary number it is comes first
		{"13800001235", KindUnknown, nil},
		{"1380000123", KindWithheld, nil},
		{"anonymous", KindWithheld, nil},
		{"", KindWithheld, nil},
		{"\x00", KindWithheld, nil},
	} {
		m := lookup(t, d, c.in)
		var got []ID
		for _, o := range m.Owners {
			got = append(got, o.ID)
		}
		if m.Kind != c.kind || !slices.Equal(got, c.want) {
			t.Errorf("Lookup(%q) = %v %v, want %v %v", c.in, m.Kind, got, c.kind, c.want)
		}
	}
}

func TestLookupForgetsOldNumbers(t *testing.T) {
	d, _ := newDirectory(t)
	o := put(t, d, zhang())
	o.Phones = []Phone{{Number: "13911112222"}}
	put(t, d, o)
	if got := lookup(t, d, "13800001234").Kind; got != KindUnknown {
		t.Errorf("the old number: got %v, want unknown", got)
	}
	if got := lookup(t, d, "13911112222").Kind; got != KindKnown {
		t.Errorf("the new number: got %v, want known", got)
	}
	if n := d.redis.ZCard(context.Background(), d.keys.index).Val(); n != int64(len(terms(o))) {
		t.Errorf("the index holds %d terms, want %d", n, len(terms(o)))
	}
}

func TestLookupOfAVerySharedNumber(t *testing.T) {
	d, _ := newDirectory(t)
	for range maxMatches + 5 {
		put(t, d, Owner{Name: "员工", Phones: []Phone{{Number: "02112345678"}}})
	}
	m := lookup(t, d, "02112345678")
	if m.Kind != KindChoice || len(m.Owners) != maxMatches || !m.More {
		t.Errorf("got %v with %d owners, more %v", m.Kind, len(m.Owners), m.More)
	}
}

func TestLookupWithoutRedis(t *testing.T) {
	s := redistest.Run(t)
	c := newClock()
	d := siteDirectory(t, dial(t, s.Addr), "test", c)
	s.Freeze()
	defer s.Thaw()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if m, err := d.Lookup(ctx, "13800001234"); !errors.Is(err, context.DeadlineExceeded) || m.Kind != KindUnknown {
		t.Errorf("got %v, %v, want unknown and the deadline", m.Kind, err)
	}
	if m, err := d.Lookup(ctx, "anonymous"); err != nil || m.Kind != KindWithheld {
		t.Errorf("withheld: got %v, %v, want no need of Redis", m.Kind, err)
	}
}

func TestSitesAreSeparate(t *testing.T) {
	client := dial(t, redistest.Start(t))
	one, two := siteDirectory(t, client, "one", newClock()), siteDirectory(t, client, "two", newClock())
	put(t, one, zhang())
	if got := lookup(t, two, "13800001234").Kind; got != KindUnknown {
		t.Errorf("the other site: got %v, want unknown", got)
	}
}

func TestQuickCreate(t *testing.T) {
	d, _ := newDirectory(t)
	ctx := context.Background()
	q := Quick{Number: "0138 0000 1234", Name: "赵六", Unit: Unit{Project: "翡翠湾", Room: "101"}}
	o, err := d.QuickCreate(ctx, q, "1001")
	if err != nil {
		t.Fatal(err)
	}
	if got := lookup(t, d, "13800001234"); got.Kind != KindKnown || got.Owners[0].Stamp.CreatedBy != "1001" || len(o.Units) != 1 {
		t.Errorf("got %+v", got)
	}
	again, err := d.QuickCreate(ctx, q, "1002")
	if err != nil || again.ID != o.ID {
		t.Errorf("the same person again: got %s, %v, want %s", again.ID, err, o.ID)
	}
	if _, err := d.QuickCreate(ctx, Quick{Number: "anonymous", Name: "x"}, "1001"); !errors.Is(err, ErrNumber) {
		t.Errorf("withheld number: got %v, want ErrNumber", err)
	}
}

func TestIDsAreNeverGivenTwice(t *testing.T) {
	d, _ := newDirectory(t)
	o := zhang()
	o.ID = "3"
	put(t, d, o)
	for _, want := range []ID{"4", "5"} {
		if got := put(t, d, zhang()).ID; got != want {
			t.Errorf("got id %s, want %s", got, want)
		}
	}
	if _, err := d.Put(context.Background(), o, "ann"); !errors.Is(err, ErrConflict) {
		t.Errorf("creating an id that exists: got %v, want ErrConflict", err)
	}
}

func TestSearch(t *testing.T) {
	d, _ := newDirectory(t)
	one := put(t, d, zhang()).ID
	two := put(t, d, Owner{Name: "张三丰", Phones: []Phone{{Number: "13900001234"}}, Units: []Unit{
		{Building: "11号楼", Unit: "3", Room: "1501室"}, {Building: "12栋", Room: "302"},
	}}).ID
	for _, c := range []struct {
		query string
		want  []ID
	}{
		{"张", []ID{one, two}},
		{"张三丰", []ID{two}},
		{"三", nil},
		{"13800001234", []ID{one}},
		{"1234", []ID{one, two}},
		{"00001234", []ID{one, two}},
		{"1501", []ID{one, two}},
		{"11-1501", []ID{one, two}},
		{"11-2-1501", []ID{one}},
		{"11栋2单元1501室", []ID{one}},
		{"１２栋３０２", []ID{two}},
		{"11-302", nil},
		{"", nil},
		{"\t", nil},
	} {
		found, err := d.Search(context.Background(), c.query, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []ID
		for _, o := range found {
			got = append(got, o.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Search(%q) = %v, want %v", c.query, got, c.want)
		}
	}
	if found, err := d.Search(context.Background(), "张", 1); err != nil || len(found) != 1 {
		t.Errorf("limit 1: got %d, %v", len(found), err)
	}
}

func TestNewNamesTheMissingOption(t *testing.T) {
	client := dial(t, redistest.Start(t))
	for _, o := range []Options{{Site: "x"}, {Redis: client}, {Redis: client, Site: "x", AreaCode: "1"}} {
		if _, err := New(o); err == nil {
			t.Errorf("New(%+v): got no error", o)
		}
	}
	reg := prometheus.NewRegistry()
	if _, err := New(Options{Redis: client, Site: "x", Registerer: reg}); err != nil {
		t.Error(err)
	}
	if _, err := New(Options{Redis: client, Site: "x", Registerer: reg}); err == nil {
		t.Error("two directories on one registry: got no error")
	}
}

func TestMetrics(t *testing.T) {
	reg := prometheus.NewRegistry()
	d, err := New(Options{Redis: dial(t, redistest.Start(t)), Site: "x", AreaCode: "021", Registerer: reg})
	if err != nil {
		t.Fatal(err)
	}
	put(t, d, zhang())
	for _, n := range []string{"13800001234", "13800001235", "anonymous", "13800001234"} {
		lookup(t, d, n)
	}
	want := map[string]float64{"known": 2, "unknown": 1, "withheld": 1, "choice": 0, "error": 0}
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, f := range families {
		switch f.GetName() {
		case "thirdring_owner_lookups_total":
			for _, m := range f.GetMetric() {
				kind := m.GetLabel()[0].GetValue()
				if got := m.GetCounter().GetValue(); got != want[kind] {
					t.Errorf("lookups of kind %s: got %v, want %v", kind, got, want[kind])
				}
				delete(want, kind)
			}
		case "thirdring_owner_lookup_seconds":
			seen = true
			if got := f.GetMetric()[0].GetHistogram().GetSampleCount(); got != 4 {
				t.Errorf("lookups timed: got %d, want 4", got)
			}
		}
	}
	if len(want) > 0 || !seen {
		t.Errorf("not exposed: kinds %v, histogram seen %v", want, seen)
	}
}
