package sipphone

import (
	"bytes"
	"net"
	"strconv"
	"sync"
	"time"
)

// wire is the phone's SIP socket. It reads the clock where messages pass, before any queue or goroutine switch.
type wire struct {
	net.PacketConn
	note  func(message)
	ready chan struct{} // closed when somebody reads
	once  sync.Once

	mu    sync.Mutex // guards the fields below
	mute  bool       // what comes is thrown away
	heard time.Time  // when the last message came
}

// settling is the time after which a message that was read has passed through sipgo, which hands each one to a
// goroutine that nobody can wait for. One that is overtaken by the end of its transport would open a socket of its own.
const settling = 50 * time.Millisecond

// hush throws away what comes from now on, and returns when what came before has been dealt with.
func (w *wire) hush() {
	w.mu.Lock()
	w.mute = true
	rest := time.Until(w.heard.Add(settling))
	w.mu.Unlock()
	settled := time.NewTimer(rest)
	<-settled.C
}

// message is what the wire understands of a SIP message.
type message struct {
	at     time.Time
	sent   bool
	status int    // 0 for a request
	method string // of the request, or of the request that a response answers
	callID string

	elsewhere bool // it says that another telephone took the call
}

// ReadFrom reads one datagram and notes when it came.
func (w *wire) ReadFrom(b []byte) (int, net.Addr, error) {
	w.once.Do(func() { close(w.ready) })
	for {
		n, addr, err := w.PacketConn.ReadFrom(b)
		if err != nil {
			return n, addr, err
		}
		now := time.Now()
		w.mu.Lock()
		mute := w.mute
		w.heard = now
		w.mu.Unlock()
		if !mute {
			w.pass(b[:n], false, now)
			return n, addr, nil
		}
	}
}

// WriteTo notes the time and sends one datagram.
func (w *wire) WriteTo(b []byte, addr net.Addr) (int, error) {
	w.pass(b, true, time.Now())
	return w.PacketConn.WriteTo(b, addr)
}

func (w *wire) pass(b []byte, sent bool, at time.Time) {
	if m, ok := peek(b); ok {
		m.at, m.sent = at, sent
		w.note(m)
	}
}

// peek reads the first line, the two headers that say which call a message belongs to, and the reason.
func peek(b []byte) (message, bool) {
	line, rest, ok := bytes.Cut(b, []byte("\r\n"))
	if !ok {
		return message{}, false
	}
	var m message
	if status, isResponse := bytes.CutPrefix(line, []byte("SIP/2.0 ")); isResponse && len(status) >= 3 {
		m.status, _ = strconv.Atoi(string(status[:3]))
	}
	for {
		line, rest, ok = bytes.Cut(rest, []byte("\r\n"))
		if !ok || len(line) == 0 {
			return m, m.callID != "" && m.method != ""
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch name, value = bytes.TrimSpace(name), bytes.TrimSpace(value); {
		case bytes.EqualFold(name, []byte("Call-ID")), bytes.EqualFold(name, []byte("i")):
			m.callID = string(value)
		case bytes.EqualFold(name, []byte("CSeq")):
			if _, method, found := bytes.Cut(value, []byte(" ")); found {
				m.method = string(bytes.TrimSpace(method))
			}
		case bytes.EqualFold(name, []byte("Reason")):
			m.elsewhere = m.elsewhere || elsewhere(string(value))
		}
	}
}
