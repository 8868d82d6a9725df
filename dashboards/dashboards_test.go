package dashboards

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ruleFile is as much of a rules file as the tests need.
type ruleFile struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Record, Alert, Expr string
			Labels, Annotations map[string]string
		}
	}
}

type dashboard struct {
	UID        string
	Title      string
	Panels     []panel
	Templating struct {
		List []struct{ Name, Type, Definition string }
	}
}

type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource struct{ UID string }
	GridPos    struct{ X, Y, W, H int }
	Targets    []struct{ RefID, Expr string }
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(names), err)
	}
	return names
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	check(t, err)
	return text
}

func rules(t *testing.T) map[string]ruleFile {
	t.Helper()
	out := map[string]ruleFile{}
	for _, name := range glob(t, "*.rules.yml") {
		var f ruleFile
		if err := yaml.UnmarshalWithOptions(read(t, name), &f, yaml.AllowDuplicateMapKey()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = f
	}
	return out
}

func dashboards(t *testing.T) map[string]dashboard {
	t.Helper()
	out := map[string]dashboard{}
	for _, name := range glob(t, "*.json") {
		var d dashboard
		if err := json.Unmarshal(read(t, name), &d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = d
	}
	return out
}

// expressions lists every expression of the folder with its place.
func expressions(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, f := range rules(t) {
		for _, g := range f.Groups {
			for _, r := range g.Rules {
				out[name+" "+r.Record+r.Alert] = r.Expr
			}
		}
	}
	for name, d := range dashboards(t) {
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				out[name+" "+p.Title+" "+target.RefID] = target.Expr
			}
		}
		for _, v := range d.Templating.List {
			out[name+" variable "+v.Name] = v.Definition
		}
	}
	return out
}

var (
	metricName = regexp.MustCompile(`[a-zA-Z_:][a-zA-Z0-9_:]*`)
	quoted     = regexp.MustCompile(`"[^"]*"`)
	selector   = regexp.MustCompile(`([a-z_:][a-z0-9_:]*)\{([^}]*)\}`)
	labelName  = regexp.MustCompile(`([a-z_]+)\s*(?:=~|!~|!=|=)`)
)

func TestEveryMetricIsExported(t *testing.T) {
	metrics, recorded := exported(t), map[string]bool{}
	for _, f := range rules(t) {
		for _, g := range f.Groups {
			for _, r := range g.Rules {
				recorded[r.Record] = true
			}
		}
	}
	used := 0
	for where, expr := range expressions(t) {
		bare := quoted.ReplaceAllString(expr, `""`)
		for _, name := range metricName.FindAllString(bare, -1) {
			switch {
			case strings.Contains(name, ":"):
				if !recorded[name] {
					t.Errorf("%s: no rule records %s", where, name)
				}
			case strings.HasPrefix(name, "thirdring_"):
				used++
				if _, ok := metrics.labels(name); !ok {
					t.Errorf("%s: nothing exports %s", where, name)
				}
			}
		}
		for _, m := range selector.FindAllStringSubmatch(bare, -1) {
			labels, ok := metrics.labels(m[1])
			if !ok {
				continue
			}
			for _, l := range labelName.FindAllStringSubmatch(m[2], -1) {
				if !labels[l[1]] {
					t.Errorf("%s: %s has no label %s", where, m[1], l[1])
				}
			}
		}
	}
	if used < 50 {
		t.Errorf("only %d uses of metrics were found", used)
	}
}

func TestDashboardsAreWhole(t *testing.T) {
	uids, titles := map[string]string{}, map[string]string{}
	for name, d := range dashboards(t) {
		if other, twice := uids[d.UID]; d.UID == "" || twice {
			t.Errorf("%s: uid %q is empty or that of %s", name, d.UID, other)
		}
		if other, twice := titles[d.Title]; d.Title == "" || twice {
			t.Errorf("%s: title %q is empty or that of %s", name, d.Title, other)
		}
		uids[d.UID], titles[d.Title] = name, name
		if len(d.Templating.List) == 0 || d.Templating.List[0].Type != "datasource" {
			t.Errorf("%s: no variable for the data source", name)
		}
		ids, names := map[int]bool{}, map[string]bool{}
		for i, p := range d.Panels {
			if p.ID == 0 || ids[p.ID] {
				t.Errorf("%s: panel %q: id %d is missing or used twice", name, p.Title, p.ID)
			}
			if p.Title == "" || names[p.Title] {
				t.Errorf("%s: panel %d: title %q is missing or used twice", name, p.ID, p.Title)
			}
			ids[p.ID], names[p.Title] = true, true
			checkPanel(t, name, p, d.Panels[:i])
		}
	}
}

