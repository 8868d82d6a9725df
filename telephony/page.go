package telephony

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"thirdring/agent"
)

// PageSuffix makes an agent's id the SIP user of the phone in the agent's page.
const PageSuffix = "-page"

// SetPagePhone makes the phone in an agent's page known to every node, now and
// after each later connect, under the id with PageSuffix. HA1 is made of that
// user; an empty one removes the phone. A page that is registered stays so,
// and a call goes on.
func (t *Telephony) SetPagePhone(ctx context.Context, id agent.ID, ha1 string) error {
	t.endpoints.setPage(id, ha1)
	var errs []error
	for _, n := range t.nodes {
		if !n.up() {
			continue
		}
		if err := n.pushPage(ctx, id); err != nil {
			errs = append(errs, fmt.Errorf("telephony: node %s: %w", n.config.Name, err))
		}
	}
	return errors.Join(errs...)
}

// pushPage makes the phone in an agent's page what it shall be now.
func (n *node) pushPage(ctx context.Context, id agent.ID) error {
	n.pushing.Lock()
	defer n.pushing.Unlock()
	ha1, known := n.endpoints.page(id)
	if !known {
		n.lookSoonAtPhones()
		return n.removeEndpoint(ctx, pageOf(id))
	}
	media, err := n.mediaAddress(ctx)
	if err != nil {
		return err
	}
	if err := n.pushObjects(ctx, pageOf(id), pageObjects(pageOf(id), ha1, media)); err != nil {
		return err
	}
	n.lookSoonAtPhones()
	return nil
}

func pageOf(id agent.ID) agent.ID { return id + PageSuffix }

// pageObjects describe the phone in a page. G.711 comes before Opus because
// the line speaks G.711: Opus would only be made of it, for 20 times the work.
// A page on a bad network answers with Opus alone.
func pageObjects(user agent.ID, ha1, media string) []object {
	id := string(user)
	return []object{
		authOf(id, ha1),
		{"aor", []field{
			{"max_contacts", "1"},
			{"remove_existing", "yes"},
			{"qualify_frequency", "10"},
			{"qualify_timeout", "3.0"},
			{"minimum_expiration", "30"},
			{"maximum_expiration", "600"},
			{"default_expiration", "120"},
		}},
		{"endpoint", append(commonFields(id, media),
			field{"allow", "alaw,ulaw,opus"},
			field{"webrtc", "yes"}, // ICE, DTLS-SRTP, AVPF, RTCP with RTP
			field{"dtls_auto_generate_cert", "yes"},
			field{"rtp_timeout", "60"}, // longer than a page may be away and have its call back
			field{"rtp_timeout_hold", "3600"},
		)},
	}
}

// SIPWebsocket is where the node takes SIP over a websocket: beside ARI, under
// the same prefix of Asterisk's web server.
func (n Node) SIPWebsocket() (string, error) {
	address, err := url.Parse(n.URL)
	if err != nil {
		return "", fmt.Errorf("telephony: node %s: %w", n.Name, err)
	}
	address.Scheme = strings.Replace(address.Scheme, "http", "ws", 1)
	address.Path = strings.TrimSuffix(strings.TrimRight(address.Path, "/"), "/ari") + "/ws"
	address.RawQuery, address.User = "", nil
	return address.String(), nil
}
