package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"thirdring/store"
)

func TestUserAddPrintsWhatItGenerates(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	add := UserAddCmd{ID: "1001", Name: "张三", Role: store.RoleAgent, JSON: true}
	var got newSecrets
	if err := json.Unmarshal([]byte(output(t, func() error { return add.Run(ctx, cfg) })), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "1001" || got.Agent != "1001" || got.SIPUser != "1001" || len(got.Password) != 16 || len(got.SIPSecret) != 16 {
		t.Errorf("got %+v", got)
	}
	err := withStore(ctx, cfg, func(s *store.Store) error {
		_, err := s.SignIn(ctx, "1001", got.Password, "shell")
		if err != nil {
			return err
		}
		trail, err := s.AuditTrail(ctx, 1)
		if len(trail) != 1 || trail[0].What != "user.add" || trail[0].Subject != "1001" {
			t.Errorf("audit trail: got %+v", trail)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := add.Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), "there is such a user already") {
		t.Errorf("adding again: got %v", err)
	}
}

type runner interface {
	Run(ctx context.Context, cfg *Config) error
}

func TestUserLifeFromTheShell(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	run := func(cmd runner) string {
		t.Helper()
		return output(t, func() error { return cmd.Run(ctx, cfg) })
	}
	first := run(&UserAddCmd{ID: "boss", Name: "主管", Role: store.RoleSupervisor})
	if !strings.Contains(first, "password") || !strings.Contains(first, "cannot be shown again") || strings.Contains(first, "sip") {
		t.Errorf("got\n%s", first)
	}
	if got := run(&UserDisableCmd{ID: "boss"}); !strings.Contains(got, "disabled") {
		t.Errorf("got\n%s", got)
	}
	want := "USER  NAME  ROLE        AGENT  STATE\nboss  主管    supervisor         disabled\n"
	if got := run(&UserListCmd{}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := run(&UserEnableCmd{ID: "boss"}); strings.Contains(got, "disabled") {
		t.Errorf("got\n%s", got)
	}
	if got := run(&UserPasswordCmd{ID: "boss"}); got == first || !strings.Contains(got, "password") {
		t.Errorf("got\n%s", got)
	}
	if err := (&UserSIPSecretCmd{ID: "boss"}).Run(ctx, cfg); err == nil {
		t.Error("a SIP secret without an agent: got no error")
	}
}

func TestChoosePassword(t *testing.T) {
	for in, want := range map[string]string{"secret pass\n": "secret pass", "windows\r\n": "windows", "no newline": "no newline", "": ""} {
		var show newSecrets
		got, err := choosePassword(true, strings.NewReader(in), &show)
		if err != nil || got != want || show.Password != "" {
			t.Errorf("%q: got %q, %v, shown %q", in, got, err, show.Password)
		}
	}
}
