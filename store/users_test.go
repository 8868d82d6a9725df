package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"thirdring/agent"
	"thirdring/store/redistest"
)

func TestUsers(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	zhang := User{ID: "1001", Name: "张三", Role: RoleAgent, Agent: "1001"}
	boss := User{ID: "boss", Name: "主管", Role: RoleSupervisor}
	must(t, s.AddUser(ctx, zhang, "correct horse", "sip-secret"))
	must(t, s.AddUser(ctx, boss, "battery staple", ""))
	if err := s.AddUser(ctx, zhang, "correct horse", ""); !errors.Is(err, ErrUserExists) {
		t.Errorf("adding again: got %v, want ErrUserExists", err)
	}
	twin := User{ID: "twin", Name: "张四", Role: RoleAgent, Agent: "1001"}
	if err := s.AddUser(ctx, twin, "correct horse", ""); !errors.Is(err, ErrAgentTaken) {
		t.Errorf("a second user for an agent: got %v, want ErrAgentTaken", err)
	}
	got, err := s.Users(ctx)
	must(t, err)
	same(t, got, []User{zhang, boss})

	hashes, err := s.SIPHashes(ctx)
	must(t, err)
	// printf '1001:thirdring:sip-secret' | md5sum
	same(t, hashes, map[agent.ID]string{"1001": "726d4aa8e22bfbddec76e24e20867a84"})
	must(t, s.SetSIPSecret(ctx, "1001", "other"))
	if again, _ := s.SIPHashes(ctx); again["1001"] == hashes["1001"] {
		t.Error("a new SIP secret changed nothing")
	}
	if err := s.SetSIPSecret(ctx, "boss", "x"); !errors.Is(err, ErrNoPhone) {
		t.Errorf("a SIP secret without an agent: got %v, want ErrNoPhone", err)
	}
	must(t, s.SetDisabled(ctx, "1001", true))
	if left, _ := s.SIPHashes(ctx); len(left) != 0 {
		t.Errorf("a disabled user's phone may register: %v", left)
	}
	if _, err := s.User(ctx, "nobody"); !errors.Is(err, ErrNoUser) {
		t.Errorf("nobody: got %v, want ErrNoUser", err)
	}
	if err := s.SetPassword(ctx, "nobody", "long enough"); !errors.Is(err, ErrNoUser) {
		t.Errorf("a password for nobody: got %v, want ErrNoUser", err)
	}
}

func TestUserMustBeValid(t *testing.T) {
	s := open(t, redistest.Start(t))
	good := User{ID: "u", Name: "U", Role: RoleAgent, Agent: "1001"}
	for want, change := range map[string]func(*User) (password string){
		`user id "a b"`:       func(u *User) string { u.ID = "a b"; return "password" },
		`user id ""`:          func(u *User) string { u.ID = ""; return "password" },
		"name is missing":     func(u *User) string { u.Name = " "; return "password" },
		`role "boss"`:         func(u *User) string { u.Role = "boss"; return "password" },
		"needs an agent id":   func(u *User) string { u.Agent = ""; return "password" },
		`agent id "1/2"`:      func(u *User) string { u.Agent = "1/2"; return "password" },
		"at least 8 char":     func(*User) string { return "2short" },
		"at most 256 charact": func(*User) string { return strings.Repeat("长", 257) },
	} {
		u := good
		password := change(&u)
		if err := s.AddUser(t.Context(), u, password, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want something with %q", err, want)
		}
	}
}

func TestNoSecretIsKept(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.AddUser(t.Context(), User{ID: "u", Name: "U", Role: RoleAgent, Agent: "u"}, "my password", "my sip secret"))
	token, err := s.NewSession(t.Context(), "u", "", "")
	must(t, err)
	var everything strings.Builder
	for scan := s.Client().Scan(t.Context(), 0, "*", 100).Iterator(); scan.Next(t.Context()); {
		everything.WriteString(scan.Val())
		everything.WriteString(s.Client().Dump(t.Context(), scan.Val()).Val())
	}
	for _, secret := range []string{"my password", "my sip secret", token} {
		if strings.Contains(everything.String(), secret) {
			t.Errorf("Redis holds %q", secret)
		}
	}
}

