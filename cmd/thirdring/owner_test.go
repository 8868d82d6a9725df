package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"thirdring/owner"
	"thirdring/store"
)

func ownerFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "owners.csv")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const ownersCSV = "姓名,称呼,电话,项目,楼栋,房号,生日,欠费\n" +
	"张三,先生,13800001234,翡翠湾,11栋,1501,05-01,是\n" +
	"张三,,13800001234,翡翠湾,12栋,302,,\n" +
	"李四,女士,13900005678/13800001234,翡翠湾,13栋,101,,\n"

func TestOwnerImportLookupShow(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	file := ownerFile(t, ownersCSV)

	if got := output(t, func() error { return (&OwnerImportCmd{File: file, DryRun: true}).Run(ctx, cfg) }); !strings.Contains(got, "2 new, 0 changed") || !strings.Contains(got, "nothing stored (dry run)") {
		t.Errorf("dry run: got %q", got)
	}
	var report importReport
	if err := json.Unmarshal([]byte(output(t, func() error { return (&OwnerImportCmd{File: file, JSON: true}).Run(ctx, cfg) })), &report); err != nil {
		t.Fatal(err)
	}
	if !report.Stored || report.Rows != 3 || report.Created != 2 || report.RejectedRows != 0 {
		t.Errorf("import: got %+v", report)
	}

	var match shownMatch
	if err := json.Unmarshal([]byte(output(t, func() error {
		return (&OwnerLookupCmd{Number: "+86 139 0000 5678", JSON: true}).Run(ctx, cfg)
	})), &match); err != nil {
		t.Fatal(err)
	}
	if match.Match != "known" || match.Number != "139****5678" || match.Owners[0].Phones[1].Number != "138****1234" {
		t.Errorf("lookup: got %+v", match)
	}
	for number, want := range map[string]string{
		"13800001234": "翡翠湾 11栋 1501; 翡翠湾 12栋 302", "anonymous": "withheld", "hello": "not a telephone number", "13700000000": "137****0000 belongs to nobody",
	} {
		if got := output(t, func() error { return (&OwnerLookupCmd{Number: number}).Run(ctx, cfg) }); !strings.Contains(got, want) {
			t.Errorf("lookup %s: got %q, want %q in it", number, got, want)
		}
	}

	shown := output(t, func() error { return (&OwnerShowCmd{ID: "1"}).Run(ctx, cfg) })
	if strings.Contains(shown, "13800001234") || strings.Contains(shown, "05-01") || strings.Contains(shown, "欠费") || !strings.Contains(shown, "138****1234") {
		t.Errorf("show without a reason: got %q", shown)
	}
	shown = output(t, func() error {
		return (&OwnerShowCmd{ID: "1", History: true, ownerReason: ownerReason{"complaint 17"}}).Run(ctx, cfg)
	})
	if !strings.Contains(shown, "13800001234") || !strings.Contains(shown, "05-01") || !strings.Contains(shown, "欠费") {
		t.Errorf("show with a reason: got %q", shown)
	}
	if err := (&OwnerShowCmd{ID: "1", History: true}).Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), "--reason") {
		t.Errorf("history without a reason: got %v", err)
	}
	if err := (&OwnerShowCmd{ID: "99"}).Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), "no owner 99") {
		t.Errorf("show of nobody: got %v", err)
	}
	wantAudited(t, cfg, "owner.import owner.lookup owner.show")
}

// wantAudited checks which kinds of looks are in the audit trail, and the newest one's reason.
func wantAudited(t *testing.T, cfg *Config, kinds string) {
	t.Helper()
	err := withStore(t.Context(), cfg, func(s *store.Store) error {
		trail, err := s.AuditTrail(t.Context(), 20)
		for kind := range strings.FieldsSeq(kinds) {
			found := false
			for _, e := range trail {
				found = found || e.What == kind
			}
			if !found {
				t.Errorf("the audit trail lacks %s", kind)
			}
		}
		if len(trail) > 0 && trail[0].Subject != "1: complaint 17" {
			t.Errorf("newest audit entry: got %+v, want the reason in it", trail[0])
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestOwnerImportReportsRejectedRows(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	file := ownerFile(t, "姓名,电话\n张三,13800001234\n李四,1380000123\n")
	text := output(t, func() error {
		if err := (&OwnerImportCmd{File: file}).Run(ctx, cfg); !errors.Is(err, owner.ErrRejected) {
			t.Errorf("got %v, want ErrRejected", err)
		}
		return nil
	})
	for _, want := range []string{"ROW", "3    电话", "138****0123", "is not a phone number", "nothing stored", "--partial"} {
		if !strings.Contains(text, want) {
			t.Errorf("got %q, want %q in it", text, want)
		}
	}
	if text := output(t, func() error { return (&OwnerImportCmd{File: file, Partial: true}).Run(ctx, cfg) }); !strings.Contains(text, "1 new") || !strings.Contains(text, "; stored") {
		t.Errorf("partial: got %q", text)
	}
}

func TestOwnerExport(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	file := ownerFile(t, ownersCSV)
	output(t, func() error { return (&OwnerImportCmd{File: file}).Run(ctx, cfg) })
	for _, name := range []string{"all.xlsx", "all.csv"} {
		exported := filepath.Join(t.TempDir(), name)
		if got := output(t, func() error { return (&OwnerExportCmd{File: exported}).Run(ctx, cfg) }); !strings.Contains(got, "2 owners written") {
			t.Errorf("%s: got %q", name, got)
		}
		if got := output(t, func() error { return (&OwnerImportCmd{File: exported}).Run(ctx, cfg) }); !strings.Contains(got, "2 as they were") {
			t.Errorf("%s imported again: got %q", name, got)
		}
	}
	if got := output(t, func() error { return (&OwnerExportCmd{File: "-", Format: owner.FormatCSV}).Run(ctx, cfg) }); strings.Count(got, "\n") != 4 {
		t.Errorf("to standard output: got %q, want a heading and three rows", got)
	}
	if err := (&OwnerExportCmd{File: "owners"}).Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), "--format") {
		t.Errorf("no format: got %v", err)
	}
}

func TestOwnerCommandLine(t *testing.T) {
	var cli struct {
		Owner OwnerCmd `cmd:""`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	file := ownerFile(t, ownersCSV)
	for _, args := range [][]string{
		{"owner", "import", file, "--partial", "--dry-run", "--json", "--sheet", "x"},
		{"owner", "export", "x.csv"},
		{"owner", "export", "-", "--format", "xlsx", "--json"},
		{"owner", "lookup", "13800001234", "--json", "--reason", "x"},
		{"owner", "show", "1", "--history", "--reason", "x", "--json"},
	} {
		if _, err := parser.Parse(args); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	if _, err := parser.Parse([]string{"owner", "export", "x.csv", "--format", "pdf"}); err == nil {
		t.Error("format pdf: got no error")
	}
}
