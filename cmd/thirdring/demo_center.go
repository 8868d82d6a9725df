package main

import (
	"context"
	"errors"
	"fmt"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store"
)

var demoAgentNames = []string{"王芳", "李娜", "张敏", "刘静", "陈丽", "杨帆", "赵磊", "黄婷", "周洁", "吴昊"}

// loadDemoCenter fills an empty Redis: the centre's document, the people who sign in, the owners. What is there
// already stays, so that changes made in the demo survive a restart.
func loadDemoCenter(ctx context.Context, c *DemoCmd, redisAddr string, f *demoFile) (err error) {
	s, err := store.Open(ctx, store.Options{Addr: redisAddr, Site: c.Site})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.Current(ctx); errors.Is(err, store.ErrNoCenter) {
		if _, err := s.Put(ctx, demoDocument(c), "demo", "demo centre"); err != nil {
			return fmt.Errorf("demo: centre: %w", err)
		}
	} else if err != nil {
		return err
	}
	for _, u := range demoUsers(f) {
		if err := putDemoUser(ctx, s, u, f.fresh); err != nil {
			return err
		}
	}
	return loadDemoOwners(ctx, s, c)
}

// demoDocument is a centre with one hotline, one queue and ten agents.
func demoDocument(c *DemoCmd) store.Document {
	document := store.Default()
	document.Name = c.CenterName
	const queueID = "service"
	hotline := store.DefaultHotline(c.Hotline, "客户服务热线", queueID, queue.GreetFirst)
	hotline.Project = "金桂园"
	document.Hotlines = []store.HotlineDoc{hotline}
	document.Queues = []store.QueueDoc{store.DefaultQueue(queueID, "客户服务")}
	for i, name := range demoAgentNames {
		id := fmt.Sprint(1001 + i)
		document.Agents = append(document.Agents, store.AgentDoc{
			ID: agent.ID(id), Name: name, WorkNo: id, Queues: []string{queueID}, Device: demoDevice(id),
		})
	}
	for i := range document.Departments {
		document.Departments[i].Note = "演示:约 3 秒后有人接听"
	}
	return document
}

// demoDevice is the telephone of a demo agent: two have desk phones, for
// SIP telephones and thirdring phone; the others' are in the page.
func demoDevice(id string) agent.DeviceKind {
	if id == "1002" || id == "1003" {
		return agent.DeskPhone
	}
	return agent.PagePhone
}

// demoUser is a user with both secrets.
type demoUser struct {
	store.User
	password  string
	sipSecret string
}

func demoUsers(f *demoFile) []demoUser {
	var users []demoUser
	for _, a := range f.Agents {
		users = append(users, demoUser{
			User:     store.User{ID: a.ID, Name: a.Name, Role: store.RoleAgent, Agent: agent.ID(a.ID)},
			password: a.Password, sipSecret: a.SIPSecret,
		})
	}
	for _, u := range []struct {
		signIn demoSignIn
		name   string
		role   store.Role
	}{
		{f.Supervisor, "孙主管", store.RoleSupervisor},
		{f.QA, "钱质检", store.RoleQA},
		{f.Admin, "系统管理员", store.RoleAdmin},
	} {
		users = append(users, demoUser{User: store.User{ID: u.signIn.User, Name: u.name, Role: u.role}, password: u.signIn.Password})
	}
	return users
}

// putDemoUser makes a user; one that is there gets the secrets of demo.json if those are new.
func putDemoUser(ctx context.Context, s *store.Store, u demoUser, fresh bool) error {
	_, err := s.User(ctx, u.ID)
	switch {
	case errors.Is(err, store.ErrNoUser):
		return s.AddUser(ctx, u.User, u.password, u.sipSecret)
	case err != nil || !fresh:
		return err
	}
	if err := s.SetPassword(ctx, u.ID, u.password); err != nil {
		return err
	}
	if u.sipSecret == "" {
		return nil
	}
	return s.SetSIPSecret(ctx, u.ID, u.sipSecret)
}