func TestSignIn(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	must(t, s.AddUser(ctx, User{ID: "u", Name: "U", Role: RoleQA}, "password", ""))
	if u, err := s.SignIn(ctx, "u", "password", "1.1.1.1"); err != nil || u.ID != "u" {
		t.Errorf("got %v, %v, want u", u, err)
	}
	for name, c := range map[string][2]string{
		"wrong password": {"u", "passwore"}, "no password": {"u", ""}, "no such user": {"x", "password"},
		"no user": {"", ""}, "odd user": {"\x00{test}", "password"}, "huge password": {"u", strings.Repeat("x", 1<<20)},
	} {
		if _, err := s.SignIn(ctx, c[0], c[1], "1.1.1.2"); !errors.Is(err, ErrSignIn) {
			t.Errorf("%s: got %v, want ErrSignIn", name, err)
		}
	}
	must(t, s.SetPassword(ctx, "u", "new password"))
	if _, err := s.SignIn(ctx, "u", "password", "1.1.1.1"); !errors.Is(err, ErrSignIn) {
		t.Errorf("the old password: got %v, want ErrSignIn", err)
	}
	must(t, s.SetDisabled(ctx, "u", true))
	if _, err := s.SignIn(ctx, "u", "new password", "1.1.1.1"); !errors.Is(err, ErrSignIn) {
		t.Errorf("a disabled user: got %v, want ErrSignIn", err)
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	must(t, s.AddUser(ctx, User{ID: "u", Name: "U", Role: RoleQA}, "password", ""))
	for range failuresHere + 1 { // good ones do not count
		if _, err := s.SignIn(ctx, "u", "password", "1.1.1.1"); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	refused := make(chan error, 3*failuresHere)
	for range cap(refused) {
		wg.Go(func() {
			_, err := s.SignIn(ctx, "u", "wrong", "6.6.6.6")
			refused <- err
		})
	}
	wg.Wait()
	close(refused)
	looked := 0
	for err := range refused {
		if errors.Is(err, ErrSignIn) {
			looked++
		}
	}
	if looked != failuresHere {
		t.Errorf("%d guesses were looked at, want %d", looked, failuresHere)
	}
	var many *TooManyError
	if _, err := s.SignIn(ctx, "u", "password", "6.6.6.6"); !errors.As(err, &many) || many.RetryAfter <= 0 || many.RetryAfter > failureTTL {
		t.Errorf("the right password after that: got %v, want to be told to wait", err)
	}
	if _, err := s.SignIn(ctx, "u", "password", "1.1.1.1"); err != nil {
		t.Errorf("the user elsewhere is locked out: %v", err)
	}
}

func TestSessions(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	want := User{ID: "u", Name: "U", Role: RoleAgent, Agent: "1001"}
	must(t, s.AddUser(ctx, want, "password", ""))
	one, err := s.NewSession(ctx, "u", "10.0.0.1", "Firefox")
	must(t, err)
	two, err := s.NewSession(ctx, "u", "10.0.0.2", strings.Repeat("x", 9999))
	must(t, err)
	u, session, err := s.Session(ctx, one)
	must(t, err)
	same(t, u, want)
	if session.Address != "10.0.0.1" || session.Browser != "Firefox" || session.ID == one {
		t.Errorf("got %+v", session)
	}
	list, err := s.Sessions(ctx, "u")
	if err != nil || len(list) != 2 {
		t.Fatalf("got %d sessions, %v, want 2", len(list), err)
	}
	must(t, s.SignOut(ctx, one))
	ended := func(name, token string) {
		t.Helper()
		if _, _, err := s.Session(ctx, token); !errors.Is(err, ErrNoSession) {
			t.Errorf("%s: got %v, want ErrNoSession", name, err)
		}
	}
	ended("signed out", one)
	ended("invented", "x")
	if list, err := s.Sessions(ctx, "u"); err != nil || len(list) != 1 {
		t.Errorf("got %d sessions, %v, want 1", len(list), err)
	}
	must(t, s.RevokeSessions(ctx, "u"))
	ended("revoked", two)

	for name, end := range map[string]func() error{
		"new password": func() error { return s.SetPassword(ctx, "u", "password2") },
		"disabled":     func() error { return s.SetDisabled(ctx, "u", true) },
	} {
		token, err := s.NewSession(ctx, "u", "", "")
		must(t, err)
		must(t, end())
		ended(name, token)
	}
}

func TestSessionSlides(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	must(t, s.AddUser(ctx, User{ID: "u", Name: "U", Role: RoleAdmin}, "password", ""))
	token, err := s.NewSession(ctx, "u", "", "")
	must(t, err)
	keys := s.keys.all(keySession+sessionID(token), keySessions+"u")
	for _, key := range keys {
		must(t, s.client.Expire(ctx, key, sessionTTL/2).Err())
	}
	_, _, err = s.Session(ctx, token)
	must(t, err)
	for _, key := range keys {
		if got := s.client.TTL(ctx, key).Val(); got < sessionTTL*3/4 {
			t.Errorf("%s lives for %v, want %v", key, got, sessionTTL)
		}
	}
}

func TestWatchUsers(t *testing.T) {
	addr := redistest.Start(t)
	s := open(t, addr)
	ctx, cancel := context.WithCancel(t.Context())
	seen, done := make(chan int, 10), make(chan struct{})
	fail := true
	go func() {
		defer close(done)
		s.WatchUsers(ctx, func(ctx context.Context) error {
			users, err := s.Users(ctx)
			seen <- len(users)
			if fail && len(users) == 1 {
				fail = false
				return errors.New("asterisk is away")
			}
			return err
		})
	}()
	if got := <-seen; got != 0 {
		t.Errorf("at first: got %d users, want 0", got)
	}
	other := open(t, addr)
	must(t, other.AddUser(ctx, User{ID: "a", Name: "A", Role: RoleAdmin}, "password", ""))
	if got := <-seen; got != 1 {
		t.Errorf("after a change: got %d users, want 1", got)
	}
	must(t, other.SetDisabled(ctx, "a", true))
	if got := <-seen; got != 1 {
		t.Errorf("after a failure: got %d users, want 1", got)
	}
	cancel()
	<-done
}

func TestGeneratedSecretsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		secret := GenerateSecret()
		if len(secret) != 16 || strings.Trim(secret, secretLetters) != "" || seen[secret] {
			t.Fatalf("bad secret %q", secret)
		}
		seen[secret] = true
	}
}

func TestPasswordHashes(t *testing.T) {
	hash, err := hashPassword("password")
	must(t, err)
	for text, want := range map[string]bool{
		hash: true, "": false, "plain": false, strings.Replace(hash, "$m=", "$x=", 1): false,
		hash[:len(hash)-3]: false, "$argon2id$v=19$m=8,t=0,p=1$$": false,
	} {
		if got := checkPassword(text, "password"); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}
