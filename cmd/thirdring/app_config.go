package main

import (
	"context"
	"errors"
	"reflect"

	"thirdring/agent"
	"thirdring/store"
	"thirdring/web"
)

// configuration is the store's document as the web sees it.
type configuration struct{ store *store.Store }

// Type implements web.Configuration.
func (configuration) Type() reflect.Type { return reflect.TypeFor[store.Document]() }

// At implements web.Configuration. A site without a configuration works with
// the default one, and is shown it.
func (c configuration) At(ctx context.Context, version int) (any, error) {
	if version > 0 {
		d, err := c.store.At(ctx, version)
		return d, configError(err)
	}
	d, err := c.store.Current(ctx)
	if errors.Is(err, store.ErrNoCenter) {
		return store.Default(), nil
	}
	return d, configError(err)
}

// Parse implements web.Configuration.
func (configuration) Parse(text []byte, yaml bool) (any, error) {
	parse := store.ParseJSON
	if yaml {
		parse = store.ParseYAML
	}
	d, err := parse(text)
	return d, configError(err)
}

// Put implements web.Configuration.
func (c configuration) Put(ctx context.Context, doc any, base int, by, comment string) (int, error) {
	d, _ := doc.(store.Document)
	d.Version = base
	d, err := c.store.Put(ctx, d, by, comment)
	return d.Version, configError(err)
}

// Diff implements web.Configuration.
func (configuration) Diff(a, b any) []web.ConfigChange {
	from, _ := a.(store.Document)
	to, _ := b.(store.Document)
	out := []web.ConfigChange{}
	for _, c := range store.Diff(from, to) {
		out = append(out, web.ConfigChange{Path: c.Path, Kind: string(c.Kind), Old: c.Old, New: c.New})
	}
	return out
}

// History implements web.Configuration. What a version changed is found from
// the documents, so that it is known of old ones as well.
func (c configuration) History(ctx context.Context, before, n int) ([]web.ConfigRevision, error) {
	const kept = 500
	found, err := c.store.History(ctx, kept)
	if err != nil {
		return nil, err
	}
	var out []web.ConfigRevision
	for _, r := range found {
		if before > 0 && r.Version >= before {
			continue
		}
		if len(out) == n {
			break
		}
		out = append(out, web.ConfigRevision{Version: r.Version, At: r.At, By: r.By, Comment: r.Comment})
	}
	for i := range out {
		now, errNow := c.store.At(ctx, out[i].Version)
		was, errWas := c.store.At(ctx, out[i].Version-1)
		if errNow == nil && errWas == nil {
			out[i].Changes = c.Diff(was, now)
		}
	}
	return out, nil
}

// YAML implements web.Configuration.
func (configuration) YAML(doc any) ([]byte, error) {
	d, _ := doc.(store.Document)
	return d.FormatYAML()
}

// Advice implements web.Configuration.
func (configuration) Advice(doc any) []web.InputProblem {
	d, _ := doc.(store.Document)
	return inputProblems(d.Advice())
}

func inputProblems(list []store.Problem) []web.InputProblem {
	var out []web.InputProblem
	for _, p := range list {
		out = append(out, web.InputProblem{Path: p.Path, Line: p.Line, English: p.Reason, Chinese: p.Chinese()})
	}
	return out
}

func configError(err error) error {
	invalid, isInvalid := errors.AsType[*store.InvalidError](err)
	switch {
	case isInvalid:
		return &web.InputError{Problems: inputProblems(invalid.Problems)}
	case errors.Is(err, store.ErrConflict):
		return web.ErrConfigConflict
	case errors.Is(err, store.ErrVersion):
		return web.ErrConfigVersion
	}
	return err
}

// users are the store's users as the web sees them.
type users struct{ store *store.Store }

// Users implements web.Users.
func (u users) Users(ctx context.Context) ([]web.Account, error) {
	found, err := u.store.Users(ctx)
	out := make([]web.Account, 0, len(found))
	for _, one := range found {
		out = append(out, web.Account{ID: one.ID, Name: one.Name, Role: web.Role(one.Role), Agent: one.Agent, Disabled: one.Disabled})
	}
	return out, err
}

// Add implements web.Users.
func (u users) Add(ctx context.Context, a web.Account, password string) (web.Secrets, error) {
	user := storedUser(a)
	if user.Role == store.RoleAgent && user.Agent == "" {
		user.Agent = agent.ID(user.ID)
	}
	var made web.Secrets
	if password == "" {
		password = store.GenerateSecret()
		made.Password = password
	}
	if user.Agent != "" {
		made.SIPUser, made.SIPSecret = string(user.Agent), store.GenerateSecret()
	}
	if err := u.store.AddUser(ctx, user, password, made.SIPSecret); err != nil {
		return web.Secrets{}, userError(err)
	}
	return made, nil
}

// Change implements web.Users.
func (u users) Change(ctx context.Context, a web.Account) error {
	return userError(u.store.ChangeUser(ctx, storedUser(a)))
}

// SetPassword implements web.Users.
func (u users) SetPassword(ctx context.Context, id, password string) (web.Secrets, error) {
	var made web.Secrets
	if password == "" {
		password = store.GenerateSecret()
		made.Password = password
	}
	if err := u.store.SetPassword(ctx, id, password); err != nil {
		return web.Secrets{}, userError(err)
	}
	return made, nil
}

// SetPhoneSecret implements web.Users.
func (u users) SetPhoneSecret(ctx context.Context, id string) (web.Secrets, error) {
	user, err := u.store.User(ctx, id)
	if err != nil {
		return web.Secrets{}, userError(err)
	}
	made := web.Secrets{SIPUser: string(user.Agent), SIPSecret: store.GenerateSecret()}
	if err := u.store.SetSIPSecret(ctx, id, made.SIPSecret); err != nil {
		return web.Secrets{}, userError(err)
	}
	return made, nil
}

// SetDisabled implements web.Users.
func (u users) SetDisabled(ctx context.Context, id string, disabled bool) error {
	if disabled {
		return userError(u.store.LockOut(ctx, id))
	}
	return userError(u.store.SetDisabled(ctx, id, false))
}

func storedUser(a web.Account) store.User {
	return store.User{ID: a.ID, Name: a.Name, Role: store.Role(a.Role), Agent: a.Agent}
}

func userError(err error) error {
	bad, isBad := errors.AsType[*store.UserError](err)
	switch {
	case isBad:
		return &web.InputError{Problems: []web.InputProblem{{Path: "body." + bad.Field, English: bad.Reason, Chinese: store.Chinese(bad.Reason)}}}
	case errors.Is(err, store.ErrNoUser):
		return web.ErrNoUser
	case errors.Is(err, store.ErrUserExists):
		return web.ErrUserExists
	case errors.Is(err, store.ErrAgentTaken):
		return web.ErrAgentTaken
	case errors.Is(err, store.ErrLastAdmin):
		return web.ErrLastAdmin
	case errors.Is(err, store.ErrNoPhone):
		return web.ErrNoPhone
	}
	return err
}
