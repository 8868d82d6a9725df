package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
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
	devices := map[agent.DeviceKind]int{}
	for i, a := range document.Agents {
		devices[a.Device]++
		if a.Device != file.Agents[i].Device {
			t.Errorf("%s has a %s in the centre, a %s in demo.json", a.ID, a.Device, file.Agents[i].Device)
		}
	}
	if document.Agents[0].Device != agent.PagePhone || devices[agent.DeskPhone] != 2 {
		t.Errorf("devices: %v", devices)
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
	checkFirstDemoOwner(t, s, c, directory)
}

// checkFirstDemoOwner looks for what the first pop shows: buildings that sound
// alike, a warranty that is over and one that is not, opt-outs, a complaint
// that repeats, and a promise that is overdue.
func checkFirstDemoOwner(t *testing.T, s *store.Store, c *DemoCmd, directory *owner.Directory) {
	t.Helper()
	register, err := record.NewRegister(record.RegisterOptions{Redis: s.Client(), Site: c.Site, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	app := &App{register: register, zone: time.UTC}
	callers := newCallers(directory, nil, slog.New(slog.DiscardHandler))
	callers.complaints = app.complaints
	match, err := directory.Lookup(t.Context(), "13800001234")
	if err != nil || len(match.Owners) != 1 {
		t.Fatalf("lookup: %+v, %v", match, err)
	}
	card := callers.cards(t.Context(), match.Owners)[0]
	unit := card.Units[0]
	if unit.Building != "11栋" || !slices.Contains(unit.SoundsLike, "13栋") || !slices.Contains(unit.SoundsLike, "17栋") {
		t.Errorf("%s sounds like %q", unit.Building, unit.SoundsLike)
	}
	if len(unit.Warranty) != 2 || !unit.Warranty[0].Over || unit.Warranty[1].Over {
		t.Errorf("warranties are %+v", unit.Warranty)
	}
	if card.Complaints != 2 || !card.Repeat || len(card.OptOuts) != 2 {
		t.Errorf("%d complaints, repeat %v, opt-outs %q", card.Complaints, card.Repeat, card.OptOuts)
	}
	recent, err := app.recent(t.Context(), queue.Party{Number: match.Number.Value, Owner: ownerRef(match.Owners[0])})
	if err != nil || len(recent) != 4 || recent[0].PromisedReplyAt.IsZero() || recent[0].Category != "CMP" || !recent[1].PromisedReplyAt.IsZero() {
		t.Errorf("last calls are %+v, %v", recent, err)
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

// TestDemoOutside calls what lies outside the demo's centre.
func TestDemoOutside(t *testing.T) {
	outside, err := startDemoOutside(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := outside.stop(); err != nil {
			t.Error(err)
		}
	})
	phone, err := sipphone.New(sipphone.Options{User: "4008001234", Registrar: outside.addr()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { phone.Close() })
	call := func(number string) *sipphone.Call {
		t.Helper()
		c, err := phone.Dial(t.Context(), sipphone.DialOptions{Number: number})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	answered, busy, silent := call("8001"), call("13800001267"), call("13800001308")
	if end, err := busy.WaitEnded(ctx); err != nil || end.Code != 486 {
		t.Errorf("busy ended with %+v, %v", end, err)
	}
	if err := answered.WaitAnswered(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := answered.WaitTone(ctx, demoOutsideTone); err != nil {
		t.Error(err)
	}
	if err := silent.WaitRinging(ctx); err != nil || silent.State() == sipphone.Answered {
		t.Errorf("who never answers is %v: %v", silent.State(), err)
	}
}
