package store

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"thirdring/agent"
	"thirdring/queue"
)

// Problem is one thing that is wrong with a configuration.
type Problem struct {
	Path   string `json:"path"`           // as queues[1].ring_limit
	Line   int    `json:"line,omitempty"` // in the YAML, if it came from one
	Reason string `json:"reason"`
}

// String names the place and the reason.
func (p Problem) String() string {
	text := p.Reason
	if p.Path != "" {
		text = p.Path + ": " + text
	}
	if p.Line > 0 {
		text = fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return text
}

// InvalidError is the error of a configuration with problems.
type InvalidError struct{ Problems []Problem }

// Error lists the problems, one on a line.
func (e *InvalidError) Error() string {
	lines := []string{"the configuration is not valid:"}
	for _, p := range e.Problems {
		lines = append(lines, "  "+p.String())
	}
	return strings.Join(lines, "\n")
}

var (
	machineID    = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)
	agentID      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$`)
	categoryCode = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,15}$`)
	dialled      = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
	workNumber   = regexp.MustCompile(`^[0-9]{0,10}$`)
)

// nameLimit bounds the names that people give things, in characters.
const nameLimit = 64

// Validate finds everything that is wrong, in the order of the document; the
// error is an InvalidError.
func (d Document) Validate() error {
	c := checker{}
	c.name("name", d.Name)
	c.within("cadence.ring_on", d.Cadence.RingOn, 100*time.Millisecond, 10*time.Second)
	c.within("cadence.ring_off", d.Cadence.RingOff, 0, 20*time.Second)
	queues := map[string]bool{}
	for _, q := range d.Queues {
		queues[q.ID] = true
	}
	c.hotlines(d.Hotlines, queues)
	c.queues(d.Queues, queues)
	c.agents(d.Agents, queues)
	c.breaks(d.Breaks)
	c.categories(d.Categories)
	c.departments(d.Departments)
	c.transferReasons(d.TransferReasons)
	c.purposes(d.Purposes)
	c.callers(d, queues)
	c.priorities(d.Priorities)
	c.targets("targets.", d.Targets)
	c.able(d)
	if len(c.problems) > 0 {
		return &InvalidError{Problems: c.problems}
	}
	return nil
}

// checker gathers problems.
type checker struct{ problems []Problem }

func (c *checker) bad(path, reason string, args ...any) {
	c.problems = append(c.problems, Problem{Path: path, Reason: fmt.Sprintf(reason, args...)})
}

func (c *checker) name(path, name string) {
	switch {
	case strings.TrimSpace(name) == "":
		c.bad(path, "is missing")
	case utf8.RuneCountInString(name) > nameLimit:
		c.bad(path, "is longer than %d characters", nameLimit)
	case strings.ContainsFunc(name, unshowable):
		c.bad(path, "holds characters that cannot be shown")
	}
}

func (c *checker) within(path string, d Duration, low, high time.Duration) {
	if time.Duration(d) < low || time.Duration(d) > high {
		c.bad(path, "%s is out of range: use %s to %s", d, Duration(low), Duration(high))
	}
}

// matches checks a code and that no earlier one is the same.
func (c *checker) matches(path, value string, form *regexp.Regexp, want string, seen map[string]bool) {
	switch {
	case !form.MatchString(value):
		c.bad(path, "%q is not possible: use %s", value, want)
	case seen[value]:
		c.bad(path, "%q is there twice: use another", value)
	}
	seen[value] = true
}

func (c *checker) hotlines(list []HotlineDoc, queues map[string]bool) {
	seen := map[string]bool{}
	for i, h := range list {
		path := fmt.Sprintf("hotlines[%d].", i)
		c.matches(path+"number", h.Number, dialled, "3 to 15 digits as the trunk delivers them, perhaps with a leading +, such as 4008001234", seen)
		c.name(path+"name", h.Name)
		c.queue(path+"queue", h.Queue, queues)
		c.within(path+"priority", h.Priority, 0, 10*time.Minute)
		c.skills(path+"skills", h.Skills)
		switch h.Mode {
		case queue.GreetFirst:
			c.within(path+"answer_after", h.AnswerAfter, 0, 15*time.Second)
		case queue.AgentFirst:
			c.within(path+"answer_after", h.AnswerAfter, time.Second, 15*time.Second)
		default:
			c.bad(path+"mode", "%q is unknown: use %s or %s", h.Mode, queue.GreetFirst, queue.AgentFirst)
		}
	}
}

