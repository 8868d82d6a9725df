package owner

import (
	"context"
	"fmt"
	"reflect"
	"testing"
)

func TestPlaces(t *testing.T) {
	d := village(t)
	moved := put(t, d, Owner{Name: "搬走", Phones: []Phone{{Number: "13900000000"}}, Units: []Unit{{Project: "桃源", Building: "9栋", Room: "1"}}})
	moved.Units = []Unit{{Project: "桃源", Building: "2栋", Room: "1"}}
	put(t, d, moved)
	for i := range 30 {
		put(t, d, Owner{Name: "邻居", Phones: []Phone{{Number: fmt.Sprintf("137%08d", i)}}, Units: []Unit{{Project: "桃源", Building: fmt.Sprintf("%d号楼", i%3+10), Room: fmt.Sprint(i)}}})
	}
	got, err := d.Places(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := []Place{
		{"桃源", []string{"2栋", "10号楼", "11号楼", "12号楼"}},
		{"翠湖天地", []string{"3栋", "11栋", "A座"}},
		{"银杏里", []string{"03幢", "十三号楼"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNoPlaces(t *testing.T) {
	d, _ := newDirectory(t)
	if got, err := d.Places(context.Background()); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}
