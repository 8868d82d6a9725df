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
// After a page was given its secret it is done more often for a while, since
// its agent waits for it.
const (
	lookEvery    = time.Second
	lookSoon     = 100 * time.Millisecond
	hurriedLooks = 50
)

// device is one of the telephones of an agent that register.
type device struct {
	agent agent.ID
	kind  agent.DeviceKind // empty for the desk phone
}

// phones are the telephones that a node can reach.
type phones struct {
	mu        sync.Mutex // guards reachable
	reachable map[device]bool
}

func newPhones() *phones { return &phones{reachable: make(map[device]bool)} }

// reset takes a list as what is known and returns whose desk phones and pages
// are reachable.
func (p *phones) reset(listed map[device]bool) (desks, pages []agent.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reachable = listed
	for d, reachable := range listed {
		switch {
		case !reachable:
		case d.kind == agent.PagePhone:
			pages = append(pages, d.agent)
		default:
			desks = append(desks, d.agent)
		}
	}
	slices.Sort(desks)
	slices.Sort(pages)
	return desks, pages
}

// update takes a list as what is known and returns what changed by it.
func (p *phones) update(listed map[device]bool) []queue.PhoneState {
	p.mu.Lock()
	defer p.mu.Unlock()
	var changed []queue.PhoneState
	for d, reachable := range listed {
		if p.reachable[d] != reachable {
			changed = append(changed, queue.PhoneState{Agent: d.agent, Device: d.kind, Reachable: reachable})
		}
	}
	for d, reachable := range p.reachable {
		if _, ok := listed[d]; reachable && !ok {
			changed = append(changed, queue.PhoneState{Agent: d.agent, Device: d.kind})
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

// reachable tells of each agent's phones whether they can be reached.
func (n *node) reachable(ctx context.Context) (map[device]bool, error) {
	listed, err := n.listEndpoints(ctx)
	if err != nil {
		return nil, err
	}
	wanted, _ := n.endpoints.wanted()
	states := make(map[device]bool, 2*len(wanted))
	for _, e := range wanted {
		states[device{agent: e.ID}] = listed[e.ID]
		states[device{e.ID, agent.PagePhone}] = listed[pageOf(e.ID)]
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
