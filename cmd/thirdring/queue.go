package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"thirdring/ws"
)

// QueueCmd shows queues of the running server and changes them while callers
// wait.
type QueueCmd struct {
	Status   QueueStatusCmd   `cmd:"" help:"Show the queues' live figures: who waits, who is ready, and today's service level."`
	Line     QueueLineCmd     `cmd:"" help:"Show a queue's callers in the order in which they are served."`
	Move     QueueMoveCmd     `cmd:"" help:"Move a waiting call up, to the head, or to another queue."`
	Give     QueueGiveCmd     `cmd:"" help:"Let a waiting call wait for one agent, who gets it next."`
	Cancel   QueueCancelCmd   `cmd:"" help:"Take a promised call from its queue and make a task of it."`
	Now      QueueNowCmd      `cmd:"" help:"Let a promised call that rests stand in line at once, while the hotline is open."`
	Sign     QueueSignCmd     `cmd:"" help:"Sign an agent in to a queue or out of it, until the agent signs out."`
	Incident QueueIncidentCmd `cmd:"" help:"Notices that callers from a project or building hear first."`
	Why      QueueWhyCmd      `cmd:"" help:"Explain why a call went to whom it went, and not to others."`
}

// QueueStatusCmd shows the figures.
type QueueStatusCmd struct {
	IDs   []string      `arg:"" optional:"" name:"id" help:"Only these queues."`
	Watch bool          `short:"w" help:"Show again and again until Ctrl-C; with --json one line each time."`
	Every time.Duration `help:"Time between two looks of --watch." default:"2s"`
	JSON  bool          `name:"json" help:"Print JSON."`
}

// Run shows the figures once, or until ctx ends.
func (c *QueueStatusCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	if !c.Watch {
		return c.look(ctx, server, os.Stdout)
	}
	ticker := time.NewTicker(max(c.Every, 100*time.Millisecond))
	defer ticker.Stop()
	for {
		var page bytes.Buffer
		if err := c.look(ctx, server, &page); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		if !c.JSON {
			fmt.Print("\x1b[H\x1b[2J") // home, clear
			fmt.Println(time.Now().Format(time.DateTime))
		}
		if _, err := page.WriteTo(os.Stdout); err != nil {
			return err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (c *QueueStatusCmd) look(ctx context.Context, server *api, out io.Writer) error {
	var all struct{ Queues []ws.QueueState }
	if err := server.call(ctx, http.MethodGet, "/api/queues", nil, &all); err != nil {
		return err
	}
	shown, err := c.choose(all.Queues)
	switch {
	case err != nil:
		return err
	case c.JSON && c.Watch:
		return json.NewEncoder(out).Encode(shown)
	case c.JSON:
		return writeJSON(out, shown)
	}
	return printQueues(out, shown)
}

func (c *QueueStatusCmd) choose(all []ws.QueueState) ([]ws.QueueState, error) {
	if len(c.IDs) == 0 {
		return append([]ws.QueueState{}, all...), nil
	}
	byID := map[string]ws.QueueState{}
	for _, q := range all {
		byID[q.ID] = q
	}
	chosen := []ws.QueueState{}
	for _, id := range c.IDs {
		q, ok := byID[id]
		if !ok {
			return nil, fmt.Errorf("%s: there is no such queue; thirdring queue status shows all", id)
		}
		chosen = append(chosen, q)
	}
	return chosen, nil
}

// satisfied is how many of those who gave their opinion were satisfied.
func satisfied(q ws.QueueState) string {
	if q.Asked == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d, %d asked", q.Satisfied, q.Rated, q.Asked)
}

func printQueues(out io.Writer, queues []ws.QueueState) error {
	rows := [][]string{{
		"QUEUE", "NAME", "WAITING", "LONGEST", "ESTIMATE", "READY", "TALKING", "WRAP-UP", "AWAY",
		"OFFERED", "ANSWERED", "ABANDONED", "OVERFLOWED", "PROMISED", "SERVICE LEVEL", "SATISFIED",
	}}
	for _, q := range queues {
		level := "-"
		if q.ServiceLevel != nil {
			level = fmt.Sprintf("%.1f%% in %gs", *q.ServiceLevel*100, q.ThresholdS)
		}
		estimate := "-"
		if q.EstimateS > 0 {
			estimate = time.Duration(q.EstimateS * float64(time.Second)).Round(time.Second).String()
		}
		rows = append(rows, []string{
			q.ID, q.Name, strconv.Itoa(q.Waiting), since(q.Oldest), estimate,
			strconv.Itoa(q.Ready), strconv.Itoa(q.Talking), strconv.Itoa(q.WrapUp), strconv.Itoa(q.Away),
			strconv.Itoa(q.Offered), strconv.Itoa(q.Answered), strconv.Itoa(q.Abandoned),
			strconv.Itoa(q.Overflowed), strconv.Itoa(q.Promised), level, satisfied(q),
		})
	}
	return writeColumns(out, rows)
}
