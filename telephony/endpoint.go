package telephony

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"thirdring/agent"
)

// pushers make phones known side by side; a thousand take under a second.
const pushers = 8

// agentsContext is the dialplan's context of agents' phones. It also marks the
// endpoints that were made here.
const agentsContext = "agents"

// Endpoint is an agent's phone as Asterisk shall know it.
type Endpoint struct {
	ID  agent.ID
	HA1 string // hex MD5 of "ID:thirdring:secret"
}

// Realm is the SIP realm that an Endpoint's HA1 is made with.
const Realm = "thirdring"

// endpoints are the phones that every node shall know.
type endpoints struct {
	mu    sync.Mutex // guards set, list, pages
	set   bool       // SetEndpoints was called; before, nothing is removed
	list  []Endpoint
	pages map[agent.ID]string // HA1 of the phones in pages, by agent
}

func newEndpoints() *endpoints { return &endpoints{pages: make(map[agent.ID]string)} }

func (e *endpoints) replace(list []Endpoint) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.set, e.list = true, slices.Clone(list)
}

func (e *endpoints) setPage(id agent.ID, ha1 string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if ha1 == "" {
		delete(e.pages, id)
		return
	}
	e.pages[id] = ha1
}

func (e *endpoints) page(id agent.ID) (ha1 string, known bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ha1, known = e.pages[id]
	return ha1, known
}

func (e *endpoints) wanted() ([]Endpoint, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.list, e.set
}

// wantedPages are the phones in pages of those agents who are listed.
func (e *endpoints) wantedPages() map[agent.ID]string {
	e.mu.Lock()
	defer e.mu.Unlock()
	wanted := make(map[agent.ID]string)
	for id, ha1 := range e.pages {
		if !e.set || slices.ContainsFunc(e.list, func(l Endpoint) bool { return l.ID == id }) {
			wanted[id] = ha1
		}
	}
	return wanted
}

type field struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// object is one of the three of PJSIP's that make a phone.
type object struct {
	kind   string
	fields []field
}

// pushEndpoints makes the node know the agents' phones and no others of ours.
// The phone in an agent's page is left alone where its secret is not known
// here, because an earlier process made it: it is still in use.
func (n *node) pushEndpoints(ctx context.Context) error {
	n.pushing.Lock()
	defer n.pushing.Unlock()
	wanted, set := n.endpoints.wanted()
	pages := n.endpoints.wantedPages()
	if !set && len(pages) == 0 {
		return nil
	}
	listed, err := n.listEndpoints(ctx)
	if err != nil {
		return err
	}
	media, err := n.mediaAddress(ctx)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(pushers)
	for _, e := range wanted {
		delete(listed, e.ID)
		delete(listed, pageOf(e.ID))
		group.Go(func() error { return n.pushObjects(ctx, e.ID, deskObjects(e, media)) })
	}
	for id, ha1 := range pages {
		group.Go(func() error { return n.pushObjects(ctx, pageOf(id), pageObjects(pageOf(id), ha1, media)) })
	}
	for id := range listed {
		if set {
			group.Go(func() error { return n.removeEndpoint(ctx, id) })
		}
	}
	return group.Wait()
}

// pushObjects makes or renews the three objects of one phone. Registrations
// survive it. An endpoint with set_var cannot be renewed (500, "Allocation
// failed"), so what belongs to the channel is set when a channel is made.
func (n *node) pushObjects(ctx context.Context, id agent.ID, objects []object) error {
	for _, o := range objects {
		err := n.rest.do(ctx, request{
			command: "push_endpoint", method: http.MethodPut, path: configPath(o.kind, id),
			body: map[string]any{"fields": o.fields},
		}, nil)
		if err != nil {
			return fmt.Errorf("%s of phone %s: %w", o.kind, id, err)
		}
	}
	return nil
}

// deskObjects describe an agent's desk phone.
func deskObjects(e Endpoint, media string) []object {
	id := string(e.ID)
	return []object{
		authOf(id, e.HA1),
		{"aor", []field{
			{"max_contacts", "1"},
			{"remove_existing", "yes"},
			{"qualify_frequency", "30"},
			{"qualify_timeout", "3.0"},
			{"minimum_expiration", "30"},
			{"maximum_expiration", "3600"},
			{"default_expiration", "120"},
		}},
		{"endpoint", append(commonFields(id, media),
			field{"allow", "alaw,ulaw,g722,opus"},
			field{"rtp_timeout", "120"},
			field{"rtp_timeout_hold", "3600"},
		)},
	}
}

func authOf(id, ha1 string) object {
	return object{"auth", []field{{"auth_type", "md5"}, {"username", id}, {"realm", Realm}, {"md5_cred", ha1}}}
}

// commonFields are those of every agent's endpoint. They begin with disallow:
// behind allow it would leave no codec.
func commonFields(id, media string) []field {
	return []field{
		{"disallow", "all"},
		{"auth", id},
		{"aors", id},
		{"context", agentsContext},
		{"direct_media", "no"},
		{"rtp_symmetric", "yes"},
		{"force_rport", "yes"},
		{"rewrite_contact", "yes"},
		{"dtmf_mode", "auto"},
		{"tone_zone", "cn"},
		{"moh_suggest", "default"},
		// Else Asterisk resolves its own host name on every call.
		{"bind_rtp_to_media_address", "yes"},
		{"media_address", media},
	}
}

// lineEndpoint is the trunk of pjsip.conf, whose callers reach the hotline.
const lineEndpoint = "line"

// mediaAddress is where phones shall send their audio: as configured, or as
// Asterisk's own configuration says for the line.
func (n *node) mediaAddress(ctx context.Context) (string, error) {
	if n.config.MediaAddress != "" {
		return n.config.MediaAddress, nil
	}
	line, err := n.readEndpoint(ctx, lineEndpoint)
	for _, f := range line {
		if f.Attribute == "media_address" {
			return f.Value, nil
		}
	}
	return "", err
}

// readEndpoint lists an endpoint's fields; none if there is no such endpoint.
func (n *node) readEndpoint(ctx context.Context, id agent.ID) ([]field, error) {
	var fields []field
	err := n.rest.do(ctx, request{
		command: "read_endpoint", method: http.MethodGet, path: configPath("endpoint", id),
	}, &fields)
	return fields, ignoreMissing(err)
}

// removeEndpoint removes a phone that was made here for an agent who is gone.
func (n *node) removeEndpoint(ctx context.Context, id agent.ID) error {
	fields, err := n.readEndpoint(ctx, id)
	if err != nil || !slices.Contains(fields, field{"context", agentsContext}) || !slices.Contains(fields, field{"aors", string(id)}) {
		return err
	}
	var errs []error
	for _, kind := range []string{"endpoint", "aor", "auth"} {
		errs = append(errs, ignoreMissing(n.rest.do(ctx, request{
			command: "remove_endpoint", method: http.MethodDelete, path: configPath(kind, id),
		}, nil)))
	}
	return errors.Join(errs...)
}

func configPath(kind string, id agent.ID) []string {
	return []string{"asterisk", "config", "dynamic", "res_pjsip", kind, string(id)}
}
