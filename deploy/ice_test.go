package deploy

import (
	"net/netip"
	"testing"
)

func TestPagesAreOfferedTheMediaAddressOnly(t *testing.T) {
	one, two := netip.MustParseAddr("10.0.0.5"), netip.MustParseAddr("172.17.0.1")
	for name, tc := range map[string]struct {
		media       string
		local       []netip.Addr
		deny, hosts string
	}{
		"one of ours":  {"10.0.0.5", []netip.Addr{two, one}, "ice_deny = 172.17.0.1/32\n", ""},
		"loopback":     {"127.0.0.1", []netip.Addr{one, two}, "ice_deny = 172.17.0.1/32\n", "10.0.0.5 => 127.0.0.1"},
		"a router's":   {"203.0.113.7", []netip.Addr{one}, "", "10.0.0.5 => 203.0.113.7"},
		"no interface": {"127.0.0.1", nil, "", ""},
	} {
		deny, hosts := offerOnly(netip.MustParseAddr(tc.media), tc.local)
		if deny != tc.deny || hosts != tc.hosts {
			t.Errorf("%s: got %q and %q, want %q and %q", name, deny, hosts, tc.deny, tc.hosts)
		}
	}
	if deny, hosts, err := iceCandidates("pbx.example.com"); deny != "" || hosts != "" || err != nil {
		t.Errorf("a name: got %q, %q, %v", deny, hosts, err)
	}
}
