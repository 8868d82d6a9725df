package ws

import (
	"context"
	"errors"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/queue"
)

var (
	errNotText = errors.New("ws: not a text frame")
	errFlood   = errors.New("ws: too many requests")
)

// A person's desktop asks a few times a minute; a script that asks more than
// perSecond for long is cut off.
const (
	perSecond = 20
	burst     = 60
)

// read serves requests one after the other until the socket closes.
func (s *socket) read(ctx context.Context) error {
	patience := s.hub.opts.PingEvery * 5 / 2
	alive := func(string) error {
		err := s.conn.SetReadDeadline(time.Now().Add(patience))
		select {
		case <-s.done: // the goodbye's deadline is sooner
			return s.conn.SetReadDeadline(time.Now().Add(closeGrace))
		default:
			return err
		}
	}
	s.conn.SetReadLimit(maxFrame)
	s.conn.SetPongHandler(alive)
	allowance := bucket{tokens: burst, at: time.Now()}
	for {
		if err := alive(""); err != nil {
			return err
		}
		kind, body, err := s.conn.ReadMessage()
		switch {
		case err != nil:
			return err
		case kind != websocket.TextMessage:
			return errNotText
		case !allowance.take(time.Now()):
			return errFlood
		}
		s.answer(ctx, body)
	}
}

// answer serves one request and queues exactly one answer.
func (s *socket) answer(ctx context.Context, body []byte) {
	req, refused := decode(body)
	if refused == noError {
		refused = s.do(ctx, req)
	}
	s.hub.metrics.request(req.kind, refused)
	if refused != noError {
		s.queue(frame{kind: TypeError, id: req.id, data: encode(refusal(refused, s.lang))})
		return
	}
	s.queue(frame{kind: TypeOK, id: req.id, data: encode(OK{ServerTime: time.Now()})})
}

// do carries a well-formed request out.
func (s *socket) do(ctx context.Context, req request) ErrorCode {
	switch {
	case req.event == nil && req.resolve == nil: // a ping
		return noError
	case req.supervisor && !s.who.Supervises():
		return CodeNotAllowed
	case !req.supervisor && s.who.Agent == "":
		return CodeNotAgent
	case !s.hub.open.Load(): // the core may not be there yet
		return CodeTimeout
	}
	err := s.ask(ctx, req)
	code := codeOf(err)
	if code == CodeFailed {
		s.hub.log.Error("request failed", "type", req.kind, "agent", s.who.Agent, "err", err)
	}
	return code
}

// ask runs a request through the core.
func (s *socket) ask(ctx context.Context, req request) error {
	ctx, cancel := context.WithTimeout(ctx, s.hub.opts.AskTimeout)
	defer cancel()
	event := req.event
	if req.resolve != nil {
		var err error
		if event, err = req.resolve(ctx, s); err != nil {
			return err
		}
	}
	return s.hub.opts.Ask(ctx, func(id queue.RequestID) queue.Event { return event(s.who, id) })
}

// bucket is a token bucket.
type bucket struct {
	tokens float64
	at     time.Time
}

func (b *bucket) take(now time.Time) bool {
	b.tokens = min(burst, b.tokens+now.Sub(b.at).Seconds()*perSecond)
	b.at = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
