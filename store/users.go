package store

import (
	"cmp"
	"context"
	_ "embed" // the script
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
)

// Role says what a user may see and do.
type Role string

// Roles: agent (own calls), supervisor (team and board), qa (recordings and
// scores), manager (reports), admin (configuration and users, no call content).
const (
	RoleAgent      Role = "agent"
	RoleSupervisor Role = "supervisor"
	RoleQA         Role = "qa"
	RoleManager    Role = "manager"
	RoleAdmin      Role = "admin"
)

// Roles lists every role.
var Roles = []Role{RoleAgent, RoleSupervisor, RoleQA, RoleManager, RoleAdmin}

// User is a person who may sign in.
type User struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Agent    agent.ID `json:"agent,omitempty"` // the agent whose desktop the user has
	Disabled bool     `json:"disabled,omitempty"`
}

// account is a user with what proves the user; it never leaves this package.
type account struct {
	User
	Password string `json:"password,omitempty"` // argon2id, see password.go
	SIPHA1   string `json:"sip_ha1,omitempty"`
}

// Errors about users; each is a sentence for a person.
var (
	ErrNoUser     = errors.New("there is no such user")
	ErrUserExists = errors.New("there is such a user already")
	ErrAgentTaken = errors.New("this agent belongs to another user already")
	ErrNoPhone    = errors.New("the user is no agent and so has no phone")
)

// UserError says what is wrong with one part of a user.
type UserError struct {
	Field  string // as in User's JSON, or password
	Reason string
}

// Error is the reason, a sentence of its own.
func (e *UserError) Error() string { return e.Reason }

func badUser(field, reason string, args ...any) error {
	return &UserError{Field: field, Reason: fmt.Sprintf(reason, args...)}
}

var userID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)

func (u User) validate() error {
	switch {
	case !userID.MatchString(u.ID):
		return badUser("id", "user id %q: use 1 to 32 letters, digits and any of . _ -", u.ID)
	case strings.TrimSpace(u.Name) == "":
		return badUser("name", "the user's name is missing")
	case !slices.Contains(Roles, u.Role):
		return badUser("role", "role %q is unknown: use %s", u.Role, rolesText())
	case u.Role == RoleAgent && u.Agent == "":
		return badUser("agent", "a user with the role agent needs an agent id")
	case u.Agent != "" && !agentID.MatchString(string(u.Agent)):
		return badUser("agent", "agent id %q: use 1 to 32 letters, digits, - and _", u.Agent)
	}
	return nil
}

