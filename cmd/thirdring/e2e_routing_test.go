package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// routes are hotlines with a queue each, all served by the same three agents.
var routes = []struct {
	number string
	queue  string
	set    func(*store.HotlineDoc, *store.QueueDoc)
}{
	{"4008000001", "ordered", func(_ *store.HotlineDoc, q *store.QueueDoc) { q.Routing.Strategy = queue.Ordered }},
	{"4008000002", "robin", func(_ *store.HotlineDoc, q *store.QueueDoc) { q.Routing.Strategy = queue.RoundRobin }},
	{"4008000003", "levels", func(_ *store.HotlineDoc, q *store.QueueDoc) {
		q.Routing.Level, q.Routing.Widen = 1, []store.WidenDoc{{After: store.Duration(3 * time.Second), Level: 2}}
	}},
	{"4008000004", "skilled", func(h *store.HotlineDoc, _ *store.QueueDoc) {
		h.Skills = []store.SkillDoc{{Skill: "cantonese", Level: 3}}
	}},
	{"4008000005", "same", func(_ *store.HotlineDoc, q *store.QueueDoc) {
		q.Routing.SameAgent, q.Routing.SameAgentWait = store.Duration(time.Hour), store.Duration(30*time.Second)
	}},
	{"4008000006", "misses", func(_ *store.HotlineDoc, q *store.QueueDoc) {
		q.Routing.Strategy, q.Routing.Misses = queue.Ordered, 2
	}},
}

func routingCenter(d *store.Document) {
	d.Priorities = []store.PriorityDoc{{Segment: "vip", Credit: store.Duration(time.Minute)}}
	d.Queues[0].WrapUp = 0
	d.Agents = d.Agents[:3]
	for _, r := range routes {
		hotline := store.DefaultHotline(r.number, r.queue, r.queue, queue.GreetFirst)
		q := store.DefaultQueue(r.queue, r.queue)
		q.WrapUp = 0
		r.set(&hotline, &q)
		d.Hotlines, d.Queues = append(d.Hotlines, hotline), append(d.Queues, q)
		for i := range d.Agents {
			d.Agents[i].Queues = append(d.Agents[i].Queues, r.queue)
		}
	}
	for i, level := range []int{1, 2, 2} {
		d.Agents[i].Levels = []store.ServiceLevelDoc{{Queue: "levels", Level: level}}
	}
	d.Agents[2].Skills = []store.SkillDoc{{Skill: "cantonese", Level: 5}}
}

// TestRouting rings real telephones by each of the ways to choose an agent.
func TestRouting(t *testing.T) {
	t.Parallel()
	s := newSite(t, routingCenter)
	team := team{s, map[string]*worker{"1001": s.worker("1001"), "1002": s.worker("1002"), "1003": s.worker("1003")}}

	// Ordered: the first, though she has just talked.
	team.serves("1001", "13800000001", "4008000001")
	team.serves("1001", "13800000002", "4008000001")

	// Round robin: whose last offer is longest ago.
	team.serves("1002", "13800000003", "4008000002")
	team.serves("1003", "13800000004", "4008000002")
	team.serves("1001", "13800000005", "4008000002")

	// Skills: the only one who speaks Cantonese, though she is not the longest idle.
	team.serves("1002", "13800000006", s.demo.Hotline)
	team.serves("1003", "13800000007", "4008000004")
	team.serves("1003", "13800000008", "4008000004")

	// The same agent as last time, though 1001 is the longest idle.
	s.rows(8, func(record.Row) error { return nil })
	team.serves("1002", "13800000006", "4008000005")

	team.misses()
	team.widens()
	team.prefers()
	team.isGiven()
	s.waitClean()
}

// team are the agents.
type team struct {
	*site
	workers map[string]*worker
}

// serves lets a caller talk for a moment to the agent who is to be rung.
func (m team) serves(id, from, number string) {
	m.t.Helper()
	m.connected(id, m.dial(from, number))
}