func checkPanel(t *testing.T, name string, p panel, before []panel) {
	t.Helper()
	g := p.GridPos
	if g.W < 1 || g.H < 1 || g.X < 0 || g.X+g.W > 24 {
		t.Errorf("%s: panel %q does not fit the grid: %+v", name, p.Title, g)
	}
	for _, o := range before {
		if b := o.GridPos; g.X < b.X+b.W && b.X < g.X+g.W && g.Y < b.Y+b.H && b.Y < g.Y+g.H {
			t.Errorf("%s: panels %q and %q overlap", name, o.Title, p.Title)
		}
	}
	if p.Type == "row" {
		return
	}
	if p.Datasource.UID != "${datasource}" {
		t.Errorf("%s: panel %q: data source %q, want the variable", name, p.Title, p.Datasource.UID)
	}
	if len(p.Targets) == 0 {
		t.Errorf("%s: panel %q asks for nothing", name, p.Title)
	}
	if strings.Contains(p.Title, "服务水平") && !strings.Contains(p.Title, "A_T/") {
		t.Errorf("%s: panel %q does not name its formula", name, p.Title)
	}
}

// Every alert says what happened in both languages and what to do, and has a
// test.
func TestAlertsSpeakToPeople(t *testing.T) {
	tests := string(read(t, "alerts.test.yml"))
	seen := map[string]bool{}
	for name, f := range rules(t) {
		for _, g := range f.Groups {
			for _, r := range g.Rules {
				if r.Alert == "" {
					continue
				}
				if seen[r.Alert] {
					t.Errorf("%s: %s is defined twice", name, r.Alert)
				}
				seen[r.Alert] = true
				for _, key := range []string{"summary", "summary_en", "action"} {
					if r.Annotations[key] == "" {
						t.Errorf("%s: %s has no %s", name, r.Alert, key)
					}
				}
				if s := r.Labels["severity"]; s != "critical" && s != "warning" {
					t.Errorf("%s: %s: severity %q", name, r.Alert, s)
				}
				if strings.Count(tests, "alertname: "+r.Alert) < 2 {
					t.Errorf("%s: %s needs a test in which it fires and one in which it does not", name, r.Alert)
				}
			}
		}
	}
}

func TestRulesWithPromtool(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: run `deploy/install.sh prometheus` or `apt-get install prometheus`")
	}
	for _, args := range [][]string{
		append([]string{"check", "rules"}, glob(t, "*.rules.yml")...),
		append([]string{"test", "rules"}, glob(t, "*.test.yml")...),
	} {
		if out, err := exec.Command(promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// The files are of no use if Prometheus and Grafana do not find them.
func TestDeployFindsTheFiles(t *testing.T) {
	var prometheus struct {
		RuleFiles []string `yaml:"rule_files"`
	}
	check(t, yaml.Unmarshal(read(t, "../deploy/prometheus.yml"), &prometheus))
	var found []string
	for _, pattern := range prometheus.RuleFiles {
		names, err := filepath.Glob(filepath.Join("../deploy", pattern))
		check(t, err)
		for _, name := range names {
			found = append(found, filepath.Base(name))
		}
	}
	for _, name := range glob(t, "*.rules.yml") {
		if !slices.Contains(found, name) {
			t.Errorf("deploy/prometheus.yml does not read %s", name)
		}
	}
	if providers := read(t, "../deploy/grafana/dashboards/thirdring.yml"); !strings.Contains(string(providers), "/var/lib/grafana/dashboards") {
		t.Error("deploy/grafana does not point to the folder that docker-compose.yml mounts the dashboards at")
	}
}