func rolesText() string {
	var names []string
	for _, r := range Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

//go:embed lua/user_put.lua
var userPutLua string

var userPutScript = redis.NewScript(userPutLua)

// AddUser makes a user with a password. sipSecret may be empty; else the
// agent's phone signs in with it.
func (s *Store) AddUser(ctx context.Context, u User, password, sipSecret string) error {
	if err := u.validate(); err != nil {
		return err
	}
	if err := s.agentFree(ctx, u); err != nil {
		return err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	a := account{User: u, Password: hash}
	if sipSecret != "" && u.Agent != "" {
		a.SIPHA1 = sipHA1(string(u.Agent), sipSecret)
	}
	return s.putAccount(ctx, a, "")
}

// agentFree refuses a second user for one agent: they would share a desktop
// and a phone.
func (s *Store) agentFree(ctx context.Context, u User) error {
	if u.Agent == "" {
		return nil
	}
	users, err := s.Users(ctx)
	for _, other := range users {
		if other.Agent == u.Agent && other.ID != u.ID {
			return fmt.Errorf("agent %s, user %q: %w", u.Agent, other.ID, ErrAgentTaken)
		}
	}
	return err
}

// SetPassword replaces a password and ends the user's sessions.
func (s *Store) SetPassword(ctx context.Context, id, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	if err := s.changeUser(ctx, id, func(a *account) error { a.Password = hash; return nil }); err != nil {
		return err
	}
	return s.RevokeSessions(ctx, id)
}

// SetSIPSecret replaces what the agent's phone signs in with.
func (s *Store) SetSIPSecret(ctx context.Context, id, secret string) error {
	return s.changeUser(ctx, id, func(a *account) error {
		if a.Agent == "" {
			return fmt.Errorf("%q: %w", id, ErrNoPhone)
		}
		a.SIPHA1 = sipHA1(string(a.Agent), secret)
		return nil
	})
}

// SetDisabled locks a user out, sessions included, or lets the user in again.
func (s *Store) SetDisabled(ctx context.Context, id string, disabled bool) error {
	if err := s.changeUser(ctx, id, func(a *account) error { a.Disabled = disabled; return nil }); err != nil || !disabled {
		return err
	}
	return s.RevokeSessions(ctx, id)
}

// User returns a user, or ErrNoUser.
func (s *Store) User(ctx context.Context, id string) (User, error) {
	a, _, err := s.account(ctx, id)
	return a.User, err
}

// Users returns all users in the order of their ids.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	accounts, err := s.accounts(ctx)
	out := make([]User, 0, len(accounts))
	for _, a := range accounts {
		out = append(out, a.User)
	}
	return out, err
}

// SIPHashes returns for each agent whose user is not disabled what the phone
// proves its secret with: MD5(agent:thirdring:secret).
func (s *Store) SIPHashes(ctx context.Context) (map[agent.ID]string, error) {
	accounts, err := s.accounts(ctx)
	out := map[agent.ID]string{}
	for _, a := range accounts {
		if a.SIPHA1 != "" && !a.Disabled {
			out[a.Agent] = a.SIPHA1
		}
	}
	return out, err
}

// WatchUsers calls changed at once and after every change of a user, until ctx
// ends. A change that fails is tried again.
func (s *Store) WatchUsers(ctx context.Context, changed func(context.Context) error) {
	s.watch(ctx, keyUsersVersion, "", changed)
}

func (s *Store) accounts(ctx context.Context) ([]account, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	values, err := s.client.HGetAll(ctx, s.keys.of(keyUsers)).Result()
	if err != nil {
		return nil, s.meter.failed(opUsers, err)
	}
	out := readAll(s, keyUsers, values, []account(nil))
	slices.SortFunc(out, func(a, b account) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// account returns a user's account and its text, for a later putAccount.
func (s *Store) account(ctx context.Context, id string) (account, string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	text, err := s.client.HGet(ctx, s.keys.of(keyUsers), id).Result()
	if errors.Is(err, redis.Nil) {
		return account{}, "", fmt.Errorf("%q: %w", id, ErrNoUser)
	}
	if err != nil {
		return account{}, "", s.meter.failed(opUsers, err)
	}
	var a account
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return account{}, "", s.meter.failed(opUsers, err)
	}
	return a, text, nil
}

// changeTries is how often a change is repeated that another one overtook.
const changeTries = 5

func (s *Store) changeUser(ctx context.Context, id string, change func(*account) error) error {
	for range changeTries {
		a, old, err := s.account(ctx, id)
		if err != nil {
			return err
		}
		if err := change(&a); err != nil {
			return err
		}
		if err := s.putAccount(ctx, a, old); !errors.Is(err, ErrUserExists) {
			return err
		}
	}
	return fmt.Errorf("store: users: %q is being changed by others all the time", id)
}

// putAccount writes the account if its text is still old, empty for a new one.
func (s *Store) putAccount(ctx context.Context, a account, old string) error {
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("store: users: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	ok, err := userPutScript.Run(ctx, s.client, s.keys.all(keyUsers, keyUsersVersion),
		a.ID, text, old, s.keys.of(channelChanged)).Int()
	if err != nil {
		return s.meter.failed(opUsers, err)
	}
	if ok == 0 {
		return fmt.Errorf("%q: %w", a.ID, ErrUserExists)
	}
	return nil
}
