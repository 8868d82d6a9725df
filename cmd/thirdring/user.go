package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"thirdring/agent"
	"thirdring/store"
)

// UserCmd manages the people who may sign in.
type UserCmd struct {
	Add       UserAddCmd       `cmd:"" help:"Add a user. Secrets that you do not give are generated and printed once."`
	List      UserListCmd      `cmd:"" help:"List all users."`
	Password  UserPasswordCmd  `cmd:"" help:"Give a user a new password and end the user's sessions."`
	SIPSecret UserSIPSecretCmd `cmd:"" name:"sip-secret" help:"Give an agent's phone a new SIP secret."`
	Disable   UserDisableCmd   `cmd:"" help:"Lock a user out at once: sessions end, the phone cannot register."`
	Enable    UserEnableCmd    `cmd:"" help:"Let a disabled user in again."`
}

// UserAddCmd adds a user.
type UserAddCmd struct {
	ID            string     `arg:"" help:"Name to sign in with, such as 1001 or zhang.san."`
	Name          string     `help:"The person's name." required:""`
	Role          store.Role `help:"What the user may do: agent (own calls), supervisor (team and board), qa (recordings and scores), manager (reports), admin (configuration and users)." required:"" enum:"agent,supervisor,qa,manager,admin"`
	Agent         string     `help:"Agent of the centre's configuration whose calls the user takes; for the role agent the user's id if not given." placeholder:"ID"`
	PasswordStdin bool       `help:"Read the password from standard input (one line) instead of generating one."`
	SIPSecret     string     `name:"sip-secret" help:"Secret of the agent's phone; generated if not given. Others on this machine can read a command line." placeholder:"SECRET"`
	JSON          bool       `name:"json" help:"Print the result as JSON."`
}

// newSecrets is what is told once and kept nowhere.
type newSecrets struct {
	store.User
	Password  string `json:"password,omitempty"`
	SIPUser   string `json:"sip_user,omitempty"`
	SIPSecret string `json:"sip_secret,omitempty"`
}

// Run adds the user and prints the secrets that were generated.
func (c *UserAddCmd) Run(ctx context.Context, cfg *Config) error {
	u := store.User{ID: c.ID, Name: c.Name, Role: c.Role, Agent: agent.ID(c.Agent)}
	if u.Role == store.RoleAgent && u.Agent == "" {
		u.Agent = agent.ID(u.ID)
	}
	result := newSecrets{User: u}
	password, err := choosePassword(c.PasswordStdin, os.Stdin, &result)
	if err != nil {
		return err
	}
	secret := c.SIPSecret
	if u.Agent != "" {
		result.SIPUser = string(u.Agent)
		if secret == "" {
			secret = store.GenerateSecret()
			result.SIPSecret = secret
		}
	}
	return withStore(ctx, cfg, func(s *store.Store) error {
		if err := s.AddUser(ctx, u, password, secret); err != nil {
			return err
		}
		if err := s.Audit(ctx, shellUser(), "user.add", u.ID); err != nil {
			return err
		}
		warnNoAgent(ctx, s, u)
		return result.print(os.Stdout, c.JSON)
	})
}

// warnNoAgent tells of a user who could sign in but would get no call.
func warnNoAgent(ctx context.Context, s *store.Store, u store.User) {
	if u.Agent == "" {
		return
	}
	d, err := s.Current(ctx)
	if err != nil && !errors.Is(err, store.ErrNoCenter) {
		return
	}
	for _, a := range d.Agents {
		if a.ID == u.Agent {
			return
		}
	}
	fmt.Fprintf(os.Stderr, "The centre's configuration has no agent %s yet: add it (thirdring center export, edit, import), or no call will come.\n", u.Agent)
}

