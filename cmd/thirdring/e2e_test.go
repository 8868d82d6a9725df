package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
)

// asServer makes this test binary act as thirdring itself, so that the server
// under test is a process of its own that can be killed, with the race
// detector on.
const asServer = "THIRDRING_TEST_AS_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// patience bounds every wait of the end-to-end tests.
const patience = 30 * time.Second

// site is a whole centre on real parts: its own Asterisk, Redis and thirdring.
type site struct {
	t        testing.TB
	dir      string
	demo     *DemoCmd
	secrets  *demoFile
	config   Config
	options  deploy.AsteriskOptions
	asterisk *deploy.Asterisk
	redis    *deploy.Redis
	server   *deploy.Process
}

// newSite starts a centre. change edits its configuration document first.
func newSite(t testing.TB, change func(*store.Document)) *site {
	t.Helper()
	return newSiteOn(t, deploy.AsteriskOptions{}, change)
}

// newSiteOn is newSite on an Asterisk with options of its own.
func newSiteOn(t testing.TB, o deploy.AsteriskOptions, change func(*store.Document)) *site {
	t.Helper()
	s := &site{t: t, dir: shortDir(t), options: o}
	s.demo = &DemoCmd{Var: s.dir, CenterName: "测试客户服务中心", Hotline: "4008001234", Site: "e2e"}
	s.secrets = &demoFile{path: filepath.Join(s.dir, "demo.json")}
	s.secrets.makeSecrets()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	s.startRedis(ctx)
	s.startAsterisk(ctx)
	s.load(ctx, change)
	s.config = DefaultConfig()
	s.config.Site, s.config.Listen = "e2e", listenAddr(t)
	s.config.PublicURL = "http://" + s.config.Listen
	s.config.OperatorToken = "operator"
	s.config.Redis.Addr = s.redis.Addr
	s.config.SpoolDir = filepath.Join(s.dir, "spool")
	s.config.PromptsDir = s.ownPrompts()
	s.config.DrainTimeout = "0s"
	s.config.Asterisk = []AsteriskConfig{{
		Name: "ast1", ARIURL: s.asterisk.ARIURL, ARIUser: s.asterisk.ARIUser, ARIPassword: s.asterisk.ARIPassword,
		App: s.asterisk.App, SoundsDir: s.asterisk.SoundsDir, RecordingsDir: s.asterisk.RecordingsDir,
	}}
	s.start()
	return s
}

// ownPrompts is the folder of what the centre recorded itself.
func (s *site) ownPrompts() string { return filepath.Join(s.dir, "own-prompts") }

// shortDir is a folder whose path fits into a unix socket's name.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "tr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// listenAddr is an address that stays the same over restarts of the server.
func listenAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// varDir is where the downloaded parts are.
func varDir() (string, error) {
	return filepath.Abs(cmp.Or(os.Getenv("THIRDRING_VAR"), "../../var"))
}

// sounds are the prompts of all end-to-end tests, made once. The centre has
// "recorded" its longest ones as short tones, so that no test waits for them.
var sounds = sync.OnceValues(func() (string, error) {
	parts, err := varDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(parts, "test-sounds")
	recorded := filepath.Join(dir, "recorded")
	if err := os.MkdirAll(recorded, 0o755); err != nil {
		return "", err
	}
	tone := make([]int16, sipphone.Rate/2)
	sipphone.Tone(350, 20)(tone)
	for _, prompt := range []string{"greet.main", "greet.record", "queue.enter", "connect.start"} {
		var wav bytes.Buffer
		if err := sipphone.WriteWAV(&wav, tone); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(recorded, prompt+".wav"), wav.Bytes(), 0o644); err != nil {
			return "", err
		}
	}
	_, err = deploy.MakePrompts(context.Background(), deploy.PromptOptions{
		CenterName: "测试客户服务中心", Dir: dir, RecordedDir: recorded,
	})
	return dir, err
})

