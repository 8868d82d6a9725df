package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"thirdring/agent"
	"thirdring/store"
)

// AgentAddCmd adds an agent to the centre's configuration.
type AgentAddCmd struct {
	ID     string           `arg:"" help:"Id of the agent, also the SIP user, such as 1011."`
	Name   string           `help:"The person's name." required:""`
	WorkNo string           `name:"work-no" help:"Digits announced to callers as 工号; the id if not given, - for none." placeholder:"DIGITS"`
	Queues []string         `name:"queue" help:"Queues to serve; all if not given." placeholder:"ID"`
	Device agent.DeviceKind `help:"The agent's telephone: page (in the desktop's page) or phone (a desk phone)." enum:"page,phone" default:"page"`
	JSON   bool             `name:"json" help:"Print the agent as JSON."`
}

// Run puts the agent into the document.
func (c *AgentAddCmd) Run(ctx context.Context, cfg *Config) error {
	added := store.AgentDoc{ID: agent.ID(c.ID), Name: c.Name, WorkNo: c.WorkNo, Queues: c.Queues, Device: c.Device}
	switch c.WorkNo {
	case "":
		added.WorkNo = c.ID
		if strings.Trim(c.ID, "0123456789") != "" {
			added.WorkNo = ""
		}
	case "-":
		added.WorkNo = ""
	}
	return changeCenter(ctx, cfg, "agent add "+c.ID, func(d *store.Document) error {
		if slices.ContainsFunc(d.Agents, func(a store.AgentDoc) bool { return a.ID == added.ID }) {
			return fmt.Errorf("%s: there is an agent of that id already", c.ID)
		}
		if len(added.Queues) == 0 {
			for _, q := range d.Queues {
				added.Queues = append(added.Queues, q.ID)
			}
		}
		d.Agents = append(d.Agents, added)
		return nil
	}, func() error { return printConfigured([]store.AgentDoc{added}, c.JSON) })
}

// AgentDeviceCmd chooses agents' telephones.
type AgentDeviceCmd struct {
	Device agent.DeviceKind `arg:"" help:"page (in the desktop's page) or phone (a desk phone)." enum:"page,phone"`
	IDs    []string         `arg:"" name:"id" help:"Agents, such as 1001 1002."`
	JSON   bool             `name:"json" help:"Print the agents as JSON."`
}

// Run changes the document. An agent on a call keeps the telephone until it ends.
func (c *AgentDeviceCmd) Run(ctx context.Context, cfg *Config) error {
	var changed []store.AgentDoc
	return changeCenter(ctx, cfg, fmt.Sprintf("agent device %s %s", c.Device, strings.Join(c.IDs, " ")), func(d *store.Document) error {
		for _, id := range c.IDs {
			i := slices.IndexFunc(d.Agents, func(a store.AgentDoc) bool { return string(a.ID) == id })
			if i < 0 {
				return fmt.Errorf("%s: there is no such agent; thirdring agent list shows all", id)
			}
			d.Agents[i].Device = c.Device
			changed = append(changed, d.Agents[i])
		}
		return nil
	}, func() error { return printConfigured(changed, c.JSON) })
}

// changeCenter changes the configuration in force and prints what was done. A
// running server takes it up at once.
func changeCenter(ctx context.Context, cfg *Config, comment string, change func(*store.Document) error, done func() error) error {
	return withStore(ctx, cfg, func(s *store.Store) error {
		d, err := s.Current(ctx)
		if errors.Is(err, store.ErrNoCenter) {
			d, err = store.Default(), nil
		}
		if err != nil {
			return err
		}
		if err := change(&d); err != nil {
			return err
		}
		if _, err := s.Put(ctx, d, shellUser(), comment); err != nil {
			return err
		}
		return done()
	})
}

func printConfigured(agents []store.AgentDoc, asJSON bool) error {
	if asJSON {
		return writeJSON(os.Stdout, agents)
	}
	rows := [][]string{{"AGENT", "NAME", "NO", "DEVICE", "QUEUES"}}
	for _, a := range agents {
		rows = append(rows, []string{string(a.ID), a.Name, dash(a.WorkNo), string(a.Device), dash(strings.Join(a.Queues, ","))})
	}
	return writeColumns(os.Stdout, rows)
}
