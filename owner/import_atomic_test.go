package owner

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thirdring/store/redistest"
)

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