func (s *site) startRedis(ctx context.Context) {
	s.t.Helper()
	o := deploy.RedisOptions{Dir: filepath.Join(s.dir, "redis")}
	if s.redis != nil {
		o.Addr = s.redis.Addr
	}
	redis, err := deploy.StartRedis(ctx, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.redis = redis
	s.t.Cleanup(redis.Kill)
}

func (s *site) startAsterisk(ctx context.Context) {
	s.t.Helper()
	dir, err := sounds()
	if err != nil {
		s.t.Fatal(err)
	}
	parts, err := varDir()
	if err != nil {
		s.t.Fatal(err)
	}
	o := s.options
	o.Dir, o.VarDir, o.SoundsDir, o.PromptsDir = filepath.Join(s.dir, "ast"), parts, dir, s.ownPrompts()
	if s.asterisk != nil {
		o.SIPAddr, o.HTTPAddr = s.asterisk.SIPAddr, s.asterisk.HTTPAddr
	}
	asterisk, err := deploy.StartAsterisk(ctx, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.asterisk = asterisk
	s.t.Cleanup(asterisk.Kill)
}

// load fills Redis with the demo centre, all of whose agents have desk phones.
func (s *site) load(ctx context.Context, change func(*store.Document)) {
	s.t.Helper()
	if err := loadDemoCenter(ctx, s.demo, s.redis.Addr, s.secrets); err != nil {
		s.t.Fatal(err)
	}
	db, err := store.Open(ctx, store.Options{Addr: s.redis.Addr, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	doc, err := db.Current(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range doc.Agents {
		doc.Agents[i].Device = agent.DeskPhone // the tests have no browser
	}
	if change != nil {
		change(&doc)
	}
	if _, err := db.Put(ctx, doc, "test", "changed for the test"); err != nil {
		s.t.Fatal(err)
	}
}

// start starts thirdring and waits until it is ready.
func (s *site) start() {
	s.t.Helper()
	s.launch()
	s.waitReady(http.StatusOK)
}

// startStandby starts an instance that waits for its turn.
func (s *site) startStandby() {
	s.t.Helper()
	s.launch()
	s.waitReady(http.StatusServiceUnavailable)
}

func (s *site) launch() {
	s.t.Helper()
	text, err := yaml.Marshal(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	file := filepath.Join(s.dir, "thirdring.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.server, err = deploy.Start(deploy.Command{
		Name: "thirdring", RunDir: s.dir, LogDir: s.dir, Path: os.Args[0], Args: []string{"--config", file, "serve"},
		Env: []string{asServer + "=1"}, WorkDir: s.dir,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	server := s.server
	s.t.Cleanup(func() { s.end(server) })
}

// end stops thirdring and fails the test if it raced or crashed.
func (s *site) end(server *deploy.Process) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_ = server.Stop(ctx) // its exit code is looked at in the log
	text, err := os.ReadFile(server.Log())
	if err != nil {
		s.t.Error(err)
	}
	if strings.Contains(string(text), "DATA RACE") || strings.Contains(string(text), "panic:") {
		s.t.Errorf("thirdring raced or crashed:\n%s", text)
	}
	if s.t.Failed() {
		s.t.Logf("thirdring's log:\n%s", last(string(text), 12000))
	}
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// eventually asks until done says yes; between two questions it waits a
// moment. It is for what can only be asked, such as HTTP.
func eventually(t testing.TB, what string, done func() error) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(patience)
	for {
		err := done()
		if err == nil {
			return
		}
		select {
		case <-ticker.C:
		case <-limit:
			t.Fatalf("%s: %v", what, err)
		}
	}
}

func (s *site) waitReady(status int) {
	s.t.Helper()
	eventually(s.t, "readyz", func() error {
		select {
		case <-s.server.Done():
			s.t.Fatal(s.server.Failure(s.server.Err()))
		default:
		}
		resp, err := http.Get(s.config.PublicURL + "/readyz")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != status {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

// get asks the API as the operator.
func (s *site) get(path string, into any) error {
	req, err := http.NewRequest(http.MethodGet, s.config.PublicURL+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer operator")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", path, resp.StatusCode)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// rows waits until the register holds that many rows that satisfy ok, newest
// first, those that the demo's owners bring along left out.
func (s *site) rows(want int, ok func(record.Row) error) []record.Row {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.redis.Addr})
	defer client.Close()
	register, err := record.NewRegister(record.RegisterOptions{Redis: client, Site: "e2e"})
	if err != nil {
		s.t.Fatal(err)
	}
	var page record.Page
	eventually(s.t, "register", func() error {
		if page, err = register.Search(s.t.Context(), record.Query{Numbers: record.Clear}); err != nil {
			return err
		}
		page.Rows = slices.DeleteFunc(page.Rows, func(r record.Row) bool { return strings.HasPrefix(string(r.CallID), "demo-past-") })
		if len(page.Rows) != want {
			return fmt.Errorf("%d rows, want %d", len(page.Rows), want)
		}
		for _, row := range page.Rows {
			if !row.Final {
				return fmt.Errorf("row %s is not final", row.CallID)
			}
			if err := ok(row); err != nil {
				return err
			}
		}
		return nil
	})
	return page.Rows
}

// ari asks Asterisk itself.
func (s *site) ari(path string, into any) error {
	resp, err := http.Get(s.asterisk.ARIURL + path + "?api_key=" + url.QueryEscape(s.asterisk.ARIUser+":"+s.asterisk.ARIPassword))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

// waitClean waits until no channel, bridge or live call is left anywhere.
func (s *site) waitClean() {
	s.t.Helper()
	eventually(s.t, "clean up", func() error {
		for _, what := range []string{"/channels", "/bridges"} {
			var left []map[string]any
			if err := s.ari(what, &left); err != nil {
				return err
			}
			if len(left) > 0 {
				return fmt.Errorf("left behind in %s: %v", what, left)
			}
		}
		return nil
	})
}

// metric reads one sample of /metrics.
func (s *site) metric(name string) (float64, error) {
	resp, err := http.Get(s.config.PublicURL + "/metrics")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return strconv.ParseFloat(value, 64)
		}
	}
	return 0, fmt.Errorf("no metric %s", name)
}

// waitMetric waits until a sample of /metrics is as wanted: what a test sees of
// a call is often earlier than what is counted of it.
func (s *site) waitMetric(name string, want float64) {
	s.t.Helper()
	eventually(s.t, name, func() error {
		got, err := s.metric(name)
		if err == nil && got != want {
			err = fmt.Errorf("is %v, not %v", got, want)
		}
		return err
	})
}
