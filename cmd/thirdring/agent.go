package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/ws"
)

// AgentCmd shows agents and changes their states through the running server.
type AgentCmd struct {
	List    AgentListCmd    `cmd:"" help:"List agents with their live state."`
	Ready   AgentReadyCmd   `cmd:"" help:"Make agents ready for calls. Without a desktop they take calls on the phone alone."`
	Break   AgentBreakCmd   `cmd:"" help:"Send agents on a break. Who is on a call goes when it ends."`
	Signout AgentSignoutCmd `cmd:"" help:"Sign agents out. Who is on a call goes when it ends."`
	Add     AgentAddCmd     `cmd:"" help:"Add an agent to the centre's configuration. To sign in the agent needs a user as well (thirdring user add)."`
	Device  AgentDeviceCmd  `cmd:"" help:"Choose the telephone that agents use: the one in the desktop's page, or a desk phone."`
}

// AgentListCmd lists agents.
type AgentListCmd struct {
	IDs   []string `arg:"" optional:"" name:"id" help:"Only these agents."`
	Queue string   `help:"Only agents of this queue." placeholder:"ID"`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// AgentReadyCmd makes agents ready.
type AgentReadyCmd struct {
	IDs  []string `arg:"" name:"id" help:"Agents, such as 1001 1002."`
	JSON bool     `name:"json" help:"Print the agents as JSON."`
}

// AgentBreakCmd sends agents on a break.
type AgentBreakCmd struct {
	IDs    []string `arg:"" name:"id" help:"Agents, such as 1001 1002."`
	Reason string   `help:"Code of a break reason of the centre's configuration." required:"" placeholder:"CODE"`
	JSON   bool     `name:"json" help:"Print the agents as JSON."`
}

// AgentSignoutCmd signs agents out.
type AgentSignoutCmd struct {
	IDs  []string `arg:"" name:"id" help:"Agents, such as 1001 1002."`
	JSON bool     `name:"json" help:"Print the agents as JSON."`
}

// Run prints the list.
func (c *AgentListCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var all struct{ Agents []ws.AgentState }
	if err := server.call(ctx, http.MethodGet, "/api/agents", nil, &all); err != nil {
		return err
	}
	shown, err := c.choose(all.Agents)
	if err != nil {
		return err
	}
	return printAgents(os.Stdout, shown, c.JSON)
}

// choose keeps the agents asked for, in the order in which they were asked for.
func (c *AgentListCmd) choose(all []ws.AgentState) ([]ws.AgentState, error) {
	byID := map[string]ws.AgentState{}
	chosen := []ws.AgentState{}
	for _, a := range all {
		byID[string(a.ID)] = a
		if c.Queue == "" || (&agent.Agent{Profile: agent.Profile{Queues: a.Queues}}).Serves(c.Queue) {
			chosen = append(chosen, a)
		}
	}
	if len(c.IDs) == 0 {
		return chosen, nil
	}
	chosen = chosen[:0]
	for _, id := range c.IDs {
		a, ok := byID[id]
		if !ok {
			return nil, fmt.Errorf("%s: there is no such agent; thirdring agent list shows all", id)
		}
		chosen = append(chosen, a)
	}
	return chosen, nil
}

// Run changes the states.
func (c *AgentReadyCmd) Run(ctx context.Context, cfg *Config) error {
	return setStates(ctx, cfg, c.IDs, agent.Ready, "", c.JSON)
}

// Run changes the states.
func (c *AgentBreakCmd) Run(ctx context.Context, cfg *Config) error {
	return setStates(ctx, cfg, c.IDs, agent.Break, agent.Reason(c.Reason), c.JSON)
}

// Run changes the states.
func (c *AgentSignoutCmd) Run(ctx context.Context, cfg *Config) error {
	return setStates(ctx, cfg, c.IDs, agent.SignedOut, "", c.JSON)
}

// setStates changes one agent after the other; one that fails does not keep
// the others from it.
func setStates(ctx context.Context, cfg *Config, ids []string, state agent.State, why agent.Reason, asJSON bool) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	wish := struct {
		State  agent.State  `json:"state"`
		Reason agent.Reason `json:"reason,omitempty"`
	}{state, why}
	changed := []ws.AgentState{}
	var failed []error
	for _, id := range ids {
		var a ws.AgentState
		if err := server.call(ctx, http.MethodPost, "/api/agents/"+url.PathEscape(id)+"/state", wish, &a); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", id, err))
			continue
		}
		changed = append(changed, a)
	}
	if len(changed) > 0 || asJSON {
		failed = append(failed, printAgents(os.Stdout, changed, asJSON))
	}
	return errors.Join(failed...)
}

func printAgents(out io.Writer, agents []ws.AgentState, asJSON bool) error {
	if asJSON {
		return writeJSON(out, agents)
	}
	rows := [][]string{{"AGENT", "NAME", "NO", "STATE", "FOR", "THEN", "DEVICE", "PHONE", "DESKTOP", "CALL", "QUEUES"}}
	for _, a := range agents {
		state := string(a.State)
		if a.Reason != "" {
			state += " (" + string(a.Reason) + ")"
		}
		rows = append(rows, []string{
			string(a.ID), a.Name, a.WorkNo, state, since(a.Since), dash(string(a.Next)),
			device(a.Device), yes(a.Phone), yes(a.Desktop), dash(string(a.Call)), dash(strings.Join(a.Queues, ",")),
		})
	}
	return writeColumns(out, rows)
}

func device(d ws.Device) string {
	if d.Kind == agent.OutsidePhone {
		return d.Number
	}
	return string(d.Kind)
}

// since is the time passed, in whole seconds.
func since(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return max(0, time.Since(t)).Round(time.Second).String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
