package sipphone

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Directions of audio in SDP.
const (
	sendRecv = "sendrecv"
	sendOnly = "sendonly" // how a phone puts the other side on hold
	recvOnly = "recvonly"
	inactive = "inactive"
)

// RTP payload types. Event payloads are numbered by the offer; this is the usual number.
const (
	payloadULaw  = 0
	payloadALaw  = 8
	payloadEvent = 101
)

// description is what matters here of a session description.
type description struct {
	addr      netip.AddrPort
	codec     uint8
	event     uint8 // payload type of telephone-event, 0 when there is none
	direction string
}

// parseSDP reads the first audio stream of a session description.
func parseSDP(body []byte) (description, error) {
	d := description{direction: sendRecv}
	var host, port string
	var payloads []string
	inAudio := false
	for line := range strings.Lines(string(body)) {
		kind, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		switch {
		case kind == "m":
			if inAudio {
				continue // a second stream does not concern a telephone
			}
			fields := strings.Fields(value)
			if inAudio = len(fields) > 3 && fields[0] == "audio"; inAudio {
				port, payloads = fields[1], fields[3:]
			}
		case kind == "c" && (host == "" || inAudio):
			host = value[strings.LastIndex(value, " ")+1:]
		case kind == "a":
			d.attribute(value)
		}
	}
	if port == "" {
		return d, errors.New("sipphone: session description without audio")
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return d, fmt.Errorf("sipphone: audio port %q: %w", port, err)
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return d, fmt.Errorf("sipphone: audio address: %w", err)
	}
	d.addr = netip.AddrPortFrom(ip, uint16(number))
	known := slices.IndexFunc(payloads, func(p string) bool { return p == "8" || p == "0" })
	if known < 0 {
		return d, fmt.Errorf("sipphone: no G.711 among the payloads %v", payloads)
	}
	if payloads[known] == "8" {
		d.codec = payloadALaw
	}
	return d, nil
}

// attribute reads an a= line.
func (d *description) attribute(value string) {
	switch value {
	case sendRecv, sendOnly, recvOnly, inactive:
		d.direction = value
		return
	}
	if mapping, ok := strings.CutPrefix(value, "rtpmap:"); ok {
		payload, codec, _ := strings.Cut(mapping, " ")
		if n, err := strconv.ParseUint(payload, 10, 7); err == nil && strings.HasPrefix(codec, "telephone-event/8000") {
			d.event = uint8(n)
		}
	}
}

// mirror is the direction that answers the other side's.
func mirror(direction string) string {
	switch direction {
	case sendOnly:
		return recvOnly
	case recvOnly:
		return sendOnly
	}
	return direction
}

// writeSDP writes an offer or an answer of G.711 and telephone events.
func writeSDP(local netip.AddrPort, session uint64, version int, codecs string, event uint8, direction string) []byte {
	family := "IP4"
	if local.Addr().Is6() {
		family = "IP6"
	}
	lines := []string{
		"v=0",
		fmt.Sprintf("o=- %d %d IN %s %s", session, version, family, local.Addr()),
		"s=thirdring phone",
		fmt.Sprintf("c=IN %s %s", family, local.Addr()),
		"t=0 0",
		fmt.Sprintf("m=audio %d RTP/AVP %s %d", local.Port(), codecs, event),
		"a=rtpmap:8 PCMA/8000",
		"a=rtpmap:0 PCMU/8000",
		fmt.Sprintf("a=rtpmap:%d telephone-event/8000", event),
		fmt.Sprintf("a=fmtp:%d 0-16", event),
		"a=ptime:20",
		"a=" + direction,
		"",
	}
	return []byte(strings.Join(lines, "\r\n"))
}
