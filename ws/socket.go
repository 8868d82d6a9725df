package ws

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/queue"
)

const (
	maxFrame   = 64 << 10
	closeGrace = time.Second // for the close handshake
	maxDrain   = 4 << 20     // read and thrown away to let the close code arrive
)

// socket is one desktop. Its reader runs in Serve's goroutine and its writer
// in one of its own; both end when done is closed.
type socket struct {
	conn *websocket.Conn
	who  Identity
	lang lang
	hub  *Hub
	out  chan frame

	done      chan struct{}
	closeOnce sync.Once
	code      CloseCode // set before done is closed

	call atomic.Pointer[queue.CallID] // the call whose pop was sent last

	seq   uint64 // only touched by the hub's goroutine
	offer *offer // only touched by the hub's goroutine
}

// frame is a frame to be written; data is JSON that sockets may share.
type frame struct {
	kind  string
	id    string
	seq   uint64
	data  []byte
	offer *offer
	at    time.Time // when a delta was queued
}

func newSocket(conn *websocket.Conn, who Identity, h *Hub, l lang) *socket {
	return &socket{
		conn: conn, who: who, lang: l, hub: h,
		out:  make(chan frame, h.opts.QueueSize),
		done: make(chan struct{}),
	}
}

// queue never blocks; it reports false when the socket is closed, which it is
// when the queue is full.
func (s *socket) queue(f frame) bool {
	select {
	case <-s.done:
		return false
	default:
	}
	select {
	case s.out <- f:
		return true
	default:
		s.close(CloseSlow)
		return false
	}
}

// close makes the writer close the socket with the code. Only the first call
// counts.
func (s *socket) close(code CloseCode) {
	s.closeOnce.Do(func() {
		s.code = code
		close(s.done)
	})
}

// serve reads until the socket closes and returns the reason for the metrics.
func (s *socket) serve(ctx context.Context) string {
	var writer sync.WaitGroup
	writer.Go(s.write)
	err := s.read(ctx)
	reason := s.ended(err)
	writer.Wait()
	s.drain()
	s.conn.Close()
	return reason
}

// ended closes the socket with the code that fits the reader's error, unless
// it is closed already, and names the reason.
func (s *socket) ended(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		s.close(CloseTooLarge)
	case errors.Is(err, errNotText):
		s.close(CloseNotText)
	case errors.Is(err, errFlood):
		s.close(CloseFlood)
	case errors.As(err, &timeout) && timeout.Timeout():
		s.close(CloseSilent)
	default:
		s.close(clientGone)
	}
	return reasons[s.code]
}

// clientGone stands for a socket that the client closed; it is never written.
const clientGone CloseCode = 0

var reasons = map[CloseCode]string{
	clientGone: "client", CloseShutdown: "shutdown", CloseSlow: "slow", CloseSilent: "silent",
	CloseSessionEnded: "session_ended", CloseFlood: "flood", CloseNotText: "not_text", CloseTooLarge: "too_large",
}

// write is the socket's only writer.
func (s *socket) write() {
	ping := time.NewTicker(s.hub.opts.PingEvery)
	defer ping.Stop()
	var buf []byte
	for {
		select {
		case <-s.done:
			s.sayGoodbye()
			return
		default:
		}
		select {
		case <-s.done:
			s.sayGoodbye()
			return
		case f := <-s.out:
			buf = f.append(buf[:0])
			err := s.conn.SetWriteDeadline(time.Now().Add(s.hub.opts.WriteTimeout))
			if err != nil || s.conn.WriteMessage(websocket.TextMessage, buf) != nil {
				s.abort()
				return
			}
			s.wrote(f)
		case <-ping.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(s.hub.opts.WriteTimeout)) != nil {
				s.abort()
				return
			}
		}
	}
}

// abort ends a socket that cannot be written to; closing it stops the reader.
func (s *socket) abort() {
	s.close(CloseSlow)
	s.conn.Close()
}

// sayGoodbye writes the close frame and gives the client a moment to answer.
// The connection may be dead, so that nothing here is sure to work.
func (s *socket) sayGoodbye() {
	if s.code != clientGone && s.code != CloseTooLarge { // the library has sent that one
		text := websocket.FormatCloseMessage(int(s.code), reasons[s.code])
		_ = s.conn.WriteControl(websocket.CloseMessage, text, time.Now().Add(closeGrace))
	}
	_ = s.conn.NetConn().SetReadDeadline(time.Now().Add(closeGrace))
}

// drain reads what the client still sends, because closing a connection with
// unread data would make its system throw our close code away.
func (s *socket) drain() {
	if s.code == clientGone {
		return
	}
	raw := s.conn.NetConn()
	if half, ok := raw.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = raw.SetReadDeadline(time.Now().Add(closeGrace))
	_, _ = io.CopyN(io.Discard, raw, maxDrain)
}

func (s *socket) wrote(f frame) {
	s.hub.metrics.frames.WithLabelValues(f.kind).Inc()
	if f.offer != nil {
		f.offer.shown()
	}
	if !f.at.IsZero() {
		s.hub.metrics.delay.Observe(time.Since(f.at).Seconds())
	}
}

// append writes the envelope (ServerFrame) around the shared data.
func (f frame) append(b []byte) []byte {
	b = append(b, `{"type":"`...)
	b = append(b, f.kind...) // a constant of the protocol
	b = append(b, '"')
	if f.id != "" {
		b = append(b, `,"id":`...)
		b = append(b, encode(f.id)...)
	}
	if f.seq != 0 {
		b = append(b, `,"seq":`...)
		b = strconv.AppendUint(b, f.seq, 10)
	}
	if f.data != nil {
		b = append(b, `,"data":`...)
		b = append(b, f.data...)
	}
	return append(b, '}')
}
