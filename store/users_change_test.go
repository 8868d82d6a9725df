package store

import (
	"errors"
	"testing"

	"thirdring/store/redistest"
)

func TestChangeUserSignsOutWhoseRightsChange(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	add := func(u User) string {
		t.Helper()
		if err := s.AddUser(ctx, u, "correct horse", "secret"); err != nil {
			t.Fatal(err)
		}
		token, err := s.NewSession(ctx, u.ID, "127.0.0.1", "test")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := add(User{ID: "wang", Name: "王芳", Role: RoleAgent, Agent: "1001"})
	add(User{ID: "root", Name: "管理员", Role: RoleAdmin})
	signedIn := func() error { _, _, err := s.Session(ctx, token); return err }

	if err := s.ChangeUser(ctx, User{ID: "wang", Name: "王小芳", Role: RoleAgent, Agent: "1001"}); err != nil || signedIn() != nil {
		t.Errorf("a new name: %v, then the session: %v", err, signedIn())
	}
	if hashes, _ := s.SIPHashes(ctx); hashes["1001"] == "" {
		t.Error("a new name took the phone's secret away")
	}
	if err := s.ChangeUser(ctx, User{ID: "wang", Name: "王小芳", Role: RoleSupervisor, Agent: "1002"}); err != nil {
		t.Fatal(err)
	}
	if err := signedIn(); !errors.Is(err, ErrNoSession) {
		t.Errorf("with another role the session goes on: %v", err)
	}
	if hashes, _ := s.SIPHashes(ctx); len(hashes) != 0 {
		t.Errorf("phones of %v have a secret that was made for agent 1001", hashes)
	}
	if u, _ := s.User(ctx, "wang"); u != (User{ID: "wang", Name: "王小芳", Role: RoleSupervisor, Agent: "1002"}) {
		t.Errorf("the user is now %+v", u)
	}
}

func TestTheLastAdminStays(t *testing.T) {
	s := open(t, redistest.Start(t))
	ctx := t.Context()
	for _, id := range []string{"root", "second"} {
		if err := s.AddUser(ctx, User{ID: id, Name: "管理员", Role: RoleAdmin}, "correct horse", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.LockOut(ctx, "second"); err != nil {
		t.Fatal(err)
	}
	if err := s.LockOut(ctx, "root"); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("locking the last admin out: %v", err)
	}
	if err := s.ChangeUser(ctx, User{ID: "root", Name: "管理员", Role: RoleManager}); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("making a manager of the last admin: %v", err)
	}
	if err := s.ChangeUser(ctx, User{ID: "root", Name: "新名", Role: RoleAdmin}); err != nil {
		t.Error(err)
	}
	var bad *UserError
	if err := s.ChangeUser(ctx, User{ID: "root", Name: " ", Role: RoleAdmin}); !errors.As(err, &bad) || bad.Field != "name" {
		t.Errorf("a user without a name: %v", err)
	}
}
