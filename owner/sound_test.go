package owner

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

func TestConfusable(t *testing.T) {
	for _, c := range []struct{ a, b, rank int }{
		{11, 17, 1},
		{1, 7, 1},
		{6, 9, 1},
		{16, 19, 1},
		{71, 11, 1},
		{111, 171, 1},
		{4, 10, 2},
		{14, 40, 2},
		{44, 14, 2},
		{10, 40, 2},
		{11, 13, 3},
		{11, 12, 3},
		{21, 23, 3},
		{11, 31, 3},
		{105, 106, 3},
		{11, 11, 0},
		{1, 2, 0},
		{1, 11, 0},
		{12, 21, 0},
		{13, 16, 0},
		{5, 50, 0},
		{10, 11, 3},
	} {
		if got := confusable(c.a, c.b); got != c.rank {
			t.Errorf("%d and %d rank %d, want %d", c.a, c.b, got, c.rank)
		}
		if confusable(c.a, c.b) != confusable(c.b, c.a) {
			t.Errorf("%d and %d: it depends on who asks", c.a, c.b)
		}
	}
}

func TestSoundsLike(t *testing.T) {
	d, _ := newDirectory(t)
	for i, building := range []string{"1栋", "3栋", "7栋", "10栋", "11栋", "12栋", "13栋", "17栋", "21栋", "31栋", "B座"} {
		put(t, d, Owner{
			Name: "王", Phones: []Phone{{Number: fmt.Sprintf("1390000%04d", i)}},
			Units: []Unit{{Project: "江南府", Building: building, Room: "101"}},
		})
	}
	units := []Unit{
		{Project: "江南府", Building: "11栋", Room: "1501"},
		{Project: "江南府", Building: "十三号楼", Room: "1501"},
		{Project: "江南府", Building: "1", Room: "101"},
		{Project: "江南府", Building: "3栋", Room: "101"},
		{Project: "别处", Building: "11栋", Room: "101"},
		{Project: "江南府", Building: "B座", Room: "101"},
		{Project: "江南府", Room: "101"},
	}
	got, err := d.SoundsLike(context.Background(), units)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{{"17栋", "10栋", "12栋", "13栋"}, {"12栋", "11栋"}, {"7栋"}, nil, nil, nil, nil} {
		if !slices.Equal(got[i], want) {
			t.Errorf("%s sounds like %q, want %q", units[i].Address(), got[i], want)
		}
	}
}
