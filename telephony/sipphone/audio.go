package sipphone

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/zaf/g711"
)

// packetLimit is larger than any packet of 20 to 60 ms of G.711.
const packetLimit = 1500

// audio is the sound of one call: a socket, a reader and a place with the pacer. On a SignallingOnly phone it is
// only a description of a socket that nobody reads.
type audio struct {
	conn    *net.UDPConn
	local   netip.AddrPort
	pacer   *Pacer
	phase   int // only touched by the pacer
	quiet   bool
	log     *slog.Logger
	session uint64
	heard   *hearing

	mu      sync.Mutex // guards the fields below
	remote  netip.AddrPort
	codec   uint8
	codecs  string // payloads to offer or, once the other side has spoken, to answer
	event   uint8
	version int
	mute    bool // the other side asked not to be sent audio
	holding bool // this side put the other on hold
	closed  bool
	source  Source
	header  rtp.Header
	pcm     [frame]int16
	packet  []byte
	keys    []keyPress
}

// openAudio gives a call its audio.
func (p *Phone) openAudio(c *Call, source Source) error {
	a := &audio{
		pacer: p.pacer, quiet: p.opts.SignallingOnly, log: c.log, source: source, session: rand.Uint64() >> 1,
		codec: payloadALaw, codecs: "8 0", event: payloadEvent,
		heard:  newHearing(p.opts.Tones),
		header: rtp.Header{Version: 2, SSRC: rand.Uint32(), SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32()},
	}
	var err error
	if a.conn, err = p.audioSocket(); err != nil {
		return err
	}
	a.local = a.conn.LocalAddr().(*net.UDPAddr).AddrPort()
	c.audio = a
	if a.quiet {
		return nil
	}
	if !p.run(a.read) {
		return errors.Join(ErrClosed, a.conn.Close())
	}
	return nil
}

// audioSocket opens a socket for a call, or the one that all calls of a SignallingOnly phone name.
func (p *Phone) audioSocket() (*net.UDPConn, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, ErrClosed
	}
	if p.quiet != nil {
		return p.quiet, nil
	}
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: p.local.IP})
	if err != nil {
		return nil, fmt.Errorf("sipphone: audio: %w", err)
	}
	if p.opts.SignallingOnly {
		p.quiet = conn
	}
	return conn, nil
}

// offer describes this side.
func (a *audio) offer(direction string) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.version++
	return writeSDP(a.local, a.session, a.version, a.codecs, a.event, direction)
}

// connect takes the other side's description and starts to send.
func (a *audio) connect(body []byte) error {
	d, err := parseSDP(body)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	start := !a.remote.IsValid() && !a.quiet && !a.closed
	a.remote, a.codec, a.codecs = d.addr, d.codec, fmt.Sprint(d.codec)
	if d.event != 0 {
		a.event = d.event
	}
	a.mute = d.direction == sendOnly || d.direction == inactive
	if start {
		a.pacer.add(a)
	}
	return nil
}

func (a *audio) hold(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.holding = on
}

func (a *audio) setSource(s Source) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.source = s
}

// answered tells the hearing from when on sounds count as the other side's answer.
func (a *audio) answered(at time.Time) { a.heard.answer(at) }

// close ends sending and reading. It is safe to call more than once.
func (a *audio) close() {
	a.mu.Lock()
	if a.closed {
		a.mu.Unlock()
		return
	}
	a.closed = true
	for _, k := range a.keys {
		k.sent <- ErrEnded
	}
	a.keys = nil
	a.mu.Unlock()
	a.heard.close()
	if a.quiet {
		return
	}
	a.pacer.remove(a)
	if err := a.conn.Close(); err != nil {
		a.log.Debug("audio socket", "err", err)
	}
}

// tick sends what is due now. Only the pacer calls it.
func (a *audio) tick() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	if a.press() {
		return
	}
	payload := a.speak()
	if !a.mute && !a.holding {
		a.send(a.codec, false, a.header.Timestamp, payload[:])
	}
	a.header.Timestamp += frame
}

// speak encodes the next frame of the source. The caller holds mu.
func (a *audio) speak() (payload [frame]byte) {
	if a.source == nil {
		clear(a.pcm[:])
	} else {
		a.source(a.pcm[:])
	}
	encode := g711.EncodeAlawFrame
	if a.codec == payloadULaw {
		encode = g711.EncodeUlawFrame
	}
	for i, s := range a.pcm {
		payload[i] = encode(s)
	}
	return payload
}

// send writes one packet. The caller holds mu.
func (a *audio) send(payloadType uint8, marker bool, timestamp uint32, payload []byte) {
	h := a.header
	h.PayloadType, h.Marker, h.Timestamp = payloadType, marker, timestamp
	a.header.SequenceNumber++
	head, err := h.Marshal()
	if err != nil {
		a.log.Error("rtp header", "err", err)
		return
	}
	a.packet = append(append(a.packet[:0], head...), payload...)
	if _, err := a.conn.WriteToUDPAddrPort(a.packet, a.remote); err != nil && !errors.Is(err, net.ErrClosed) {
		a.log.Debug("rtp not sent", "err", err)
	}
}

// read takes in the other side's packets until the socket is closed. It is the call's only reader.
func (a *audio) read() {
	buf := make([]byte, packetLimit)
	var packet rtp.Packet
	pcm := make([]int16, 0, packetLimit)
	for {
		n, _, err := a.conn.ReadFromUDPAddrPort(buf)
		at := time.Now()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil || packet.Unmarshal(buf[:n]) != nil:
			continue
		}
		a.mu.Lock()
		event := a.event
		a.mu.Unlock()
		switch packet.PayloadType {
		case payloadALaw, payloadULaw:
			pcm = decode(pcm[:0], packet.PayloadType, packet.Payload)
			a.heard.frame(packet.SequenceNumber, packet.Timestamp, pcm, at)
		case event:
			a.heard.key(packet.Timestamp, packet.Payload)
		}
	}
}

func decode(pcm []int16, payloadType uint8, payload []byte) []int16 {
	one := g711.DecodeAlawFrame
	if payloadType == payloadULaw {
		one = g711.DecodeUlawFrame
	}
	for _, b := range payload {
		pcm = append(pcm, one(b))
	}
	return pcm
}
