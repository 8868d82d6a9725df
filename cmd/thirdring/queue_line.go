package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/ws"
)

// QueueLineCmd shows who waits.
type QueueLineCmd struct {
	ID    string `arg:"" name:"queue" help:"The queue's id."`
	Limit int    `help:"Callers to show." default:"50"`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// QueueMoveCmd moves a waiting call.
type QueueMoveCmd struct {
	Call  string `arg:"" help:"The call's id, as thirdring queue line shows it."`
	Head  bool   `help:"To the head of its queue; without this before the one ahead." xor:"where"`
	Queue string `help:"To another queue." placeholder:"ID" xor:"where"`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// QueueGiveCmd lets a waiting call wait for one agent.
type QueueGiveCmd struct {
	Call   string        `arg:"" help:"The call's id."`
	Agent  string        `arg:"" optional:"" help:"The agent's id."`
	Limit  time.Duration `help:"How long the caller waits for that agent; then whoever is able gets the call." default:"2m"`
	Anyone bool          `help:"Take that back: whoever is able gets the call."`
	JSON   bool          `name:"json" help:"Print JSON."`
}

// QueueCancelCmd takes a promised call from its queue.
type QueueCancelCmd struct {
	Call string `arg:"" help:"The promised call's id."`
}

// QueueNowCmd brings a promised call forward.
type QueueNowCmd struct {
	Call string `arg:"" help:"The promised call's id."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// QueueSignCmd signs an agent in to a queue or out of it.
type QueueSignCmd struct {
	Agent string `arg:"" help:"The agent's id."`
	Queue string `arg:"" help:"The queue's id."`
	Out   bool   `help:"Out of the queue; without this into it."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// waiting is a caller as the API lists one.
type waiting struct {
	ws.Waiting
	Position int `json:"position,omitempty"`
}

// Run shows the line.
func (c *QueueLineCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var line struct {
		Queue   string    `json:"queue"`
		Total   int       `json:"total"`
		Beside  int       `json:"beside"`
		Waiting []waiting `json:"waiting"`
	}
	path := fmt.Sprintf("/api/queues/%s/line?limit=%d", url.PathEscape(c.ID), c.Limit)
	if err := server.call(ctx, http.MethodGet, path, nil, &line); err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(os.Stdout, line)
	}
	if err := printWaiting(os.Stdout, line.Waiting); err != nil {
		return err
	}
	_, err = fmt.Printf("%d in line, %d on another way\n", line.Total, line.Beside)
	return err
}

func printWaiting(out io.Writer, callers []waiting) error {
	rows := [][]string{{"PLACE", "CALL", "NUMBER", "OWNER", "HOME", "PHASE", "WAITED", "FOR", "NOTES"}}
	for _, w := range callers {
		place := "-"
		if w.Position > 0 {
			place = strconv.Itoa(w.Position)
		}
		rows = append(rows, []string{
			place, string(w.Call), dash(w.Masked), dash(w.Owner), dash(w.Home), string(w.Phase), since(w.QueuedAt),
			dash(string(w.Wants)), dash(strings.Join(waitingNotes(w), ", ")),
		})
	}
	return writeColumns(out, rows)
}

// waitingNotes are what is particular about a caller.
func waitingNotes(w waiting) []string {
	var notes []string
	if !w.UrgentAt.IsZero() {
		notes = append(notes, "emergency")
	}
	if w.PriorityS > 0 {
		notes = append(notes, fmt.Sprintf("%gs ahead for %s", w.PriorityS, w.Why))
	}
	if w.WantsBy != "" {
		notes = append(notes, "given by "+w.WantsBy)
	}
	if len(w.Ringing) > 0 {
		notes = append(notes, fmt.Sprintf("rings %v", w.Ringing))
	}
	if w.Stage > 0 {
		notes = append(notes, fmt.Sprintf("widened %d times", w.Stage))
	}
	if !w.NextTry.IsZero() {
		notes = append(notes, "rests until "+w.NextTry.Local().Format("01-02 15:04"))
	}
	if w.MovedBy != "" && w.Moved != queue.MoveAgent {
		notes = append(notes, "moved by "+w.MovedBy)
	}
	return notes
}

// Run moves the call.
func (c *QueueMoveCmd) Run(ctx context.Context, cfg *Config) error {
	if c.Queue != "" {
		return changeCall(ctx, cfg, c.Call, "queue", map[string]any{"queue": c.Queue}, c.JSON)
	}
	return changeCall(ctx, cfg, c.Call, "move", map[string]any{"head": c.Head}, c.JSON)
}

// Run gives the call to the agent, or takes it back.
func (c *QueueGiveCmd) Run(ctx context.Context, cfg *Config) error {
	if (c.Agent == "") != c.Anyone {
		return errors.New("name the agent, or say --anyone to take the call back")
	}
	wish := map[string]any{}
	if !c.Anyone {
		wish = map[string]any{"agent": agent.ID(c.Agent), "limit_s": c.Limit.Seconds()}
	}
	return changeCall(ctx, cfg, c.Call, "agent", wish, c.JSON)
}

// changeCall sends a wish about a waiting call and prints it as it waits then.
func changeCall(ctx context.Context, cfg *Config, call, what string, wish any, asJSON bool) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var w waiting
	if err := server.call(ctx, http.MethodPost, "/api/calls/"+url.PathEscape(call)+"/"+what, wish, &w); err != nil {
		return err
	}
	if asJSON {
		return writeJSON(os.Stdout, w)
	}
	return printWaiting(os.Stdout, []waiting{w})
}

// Run makes a task of the promise.
func (c *QueueCancelCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	return server.call(ctx, http.MethodDelete, "/api/calls/"+url.PathEscape(c.Call)+"/callback", nil, &struct{}{})
}

// Run lets the promise stand in line.
func (c *QueueNowCmd) Run(ctx context.Context, cfg *Config) error {
	return changeCall(ctx, cfg, c.Call, "callback/now", nil, c.JSON)
}

// Run signs the agent in or out.
func (c *QueueSignCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var a ws.AgentState
	wish := map[string]any{"queue": c.Queue, "in": !c.Out}
	if err := server.call(ctx, http.MethodPost, "/api/agents/"+url.PathEscape(c.Agent)+"/queues", wish, &a); err != nil {
		return err
	}
	return printAgents(os.Stdout, []ws.AgentState{a}, c.JSON)
}