// choosePassword reads a password or generates one, which is then shown.
func choosePassword(fromInput bool, in io.Reader, show *newSecrets) (string, error) {
	if !fromInput {
		show.Password = store.GenerateSecret()
		return show.Password, nil
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func (r newSecrets) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return writeJSON(out, r)
	}
	rows := [][]string{{"user", r.ID}, {"name", r.Name}, {"role", string(r.Role)}}
	for _, row := range [][]string{{"password", r.Password}, {"sip user", r.SIPUser}, {"sip secret", r.SIPSecret}} {
		if row[1] != "" {
			rows = append(rows, row)
		}
	}
	if r.Disabled {
		rows = append(rows, []string{"state", "disabled"})
	}
	if err := writeTable(out, rows); err != nil {
		return err
	}
	if r.Password+r.SIPSecret == "" {
		return nil
	}
	_, err := fmt.Fprintln(out, "Note the secrets now: they cannot be shown again.")
	return err
}

// UserListCmd lists users.
type UserListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints a table.
func (c *UserListCmd) Run(ctx context.Context, cfg *Config) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		users, err := s.Users(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(os.Stdout, users)
		}
		rows := [][]string{{"USER", "NAME", "ROLE", "AGENT", "STATE"}}
		for _, u := range users {
			state := "active"
			if u.Disabled {
				state = "disabled"
			}
			rows = append(rows, []string{u.ID, u.Name, string(u.Role), string(u.Agent), state})
		}
		return writeTable(os.Stdout, rows)
	})
}

// UserPasswordCmd replaces a password.
type UserPasswordCmd struct {
	ID            string `arg:"" help:"The user."`
	PasswordStdin bool   `help:"Read the password from standard input (one line) instead of generating one."`
	JSON          bool   `name:"json" help:"Print the result as JSON."`
}

// Run replaces it and prints a generated one.
func (c *UserPasswordCmd) Run(ctx context.Context, cfg *Config) error {
	var result newSecrets
	password, err := choosePassword(c.PasswordStdin, os.Stdin, &result)
	if err != nil {
		return err
	}
	return changeUser(ctx, cfg, c.ID, "user.password", c.JSON, result, func(s *store.Store) error {
		return s.SetPassword(ctx, c.ID, password)
	})
}

// UserSIPSecretCmd replaces a SIP secret.
type UserSIPSecretCmd struct {
	ID   string `arg:"" help:"The user."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Run replaces and prints it.
func (c *UserSIPSecretCmd) Run(ctx context.Context, cfg *Config) error {
	result := newSecrets{SIPSecret: store.GenerateSecret()}
	return changeUser(ctx, cfg, c.ID, "user.sip_secret", c.JSON, result, func(s *store.Store) error {
		return s.SetSIPSecret(ctx, c.ID, result.SIPSecret)
	})
}

// UserDisableCmd locks a user out.
type UserDisableCmd struct {
	ID   string `arg:"" help:"The user."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Run disables the user.
func (c *UserDisableCmd) Run(ctx context.Context, cfg *Config) error {
	return changeUser(ctx, cfg, c.ID, "user.disable", c.JSON, newSecrets{}, func(s *store.Store) error {
		return s.SetDisabled(ctx, c.ID, true)
	})
}

// UserEnableCmd lets a user in again.
type UserEnableCmd struct {
	ID   string `arg:"" help:"The user."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Run enables the user.
func (c *UserEnableCmd) Run(ctx context.Context, cfg *Config) error {
	return changeUser(ctx, cfg, c.ID, "user.enable", c.JSON, newSecrets{}, func(s *store.Store) error {
		return s.SetDisabled(ctx, c.ID, false)
	})
}

// changeUser makes one change, puts it on the audit trail and prints the user.
func changeUser(ctx context.Context, cfg *Config, id, what string, asJSON bool, result newSecrets, change func(*store.Store) error) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		if err := change(s); err != nil {
			return err
		}
		if err := s.Audit(ctx, shellUser(), what, id); err != nil {
			return err
		}
		u, err := s.User(ctx, id)
		if err != nil {
			return err
		}
		result.User, result.SIPUser = u, string(u.Agent)
		return result.print(os.Stdout, asJSON)
	})
}
