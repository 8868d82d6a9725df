package telephonytest

import (
	"encoding/json"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is the application's websocket and the frames that wait for it.
type socket struct {
	conn *websocket.Conn

	mu      sync.Mutex // guards waiting, more
	waiting [][]byte
	more    chan struct{} // holds a token while frames wait
}

func (a *Asterisk) serveEvents(w http.ResponseWriter, r *http.Request) {
	if !a.authorized(r) {
		answer(w, http.StatusUnauthorized, nil)
		return
	}
	s, err := a.connect(w, r)
	if err != nil {
		return
	}
	ended := make(chan struct{})
	a.running.Go(func() { s.write(ended) })
	for {
		if _, _, err := s.conn.ReadMessage(); err != nil {
			break
		}
	}
	close(ended)
	s.conn.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.socket == s {
		a.socket = nil
	}
}

// connect makes the socket the application's before the client knows that it
// is connected, so that no event is lost.
func (a *Asterisk) connect(w http.ResponseWriter, r *http.Request) (*socket, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
	if err != nil {
		return nil, err
	}
	a.emit("ApplicationReplaced", nil)
	a.socket = &socket{conn: conn, more: make(chan struct{}, 1)}
	if len(a.channels) == 0 {
		a.allowed = nil
	}
	return a.socket, nil
}

func (s *socket) write(ended <-chan struct{}) {
	for {
		s.mu.Lock()
		batch := s.waiting
		s.waiting = nil
		s.mu.Unlock()
		for _, frame := range batch {
			if s.conn.WriteMessage(websocket.TextMessage, frame) != nil {
				return
			}
		}
		select {
		case <-s.more:
		case <-ended:
			return
		}
	}
}

func (s *socket) push(frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, frame)
	select {
	case s.more <- struct{}{}:
	default:
	}
}

// emit sends an event that the filter lets through. The caller holds mu.
func (a *Asterisk) emit(kind string, fields object) {
	if a.socket == nil || (a.allowed != nil && !a.allowed[kind]) {
		return
	}
	event := object{
		"type": kind, "application": a.options.App, "asterisk_id": "fake",
		"timestamp": time.Now().Format("2006-01-02T15:04:05.000-0700"),
	}
	maps.Copy(event, fields)
	frame, err := json.Marshal(event)
	if err != nil {
		panic(err) // fields are ours
	}
	a.socket.push(frame)
}

// Send sends a frame as it is, whatever it is.
func (a *Asterisk) Send(frame string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.socket != nil {
		a.socket.push([]byte(frame))
	}
}
