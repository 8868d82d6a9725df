package web

import (
	"bytes"
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
)

// Limits of a page's SIP websocket. A registration or a call is a dozen
// messages of one to four KB; a page that sends more than the rate is broken or
// hostile.
const (
	maxSIPMessage = 32 << 10
	sipRate       = 50  // messages a second, for long
	sipBurst      = 200 // messages at once
	sipPingEvery  = 10 * time.Second
	sipSilence    = 25 * time.Second // without any sign of life
	sipWriteTime  = 10 * time.Second
)

// sipEnd is why a socket closed. The page is told by the close code.
type sipEnd string

const (
	endBrowser     sipEnd = "browser"     // the page closed it or went away
	endAsterisk    sipEnd = "asterisk"    // Asterisk closed it or went away
	endSilent      sipEnd = "silent"      // one end answers no pings
	endReplaced    sipEnd = "replaced"    // another page is the agent's telephone
	endSession     sipEnd = "session"     // signed out
	endExpired     sipEnd = "expired"     // the password's time is over
	endFlood       sipEnd = "flood"       // too many messages
	endTooLarge    sipEnd = "too_large"   // a message over the limit
	endShutdown    sipEnd = "shutdown"    // the server stops
	endUnavailable sipEnd = "unavailable" // never opened: no Asterisk
)

// sipCloseCodes are what pages are told. From 4500 on they must not come back
// by themselves, as with the desktop's socket.
var sipCloseCodes = map[sipEnd]int{
	endAsterisk: 4000,
	endSilent:   4001,
	endShutdown: 4002,
	endExpired:  4003,
	endReplaced: 4500,
	endSession:  4501,
	endFlood:    4502,
	endTooLarge: websocket.CloseMessageTooBig,
	endBrowser:  websocket.CloseNormalClosure,
}

// sipSocket is a page's websocket joined with one of Asterisk's.
type sipSocket struct {
	agent   agent.ID
	session string
	page    string

	mu                sync.Mutex // guards writing to browser
	browser, asterisk *websocket.Conn

	once  sync.Once
	why   sipEnd        // set once, before ended is closed
	ended chan struct{} // closed by end
}

// end asks for the end; the first reason counts.
func (c *sipSocket) end(why sipEnd) {
	c.once.Do(func() {
		c.why = why
		close(c.ended)
	})
}

// shut closes both ends and tells the page why.
func (c *sipSocket) shut() {
	soon := time.Now().Add(time.Second)
	text := websocket.FormatCloseMessage(sipCloseCodes[c.why], string(c.why))
	_ = c.browser.WriteControl(websocket.CloseMessage, text, soon) // it may be gone
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = c.asterisk.WriteControl(websocket.CloseMessage, bye, soon)
	c.browser.Close()
	c.asterisk.Close()
}

// run passes messages both ways until an end is asked for or ctx ends.
func (c *sipSocket) run(ctx context.Context) {
	var work sync.WaitGroup
	work.Go(func() { c.end(c.fromBrowser()) })
	work.Go(func() { c.end(c.fromAsterisk()) })
	c.mind(ctx)
	c.shut()
	work.Wait()
}

// mind pings both ends until an end is asked for.
func (c *sipSocket) mind(ctx context.Context) {
	ping := time.NewTicker(sipPingEvery)
	defer ping.Stop()
	for {
		select {
		case <-c.ended:
			return
		case <-ctx.Done():
			c.end(endShutdown)
		case <-ping.C:
			if c.ping() != nil {
				c.end(endSilent)
			}
		}
	}
}

func (c *sipSocket) ping() error {
	soon := time.Now().Add(sipWriteTime)
	return errors.Join(c.browser.WriteControl(websocket.PingMessage, nil, soon), c.asterisk.WriteControl(websocket.PingMessage, nil, soon))
}

// SIP's keep-alive on a stream and its answer. A page cannot send pings; so it
// learns that the way to us is alive.
var (
	keepAlive = []byte("\r\n\r\n")
	alive     = []byte("\r\n")
)

func (c *sipSocket) fromBrowser() sipEnd {
	c.browser.SetReadLimit(maxSIPMessage)
	rate := bucket{level: sipBurst, at: time.Now()}
	for {
		kind, message, err := c.read(c.browser)
		switch {
		case err != nil:
			return endOf(err, endBrowser)
		case !rate.take(time.Now()):
			return endFlood
		case bytes.Equal(message, keepAlive):
			if c.toBrowser(kind, alive) != nil {
				return endBrowser
			}
		default:
			if write(c.asterisk, kind, message) != nil {
				return endAsterisk
			}
		}
	}
}

func (c *sipSocket) fromAsterisk() sipEnd {
	for {
		kind, message, err := c.read(c.asterisk)
		if err != nil {
			return endOf(err, endAsterisk)
		}
		if c.toBrowser(kind, message) != nil {
			return endBrowser
		}
	}
}

// read waits for the next message. Every pong is a sign of life.
func (c *sipSocket) read(from *websocket.Conn) (int, []byte, error) {
	from.SetPongHandler(func(string) error { return from.SetReadDeadline(time.Now().Add(sipSilence)) })
	if err := from.SetReadDeadline(time.Now().Add(sipSilence)); err != nil {
		return 0, nil, err
	}
	return from.ReadMessage()
}

// toBrowser is used by both directions: the page's keep-alives are answered
// here.
func (c *sipSocket) toBrowser(kind int, message []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return write(c.browser, kind, message)
}

func write(to *websocket.Conn, kind int, message []byte) error {
	if err := to.SetWriteDeadline(time.Now().Add(sipWriteTime)); err != nil {
		return err
	}
	return to.WriteMessage(kind, message)
}

// endOf says why reading from one side ended.
func endOf(err error, side sipEnd) sipEnd {
	var network net.Error
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return endTooLarge
	case errors.As(err, &network) && network.Timeout():
		return endSilent
	}
	return side
}

// bucket lets sipRate messages a second through, and sipBurst at once.
type bucket struct {
	level float64
	at    time.Time
}

func (b *bucket) take(now time.Time) bool {
	b.level = min(sipBurst, b.level+now.Sub(b.at).Seconds()*sipRate)
	b.at = now
	if b.level < 1 {
		return false
	}
	b.level--
	return true
}
