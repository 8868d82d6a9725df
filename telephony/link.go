package telephony

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	handshakeLimit = 5 * time.Second
	frameLimit     = 1 << 20
	pingEvery      = 10 * time.Second // Asterisk never pings
	silenceLimit   = 30 * time.Second
)

// link is one websocket to a node. Its reader only copies frames into a queue;
// whoever decodes them can be slow without Asterisk noticing.
type link struct {
	conn   *websocket.Conn
	frames *frames
	reader sync.WaitGroup
}

// openLink connects the application; from now on its events are kept.
func openLink(ctx context.Context, n Node) (*link, error) {
	address, err := url.Parse(strings.TrimRight(n.URL, "/") + "/events")
	if err != nil {
		return nil, err
	}
	address.Scheme = strings.Replace(address.Scheme, "http", "ws", 1)
	address.RawQuery = url.Values{"app": {n.App}}.Encode()
	auth := &http.Request{Header: http.Header{}}
	auth.SetBasicAuth(n.User, n.Password)

	dialer := websocket.Dialer{HandshakeTimeout: handshakeLimit}
	conn, resp, err := dialer.DialContext(ctx, address.String(), auth.Header)
	if err != nil {
		if errors.Is(err, websocket.ErrBadHandshake) && resp != nil {
			return nil, &refusal{status: resp.StatusCode}
		}
		return nil, err
	}
	l := &link{conn: conn, frames: newFrames()}
	l.reader.Go(l.read)
	return l, nil
}

func (l *link) read() {
	defer l.conn.Close()
	l.conn.SetReadLimit(frameLimit)
	alive := func(string) error { return l.conn.SetReadDeadline(time.Now().Add(silenceLimit)) }
	l.conn.SetPongHandler(alive)
	for {
		if err := alive(""); err != nil {
			l.frames.close(err)
			return
		}
		_, frame, err := l.conn.ReadMessage()
		if err == nil {
			err = l.frames.push(frame)
		}
		if err != nil {
			l.frames.close(err)
			return
		}
	}
}

func (l *link) ping() error {
	return l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(requestLimit))
}

// close ends the link for a reason and waits for its reader. Frames that came
// before can still be taken.
func (l *link) close(reason error) {
	l.frames.close(reason)
	l.conn.Close()
	l.reader.Wait()
}