func (c *checker) queue(path, id string, queues map[string]bool) {
	switch {
	case id == "":
		c.bad(path, "is missing: choose a queue")
	case !queues[id]:
		c.bad(path, "there is no queue %q: choose another", id)
	}
}

func (c *checker) queues(list []QueueDoc, queues map[string]bool) {
	if len(list) == 0 {
		c.bad("queues", "at least one queue is needed")
	}
	seen := map[string]bool{}
	for i, q := range list {
		path := fmt.Sprintf("queues[%d].", i)
		c.matches(path+"id", q.ID, machineID, codeForm, seen)
		c.name(path+"name", q.Name)
		c.within(path+"ring_limit", q.RingLimit, 3*time.Second, 2*time.Minute)
		c.within(path+"threshold", q.Threshold, time.Second, 10*time.Minute)
		c.within(path+"short", q.Short, 0, time.Minute)
		c.within(path+"wrap_up", q.WrapUp, 0, time.Hour)
		if q.WrapUpMax != 0 {
			c.within(path+"wrap_up_max", q.WrapUpMax, time.Duration(q.WrapUp), 4*time.Hour)
		}
		if q.ComfortEvery != 0 {
			c.within(path+"comfort_every", q.ComfortEvery, 10*time.Second, 10*time.Minute)
		}
		c.routing(path+"routing.", q.Routing, queues)
		c.targets(path+"targets.", q.Targets)
	}
}

func (c *checker) agents(list []AgentDoc, queues map[string]bool) {
	seen, seenNo := map[string]bool{}, map[string]bool{}
	for i, a := range list {
		path := fmt.Sprintf("agents[%d].", i)
		c.matches(path+"id", string(a.ID), agentID, "1 to 32 letters, digits, - and _", seen)
		if strings.HasSuffix(string(a.ID), pageSuffix) {
			c.bad(path+"id", "%q is not possible: ids that end in %s belong to the telephones in pages", a.ID, pageSuffix)
		}
		c.name(path+"name", a.Name)
		switch a.Device {
		case "", agent.DeskPhone, agent.PagePhone:
		default:
			c.bad(path+"device", "%q is unknown: use %s or %s", a.Device, agent.DeskPhone, agent.PagePhone)
		}
		if a.WorkNo != "" {
			c.matches(path+"work_no", a.WorkNo, workNumber, "at most 10 digits", seenNo)
		}
		c.skills(path+"skills", a.Skills)
		c.levels(path+"levels", a)
		served := map[string]bool{}
		for j, id := range a.Queues {
			at := fmt.Sprintf("%squeues[%d]", path, j)
			c.queue(at, id, queues)
			if served[id] {
				c.bad(at, "%q is there twice: use another", id)
			}
			served[id] = true
		}
	}
}

// pageSuffix follows the agent's id in the SIP user of the telephone in the
// agent's page.
const pageSuffix = "-page"

func (c *checker) breaks(list []BreakDoc) {
	seen := map[string]bool{}
	for i, b := range list {
		path := fmt.Sprintf("breaks[%d].", i)
		c.matches(path+"code", b.Code, machineID, codeForm, seen)
		c.name(path+"name", b.Name)
		switch reason := agent.Reason(b.Code); reason {
		case agent.DesktopLost, agent.NoAnswer, agent.Rejected, agent.Offline:
			c.bad(path+"code", "%q is a reason that the system gives by itself: use another code", b.Code)
		}
	}
}

func (c *checker) categories(list []CategoryDoc) {
	seen := map[string]bool{}
	for i, k := range list {
		path := fmt.Sprintf("categories[%d].", i)
		c.matches(path+"code", k.Code, categoryCode, "1 to 16 of A-Z, 0-9 and -", seen)
		c.name(path+"name", k.Name)
		subs := map[string]bool{}
		for j, sub := range k.Subs {
			at := fmt.Sprintf("%ssubs[%d]", path, j)
			c.name(at, sub)
			if subs[sub] {
				c.bad(at, "%q is there twice: use another", sub)
			}
			subs[sub] = true
		}
	}
}
