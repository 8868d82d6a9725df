package telephony

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/CyCoreSystems/ari/v5"

	"thirdring/agent"
	"thirdring/queue"
)

// lookEvery is how often the node is asked which phones can be reached. The
// list of 300 takes Asterisk 0.6 ms and not its event queue. Subscribing to
// the endpoints would tell at once, but it also repeats every event of every
// agent's channel, in the queue that limits how many calls a second it takes.
const lookEvery = time.Second

// phones are the agents whose phones a node can reach.
type phones struct {
	mu        sync.Mutex // guards reachable
	reachable map[agent.ID]bool
}

func newPhones() *phones { return &phones{reachable: make(map[agent.ID]bool)} }

// reset takes a list as what is known and returns its reachable phones.
func (p *phones) reset(listed map[agent.ID]bool) []agent.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reachable = listed
	var ids []agent.ID
	for id, reachable := range listed {
		if reachable {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// update takes a list as what is known and returns what changed by it.
func (p *phones) update(listed map[agent.ID]bool) []queue.PhoneState {
	p.mu.Lock()
	defer p.mu.Unlock()
	var changed []queue.PhoneState
	for id, reachable := range listed {
		if p.reachable[id] != reachable {
			changed = append(changed, queue.PhoneState{Agent: id, Reachable: reachable})
		}
	}
	for id, reachable := range p.reachable {
		if _, ok := listed[id]; reachable && !ok {
			changed = append(changed, queue.PhoneState{Agent: id})
		}
	}
	p.reachable = listed
	return changed
}

// lookAtPhones tells which phones came or went since the last look. A look
// that fails is for the watchdog to judge.
func (n *node) lookAtPhones(ctx context.Context) {
	listed, err := n.reachable(ctx)
	if err != nil {
		return
	}
	for _, change := range n.phones.update(listed) {
		n.send(change)
	}
}

// reachable tells of each agent's phone whether it can be reached.
func (n *node) reachable(ctx context.Context) (map[agent.ID]bool, error) {
	listed, err := n.listEndpoints(ctx)
	if err != nil {
		return nil, err
	}
	wanted, _ := n.endpoints.wanted()
	states := make(map[agent.ID]bool, len(wanted))
	for _, e := range wanted {
		states[e.ID] = listed[e.ID]
	}
	return states, nil
}

// listEndpoints tells of every endpoint whether it can be reached.
func (n *node) listEndpoints(ctx context.Context) (map[agent.ID]bool, error) {
	var listed []ari.EndpointData
	err := n.rest.do(ctx, request{command: "list_phones", method: http.MethodGet, path: []string{"endpoints", "PJSIP"}}, &listed)
	if refused(err, http.StatusNotFound) {
		err = nil // no endpoint at all
	}
	states := make(map[agent.ID]bool, len(listed))
	for _, e := range listed {
		states[agent.ID(e.Resource)] = e.State == "online"
	}
	return states, err
}
