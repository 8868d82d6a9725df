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

	"thirdring/agent"
	"thirdring/queue"
)

// QueueWhyCmd explains who got a call.
type QueueWhyCmd struct {
	Call string `arg:"" help:"The call's id, live or in the register."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// decisions is the answer of /api/calls/{id}/decisions.
type decisions struct {
	Call      queue.CallID `json:"call"`
	Decisions []decision   `json:"decisions"`
	Forgotten bool         `json:"forgotten,omitempty"`
}

type decision struct {
	At        time.Time         `json:"at"`
	Agent     agent.ID          `json:"agent"`
	AgentName string            `json:"agent_name"`
	Rule      string            `json:"rule"`
	Ready     int               `json:"ready"`
	IdleS     float64           `json:"idle_s"`
	WaitedS   float64           `json:"waited_s"`
	Behind    int               `json:"behind"`
	Result    queue.OfferResult `json:"result,omitempty"`
	Others    []passed          `json:"others"`
}

type passed struct {
	Agent     agent.ID     `json:"agent"`
	AgentName string       `json:"agent_name"`
	Why       queue.WhyNot `json:"why"`
}

// Run prints each decision, and below it the others and why not they.
func (c *QueueWhyCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newAPI(cfg)
	if err != nil {
		return err
	}
	var all decisions
	if err := server.call(ctx, http.MethodGet, "/api/calls/"+url.PathEscape(c.Call)+"/decisions", nil, &all); err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(os.Stdout, all)
	}
	return printDecisions(os.Stdout, all)
}

func printDecisions(out io.Writer, all decisions) error {
	text := ""
	switch {
	case all.Forgotten:
		text = "the journal does not reach back to this call\n"
	case len(all.Decisions) == 0:
		text = "the queue has offered this call to nobody\n"
	}
	for _, d := range all.Decisions {
		text += fmt.Sprintf("%s  %s %s: %s, of %s ready, idle %s, the caller had waited %s, %d behind: %s\n",
			d.At.Local().Format(time.TimeOnly), d.Agent, d.AgentName, d.Rule, strconv.Itoa(d.Ready),
			seconds(d.IdleS), seconds(d.WaitedS), d.Behind, dash(string(d.Result)))
		for _, other := range d.Others {
			text += fmt.Sprintf("          not %s %s: %s\n", other.Agent, other.AgentName, other.Why)
		}
	}
	_, err := io.WriteString(out, text)
	return err
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Second)
}
