package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/deploy"
	"thirdring/owner"
	"thirdring/store"
)

func demoForTest(t *testing.T) *DemoCmd {
	t.Helper()
	c := &DemoCmd{
		Var: t.TempDir(), Listen: "127.0.0.1:0", SIPAddr: "127.0.0.1:0", ARIAddr: "127.0.0.1:0", RedisAddr: "127.0.0.1:0",
		CenterName: "金桂园客户服务中心", Hotline: "4008001234", Site: "demotest",
	}
	if err := c.prepare(); err != nil {
		t.Fatal(err)
	}
	return c
}

func redisForDemo(t *testing.T, c *DemoCmd) *deploy.Redis {
	t.Helper()
	r, err := deploy.StartRedis(t.Context(), deploy.RedisOptions{Dir: filepath.Join(c.Var, "redis")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestDemoCenterIsLoadedOnce(t *testing.T) {
	c := demoForTest(t)
	r := redisForDemo(t, c)
	file, err := c.loadFile()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second start finds everything
		if err := loadDemoCenter(t.Context(), c, r.Addr, file); err != nil {
			t.Fatal(err)
		}
	}
	s, err := store.Open(t.Context(), store.Options{Addr: r.Addr, Site: c.Site})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	document, err := s.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if document.Version != 1 || len(document.Agents) != 10 || document.Hotlines[0].Number != "4008001234" {
		t.Errorf("document: version %d, %d agents, hotlines %v", document.Version, len(document.Agents), document.Hotlines)
	}
	for _, u := range []demoSignIn{{"1001", file.Agents[0].Password}, file.Supervisor, file.QA, file.Admin} {
		if _, err := s.SignIn(t.Context(), u.User, u.Password, "127.0.0.1"); err != nil {
			t.Errorf("sign in as %s: %v", u.User, err)
		}
	}
	if hashes, err := s.SIPHashes(t.Context()); err != nil || len(hashes) != 10 {
		t.Errorf("phones that may register: %d, %v", len(hashes), err)
	}
	checkDemoOwners(t, s, c)
}

func checkDemoOwners(t *testing.T, s *store.Store, c *DemoCmd) {
	directory, err := owner.New(owner.Options{Redis: s.Client(), Site: c.Site, AreaCode: "021"})
	if err != nil {
		t.Fatal(err)
	}
	if count, err := directory.Count(t.Context()); err != nil || count != demoOwnerCount {
		t.Errorf("owners: %d, %v, want %d", count, err, demoOwnerCount)
	}
	for number, want := range map[string]owner.Kind{
		"13800001234": owner.KindKnown,
		"13800002085": owner.KindChoice, // the 24th, shared with the 25th
		"13911112222": owner.KindUnknown,
	} {
		match, err := directory.Lookup(t.Context(), number)
		if err != nil || match.Kind != want {
			t.Errorf("lookup %s: %v, %v, want %v", number, match.Kind, err, want)
		}
	}
}

func TestDemoOwnersAreDifferentPeople(t *testing.T) {
	numbers, rooms := map[string]int{}, map[string]int{}
	for _, o := range demoOwners() {
		for _, p := range o.Phones {
			numbers[p.Number]++
		}
		for _, u := range o.Units {
			rooms[u.Address()]++
		}
	}
	shared := 0
	for _, n := range numbers {
		if n > 1 {
			shared++
		}
	}
	if shared != demoOwnerCount/25 {
		t.Errorf("%d numbers are shared, want %d", shared, demoOwnerCount/25)
	}
	for room, n := range rooms {
		if n > 1 {
			t.Errorf("%s has %d owners", room, n)
		}
	}
}

func TestDemoFileKeepsSecretsAndIsPrivate(t *testing.T) {
	c := demoForTest(t)
	first, err := c.loadFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.save(); err != nil {
		t.Fatal(err)
	}
	second, err := c.loadFile()
	if err != nil {
		t.Fatal(err)
	}
	if second.fresh || second.Agents[9] != first.Agents[9] || second.Admin != first.Admin {
		t.Error("the secrets changed with the second start")
	}
	info, err := os.Stat(first.path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode of demo.json: %o, want 600", got)
	}
	if err := os.WriteFile(first.path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.loadFile(); err == nil {
		t.Error("a damaged demo.json is read without an error")
	}
}

func TestDemoNamesTheAddressThatIsTaken(t *testing.T) {
	c := demoForTest(t)
	r := redisForDemo(t, c)
	c.RedisAddr = r.Addr
	err := c.prepare()
	if err == nil {
		t.Fatal("an address in use is accepted")
	}
	for _, part := range []string{r.Addr, "THIRDRING_REDIS_ADDR"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not name %s: %v", part, err)
		}
	}
}

func TestDemoConfigurationIsWhatServeReads(t *testing.T) {
	c := demoForTest(t)
	file, err := c.loadFile()
	if err != nil {
		t.Fatal(err)
	}
	rig := &demoRig{
		options: c, file: file,
		asterisk: &deploy.Asterisk{SIPAddr: "127.0.0.1:5060", ARIURL: "http://127.0.0.1:8088/ari", ARIUser: "u", ARIPassword: "p", App: "a"},
		redis:    &deploy.Redis{Addr: "127.0.0.1:6390"},
	}
	if err := rig.writeConfig(); err != nil {
		t.Fatal(err)
	}
	config, err := LoadConfig(file.Config)
	if err != nil {
		t.Fatal(err)
	}
	if config.Asterisk[0].ARIPassword != "p" || config.DrainTimeout != demoDrain.String() || config.Demo.SIP != "127.0.0.1:5060" || config.OperatorToken == "" {
		t.Errorf("read back: %+v", config)
	}
}
