package owner

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func shanghai(t testing.TB) Numbering {
	t.Helper()
	g, err := NewNumbering("021")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

type writtenForm struct{ in, want, ext string }

func corpus(t testing.TB) []writtenForm {
	t.Helper()
	data, err := os.ReadFile("testdata/numbers.txt")
	if err != nil {
		t.Fatal(err)
	}
	var forms []writtenForm
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		col := append(strings.Split(line, "\t"), "", "")
		f := writtenForm{in: col[0], want: col[1], ext: col[2]}
		if lit, ok := strings.CutPrefix(f.in, "go:"); ok {
			if f.in, err = strconv.Unquote(lit); err != nil {
				t.Fatalf("testdata/numbers.txt:%d: %v", i+1, err)
			}
		}
		forms = append(forms, f)
	}
	return forms
}

func TestCanonicalCorpus(t *testing.T) {
	g := shanghai(t)
	forms := corpus(t)
	if len(forms) < 120 {
		t.Errorf("the corpus holds %d forms, want at least 120", len(forms))
	}
	for _, f := range forms {
		n := g.Canonical(f.in)
		got := n.Value
		if !n.Matchable() {
			got = n.Form.String()
		}
		if got != f.want || n.Ext != f.ext {
			t.Errorf("Canonical(%q) = %s ext %q, want %s ext %q", f.in, got, n.Ext, f.want, f.ext)
		}
	}
}

func TestCanonicalHugeInput(t *testing.T) {
	g := shanghai(t)
	for _, in := range []string{
		strings.Repeat("1", 4096),
		"13800001234" + strings.Repeat(" ", 4096),
		strings.Repeat("anonymous", 500),
		"sip:13800001234@" + strings.Repeat("a", 4096),
	} {
		if got := g.Canonical(in); got != (Number{}) {
			t.Errorf("Canonical(%d bytes) = %+v, want unusable", len(in), got)
		}
	}
}

func TestCanonicalNeedsAreaCodeForLocalNumbers(t *testing.T) {
	if got := (Numbering{}).Canonical("12345678"); got.Matchable() {
		t.Errorf("without an area code: got %+v, want unusable", got)
	}
	beijing, err := NewNumbering("10")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := beijing.Canonical("61234567").Value, "+861061234567"; got != want {
		t.Errorf("in Beijing: got %s, want %s", got, want)
	}
	for _, bad := range []string{"21x", "0", "00", "1", "+86", "20000"} {
		if _, err := NewNumbering(bad); err == nil {
			t.Errorf("NewNumbering(%q): got no error", bad)
		}
	}
}

func TestMaskedAndNational(t *testing.T) {
	g := shanghai(t)
	for _, c := range []struct{ in, masked, national string }{
		{"13800001234", "138****1234", "13800001234"},
		{"12345678", "021****5678", "021-12345678"},
		{"0571-87654321-8", "0571****4321", "0571-87654321转8"},
		{"0312 1234567", "0312****4567", "0312-1234567"},
		{"400-800-1234", "400****1234", "4008001234"},
		{"+852 2123 4567", "+852****4567", "+85221234567"},
		{"+1 415 555 0123", "+1****0123", "+14155550123"},
		{"95588", "95588", "95588"},
		{"9501312345678", "95013****5678", "9501312345678"},
		{"anonymous", "", ""},
		{"rubbish", "", ""},
	} {
		n := g.Canonical(c.in)
		if got := n.Masked(); got != c.masked {
			t.Errorf("Canonical(%q).Masked() = %q, want %q", c.in, got, c.masked)
		}
		if got := n.National(); got != c.national {
			t.Errorf("Canonical(%q).National() = %q, want %q", c.in, got, c.national)
		}
		if again := g.Canonical(n.National()); n.Matchable() && again != n {
			t.Errorf("Canonical(National(%q)) = %+v, want %+v", c.in, again, n)
		}
	}
}

var canonicalValue = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{3,16})$`)

func FuzzCanonical(f *testing.F) {
	for _, c := range corpus(f) {
		f.Add(c.in)
	}
	g := shanghai(f)
	f.Fuzz(func(t *testing.T, in string) {
		n := g.Canonical(in)
		masked := n.Masked()
		if !n.Matchable() {
			if n.Value != "" || n.Ext != "" || masked != "" {
				t.Fatalf("Canonical(%q) = %+v, want nothing beside the form", in, n)
			}
			return
		}
		if !canonicalValue.MatchString(n.Value) {
			t.Fatalf("Canonical(%q) = %q, neither E.164 nor a short code", in, n.Value)
		}
		if (n.Form == FormE164) != strings.HasPrefix(n.Value, "+") {
			t.Fatalf("Canonical(%q) = %+v, the form does not fit the value", in, n)
		}
		if again := g.Canonical(n.Value); again.Value != n.Value || again.Form != n.Form || again.Ext != "" {
			t.Fatalf("Canonical(%q) = %+v, but again %+v", in, n, again)
		}
		if masked == "" || strings.Trim(n.Ext, "0123456789") != "" || len(n.Ext) > maxExt {
			t.Fatalf("Canonical(%q) = %+v masked %q", in, n, masked)
		}
	})
}
