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
	mu   sync.Mutex // guards set, list
	set  bool       // SetEndpoints was called; before, nothing is pushed or removed
	list []Endpoint
}

func (e *endpoints) replace(list []Endpoint) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.set, e.list = true, slices.Clone(list)
}

func (e *endpoints) wanted() ([]Endpoint, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.list, e.set
}

type field struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// pushEndpoints makes the node know the agents' phones and no others of ours.
func (n *node) pushEndpoints(ctx context.Context) error {
	wanted, set := n.endpoints.wanted()
	if !set {
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
		group.Go(func() error { return n.pushEndpoint(ctx, e, media) })
	}
	for id := range listed {
		group.Go(func() error { return n.removeEndpoint(ctx, id) })
	}
	return group.Wait()
}

// pushEndpoint makes or renews the three objects of one phone. Registrations
// survive it. An endpoint with set_var cannot be renewed (500, "Allocation
// failed"), so what belongs to the channel is set when a channel is made.
func (n *node) pushEndpoint(ctx context.Context, e Endpoint, media string) error {
	id := string(e.ID)
	objects := []struct {
		kind   string
		fields []field
	}{
		{"auth", []field{
			{"auth_type", "md5"}, {"username", id}, {"realm", Realm}, {"md5_cred", e.HA1},
		}},
		{"aor", []field{
			{"max_contacts", "1"},
			{"remove_existing", "yes"},
			{"qualify_frequency", "30"},
			{"qualify_timeout", "3.0"},
			{"minimum_expiration", "30"},
			{"maximum_expiration", "3600"},
			{"default_expiration", "120"},
		}},
		{"endpoint", []field{
			{"auth", id},
			{"aors", id},
			{"context", agentsContext},
			{"disallow", "all"},
			{"allow", "alaw,ulaw,g722,opus"},
			{"direct_media", "no"},
			{"rtp_symmetric", "yes"},
			{"force_rport", "yes"},
			{"rewrite_contact", "yes"},
			{"dtmf_mode", "auto"},
			{"tone_zone", "cn"},
			{"moh_suggest", "thirdring"},
			// Else Asterisk resolves its own host name on every call.
			{"bind_rtp_to_media_address", "yes"},
			{"media_address", media},
			{"rtp_timeout", "120"},
			{"rtp_timeout_hold", "600"},
		}},
	}
	for _, o := range objects {
		err := n.rest.do(ctx, request{
			command: "push_endpoint", method: http.MethodPut, path: configPath(o.kind, e.ID),
			body: map[string]any{"fields": o.fields},
		}, nil)
		if err != nil {
			return fmt.Errorf("%s of agent %s: %w", o.kind, e.ID, err)
		}
	}
	return nil
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
