package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"thirdring/web"
	"thirdring/ws"
)

// QueueIncidentCmd shows and switches notices.
type QueueIncidentCmd struct {
	List IncidentListCmd `cmd:"" help:"Show the notices that are on, the buildings with a surge of calls, and the prompts to choose from."`
	On   IncidentOnCmd   `cmd:"" help:"Let callers from a project or building hear a notice first."`
	Off  IncidentOffCmd  `cmd:"" help:"Switch a notice off."`
}

// IncidentListCmd shows notices.
type IncidentListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// IncidentOnCmd switches one on.
type IncidentOnCmd struct {
	Project  string        `arg:"" help:"The project, as owners' files write it."`
	Building string        `arg:"" optional:"" help:"The building; without it all of the project."`
	Prompt   string        `help:"Id of the prompt, such as notice.water." required:"" placeholder:"ID"`
	For      time.Duration `help:"Switch it off after this; without it somebody must." placeholder:"2h"`
	JSON     bool          `name:"json" help:"Print JSON."`
}

// IncidentOffCmd switches one off.
type IncidentOffCmd struct {
	Project  string `arg:"" help:"The project."`
	Building string `arg:"" optional:"" help:"The building."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// incidents is the answer of /api/incidents.
type incidents struct {
	ws.Incidents
	Notices []web.Notice `json:"notices"`
}

// Run shows the notices.
func (c *IncidentListCmd) Run(ctx context.Context, cfg *Config) error {
	return askIncidents(ctx, cfg, http.MethodGet, "/api/incidents", nil, c.JSON)
}

// Run switches the notice on.
func (c *IncidentOnCmd) Run(ctx context.Context, cfg *Config) error {
	wish := map[string]any{"project": c.Project, "building": c.Building, "prompt": c.Prompt}
	if c.For > 0 {
		wish["until"] = time.Now().Add(c.For)
	}
	return askIncidents(ctx, cfg, http.MethodPut, "/api/incidents", wish, c.JSON)
}

// Run switches the notice off.
func (c *IncidentOffCmd) Run(ctx context.Context, cfg *Config) error {
	place := url.Values{"project": {c.Project}, "building": {c.Building}}
	return askIncidents(ctx, cfg, http.MethodDelete, "/api/incidents?"+place.Encode(), nil, c.JSON)
}

func askIncidents(ctx context.Context, cfg *Config, method, path string, wish map[string]any, asJSON bool) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var body any
	if wish != nil {
		body = wish
	}
	var now incidents
	if err := server.call(ctx, method, path, body, &now); err != nil {
		return err
	}
	if asJSON {
		return writeJSON(os.Stdout, now)
	}
	return printIncidents(os.Stdout, now)
}

func printIncidents(out io.Writer, now incidents) error {
	rows := [][]string{{"PROJECT", "BUILDING", "PROMPT", "ON FOR", "LEFT", "BY"}}
	for _, i := range now.Active {
		left := "-"
		if !i.Until.IsZero() {
			left = max(0, time.Until(i.Until)).Round(time.Second).String()
		}
		rows = append(rows, []string{i.Project, dash(i.Building), i.Prompt, since(i.Since), left, i.By})
	}
	if err := writeColumns(out, rows); err != nil {
		return err
	}
	if len(now.Proposed) > 0 {
		rows = [][]string{{"SURGE IN", "BUILDING", "CALLERS", "SINCE"}}
		for _, p := range now.Proposed {
			rows = append(rows, []string{p.Project, p.Building, strconv.Itoa(p.Callers), since(p.Since)})
		}
		if _, err := fmt.Fprintln(out); err != nil {
			return err
		}
		if err := writeColumns(out, rows); err != nil {
			return err
		}
	}
	if len(now.Notices) == 0 {
		return nil
	}
	rows = [][]string{{"PROMPT", "TEXT"}}
	for _, n := range now.Notices {
		rows = append(rows, []string{n.ID, n.Text})
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	return writeColumns(out, rows)
}
