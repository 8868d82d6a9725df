package deploy

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// iceCandidates are the lines of rtp.conf that let Asterisk offer pages the media address alone. Asterisk takes the
// machine's addresses, loopback ones left out, whatever its sockets are bound to: a media address that is not among
// them (loopback, or that of a router in front) takes the place of the first.
func iceCandidates(media string) (deny, hosts string, err error) {
	address, err := netip.ParseAddr(media)
	if err != nil || !address.Is4() {
		return "", "", nil // a name, or IPv6: nothing is known about what it stands for
	}
	listed, err := net.InterfaceAddrs()
	if err != nil {
		return "", "", fmt.Errorf("deploy: addresses of this machine: %w", err)
	}
	var local []netip.Addr
	for _, a := range listed {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr().Is4() && !prefix.Addr().IsLoopback() {
			local = append(local, prefix.Addr())
		}
	}
	deny, hosts = offerOnly(address, local)
	return deny, hosts, nil
}

// offerOnly refuses all local addresses but the media address, or maps one to it.
func offerOnly(media netip.Addr, local []netip.Addr) (deny, hosts string) {
	mapped := false
	for _, a := range local {
		mapped = mapped || a == media
	}
	var denied strings.Builder
	for _, a := range local {
		switch {
		case a == media:
		case !mapped:
			mapped, hosts = true, fmt.Sprintf("%s => %s", a, media)
		default:
			fmt.Fprintf(&denied, "ice_deny = %s/32\n", a)
		}
	}
	return denied.String(), hosts
}