// connected lets the agent answer the caller who comes next, and nobody after.
func (m team) connected(id string, caller *sipphone.Call) {
	m.t.Helper()
	m.talks(id, caller)
	m.waitAgent(id, agent.Ready)
}

// talks lets the agent answer the caller who comes next; with more waiting, the
// agent's phone rings again at once.
func (m team) talks(id string, caller *sipphone.Call) {
	m.t.Helper()
	phone := m.workers[id].answer()
	m.hears("the caller of "+id, caller, agentTone)
	m.within("the caller hangs up", caller.Hangup)
	m.ended(id, phone)
}

func (m team) rest(ids ...string) {
	m.t.Helper()
	for _, id := range ids {
		m.workers[id].desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Break, Reason: "rest"})
		m.waitAgent(id, agent.Break)
	}
}

// misses: one refusal leaves the agent ready, behind the others; a second one in
// a row takes her off.
func (m team) misses() {
	m.t.Helper()
	for _, state := range []agent.State{agent.Ready, agent.NotResponding} {
		caller := m.dial("13800000009", "4008000006")
		if err := m.workers["1001"].rung().Reject(486); err != nil {
			m.t.Fatal(err)
		}
		m.connected("1002", caller)
		m.waitAgent("1001", state)
	}
	m.workers["1001"].ready()
}

// widens: the agent of the first level is on a break, those of the second are
// asked after 3 s.
func (m team) widens() {
	m.t.Helper()
	m.rest("1001", "1002")
	m.serves("1003", "13800000010", "4008000003")
	row := m.rowOf("13800000010")
	if waited := row.Offers[0].At.Sub(*row.QueueIn); waited < 3*time.Second || waited > 5*time.Second {
		m.t.Errorf("the second level was asked after %v", waited)
	}
}

// prefers: two wait, and the one who came later is spared a minute.
func (m team) prefers() {
	m.t.Helper()
	m.rest("1003")
	vip := strconv.Itoa(demoFirstNumber + 7*demoNumberStep)
	ordinary := m.waiting("13800000011", 1)
	preferred := m.waiting(vip, 2)
	m.workers["1003"].ready()
	m.talks("1003", preferred)
	m.connected("1003", ordinary)
}

// isGiven: a supervisor gives a caller to an agent who talks; another who is
// ready does not get her.
func (m team) isGiven() {
	m.t.Helper()
	talk := m.dial("13800000012", m.demo.Hotline)
	phone := m.workers["1003"].answer()
	m.hears("the first caller", talk, agentTone)
	given := m.waiting("13800000013", 1)
	line := m.line("service", func(line []waiting) bool { return len(line) == 1 })
	m.asSupervisor(http.MethodPost, fmt.Sprintf("/api/calls/%s/agent", line[0].Call), `{"agent":"1003","limit_s":60}`)
	m.workers["1002"].ready()
	m.serves("1002", "13800000014", m.demo.Hotline) // she is free, and gets who comes later
	m.within("the first caller hangs up", talk.Hangup)
	m.ended("1003", phone)
	m.connected("1003", given)
	if row := m.rowOf("13800000013"); len(row.Moves) != 1 || row.Moves[0].By != m.secrets.Supervisor.User {
		m.t.Errorf("the moves of the row: %+v", row.Moves)
	}
}

// rowOf waits for the last row of a caller.
func (m team) rowOf(number string) record.Row {
	m.t.Helper()
	var row record.Row
	eventually(m.t, "the row of "+number, func() error {
		var page struct{ Rows []record.Row }
		if err := json.Unmarshal(m.asSupervisor(http.MethodGet, "/api/calls?number="+number, ""), &page); err != nil {
			return err
		}
		if len(page.Rows) == 0 || !page.Rows[0].Final {
			return fmt.Errorf("%d rows", len(page.Rows))
		}
		row = page.Rows[0]
		return nil
	})
	return row
}
